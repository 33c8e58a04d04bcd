"""How long a signal takes from whoever sends it, through the supervisor, to the node."""

import os
import pathlib
import signal

from lab import Quiet, await_that, interleaved, now
import rivals

SIGNALS = 300


def measure(lab):
    """name -> microseconds from kill(2) to the node's sigwait(3). supervisord has no way to be asked by signal."""
    rows = {"straight to the node": ([str(lab.node), "start", "catch"], lab.environment())} | rivals.commands(lab, "catch")
    rows.pop("supervisord", None)
    senders, pids = {}, []
    with Quiet() as nothing:
        for name, (words, environment) in rows.items():
            lab.forget()
            pid = lab.start(words, environment, stdout=nothing, stderr=nothing)
            await_that(f"the node under {name}", lambda: lab.said("ready"))
            pids.append(pid)
            senders[name] = control_of(words[1]) if name == "runsv" else lambda pid=pid: os.kill(pid, signal.SIGUSR1)
    try:
        return interleaved(lab.rounds(SIGNALS), {name: lambda send=send: latency(lab, send) for name, send in senders.items()})
    finally:
        for pid in pids:
            lab.stop(pid)


def latency(lab, send):
    lab.forget()
    sent = now()
    send()
    (caught,), = await_that("the signal", lambda: lab.said("caught"))
    return (int(caught) - sent) / 1e3


def control_of(folder):
    """runsv passes signals on when asked through its fifo, as sv(8) does: 1 is USR1."""
    fifo = os.open(pathlib.Path(folder) / "supervise" / "control", os.O_WRONLY)
    return lambda: os.write(fifo, b"1")
