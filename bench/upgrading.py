"""From the halt line of a node that dies at once to the first instruction of its next version; and how costs grow with lives."""

import pathlib
import tempfile

from lab import Quiet


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
