"""The programs we are measured against, each with the configuration it needs to run our node in the foreground."""

import os
import shutil

DEBIAN = {"tini": "tini", "dumb-init": "dumb-init", "runsv": "runit", "supervisord": "supervisor"}


def installed(name):
    return shutil.which(name) is not None


def missing_packages():
    return [package for program, package in DEBIAN.items() if not installed(program)]


def runsv_folder(lab, words):
    """A service folder whose `run` is the node; runsv has no command line for it."""
    folder = lab.folder / f"service{len(list(lab.folder.iterdir()))}"
    folder.mkdir()
    run = folder / "run"
    run.write_text("#!/bin/sh\nexec " + " ".join(map(str, words)) + "\n")
    run.chmod(0o755)
    return folder


def supervisord_configuration(lab, words, output="NONE"):
    file = lab.folder / f"supervisord{len(list(lab.folder.iterdir()))}.conf"
    file.write_text(
        "[supervisord]\nnodaemon=true\nuser=root\nlogfile=/dev/null\nlogfile_maxbytes=0\nloglevel=critical\n"
        f"pidfile={file}.pid\n"
        f"[program:node]\ncommand={' '.join(map(str, words))}\nautorestart=false\nstartsecs=0\n"
        f"stdout_logfile={output}\nstdout_logfile_maxbytes=0\nstderr_logfile=NONE\n"
    )
    return file


def commands(lab, *words):
    """name -> (words, environment): every supervisor that is here, about to run `node start WORDS`."""
    node = [str(lab.node), "start", *map(str, words)]
    all_of_them = {
        "cosmovisor": ([str(lab.cosmovisor), *node[1:]], lab.home()[1]),
        "cosmovisor run": ([str(lab.cosmovisor), "run", *node[1:]], lab.home()[1] | {"COSMOVISOR_DISABLE_LOGS": "true"}),
    }
    if installed("tini"):
        # Not pid 1 here: -s makes it adopt orphans all the same, as we do.
        all_of_them["tini"] = (["tini", "-s", "--", *node], lab.environment())
    if installed("dumb-init"):
        all_of_them["dumb-init"] = (["dumb-init", *node], lab.environment())
    if installed("runsv"):
        all_of_them["runsv"] = (["runsv", str(runsv_folder(lab, node))], lab.environment())
    if installed("supervisord"):
        all_of_them["supervisord"] = (["supervisord", "-n", "-c", str(supervisord_configuration(lab, node))], lab.environment())
    return all_of_them


def os_name():
    for line in open("/etc/os-release"):
        if line.startswith("PRETTY_NAME="):
            return line.split("=", 1)[1].strip().strip('"')
    return os.uname().sysname
