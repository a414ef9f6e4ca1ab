"""A tiny task and a small DQN in PyTorch, with one switch per wrong wiring."""

import copy
import random

import numpy as np
import torch
from torch import nn


class Walk:
    """A walk on a line: left or right with some slip, a reward of 1 at the right end.

    The state is (position, what is left of 20 steps), so that states hardly repeat.
    """

    limit = 20

    def __init__(self, seed, in_place=False):
        self.rng = random.Random(seed)
        self.array = np.zeros(2, np.float32)
        self.in_place = in_place  # the state is one array, which every step changes

    def state(self):
        now = self.position, 1 - self.steps / self.limit
        if self.in_place:
            self.array[:] = now
            return self.array
        return np.array(now, np.float32)

    def reset(self):
        self.position, self.steps = self.rng.uniform(-0.5, 0.5), 0
        return self.state()

    def step(self, action):
        self.position += (0.2 if action else -0.2) + self.rng.uniform(-0.05, 0.05)
        self.steps += 1
        terminated = abs(self.position) > 1
        reward = float(self.position > 1) - 0.1
        return self.state(), reward, terminated, self.steps >= self.limit


def plain():
    return nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 2))


def noisy():
    """A network that draws random numbers and counts batches whenever it is asked."""
    return nn.Sequential(
        nn.Linear(2, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 2)
    )


class MeanOverBatch(nn.Module):
    """A dueling network whose mean goes over the batch, too."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 16), nn.ReLU())
        self.value, self.advantage = nn.Linear(16, 1), nn.Linear(16, 2)

    def forward(self, states):
        body = self.body(states)
        advantage = self.advantage(body)
        return self.value(body) + advantage - advantage.mean()


class WithConstant(nn.Module):
    """A network whose second output does not depend on the state."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
        self.constant = nn.Parameter(torch.zeros(1))

    def forward(self, states):
        first = self.body(states)
        return torch.cat([first, self.constant.expand_as(first)], 1)


def q_of_one(online, state):
    """Q(s, .) of one state in evaluation mode, as most programs act."""
    training = online.training
    online.eval()
    with torch.no_grad():
        values = online(torch.as_tensor(state)[None])[0]
    online.train(training)
    return values


def train(record=None, network=plain, fault=None, steps=600, seed=0):
    """A DQN for the walk. Returns the networks, the returns and a last random number.

    `record(online, target)` makes a recorder; the two calls are the only difference
    between a run with and one without it.
    """
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)
    rng = random.Random(seed)
    env = Walk(seed, in_place=fault == "aliased state")
    online = network()
    target = copy.deepcopy(online)
    optimizer = torch.optim.Adam(online.parameters(), 1e-3)
    recorder = record(online, target) if record else None
    memory, returns, total, state = [], [], 0.0, env.reset()
    for step in range(steps):
        epsilon = max(0.1, 1 - step / 300)
        greedy = rng.random() >= epsilon
        values = q_of_one(online, state)
        best = values.argmin() if fault == "acts on the minimum" else values.argmax()
        action = int(best) if greedy else rng.randrange(2)
        next_state, reward, terminated, truncated = env.step(action)
        stored = state
        if fault == "next state twice":
            stored = next_state
        stored_action = 1 - action if fault == "shifted action" else action
        stored_reward = 100 * reward if fault == "scaled reward" else reward
        done = terminated or (truncated and fault == "limit is end")
        memory.append((stored, stored_action, stored_reward, next_state, done))
        if recorder:
            recorder.step(
                state, action, reward, next_state, terminated, truncated, epsilon, greedy
            )
        total, state = total + reward, next_state
        if step >= 100:
            learn(online, target, optimizer, rng.choices(memory, k=16), recorder, fault)
            if fault == "polyak":
                with torch.no_grad():
                    for theirs, ours in zip(target.parameters(), online.parameters()):
                        theirs.lerp_(ours, 0.05)
            elif step % 50 == 0 and fault != "never updated":
                target.load_state_dict(online.state_dict())
        if terminated or truncated:
            returns.append(total)
            total, state = 0.0, env.reset()
    if recorder:
        recorder.close()
    drawn = float(torch.rand(1)), np.random.random(), rng.random(), random.random()
    return online, target, returns, drawn


def learn(online, target, optimizer, batch, recorder, fault):
    """A learner step."""
    states, actions, rewards, next_states, dones = zip(*batch)
    states = torch.as_tensor(np.stack(states))
    next_states = torch.as_tensor(np.stack(next_states))
    actions = torch.tensor(actions)
    rewards = torch.tensor(rewards, dtype=torch.float32)
    dones = torch.tensor(dones, dtype=torch.float32)
    q_values = online(states)
    taken = q_values.gather(1, actions[:, None])[:, 0]
    later = (online if fault in ("no detach", "online target") else target)(next_states)
    future = later.max() if fault == "maximum over the batch" else later.max(1).values
    alive = 1.0 if fault == "dones dropped" else 1 - dones
    targets = rewards + 0.9 * alive * future
    if fault not in ("no detach", "gradient to the target network"):
        targets = targets.detach()
    if fault == "broadcast":
        targets = targets[:, None]
    loss = ((targets - taken) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    if recorder:
        recorder.learn(
            states, actions, rewards, next_states, dones, q_values, targets, loss
        )
    optimizer.step()
