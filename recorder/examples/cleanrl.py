"""A script in the manner of CleanRL: one file, a vector environment, one loop.

The lines to add to CleanRL's own `dqn.py` are the marked ones.

    python cleanrl.py --steps 5000
"""

import argparse
import random

import gymnasium as gym
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from gymnasium.vector import AutoresetMode
from recorder import Recorder  # recorder

parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=5_000)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--out", default="run.csv")
parser.add_argument("--gamma", type=float, default=0.99)
parser.add_argument("--tau", type=float, default=1.0)
parser.add_argument("--batch-size", type=int, default=128)
parser.add_argument("--learning-rate", type=float, default=2.5e-4)
parser.add_argument("--learning-starts", type=int, default=500)
parser.add_argument("--train-frequency", type=int, default=4)
parser.add_argument("--target-network-frequency", type=int, default=500)
args = parser.parse_args()


class QNetwork(nn.Module):
    def __init__(self, inputs, actions):
        super().__init__()
        self.network = nn.Sequential(
            nn.Linear(inputs, 120),
            nn.ReLU(),
            nn.Linear(120, 84),
            nn.ReLU(),
            nn.Linear(84, actions),
        )

    def forward(self, x):
        return self.network(x)


class ReplayBuffer:
    """Arrays for each part of the transitions, as many rows as there are steps."""

    def __init__(self, size, inputs):
        self.obs, self.next_obs = np.zeros((2, size, inputs), np.float32)
        self.actions = np.zeros((size, 1), np.int64)
        self.rewards, self.dones = np.zeros((2, size, 1), np.float32)
        self.size = 0

    def add(self, obs, next_obs, action, reward, done):
        i, self.size = self.size, self.size + 1
        self.obs[i], self.next_obs[i] = obs, next_obs
        self.actions[i], self.rewards[i], self.dones[i] = action, reward, done

    def sample(self, batch_size):
        i = np.random.randint(0, self.size, batch_size)
        parts = self.obs, self.actions, self.rewards, self.next_obs, self.dones
        return [torch.as_tensor(part[i]) for part in parts]


random.seed(args.seed)
np.random.seed(args.seed)
torch.manual_seed(args.seed)
torch.set_num_threads(1)
envs = gym.make_vec(
    "CartPole-v1",
    num_envs=1,
    vectorization_mode="sync",
    vector_kwargs={"autoreset_mode": AutoresetMode.SAME_STEP},
)
actions_count = envs.single_action_space.n
q_network, target_network = QNetwork(4, actions_count), QNetwork(4, actions_count)
target_network.load_state_dict(q_network.state_dict())
optimizer = torch.optim.Adam(q_network.parameters(), lr=args.learning_rate)
rb = ReplayBuffer(args.steps, 4)
rec = Recorder(
    args.out, q_network, target_network, args.gamma, facts=vars(args)
)  # recorder

obs, _ = envs.reset(seed=args.seed)
for global_step in range(args.steps):
    epsilon = max(0.05, 1 - global_step / (0.5 * args.steps))
    greedy = random.random() >= epsilon
    if greedy:
        q_values = q_network(torch.as_tensor(obs))
        actions = torch.argmax(q_values, dim=1).numpy()
    else:
        actions = np.array([random.randrange(actions_count)])
    next_obs, rewards, terminations, truncations, infos = envs.step(actions)

    real_next_obs = next_obs.copy()
    for i, done in enumerate(terminations | truncations):
        if done:
            real_next_obs[i] = infos["final_obs"][i]
    rb.add(obs[0], real_next_obs[0], actions[0], rewards[0], terminations[0])
    rec.step(  # recorder
        obs[0],
        actions[0],
        rewards[0],
        real_next_obs[0],
        terminations[0],
        truncations[0],
        epsilon,
        greedy,
    )
    obs = next_obs

    if global_step > args.learning_starts and global_step % args.train_frequency == 0:
        states, taken_actions, batch_rewards, next_states, dones = rb.sample(
            args.batch_size
        )
        with torch.no_grad():
            target_max = target_network(next_states).max(dim=1).values
            td_target = batch_rewards.flatten() + args.gamma * target_max * (
                1 - dones.flatten()
            )
        q_values = q_network(states)
        old_val = q_values.gather(1, taken_actions).squeeze()
        loss = F.mse_loss(td_target, old_val)

        optimizer.zero_grad()
        loss.backward()
        rec.learn(  # recorder
            states,
            taken_actions,
            batch_rewards,
            next_states,
            dones,
            q_values,
            td_target,
            loss,
        )
        optimizer.step()

    if global_step % args.target_network_frequency == 0:
        pairs = zip(target_network.parameters(), q_network.parameters())
        for target_parameter, parameter in pairs:
            target_parameter.data.copy_(
                args.tau * parameter.data + (1.0 - args.tau) * target_parameter.data
            )

rec.close()  # recorder
envs.close()
