"""docs/benchmarks-downloads.md: an upgrade whose binary comes from a mirror beside one whose binary is in place. Started by bench/downloads."""

import argparse
import hashlib
import os
import pathlib
import socket
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

import report
from lab import MIB, Lab, Quiet, await_that, interleaved, median, now

PACKED, UNPACKED = 30 * MIB, 100 * MIB
PLACES = ("home in memory", "home on the disk")


class Upgrade:
    """One upgrade: milliseconds without a node, and KiB at the highest, of the supervisor and of the largest process besides."""

    def __init__(self, milliseconds, supervisor, largest):
        self.milliseconds, self.supervisor, self.largest = milliseconds, supervisor, largest


class Mirror:
    """A folder served over http on this machine, and a plan's info that names the archive in it."""

    def __init__(self, lab):
        self.folder = lab.folder / "mirror"
        self.folder.mkdir()
        self.binary = self.folder / "node"
        # A program packs to a third of its length: one part that does not shrink, and one that goes to nearly nothing. ELF allows bytes behind its end.
        self.binary.write_bytes(lab.node.read_bytes() + os.urandom(PACKED - MIB) + b"cosmovisor" * ((UNPACKED - PACKED) // 10))
        self.binary.chmod(0o755)
        archive = self.folder / "v1.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as packing:
            packing.add(self.binary, "bin/node")
        self.length = archive.stat().st_size
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.server = subprocess.Popen(
            [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        link = f"http://127.0.0.1:{port}/v1.tar.gz"
        await_that("the mirror", lambda: self.answers(link))
        self.info = '{"binaries":{"any":"%s?checksum=sha256:%s"}}' % (link, hashlib.sha256(archive.read_bytes()).hexdigest())

    @staticmethod
    def answers(link):
        try:
            return urllib.request.urlopen(urllib.request.Request(link, method="HEAD")).status == 200
        except OSError:
            return False

    def close(self):
        self.server.terminate()
        self.server.wait()


def upgrade(lab, cosmovisor, mirror, downloaded, within):
    home, environment = lab.home(upgrades=0 if downloaded else 1, within=within)
    if downloaded:
        environment |= {"DAEMON_ALLOW_DOWNLOAD_BINARIES": "true", "BENCH_INFO": mirror.info}
    else:
        placed = home / "cosmovisor/upgrades/v1/bin/node"
        placed.unlink()
        placed.symlink_to(mirror.binary)
    lab.forget()
    with Quiet() as nothing:
        words = [str(lab.node), "start", "weigh", str(cosmovisor), "start", "live", "1"]
        _, code = lab.run(words, environment, stdout=nothing, stderr=nothing)
    if code != 21:
        raise ChildProcessError(f"ended with {code}, not with the last node's 21: {(home / 'cosmovisor/cosmovisor.log').read_text()[-2000:]}")
    lives, halts = ({int(life): int(at) for life, at in lab.said(word)} for word in ("life", "halt"))
    (_, _, highest), = lab.said("supervisor")
    (largest,), = lab.said("largest")
    subprocess.run(["rm", "-rf", str(home)], check=True)
    return Upgrade((lives[1] - halts[0]) / 1e6, int(highest), int(largest))


def measure(lab, programs, mirror, rounds):
    """(program, place, downloaded) -> upgrades"""
    with tempfile.TemporaryDirectory(prefix="cosmovisor-bench-", dir="/var/tmp") as disk:
        within = dict(zip(PLACES, (None, pathlib.Path(disk))))
        return interleaved(rounds, {
            (name, place, downloaded): lambda path=path, place=place, downloaded=downloaded: upgrade(lab, path, mirror, downloaded, within[place])
            for place in PLACES for downloaded in (False, True) for name, path in programs.items()})


def figure(upgrades, name):
    return median([getattr(upgrade, name) for upgrade in upgrades])


def table(results, programs, name, unit, scale, digits):
    rows = []
    for place in PLACES:
        for program in programs:
            ours, theirs = (results[program, place, downloaded] for downloaded in (False, True))
            rows.append([place, program, *[report.middle([getattr(one, name) / scale for one in all_of_them], digits) for all_of_them in (ours, theirs)],
                         f"{figure(theirs, name) / figure(ours, name):.2f}"])
    return report.table(["", "", f"in place, {unit}", f"downloaded, {unit}", "downloaded / in place"], rows)


def beside(results, programs):
    """What a change has cost: each figure of this version over that of the other."""
    if len(programs) == 1:
        return ""
    now_, before = programs
    rows = [[place, "downloaded" if downloaded else "in place",
             *[f"{figure(results[now_, place, downloaded], name) / figure(results[before, place, downloaded], name):.2f}" for name in ("milliseconds", "supervisor", "largest")]]
            for place in PLACES for downloaded in (False, True)]
    return f"""
## {now_} / {before}

{report.table(["", "", "downtime", "supervisor at its highest", "largest process"], rows)}
"""


def text(results, programs, machine, length, rounds):
    return f"""# Benchmarks of downloads

{machine.line()}; medians of {rounds} rounds, in brackets the middle half. Others use this machine too: the ratios say more than the figures.

The binary of the next version has {UNPACKED // MIB} MiB; its archive (tar.gz) has {length / MIB:.0f} MiB and comes with its SHA-256 over http from this very machine, so that no network is in the figures.

## Downtime

From just before the halt line, by a node that then dies at once, to the first instruction of its next version. In it: download, checksum, unpacking, flush to disk, one trial run.
With a binary in place, no child is started and none of this happens.

{table(results, programs, "milliseconds", "ms", 1, 1)}

## Memory

The supervisor's highest resident size (VmHWM), asked by the next version when all is over:

{table(results, programs, "supervisor", "MiB", 1024, 1)}

The largest single process of all: supervisor, children that download, unpack and try, the node. The children are gone before the next version starts.

{table(results, programs, "largest", "MiB", 1024, 1)}
{beside(results, programs)}
## How it was made

`bench/downloads`. All columns and rows in turns (A B C A B C …), the first round thrown away. The mirror is Python's `http.server`.
A figure of another day is another figure: compare within the tables.
"""


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--cosmovisor", type=pathlib.Path, required=True)
    words.add_argument("--node", type=pathlib.Path, required=True)
    words.add_argument("--into", type=pathlib.Path, required=True)
    words.add_argument("--rounds", type=int, required=True)
    words.add_argument("--before", type=pathlib.Path, help="another executable of ours")
    words.add_argument("--called", help="its name in the tables")
    asked = words.parse_args()
    programs = {"this version": asked.cosmovisor} | ({asked.called: asked.before} if asked.before else {})
    lab, machine, began = Lab(asked.cosmovisor, asked.node, quick=False), report.Machine(), now()
    try:
        mirror = Mirror(lab)
        try:
            results = measure(lab, programs, mirror, asked.rounds)
        finally:
            mirror.close()
    finally:
        lab.close()
    machine.finished()
    (asked.into / "benchmarks-downloads.md").write_text(text(results, list(programs), machine, mirror.length, asked.rounds))
    print(f"wrote {asked.into}/benchmarks-downloads.md in {(now() - began) / 1e9:.0f} s")


main()
