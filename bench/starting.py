"""What a supervisor adds to a start: to the end of a program that does nothing, and to the daemon's first instruction."""

import shutil

from lab import Quiet, await_that, interleaved, now
import rivals


def ending(lab, words, environment, nothing):
    spent, code = lab.run(words, environment, stdout=nothing)
    if code != 0:
        raise ChildProcessError(f"{words} ended with {code}")
    return spent.wall * 1e3


def first_instruction(lab, words, environment, nothing, stays):
    """Milliseconds to the node's first instruction. runsv and supervisord stay when it ends and are stopped."""
    lab.forget()
    began = now()
    pid = lab.start(words, environment, stdout=nothing, stderr=nothing)
    if stays:
        await_that(f"the node under {words[0]}", lambda: lab.said("stamp"))
        lab.stop(pid)
    else:
        lab.finish(pid, began)
    (stamp,), *_ = lab.said("stamp")  # runsv may have started it again meanwhile
    return (int(stamp) - began) / 1e6


def to_the_end(lab):
    """name -> milliseconds from posix_spawn(3) to the end; the program is /bin/true for all."""
    true = shutil.which("true")
    home, environment = lab.home(true)
    ours = str(lab.cosmovisor)
    rows = {
        "true": ([true], lab.environment()),
        "cosmovisor version (handed over)": ([ours, "version"], environment),
        "cosmovisor start": ([ours, "start"], environment),
        "cosmovisor run start": ([ours, "run", "start"], environment | {"COSMOVISOR_DISABLE_LOGS": "true"}),
        "sh -c 'true \\| cat'": (["sh", "-c", f"{true} | cat"], lab.environment()),
    }
    if rivals.installed("tini"):
        rows["tini -s -- true"] = (["tini", "-s", "--", true], lab.environment())
    if rivals.installed("dumb-init"):
        rows["dumb-init true"] = (["dumb-init", true], lab.environment())
    with Quiet() as nothing:
        return interleaved(
            lab.rounds(200),
            {name: lambda words=words, environment=environment: ending(lab, words, environment, nothing) for name, (words, environment) in rows.items()},
        )


def to_the_node(lab):
    """name -> milliseconds from posix_spawn(3) to the node's first instruction."""
    node = ([str(lab.node), "start", "stamp"], lab.environment())
    rows = {"node alone": node} | rivals.commands(lab, "stamp")
    stay = {"runsv", "supervisord"}
    with Quiet() as nothing:
        runs = {
            name: lambda name=name, words=words, environment=environment: first_instruction(lab, words, environment, nothing, name in stay)
            for name, (words, environment) in rows.items()
        }
        results = interleaved(lab.rounds(100), {name: run for name, run in runs.items() if name != "supervisord"})
        if "supervisord" in runs:
            results |= interleaved(lab.rounds(5), {"supervisord": runs["supervisord"]})
        return results
