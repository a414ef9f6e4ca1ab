"""Every column against numbers worked out by hand, or by numpy and torch."""

import copy
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from reading import facts, mean, read
from recorder import COLUMNS, LEAST_STRIDE, Recorder
from tiny import MeanOverBatch, plain
from torch import nn

KINDS = {
    "lists": lambda values, _: values,
    "numpy": lambda values, kind: np.array(values, kind),
    "torch": lambda values, kind: torch.as_tensor(np.array(values, kind)),
}

#: The row of `small_run`, worked out by hand.
BY_HAND = {
    "episode": 1,
    "steps": 3,
    "score": 3,
    "episode_return": 3,
    "epsilon": 0.3,
    "greedy_share": 2 / 3,
    "learner_steps": 1,
    "loss": 9.125,  # the errors are 2.5 - 1 and 0 - (-4)
    "mean_abs_q": 2.5,
    "max_abs_q": 4,
    "td_error_p10": 1.75,
    "td_error_p50": 2.75,
    "td_error_p90": 3.75,
    "action_gap": 4,  # the means of 2 and 6
    "terminal_share": 0.5,
    "rewarded_share": 0.5,
    "unmoved_share": 0,
    "max_abs_input": 2,
    "median_abs_input": 1,  # of 0, 1, 2, 1
    "sample_age": 1,  # of 2 and 0
    "output_low": -4,
    "output_high": 3,
    "constant_outputs": 0,
    "terms_per_sample": 1,
    "target_gradient": 0,
    "terminal_error": 0,
    "unknown_share": 0,
    "action_mismatch": 0,
    "reward_ratio": 1,
    "next_mismatch": 0,
    "unflagged_ends": 0,
    "reward_size": 1,
    "commonest_action": 0.5,
    "observation_size": 2,
}


def small_run(path, kind):
    """An episode of three steps and one learner step from two of them."""
    with Recorder(path, gamma=0.5) as rec:
        state = [kind(s, "float32") for s in ([0, 1], [1, 1], [-2, 1], [3, 1])]
        rec.step(state[0], 0, 1.0, state[1], False, False, epsilon=0.5, greedy=True)
        rec.step(state[1], 1, 2.0, state[2], False, False, epsilon=0.4, greedy=False)
        rec.step(state[2], 1, 0.0, state[3], True, False, epsilon=0.3, greedy=True)
        rec.learn(
            kind([[0, 1], [-2, 1]], "float32"),
            kind([0, 1], "int64"),
            kind([1.0, 0.0], "float32"),
            kind([[1, 1], [3, 1]], "float32"),
            kind([False, True], "bool"),
            kind([[1.0, 3.0], [2.0, -4.0]], "float32"),
            kind([2.5, 0.0], "float32"),
            kind(9.125, "float32"),
        )


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_run_has_the_row_that_was_worked_out_by_hand(tmp_path, kind):
    small_run(tmp_path / "run.csv", KINDS[kind])
    [row] = read(tmp_path / "run.csv")
    costs = {"seconds_per_step", "memory_mb"}
    filled = {name: cell for name, cell in row.items() if cell is not None}
    assert filled.keys() - costs == BY_HAND.keys()
    assert {k: v for k, v in filled.items() if k not in costs} == pytest.approx(
        BY_HAND, rel=1e-5
    )


def test_the_recorder_needs_the_standard_library_alone(tmp_path):
    code = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "from recorder import Recorder\n"
        "r = Recorder(sys.argv[3], gamma=0.9)\n"
        "r.step([0.0], 0, 1, [1.0], True, False, 0.1, True)\n"
        "r.learn([[0.0]], [0], [1], [[1.0]], [1], [[0.5, 0.2]], [1], 0.25)\n"
        "r.close()\n"
        "assert not {'torch', 'numpy', 'stable_baselines3'} & set(sys.modules)\n"
    )
    here = Path(__file__).parent
    arguments = [str(here.parent), str(here), str(tmp_path / "run.csv")]
    subprocess.run([sys.executable, "-I", "-c", code, *arguments], check=True)
    [row] = read(tmp_path / "run.csv")
    assert row["loss"] == 0.25 and row["sample_age"] == 0


