#!/usr/bin/env python3
"""Carries out many upgrades in one home, with faults that a seed chooses, and looks after each that nothing is lost. `bench/soak` starts it."""

import argparse, collections, json, os, pathlib, random, shutil, signal, tempfile, time

import soak_faults, soak_report
from soak_world import NAME, Home, Life, Site, ended_by, until

SPAN = 50  # upgrades in a row that are rough, then so many that are calm
CONTRACT = 25  # upgrades in a row in one contract
AHEAD = 2  # so many versions lie there before they are due: the chain does not wait for this program
ERAS = ["0.45", "0.46", "0.47", "0.50", "0.53", "0.55"]

Row = collections.namedtuple("Row", "number contract fault down cpu resident descriptors threads life")


class Soak:
    def __init__(self, asked, place):
        self.upgrades, chance = asked.upgrades, random.Random(asked.seed)
        self.site = Site(str(place / "rpc.sock"))
        self.home = Home(place, pathlib.Path(asked.published).resolve(), self.site.address)
        self.faults, self.notes, self.rows, self.kills, self.lives, self.ends = [None], collections.Counter(), [], 0, 0, collections.Counter()
        for number in range(1, self.upgrades + 1):
            rough = (number - 1) // SPAN % 2 == 0
            kinds = [kind for kind in (soak_faults.ROUGH if rough else soak_faults.CALM) if self.home.can_fill or kind is not soak_faults.FullDisk]
            self.faults.append((chance.choice(kinds) if chance.random() < 0.5 else soak_faults.Nothing)(chance))
        self.heights = [0]
        for fault in self.faults[1:]:
            self.heights.append(self.heights[-1] + fault.blocks)
        self.fault, self.life, self.stays = None, None, False
        self.write_versions()

    def write_versions(self):
        """Each version knows what the chain has decided next, with the link to it: so the last one is written first."""
        info = ""
        for number in range(self.upgrades, -1, -1):
            era = ERAS[number * len(ERAS) // (self.upgrades + 1)]
            plans = [f"--plan v{number}@{self.heights[number]} --handles v{number}"] if number else []
            if number < self.upgrades:
                plans.append(f"--plan 'v{number + 1}@{self.heights[number + 1]}{':' + info if info else ''}'")
            self.home.scripts[f"v{number}"] = script = (
                f"#!/bin/sh\nexec {self.home.published}/simnode --era {era} --log_no_color --block-time 3 --home {self.home.path} --note-blocks {self.home.blocks} "
                f"--rpc unix://{self.site.socket_file} --as v{number} {' '.join(plans)} \"$@\"\n").encode()
            info = ""
            if number and self.faults[number].downloads:
                info = json.dumps({"binaries": {"any": self.site.offer(f"v{number}", script, packed=number % 2 == 1)}})

    def note(self, what):
        self.notes[f"{self.fault.title}: {what}"] += 1

    def contract(self, number):
        return "classic" if (number - 1) // CONTRACT % 2 == 0 else "sdk"

    def begin_life(self):
        self.lives += 1
        self.life = Life(self.home, self.contract(self.number))

    def end_life(self, name):
        self.kills += name == signal.SIGKILL
        ended_by(self.life.process, name)

    def is_made_by(self, name):
        return bool(made := self.home.made()) and made[-1][0] >= self.heights[int(name[1:])]

    def place(self, number):
        if number <= self.upgrades and not self.faults[number].downloads:
            self.home.put(f"v{number}")

    def go_on(self, name):
        """Starts the supervisor again where the fault ended it. An end that no fault explains is a failure."""
        if (code := self.life.ended()) is None:
            return False
        self.life.reader.join(10)
        if not self.fault.rough:
            said = b"".join(self.life.tail[-25:]).decode(errors="replace")
            raise SystemExit(f"{name}: the supervisor ended with {code}, and no fault that may end it was there ({self.fault.title}):\n{said}")
        self.ends[code] += 1
        getattr(self.fault, "ended", lambda *_: None)(self, name)
        self.begin_life()
        return True

    def upgrade(self, number):
        self.number, name, self.fault = number, f"v{number}", self.faults[number]
        if self.life and self.life.contract != self.contract(number):
            self.end_life(signal.SIGTERM)
            self.begin_life()
            made = len(self.home.made())
            until("a block in the other contract", lambda: len(self.home.made()) > made)
        first, before = self.life, self.life.usage()[3]
        self.place(number + AHEAD)
        self.fault.before(self, name)
        until(f"the halt for {name}", lambda: self.go_on(name) or name in self.life.halted or self.is_made_by(name))
        self.fault.at_halt(self, name)
        until(f"a block made by {name}", lambda: not self.go_on(name) and self.is_made_by(name))
        self.fault.after(self, name)

        if int((target := self.home.current()).removeprefix("upgrades/v")) < number:
            raise SystemExit(f"{name} makes blocks, and current is {target}")
        back, halted = self.life.back.get(name), self.life.halted.get(name)
        if self.fault.not_before and back and halted and self.fault.since < halted and back < self.fault.not_before:
            raise SystemExit(f"{name} was started {self.fault.not_before - back:.3f} s before its hold ended")
        resident, descriptors, threads, cpu = self.life.usage()
        whole = self.life is first and back and halted
        self.rows.append(Row(number, self.life.contract, self.fault.title, 1000 * (back - halted) if whole else None, 1000 * (cpu - before) if whole else None, resident, descriptors, threads, self.lives))

    def run(self):
        self.number = 1
        self.home.put("v0")
        for number in range(1, AHEAD + 1):
            self.place(number)
        self.begin_life()
        for number in range(1, self.upgrades + 1):
            self.upgrade(number)
            if number % 25 == 0 or number == self.upgrades:
                row = self.rows[-1]
                print(f"{number} of {self.upgrades}: {row.resident} KiB, {row.descriptors} descriptors, {self.lives} lives, {self.kills} kills", flush=True)
        self.end_life(signal.SIGTERM)

    def last_words(self):
        log = self.home.root / "cosmovisor.log"
        return "\n".join([
            f"upgrade {self.number}, {self.contract(self.number)}, fault: {self.fault.title} ({self.fault.kind}); current is {self.home.current()}, state {json.dumps(self.home.state().get('daemon'))}",
            *(log.read_text(errors="replace").splitlines()[-40:] if log.exists() else []), "", b"".join(self.life.tail[-30:]).decode(errors="replace")])

    def lost(self):
        """Every sentence is something that was lost, or left behind."""
        names = [f"v{number}" for number in range(1, self.upgrades + 1)]
        history, torn = self.home.lines("history.jsonl")
        if torn:
            yield f"{torn} lines of the history are not whole"
        if (done := [entry["plan"] for entry in history if entry.get("result") == "done"]) != names:
            yield f"the history's upgrades that were done are not all of them once and in order: {sorted(set(names) ^ set(done)) or 'order or number'}"
        events, torn = self.home.lines("events.jsonl")
        told = collections.Counter(event.get("plan") for event in events if event["event"] == "upgrade-done")
        if odd := [name for name, fault in zip(names, self.faults[1:]) if told[name] != 1 and not fault.rough]:
            yield f"upgrade-done was not told once for {odd}"
        if torn > sum(isinstance(fault, soak_faults.FullDisk) for fault in self.faults):
            yield f"{torn} events are not whole, more than the disk was full"
        yield from self.lost_blocks()
        yield from self.lost_backups(names)
        if absent := [name for name in names if not (self.home.root / "upgrades" / name / "upgrade-info.json").exists()]:
            yield f"no record in the folders of {absent}"
        known = {"genesis", "upgrades", "backups", "current", "holds"}
        known |= {"lock", "state.json", "events.jsonl", "events.jsonl.1", "history.jsonl", "outlook.json", "cosmovisor.log", "cosmovisor.log.1", "cosmovisor.log.2", "cosmovisor.log.3"}
        if left := sorted(set(os.listdir(self.home.root)) - known):
            yield f"left behind in cosmovisor/: {left}"
        if left := sorted(set(os.listdir(self.home.root / "upgrades")) - set(names)):
            yield f"left behind in upgrades/: {left}"

    def lost_backups(self, names):
        """Each contract has a place of its own for them."""
        kept = []
        for contract in ("classic", "sdk"):
            backups = json.loads(self.home.ctl("backup", "list", "--json", COSMOVISOR_PROFILE=contract).stdout)
            kept += [backup["plan"] for backup in backups]
            for backup in backups[:: max(1, len(backups) // 40)]:
                if (looked := self.home.ctl("backup", "verify", backup["name"], COSMOVISOR_PROFILE=contract)).returncode != 0:
                    yield f"backup {backup['name']}: {looked.stdout}{looked.stderr}"
        if missing := [name for name in names if name not in kept]:
            yield f"no backup for {missing}"

    def lost_blocks(self):
        """A node that is killed may have made a block that it could not note; apart from those there is every height once, by the right version."""
        made = self.home.made()
        heights = [height for height, _ in made]
        if len(set(heights)) != len(heights):
            yield "a height was made twice"
        if (gaps := self.heights[-1] - len([height for height in heights if height <= self.heights[-1]])) > self.kills:
            yield f"{gaps} heights are missing after {self.kills} kills"
        at = 0
        for height, version in made:
            while at < self.upgrades and height >= self.heights[at + 1]:
                at += 1
            if version != f"v{at}":
                yield f"height {height} was made by {version}, not by v{at}"
                return


def main():
    words = argparse.ArgumentParser(prog="bench/soak", description="Many upgrades in one home, with faults that a seed chooses.")
    words.add_argument("--published", required=True, help="folder with the published executables")
    words.add_argument("--upgrades", type=int, default=500)
    words.add_argument("--seed", type=int, default=23)
    words.add_argument("--place", default="/var/tmp", help="where the home lies while it runs")
    words.add_argument("--into", default="docs", help="folder of the report and its drawing")
    asked = words.parse_args()
    place = pathlib.Path(tempfile.mkdtemp(prefix="soak-", dir=asked.place))
    began, soak = time.monotonic(), Soak(asked, place)
    try:
        soak.run()
        lost = list(soak.lost())
        soak_report.write(pathlib.Path(asked.into), asked, soak, lost, time.monotonic() - began)
    except SystemExit:
        print(soak.last_words(), flush=True)
        raise
    finally:
        if soak.life and soak.life.ended() is None:
            soak.end_life(signal.SIGKILL)
        soak.home.close()
        shutil.rmtree(place, ignore_errors=True)
    for sentence in lost:
        print(f"LOST: {sentence}")
    print(f"{asked.upgrades} upgrades, {len(lost)} things lost")
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
