"""reliability-soak.md and .svg from what a soak has measured."""

import collections, datetime, os, platform, statistics

WIDTH, HEIGHT, LEFT, TOP = 860, 170, 60, 34
INK, QUIET, OURS, FAULT = "#24292f", "#6e7781", "#0969da", "#cf222e"
DAYS = 730
WHY = {-9: ": killed by the soak", 0: ": asked by TERM", 70: ": the disk was full", 137: ": its node was killed"}


def machine():
    model = next((row.split(":", 1)[1].strip() for row in open("/proc/cpuinfo") if row.startswith("model name")), "unknown processor")
    return f"{os.cpu_count()} cores ({model}), Linux {platform.release()}, load {os.getloadavg()[2]:.1f} over fifteen minutes"


def undisturbed(rows, field):
    """(upgrade, value) where no fault was chosen; the first of a life is not among them: it pays for what is done once."""
    return [(row.number, getattr(row, field)) for before, row in zip(rows, rows[1:]) if row.fault == "none" and before.life == row.life and getattr(row, field) is not None]


def without_backup(soak, rows):
    """Announcement to the next block, less the backup's step."""
    took = {}
    for entry in soak.home.lines("history.jsonl")[0]:
        for step in entry.get("steps", ()):
            if step["step"] == "Backup":
                took[entry["plan"]] = 1000 * (datetime.datetime.fromisoformat(step["ended"]) - datetime.datetime.fromisoformat(step["began"])).total_seconds()
    return [(number, value - took.get(f"v{number}", 0)) for number, value in undisturbed(rows, "down")]


def thirds(points, contract_of, contract):
    """Medians of the first and the last third, in one contract."""
    values = [value for number, value in points if contract_of(number) == contract]
    third = max(1, len(values) // 3)
    return (statistics.median(values[:third]), statistics.median(values[-third:]), len(values)) if values else (float("nan"), float("nan"), 0)


def chart(title, points, faults, last, y):
    high = sorted(value for _, value in points)[-1] or 1
    width, height = WIDTH - LEFT - 20, HEIGHT - TOP - 32
    parts = [
        f'<text x="10" y="{y + 20}" font-size="13" fill="{INK}">{title}</text>',
        f'<path d="M{LEFT} {y + TOP}V{y + TOP + height}H{LEFT + width}" fill="none" stroke="{QUIET}"/>',
        f'<text x="{LEFT - 6}" y="{y + TOP + 8}" font-size="11" fill="{QUIET}" text-anchor="end">{high:.4g}</text>',
        f'<text x="{LEFT - 6}" y="{y + TOP + height}" font-size="11" fill="{QUIET}" text-anchor="end">0</text>',
        f'<text x="{LEFT + width}" y="{y + TOP + height + 15}" font-size="11" fill="{QUIET}" text-anchor="end">upgrade {last}</text>']
    for number, value in points:
        colour = FAULT if number in faults else OURS
        parts.append(f'<circle cx="{LEFT + width * number / last:.1f}" cy="{y + TOP + height * (1 - value / high):.1f}" r="1.6" fill="{colour}"/>')
    return "".join(parts)


def svg(soak, rows):
    faults, last = {row.number for row in rows if row.fault != "none"}, rows[-1].number
    charts = [("From the announcement to the next block, ms, upgrades without a fault", undisturbed(rows, "down"))]
    charts += [("The same without the backup, ms", without_backup(soak, rows))]
    charts += [("CPU of the supervisor and its children, ms for an upgrade without a fault", undisturbed(rows, "cpu"))]
    charts += [(f"{title} (red: at an upgrade with a fault)", [(row.number, getattr(row, field)) for row in rows])
               for title, field in (("Supervisor, resident KiB", "resident"), ("Supervisor, open descriptors", "descriptors"), ("Supervisor, threads", "threads"))]
    body = "".join(chart(title, points, faults, last, at * HEIGHT) for at, (title, points) in enumerate(charts) if points)
    high = len(charts) * HEIGHT
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{high}" viewBox="0 0 {WIDTH} {high}" font-family="system-ui, sans-serif">'
            f'<rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>\n')


