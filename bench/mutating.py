#!/usr/bin/env python3
"""Runs the tests of Core against the mutants that Stryker has written, and prints a row for each folder: bench/mutation calls it."""

import collections, concurrent.futures, json, pathlib, subprocess, sys


LONGEST = 5000  # in milliseconds: a longer test is left out, which can only lower the score


def main():
    run, report, out = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
    workers = int(sys.argv[4])
    files = json.loads(report.read_text())["files"]
    mutants = {
        int(mutant["id"]): {**mutant, "file": name, "folder": folder_of(name)}
        for name, file in files.items()
        for mutant in file["mutants"]
        if mutant["status"] not in ("Ignored", "CompileError")
    }
    subprocess.run(command(run, "cover", str(out / "coverage.json")), check=True)
    coverage = json.loads((out / "coverage.json").read_text())
    for test in coverage["Tests"]:
        if test["Failure"] is None and test["Milliseconds"] > LONGEST:
            test["Failure"] = "it takes too long"
        if test["Failure"] is not None:
            print(f"left out: {test['Name']}: {test['Failure'][:200]}", file=sys.stderr)
    tests_of, once = reached(coverage)

    near = neighbours(mutants, tests_of, coverage)
    for folder in sorted({mutant["folder"] for mutant in mutants.values()}):
        those = {id: mutant for id, mutant in mutants.items() if mutant["folder"] == folder}
        results = {}
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            work = sorted(mutant for mutant in those if tests_of.get(mutant))
            shares = [work[at :: workers * 2] for at in range(workers * 2)]
            for done in pool.map(lambda at: kill(run, out, at, shares[at], tests_of), range(len(shares))):
                results.update(done)
            alone = sorted(mutant for mutant in those if mutant in once and results.get(mutant, ("survived",))[0] == "survived")
            for done in pool.map(lambda mutant: fresh(run, out, mutant, near(mutant)), alone):
                results.update(done)
        tell(out, folder, files, those, results)


def folder_of(name):
    folder, _, _ = name.split("/src/Cosmovisor.Core/")[1].rpartition("/")
    return folder.split("/")[0] or "(top)"


def command(run, *arguments):
    tests = run / "Cosmovisor.Core.Tests"
    return ["dotnet", "exec", "--depsfile", f"{tests}.deps.json", "--runtimeconfig", f"{tests}.runtimeconfig.json", str(run / "Cosmovisor.Mutation.dll"), *arguments]


def reached(coverage):
    """The tests that reach a mutant, the quick ones first; and the mutants that are read only once in a process."""
    tests_of, once = collections.defaultdict(list), set(coverage["Early"])
    for place in sorted(range(len(coverage["Tests"])), key=lambda at: coverage["Tests"][at]["Milliseconds"]):
        test = coverage["Tests"][place]
        if test["Failure"] is None:
            for mutant in test["Mutants"]:
                tests_of[mutant].append(place)
    return tests_of, once


def neighbours(mutants, tests_of, coverage):
    """For a mutant that no test is known for: those that reach another of its file, or stand in the folder of its name."""
    of_file = collections.defaultdict(set)
    for mutant, tests in tests_of.items():
        if mutant in mutants:
            of_file[mutants[mutant]["file"]].update(tests)
    of_folder = collections.defaultdict(set)
    for place, test in enumerate(coverage["Tests"]):
        if test["Failure"] is None:
            of_folder[test["Name"].split(".")[-3]].add(place)
    cost = lambda place: coverage["Tests"][place]["Milliseconds"]
    return lambda mutant: sorted(of_file[mutants[mutant]["file"]] | of_folder[mutants[mutant]["folder"]], key=cost)


def kill(run, out, share, work, tests_of):
    results = {}
    told, todo = out / f"share-{share}.results", out / f"share-{share}.work"
    while left := [mutant for mutant in work if mutant not in results]:
        told.unlink(missing_ok=True)
        todo.write_text("".join(f"{mutant}={','.join(map(str, tests_of[mutant]))}\n" for mutant in left))
        died = subprocess.run(command(run, "kill", str(out / "coverage.json"), str(told), str(todo)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0
        news = read(told, died)
        if not news:
            raise SystemExit(f"share {share} decides nothing: see {todo}")
        results.update(news)
    return results


def fresh(run, out, mutant, tests):
    told = out / f"fresh-{mutant}.results"
    told.unlink(missing_ok=True)
    died = subprocess.run(command(run, "fresh", str(out / "coverage.json"), str(told), f"{mutant}={','.join(map(str, tests))}"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0
    news = read(told, died)
    told.unlink(missing_ok=True)
    return news


def read(told, died):
    results, begun = {}, None
    for line in told.read_text().splitlines() if told.exists() else []:
        state, mutant, *by = line.split(" ", 2)
        if state == "begun":
            begun = int(mutant)
        else:
            results[int(mutant)], begun = (state, *by), None
    if died and begun is not None:
        results[begun] = ("crashed",)  # out of stack or memory
    return results


def tell(out, folder, files, mutants, results):
    state = {id: results.get(id, ("not reached",))[0] for id in mutants}
    killed = [id for id in mutants if state[id] in ("killed", "timeout", "crashed")]
    logic = [id for id in mutants if "String" not in mutants[id]["mutatorName"]]
    with open(out / f"{folder}.survivors", "w") as survivors:
        for id in sorted(set(mutants) - set(killed), key=lambda id: (mutants[id]["file"], mutants[id]["location"]["start"]["line"])):
            was = " ".join(piece(files[mutants[id]["file"]]["source"], mutants[id]["location"]).split())
            survivors.write(f"{pathlib.Path(mutants[id]['file']).name}:{mutants[id]['location']['start']['line']} {state[id]} {mutants[id]['mutatorName']}: {was} -> {' '.join(mutants[id]['replacement'].split())}\n")
    overrun = sum(state[id] in ("timeout", "crashed") for id in mutants)
    print(f"| {folder} | {score(killed, mutants)} | {score(set(killed) & set(logic), logic)} | {overrun} |", flush=True)


def score(killed, mutants):
    return f"{len(killed)} of {len(mutants)} | {100 * len(killed) / max(1, len(mutants)):.1f} %"


def piece(source, location):
    lines = source.splitlines()[location["start"]["line"] - 1 : location["end"]["line"]]
    if len(lines) == 1:
        return lines[0][location["start"]["column"] - 1 : location["end"]["column"] - 1]
    return lines[0][location["start"]["column"] - 1 :] + " …"


if __name__ == "__main__":
    main()
