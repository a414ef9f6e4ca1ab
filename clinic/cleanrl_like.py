"""DQN in the manner of CleanRL's single files (Huang et al., 2022), in our own words.

Vectorised environments that reset themselves, one buffer, a linear schedule over a
fraction of the run, squared errors, and no evaluation: the score of a row is the mean
return of its training episodes.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import settings
import tasks
from recorder import Recorder

OPTIMIZERS = {"adam": optim.Adam, "rmsprop": optim.RMSprop}
# One learner step per episode would be rarer or more frequent by task; here it is by
# steps, as this framework counts.
RARELY = 250


@dataclass
class Args:
    """The names are CleanRL's."""

    seed: int
    total_timesteps: int
    learning_rate: float
    buffer_size: int
    gamma: float
    target_network_frequency: int
    batch_size: int
    exploration_fraction: float
    end_e: float
    learning_starts: int
    train_frequency: int
    tau: float = 1.0
    start_e: float = 1.0


def args_of(s, seed):
    frequency = s["train_frequency"]
    return Args(
        seed=seed,
        total_timesteps=s["total_steps"],
        learning_rate=s["learning_rate"],
        buffer_size=s["buffer_size"],
        gamma=s["gamma"],
        target_network_frequency=s["target_interval"],
        batch_size=s["batch_size"],
        exploration_fraction=s["epsilon_steps"] / s["total_steps"],
        end_e=s["epsilon_end"],
        learning_starts=max(s["learning_starts"], s["batch_size"]),
        train_frequency=RARELY if frequency == "episode" else frequency,
    )


class QNetwork(nn.Module):
    def __init__(self, envs, hidden, head):
        super().__init__()
        inputs = int(np.prod(envs.single_observation_space.shape))
        self.network = nn.Sequential(
            nn.Linear(inputs, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, int(envs.single_action_space.n)),
        )
        self.head = head

    def forward(self, x):
        return self.head(self.network(x))


class ReplayBuffer:
    """A ring of transitions of all environments, as torch tensors on the way out."""

    def __init__(self, size, envs, rng):
        count, space = envs.num_envs, envs.single_observation_space
        self.observations = np.zeros((size, count, *space.shape), space.dtype)
        self.next_observations = np.zeros_like(self.observations)
        self.actions = np.zeros((size, count), np.int64)
        self.rewards = np.zeros((size, count), np.float32)
        self.dones = np.zeros((size, count), np.float32)
        self.size, self.envs, self.pos, self.full, self.rng = size, count, 0, False, rng

    def add(self, obs, next_obs, actions, rewards, dones):
        self.observations[self.pos] = obs
        self.next_observations[self.pos] = next_obs
        self.actions[self.pos] = actions
        self.rewards[self.pos] = rewards
        self.dones[self.pos] = dones
        self.pos = (self.pos + 1) % self.size
        self.full |= self.pos == 0

    def sample(self, batch_size):
        rows = self.rng.integers(self.size if self.full else self.pos, size=batch_size)
        at = rows, self.rng.integers(self.envs, size=batch_size)
        return (
            torch.from_numpy(self.observations[at]),
            torch.from_numpy(self.actions[at]).unsqueeze(1),
            torch.from_numpy(self.next_observations[at]),
            torch.from_numpy(self.rewards[at]),
            torch.from_numpy(self.dones[at]),
        )


def linear_schedule(start_e, end_e, duration, t):
    slope = (end_e - start_e) / duration
    return max(slope * t + start_e, end_e)


def train(task, s, seed, folder):
    """Train with settings `s` and record the run; the scores, (steps, return) each."""
    args = args_of(s, seed)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    envs = SyncVectorEnv(
        [lambda: tasks.make(task, s)], autoreset_mode=AutoresetMode.SAME_STEP
    )
    actions_n = int(envs.single_action_space.n)

    q_network = QNetwork(envs, s["hidden"], s["head"])
    optimizer = OPTIMIZERS[s["optimizer"]](q_network.parameters(), lr=args.learning_rate)
    target_network = QNetwork(envs, s["hidden"], s["head"])
    target_network.load_state_dict(q_network.state_dict())
    rb = ReplayBuffer(args.buffer_size, envs, rng)
    known = settings.facts(s, framework="cleanrl", loss="mse", tau=args.tau)
    rec = Recorder(
        folder / "run.csv",
        online=q_network,
        target=target_network,
        gamma=args.gamma,
        facts=known | {"train_frequency": args.train_frequency, "train_unit": "step"},
        every=s["every"],
    )

    episodic_returns = []
    obs, _ = envs.reset(seed=args.seed)
    for global_step in range(args.total_timesteps):
        duration = args.exploration_fraction * args.total_timesteps
        epsilon = linear_schedule(args.start_e, args.end_e, duration, global_step)
        greedy = rng.random() >= epsilon
        if greedy:
            with torch.no_grad():
                actions = q_network(torch.from_numpy(obs)).argmax(dim=1).numpy()
        else:
            actions = rng.integers(actions_n, size=envs.num_envs)

        next_obs, rewards, terminations, truncations, infos = envs.step(actions)

        # What followed is behind the reset where an episode has ended.
        real_next_obs = next_obs.copy()
        for i in np.flatnonzero(terminations | truncations):
            real_next_obs[i] = infos["final_obs"][i]
        rec.step(
            obs[0], actions[0], rewards[0], real_next_obs[0],
            terminations[0], truncations[0], epsilon=epsilon, greedy=greedy,
        )  # fmt: skip
        for i in np.flatnonzero(terminations | truncations):
            episodic_return = float(infos["final_info"]["episode"]["r"][i])
            episodic_returns.append((global_step + 1, episodic_return))

        stored = s["stored"](obs, actions, real_next_obs, actions_n)
        dones = s["ends"](terminations, truncations)
        rb.add(stored[0], real_next_obs, stored[1], rewards, dones)
        obs = next_obs

        if global_step > args.learning_starts:
            if global_step % args.train_frequency == 0:
                data = rb.sample(args.batch_size)
                observations, taken, next_observations, data_rewards, data_dones = data
                next_values = s["next_values"](
                    q_network, target_network, next_observations
                )
                td_target = data_rewards + args.gamma * next_values * (1 - data_dones)
                q_values = q_network(observations)
                old_val = q_values.gather(1, taken).squeeze(1)
                old_val, td_target = s["pair"](old_val, td_target)
                loss = F.mse_loss(old_val, td_target)

                optimizer.zero_grad()
                loss.backward()
                rec.learn(
                    observations, taken, data_rewards, next_observations, data_dones,
                    q_values, td_target, loss, taken=old_val,
                )  # fmt: skip
                optimizer.step()

            if global_step % args.target_network_frequency == 0:
                pairs = zip(target_network.parameters(), q_network.parameters())
                for target_param, q_param in pairs:
                    target_param.data.copy_(
                        args.tau * q_param.data + (1.0 - args.tau) * target_param.data
                    )
    envs.close()
    rec.close()
    return episodic_returns
