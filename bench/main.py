"""Measures everything in one run and writes docs/benchmarks.md and docs/benchmarks.svg. Started by bench/run, which builds what it needs."""

import argparse
import contextlib
import pathlib
import time

import forwarding
import growing
import plot
import pumping
import report
import resting
import starting
import upgrading
from lab import FirstInLine, Lab

PARTS = {
    "pumping": pumping.measure,
    "starting to the end": starting.to_the_end,
    "starting to the node": starting.to_the_node,
    "resting": resting.idle,
    "talking": resting.talking,
    "forwarding": forwarding.measure,
    "upgrading": upgrading.measure,
    "upgrading while busy": upgrading.on_a_busy_machine,
    "growing output": growing.volume,
    "growing lives": growing.lives,
    "growing descendants": growing.descendants,
}

# Milliseconds and less: whoever else is served first would be in the figure.
LATENCIES = {"starting to the end", "starting to the node", "forwarding", "upgrading"}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--cosmovisor", type=pathlib.Path, required=True)
    words.add_argument("--node", type=pathlib.Path, required=True)
    words.add_argument("--into", type=pathlib.Path, required=True, help="the folder for benchmarks.md and benchmarks.svg")
    words.add_argument("--quick", action="store_true", help="a sixteenth of the bytes and a quarter of the rounds, for work on the bench itself")
    asked = words.parse_args()
    lab = Lab(asked.cosmovisor, asked.node, asked.quick)
    results, machine = {}, report.Machine()
    try:
        for name, part in PARTS.items():
            began = time.monotonic()
            with FirstInLine() if name in LATENCIES else contextlib.nullcontext():
                results[name] = part(lab)
            print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    finally:
        lab.close()
    machine.finished()
    (asked.into / "benchmarks.md").write_text(report.text(results, machine, asked.cosmovisor.stat().st_size, asked.quick))
    (asked.into / "benchmarks.svg").write_text(plot.svg(results))
    print(f"wrote {asked.into}/benchmarks.md and benchmarks.svg")


main()
