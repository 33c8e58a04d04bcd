# For tests that download: a site with a name and a certificate of an authority of its own. Sourced.

# open_site DIR: serves DIR/files as https://downloads.chain.example; DIR/ca.pem is who is to be trusted.
open_site() {
  has openssl
  mkdir -p "$1/files"
  (
    cd "$1"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=an authority" \
      -addext basicConstraints=critical,CA:TRUE
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout site.key -out site.csr -subj "/CN=downloads.chain.example"
    openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -days 2 -out site.pem -extfile <(echo "subjectAltName=DNS:downloads.chain.example")
  ) 2>/dev/null
  python3 "$here/site.py" "$1/files" "$1/site.pem" "$1/site.key" >"$1/site.log" 2>&1 &
  awaits "the site answers" grep -q ready "$1/site.log"
}

# hostile_names ROOT: names by DNS, with an nsswitch.conf whose modules a static program must not load.
hostile_names() {
  printf 'nameserver 127.0.0.1\n' >"$1/etc/resolv.conf"
  printf 'passwd: sss compat systemd\ngroup: compat sss systemd\ninitgroups: compat\nhosts: mymachines resolve compat hesiod\nservices: db compat\n' >"$1/etc/nsswitch.conf"
}

# an_archive DIR VERSION WORDS: DIR/files/VERSION.tar.gz with that version's bin/simd, and its link with a checksum in $link.
an_archive() {
  a_version "$1" "tree-$2" "$3"
  tar -C "$1/tree-$2" -czf "$1/files/$2.tar.gz" bin
  link="https://downloads.chain.example/$2.tar.gz?checksum=sha256:$(sha256sum "$1/files/$2.tar.gz" | cut -d ' ' -f 1)"
}
