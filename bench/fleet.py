#!/usr/bin/env python3
"""Many members on one etcd: how long a schedule takes to reach them, and what they cost.

python3 bench/fleet.py AGENT [MEMBERS...]    AGENT: the published cosmovisor-agent

Members are real agents, twenty homes in each, over homes without a node; a script stands in for cosmovisorctl.
Writes docs/benchmarks-fleet.md and docs/benchmarks-fleet.svg. Needs etcd and etcdctl (Debian: etcd-server, etcd-client).
"""
import fcntl, json, os, pathlib, shutil, socket, subprocess, sys, tempfile, time

import fleet_report

HOMES_IN_AN_AGENT = 20
SECONDS = 60
STATE = '{"version":1,"daemon":{"name":"simd","state":"running","current":"genesis"},"upgrade":null,"lastUpgrade":null}'


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    return next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS"))


def until(what, holds, seconds=120):
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise SystemExit(f"never came: {what}")
        time.sleep(0.1)
    return time.monotonic() - began


def measure(agent, members):
    folder = tempfile.mkdtemp(prefix="fleet-bench-")
    client, peer = port(), port()
    etcd = subprocess.Popen(["etcd", "--data-dir", f"{folder}/etcd", "--listen-client-urls", f"http://127.0.0.1:{client}", "--advertise-client-urls", f"http://127.0.0.1:{client}",
                             "--listen-peer-urls", f"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}",
                             "--initial-cluster", f"default=http://127.0.0.1:{peer}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    agents, locks = [], []
    environment = dict(os.environ, COSMOVISOR_FLEET=f"etcd://127.0.0.1:{client}/bench", COSMOVISOR_FLEET_ALLOW="example.com/*", PATH=f"{folder}/bin:{os.environ['PATH']}")

    def fleet(*words):
        return subprocess.run([agent, "fleet", *words], env=environment, capture_output=True, text=True)

    def status():
        got = fleet("status", "--json").stdout
        return json.loads(got) if got else {"members": [], "schedule": []}

    def etcd_status():
        out = subprocess.run(["etcdctl", "--endpoints", f"127.0.0.1:{client}", "endpoint", "status", "--write-out=json"], env=dict(os.environ, ETCDCTL_API="3"), capture_output=True, text=True).stdout
        return json.loads(out)[0]["Status"]

    try:
        os.makedirs(f"{folder}/bin")
        open(f"{folder}/bin/cosmovisorctl", "w").write("#!/bin/sh\nexit 0\n")
        os.chmod(f"{folder}/bin/cosmovisorctl", 0o755)
        for i in range(members):
            root = f"{folder}/node{i}/cosmovisor"
            os.makedirs(root)
            open(f"{root}/state.json", "w").write(STATE)
            lock = open(f"{root}/lock", "w")
            fcntl.flock(lock, fcntl.LOCK_EX)
            locks.append(lock)
        until("etcd", lambda: fleet("status", "--json").returncode in (0, 1) and fleet("status", "--json").stdout)
        for first in range(0, members, HOMES_IN_AN_AGENT):
            homes = [word for i in range(first, min(members, first + HOMES_IN_AN_AGENT)) for word in ("--home", f"{folder}/node{i}")]
            agents.append(subprocess.Popen([agent, *homes], env=environment, stderr=subprocess.DEVNULL))
        joined = until("all members", lambda: len(status()["members"]) == members)
        fleet("schedule", "add", "v2", "--height", "1000", "--link", "https://example.com/v2")
        ready = until("all ready", lambda: status()["schedule"][0]["ready"] == members)

        time.sleep(20)  # what was in hand for writing at once fills again
        before, cpus, etcd_cpu = etcd_status(), [cpu(one.pid) for one in agents], cpu(etcd.pid)
        # Every height moves, as on a live chain.
        ends = time.monotonic() + SECONDS
        height = 1
        while time.monotonic() < ends:
            height += 1
            for i in range(members):
                path = f"{folder}/node{i}/cosmovisor/outlook.json"
                open(path + ".new", "w").write('{"version":1,"at":"2026-01-01T00:00:00.000Z","node":{"height":%d,"chainId":"bench-1"},"plans":[]}' % height)
                os.rename(path + ".new", path)
            time.sleep(2)
        after = etcd_status()
        used = sum(cpu(one.pid) for one in agents) - sum(cpus)
        text = fleet("status", "--json").stdout
        return (members, joined, ready, 1000 * used / SECONDS / members, 100 * (cpu(etcd.pid) - etcd_cpu) / SECONDS, sum(memory(one.pid) for one in agents) / members,
                (after["header"]["revision"] - before["header"]["revision"]) / members / SECONDS * 60, (after["dbSizeInUse"] - before["dbSizeInUse"]) / members / SECONDS * 60, len(text) / members)
    finally:
        for one in agents:
            one.terminate()
        for one in agents:
            one.wait()
        etcd.kill()
        etcd.wait()
        shutil.rmtree(folder)


def main():
    agent, counts = os.path.abspath(sys.argv[1]), [int(word) for word in sys.argv[2:]] or [10, 50, 100, 200]
    rows = []
    for members in counts:
        rows.append(fleet_report.Row(*measure(agent, members)))
        print(rows[-1], flush=True)
    docs = pathlib.Path(__file__).resolve().parent.parent / "docs"
    (docs / "benchmarks-fleet.md").write_text(fleet_report.text(rows))
    (docs / "benchmarks-fleet.svg").write_text(fleet_report.svg(rows))


if __name__ == "__main__":
    main()
