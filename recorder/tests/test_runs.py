"""Whole runs: the recorder never changes one, and each wrong wiring shows."""

import csv
import os
import pickle
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from reading import mean, read
from recorder import COLUMNS, Recorder
from tiny import MeanOverBatch, WithConstant, noisy, plain, train
from torch import nn

torch.set_num_threads(1)


def recorder_at(path, **settings):
    """What makes the recorder of a tiny run."""
    return lambda online, target: Recorder(path, online, target, gamma=0.9, **settings)


# ---- The recorder never changes a run -------------------------------------------------


def same_state(first, second):
    """Whether two networks have the same weights and buffers, bit for bit."""
    pairs = zip(first.state_dict().items(), second.state_dict().items())
    return all(a == b and torch.equal(x, y) for (a, x), (b, y) in pairs)


@pytest.mark.parametrize("network", [plain, noisy, MeanOverBatch])
@pytest.mark.parametrize("fault", [None, "no detach", "polyak"])
def test_a_recorded_run_is_the_same_bit_for_bit(tmp_path, network, fault):
    bare = train(network=network, fault=fault)
    seen = train(recorder_at(tmp_path / "run.csv"), network, fault)
    assert same_state(bare[0], seen[0]) and same_state(bare[1], seen[1])
    assert bare[2:] == seen[2:]  # the returns, and the next random numbers
    rows = read(tmp_path / "run.csv")
    assert [row["episode_return"] for row in rows] == pytest.approx(seen[2], rel=1e-5)


def test_the_gradient_and_the_mode_are_left_alone(tmp_path):
    online, target = noisy(), noisy()
    target.eval()
    target[3].train()  # a mixed mode
    rec = Recorder(tmp_path / "run.csv", online, target, gamma=0.9)
    rec.step(torch.zeros(2), 0, 0.0, torch.ones(2), True, False, 0.1, True)
    states = torch.randn(8, 2)
    q_values = online(states)
    before = pickle.dumps([online.state_dict(), target.state_dict()])
    (q_values[:, 0] ** 2).mean().backward()
    gradients = [p.grad.clone() for p in online.parameters()]
    zeros = torch.zeros(8)
    rec.learn(states, zeros.long(), zeros, states, zeros, q_values, zeros, 1.0)
    rec.close()
    assert all(torch.equal(p.grad, g) for p, g in zip(online.parameters(), gradients))
    assert all(p.grad is None for p in target.parameters())
    assert online.training and not target.training and target[3].training
    assert pickle.dumps([online.state_dict(), target.state_dict()]) == before


def test_hooks_of_the_network_are_not_called(tmp_path):
    online = plain()
    calls = []
    online.register_forward_hook(lambda *_: calls.append(1))
    with Recorder(tmp_path / "run.csv", online, gamma=0.9) as rec:
        rec.step(torch.zeros(2), 0, 0.0, torch.ones(2), True, False, 0.1, True)
    assert calls == []
    assert read(tmp_path / "run.csv")[0]["start_q"] is not None


def test_two_recordings_of_a_run_are_the_same_file_but_for_the_costs(tmp_path):
    for name in ("a", "b"):
        train(recorder_at(tmp_path / f"{name}.csv"), noisy)
    first, second = (read(tmp_path / f"{name}.csv") for name in ("a", "b"))
    for row in first + second:
        del row["seconds_per_step"], row["memory_mb"]
    assert first == second


# ---- Each wrong wiring shows -----------------------------------------------------------


def recorded(path, fault=None, network=plain):
    train(recorder_at(path), network, fault)
    return read(path)


#: What is wrong, the column in which it shows, and the cell with it; a healthy run has
#: the second cell.
WIRINGS = [
    ("shifted action", "action_mismatch", 1, 0),
    ("scaled reward", "reward_ratio", 100, 1),
    ("next state twice", "unmoved_share", 1, 0),
    ("aliased state", "unmoved_share", 1, 0),
    ("broadcast", "terms_per_sample", 16, 1),
    ("no detach", "target_gradient", 1, 0),
    ("limit is end", "flagged_limits", 1, 0),
    ("acts on the minimum", "acting_error", 1, 0),
    ("never updated", "target_updates", 0, None),
    ("polyak", "target_follow", 0.05, 1),
]


