"""How fast the daemon's output passes through, and what that costs."""

import os
import shlex
import socket

from lab import GIB, MIB, Quiet, await_that, cpu_of, interleaved, now
import rivals

BULK = 2 * GIB
LINES = 384 * MIB
SUPERVISORD = 64 * MIB  # it needs a second for as much as the others pump in a twentieth
OUTPUTS = ["file in memory", "/dev/null", "pipe", "socket"]


class Pumped:
    """One run: bytes, seconds, and the CPU seconds of everything between the node and the reader."""

    def __init__(self, volume, wall, user, system):
        self.rate = volume / MIB / wall
        self.user, self.system = (max(0.0, spent) / (volume / GIB) for spent in (user, system))


class Output:
    """Our standard output of one kind, with its reader where it needs one."""

    def __init__(self, lab, kind):
        self.reader = None
        if kind == "/dev/null":
            self.fd = os.open(os.devnull, os.O_WRONLY)
        elif kind == "file in memory":
            self.path = lab.folder / "output"
            self.fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        else:
            theirs, self.fd = os.pipe() if kind == "pipe" else (end.detach() for end in socket.socketpair())
            with Quiet() as nothing:
                self.reader = lab.start(["cat"], stdin=theirs, stdout=nothing)
            os.close(theirs)

    def close(self):
        os.close(self.fd)
        if self.reader:
            os.waitpid(self.reader, 0)


def pump(lab, kind, words, environment, volume):
    lab.forget()
    output = Output(lab, kind)
    began = now()
    spent, code = lab.finish(lab.start(words, environment, stdout=output.fd), began)
    output.close()  # the last byte has arrived when the reader has ended
    wall = (now() - began) / 1e9
    if code != 0:
        raise ChildProcessError(f"{words} ended with {code}")
    if kind == "file in memory" and output.path.stat().st_size != volume:
        raise ValueError(f"{words}: {output.path.stat().st_size} of {volume} bytes arrived")
    (_, user, system), = lab.said("spent")  # the node's own part is nobody's doing
    return Pumped(volume, wall, spent.user - int(user) / 1e6, spent.system - int(system) / 1e6)


def contestants(lab, kind, volume, manner):
    node = shlex.join([str(lab.node), "start", "spout", str(volume), manner])
    _, ours = lab.home()
    plain = lab.environment()
    rows = {
        "node alone (tini, dumb-init, runsv: no copy)": (shlex.split(node), plain),
        "sh -c 'node \\| cat'": (["sh", "-c", f"{node} | cat"], plain),
        "sh -c 'node \\| cat \\| cat'": (["sh", "-c", f"{node} | cat | cat"], plain),
        "cosmovisor start (pumped, looked at)": ([str(lab.cosmovisor), *shlex.split(node)[1:]], ours),
        "cosmovisor run start (inherited)": ([str(lab.cosmovisor), "run", *shlex.split(node)[1:]], ours | {"COSMOVISOR_DISABLE_LOGS": "true"}),
    }
    runs = {name: lambda words=words, environment=environment: pump(lab, kind, words, environment, volume) for name, (words, environment) in rows.items()}
    if kind == "file in memory" and rivals.installed("supervisord"):
        runs["supervisord (pumped)"] = lambda: supervisord(lab, min(volume, lab.volume(SUPERVISORD)), manner)
    return runs


def supervisord(lab, volume, manner):
    """It does not end with its program, so the file says when all has arrived. Its start is not counted."""
    lab.forget()
    output = lab.folder / "supervised"
    output.unlink(missing_ok=True)
    configuration = rivals.supervisord_configuration(lab, [lab.node, "start", "spout", volume, manner], output)
    size = lambda: output.stat().st_size if output.exists() else 0
    with Quiet() as nothing:
        pid = lab.start(["supervisord", "-n", "-c", str(configuration)], stdout=nothing, stderr=nothing)
    await_that("its first byte", size)
    user, system = cpu_of(pid)
    await_that("its last byte", lambda: size() >= volume)
    ended = now()
    user_then, system_then = cpu_of(pid)
    lab.stop(pid)
    (began, _, _), = lab.said("spent")
    return Pumped(volume, (ended - int(began)) / 1e9, user_then - user, system_then - system)


def measure(lab):
    """(manner, kind of output) -> row -> list of Pumped"""
    results = {}
    for manner, volume, rounds in (("bulk", lab.volume(BULK), lab.rounds(7)), ("lines", lab.volume(LINES), lab.rounds(5))):
        for kind in OUTPUTS:
            results[manner, kind] = interleaved(rounds, contestants(lab, kind, volume, manner))
    return results
