"""What ten and a hundred times as much costs: bytes, lives, descendants."""

from lab import GIB, MIB, Quiet, interleaved, median, now
import pumping
import upgrading

TIMES = (1, 10, 100)


def volume(lab):
    """times -> (GiB, MiB/s, user s/GiB, system s/GiB)"""
    results = {}
    for times in TIMES:
        amount = lab.volume(256 * MIB) * times
        _, environment = lab.home()
        words = [str(lab.cosmovisor), "start", "spout", str(amount), "bulk"]
        runs = interleaved(2 if times > 10 else lab.rounds(5), {"": lambda: pumping.pump(lab, "/dev/null", words, environment, amount)})[""]
        results[times] = amount / GIB, median([r.rate for r in runs]), median([r.user for r in runs]), median([r.system for r in runs])
    return results


def lives(lab):
    """times -> (median milliseconds of its upgrades, supervisor's resident kilobytes in the last life, its open descriptors)"""
    results = {}
    for times in TIMES:
        runs = interleaved(max(2, lab.rounds(20) // times), {"": lambda: upgrading.run(lab, times)})[""]
        results[times] = median([ms for r in runs for ms in r.milliseconds]), median([r.resident for r in runs]), median([r.descriptors for r in runs])
    return results


def descendants(lab):
    """times -> milliseconds from the node's last instruction to the supervisor's end, with so many left behind to be ended."""
    results = {}
    for times in TIMES:
        def ended():
            _, environment = lab.home()
            lab.forget()
            with Quiet() as nothing:
                lab.run([str(lab.cosmovisor), "start", "leave", str(times)], environment, stdout=nothing, stderr=nothing)
            (left,), = lab.said("left")
            return (now() - int(left)) / 1e6
        results[times] = median(interleaved(lab.rounds(10), {"": ended})[""])
    return results
