#!/usr/bin/env python3
"""What looking ahead costs, beside a supervisor that does not look: one look, a supervisor at rest, many looks in a row, and the downtime that it saves.

    bench/looking_ahead.py FOLDER [LOOKS]

FOLDER holds the published cosmovisor, cosmovisorctl and simnode. Prints the tables of docs/benchmarks-looking-ahead.md. The tests run it with few LOOKS."""

import contextlib
import datetime
import hashlib
import http.server
import io
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

KEY = '{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}'
PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
LOOKS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
PATIENCE = 120


class Home:
    """A home whose node answers on a socket, and what runs in it."""

    def __init__(self, node, **settings):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="ahead-"))
        self.settings = {"PATH": os.environ["PATH"], "HOME": str(self.path), "DAEMON_HOME": str(self.path), "DAEMON_NAME": "noded", "UNSAFE_SKIP_BACKUP": "true", **settings}
        self.write("config/node_key.json", KEY)
        self.write("config/config.toml", f'[rpc]\nladdr = "unix://{self.path}/rpc.sock"\n')
        self.write("data/here", "")
        self.node("genesis", node)

    def write(self, name, text):
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text)

    def node(self, version, options):
        self.write(f"cosmovisor/{version}/bin/noded", script(self.path, options))
        (self.path / f"cosmovisor/{version}/bin/noded").chmod(0o755)

    def read(self, name):
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return json.loads((self.path / "cosmovisor" / name).read_text())
        return {}

    def ctl(self, *words):
        return subprocess.run([PROGRAMS / "cosmovisorctl", *words], env=self.settings, stdout=subprocess.DEVNULL, check=False)

    @contextlib.contextmanager
    def running(self):
        supervisor = subprocess.Popen([PROGRAMS / "cosmovisor", "run", "start"], env={**self.settings, "COSMOVISOR_DISABLE_LOGS": "true"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until(lambda: self.read("state.json").get("daemon", {}).get("state") == "running")
            yield supervisor.pid
        finally:
            supervisor.terminate()
            supervisor.wait()
            shutil.rmtree(self.path, ignore_errors=True)


def script(home, options):
    return f'#!/bin/sh\nexec {PROGRAMS}/simnode --era 0.50 --home {home} --rpc unix://{home}/rpc.sock {options} "$@"\n'


def until(true):
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("nothing happened")
        time.sleep(0.005)


def status(pid, field):
    line = next(line for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(field + ":"))
    return int(line.split()[1])


def wake_ups(pid):
    return sum(int(line.split()[1]) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() for line in (task / "status").read_text().splitlines() if line.startswith("voluntary_ctxt"))


def one_look():
    """Milliseconds by the clock and of CPU, all children of the command included."""
    home, clock, cpu = Home("--plan v2@900000", COSMOVISOR_LOOK_AHEAD="0s"), [], []
    home.node("upgrades/v2", "")
    with home.running():
        until(lambda: (home.path / "rpc.sock").exists())
        for _ in range(min(LOOKS, 30)):
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            home.ctl("look-ahead")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            clock.append((time.monotonic() - began) * 1000)
            cpu.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(clock), statistics.median(cpu)


def at_rest(interval):
    """Resident KiB, those of them that are its own, threads, open files, and wake-ups in ten seconds, between two looks."""
    home = Home("--plan v2@900000 --block-time 60000", COSMOVISOR_LOOK_AHEAD=interval)
    with home.running() as pid:
        time.sleep(3)
        before = wake_ups(pid)
        time.sleep(10)
        return status(pid, "VmRSS"), status(pid, "RssAnon"), status(pid, "Threads"), len(os.listdir(f"/proc/{pid}/fd")), wake_ups(pid) - before


def soak():
    """The supervisor before, and after every tenth of the looks: resident KiB, threads, open files. Each look is asked for by a change of a binary."""
    home, rows = Home("--plan v2@900000", COSMOVISOR_LOOK_AHEAD="1h"), []
    home.node("upgrades/v2", "")
    binary = home.path / "cosmovisor/upgrades/v2/bin/noded"
    with home.running() as pid:
        time.sleep(1)
        for look in range(LOOKS + 1):
            seen, fresh = home.read("outlook.json").get("at"), binary.with_suffix(".next")
            shutil.copy(binary, fresh)
            fresh.rename(binary)
            until(lambda: home.read("outlook.json").get("at") not in (None, seen))
            if look % max(1, LOOKS // 10) == 0:
                time.sleep(0.3)  # the child's end is after its file
                rows.append((look, status(pid, "VmRSS"), status(pid, "Threads"), len(os.listdir(f"/proc/{pid}/fd"))))
    return rows


def downtime(interval):
    """Seconds from the halt (the node has written its plan file) to the start of the new version, of an upgrade whose archive of 30 MiB lies on a server that gives 20 MiB a second."""
    home = Home("", COSMOVISOR_LOOK_AHEAD=interval, DAEMON_ALLOW_DOWNLOAD_BINARIES="true")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as archive:
        for name, content in (("bin/noded", script(home.path, "--as v2 --handles v2 --no-pre-upgrade").encode()), ("bin/ballast", os.urandom(30 << 20))):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755
            archive.addfile(entry, io.BytesIO(content))
    body = packed.getvalue()

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for at in range(0, len(body), 1 << 20):
                self.wfile.write(body[at:at + (1 << 20)])
                time.sleep(0.05)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    link = f"http://127.0.0.1:{server.server_port}/v2.tar.gz?checksum=sha256:{hashlib.sha256(body).hexdigest()}"
    home.node("genesis", f"--block-time 40 --plan 'v2@500:{json.dumps({'binaries': {'any': link}})}'")
    try:
        with home.running():
            plan = home.path / "data/upgrade-info.json"
            until(plan.exists)
            halted = plan.stat().st_mtime
            until(lambda: (home.read("state.json").get("lastUpgrade") or {}).get("downtime") is not None)
            started = home.read("state.json")["daemon"]["started"]
            return datetime.datetime.fromisoformat(started.replace("Z", "+00:00")).timestamp() - halted
    finally:
        server.shutdown()


def main():
    clock, cpu = one_look()
    print(f"## One look\n\n| by the clock | of CPU, all its processes |\n|---|---|\n| {clock:.0f} ms | {cpu:.0f} ms |\n", flush=True)
    print("## The supervisor between two looks\n\n| looking ahead | resident | of that its own | threads | open files | wake-ups in 10 s |\n|---|---|---|---|---|---|")
    for name, interval in (("on", "1h"), ("off", "0s")):
        resident, own, threads, files, woken = at_rest(interval)
        print(f"| {name} | {resident / 1024:.1f} MiB | {own / 1024:.1f} MiB | {threads} | {files} | {woken} |", flush=True)
    print("\n## Many looks\n\n| looks | resident | threads | open files |\n|---|---|---|---|")
    for look, resident, threads, files in soak():
        print(f"| {look} | {resident / 1024:.1f} MiB | {threads} | {files} |", flush=True)
    print("\n## Downtime of an upgrade, 30 MiB to fetch at 20 MiB/s\n\n| fetched | from the halt to the new version |\n|---|---|")
    for name, interval in (("ahead", "1s"), ("at the halt", "0s")):
        print(f"| {name} | {downtime(interval):.2f} s |", flush=True)


if __name__ == "__main__":
    main()
