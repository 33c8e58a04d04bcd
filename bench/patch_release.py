#!/usr/bin/env python3
"""How long a node is down for `cosmovisorctl upgrade NAME --now`, beside a bare restart of the same node by others.

  bench/patch_release.py --published FOLDER [--rounds 15] [--place /var/tmp] [--into docs/benchmarks-patch-releases.md]

FOLDER holds the published cosmovisor, cosmovisorctl and simnode. Needs no root. runit and supervisor are measured where `runsv` and `sv`, `supervisord` and `supervisorctl` are
found (apt-get install runit supervisor), systemd where it runs as pid 1 and we are root. All ways take turns, so a noisy minute meets each of them.

A node is down from its last block to the next one that is made. It tells its blocks through a pipe of this program, past its supervisor, so that nothing lies between the two.
"""
import argparse, os, pathlib, shutil, signal, statistics, subprocess, tempfile, threading, time
from datetime import datetime

BLOCK_MS = 5
PATIENCE = 60
BEGINS = b"a life begins"
ALIVE = 2.0  # before a restart: runsv starts nothing twice within a second


class Blocks:
    """The times at which blocks came out of one node, life by life, whichever supervisor starts it."""

    def __init__(self, place):
        self.pipe = str(place / "blocks")
        os.mkfifo(self.pipe)
        self.file = os.open(self.pipe, os.O_RDWR)  # so that neither side ever waits for the other to come
        self.lives, self.rest = [], b""
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while piece := os.read(self.file, 65536):
            now = time.monotonic()
            *lines, self.rest = (self.rest + piece).split(b"\n")
            for line in lines:
                if line == BEGINS:
                    self.lives.append([])
                elif b"committed state" in line:
                    self.lives[-1].append(now)

    def down(self, restart):
        """Milliseconds from the last block of one life to the first one of the next."""
        self.wait_until(lambda: self.lives and self.lives[-1], "blocks before the restart")
        time.sleep(ALIVE)
        before = len(self.lives)
        after = restart()
        self.wait_until(lambda: len(self.lives) > before and self.lives[before], "blocks after the restart")
        after()
        if len(self.lives) != before + 1:
            raise SystemExit(f"the node was started {len(self.lives) - before} times")
        return 1000 * (self.lives[before][0] - self.lives[before - 1][-1])

    @staticmethod
    def wait_until(true, what):
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise SystemExit(f"waited {PATIENCE} s for {what}")
            time.sleep(0.005)


class Way:
    """A supervisor with its node."""

    def __init__(self, place, published):
        self.place, self.published = place, published
        place.mkdir()
        self.blocks = Blocks(place)

    def node(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\n[ "$1" != start ] || echo "{BEGINS.decode()}" >{self.blocks.pipe}\nexec {self.published}/simnode --era 0.50 --log_no_color --block-time {BLOCK_MS} --home {self.place}/node "$@" >{self.blocks.pipe}\n')
        path.chmod(0o755)
        return str(path)

    def spawn(self, words, **more):
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **more})

    def run(self, *words, **more):
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE, env={**os.environ, **more})

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Cosmovisor(Way):
    name = "`cosmovisorctl upgrade NAME --now`"

    def __init__(self, place, published):
        super().__init__(place, published)
        self.home, self.turn = place / "home", 0
        self.node(self.home / "cosmovisor/genesis/bin/simd")
        self.settings = {"DAEMON_HOME": str(self.home), "DAEMON_NAME": "simd", "UNSAFE_SKIP_BACKUP": "true", "COSMOVISOR_LOOK_AHEAD": "0s"}
        (self.home / "data").mkdir()
        self.spawn([f"{published}/cosmovisor", "start"], **self.settings)

    def restart(self):
        self.turn += 1
        self.node(self.home / f"cosmovisor/upgrades/v{self.turn}/bin/simd")
        asking = subprocess.Popen([f"{self.published}/cosmovisorctl", "upgrade", f"v{self.turn}", "--now", "--force"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **self.settings})

        def after():
            says, _ = asking.communicate(timeout=2 * PATIENCE)
            if asking.returncode != 0:
                raise SystemExit(says.decode())
        return after


