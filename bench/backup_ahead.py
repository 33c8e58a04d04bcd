#!/usr/bin/env python3
"""How long a node is down for a backup that shares nothing with the data: copied ahead and not, beside cp -a and rsync twice; and the node's own block time while the copy ahead runs.

  bench/backup_ahead.py [--gib 4] [--files 1000] [--rounds 3] [--place FOLDER] [--published FOLDER] [--into docs/benchmarks-backups.md]

Needs root, e2fsprogs and rsync. The data is on a disk of its own (an image, mounted), the backups on the one of the temporary folder, so that no file can be shared.
No program can make a file look untouched for hours, so that time is written into the image before it is mounted. Every figure includes the flush to disk.
Replaces the part of the page between its two marks; the rest of it is bench/backups'.
"""
import argparse, glob, json, os, shutil, statistics, subprocess, tempfile, threading, time
from datetime import datetime

KEY = '{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}'
BEGIN, END = "<!-- the backup ahead: begin -->", "<!-- the backup ahead: end -->"
BLOCK_MS = 50


LONGEST_STEP = 1800  # of one program: a busy disk is slow, but whatever takes longer hangs
LONGEST_END = 120


def run(*words, **more):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, timeout=LONGEST_STEP, **more)


def say(what):
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


class Disk:
    """4 GiB of files that look old, on a disk of their own; a fresh copy of the image for each round."""

    def __init__(self, place, gib, files):
        self.image = os.path.join(place, "data.image")
        with open(self.image, "wb") as image:
            image.truncate((gib + 1) * 2**30)
        run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", self.image)
        self.folder = os.path.join(place, "filling")
        os.makedirs(self.folder)
        run("mount", "-o", "loop", self.image, self.folder)
        os.makedirs(os.path.join(self.folder, "snapshots"))
        size = gib * 2**30 // files
        for number in range(files):
            with open(os.path.join(self.folder, "snapshots", str(number)), "wb") as file:
                for at in range(0, size, 2**20):
                    file.write(os.urandom(min(2**20, size - at)))
        run("umount", self.folder)
        then = int(time.time()) - 7200
        script = "".join(f"sif /snapshots/{n} ctime @{then}\nsif /snapshots/{n} ctime_extra 0x1d6f3454\nsif /snapshots/{n} mtime @{then}\n" for n in range(files))
        run("debugfs", "-w", "-f", "-", self.image, input=script.encode(), stderr=subprocess.DEVNULL)

    def mount(self, folder):
        os.makedirs(folder, exist_ok=True)
        run("mount", "-o", "loop", self.image, folder)
        run("sh", "-c", f"cat {folder}/snapshots/* > /dev/null")  # in memory, for all alike

    def unmount(self, folder):
        for name in os.listdir(folder):
            if name not in ("snapshots", "lost+found"):
                path = os.path.join(folder, name)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        run("umount", folder)


