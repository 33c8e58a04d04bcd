"""docs/benchmarks.svg: bars by hand, because a plotting library would be the largest thing in this repository."""

from lab import median
from pumping import OUTPUTS
import report

WIDTH, LEFT, BAR, GAP = 900, 300, 16, 5
INK, QUIET, OURS, THEIRS = "#24292f", "#6e7781", "#0969da", "#afb8c1"


class Drawing:
    def __init__(self):
        self.parts, self.y = [], 20

    def text(self, x, words, size=12, ink=INK, anchor="start"):
        words = words.replace("\\", "").replace("&", "&amp;").replace("<", "&lt;")
        self.parts.append(f'<text x="{x:.0f}" y="{self.y}" font-size="{size}" fill="{ink}" text-anchor="{anchor}">{words}</text>')

    def chart(self, title, bars, unit, digits):
        """bars: (name, value, is ours)"""
        self.y += 14
        self.text(10, title, 14)
        self.y += 10
        longest = max(value for _, value, _ in bars)
        for name, value, ours in bars:
            length = max(1, (WIDTH - LEFT - 110) * value / longest)
            self.parts.append(f'<rect x="{LEFT}" y="{self.y}" width="{length:.1f}" height="{BAR}" rx="2" fill="{OURS if ours else THEIRS}"/>')
            self.y += BAR - 4
            self.text(LEFT - 8, name, 12, INK if ours else QUIET, "end")
            self.text(LEFT + length + 6, f"{value:.{digits}f} {unit}", 12, INK if ours else QUIET)
            self.y += 4 + GAP
        self.y += 12

    def svg(self):
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.y}" viewBox="0 0 {WIDTH} {self.y}" '
            'font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="#ffffff"/>' + "".join(self.parts) + "</svg>\n"
        )


def bars(rows, value, only=None):
    return [(name, value(runs), name.startswith("cosmovisor")) for name, runs in rows.items() if only is None or only(name)]


def svg(results):
    drawing = Drawing()
    for kind in OUTPUTS:
        rows = results["pumping"]["bulk", kind]
        drawing.chart(
            f"Output to {'a ' if kind != '/dev/null' else ''}{kind}, 64 KiB a write: MiB/s (longer is better)",
            bars(rows, lambda runs: report.figure(runs, "rate"), lambda name: "cat" in name or "pumped" in name), "MiB/s", 0)
    floor = median(results["starting to the node"]["node alone"])
    drawing.chart("Added to a start, to the node's first instruction: ms (shorter is better)",
                  bars(results["starting to the node"], lambda values: median(values) - floor, lambda name: name not in ("node alone", "supervisord")), "ms", 1)
    drawing.chart("A signal on its way to the node: µs", bars(results["forwarding"], median), "µs", 0)
    drawing.chart("Resident while idle: MiB", bars(results["resting"], lambda rest: rest.resident / 1024), "MiB", 1)
    return drawing.svg()
