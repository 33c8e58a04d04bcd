"""What every measurement stands on: a home to run in, processes with their clocks, rounds that alternate."""

import os
import pathlib
import shutil
import signal
import statistics
import tempfile
import time

GIB = 1 << 30
MIB = 1 << 20
LONGEST_WAIT = 120


class Spent:
    """One run: seconds by the clock, and CPU seconds of the program and all it waited for."""

    def __init__(self, wall, user, system):
        self.wall, self.user, self.system = wall, user, system


def now():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def await_that(what, true, patience=LONGEST_WAIT):
    deadline = time.monotonic() + patience
    while not (value := true()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {patience} s for {what}")
        time.sleep(0.001)
    return value


def interleaved(rounds, contestants):
    """Runs A B C A B C …, so that a noisy minute meets all of them. Gives name -> list of results, first round (cold) left out."""
    results = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, run in contestants.items():
            result = run()
            if turn > 0:
                results[name].append(result)
    return results


def median(values):
    return statistics.median(values)


def spread(values):
    """The middle half: what a repeat would most likely show."""
    ordered = sorted(values)
    return ordered[len(ordered) // 4], ordered[-1 - len(ordered) // 4]


class Lab:
    """Programs under test and a folder in memory to run them in."""

    def __init__(self, cosmovisor, node, quick):
        self.cosmovisor, self.node, self.quick = cosmovisor, node, quick
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cosmovisor-bench-", dir="/dev/shm"))
        self.report = self.folder / "report"
        self.report.touch()
        self.homes = 0

    def rounds(self, ordinary):
        return max(2, ordinary // 4) if self.quick else ordinary

    def volume(self, ordinary):
        return ordinary // 16 if self.quick else ordinary

    def close(self):
        shutil.rmtree(self.folder)

    def home(self, binary=None, upgrades=0, within=None):
        """A fresh DAEMON_HOME whose versions are all `binary`, and the environment that goes with it."""
        self.homes += 1
        home = (within or self.folder) / f"home{self.homes}"
        for version in ["genesis", *(f"upgrades/v{i + 1}" for i in range(upgrades))]:
            bin_folder = home / "cosmovisor" / version / "bin"
            bin_folder.mkdir(parents=True)
            (bin_folder / "node").symlink_to(binary or self.node)
        return home, self.environment(DAEMON_HOME=str(home), DAEMON_NAME="node", DAEMON_RESTART_AFTER_UPGRADE="true")

    def environment(self, **more):
        return {"PATH": os.environ["PATH"], "BENCH_REPORT": str(self.report), **more}

    def said(self, word):
        """The node's reports that begin with `word`: a list of lists of their other words."""
        return [line.split()[1:] for line in self.report.read_text().splitlines() if line.startswith(word + " ")]

    def forget(self):
        os.truncate(self.report, 0)

    def start(self, words, environment=None, stdin=None, stdout=None, stderr=None):
        """posix_spawn(3) and nothing else: a shell or a Python in between would be measured too."""
        places = [(os.POSIX_SPAWN_DUP2, fd, at) for at, fd in enumerate((stdin, stdout, stderr)) if fd is not None]
        path = words[0] if "/" in words[0] else shutil.which(words[0])
        return os.posix_spawn(path, words, environment or self.environment(), file_actions=places, setsigmask=[], setsigdef=[signal.SIGPIPE])

    def finish(self, pid, began):
        _, status, used = os.wait4(pid, 0)
        wall = (now() - began) / 1e9
        if os.WIFSIGNALED(status):
            raise ChildProcessError(f"pid {pid} ended by signal {os.WTERMSIG(status)}")
        return Spent(wall, used.ru_utime, used.ru_stime), os.waitstatus_to_exitcode(status)

    def run(self, words, environment=None, **streams):
        began = now()
        return self.finish(self.start(words, environment, **streams), began)

    def stop(self, pid, name=signal.SIGTERM):
        os.kill(pid, name)
        os.waitpid(pid, 0)


class Quiet:
    """/dev/null for streams that are not the measurement."""

    def __enter__(self):
        self.fd = os.open(os.devnull, os.O_RDWR)
        return self.fd

    def __exit__(self, *_):
        os.close(self.fd)


class FirstInLine:
    """Real-time priority for us and all we start, where that is permitted: a latency is then the program's, and not that of whatever else the machine does."""

    def __enter__(self):
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
        except PermissionError:
            pass

    def __exit__(self, *_):
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def status_of(pid, field):
    """A number of /proc/PID/status: kilobytes or a count."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


def context_switches(pid):
    return sum(
        int(line.split()[1])
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
        for line in (task / "status").read_text().splitlines()
        if "ctxt_switches" in line
    )


def proportional_kilobytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def cpu_of(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    tick = os.sysconf("SC_CLK_TCK")
    return int(fields[11]) / tick, int(fields[12]) / tick