def test_the_costs_are_those_of_the_process(tmp_path):
    rec = Recorder(tmp_path / "run.csv")
    for i in range(4):
        time.sleep(0.02)
        rec.step([i], 0, 1, [i + 1], i == 3, False)
    rec.close()
    [row] = read(tmp_path / "run.csv")
    assert 0.02 <= row["seconds_per_step"] < 0.04
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    assert row["memory_mb"] == pytest.approx(megabytes, rel=0.02)


# ---- Rows ---------------------------------------------------------------------------


def episodes(rec, lengths):
    """Episodes of the given lengths; each step has the reward 1."""
    for length in lengths:
        for i in range(length):
            rec.step([i], 0, 1, [i + 1], i == length - 1, False, epsilon=0.5)


def test_every_few_episodes_a_row_has_their_means(tmp_path):
    with Recorder(tmp_path / "run.csv", every=2) as rec:
        episodes(rec, [1, 3, 2, 6, 5])
    rows = read(tmp_path / "run.csv")
    assert [row["episode"] for row in rows] == [2, 4, 5]
    assert [row["steps"] for row in rows] == [4, 12, 17]
    assert [row["episode_return"] for row in rows] == [2, 4, 5]
    assert [row["score"] for row in rows] == [2, 4, 5]


def test_a_row_is_on_disk_when_the_next_episode_begins(tmp_path):
    rec = Recorder(tmp_path / "run.csv")
    episodes(rec, [2])
    assert len(read(tmp_path / "run.csv")) == 0
    rec.step([0], 0, 1, [1], False, False)
    assert len(read(tmp_path / "run.csv")) == 1
    rec.close()
    rec.close()
    assert len(read(tmp_path / "run.csv")) == 1  # the unfinished episode has none


def test_a_run_that_does_not_close_has_its_last_row(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from recorder import Recorder\n"
        "rec = Recorder(sys.argv[2])\n"
        "rec.step([0], 0, 1, [1], True, False)\n"
    )
    arguments = [str(Path(__file__).parent.parent), str(tmp_path / "run.csv")]
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)
    assert len(read(tmp_path / "run.csv")) == 1


def test_an_evaluation_is_the_score_from_its_episode_on(tmp_path):
    with Recorder(tmp_path / "run.csv", gamma=0.9) as rec:
        episodes(rec, [2])
        episodes(rec, [3])
        rec.score(10.0, start_q=7.0, start_return=6.0)
        episodes(rec, [4])
        episodes(rec, [5])
        rec.score(20.0)
    rows = read(tmp_path / "run.csv")
    assert [row["score"] for row in rows] == [2, 10, 10, 20]
    assert [row["episode_return"] for row in rows] == [2, 3, 4, 5]
    assert [row["start_q"] for row in rows] == [None, 7, 7, None]
    assert [row["start_return"] for row in rows] == [None, 6, 6, None]


def test_without_evaluations_the_start_is_that_of_the_training_episode(tmp_path):
    online = nn.Linear(1, 2)
    with Recorder(tmp_path / "run.csv", online=online, gamma=0.5) as rec:
        rec.step([2.0], 0, 1, [3.0], False, False)
        rec.step([3.0], 0, 4, [5.0], True, False)
    [row] = read(tmp_path / "run.csv")
    first = float(online(torch.tensor([[2.0]])).detach().max())
    assert row["start_q"] == pytest.approx(first, rel=1e-5)
    assert row["start_return"] == 3


def test_the_episodes_of_several_environments_are_told_apart(tmp_path):
    with Recorder(tmp_path / "run.csv") as rec:
        for i in range(6):
            rec.step([i], 0, 1, [i], i % 3 == 2, False, env=0)
            rec.step([i], 0, 10, [i], i % 2 == 1, False, env=1)
    returns = [row["episode_return"] for row in read(tmp_path / "run.csv")]
    assert returns == [20, 3, 20, 3, 20]


