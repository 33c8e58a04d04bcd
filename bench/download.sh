#!/bin/sh
# 200 MB and more over loopback, checked and unpacked: ours beside curl | tee >(sha256sum) | tar xz.
# Needs: curl, python3, GNU time, and what a Native AOT publish needs. Prints seconds, and our peak resident size.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT

dotnet publish "$here/tests/Cosmovisor.Victim" -c Release -p:PublishAot=true -p:InvariantGlobalization=true -o "$work/ours" >"$work/log"

mkdir "$work/bin"
{ printf '#!/bin/sh\necho v2\nexit\n'; head -c 200000000 /dev/urandom; head -c 200000000 /dev/zero | tr '\0' 'x'; } >"$work/bin/gaiad"
chmod +x "$work/bin/gaiad"
tar -C "$work" -c bin | gzip -1 >"$work/v2.tar.gz"
rm -r "$work/bin"
sum=$(sha256sum "$work/v2.tar.gz" | cut -d' ' -f1)

python3 -m http.server 8765 --bind 127.0.0.1 --directory "$work" >/dev/null 2>&1 &
server=$!
until curl -so /dev/null http://127.0.0.1:8765/; do sleep 0.1; done

seconds() { /usr/bin/time -f %e -o "$work/time" "$@" && cat "$work/time"; }

# It stages for ever: the first line says that one version is there.
ours() {
    "$work/ours/victim" stage "$work/home" "http://127.0.0.1:8765/v2.tar.gz?checksum=$sum" "run$1" >"$work/line" &
    pid=$!
    until [ -s "$work/line" ]; do
        grep VmHWM "/proc/$pid/status" >"$work/peak"
        sleep 0.02
    done
    kill -9 $pid
}

theirs='curl -s http://127.0.0.1:8765/v2.tar.gz | tee >(sha256sum >sum) | tar xz; sync bin/gaiad'

for run in 1 2 3 4 5; do
    mkdir -p "$work/home/cosmovisor/upgrades" "$work/theirs"
    began=$(date +%s.%N)
    ours $run
    ended=$(date +%s.%N)
    echo "ours    $(awk "BEGIN { print $ended - $began }") s, $(cat "$work/peak")"
    (cd "$work/theirs" && echo "theirs  $(seconds bash -c "$theirs") s")
    rm -rf "$work/home" "$work/theirs"
    sync
done
