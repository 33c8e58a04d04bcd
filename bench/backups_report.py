"""docs/benchmarks-backups.md and .svg, from the figures that bench/backups has measured: lines of file system, files, bytes of each, way, milliseconds."""

import collections
import math
import pathlib
import sys
import time

import report
from lab import median

WAYS = {"auto": "auto", "copy": "copy", "cp": "cp -a", "cp-reflink": "cp -a --reflink=always", "cp-whole": "cp -a --reflink=never", "rsync": "rsync -a"}
COLD = {"copy-cold": "copy", "cp-cold": "cp -a"}
COLOURS = {"auto": "#0969da", "copy": "#54aeff", "cp": "#57606a", "cp-reflink": "#8c959f", "cp-whole": "#1a7f37", "rsync": "#bf8700"}
WIDTH, HEIGHT, LEFT, TOP = 460, 330, 60, 40


def read(path):
    """(file system, files, bytes) -> way -> milliseconds; a way that failed there is left out"""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in path.read_text().splitlines():
        system, files, each, way, took = line.split()
        if took != "-":
            found[system, int(files), int(each)][way].append(float(took))
    return {shape: {way: median(values) for way, values in ways.items()} for shape, ways in found.items()}


def size(files, each):
    return f"{files * each / (1 << 30):.1f} GiB"


def number(value, digits=0):
    return "not there" if value is None else f"{value:.{digits}f}"


def table(shapes):
    rows = []
    for (_, files, each), ways in shapes.items():
        ratio = copying(ways) / ways["copy"]
        rows.append([f"{files:,}".replace(",", " "), size(files, each), *[number(ways.get(way)) for way in WAYS], f"{ways['auto'] * 1000 / files:.1f}", f"{ratio:.2f}"])
    return report.table(["files", "in all", *[f"{words}, ms" for words in WAYS.values()], "auto: ms for 1 000 files", "copy: times as fast as cp that copies"], rows)


def copying(ways):
    """milliseconds of a cp that copies: `cp -a`, but for where it shares of its own accord"""
    return ways["cp-whole" if "cp-reflink" in ways else "cp"]


def cold(figures):
    rows = [[system, f"{files:,}".replace(",", " "), size(files, each), *[number(ways.get(way)) for way in COLD], f"{ways['cp-cold'] / ways['copy-cold']:.2f}"]
            for (system, files, each), ways in figures.items() if "copy-cold" in ways]
    return report.table(["", "files", "in all", *[f"{words}, ms" for words in COLD.values()], "times as fast"], rows)


def aims(figures):
    per_thousand = {shape: ways["auto"] * 1000 / shape[1] for shape, ways in figures.items()}
    worst = max(per_thousand, key=per_thousand.get)
    copies = {shape: copying(ways) / ways["copy"] for shape, ways in figures.items()}
    rows = [("auto: under 50 ms for 1 000 files, whatever their size", f"{per_thousand[worst]:.1f} ms at worst ({worst[0]}, {worst[1]} files, {size(*worst[1:])})", per_thousand[worst] < 50)]
    slowest = min(copies, key=copies.get)
    rows.append(("copy: at least as fast as `cp -a` that copies, from the page cache", f"{copies[slowest]:.2f} times at worst ({slowest[0]}, {slowest[1]} files, {size(*slowest[1:])})", copies[slowest] >= 1))
    colds = {shape: ways["cp-cold"] / ways["copy-cold"] for shape, ways in figures.items() if "copy-cold" in ways}
    if colds:
        slowest = min(colds, key=colds.get)
        rows.append(("the same, from the disk", f"{colds[slowest]:.2f} times at worst ({slowest[0]}, {slowest[1]} files, {size(*slowest[1:])})", colds[slowest] >= 1))
    return report.table(["aim", "reached", ""], [[aim, reached, "met" if met else "**not met**"] for aim, reached, met in rows])


