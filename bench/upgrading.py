"""From the halt line of a node that dies at once to the first instruction of its next version; and how costs grow with lives."""

import contextlib
import pathlib
import subprocess
import tempfile
import time

from lab import Quiet

HOGS = 40


class Upgrades:
    """One life of the supervisor with its upgrades."""

    def __init__(self, milliseconds, resident, descriptors):
        self.milliseconds, self.resident, self.descriptors = milliseconds, resident, descriptors


def run(lab, upgrades, within=None):
    home, environment = lab.home(upgrades=upgrades, within=within)
    lab.forget()
    with Quiet() as nothing:
        _, code = lab.run([str(lab.cosmovisor), "start", "live", str(upgrades)], environment, stdout=nothing, stderr=nothing)
    if code != 21:
        raise ChildProcessError(f"{upgrades} upgrades ended with {code}, not with the last node's 21: {(home / 'cosmovisor/cosmovisor.log').read_text()[-2000:]}")
    lives = {int(life): int(at) for life, at in lab.said("life")}
    halts = {int(life): int(at) for life, at in lab.said("halt")}
    (resident, descriptors, _), = lab.said("supervisor")
    return Upgrades([(lives[life + 1] - halts[life]) / 1e6 for life in range(upgrades)], int(resident), int(descriptors))


def measure(lab):
    """place of the home -> milliseconds of single upgrades, each in a life of its own."""
    results = {"home in memory": [], "home on the disk": []}
    with tempfile.TemporaryDirectory(prefix="cosmovisor-bench-", dir="/var/tmp") as disk:
        for turn in range(lab.rounds(60) + 1):
            for place, within in (("home in memory", None), ("home on the disk", pathlib.Path(disk))):
                if turn > 0:
                    results[place] += run(lab, 1, within).milliseconds
                else:
                    run(lab, 1, within)
    return results


@contextlib.contextmanager
def busy():
    """A machine with many more things to do than it has processors."""
    hogs = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(HOGS)]
    time.sleep(2)
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


def by_a_shell(lab):
    """The least there is to do: a pipe that is read, one link, the next version. Nothing is decided, written down or flushed."""
    home, environment = lab.home(upgrades=1)
    lab.forget()
    script = ("ln -s genesis current; current/bin/node start live 1 | grep -m1 UPGRADE; "
              "ln -sfn upgrades/v1 current; exec current/bin/node start live 1")
    subprocess.run(["sh", "-c", script], cwd=home / "cosmovisor", env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (_, halted), = lab.said("halt")
    return (int(lab.said("life")[-1][1]) - int(halted)) / 1e6


def on_a_busy_machine(lab):
    """contestant -> milliseconds of single upgrades, at ordinary priority, beside 40 loops that never rest."""
    results = {"sh: a pipe and a link": [], "cosmovisor": []}
    with busy():
        for _ in range(lab.rounds(40)):
            results["cosmovisor"] += run(lab, 1).milliseconds
            results["sh: a pipe and a link"].append(by_a_shell(lab))
    return results
