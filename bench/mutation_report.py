#!/usr/bin/env python3
"""A line for a report of Stryker: killed and all mutants, the score, and the score without mutants of texts. The survivors go into a file beside it."""

import json, pathlib, sys

KILLED, LEFT = ("Killed", "Timeout"), ("Survived", "NoCoverage")


def score(mutants):
    killed = sum(mutant["status"] in KILLED for mutant in mutants)
    return f"{killed} of {len(mutants)} | {100 * killed / max(1, len(mutants)):.1f} %"


def main():
    report = pathlib.Path(sys.argv[1])
    files = json.loads(report.read_text())["files"]
    counted = [(name, mutant) for name, file in files.items() for mutant in file["mutants"] if mutant["status"] in KILLED + LEFT]
    logic = [mutant for _, mutant in counted if "String" not in mutant["mutatorName"]]
    with open(report.with_suffix(".survivors"), "w") as survivors:
        for name, mutant in sorted(counted, key=lambda one: (one[0], one[1]["location"]["start"]["line"])):
            if mutant["status"] in LEFT:
                was = " ".join(piece(files[name]["source"], mutant["location"]).split())
                survivors.write(f"{pathlib.Path(name).name}:{mutant['location']['start']['line']} {mutant['status']} {mutant['mutatorName']}: {was} -> {' '.join(mutant['replacement'].split())}\n")
    print(f"| {report.stem} | {score([mutant for _, mutant in counted])} | {score(logic)} |")


def piece(source, location):
    lines = source.splitlines()[location["start"]["line"] - 1 : location["end"]["line"]]
    if len(lines) == 1:
        return lines[0][location["start"]["column"] - 1 : location["end"]["column"] - 1]
    return lines[0][location["start"]["column"] - 1 :] + " …"


if __name__ == "__main__":
    main()
