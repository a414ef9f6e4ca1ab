"""A small DQN in PyTorch, as a learner writes one, with its two calls to the recorder."""

import copy

import numpy as np
import torch
from torch import nn

import settings
import tasks
from recorder import Recorder

OPTIMIZERS = {"adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}


class QNetwork(nn.Module):
    def __init__(self, inputs, hidden, actions, head):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(inputs, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, actions),
        )
        self.head = head

    def forward(self, states):
        return self.head(self.layers(states))

    @torch.no_grad()
    def best(self, state):
        """The greedy action in one state, and its value."""
        value, action = self(torch.from_numpy(state).unsqueeze(0)).max(dim=1)
        return int(action), float(value)


class Memory:
    """The newest transitions, in a ring."""

    def __init__(self, capacity, inputs, rng):
        self.states = np.zeros((capacity, inputs), np.float32)
        self.next_states = np.zeros((capacity, inputs), np.float32)
        self.actions = np.zeros(capacity, np.int64)
        self.rewards = np.zeros(capacity, np.float32)
        self.ends = np.zeros(capacity, np.float32)
        self.capacity, self.pushed, self.rng = capacity, 0, rng

    def push(self, state, action, reward, next_state, end):
        i = self.pushed % self.capacity
        self.states[i], self.next_states[i] = state, next_state
        self.actions[i], self.rewards[i], self.ends[i] = action, reward, end
        self.pushed += 1

    def sample(self, count):
        i = self.rng.integers(min(self.pushed, self.capacity), size=count)
        columns = (self.states, self.actions, self.rewards, self.next_states, self.ends)
        return [torch.from_numpy(column[i]) for column in columns]


def greedy_episode(env, network, gamma):
    """Return, predicted value of the start, and discounted return as the agent sees it."""
    state, _ = env.reset()
    start_q = network.best(state)[1]
    discounted, discount, over = 0.0, 1.0, False
    while not over:
        state, reward, terminated, truncated, info = env.step(network.best(state)[0])
        discounted += discount * reward
        discount *= gamma
        over = terminated or truncated
    return float(info["episode"]["r"]), start_q, discounted


def train(task, s, seed, folder):
    """Train with settings `s` and record the run; the scores, (steps, return) each."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    env, test_env = tasks.make(task, s), tasks.make(task, s)
    env.reset(seed=seed)
    test_env.reset(seed=seed + 1000)
    inputs, actions = env.observation_space.shape[0], int(env.action_space.n)

    online = QNetwork(inputs, s["hidden"], actions, s["head"])
    target = copy.deepcopy(online)
    optimizer = OPTIMIZERS[s["optimizer"]](online.parameters(), lr=s["learning_rate"])
    memory = Memory(s["buffer_size"], inputs, rng)
    rec = Recorder(
        folder / "run.csv",
        online=online,
        target=target,
        gamma=s["gamma"],
        facts=settings.facts(s, framework="pytorch", loss="huber", tau=1.0),
        every=s["every"],
    )

    def learn():
        states, acts, rewards, next_states, ends = memory.sample(s["batch_size"])
        q_values = online(states)
        estimates = q_values.gather(1, acts.unsqueeze(1)).squeeze(1)
        next_values = s["next_values"](online, target, next_states)
        targets = rewards + s["gamma"] * (1.0 - ends) * next_values
        estimates, targets = s["pair"](estimates, targets)
        loss = nn.functional.smooth_l1_loss(estimates, targets)
        optimizer.zero_grad()
        loss.backward()
        rec.learn(
            states, acts, rewards, next_states, ends, q_values, targets, loss,
            taken=estimates,
        )  # fmt: skip
        optimizer.step()

    scores = []
    step = episode = 0
    while step < s["total_steps"]:
        state, _ = env.reset()
        over = False
        while not over:
            left = max(0.0, 1.0 - step / max(1, s["epsilon_steps"]))
            epsilon = s["epsilon_end"] + (1.0 - s["epsilon_end"]) * left
            greedy = rng.random() >= epsilon
            action = online.best(state)[0] if greedy else int(rng.integers(actions))
            next_state, reward, terminated, truncated, _ = env.step(action)
            over = terminated or truncated
            stored = s["stored"](state, action, next_state, actions)
            end = s["ends"](terminated, truncated)
            memory.push(*stored, reward, next_state, end)
            step += 1
            rec.step(
                state, action, reward, next_state, terminated, truncated,
                epsilon=epsilon, greedy=greedy,
            )  # fmt: skip
            state = next_state
            ready = step >= max(s["learning_starts"], s["batch_size"])
            every = s["train_frequency"]
            if ready and (over if every == "episode" else step % every == 0):
                learn()
            if step % s["target_interval"] == 0:
                target.load_state_dict(online.state_dict())
        episode += 1
        if episode % s["every"] == 0:
            score = greedy_episode(test_env, online, s["gamma"])
            rec.score(*score)
            scores.append((step, score[0]))
    rec.close()
    return scores