def test_without_exploration_each_step_is_greedy(tmp_path):
    with Recorder(tmp_path / "run.csv") as rec:
        rec.step([0], 1, 0, [1], False, False, epsilon=0.0)
        rec.step([1], 1, 0, [2], True, False, epsilon=0.0)
        rec.step([0], 1, 0, [1], True, False, epsilon=0.5)
    rows = read(tmp_path / "run.csv")
    assert [row["greedy_share"] for row in rows] == [1, None]
    assert [row["commonest_action"] for row in rows] == [1, None]


def test_the_facts_are_in_a_file_beside_the_rows(tmp_path):
    known = {"batch_size": 32, "optimizer": torch.optim.Adam}
    Recorder(tmp_path / "deep" / "run.csv", gamma=0.97, facts=known).close()
    told = facts(tmp_path / "deep" / "run.csv")
    assert (told["gamma"], told["batch_size"]) == (0.97, 32)
    assert "Adam" in told["optimizer"]
    assert sorted(os.listdir(tmp_path / "deep")) == ["run.csv", "run.json"]


# ---- Batches and networks -------------------------------------------------------------


class Rig:
    """Networks and a batch, from which to learn with this or that changed."""

    def __init__(self, path, network=plain, size=8, **settings):
        torch.manual_seed(3)
        self.online, self.target = network(), network()
        self.path, self.gamma = path, 0.9
        self.states, self.next_states = torch.randn(size, 2), torch.randn(size, 2)
        self.actions = torch.arange(size) % 2
        self.rewards, self.dones = (
            torch.randn(size),
            (torch.arange(size) % 4 == 0).float(),
        )
        self.rec = Recorder(
            path, online=self.online, target=self.target, gamma=0.9, **settings
        )

    def values(self):
        with torch.no_grad():
            return self.target(self.next_states).max(1).values

    def step(self, done=True, **changes):
        self.rec.step([0.0, 0.0], 0, 1.0, [0.0, 1.0], done, False)

    def learn(self, targets=None, loss_of=None, **extra):
        self.q_values = self.online(self.states)
        taken = self.q_values.gather(1, self.actions[:, None])[:, 0]
        if targets is None:
            targets = self.rewards + 0.9 * (1 - self.dones) * self.values()
        loss = (loss_of or nn.functional.mse_loss)(taken, targets)
        self.online.zero_grad()
        loss.backward()
        self.rec.learn(
            self.states,
            self.actions,
            self.rewards,
            self.next_states,
            self.dones,
            self.q_values,
            targets,
            loss,
            **extra,
        )

    def row(self):
        self.step()
        self.rec.close()
        return read(self.path)[-1]


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path / "run.csv")


def vector(network):
    return nn.utils.parameters_to_vector(network.parameters()).detach()


def test_the_gradient_is_that_of_torch(rig):
    rig.learn()
    gradient = torch.cat([p.grad.reshape(-1) for p in rig.online.parameters()])
    row = rig.row()
    assert row["gradient_norm"] == pytest.approx(float(gradient.norm()), rel=1e-5)
    zeros = float((gradient == 0).float().mean())
    assert row["zero_gradient_share"] == pytest.approx(zeros, rel=1e-5)
    assert 0 < zeros < 1


def test_td_errors_have_the_percentiles_of_numpy(rig):
    targets = torch.randn(8)
    rig.learn(targets)
    taken = rig.q_values.gather(1, rig.actions[:, None])[:, 0]
    errors = (targets - taken).detach().numpy()
    row = rig.row()
    for percent in (10, 50, 90):
        expected = np.percentile(errors, percent)
        assert row[f"td_error_p{percent}"] == pytest.approx(expected, rel=1e-4)


def test_inputs_and_outputs_are_those_of_the_whole_batch(rig):
    rig.learn()
    row, q_values = rig.row(), rig.q_values.detach()
    assert row["max_abs_input"] == pytest.approx(float(rig.states.abs().max()), rel=1e-5)
    median = np.median(rig.states.abs().numpy())
    assert row["median_abs_input"] == pytest.approx(median, rel=1e-5)
    assert row["output_low"] == pytest.approx(float(q_values.min()), rel=1e-5)
    assert row["output_high"] == pytest.approx(float(q_values.max()), rel=1e-5)
    assert row["rewarded_share"] == 1  # negative rewards are rewards
    assert row["reward_size"] == pytest.approx(float(rig.rewards.abs().mean()), rel=1e-5)


