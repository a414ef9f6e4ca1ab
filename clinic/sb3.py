"""Stable-Baselines3's DQN; faults by its settings where they are settings."""

import csv

import numpy as np
import torch
from stable_baselines3 import DQN
from stable_baselines3.common.buffers import ReplayBuffer
from stable_baselines3.common.logger import configure
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.dqn.policies import DQNPolicy
from torch import nn
from torch.nn import functional as F

import pieces
import tasks
from recorder import sb3_callback
from settings import COMMON

OPTIMIZERS = {"adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}


class Head(nn.Module):
    """A function of the last layer's outputs, as a module."""

    def __init__(self, function):
        super().__init__()
        self.forward = function


class PolicyWithHead(DQNPolicy):
    """A policy whose networks end with a head."""

    def __init__(self, *args, head, **kwargs):
        self.head = head
        super().__init__(*args, **kwargs)

    def make_q_net(self):
        network = super().make_q_net()
        network.q_net.append(Head(self.head))
        return network


class ReplayBufferWith(ReplayBuffer):
    """A replay buffer that stores something else than what happened."""

    def __init__(self, *args, stored, ends, **kwargs):
        # The flag is decided when a transition comes in, not when it is drawn.
        super().__init__(*args, **kwargs | {"handle_timeout_termination": False})
        self.stored, self.ends = stored, ends

    def add(self, obs, next_obs, action, reward, done, infos):
        cut = np.array([info.get("TimeLimit.truncated", False) for info in infos])
        obs, action = self.stored(obs, action, next_obs, self.action_space.n)
        done = self.ends(done & ~cut, cut)
        super().add(obs, next_obs, action, reward, done, infos)


class DQNWith(DQN):
    """A DQN whose learner step has other next values, or other shapes."""

    next_values = staticmethod(pieces.largest_of_target_network)
    pair = staticmethod(pieces.one_each)

    def train(self, gradient_steps, batch_size=100):
        self.policy.set_training_mode(True)
        self._update_learning_rate(self.policy.optimizer)
        losses = []
        for _ in range(gradient_steps):
            data = self.replay_buffer.sample(batch_size)
            estimates = self.q_net(data.observations).gather(1, data.actions).squeeze(1)
            later = self.next_values(
                self.q_net, self.q_net_target, data.next_observations
            )
            rewards, dones = data.rewards.squeeze(1), data.dones.squeeze(1)
            targets = rewards + (1 - dones) * self.gamma * later
            loss = F.smooth_l1_loss(*self.pair(estimates, targets))
            self.policy.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.policy.parameters(), self.max_grad_norm)
            self.policy.optimizer.step()
            losses.append(loss.item())
        self._n_updates += gradient_steps
        self.logger.record("train/n_updates", self._n_updates)
        self.logger.record("train/loss", np.mean(losses))


def changed(s, *names):
    """Those of the pieces that a fault has replaced."""
    return {name: s[name] for name in names if s[name] is not COMMON[name]}


def model_of(env, s, seed):
    frequency = s["train_frequency"]
    by_episode = (1, "episode") if frequency == "episode" else frequency
    network = {
        "net_arch": [s["hidden"], s["hidden"]],
        "optimizer_class": OPTIMIZERS[s["optimizer"]],
    }
    head = changed(s, "head")
    memory = changed(s, "stored", "ends")
    step = changed(s, "next_values", "pair")
    kind = DQN
    if step:
        functions = {name: staticmethod(piece) for name, piece in step.items()}
        kind = type("DQNWith", (DQNWith,), functions)
    if memory:
        memory = {
            "replay_buffer_class": ReplayBufferWith,
            "replay_buffer_kwargs": {name: s[name] for name in ("stored", "ends")},
        }
    return kind(
        PolicyWithHead if head else "MlpPolicy",
        env,
        learning_rate=s["learning_rate"],
        buffer_size=s["buffer_size"],
        learning_starts=max(s["learning_starts"], s["batch_size"]),
        batch_size=s["batch_size"],
        gamma=s["gamma"],
        train_freq=by_episode,
        gradient_steps=1,
        target_update_interval=s["target_interval"],
        exploration_fraction=s["epsilon_steps"] / s["total_steps"],
        exploration_final_eps=s["epsilon_end"],
        policy_kwargs=network | head,
        seed=seed,
        device="cpu",
        **memory,
    )


def train(task, s, seed, folder):
    """Train with settings `s` and record the run; the scores, (steps, return) each."""
    # It also leaves monitor.csv and progress.csv, as it does for everyone.
    env = tasks.make(task, s, lambda env: Monitor(env, str(folder / "monitor.csv")))
    model = model_of(env, s, seed)
    model.set_logger(configure(str(folder), ["csv"]))
    callback = sb3_callback(folder / "run.csv", every=s["every"])
    model.learn(s["total_steps"], callback=callback)
    callback.recorder.close()
    env.close()
    with open(folder / "monitor.csv", newline="") as file:
        next(file)  # a line of JSON
        episodes = [(float(row["r"]), int(row["l"])) for row in csv.DictReader(file)]
    steps = np.cumsum([length for _, length in episodes])
    return [(int(step), r) for step, (r, _) in zip(steps, episodes)]