class Bare(Way):
    name = "TERM, wait, start"

    def __init__(self, place, published):
        super().__init__(place, published)
        self.words = [self.node(place / "simd"), "start"]
        self.spawn(self.words)

    def restart(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.spawn(self.words)
        return lambda: None


class Runit(Way):
    name = "runit: `sv restart`"
    needs = ("runsv", "sv")

    def __init__(self, place, published):
        super().__init__(place, published)
        self.node(place / "service/simd")
        run = place / "service/run"
        run.write_text(f"#!/bin/sh\nexec {place}/service/simd start\n")
        run.chmod(0o755)
        self.spawn([shutil.which("runsv"), str(place / "service")])

    def restart(self):
        self.run(shutil.which("sv"), "restart", str(self.place / "service"))
        return lambda: None


class Supervisor(Way):
    name = "supervisor: `supervisorctl restart`"
    needs = ("supervisord", "supervisorctl")

    def __init__(self, place, published):
        super().__init__(place, published)
        self.file = place / "supervisord.conf"
        self.file.write_text(
            f"[supervisord]\nnodaemon=true\nlogfile=/dev/null\nlogfile_maxbytes=0\npidfile={place}/pid\n[unix_http_server]\nfile={place}/socket\n"
            "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n"
            f"[supervisorctl]\nserverurl=unix://{place}/socket\n"
            f"[program:node]\ncommand={self.node(place / 'simd')} start\nstartsecs=0\nstdout_logfile=NONE\nstderr_logfile=NONE\n")
        self.spawn([shutil.which("supervisord"), "-n", "-c", str(self.file)])

    def restart(self):
        self.run(shutil.which("supervisorctl"), "-c", str(self.file), "restart", "node")
        return lambda: None


class Systemd(Way):
    name = "systemd: `systemctl restart`"
    unit = "bench-patch-release.service"

    def __init__(self, place, published):
        super().__init__(place, published)
        self.run("systemd-run", f"--unit={self.unit}", "--service-type=exec", self.node(place / "simd"), "start")

    def restart(self):
        self.run("systemctl", "restart", self.unit)
        return lambda: None

    def close(self):
        self.run("systemctl", "stop", self.unit)


def is_there(way):
    if way is Systemd:
        return os.path.isdir("/run/systemd/system") and os.geteuid() == 0
    return all(shutil.which(program) for program in getattr(way, "needs", ()))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--published", required=True)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--place", default="/var/tmp", help="on a real disk: what is flushed counts")
    words.add_argument("--into", default="docs/benchmarks-patch-releases.md")
    asked = words.parse_args()
    ways = [way for way in (Bare, Cosmovisor, Systemd, Runit, Supervisor) if is_there(way)]
    absent = [way.name for way in (Systemd, Runit, Supervisor) if way not in ways]
    load = os.getloadavg()[0]
    place = pathlib.Path(tempfile.mkdtemp(prefix="bench-patch-", dir=asked.place))
    running, downs = [], {way: [] for way in ways}

    try:
        for way in ways:
            running.append(way(place / way.__name__, os.path.abspath(asked.published)))
        for turn in range(asked.rounds):
            for one in running[turn % len(running):] + running[:turn % len(running)]:
                downs[type(one)].append(one.blocks.down(one.restart))
                print(f"round {turn + 1} of {asked.rounds}: {one.name}: {downs[type(one)][-1]:.1f} ms", flush=True)
    finally:
        for one in running:
            one.close()
        shutil.rmtree(place, ignore_errors=True)

    bare = statistics.median(downs[Bare])

    def row(way):
        values = sorted(downs[way])
        return f"| {way.name} | {statistics.median(values):.1f} | {values[len(values) // 4]:.1f} to {values[-1 - len(values) // 4]:.1f} | {values[-1]:.1f} | {statistics.median(values) / bare:.2f} |"

    pathlib.Path(asked.into).write_text("\n".join([
        "# How long a patch release takes a node down", "",
        f"Measured on {datetime.now():%Y-%m-%d} with the published executables on {os.cpu_count()} cores that were busy with other work (load {load:.1f} before, {os.getloadavg()[0]:.1f} after): compare within the table, whose ways took turns. "
        "`bench/patch_release.py --published FOLDER` measures it again; FOLDER holds the published `cosmovisor`, `cosmovisorctl` and `simnode`.", "",
        f"The same simulated node, with a pause of {BLOCK_MS} ms after each block, is restarted {asked.rounds} times in each way. Milliseconds from its last block to the next one: stop, switch, start. "
        "[`upgrade NAME --now`](patch-releases.md) puts another version in its place each time, without a backup and without scripts; the others start the same program again.", "",
        "| | median | middle half | longest | to a bare restart |", "|---|---|---|---|---|",
        *(row(way) for way in ways), "",
        *([f"Not measured, because it is not there or does not run on this machine: {', '.join(absent)}.", ""] if absent else []),
        "*TERM, wait, start* is this program itself: the least that anybody can do. `--now` does between stop and start what any upgrade does: the journal is written and flushed, the new version's `pre-upgrade` is asked, "
        "`current` is switched and its folder flushed. Getting, checking and trying the binary, and all that the command says, is before or after that, while the node runs.", ""]))


if __name__ == "__main__":
    main()
