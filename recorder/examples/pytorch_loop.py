"""A small DQN for CartPole in PyTorch, recorded. The recorder's lines are marked.

python pytorch_loop.py --steps 5000
"""

import argparse
import copy
import random

import gymnasium as gym
import numpy as np
import torch
from recorder import Recorder  # recorder
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=5_000)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--out", default="run.csv")
arguments = parser.parse_args()

GAMMA, BATCH, START, TARGET_INTERVAL = 0.99, 64, 500, 200

random.seed(arguments.seed)
torch.manual_seed(arguments.seed)
torch.set_num_threads(1)  # faster for small networks
env = gym.make("CartPole-v1")
online = nn.Sequential(
    nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2)
)
target = copy.deepcopy(online)
optimizer = torch.optim.Adam(online.parameters(), lr=1e-3)
memory = []

rec = Recorder(  # recorder
    arguments.out,
    online=online,
    target=target,
    gamma=GAMMA,
    facts=dict(
        batch_size=BATCH,
        buffer_size=arguments.steps,
        learning_starts=START,
        target_interval=TARGET_INTERVAL,
        learning_rate=1e-3,
        optimizer="Adam",
        loss="huber",
        time_limit=500,
        total_steps=arguments.steps,
    ),
)

state, _ = env.reset(seed=arguments.seed)
for step in range(arguments.steps):
    epsilon = max(0.05, 1 - step / (0.4 * arguments.steps))
    greedy = random.random() >= epsilon
    if greedy:
        with torch.no_grad():
            action = int(online(torch.as_tensor(state)[None]).argmax())
    else:
        action = random.randrange(2)
    next_state, reward, terminated, truncated, _ = env.step(action)
    memory.append((state, action, reward, next_state, terminated))
    rec.step(
        state, action, reward, next_state, terminated, truncated, epsilon, greedy
    )  # recorder

    if step >= START:
        states, actions, rewards, next_states, dones = zip(
            *random.choices(memory, k=BATCH)
        )
        states = torch.as_tensor(np.stack(states))
        next_states = torch.as_tensor(np.stack(next_states))
        actions = torch.tensor(actions)
        rewards = torch.tensor(rewards, dtype=torch.float32)
        dones = torch.tensor(dones, dtype=torch.float32)
        q_values = online(states)
        with torch.no_grad():
            future = target(next_states).max(1).values
            targets = rewards + GAMMA * (1 - dones) * future
        taken = q_values.gather(1, actions[:, None])[:, 0]
        loss = nn.functional.smooth_l1_loss(taken, targets)
        optimizer.zero_grad()
        loss.backward()
        rec.learn(
            states, actions, rewards, next_states, dones, q_values, targets, loss
        )  # recorder
        optimizer.step()
        if step % TARGET_INTERVAL == 0:
            target.load_state_dict(online.state_dict())

    state = next_state
    if terminated or truncated:
        state, _ = env.reset()

rec.close()  # recorder
