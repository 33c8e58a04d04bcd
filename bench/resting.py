"""Memory and wake-ups of the supervisor alone, while its node rests and while it talks."""

import os
import time

from lab import GIB, MIB, Quiet, await_that, context_switches, proportional_kilobytes, status_of
import rivals

IDLE_SECONDS = 10


class Rest:
    def __init__(self, pid, wake_ups):
        self.resident, self.highest = status_of(pid, "VmRSS"), status_of(pid, "VmHWM")
        self.proportional, self.threads, self.wake_ups = proportional_kilobytes(pid), status_of(pid, "Threads"), wake_ups


def idle(lab):
    """name -> Rest. All of them rest at the same time: the ten seconds are the same for all."""
    lab.forget()
    with Quiet() as nothing:
        pids = {name: lab.start(words, environment, stdout=nothing, stderr=nothing) for name, (words, environment) in rivals.commands(lab, "wait").items()}
    await_that("all nodes", lambda: len(lab.said("ready")) == len(pids))
    time.sleep(1)  # what still happens after a start is no wake-up of an idle one
    before = {name: context_switches(pid) for name, pid in pids.items()}
    time.sleep(IDLE_SECONDS)
    results = {name: Rest(pid, context_switches(pid) - before[name]) for name, pid in pids.items()}
    for pid in pids.values():
        lab.stop(pid)
    return results


def talking(lab):
    """name -> (resident now, at the highest) in kilobytes, looked at until the node has said everything."""
    volumes = {"cosmovisor": lab.volume(8 * GIB), "supervisord": lab.volume(64 * MIB)}
    results = {}
    for name, volume in volumes.items():
        words, environment = rivals.commands(lab, "spout", volume, "bulk").get(name, (None, None))
        if words is None:
            continue
        if name == "supervisord":
            words[-1] = str(rivals.supervisord_configuration(lab, [lab.node, "start", "spout", volume, "bulk"], os.devnull))
        lab.forget()
        read, write = os.pipe()
        with Quiet() as nothing:
            reader = lab.start(["cat"], stdin=read, stdout=nothing)
            pid = lab.start(words, environment, stdout=write, stderr=nothing)
        os.close(read), os.close(write)
        seen = []
        while not lab.said("spent"):
            seen.append((status_of(pid, "VmRSS"), status_of(pid, "VmHWM")))
            time.sleep(0.01)
        if name == "supervisord":
            lab.stop(pid)
        else:
            os.waitpid(pid, 0)
        os.waitpid(reader, 0)
        results[name] = max(now for now, _ in seen), max(highest for _, highest in seen)
    return results