def test_extremes_are_those_of_all_examined_batches(rig):
    states, q_values = rig.states, []
    for place in range(LEAST_STRIDE + 1):  # the first and the last are examined
        rig.states = 10 * states if place == 0 else states
        rig.learn()
        q_values.append(rig.q_values.detach())
    row, examined = rig.row(), torch.cat([q_values[0], q_values[-1]])
    assert row["output_low"] == pytest.approx(float(examined.min()), rel=1e-5)
    assert row["output_high"] == pytest.approx(float(examined.max()), rel=1e-5)
    assert row["max_abs_input"] == pytest.approx(10 * float(states.abs().max()), rel=1e-5)
    taken = examined.gather(1, rig.actions.repeat(2)[:, None]).abs()
    assert row["max_abs_q"] == pytest.approx(float(taken.max()), rel=1e-5)
    assert row["mean_abs_q"] == pytest.approx(float(taken.mean()), rel=1e-5)


def test_the_distance_is_relative_to_the_online_network(rig):
    apart = (vector(rig.online) - vector(rig.target)).norm() / vector(rig.online).norm()
    assert rig.row()["target_distance"] == pytest.approx(float(apart), rel=1e-5)


@pytest.mark.parametrize("share", [1.0, 0.1, 0.005])
def test_updates_of_the_target_network_are_seen_and_measured(rig, share):
    for _ in range(3):
        rig.step(done=False)
        rig.learn()
        for theirs, ours in zip(rig.target.parameters(), rig.online.parameters()):
            theirs.data.lerp_(ours.data, share)
        for ours in rig.online.parameters():  # before the next call, as an optimizer
            ours.data.add_(0.0)
        rig.step(done=False)
        with torch.no_grad():
            for ours in rig.online.parameters():
                ours.add_(torch.randn_like(ours), alpha=0.1)
    row = rig.row()
    assert row["target_updates"] == 3
    assert row["target_follow"] == pytest.approx(share, rel=1e-3)


def test_weights_that_do_not_learn_do_not_hide_the_updates(tmp_path):
    def network():
        net = plain()
        net.unused = nn.Linear(3, 3)
        net.forward = lambda x: nn.Sequential(net[0], net[1], net[2])(x)
        return net

    rig = Rig(tmp_path / "run.csv", network)
    rig.target.unused.load_state_dict(rig.online.unused.state_dict())
    rig.learn()
    rig.target.load_state_dict(rig.online.state_dict())
    assert rig.row()["target_updates"] == 1


def test_the_right_targets_have_no_error_and_others_have(tmp_path):
    rig = Rig(tmp_path / "right.csv")
    rig.learn()
    assert rig.row()["target_error"] < 1e-6

    rig = Rig(tmp_path / "double.csv")
    with torch.no_grad():
        rig.online.load_state_dict(rig.target.state_dict())
        for parameter in rig.online[2].parameters():
            parameter.neg_()  # the best action of one is the worst of the other
        choice = rig.online(rig.next_states).argmax(1, keepdim=True)
        double = rig.target(rig.next_states).gather(1, choice)[:, 0]
    assert not (double == rig.values()).any()
    rig.learn(rig.rewards + 0.9 * (1 - rig.dones) * double)
    assert rig.row()["target_error"] < 1e-6

    rig = Rig(tmp_path / "wrong.csv")
    right = rig.rewards + 0.9 * (1 - rig.dones) * rig.values()
    with torch.no_grad():
        choice = rig.online(rig.next_states).argmax(1, keepdim=True)
        double = rig.target(rig.next_states).gather(1, choice)[:, 0]
        double = rig.rewards + 0.9 * (1 - rig.dones) * double
    wrong = 2 * right + 1
    expected = min(
        np.median((wrong - y).abs()) / (float(y.abs().mean()) + 1e-8)
        for y in (right, double)
    )
    rig.learn(wrong)
    assert rig.row()["target_error"] == pytest.approx(expected, rel=1e-4)