def grown(soak, rows):
    """What grew inside the lives that carried out the most upgrades: first and last of each."""
    lives = collections.defaultdict(list)
    for row in rows:
        lives[row.life].append(row)
    for life in sorted(lives.values(), key=len, reverse=True)[:3]:
        settled = life[min(4, len(life) - 1)]
        yield f"| {life[0].number} to {life[-1].number} | {len(life)} | {settled.resident} | {life[-1].resident} | {settled.descriptors} | {life[-1].descriptors} | {settled.threads} | {life[-1].threads} |"


def met(soak, title):
    return "; ".join(f"{what.removeprefix(title + ': ')} {times}" for what, times in sorted(soak.notes.items()) if what.startswith(title + ": "))


def text(asked, soak, lost, seconds):
    rows, counts = soak.rows, collections.Counter(fault.title for fault in soak.faults[1:])
    table = [f"| {title} | {count} | {met(soak, title)} |" for title, count in counts.most_common()]
    flat = []
    for contract in ("classic", "sdk"):
        for name, points in (("announcement to the next block, ms", undisturbed(rows, "down")), ("the same without the backup, ms", without_backup(soak, rows)), ("CPU, ms", undisturbed(rows, "cpu"))):
            first, last, number = thirds(points, soak.contract, contract)
            if number:
                flat.append(f"| {name}, {contract} | {number} | {first:.1f} | {last:.1f} | {last / first if first else 1:.2f} |")
    events, torn = soak.home.lines("events.jsonl")
    sizes = {name: os.path.getsize(soak.home.root / name) // 1024 for name in ("history.jsonl", "events.jsonl")}
    return "\n".join([
        "# A soak of two years", "",
        f"`bench/soak --upgrades {asked.upgrades} --seed {asked.seed}` wrote this page on {datetime.date.today()}, on {machine()}. It took {seconds / 60:.1f} minutes.", "",
        f"{asked.upgrades} upgrades in one home: what comes in {DAYS // 365} years where an upgrade comes every {24 * DAYS / asked.upgrades:.0f} hours. The number of things is real and so is the time they take; the pauses between them are left out. "
        f"The chain is in the contract *classic* for 25 upgrades, then in *sdk* for 25, and goes through the log forms and halts of SDK 0.45 to 0.55. Every backup is kept. A supervisor that ends is started again at once, as a unit would. "
        f"The seed chooses the faults; what they meet is a matter of timing, and differs from run to run.", "",
        "![The soak](reliability-soak.svg)", "",
        "## What was lost", "",
        *([f"* {sentence}" for sentence in lost] or [
            "Nothing. Looked at in the end: the history has every upgrade once, done, in order; every upgrade has its backup, and forty of each contract agree with their manifests; every height was made once, by the version it belongs to; "
            "every version's folder has its record; nothing is left behind in `cosmovisor/` and `upgrades/`; no version was started before its hold ended."]), "",
        f"{soak.lives} lives of the supervisor; {soak.kills} kills of it or the node; it ended with " + (", ".join(f"{code} ({times} times{WHY.get(code, '')})" for code, times in sorted(soak.ends.items())) or "nothing") +
        f". {soak.site.cut_off} downloads were cut off, {soak.site.lied} lies told. {len(events)} events, {torn} lines of them cut by a full disk, which readers pass over: [events](events.md) are best effort.", "",
        "## Faults", "", "| fault | upgrades | of which |", "|---|---|---|", *table, "",
        *([] if soak.home.can_fill else ["The disk was never full: mounting a small one needs root.", ""]),
        "## Time", "",
        "Medians of upgrades without a fault: the first third of them and the last.", "",
        "| | upgrades | first third | last third | ratio |", "|---|---|---|---|---|", *flat, "",
        f"In the end there are {len(os.listdir(soak.home.root / 'upgrades'))} folders of versions, {sizes['history.jsonl']} KiB of history, {sizes['events.jsonl']} KiB of events. "
        "The data folder of the simulated node grows with its blocks, and each backup with it: that part of the time is the node's.", "",
        "## Memory and descriptors", "",
        "The three longest lives: at their fifth upgrade, and at their last.", "",
        "| upgrades | number | KiB, fifth | KiB, last | descriptors, fifth | last | threads, fifth | last |", "|---|---|---|---|---|---|---|---|", *grown(soak, rows), ""])


def write(into, asked, soak, lost, seconds):
    into.mkdir(parents=True, exist_ok=True)
    (into / "reliability-soak.md").write_text(text(asked, soak, lost, seconds))
    (into / "reliability-soak.svg").write_text(svg(soak, soak.rows))