class Plot:
    """Milliseconds over files or over bytes, both in powers of ten."""

    def __init__(self, at, title, unit, lines):
        points = [point for line in lines.values() for point in line]
        self.at, self.title, self.unit, self.lines = at, title, unit, lines
        self.low = [math.floor(math.log10(min(p[i] for p in points))) for i in (0, 1)]
        self.high = [max(self.low[i] + 1, math.ceil(math.log10(max(p[i] for p in points)))) for i in (0, 1)]

    def place(self, point):
        x, y = ((math.log10(point[i]) - self.low[i]) / (self.high[i] - self.low[i]) for i in (0, 1))
        return self.at[0] + LEFT + x * (WIDTH - LEFT - 20), self.at[1] + HEIGHT - 40 - y * (HEIGHT - TOP - 60)

    def svg(self):
        parts = [text(self.at[0] + LEFT, self.at[1] + 24, self.title, 14)]
        for power in range(self.low[1], self.high[1] + 1):
            x, y = self.place((10 ** self.low[0], 10 ** power))
            right = self.place((10 ** self.high[0], 10 ** power))[0]
            parts += [f'<path d="M{x:.0f} {y:.0f}H{right:.0f}" stroke="#d0d7de"/>', text(x - 6, y + 4, f"{10 ** power:g} ms", 11, "end")]
        for power in range(self.low[0], self.high[0] + 1):
            x, y = self.place((10 ** power, 10 ** self.low[1]))
            parts.append(text(x, y + 18, f"{10 ** power:g} {self.unit}", 11, "middle"))
        for way, line in self.lines.items():
            spots = [self.place(point) for point in sorted(line)]
            parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in spots)}" fill="none" stroke="{COLOURS[way]}" stroke-width="{3 if way == "auto" else 1.5}"/>')
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[way]}"/>' for x, y in spots]
        return "".join(parts)


def text(x, y, words, pixels, anchor="start", ink="#24292f"):
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{pixels}" fill="{ink}" text-anchor="{anchor}">{words}</text>'


def svg(figures):
    systems = list(dict.fromkeys(shape[0] for shape in figures))
    parts = []
    for row, system in enumerate(systems):
        for column, (title, unit, axis, alike) in enumerate((
                ("the same 1 GiB in more files", "files", lambda s: s[1], lambda s: 0.9 < s[1] * s[2] / (1 << 30) < 1.1),
                ("the same 1 000 files, larger", "GiB", lambda s: s[1] * s[2] / (1 << 30), lambda s: s[1] == 1000))):
            lines = {way: [(axis(shape), ways[way]) for shape, ways in figures.items() if shape[0] == system and alike(shape) and way in ways] for way in WAYS}
            lines = {way: line for way, line in lines.items() if len(line) > 1}
            if lines:
                parts.append(Plot((column * WIDTH, row * HEIGHT), f"{system}: {title}", unit, lines).svg())
    bottom = len(systems) * HEIGHT
    for index, (way, words) in enumerate(WAYS.items()):
        parts += [f'<rect x="{LEFT + index * 145}" y="{bottom}" width="14" height="4" fill="{COLOURS[way]}"/>', text(LEFT + 20 + index * 145, bottom + 6, words, 12)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{bottom + 20}" viewBox="0 0 {2 * WIDTH} {bottom + 20}" font-family="system-ui, sans-serif">'
            f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>\n')


def markdown(figures, rounds, load):
    machine = report.Machine()
    systems = dict.fromkeys(shape[0] for shape in figures)
    tables = "\n\n".join(f"**{system}**\n\n{table({s: w for s, w in figures.items() if s[0] == system})}" for system in systems)
    return f"""# Benchmarks of backups

{machine.cores} cores of {machine.processor}, {machine.memory:.0f} GiB; load average {load} at the start; medians of {rounds} rounds; {time.strftime('%Y-%m-%d', time.gmtime())}

![growth with files and with bytes](benchmarks-backups.svg)

## Aims

{aims(figures)}

## Figures

Milliseconds of the whole backup, flush to disk and manifest included; the other tools are followed by `sync -f`. The data is one database of tables, in the page cache.
`auto` shares the tables: by hard link on ext4, by reflink on xfs. `copy` reads every byte, hashes it (SHA-256) and writes it; `cp -a` hashes nothing, and on xfs it shares
of its own accord, so that `copy` is compared with `cp -a --reflink=never` there, which copies through a buffer of its own, and with `cp -a`, which leaves it to the kernel, on ext4.

{tables}

**From the disk**: the data is not in memory, as that of a node that has ended mostly is not. `cp -a` with `--reflink=never` on xfs.

{cold(figures)}

## How it was made

`bench/backups`, as root. Each round on a new file system, in one image file that was written whole beforehand; all ways on one source, in another order each round,
and with memory full of clean pages, as on a server that has run for a day. Compare within a row: the disk under the figures is a shared one, and rounds of one row differ by a fifth and more.
"""


def ahead_of(page):
    """What bench/backup_ahead.py has written into the page before."""
    begin, end = "<!-- the backup ahead: begin -->", "<!-- the backup ahead: end -->"
    text = page.read_text() if page.exists() else ""
    return f"\n{text[text.index(begin):text.index(end) + len(end)]}\n" if begin in text else ""


def main():
    figures, into = read(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2])
    page = into / "benchmarks-backups.md"
    page.write_text(markdown(figures, sys.argv[3], sys.argv[4]).rstrip("\n") + "\n" + ahead_of(page))
    (into / "benchmarks-backups.svg").write_text(svg(figures))
    print(f"wrote {into}/benchmarks-backups.md and benchmarks-backups.svg")


main()