def test_targets_are_not_compared_with_a_copy_that_came_after_them(rig):
    old = rig.rewards + 0.9 * (1 - rig.dones) * rig.values()
    rig.step(done=False)
    rig.target.load_state_dict(rig.online.state_dict())
    rig.learn(old)
    for _ in range(4):
        rig.learn()
    assert rig.row()["target_error"] < 1e-6


def test_a_target_that_bootstraps_beyond_the_end_shows(rig):
    targets = rig.rewards + 0.9 * rig.values()
    rig.learn(targets)
    ended = rig.dones == 1
    gap = np.median((targets - rig.rewards)[ended].abs()) / float(targets.abs().mean())
    assert rig.row()["terminal_error"] == pytest.approx(gap, rel=1e-4)


def test_targets_of_several_steps_use_the_discount_of_several_steps(tmp_path):
    rig = Rig(tmp_path / "run.csv", facts={"n_step": 3})
    rig.learn(rig.rewards + 0.9**3 * (1 - rig.dones) * rig.values())
    assert rig.row()["target_error"] < 1e-6


def test_a_mean_over_the_batch_gives_a_state_alone_another_value(tmp_path):
    rig = Rig(tmp_path / "run.csv", MeanOverBatch)
    rig.learn()
    with torch.no_grad():
        whole = rig.online(rig.states)
        alone = torch.cat([rig.online(state[None]) for state in rig.states[:4]])
    expected = float((whole[:4] - alone).abs().max() / whole.abs().mean())
    assert rig.row()["alone_error"] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("layer", [nn.Dropout(0.5), nn.BatchNorm1d(16)])
def test_dropout_and_batch_norm_show_where_they_are_on(tmp_path, layer):
    def network():
        return nn.Sequential(nn.Linear(2, 16), copy.deepcopy(layer), nn.Linear(16, 2))

    rig = Rig(tmp_path / "on.csv", network)
    rig.online.eval()
    rig.step(done=False)  # asks the network in the other mode
    rig.online.train()
    rig.learn()
    assert rig.row()["alone_error"] > 0.05
    rig = Rig(tmp_path / "off.csv", network)
    rig.online.eval()
    rig.learn()
    assert rig.row()["alone_error"] < 1e-5


def test_the_network_is_asked_as_it_is_now(tmp_path):
    """The copy that is asked follows the weights, the buffers and the mode."""
    rig = Rig(tmp_path / "run.csv", lambda: nn.Sequential(nn.Linear(2, 2)))
    for place in range(3):
        with torch.no_grad():
            rig.online[0].bias.copy_(torch.tensor([0.0, 100.0 * (1 + place)]))
        state = torch.zeros(2)
        rig.rec.step(state, 0, 0.0, state, True, False)
    rig.rec.close()
    starts = [row["start_q"] for row in read(rig.path)]
    assert starts == [100, 200, 300]


def test_greedy_actions_are_compared_with_the_network(tmp_path):
    rows = {}
    for wrong in (0, 1):
        rig = Rig(tmp_path / f"{wrong}.csv")
        for i in range(400):
            state = torch.randn(2)
            best = int(rig.online(state[None]).argmax())
            action = 1 - best if wrong else best
            rig.rec.step(state, action, 0.0, state, i == 399, False, 0.1, True)
        rig.rec.close()
        rows[wrong] = read(rig.path)[-1]
    assert (rows[0]["acting_error"], rows[1]["acting_error"]) == (0, 1)


def test_constant_outputs_are_counted(rig):
    with torch.no_grad():
        rig.online[2].weight[0] = 0.0
    rig.learn()
    assert rig.row()["constant_outputs"] == 0.5


def test_priorities_have_the_slope_of_their_weights(tmp_path):
    rig = Rig(tmp_path / "run.csv", facts={"buffer_size": 100})
    for _ in range(50):
        rig.step(done=False)
    chances = torch.linspace(0.01, 0.05, 8)
    weights = (50 * chances) ** -0.6
    rig.learn(weights=weights / weights.max(), probabilities=chances)
    row = rig.row()
    assert row["weight_slope"] == pytest.approx(-0.6, rel=1e-4)
    assert row["priority_spread"] == pytest.approx(50 * 0.05, rel=1e-5)
    assert row["effective_samples"] == pytest.approx(1 / 0.03, rel=1e-5)


