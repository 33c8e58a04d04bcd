#!/usr/bin/env python3
"""What a long past costs an upgrade: processor time of 20 upgrades in a home that has had none before, and in one that has had many.

  bench/past.py --published FOLDER [--past 500] [--rounds 3]

FOLDER holds the published cosmovisor and simnode. The past is copies of one real upgrade: its folder, its backup, its line of the history.
"""
import argparse, json, os, pathlib, resource, shutil, statistics, subprocess, tempfile

NAME, UPGRADES = "simd", 20


def put(home, published, version, options):
    folder = home / "cosmovisor" / version / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(f'#!/bin/sh\nexec {published}/simnode --era 0.47 --log_no_color --block-time 1 --home {home} {options} "$@"\n')
    (folder / NAME).chmod(0o755)


def carried_out(place, published, past, model):
    """A home with so much past behind it; CPU seconds of its upgrades."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="past-", dir=place))
    (home / "data").mkdir()
    put(home, published, "genesis", "--as v0 --plan v1@4")
    root = home / "cosmovisor"
    for number in range(past):
        name, line = f"w{number}", json.loads((model / "cosmovisor/history.jsonl").read_text().splitlines()[0])
        put(home, published, f"upgrades/{name}", "--as v0 --plan v1@4")
        (root / f"upgrades/{name}/upgrade-info.json").write_text(json.dumps({"name": name, "height": 1, "info": ""}))
        shutil.copytree(model / "cosmovisor/backups/v1", root / f"backups/{name}")
        line["plan"], line["height"], line["steps"][0]["left"] = name, 1, f"upgrades/{name}"
        with open(root / "history.jsonl", "a") as history:
            history.write(json.dumps(line) + "\n")
        if number == past - 1:
            (root / "current").symlink_to(f"upgrades/{name}")
    for number in range(1, UPGRADES + 1):
        more = f"--plan v{number + 1}@{4 * number + 4}" if number < UPGRADES else "--blocks 3"
        put(home, published, f"upgrades/v{number}", f"--as v{number} --handles v{number} --plan v{number}@{4 * number} {more}")
    settings = dict(PATH=os.environ["PATH"], DAEMON_HOME=str(home), DAEMON_NAME=NAME, DAEMON_RESTART_AFTER_UPGRADE="true",
                    DAEMON_BACKUP_DATA_DIR=str(home / "data"), COSMOVISOR_LOOK_AHEAD="0s")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([f"{published}/cosmovisor", "start"], env=settings, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if os.readlink(root / "current") != f"upgrades/v{UPGRADES}":
        raise SystemExit(f"current is {os.readlink(root / 'current')}")
    return home, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--published", required=True)
    words.add_argument("--past", type=int, default=500)
    words.add_argument("--rounds", type=int, default=3)
    asked = words.parse_args()
    published, place = os.path.abspath(asked.published), tempfile.mkdtemp(prefix="past-")
    try:
        model, _ = carried_out(place, published, 0, None)
        spent = {0: [], asked.past: []}
        for _ in range(asked.rounds):
            for past in spent:
                home, seconds = carried_out(place, published, past, model)
                spent[past].append(1000 * seconds / UPGRADES)
                shutil.rmtree(home)
        for past, values in spent.items():
            print(f"{past} upgrades before: {statistics.median(values):.1f} ms of processor time for an upgrade, supervisor, node and backup together")
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