@pytest.fixture(scope="module")
def healthy(tmp_path_factory):
    return recorded(tmp_path_factory.mktemp("healthy") / "run.csv")


@pytest.mark.parametrize("fault, column, cell, right", WIRINGS)
def test_a_wrong_wiring_shows_in_its_column(
    tmp_path, healthy, fault, column, cell, right
):
    rows = recorded(tmp_path / "run.csv", fault)
    assert mean(rows, column) == pytest.approx(cell, rel=1e-2)
    if right is not None:
        assert mean(healthy, column) == pytest.approx(right, abs=1e-5)


@pytest.mark.parametrize("fault", ["maximum over the batch", "online target"])
def test_wrong_targets_show_as_an_error_of_the_targets(tmp_path, healthy, fault):
    assert mean(healthy, "target_error") < 1e-6
    assert mean(recorded(tmp_path / "run.csv", fault), "target_error") > 1e-3


def test_dropped_flags_show_in_the_targets_of_the_last_transitions(tmp_path, healthy):
    assert mean(healthy, "terminal_error") == 0
    assert mean(recorded(tmp_path / "run.csv", "dones dropped"), "terminal_error") > 0.1


def test_flags_that_were_never_stored_show_as_unflagged_ends(tmp_path, healthy):
    assert mean(healthy, "unflagged_ends") == 0

    class Forgetful(Recorder):
        def learn(self, states, actions, rewards, next_states, dones, *rest):
            super().learn(states, actions, rewards, next_states, 0 * dones, *rest)

    train(lambda *networks: Forgetful(tmp_path / "run.csv", *networks, gamma=0.9))
    assert mean(read(tmp_path / "run.csv"), "unflagged_ends") == 1


def test_a_next_state_that_did_not_follow_is_a_mismatch(tmp_path, healthy):
    """A reset observation in the place of the last one, say."""
    assert mean(healthy, "next_mismatch") == 0

    class Shifted(Recorder):
        def learn(self, states, actions, rewards, next_states, *rest):
            super().learn(states, actions, rewards, next_states.roll(1, 0), *rest)

    train(lambda *networks: Shifted(tmp_path / "run.csv", *networks, gamma=0.9))
    assert mean(read(tmp_path / "run.csv"), "next_mismatch") > 0.9


def test_other_states_than_the_executed_ones_are_unknown(tmp_path, healthy):
    assert mean(healthy, "unknown_share") == 0

    class Scaled(Recorder):
        def learn(self, states, *rest):
            super().learn(2 * states, *rest)

    train(lambda *networks: Scaled(tmp_path / "run.csv", *networks, gamma=0.9))
    assert mean(read(tmp_path / "run.csv"), "unknown_share") == 1


def test_a_mean_over_the_batch_and_a_constant_output_show(tmp_path, healthy):
    assert mean(healthy, "alone_error") < 1e-5
    assert mean(healthy, "constant_outputs") == 0
    rows = recorded(tmp_path / "mean.csv", network=MeanOverBatch)
    assert mean(rows, "alone_error") > 0.01
    rows = recorded(tmp_path / "constant.csv", network=WithConstant)
    assert mean(rows, "constant_outputs") == 0.5


def test_a_gradient_that_reaches_the_target_network_alone_is_harmless(tmp_path):
    rows = recorded(tmp_path / "run.csv", "gradient to the target network")
    assert mean(rows, "target_gradient") == 0


# ---- Bad use ----------------------------------------------------------------------------