@pytest.mark.parametrize(
    "loss_of",
    [
        nn.functional.mse_loss,
        nn.functional.smooth_l1_loss,
        nn.functional.huber_loss,
        lambda q, y: 0.5 * ((y - q) ** 2).mean(),
        lambda q, y: ((y - q) ** 2).sum(),
    ],
)
@pytest.mark.filterwarnings("ignore:Using a target size")
def test_a_broadcast_is_told_by_the_loss(tmp_path, loss_of):
    rig = Rig(tmp_path / "right.csv")
    rig.learn(torch.randn(8), loss_of)
    assert rig.row()["terms_per_sample"] == 1
    rig = Rig(tmp_path / "wrong.csv")
    rig.learn(torch.randn(8, 1), loss_of)
    assert rig.row()["terms_per_sample"] == 8


def test_a_broadcast_is_told_by_the_shapes(rig):
    rig.learn(torch.randn(8, 1), lambda q, y: (y - q).abs().mean(), taken=torch.zeros(8))
    assert rig.row()["terms_per_sample"] == 8


def test_a_gradient_in_the_targets_counts_where_it_reaches_the_online_network(tmp_path):
    rig = Rig(tmp_path / "target.csv")
    rig.learn(rig.rewards + rig.target(rig.next_states).max(1).values)
    assert rig.row()["target_gradient"] == 0
    rig = Rig(tmp_path / "online.csv")
    rig.learn(rig.rewards + rig.online(rig.next_states).max(1).values)
    assert rig.row()["target_gradient"] == 1


# ---- What was executed ----------------------------------------------------------------


def look_up(path, steps, batch, facts=None):
    """The row after some steps and one batch of (s, a, r, s', done)."""
    with Recorder(path, gamma=0.9, facts=facts) as rec:
        for state, action, reward, next_state, end in steps:
            ends = end == "terminated", end == "truncated"
            rec.step([state], action, reward, [next_state], *ends)
        states, actions, rewards, next_states, dones = map(list, zip(*batch))
        zeros = [[0.0, 0.0, 0.0] for _ in batch]
        rec.learn(
            [[s] for s in states],
            actions,
            rewards,
            [[s] for s in next_states],
            dones,
            zeros,
            [0.0] * len(batch),
            0.0,
        )
        rec.flush()
        rec.step([0], 0, 0, [0], True, False)
    return mean_of_rows(read(path))


def mean_of_rows(rows):
    return {name: mean(rows, name) for name in COLUMNS}


STEPS = [
    (0, 0, 1.0, 1, ""),
    (1, 1, 2.0, 2, "truncated"),
    (5, 0, 3.0, 6, "terminated"),
]


def last_row(tmp_path, batch, steps=STEPS, facts=None):
    return look_up(
        tmp_path / "run.csv", [*steps, (9, 0, 0.0, 9, "terminated")], batch, facts
    )


def test_transitions_as_they_were_executed_have_no_mismatch(tmp_path):
    batch = [(0, 0, 1.0, 1, 0), (1, 1, 2.0, 2, 0), (5, 0, 3.0, 6, 1)]
    row = last_row(tmp_path, batch)
    assert row["unknown_share"] == row["action_mismatch"] == row["next_mismatch"] == 0
    assert row["reward_ratio"] == 1
    assert row["unflagged_ends"] == row["flagged_limits"] == 0
    assert row["sample_age"] == 2  # of 3, 2 and 1 steps


def test_each_difference_from_what_was_executed_shows(tmp_path):
    row = last_row(tmp_path, [(0, 1, 10.0, 1, 0), (7, 0, 1.0, 8, 0)])
    assert (row["unknown_share"], row["action_mismatch"]) == (0.5, 1)
    assert (row["next_mismatch"], row["reward_ratio"]) == (0, 10)
    row = last_row(tmp_path, [(0, 0, 1.0, 0, 0), (1, 1, 2.0, 2, 0)])
    assert (row["next_mismatch"], row["action_mismatch"]) == (0.5, 0)
    row = last_row(tmp_path, [(1, 1, 2.0, 2, 1), (5, 0, 3.0, 6, 0)])
    assert (row["flagged_limits"], row["unflagged_ends"]) == (1, 1)


