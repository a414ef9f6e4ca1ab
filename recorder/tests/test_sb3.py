"""The callback of Stable-Baselines3: it changes nothing and hears everything."""

import numpy as np
import pytest
import torch
from reading import facts, mean, read

pytest.importorskip("stable_baselines3")

import gymnasium as gym
from recorder import sb3_callback
from stable_baselines3 import DQN, PPO
from stable_baselines3.common.callbacks import CheckpointCallback, EvalCallback
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize
from tiny import Walk
from torch.nn import functional

torch.set_num_threads(1)


class GymWalk(gym.Env):
    """The walk as Gymnasium knows tasks; the time limit is the wrapper's."""

    observation_space = gym.spaces.Box(-2, 2, (2,), np.float32)
    action_space = gym.spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        if seed is not None or not hasattr(self, "walk"):
            self.walk = Walk(seed or 0)
        return self.walk.reset(), {}

    def step(self, action):
        state, reward, terminated, truncated = self.walk.step(int(action))
        return state, reward, terminated, truncated, {}


SETTINGS = dict(
    learning_starts=100,
    train_freq=2,
    target_update_interval=50,
    buffer_size=1000,
    learning_rate=1e-3,
    exploration_fraction=0.5,
    gamma=0.9,
    policy_kwargs={"net_arch": [16]},
    device="cpu",
    seed=0,
)


def train(callback=None, kind=DQN, env=None, steps=800, **settings):
    """A trained model and the next random numbers."""
    model = kind("MlpPolicy", env or GymWalk(), **{**SETTINGS, **settings})
    model.learn(steps, callback=callback)
    return model, (float(torch.rand(1)), np.random.random(), model.action_space.sample())


def weights(model):
    parameters = torch.nn.utils.parameters_to_vector
    return torch.cat(
        [parameters(n.parameters()).detach() for n in (model.q_net, model.q_net_target)]
    )


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    path = tmp_path_factory.mktemp("sb3") / "run.csv"
    model, drawn = train(sb3_callback(path))
    return path, model, drawn


def test_a_recorded_run_is_the_same_bit_for_bit(recorded):
    _, seen, drawn = recorded
    bare, drawn_bare = train()
    assert torch.equal(weights(bare), weights(seen))
    assert list(bare.ep_info_buffer)[0]["r"] == list(seen.ep_info_buffer)[0]["r"]
    returns = [[info["r"] for info in m.ep_info_buffer] for m in (bare, seen)]
    assert returns[0] == returns[1] and len(returns[0]) > 20
    assert drawn == drawn_bare


def test_nothing_of_the_callback_stays_behind(recorded, tmp_path):
    _, model, _ = recorded
    assert "predict" not in model.policy.__dict__
    assert "sample" not in model.replay_buffer.__dict__
    assert not model.q_net._forward_hooks
    assert not model.policy.optimizer._optimizer_step_pre_hooks
    for function in (functional.smooth_l1_loss, torch.nn.utils.clip_grad_norm_):
        assert "listener" not in function.__qualname__


def test_every_step_and_learner_step_is_seen_as_sb3_makes_it(recorded):
    path, model, _ = recorded
    rows = read(path)
    returns = [info["r"] for info in model.ep_info_buffer]
    assert [row["episode_return"] for row in rows][-len(returns) :] == pytest.approx(
        returns
    )
    assert rows[-1]["steps"] > 780
    last = rows[-1]
    assert model._n_updates - 20 < last["learner_steps"] <= model._n_updates
    assert 12 <= last["target_updates"] <= 16  # of 16; two fall before learning starts
    assert last["epsilon"] == pytest.approx(0.05)
    assert rows[0]["epsilon"] == 1 and rows[0]["greedy_share"] == 0
    assert last["greedy_share"] > 0.8
    for column, cell in (
        ("unknown_share", 0),
        ("action_mismatch", 0),
        ("next_mismatch", 0),
        ("reward_ratio", 1),
        ("unflagged_ends", 0),
        ("flagged_limits", 0),
        ("terms_per_sample", 1),
        ("target_gradient", 0),
        ("target_follow", 1),
        ("acting_error", 0),
    ):
        assert mean(rows, column) == pytest.approx(cell, abs=1e-5), column
    assert mean(rows, "target_error") < 1e-5
    assert 10 < mean(rows[-5:], "sample_age") < 800


