"""Each example runs and leaves rows in which nothing is wired wrongly."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reading import facts, mean, read

HERE = Path(__file__).parent.parent

EXAMPLES = [
    ("pytorch_loop", ["torch", "gymnasium"], 1500),
    ("stable_baselines3_dqn", ["stable_baselines3"], 1500),
    ("cleanrl", ["torch", "gymnasium"], 1500),
    ("tianshou_dqn", ["tianshou"], 1500),
    ("keras_rl", ["rl", "gymnasium"], 600),
]


@pytest.mark.parametrize("name, libraries, steps", EXAMPLES)
def test_the_example_runs_and_its_rows_are_sound(tmp_path, name, libraries, steps):
    for library in libraries:
        if importlib.util.find_spec(library) is None:
            pytest.skip(f"needs {library}")
    path = tmp_path / "run.csv"
    command = [sys.executable, f"examples/{name}.py", f"--steps={steps}", f"--out={path}"]
    settings = {"PYTHONPATH": str(HERE), "CUDA_VISIBLE_DEVICES": ""}
    subprocess.run(command, check=True, cwd=HERE, env={**os.environ, **settings})
    rows = read(path)
    assert rows[-1]["steps"] > steps - 501 and rows[-1]["learner_steps"] > 50
    assert mean(rows, "unknown_share") < 0.01  # Keras-RL learns just before it tells
    for column in (
        "action_mismatch",
        "next_mismatch",
        "unflagged_ends",
        "terminal_error",
    ):
        assert mean(rows, column) == 0, column
    assert mean(rows, "terms_per_sample") == mean(rows, "reward_ratio") == 1
    if name != "keras_rl":
        assert mean(rows, "target_follow") == pytest.approx(1, abs=0.02)
        assert mean(rows, "target_error") < 1e-5
    assert facts(path)["gamma"] == 0.99
