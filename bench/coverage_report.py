#!/usr/bin/env python3
"""A row for each folder of Cosmovisor.Core, and what no test reaches, from a report in Cobertura's form."""

import collections, re, sys, xml.etree.ElementTree as tree

def main():
    lines, branches = collections.defaultdict(dict), collections.defaultdict(dict)
    for report in sys.argv[1:]:
        for found in tree.parse(report).getroot().iter("class"):
            # The text that a generator of the compiler has written is no line of ours.
            file = found.get("filename").split("Cosmovisor.Core/")[-1]
            if file.startswith(("artifacts/", "obj/", "/")) or file.endswith(".g.cs"):
                continue
            for line in found.iter("line"):
                number = int(line.get("number"))
                lines[file][number] = lines[file].get(number, 0) + int(line.get("hits"))
                if part := re.search(r"\((\d+)/(\d+)\)", line.get("condition-coverage") or ""):
                    before = branches[file].get(number, (0, 0))
                    branches[file][number] = (max(before[0], int(part[1])), max(before[1], int(part[2])))
    folders = collections.defaultdict(list)
    for file in lines:
        folders[file.split("/")[0] if "/" in file else "(top)"].append(file)
    print("| folder | lines | | branches | |\n|---|---|---|---|---|")
    for folder, files in [*sorted(folders.items()), ("all", list(lines))]:
        reached = sum(hits > 0 for file in files for hits in lines[file].values())
        all_lines = sum(len(lines[file]) for file in files)
        taken, ways = (sum(pair[at] for file in files for pair in branches[file].values()) for at in (0, 1))
        print(f"| {folder} | {reached} of {all_lines} | {100 * reached / max(1, all_lines):.1f} % | {taken} of {ways} | {100 * taken / max(1, ways):.1f} % |")
    print("\nLines that no test of Core reaches:\n")
    for file in sorted(lines):
        if missed := [number for number, hits in sorted(lines[file].items()) if hits == 0]:
            print(f"* `{file}`: {', '.join(map(str, missed))}")


if __name__ == "__main__":
    main()