def test_explored_and_greedy_steps_are_told_apart(tmp_path):
    rates = dict(exploration_initial_eps=0.5, exploration_final_eps=0.5)
    train(sb3_callback(tmp_path / "run.csv"), **rates)
    assert 0.35 < mean(read(tmp_path / "run.csv")[-20:], "greedy_share") < 0.65


def test_losses_and_gradients_are_those_of_the_learner_steps(tmp_path):
    losses, norms = [], []

    class Watched(DQN):
        def train(self, gradient_steps, batch_size=100):
            clip = torch.nn.utils.clip_grad_norm_

            def watch(*args, **kwargs):
                norms.append(float(clip(*args, **kwargs)))
                return norms[-1]

            torch.nn.utils.clip_grad_norm_ = watch
            super().train(gradient_steps, batch_size)
            torch.nn.utils.clip_grad_norm_ = clip
            losses.append(self.logger.name_to_value["train/loss"])

    # One row for the whole run: its loss is the mean over all learner steps.
    env = gym.wrappers.TimeLimit(GymWalk(), 1000)
    train(sb3_callback(tmp_path / "run.csv"), Watched, env, max_grad_norm=1e-3)
    rows = read(tmp_path / "run.csv")
    seen = [row["learner_steps"] for row in rows]
    means = [row["loss"] for row in rows]
    first = next(i for i, n in enumerate(seen) if n)
    place = 0
    for count, value in zip(seen[first:], means[first:]):
        count = int(count)
        assert value == pytest.approx(np.mean(losses[place:count]), rel=1e-4)
        place = count
    gradients = [row["gradient_norm"] for row in rows[first:]]
    assert min(gradients) > 2e-3  # before the clipping, not after
    assert all(any(g == pytest.approx(n, rel=1e-4) for n in norms) for g in gradients)


def test_the_facts_are_those_of_the_model(recorded):
    told = facts(recorded[0])
    assert told["algorithm"] == "DQN" and told["optimizer"] == "Adam"
    for name in ("gamma", "learning_starts", "buffer_size", "learning_rate", "seed"):
        assert told[name] == SETTINGS[name]
    assert told["target_interval"] == 50 and told["train_frequency"] == 2
    assert told["total_steps"] == 800 and told["exploration_fraction"] == 0.5


def test_an_own_train_is_heard_with_its_faults(tmp_path):
    class Broadcast(DQN):
        def train(self, gradient_steps, batch_size=100):
            for _ in range(gradient_steps):
                data = self.replay_buffer.sample(batch_size)
                future = self.q_net_target(data.next_observations).max(1).values
                targets = data.rewards + self.gamma * (1 - data.dones) * future[:, None]
                taken = self.q_net(data.observations).gather(1, data.actions.long())
                loss = functional.mse_loss(taken[:, 0], targets.detach())
                self.policy.optimizer.zero_grad()
                loss.backward()
                self.policy.optimizer.step()

    class OnlineTarget(DQN):
        def train(self, gradient_steps, batch_size=100):
            data = self.replay_buffer.sample(batch_size)
            future = self.q_net(data.next_observations).max(1, keepdim=True).values
            targets = data.rewards + self.gamma * future
            taken = self.q_net(data.observations).gather(1, data.actions.long())
            loss = functional.smooth_l1_loss(taken, targets)
            self.policy.optimizer.zero_grad()
            loss.backward()
            self.policy.optimizer.step()

    with pytest.warns(UserWarning, match="Using a target size"):
        train(sb3_callback(tmp_path / "a.csv"), Broadcast)
    assert mean(read(tmp_path / "a.csv"), "terms_per_sample") == 32
    train(sb3_callback(tmp_path / "b.csv"), OnlineTarget)
    rows = read(tmp_path / "b.csv")
    assert mean(rows, "target_gradient") == 1 and mean(rows, "target_error") > 1e-3
    assert mean(rows, "terminal_error") > 0.01


