"""docs/benchmarks.md: figures beside the real programs' figures, aims beside what was reached."""

import os
import pathlib
import platform
import time

import rivals
import upgrading
from lab import median, spread
from pumping import OUTPUTS

RECORD = "Everything below was measured in one run, side by side with the real programs. Ratios say more than figures, which are this machine's."
QUICK = "**A quick run, for work on the bench itself: not for the record.**"
CAT = "sh -c 'node \\| cat'"
OURS = "cosmovisor start (pumped, looked at)"


class Machine:
    """What it ran on, without its name."""

    def __init__(self):
        self.load = os.getloadavg()[0]
        info = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        self.processor = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), platform.machine())
        self.cores = os.cpu_count()
        self.memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
        self.began = time.monotonic()

    def finished(self):
        self.load_after, self.minutes = os.getloadavg()[0], (time.monotonic() - self.began) / 60

    def line(self):
        return (
            f"{self.cores} cores of {self.processor}, {self.memory:.0f} GiB, Linux {platform.release().split('-')[0]}, {rivals.os_name()}; "
            f"load average {self.load:.1f} before and {self.load_after:.1f} after; {self.minutes:.0f} minutes; {time.strftime('%Y-%m-%d', time.gmtime())}"
        )


def table(headings, rows):
    lines = ["| " + " | ".join(headings) + " |", "|---" * len(headings) + "|"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def middle(values, digits=2):
    low, high = spread(values)
    return f"{median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def figure(runs, name):
    return median([getattr(run, name) for run in runs])


def not_here(names, columns):
    """A row for each program that is not installed: a gap in the table would look like a result."""
    return [[f"{program}: not installed (Debian: {rivals.DEBIAN[program]})", *["" for _ in range(columns - 1)]] for program in names if not rivals.installed(program)]


def pumping(results):
    parts = []
    for manner, words in (("bulk", "64 KiB a write"), ("lines", "one write a line, 250 bytes each")):
        for kind in OUTPUTS:
            rows = results[manner, kind]
            cat = figure(rows[CAT], "rate")
            parts.append(f"\n**{words}, output to a {kind}**\n" if kind != "/dev/null" else f"\n**{words}, output to /dev/null**\n")
            parts.append(table(
                ["", "MiB/s", f"beside `{CAT}`", "user s/GiB", "system s/GiB"],
                [[name, middle([run.rate for run in runs], 0), f"{figure(runs, 'rate') / cat:.2f}", f"{figure(runs, 'user'):.3f}", f"{figure(runs, 'system'):.3f}"]
                 for name, runs in rows.items()]
                + (not_here(["supervisord"], 5) if kind == OUTPUTS[0] else []),
            ))
    return "\n".join(parts)


def latencies(rows, base, unit, digits=2):
    floor = median(rows[base])
    return table(
        ["", f"{unit}, median (middle half)", f"over {base}"],
        [[name, middle(values, digits), f"{median(values) - floor:+.{digits}f}"] for name, values in rows.items()],
    )


def aims(results, size):
    """(aim, issue, reached, met) in the words of the issues."""
    pumped = {key: figure(rows[OURS], "rate") / figure(rows[CAT], "rate") for key, rows in results["pumping"].items()}
    users = [figure(rows[OURS], "user") for (manner, _), rows in results["pumping"].items() if manner == "bulk"]
    end, rest = results["starting to the end"], results["resting"]["cosmovisor"]
    added = {name: median(end[name]) - median(end["true"]) for name in ("cosmovisor start", "cosmovisor version (handed over)")}
    upgrade = {place: median(times) for place, times in results["upgrading"].items()}
    forwarded = results["forwarding"]
    rows = []
    for manner, words in (("bulk", "64 KiB a write"), ("lines", "a write a line")):
        worst = min((ratio, kind) for (m, kind), ratio in pumped.items() if m == manner)
        halves = [spread([run.rate for run in results["pumping"][manner, worst[1]][name]]) for name in (OURS, CAT)]
        rows.append((
            f"throughput at least that of `sh -c 'child \\| cat'`, {words}",
            f"{worst[0]:.2f} times at worst ({worst[1]}; middle halves {halves[0][0]:.0f}–{halves[0][1]:.0f} and {halves[1][0]:.0f}–{halves[1][1]:.0f} MiB/s)",
            worst[0] >= 1,
        ))
    rows += [
        ("user CPU under 0.15 s per GiB", f"{max(users):.3f} s at worst", max(users) < 0.15),
        ("at most 4 ms added to a start", f"{added['cosmovisor start']:.1f} ms", added["cosmovisor start"] <= 4),
        ("the same, for a command handed over", f"{added['cosmovisor version (handed over)']:.1f} ms", added["cosmovisor version (handed over)"] <= 4),
        ("under 10 MB resident while pumping", f"{results['talking']['cosmovisor'][1] / 1024:.1f} MiB at the highest", results["talking"]["cosmovisor"][1] < 10_000_000 / 1024),
        ("at most 8 MB resident while idle", f"{rest.resident / 1024:.1f} MiB", rest.resident <= 8_000_000 / 1024),
        ("no wake-up while idle, 10 s", f"{rest.wake_ups} context switches", rest.wake_ups == 0),
        ("halt line to the new binary's first instruction: at most 3 ms median", f"{upgrade['home in memory']:.1f} ms with the home in memory, "
         f"{upgrade['home on the disk']:.1f} ms on the disk, whose flush is part of it", max(upgrade.values()) <= 3),
        ("executable under 8 MB", f"{size / 1e6:.1f} MB", size < 8_000_000),
    ]
    if "tini" in forwarded:
        behind = (median(forwarded["cosmovisor"]) - median(forwarded["tini"])) / 1000
        rows.insert(-2, ("a signal reaches the node at most 0.2 ms later than under tini", f"{behind:+.3f} ms", behind <= 0.2))
    return table(["aim", "reached", ""], [[aim, reached, "met" if met else "**not met**"] for aim, reached, met in rows])


def text(results, machine, size, quick):
    idle = results["resting"]
    talking = results["talking"]
    growth = results["growing output"], results["growing lives"], results["growing descendants"]
    return f"""# Benchmarks

{QUICK if quick else RECORD}

{machine.line()}

![throughput beside cat, and the time each supervisor adds](benchmarks.svg)

## Aims

{aims(results, size)}

## Output

The node writes log lines of 120 to 370 bytes; CPU is that of everything between the node and the reader, the node's own taken off.
A node that inherits its output (`cosmovisor run`, tini, dumb-init, runsv) is not copied at all, and no other program sees what it says.
{pumping(results["pumping"])}

## Start

From posix_spawn(3) to the end, where the daemon is `/bin/true`:

{latencies(results["starting to the end"], "true", "ms")}

To the first instruction of the node:

{latencies(results["starting to the node"], "node alone", "ms")}
{chr(10).join('* ' + row[0] for row in not_here(rivals.DEBIAN, 1))}

## At rest, and while the node talks

The supervisor alone, without the node; wake-ups are context switches of all its threads in 10 s.

{table(["", "resident KiB", "of them its share of what is shared (PSS)", "threads", "wake-ups", "at the highest while pumping, KiB"],
       [[name, r.resident, r.proportional, r.threads, r.wake_ups, talking[name][1] if name in talking else "does not pump"] for name, r in idle.items()] + not_here(rivals.DEBIAN, 6))}

## A signal on its way

USR1 from kill(2) to the node's sigwait(3). supervisord cannot be asked by signal.

{latencies(results["forwarding"], "straight to the node", "µs", 0)}

## The upgrade

From just before the halt line is written, by a node that then dies at once, to the first instruction of its next version (static, so that no loader is in between):

{latencies(results["upgrading"], "home in memory", "ms")}

The same at ordinary priority, the home in memory, while {upgrading.HOGS} other processes calculate without a pause:

{latencies(results["upgrading while busy"], "sh: a pipe and a link", "ms")}

## Ten and a hundred times as much

{table(["output to /dev/null", "MiB/s", "user s/GiB", "system s/GiB"], [[f"{gib:.2f} GiB", f"{rate:.0f}", f"{user:.3f}", f"{system:.3f}"] for gib, rate, user, system in growth[0].values()])}

{table(["upgrades in one life of the supervisor", "ms an upgrade", "resident KiB in the last", "open descriptors in the last"],
       [[times, f"{ms:.1f}", f"{resident:.0f}", f"{descriptors:.0f}"] for times, (ms, resident, descriptors) in growth[1].items()])}

{table(["descendants left behind by the node", "ms to the supervisor's end"], [[times, f"{ms:.1f}"] for times, ms in growth[2].items()])}

## Backups

Beside `cp` and `rsync`, on ext4 and xfs: [benchmarks of backups](benchmarks-backups.md). How they grow:

![milliseconds of a backup over the number of files, and over their size](benchmarks-backups.svg)

## Downloads

What an upgrade costs whose binary comes from a mirror, beside one whose binary is in place: [benchmarks of downloads](benchmarks-downloads.md).

## Patch releases

How long `upgrade NAME --now` takes a node down, beside a restart by others: [benchmarks of patch releases](benchmarks-patch-releases.md).

## How it was made

`bench/run`. It publishes the native executable, compiles a small node in C (`bench/node.c`: static, its clock is read before `main`), makes homes in memory,
and runs every row of a table in turns (A B C A B C …), the first round thrown away. Figures are medians; in brackets the middle half of all rounds.
Beside the real programs where they are installed: `apt-get install {' '.join(rivals.DEBIAN.values())}`. tini runs with `-s`, since none of them is pid 1 here.
Start, signal and upgrade are measured at real-time priority where the machine permits it, for all alike.
A figure of another day is another figure: compare within the tables. What was tried to get here is in [ADR 6](adr/0006-the-pump.md).
"""
