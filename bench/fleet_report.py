"""docs/benchmarks-fleet.md and .svg from what bench/fleet.py measured."""

import os
import subprocess
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, TOP = 290, 190, 52, 34
INK, QUIET, OURS = "#24292f", "#6e7781", "#0969da"
FAR = 10_000
WRITES = 4  # a minute and member, at most: what a member has in hand


class Row(NamedTuple):
    members: int
    joined: float
    ready: float
    cpu: float
    etcd: float
    memory: float
    writes: float
    bytes: float
    status: float


CHARTS = [
    ("All joined, s", "joined"),
    ("All ready after schedule add, s", "ready"),
    ("Agent CPU, ms per s and member", "cpu"),
    ("etcd CPU, % of a core", "etcd"),
    ("Agent memory, KiB per member", "memory"),
    ("etcd, bytes per minute and member", "bytes"),
]


def line(points):
    """Least squares: y = a + b x. Through the one point there is, if it is one."""
    if len(points) == 1:
        return points[0][1], 0.0
    mean_x, mean_y = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return mean_y - slope * mean_x, slope


def at(rows, field, members):
    start, slope = line([(row.members, getattr(row, field)) for row in rows])
    return start + slope * members


def chart(title, points, x, y):
    most_x, most_y = max(px for px, _ in points), max(py for _, py in points) or 1
    width, height = WIDTH - LEFT - 16, HEIGHT - TOP - 34
    place = [(x + LEFT + width * px / most_x, y + TOP + height * (1 - py / most_y)) for px, py in points]
    parts = [
        f'<text x="{x + 8}" y="{y + 18}" font-size="13" fill="{INK}">{title}</text>',
        f'<path d="M{x + LEFT} {y + TOP}V{y + TOP + height}H{x + LEFT + width}" fill="none" stroke="{QUIET}"/>',
        f'<polyline points="{" ".join(f"{px:.1f},{py:.1f}" for px, py in place)}" fill="none" stroke="{OURS}" stroke-width="2"/>',
        f'<text x="{x + LEFT - 5}" y="{y + TOP + 5}" font-size="11" fill="{QUIET}" text-anchor="end">{most_y:.4g}</text>',
        f'<text x="{x + LEFT - 5}" y="{y + TOP + height}" font-size="11" fill="{QUIET}" text-anchor="end">0</text>',
    ]
    for (px, py), (members, _) in zip(place, points):
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{OURS}"/>')
        parts.append(f'<text x="{px:.1f}" y="{y + TOP + height + 15}" font-size="11" fill="{QUIET}" text-anchor="middle">{members}</text>')
    return "".join(parts)


def svg(rows):
    charts = [chart(title, [(row.members, getattr(row, field)) for row in rows], (i % 3) * WIDTH, (i // 3) * HEIGHT) for i, (title, field) in enumerate(CHARTS)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{3 * WIDTH}" height="{2 * HEIGHT}" viewBox="0 0 {3 * WIDTH} {2 * HEIGHT}" font-family="system-ui, sans-serif">'
        '<rect width="100%" height="100%" fill="#ffffff"/>' + "".join(charts) + "</svg>\n"
    )


def machine():
    model = next((row.split(":", 1)[1].strip() for row in open("/proc/cpuinfo") if row.startswith("model name")), "unknown processor")
    etcd = subprocess.run(["etcd", "--version"], capture_output=True, text=True).stdout.split("\n")[0].removeprefix("etcd Version: ")
    return f"{os.cpu_count()} cores ({model}), load {os.getloadavg()[1]:.1f} over five minutes, etcd {etcd}"


def text(rows):
    head = ["members", "all joined, s", "all ready after `schedule add`, s", "agent CPU, ms per s and member", "etcd CPU, % of a core", "agent memory, KiB per member",
            "writes per minute and member", "etcd, bytes per minute and member", "`status --json`, bytes per member"]
    table = "\n".join("| %d | %.1f | %.1f | %.2f | %.1f | %.0f | %.1f | %.0f | %.0f |" % row for row in rows)
    last = rows[-1]
    per_minute = FAR * last.bytes / 1e6
    return f"""# Benchmarks: the fleet

`python3 bench/fleet.py AGENT {" ".join(str(row.members) for row in rows)}` wrote this page. AGENT is the published executable; agents and etcd share one machine: {machine()}. Members are real agents, twenty homes in each, without a node; every height moves every two seconds, and a script stands in for `cosmovisorctl`. One run each.

![The fleet, by members](benchmarks-fleet.svg)

| {" | ".join(head)} |
|{"---|" * len(head)}
{table}

A schedule reaches all members at once, by their watches; the rest of the time is until they look again and report. The writes are the {WRITES} a minute that a member has in hand, never one a block. Members with a node ask it for its status and application every five seconds besides, which is not in these figures.

**To {FAR:,} members**, calculated and not measured: etcd's processor time on the straight line through the figures above, bytes and writes as a member's at {last.members}.

| at {FAR:,} members | |
|---|---|
| writes to etcd | {FAR * last.writes / 60:.0f} a second |
| etcd CPU | {at(rows, "etcd", FAR):.0f} % of a core |
| etcd, new data | {per_minute:.0f} MB a minute; {per_minute * 60 / 1000:.1f} GB an hour, which is kept until it is compacted |
| `status --json` | {FAR * last.status / 1e6:.1f} MB |

etcd's quota is 2 GiB unless it is set otherwise: compact within {int(2147 / per_minute / 2) if per_minute else 0} minutes (`--auto-compaction-retention`), which leaves half of it free. A rollout's record of all of them comes near etcd's limit of 1.5 MB for a request: use `--only` then.
"""