def test_a_shifted_action_shows_where_every_action_was_tried(tmp_path):
    """In a small world each action has been executed in each state."""
    steps = [(0, a, 0.0, 1 + a, "") for a in range(3)] * 4
    row = last_row(tmp_path, [(0, 1, 0.0, 1, 0), (0, 2, 0.0, 2, 0)], steps)
    assert (row["action_mismatch"], row["next_mismatch"]) == (1, 0)
    row = last_row(tmp_path, [(0, 1, 0.0, 2, 0), (0, 2, 0.0, 3, 0)], steps)
    assert (row["action_mismatch"], row["next_mismatch"]) == (0, 0)
    assert math.isnan(row["sample_age"])  # which of the visits it was is unknown


def test_returns_of_several_steps_are_not_compared_with_one_step(tmp_path):
    row = last_row(tmp_path, [(0, 0, 2.8, 2, 0)], facts={"n_step": 2})
    assert math.isnan(row["next_mismatch"]) and math.isnan(row["reward_ratio"])
    assert row["action_mismatch"] == 0


def test_the_log_stays_small_and_never_takes_the_known_for_unknown(tmp_path, monkeypatch):
    monkeypatch.setattr("recorder._Log.__init__.__defaults__", (100,))
    rec = Recorder(tmp_path / "run.csv")
    for i in range(2000):
        rec.step([i], 0, 1, [i + 1], i == 1999, False)
    assert len(rec._log.states) <= 100 and rec._log.stride >= 16
    known = list(range(0, 2000, 5))
    rec.learn(
        [[i] for i in known],
        [0] * len(known),
        [1] * len(known),
        [[i + 1] for i in known],
        [0] * len(known),
        [[0.0]] * len(known),
        [0.0] * len(known),
        0.0,
    )
    rec.close()
    [row] = read(tmp_path / "run.csv")
    assert row["unknown_share"] == row["action_mismatch"] == row["next_mismatch"] == 0
    assert 500 < row["sample_age"] < 1500


def test_states_are_compared_as_single_precision_whatever_holds_them(tmp_path):
    with Recorder(tmp_path / "run.csv") as rec:
        state, after = np.array([0.1, -0.0]), np.array([0.3, 0.0])
        rec.step(state, 1, 1.0, after, False, False)
        rec.step(torch.tensor([[1, 2]], dtype=torch.uint8), 0, 1.0, after, True, False)
        rec.learn(
            torch.tensor([[0.1, 0.0], [1.0, 2.0]]),
            np.array([[1], [0]]),
            [1.0, 1.0],
            torch.tensor([[0.3, -0.0]] * 2),
            torch.zeros(2, 1),
            torch.zeros(2, 2),
            torch.zeros(2),
            torch.tensor(0.0),
        )
    [row] = read(tmp_path / "run.csv")
    assert row["unknown_share"] == row["next_mismatch"] == row["action_mismatch"] == 0


def test_observations_may_be_dicts(tmp_path):
    def seen(i):
        return {"b": np.array([i, i + 5]), "a": np.array([[float(i)]])}

    with Recorder(tmp_path / "run.csv") as rec:
        rec.step(seen(0), 0, 1, seen(1), False, False)
        rec.step(seen(1), 1, 1, seen(2), True, False)
        batch = {"a": np.array([[[1.0]], [[0.0]]]), "b": np.array([[1, 6], [0, 5]])}
        after = {"a": np.array([[[2.0]], [[1.0]]]), "b": np.array([[2, 7], [1, 6]])}
        rec.learn(batch, [1, 0], [1, 1], after, [1, 0], np.eye(2), np.zeros(2), 0.5)
    [row] = read(tmp_path / "run.csv")
    assert row["unknown_share"] == row["next_mismatch"] == row["action_mismatch"] == 0
    assert row["observation_size"] == 3
