#!/usr/bin/env python3
"""The agent at rest and at work: bench/agent.py COSMOVISOR_AGENT [SECONDS]. Prints a table of docs/benchmarks-agent.md.

A home with files as a supervisor leaves them, whose lock is held, and a node's RPC that answers from this process. Loopback only."""
import fcntl, http.server, json, os, socket, statistics, subprocess, sys, tempfile, threading, time

AGENT, REST = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 120


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Rpc(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        body = json.dumps({"result": {"node_info": {"id": "n", "network": "c-1"}, "sync_info": {
            "latest_block_height": str(int(time.time())), "latest_block_time": now, "catching_up": False}}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def status(pid):
    with open(f"/proc/{pid}/status") as f:
        return dict(line.split(":", 1) for line in f)


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def switches(pid):
    return sum(int(line.split()[1]) for task in os.listdir(f"/proc/{pid}/task")
               for line in open(f"/proc/{pid}/task/{task}/status") if "ctxt_switches" in line)


def rss(pid):
    return int(status(pid)["VmRSS"].split()[0]) / 1024


def get(at, path, headers=""):
    with socket.create_connection(("127.0.0.1", at)) as s:
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n".encode())
        data = b""
        while part := s.recv(65536):
            data += part
        return data


home = os.path.join(tempfile.mkdtemp(), "node")  # the folder above is watched too, and /tmp is never at rest
root = os.path.join(home, "cosmovisor")
os.makedirs(root)
os.makedirs(os.path.join(home, "config"))
rpc = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Rpc)
threading.Thread(target=rpc.serve_forever, daemon=True).start()
open(os.path.join(home, "config/config.toml"), "w").write(f'[rpc]\nladdr = "tcp://127.0.0.1:{rpc.server_port}"\n')
lock = open(os.path.join(root, "lock"), "w")
fcntl.flock(lock, fcntl.LOCK_EX)
state = {"version": 1, "daemon": {"name": "gaiad", "version": "v1", "state": "running", "pid": 1, "lives": 1, "started": "2026-11-28T07:00:00.000Z"}}
open(os.path.join(root, "state.json"), "w").write(json.dumps(state))
event = {"version": 1, "at": "2026-11-28T07:00:00.000Z", "event": "daemon-started", "level": "info", "says": "daemon started"}
events = open(os.path.join(root, "events.jsonl"), "a")
for _ in range(20000):
    events.write(json.dumps(event) + "\n")
events.flush()

listen = port()
began = time.monotonic()
agent = subprocess.Popen([AGENT, "--home", home], env={**os.environ, "COSMOVISOR_LISTEN": f"127.0.0.1:{listen}", "COSMOVISOR_NOTIFY": "exec:/bin/true"}, stderr=subprocess.PIPE)
agent.stderr.readline()
start = time.monotonic() - began
rows = [("from start to listening", f"{start * 1000:.0f} ms")]

try:
    time.sleep(5)
    before, c0, s0 = time.monotonic(), cpu(agent.pid), switches(agent.pid)
    time.sleep(REST)
    took = time.monotonic() - before
    rows.append((f"memory after {REST} s at rest, with notices on", f"{rss(agent.pid):.1f} MB"))
    rows.append((f"CPU at rest, over {REST} s", f"{(cpu(agent.pid) - c0) / took * 3600:.2f} s an hour"))
    rows.append(("context switches at rest", f"{(switches(agent.pid) - s0) / took:.2f} a second"))

    times = []
    for _ in range(300):
        t = time.perf_counter()
        get(listen, "/metrics")
        times.append((time.perf_counter() - t) * 1000)
    rows.append(("a scrape: median, and 99 of 100", f"{statistics.median(times):.2f} ms, {sorted(times)[int(len(times) * .99)]:.2f} ms"))
    rows.append(("memory after 300 scrapes", f"{rss(agent.pid):.1f} MB"))

    with socket.create_connection(("127.0.0.1", listen)) as s:
        s.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
        seen = s.recv(65536)
        times = []
        for i in range(50):
            time.sleep(.05)
            word = f"number-{i}-"
            t = time.perf_counter()
            events.write(json.dumps({**event, "says": word}) + "\n")
            events.flush()
            data = b""
            while word.encode() not in data:
                data += s.recv(65536)
            times.append((time.perf_counter() - t) * 1000)
    rows.append(("from an event to an open page: median, and the longest of 50", f"{statistics.median(times):.1f} ms, {max(times):.1f} ms"))

    # Hostile clients: connections that say nothing, headers that never end, headers too large, paths that climb.
    idle = []
    for i in range(1000):
        try:
            s = socket.create_connection(("127.0.0.1", listen), timeout=2)
            if i % 2:
                s.sendall(b"GET / HTTP/1.1\r\nX: ")
            idle.append(s)
        except OSError:
            break
    peak = rss(agent.pid)
    time.sleep(6)
    for s in idle:
        s.close()
    for request in (b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 1000000 + b"\r\n\r\n", b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        try:
            with socket.create_connection(("127.0.0.1", listen), timeout=5) as s:
                s.sendall(request)
                assert b"root:" not in s.recv(65536)
        except OSError:
            pass
    with open(os.path.join(root, "events.jsonl"), "a") as big:
        for _ in range(100):
            big.write((json.dumps({**event, "says": "x" * 1000}) + "\n") * 1000)
    for _ in range(20):
        get(listen, "/metrics")
        get(listen, "/api/v1/events?limit=1000")
        peak = max(peak, rss(agent.pid))
    rows.append((f"most memory under {len(idle)} silent connections, headers without end, and an events file of 100 MB", f"{max(peak, int(status(agent.pid)['VmHWM'].split()[0]) / 1024):.1f} MB"))
    assert get(listen, "/livez").endswith(b"ok\n")
finally:
    agent.terminate()
    agent.wait()

rows.append(("the executable", f"{os.path.getsize(AGENT) / 1e6:.1f} MB"))
print("| what | figure |\n|---|---|")
for name, value in rows:
    print(f"| {name} | {value} |")