def test_a_loss_that_is_not_heard_is_warned_of(tmp_path):
    class Own(DQN):
        def train(self, gradient_steps, batch_size=100):
            data = self.replay_buffer.sample(batch_size)
            loss = (self.q_net(data.observations) ** 2).mean()
            self.policy.optimizer.zero_grad()
            loss.backward()
            self.policy.optimizer.step()

    with pytest.warns(UserWarning, match="heard no loss function"):
        train(sb3_callback(tmp_path / "run.csv"), Own, steps=150)


def test_evaluations_and_checkpoints_beside_it_do_no_harm(tmp_path):
    def callbacks(*more):
        check = CheckpointCallback(100, tmp_path, save_replay_buffer=True)
        return [*more, EvalCallback(GymWalk(), eval_freq=50, verbose=0), check]

    bare, drawn_bare = train(callbacks())
    seen, drawn = train(callbacks(sb3_callback(tmp_path / "run.csv")))
    assert torch.equal(weights(bare), weights(seen)) and drawn == drawn_bare
    rows = read(tmp_path / "run.csv")
    assert rows[0]["greedy_share"] == 0 and mean(rows, "acting_error") == 0


def test_several_environments_and_several_calls_make_one_file(tmp_path):
    callback = sb3_callback(tmp_path / "run.csv")
    env = DummyVecEnv([GymWalk, GymWalk, GymWalk])
    model = DQN("MlpPolicy", env, **SETTINGS)
    model.learn(300, callback=callback)
    before = len(read(tmp_path / "run.csv"))
    model.learn(300, callback=callback)
    rows = read(tmp_path / "run.csv")
    assert len(rows) > before > 5
    assert min(row["episode_return"] for row in rows) > -2.01  # none is of two episodes
    assert mean(rows, "unknown_share") == mean(rows, "next_mismatch") == 0
    assert mean(rows, "action_mismatch") == 0


def test_normalized_observations_are_not_compared_with_raw_ones(tmp_path):
    env = VecNormalize(make_vec_env(GymWalk, 1))
    train(sb3_callback(tmp_path / "run.csv"), env=env)
    rows = read(tmp_path / "run.csv")
    assert all(row["unknown_share"] is None for row in rows)
    assert mean(rows, "target_error") < 1e-5


def test_another_algorithm_is_refused(tmp_path):
    model = PPO("MlpPolicy", GymWalk(), n_steps=8, batch_size=8, device="cpu")
    with pytest.raises(TypeError, match="records DQN and its subclasses, not PPO"):
        model.learn(8, callback=sb3_callback(tmp_path / "run.csv"))


def test_images_are_compared_as_the_buffer_holds_them(tmp_path):
    class Image(gym.Env):
        observation_space = gym.spaces.Box(0, 255, (36, 36, 1), np.uint8)
        action_space = gym.spaces.Discrete(2)

        def seen(self):
            return np.full((36, 36, 1), self.count % 251, np.uint8)

        def reset(self, *, seed=None, options=None):
            super().reset(seed=seed)
            self.count = int(self.np_random.integers(200))
            self.steps = 0
            return self.seen(), {}

        def step(self, action):
            self.count += 1 + int(action)
            self.steps += 1
            return self.seen(), 1.0, self.steps >= 10, False, {}

    settings = {**SETTINGS, "policy_kwargs": {}, "learning_starts": 20}
    model = DQN("CnnPolicy", Image(), **settings)
    model.learn(60, callback=sb3_callback(tmp_path / "run.csv"))
    rows = read(tmp_path / "run.csv")
    assert mean(rows, "unknown_share") == mean(rows, "action_mismatch") == 0
    assert mean(rows, "target_error") < 1e-5
    assert rows[0]["observation_size"] == 36 * 36
