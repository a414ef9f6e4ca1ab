"""Record the runs of the clinic: python make.py [--only PATTERN ...] [--jobs N] [--list]

A run is named framework/task/fault/seed, its healthy twin framework/task/healthy/seed;
a pattern is one of these with * and ? (`pytorch/*/no-mask/*`). Runs that exist are kept.
"""

import argparse
import csv
import fnmatch
import gzip
import importlib
import json
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from multiprocessing.connection import wait
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNS = HERE / "runs"
INDEX = HERE / "runs.jsonl"
sys.path.insert(0, str(HERE.parent / "recorder"))

from settings import BY_SEED, FAULTS, HEALTHY, IMPOSSIBLE, settings  # noqa: E402

FRAMEWORKS = {"pytorch": "pytorch_loop", "cleanrl": "cleanrl_like", "sb3": "sb3"}
CHEAP = ["frozen-lake", "catch", "cart-pole"]
TIMEOUT = 150  # seconds of processor time
DIGITS = 5


def plan():
    """All runs, in the order in which they are recorded."""
    # The hardest task comes last, as fewer of its runs tell anything.
    most = [task for task in HEALTHY if task != "mountain-car"]
    groups = [(seed, tasks) for seed in (0, 1) for tasks in (most, ["mountain-car"])]
    groups += [(seed, CHEAP) for seed in range(2, len(BY_SEED))]
    return [
        (framework, task, fault, seed)
        for seed, tasks in groups
        # A fault is only of use beside its twin, which is therefore recorded first.
        for fault in [None, *FAULTS]
        for task in tasks
        if (task, fault) not in IMPOSSIBLE
        for framework in FRAMEWORKS
    ]


def name_of(framework, task, fault, seed):
    return f"{framework}/{task}/{fault or 'healthy'}/{seed}"


def record(run):
    """Train one run in this process and keep what it leaves, whole or not at all."""
    import torch

    torch.set_num_threads(1)
    framework, task, fault, seed = run
    name = name_of(*run)
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        train = importlib.import_module(FRAMEWORKS[framework]).train
        chosen = settings(task, fault, seed)
        points = train(task, chosen, seed, folder)
        rows = list(csv.DictReader(open(folder / "run.csv", newline="")))
        entry = {
            "run": name,
            "framework": framework,
            "task": task,
            "fault": fault,
            "twin": name_of(framework, task, None, seed),
            "seed": seed,
            "gamma": chosen["gamma"],
            "optimizer": chosen["optimizer"],
            "reward_scale": chosen["reward_scale"],
            "facts": json.loads((folder / "run.json").read_text()),
            **summary(points, chosen),
            "rows": len(rows),
            "cpu_seconds": round(time.process_time() - began, 1),
        }
        for extra in ("monitor.csv", "progress.csv"):
            if seed == 0 and (folder / extra).exists():
                keep(RUNS / f"{name}.{extra}.gz", (folder / extra).read_text())
        keep(RUNS / f"{name}.csv.gz", rounded(rows))
        # Last, as only a whole run has an entry.
        keep(RUNS / f"{name}.json", json.dumps(entry) + "\n")


def summary(points, chosen):
    """The scores by which a run is compared with its twin, in the task's own units."""
    steps, scale = chosen["total_steps"], chosen["reward_scale"]

    def mean(low, high):
        within = [score for step, score in points if low * steps < step <= high * steps]
        return round(sum(within) / len(within) / scale, 4) if within else None

    return {
        "first_score": mean(0.0, 0.1),
        # Where no episode ends in the last tenth, the end is the last fifth.
        "end_score": mean(0.9, 1.1) if mean(0.9, 1.1) is not None else mean(0.8, 1.1),
        "mean_score": mean(0.0, 1.1),
    }


def rounded(rows):
    """The rows as CSV text with fewer digits; columns that are empty throughout stay."""

    def cell(text):
        try:
            whole = text == "" or float(text) == int(float(text))
        except (ValueError, OverflowError):
            return text
        return text if whole and "e" not in text else f"{float(text):.{DIGITS}g}"

    lines = [",".join(rows[0])] if rows else []
    lines += [",".join(cell(text) for text in row.values()) for row in rows]
    return "\n".join(lines) + "\n"


def keep(path, text):
    """Write a file at once, compressed where its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    data = text.encode()
    # Without a time, so that the same rows are the same bytes.
    part.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    os.replace(part, path)


def index():
    """The entries of runs.jsonl by run, with those of runs that ended since."""
    lines = INDEX.read_text().splitlines() if INDEX.exists() else []
    fresh = sorted(RUNS.glob("*/*/*/*.json"))
    entries = [json.loads(line) for line in lines]
    entries += [json.loads(path.read_text()) for path in fresh]
    entries = {entry["run"]: entry for entry in entries}
    if fresh:
        lines = [json.dumps(entries[name]) + "\n" for name in sorted(entries)]
        keep(INDEX, "".join(lines))
        for path in fresh:
            path.unlink()
    return entries


def child(run, log):
    sys.stdout = sys.stderr = open(log, "w", buffering=1)
    # In processor time, as the machine may be busy with other things.
    resource.setrlimit(resource.RLIMIT_CPU, (TIMEOUT, TIMEOUT))
    try:
        record(run)
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def record_all(waiting, jobs, logs):
    """Each run in a process of its own, forked so that imports are paid for once."""
    warm_up()
    context = multiprocessing.get_context("fork")
    running, done, total = {}, 0, len(waiting)
    while waiting or running:
        while waiting and len(running) < jobs:
            run = waiting.pop(0)
            log = logs / (name_of(*run).replace("/", "_") + ".log")
            process = context.Process(target=child, args=(run, log))
            process.start()
            running[process.sentinel] = (process, run, time.monotonic(), log)
        wait(list(running), timeout=5)
        for sentinel, (process, run, since, log) in list(running.items()):
            if process.is_alive():
                continue
            process.join()
            del running[sentinel]
            done += 1
            good = process.exitcode == 0
            says = "" if good else f"  FAILED ({process.exitcode}): {log}"
            seconds = time.monotonic() - since
            print(f"{done}/{total} {name_of(*run)} {seconds:.1f} s{says}", flush=True)
            if good:
                log.unlink()
            index()


def warm_up():
    """Import what all runs need, and let PyTorch load what it loads on first use."""
    import torch

    torch.set_num_threads(1)
    for module in FRAMEWORKS.values():
        if (HERE / f"{module}.py").exists():
            importlib.import_module(module)
    layer = torch.nn.Linear(1, 1)
    for kind in (torch.optim.Adam, torch.optim.RMSprop):
        kind(layer.parameters()).step()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=["*"], help="patterns of names")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="say what is missing")
    options = parser.parse_args()
    recorded = index()
    missing = [
        run
        for run in plan()
        if any(fnmatch.fnmatch(name_of(*run), pattern) for pattern in options.only)
        and name_of(*run) not in recorded
    ]
    if options.list:
        print(*(name_of(*run) for run in missing), sep="\n")
    else:
        logs = Path(tempfile.mkdtemp(prefix="clinic-logs-"))
        record_all(missing, options.jobs, logs)
        if not any(logs.iterdir()):
            shutil.rmtree(logs)


if __name__ == "__main__":
    main()