def learn_with(rec, **changes):
    """A learner step of a batch of 3 with something changed."""
    zeros = torch.zeros(3)
    batch = {
        "states": torch.zeros(3, 2),
        "actions": zeros.long(),
        "rewards": zeros,
        "next_states": torch.zeros(3, 2),
        "dones": zeros,
        "q_values": torch.zeros(3, 2),
        "targets": zeros,
        "loss": torch.tensor(0.0),
    }
    rec.learn(**{**batch, **changes})


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"q_values": torch.zeros(3)}, r"q_values must be Q\(s, .\) of shape \(B, A\)"),
        ({"actions": torch.zeros(2)}, "actions must be 3 numbers"),
        ({"actions": torch.full((3,), 2)}, "actions must be from 0 to 1"),
        ({"rewards": torch.zeros(3, 2)}, r"rewards must be 3 .* of shape \(3, 2\)"),
        ({"dones": [0]}, "dones must be 3 numbers"),
        ({"targets": torch.zeros(2)}, "targets must be 3 numbers"),
        ({"states": torch.zeros(4, 2)}, "states must have 3 rows"),
        ({"next_states": torch.zeros(2, 2)}, "next_states must have 3 rows"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(tmp_path, changes, message):
    rec = Recorder(tmp_path / "run.csv")
    with pytest.raises(ValueError, match=message):
        learn_with(rec, **changes)


def test_a_batch_before_the_first_step_is_learned_from(tmp_path):
    rec = Recorder(tmp_path / "run.csv")
    learn_with(rec)
    rec.step([0.0, 0.0], 0, 0.0, [0.0, 0.0], True, False)
    rec.close()
    [row] = read(tmp_path / "run.csv")
    assert (row["learner_steps"], row["unknown_share"]) == (1, None)


def test_bad_steps_are_refused(tmp_path):
    with pytest.raises(ValueError, match="every must be at least 1"):
        Recorder(tmp_path / "run.csv", every=0)
    rec = Recorder(tmp_path / "run.csv")
    rec.step([0.0, 0.0], 0, 0.0, [0.0, 0.0], False, False)
    with pytest.raises(ValueError, match="a state has 3 numbers, those before had 2"):
        rec.step([0.0, 0.0, 0.0], 0, 0.0, [0.0, 0.0], False, False)
    with pytest.raises(ValueError, match=r"reward must be one number, .* \(2,\)"):
        rec.step([0.0, 0.0], 0, np.zeros(2), [0.0, 0.0], False, False)


def test_a_closed_recorder_takes_nothing_more(tmp_path):
    rec = Recorder(tmp_path / "run.csv")
    rec.close()
    for call in (
        lambda: rec.step([0.0], 0, 0.0, [0.0], False, False),
        lambda: learn_with(rec),
        lambda: rec.score(1.0),
    ):
        with pytest.raises(RuntimeError, match="run.csv is closed"):
            call()


# ---- The file ---------------------------------------------------------------------------


def test_numbers_that_are_none_are_written_as_such(tmp_path):
    with Recorder(tmp_path / "run.csv") as rec:
        rec.step([0.0, 0.0], 0, 0.0, [0.0, 0.0], True, False)
        learn_with(rec, targets=torch.full((3,), torch.nan), loss=torch.tensor(torch.inf))
    [row] = read(tmp_path / "run.csv")
    assert row["loss"] == float("inf") and row["td_error_p50"] != row["td_error_p50"]


def doctor():
    """The program `deepq`, where it is built."""
    built = Path(__file__).parents[2] / "target" / "release" / "deepq"
    return os.environ.get("DEEPQ") or shutil.which("deepq") or (built.exists() and built)


@pytest.mark.skipif(not doctor(), reason="needs the program deepq (variable DEEPQ)")
def test_the_doctor_reads_what_was_recorded(tmp_path):
    train(recorder_at(tmp_path / "run.csv"))
    command = [str(doctor()), "doctor", str(tmp_path / "run.csv")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"1 run of {len(read(tmp_path / 'run.csv'))} rows" in told


def test_each_column_has_a_meaning():
    assert all(name == name.lower() and meaning for name, meaning in COLUMNS.items())
    assert next(csv.reader([",".join(COLUMNS)])) == list(COLUMNS)


def test_a_recorder_of_other_networks_than_those_of_torch_has_no_weights(tmp_path):
    with Recorder(tmp_path / "run.csv", online=lambda s: s, target=nn.ReLU()) as rec:
        rec.step([0.0], 0, 0.0, [0.0], True, False)
    [row] = read(tmp_path / "run.csv")
    assert row["target_updates"] is None and row["target_distance"] is None
