"""What goes wrong in a soak, one of these at an upgrade. `rough` ones may end the supervisor, as the machine under it would."""

import json, os, signal, time
from datetime import datetime, timedelta, timezone

import soak_world

BLOCKS, LONG = 40, 300  # blocks of an ordinary version, and of one at which the chain is to be asked a few times


class Fault:
    rough, blocks, downloads, not_before = False, BLOCKS, False, 0.0
    since = 0.0  # it was in place from then on: a chain may be faster than the one who breaks it

    def __init__(self, chance):
        self.pause = chance.random()
        self.kind = chance.randrange(1 << 30)

    def before(self, soak, name):
        """While the old version still makes blocks."""

    def at_halt(self, soak, name):
        """When the node has announced the upgrade."""

    def after(self, soak, name):
        """When the new version makes blocks."""

    @property
    def title(self):
        return self.__doc__


class Nothing(Fault):
    "none"


class Kill(Fault):
    "supervisor killed while it upgrades"
    rough = True

    def at_halt(self, soak, name):
        time.sleep(self.pause * 0.08)
        soak.note("in the middle of an upgrade" if (soak.home.root / "journal.json").exists() else "before or after its steps")
        soak.end_life(signal.SIGKILL)


class KillTwice(Kill):
    "supervisor killed twice in a row"

    def at_halt(self, soak, name):
        super().at_halt(soak, name)
        soak.begin_life()
        time.sleep(self.kind % 100 / 1000)
        soak.end_life(signal.SIGKILL)


class KillEarlier(Fault):
    "supervisor killed between upgrades"
    rough = True

    def before(self, soak, name):
        time.sleep(self.pause * 0.05)
        soak.end_life(signal.SIGKILL)


class Restart(Fault):
    "supervisor stopped by TERM and started again"
    rough = True

    def at_halt(self, soak, name):
        time.sleep(self.pause * 0.3)
        soak.end_life(signal.SIGTERM)


class NodeKilled(Fault):
    "node killed"
    rough = True

    def before(self, soak, name):
        time.sleep(self.pause * 0.05)
        if pid := (soak.home.state().get("daemon") or {}).get("pid"):
            try:
                os.kill(pid, signal.SIGKILL)
                soak.kills += 1
            except ProcessLookupError:
                pass


class FullDisk(Fault):
    "disk of cosmovisor/ full"
    rough = True

    def before(self, soak, name):
        soak.home.fill(leaving=(0, 4096, 65536)[self.kind % 3])

    def at_halt(self, soak, name):
        # Ended or carried out, in spite of it; whichever comes first.
        end = time.monotonic() + 3
        while time.monotonic() < end and soak.life.ended() is None and not soak.is_made_by(name):
            time.sleep(0.005)
        soak.note("the supervisor ended" if soak.life.ended() is not None else "carried out in spite of it" if soak.is_made_by(name) else "waited")

    def after(self, soak, name):
        soak.home.empty()

    ended = after


class Download(Fault):
    "binary downloaded"
    downloads = True


class CutDownload(Download):
    "download cut off halfway"

    def before(self, soak, name):
        for path in soak.site.files:
            if path.startswith(f"/{name}/"):
                soak.site.cuts[path] = 1 + self.kind % 2


class Liar(Fault):
    "RPC that lies"
    blocks = LONG

    def before(self, soak, name):
        said, soak.site.lie = list(soak_world.LIES.items())[self.kind % len(soak_world.LIES)]
        soak.note(said)

    def after(self, soak, name):
        soak.site.lie = None


class Hold(Fault):
    "hold that stands at the restart"

    def write(self, soak, seconds):
        ends = datetime.now(timezone.utc) + timedelta(seconds=seconds)
        folder = soak.home.root / "holds"
        folder.mkdir(exist_ok=True)
        (folder / "soak.json.new").write_text(json.dumps({"version": 1, "who": "soak", "reason": "a window", "until": ends.isoformat()}))
        (folder / "soak.json.new").rename(folder / "soak.json")

    def before(self, soak, name):
        self.write(soak, 60)
        self.since = time.monotonic()

    def at_halt(self, soak, name):
        lasts = 0.4 + self.pause / 2
        if self.kind % 2:
            self.write(soak, lasts)
            self.not_before = time.monotonic() + lasts - 0.01
            soak.note("until its time")
        else:
            time.sleep(lasts)
            self.not_before = time.monotonic()
            (soak.home.root / "holds/soak.json").unlink()
            soak.note("until it was removed")

    def after(self, soak, name):
        (soak.home.root / "holds/soak.json").unlink(missing_ok=True)


ROUGH = [Kill, Kill, KillTwice, KillEarlier, Restart, NodeKilled, FullDisk, FullDisk, CutDownload, Liar, Hold]
CALM = [Download, CutDownload, Liar, Hold]
