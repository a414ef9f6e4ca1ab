"""The settings of every run: healthy ones for each task, each fault as a change of them.

All frameworks read the same settings. Lengths are in environment steps.
"""

import pieces

COMMON = {
    "gamma": 0.99,
    "optimizer": "adam",
    "hidden": 64,
    "batch_size": 64,
    "buffer_size": 50_000,
    "learning_starts": 500,
    "train_frequency": 2,
    "learning_rate": 1e-3,
    "target_interval": 200,
    "epsilon_end": 0.05,
    # Episodes per recorded row.
    "every": 1,
    # The environment, as the agent sees it.
    "reward_scale": 1.0,
    "loses_rewards": False,
    "large_input": None,
    # Where a fault puts in a piece of its own.
    "head": pieces.values,
    "stored": pieces.as_it_was,
    "ends": pieces.terminated,
    "next_values": pieces.largest_of_target_network,
    "pair": pieces.one_each,
}

HEALTHY = {
    "cart-pole": {
        "total_steps": 12_000,
        "epsilon_steps": 4_000,
        "time_limit": 500,
        "every": 5,
    },
    "acrobot": {
        "total_steps": 12_000,
        "epsilon_steps": 5_000,
        "time_limit": 500,
        "train_frequency": 1,
        # A value of −100 needs that many copies.
        "target_interval": 50,
    },
    "mountain-car": {
        "total_steps": 12_000,
        "epsilon_steps": 6_000,
        "epsilon_end": 0.1,
        "time_limit": 200,
        "learning_rate": 2e-3,
        "target_interval": 50,
    },
    "lunar-lander": {
        "total_steps": 20_000,
        "epsilon_steps": 8_000,
        "time_limit": 1000,
        "learning_rate": 5e-4,
        "every": 2,
    },
    "frozen-lake": {
        "total_steps": 6_000,
        "epsilon_steps": 3_000,
        "target_interval": 100,
        "time_limit": 100,
        "every": 4,
    },
    "catch": {
        "total_steps": 6_000,
        "epsilon_steps": 3_000,
        "time_limit": None,
        "every": 4,
    },
    "breakout": {
        "total_steps": 15_000,
        "epsilon_steps": 6_000,
        "time_limit": 500,
        "every": 8,
    },
}

# What a fault changes, from the healthy settings `h` of the task.
FAULTS = {
    "online-target": lambda h: {"target_interval": 1},
    "slow-target": lambda h: {"target_interval": h["total_steps"] // 3},
    "newest-only": lambda h: {"buffer_size": h["batch_size"]},
    "no-mask": lambda h: {"ends": pieces.never},
    "high-rate": lambda h: {"learning_rate": 50 * h["learning_rate"]},
    "low-rate": lambda h: {"learning_rate": h["learning_rate"] / 1000},
    "greedy-too-soon": lambda h: {
        "epsilon_steps": h["epsilon_steps"] // 100,
        "epsilon_end": 0.0,
    },
    "exploring": lambda h: {"epsilon_steps": 10 * h["total_steps"]},
    "late-start": lambda h: {"learning_starts": 4 * h["total_steps"] // 5},
    "learns-rarely": lambda h: {"train_frequency": "episode"},
    "large-rewards": lambda h: {"reward_scale": 100.0},
    "large-input": lambda h: {"large_input": 1e4},
    "softmax": lambda h: {"head": pieces.softmax},
    "relu-output": lambda h: {"head": pieces.relu},
    "shifted-action": lambda h: {"stored": pieces.with_shifted_action},
    "broadcast": lambda h: {"pair": pieces.column_and_row},
    "no-detach": lambda h: {"next_values": pieces.largest_of_online_network},
    "batch-maximum": lambda h: {"next_values": pieces.largest_of_batch},
    "aliased-state": lambda h: {"stored": pieces.with_aliased_state},
    "lost-rewards": lambda h: {"loses_rewards": True},
    "limit-is-end": lambda h: {"ends": pieces.terminated_or_truncated},
}

# A fault that a task cannot have: no episode of Catch is cut short.
IMPOSSIBLE = {("catch", "limit-is-end")}

BY_SEED = [
    {"gamma": 0.99, "optimizer": "adam"},
    {"gamma": 0.99, "optimizer": "rmsprop"},
    {"gamma": 0.9, "optimizer": "adam"},
    {"gamma": 1.0, "optimizer": "adam"},
    {"gamma": 0.9, "optimizer": "rmsprop"},
]


def settings(task, fault, seed):
    """The settings of one run; `fault` is None for a healthy one."""
    healthy = COMMON | HEALTHY[task] | BY_SEED[seed]
    return healthy | (FAULTS[fault](healthy) if fault else {})


FACTS = [
    "batch_size",
    "buffer_size",
    "learning_starts",
    "learning_rate",
    "target_interval",
    "optimizer",
    "time_limit",
    "total_steps",
]


def facts(run_settings, **known):
    """What an agent's author knows of a run, for `run.json`."""
    frequency = run_settings["train_frequency"]
    by_episode = frequency == "episode"
    return {
        **{name: run_settings[name] for name in FACTS},
        "train_frequency": 1 if by_episode else frequency,
        "train_unit": "episode" if by_episode else "step",
        "gradient_steps": 1,
        **known,
    }
