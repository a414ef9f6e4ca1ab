"""Prints what clinic/settings.py says of all runs: by task, by fault, and by seed."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from settings import BY_SEED, FAULTS, HEALTHY, IMPOSSIBLE, facts, settings

# Healthy settings that the crate's agents need on a task, where the common ones do not
# let them learn with RMSprop.
HEALTHY["frozen-lake"] |= {
    "learning_rate": 2e-4,
    "train_frequency": 1,
    "total_steps": 10_000,
    "epsilon_steps": 7_000,
    "epsilon_end": 0.1,
}


def known(task, fault, seed):
    """The settings that are numbers or words, and the facts that go with the rows."""
    chosen = settings(task, fault, seed)
    plain = (type(None), bool, int, float, str)
    numbers = {name: v for name, v in chosen.items() if isinstance(v, plain)}
    return {"settings": numbers, "facts": facts(chosen)}


def by_fault(task):
    faults = [fault for fault in FAULTS if (task, fault) not in IMPOSSIBLE]
    return {
        fault or "healthy": [known(task, fault, seed) for seed in range(len(BY_SEED))]
        for fault in [None, *faults]
    }


if __name__ == "__main__":
    print(json.dumps({task: by_fault(task) for task in HEALTHY}))
