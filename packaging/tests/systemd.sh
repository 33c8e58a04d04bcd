# For tests of a node under a real systemd: process 1 of a namespace, in a clean Debian 12, with control groups of its own. Sourced.

# boot_systemd ROOT: starts it; what `inside` runs then, runs there.
boot_systemd() {
  local root=$1 node outer
  mkdir -p "$work/groups" "$root/sys"
  mount -t cgroup2 cgroup2 "$work/groups" || cannot "control groups of version 2 cannot be mounted here"
  groups=$(mktemp -d -p "$work/groups" cosmovisor-test.XXXX)
  trap end_systemd EXIT

  mount --rbind "$root" "$root"
  mount -t tmpfs tmpfs "$root/sys"
  mkdir -p "$root/sys/fs/cgroup"
  mount -t tmpfs tmpfs "$root/run"
  mkdir "$root/dev/shm" "$root/dev/pts"
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  for node in full tty; do
    touch "$root/dev/$node" && mount --bind "/dev/$node" "$root/dev/$node"
  done

  # It takes the group it is started in for the whole tree. Its root is changed by pivot_root: units get file systems of their own, which a mere chroot spoils.
  (
    echo 0 >"$groups/cgroup.procs"
    exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      unshare --mount --pid --cgroup --ipc --uts --fork --kill-child --mount-proc="$root/proc" \
      sh -ec "mount -t cgroup2 cgroup2 $root/sys/fs/cgroup; cd $root; pivot_root . mnt; umount -l /mnt; exec /lib/systemd/systemd"
  ) &
  outer=$!
  awaits "systemd is started" child_of "$outer"
  systemd=$(child_of "$outer")
  awaits "systemd is ready" inside systemctl is-active multi-user.target
}

child_of() { grep -o '[0-9][0-9]*' "/proc/$1/task/$1/children"; }

# What systemd has noted of a test that failed is told too.
end_systemd() {
  [ $? = 0 ] || inside journalctl --no-pager --lines 40 --unit 'cosmovisor*' || true
  [ -z "${systemd:-}" ] || kill -KILL "$systemd" || true
  wait || true
  find "$groups" -depth -type d -exec rmdir {} + || true
}

# inside COMMAND...: in systemd's root and namespaces.
inside() { nsenter --target "$systemd" --mount --pid --cgroup --root --wd env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }

# a_home ROOT: the first version's binary is put in place as docs/installing.md has it, and the next one's beside it.
a_home() {
  local chain="--plan v2@5 --block-time 50"
  home=/var/lib/cosmovisor unit=cosmovisor@cosmovisor
  cp "$simnode" "$1/opt/simnode"
  a_version "$1" opt/v1 "--as v1 $chain"
  inside sh -c "echo DAEMON_NAME=simd >/etc/cosmovisor/cosmovisor.env"
  must "the operator makes the home" inside install -d -o cosmovisor -g cosmovisor $home
  must "and puts the first binary in place" inside cosmovisorctl --node cosmovisor init /opt/v1/bin/simd
  a_version "$1" "$home/cosmovisor/upgrades/v2" "--as v2 --handles v2 $chain"
}

# upgraded ROOT: v2 runs there, and makes blocks.
upgraded() { [ "$(readlink "$1$home/cosmovisor/current")" = upgrades/v2 ] && grep -Eq '"height": *"([89]|[1-9][0-9]+)"' "$1$home/data/priv_validator_state.json"; }

# property UNIT NAME
property() { inside systemctl show --value --property="$2" "$1"; }

# node_of UNIT: the process below the supervisor. Empty while there is none.
node_of() { inside sh -c 'cat /proc/$1/task/$1/children' - "$(property "$1" MainPID)" | tr -d ' '; }
