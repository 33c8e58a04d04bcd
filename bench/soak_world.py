"""What a soak runs in: one home, its versions, its supervisor, and the strangers it meets: a site with binaries, an RPC that lies."""

import base64, hashlib, http.server, io, json, os, pathlib, re, signal, socket, subprocess, tarfile, threading, time

PATIENCE = 600
NAME = "simd"
# RFC 8032, section 7.1, test 1.
KEY = '{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}'


def until(what, true, patience=PATIENCE):
    end = time.monotonic() + patience
    while not (value := true()):
        if time.monotonic() > end:
            raise SystemExit(f"waited {patience} s for {what}")
        time.sleep(0.002)
    return value


class Life:
    """One run of the supervisor; its output is read by a thread that notes when an upgrade was announced, and when the next block came."""

    def __init__(self, world, contract):
        self.contract, self.halted, self.back, self.tail = contract, {}, {}, []
        words = ["run", "start"] if contract == "sdk" else ["start"]
        self.process = subprocess.Popen([world.published / "cosmovisor", *words], env=world.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        waits = None
        for line in self.process.stdout:
            now = time.monotonic()
            self.tail = self.tail[-200:] + [line]
            if (found := re.search(rb'UPGRADE "(v\d+)" NEEDED', line)) and (name := found[1].decode()) not in self.halted:
                self.halted[name], waits = now, name
            elif waits and b"committed state" in line.lower():
                self.back[waits], waits = now, None

    def ended(self):
        return self.process.poll()

    def usage(self):
        """Resident KiB, open descriptors, threads, CPU seconds of its own and of all it waited for."""
        here = pathlib.Path(f"/proc/{self.process.pid}")
        status = dict(line.split(":", 1) for line in (here / "status").read_text().splitlines())
        fields = (here / "stat").read_text().rsplit(")", 1)[1].split()
        return int(status["VmRSS"].split()[0]), len(os.listdir(here / "fd")), int(status["Threads"]), sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


class Home:
    """DAEMON_HOME: data on the disk of its place, cosmovisor/ on a disk of its own that can be filled, where we may mount one."""

    def __init__(self, place, published, look_at):
        self.place, self.published = place, published
        self.path, self.blocks = place / "home", place / "blocks"
        self.root = self.path / "cosmovisor"
        (self.path / "data").mkdir(parents=True)
        self.root.mkdir()
        (self.path / "config").mkdir()
        (self.path / "config/node_key.json").write_text(KEY)
        self.can_fill = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4g,nr_inodes=4m", "tmpfs", self.root], capture_output=True).returncode == 0
        self.environment = {
            "PATH": os.environ["PATH"], "DAEMON_HOME": str(self.path), "DAEMON_NAME": NAME, "DAEMON_RESTART_AFTER_UPGRADE": "true",
            "DAEMON_ALLOW_DOWNLOAD_BINARIES": "true", "DAEMON_BACKUP_DATA_DIR": str(self.path / "data"), "COSMOVISOR_LOOK_AHEAD": "1s", "COSMOVISOR_NODE_RPC": look_at}
        self.scripts, self.notes, self.half, self.blocks_made = {}, None, "", []

    def put(self, name):
        """A version, as an operator puts it: beside, and moved into place."""
        folder = self.root / ("genesis" if name == "v0" else f"upgrades/{name}")
        beside = self.root / f"to-be-{name}"
        (beside / "bin").mkdir(parents=True)
        (beside / "bin" / NAME).write_bytes(self.scripts[name])
        (beside / "bin" / NAME).chmod(0o755)
        folder.parent.mkdir(exist_ok=True)
        beside.rename(folder)

    def resized(self, size):
        return subprocess.run(["mount", "-o", f"remount,size={size}", self.root], capture_output=True).returncode == 0

    def fill(self, leaving):
        """The disk is made as small as what lies on it: what is written meanwhile makes it refuse, and then it is tried again."""
        def used():
            disk = os.statvfs(self.root)
            return (disk.f_blocks - disk.f_bfree) * disk.f_bsize
        until("a smaller disk", lambda: self.resized(used() + leaving))

    def empty(self):
        self.resized("4g")

    def close(self):
        if self.can_fill:
            subprocess.run(["umount", "--lazy", self.root], check=True)

    def current(self):
        return os.readlink(self.root / "current")

    def state(self):
        try:
            return json.loads((self.root / "state.json").read_text())
        except (OSError, ValueError):
            return {}

    def made(self):
        """(height, version) of every block that was made, in order."""
        if self.notes is None and self.blocks.exists():
            self.notes = open(self.blocks)
        while self.notes and (line := self.notes.readline()):
            self.half += line
            if self.half.endswith("\n"):
                height, version = self.half.split()
                self.blocks_made.append((int(height), version))
                self.half = ""
        return self.blocks_made

    def lines(self, name):
        """Of a file of JSON lines, with the older one that was kept; and how many of them a full disk has cut."""
        both, whole, torn = (self.root / f"{name}.1", self.root / name), [], 0
        for line in (line for file in both if file.exists() for line in file.read_bytes().splitlines()):
            try:
                whole.append(json.loads(line))
            except ValueError:
                torn += 1
        return whole, torn

    def ctl(self, *words, **more):
        return subprocess.run([self.published / "cosmovisorctl", *words], env={**self.environment, **more}, capture_output=True, text=True, timeout=600)


class Site(http.server.ThreadingHTTPServer):
    """Binaries to download, and the node's RPC as somebody else hands it on. Cuts and lies where it is asked to."""

    daemon_threads = True

    def __init__(self, socket_file):
        super().__init__(("127.0.0.1", 0), Visit)
        self.socket_file, self.files, self.cuts, self.lie, self.cut_off, self.lied = socket_file, {}, {}, None, 0, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def offer(self, name, script, packed):
        """Offers a version as a file or an archive; gives the link to it, with its checksum."""
        data, path = script, f"/{name}/{NAME}"
        if packed:
            packing, entry = io.BytesIO(), tarfile.TarInfo(f"bin/{NAME}")
            entry.size, entry.mode = len(script), 0o755
            with tarfile.open(fileobj=packing, mode="w:gz") as archive:
                archive.addfile(entry, io.BytesIO(script))
            data, path = packing.getvalue(), f"/{name}/{name}.tar.gz"
        self.files[path] = data
        return f"{self.address}{path}?checksum=sha256:{hashlib.sha256(data).hexdigest()}"

    def handle_error(self, request, client_address):
        pass  # the other side has gone


class Visit(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        if (data := self.server.files.get(path)) is None:
            return self.tell_of_the_node()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.server.cuts.get(path, 0) > 0:
            self.server.cuts[path] -= 1
            self.server.cut_off += 1
            data = data[: len(data) // 2]
        self.wfile.write(data)

    def tell_of_the_node(self):
        try:
            with socket.socket(socket.AF_UNIX) as node:
                node.settimeout(5)
                node.connect(self.server.socket_file)
                node.sendall(f"GET {self.path} HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n".encode())
                answer = b"".join(iter(lambda: node.recv(65536), b""))
        except OSError:
            answer = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
        body = answer.split(b"\r\n\r\n", 1)[-1]
        if self.server.lie:
            self.server.lied += 1
            body = self.server.lie(self.path, body)
        if body is not None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    def log_message(self, *_):
        pass


def heights(factor):
    return lambda _, body: re.sub(rb'(height":")(\d+)', lambda found: found[1] + str(int(int(found[2]) * factor)).encode(), body)


def another_plan(path, body):
    """A plan that no chain has, a few blocks ahead."""
    if "CurrentPlan" not in path:
        return body
    plan = b"\x0a\x04evil\x18\x05"
    value = base64.b64encode(b"\x0a" + bytes([len(plan)]) + plan)
    return re.sub(rb'"value":("[^"]*"|null)', b'"value":"' + value + b'"', body)


LIES = {
    "heights ten times as high": heights(10), "heights of the first blocks": heights(0.001), "a plan that no chain has": another_plan,
    "half of each answer": lambda _, body: body[: len(body) // 2], "bytes that are no JSON": lambda *_: bytes(range(256)), "nothing at all": lambda *_: None,
}


def ended_by(process, name=signal.SIGTERM):
    process.send_signal(name)
    return process.wait(PATIENCE)
