"""Prints the facts of all runs, as clinic/settings.py has them: task, fault, seed."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import settings


def facts(task, fault):
    """The facts by seed; `fault` is None for the healthy runs."""
    seeds = range(len(settings.BY_SEED))
    return [settings.facts(settings.settings(task, fault, seed)) for seed in seeds]


def by_fault(task):
    faults = [f for f in settings.FAULTS if (task, f) not in settings.IMPOSSIBLE]
    return {fault or "healthy": facts(task, fault) for fault in [None, *faults]}


if __name__ == "__main__":
    print(json.dumps({task: by_fault(task) for task in settings.HEALTHY}))