class Node:
    """A simulated node under cosmovisor, whose blocks are timed as they come out of it."""

    def __init__(self, place, published, disk, height, ahead):
        self.home, self.disk = os.path.join(place, "home"), disk
        for version in ("genesis", "upgrades/v2"):
            folder = os.path.join(self.home, "cosmovisor", version, "bin")
            os.makedirs(folder)
            with open(os.path.join(folder, "simd"), "w") as script:
                plan = f"--plan v2@{height}" if version == "genesis" else ""
                script.write(f'#!/bin/sh\nexec {published}/simnode --era 0.50 --block-time {BLOCK_MS} {plan} --home {self.home} --rpc unix://{self.home}/rpc.sock "$@"\n')
            os.chmod(os.path.join(folder, "simd"), 0o755)
        os.makedirs(os.path.join(self.home, "config"))
        with open(os.path.join(self.home, "config/node_key.json"), "w") as file:
            file.write(KEY)
        with open(os.path.join(self.home, "config/config.toml"), "w") as file:
            file.write(f'[rpc]\nladdr = "unix://{self.home}/rpc.sock"\n')
        disk.mount(os.path.join(self.home, "data"))
        self.blocks, self.copying = [], [None, None]
        self.process = subprocess.Popen([f"{published}/cosmovisor", "start"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={
            **os.environ, "DAEMON_HOME": self.home, "DAEMON_NAME": "simd", "DAEMON_RESTART_AFTER_UPGRADE": "true", "DAEMON_BACKUP_DATA_DIR": f"{self.home}/data",
            "COSMOVISOR_LOOK_AHEAD": "1s", "COSMOVISOR_BACKUP_AHEAD": "2h" if ahead else "0s"})
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            now = time.monotonic()
            if b"committed state" in line:
                self.blocks.append(now)
            if self.copying[0] is None and os.path.exists(f"{self.home}/cosmovisor/backups/.ahead"):
                self.copying[0] = now
            if self.copying[0] and self.copying[1] is None and "copied before the halt" in self.log():
                self.copying[1] = now

    def log(self):
        try:
            return open(f"{self.home}/cosmovisor/cosmovisor.log").read()
        except FileNotFoundError:
            return ""

    def events(self):
        try:
            return [json.loads(line) for line in open(f"{self.home}/cosmovisor/events.jsonl")]
        except FileNotFoundError:
            return []

    def down(self, seconds):
        """Seconds from the halt, which is due after about so many, to the start of the new binary."""
        end = time.monotonic() + 4 * seconds + LONGEST_STEP
        while time.monotonic() < end and self.process.poll() is None:
            events = self.events()
            started = [event for event in events if event["event"] == "daemon-started"]
            if len(started) == 2:
                began = next(event for event in events if event["event"] == "upgrade-began")
                return (at(started[1]) - at(began)).total_seconds()
            time.sleep(0.2)
        raise SystemExit(f"{'the supervisor ended' if self.process.poll() is not None else 'there was no upgrade'}; its log:\n{self.log()[-3000:]}")

    def intervals(self, of_copying):
        first, last = self.copying
        gaps = [(one, 1000 * (other - one)) for one, other in zip(self.blocks, self.blocks[1:])]
        return [gap for at, gap in gaps[5:] if first and last and (first <= at <= last) == of_copying and gap < 10_000]

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            say(f"cosmovisor has not ended {LONGEST_END} s after TERM; its log:\n{self.log()[-3000:]}")
            self.process.kill()
            self.process.wait()
        self.reader.join(LONGEST_END)
        self.disk.unmount(os.path.join(self.home, "data"))
        shutil.rmtree(self.home)


def at(event):
    return datetime.fromisoformat(event["at"].replace("Z", "+00:00"))


def copied(disk, place, way):
    source, target = os.path.join(place, "source"), os.path.join(place, "target")
    disk.mount(source)
    os.makedirs(target)
    if way == "rsync":
        run("rsync", "-a", f"{source}/", target)
        run("sync", "-f", target)
    began = time.monotonic()
    run(*(["rsync", "-a", "--delete", f"{source}/", target] if way == "rsync" else ["cp", "-a", f"{source}/.", target]))
    run("sync", "-f", target)
    took = time.monotonic() - began
    disk.unmount(source)
    shutil.rmtree(target)
    return took


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--gib", type=int, default=4)
    words.add_argument("--files", type=int, default=1000)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=int, default=120, help="before the halt, for the copy ahead")
    words.add_argument("--place", default=tempfile.gettempdir())
    words.add_argument("--published", required=True, help="holds cosmovisor and simnode")
    words.add_argument("--into", default="docs/benchmarks-backups.md")
    asked = words.parse_args()
    place = tempfile.mkdtemp(prefix="bench-ahead-", dir=asked.place)
    load = os.getloadavg()[0]
    downs, calm, busy, took = {"ahead": [], "not": [], "cp": [], "rsync": []}, [], [], []

    try:
        say(f"writing {asked.gib} GiB in {asked.files} files")
        disk = Disk(place, asked.gib, asked.files)
        for turn in range(asked.rounds):
            for way in ("ahead", "not", "cp", "rsync")[turn % 4:] + ("ahead", "not", "cp", "rsync")[:turn % 4]:
                say(f"round {turn + 1} of {asked.rounds}: {way}")
                if way in ("cp", "rsync"):
                    downs[way].append(copied(disk, place, way))
                else:
                    seconds = asked.seconds if way == "ahead" else 10
                    node = Node(place, os.path.abspath(asked.published), disk, seconds * 1000 // BLOCK_MS, way == "ahead")
                    try:
                        downs[way].append(node.down(seconds))
                        if way == "ahead":
                            if node.copying[1] is None:
                                raise SystemExit(f"the copy ahead was not finished at the halt: give it more than --seconds {asked.seconds}; the log:\n{node.log()[-3000:]}")
                            took.append(node.copying[1] - node.copying[0])
                            calm += node.intervals(False)
                            busy += node.intervals(True)
                    finally:
                        node.close()
                say(f"{downs[way][-1]:.2f} s")
    finally:
        subprocess.run(f"umount {place}/*/data {place}/source {place}/filling 2>/dev/null", shell=True)
        shutil.rmtree(place, ignore_errors=True)

    def row(name, values):
        return f"| {name} | {statistics.median(values):.2f} | {min(values):.2f} to {max(values):.2f} |"

    def blocks(name, values):
        values = sorted(values) or [float("nan")]
        return f"| {name} | {len(values)} | {statistics.median(values):.1f} | {values[int(len(values) * 0.99)]:.1f} | {values[-1]:.1f} |"

    table = "\n".join([
        BEGIN, "", "## Copied ahead", "",
        f"{asked.gib} GiB in {asked.files} files that were not written for two hours, on another disk than the backups: nothing can be shared. Seconds of a simulated node from the halt to the start of the new binary;",
        f"of `cp -a`, and of rsync the second time, the copying alone, with `sync -f`. Medians of {asked.rounds} round{'s' if asked.rounds > 1 else ''}, in turns; load average {load:.1f} before, {os.getloadavg()[0]:.1f} after; {datetime.now():%Y-%m-%d}.", "",
        "| | s | of all rounds |", "|---|---|---|",
        row("copied ahead", downs["ahead"]), row("not ahead", downs["not"]), row("cp -a", downs["cp"]), row("rsync -a, the second time", downs["rsync"]), "",
        f"The copying ahead took {statistics.median(took):.0f} s, beside the node. The node's block time meanwhile, in milliseconds (it pauses {BLOCK_MS} ms after each):", "",
        "| | blocks | median | 99 of 100 | longest |", "|---|---|---|---|---|",
        blocks("while it copies", busy), blocks("otherwise", calm), "",
        "`bench/backup_ahead.py`, as root.", "", END])
    page = open(asked.into).read()
    page = page[:page.index(BEGIN)].rstrip("\n") + "\n\n" + table + page[page.index(END) + len(END):] if BEGIN in page else page.rstrip("\n") + "\n\n" + table + "\n"
    open(asked.into, "w").write(page)


if __name__ == "__main__":
    main()
