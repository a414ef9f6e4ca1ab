"""The same DQN in PyTorch, well written, to be timed in turns with ours.

Reads one order per line, and answers each with one line of numbers:

    learner_step N     seconds per learner step
    compiled N         the same, with the loss and the optimiser compiled by torch.compile
    products N         seconds for the matrix products of one learner step alone
    evaluation N       seconds per environment step of greedy play, one at a time
    whole_seed N       seconds, training steps, evaluation steps of N episodes
    as_printed N       the same by the lecture's procedure: a sampler whose cost grows
                       with the memory, and a graph for every forward pass

One thread, as a run of ours has. Needs torch, gymnasium and numpy, in the versions
of tests/golden/requirements.txt.
"""

import copy
import sys
import time

import gymnasium
import numpy
import torch

BATCH, CAPACITY, WARM_UP, COPY_EVERY = 64, 50_000, 320, 15
GAMMA, LEARNING_RATE, SEED = 1.0, 0.0007, 12
EPSILON_START, EPSILON_END, EPSILON_STEPS = 1.0, 0.3, 20_000
EVALUATION_EPISODES = 5


class Memory:
    """A ring of transitions in columns; a sample costs O(batch)."""

    def __init__(self, generator):
        self.states = numpy.zeros((CAPACITY, 4), numpy.float32)
        self.actions = numpy.zeros(CAPACITY, numpy.int64)
        self.rewards = numpy.zeros(CAPACITY, numpy.float32)
        self.next_states = numpy.zeros((CAPACITY, 4), numpy.float32)
        self.terminated = numpy.zeros(CAPACITY, numpy.float32)
        self.stored = 0
        self.generator = generator

    def __len__(self):
        return min(self.stored, CAPACITY)

    def store(self, state, action, reward, next_state, terminated):
        place = self.stored % CAPACITY
        self.states[place] = state
        self.actions[place] = action
        self.rewards[place] = reward
        self.next_states[place] = next_state
        self.terminated[place] = terminated
        self.stored += 1

    def draw(self):
        """Floyd's method, which NumPy uses without being asked to shuffle."""
        return self.generator.choice(len(self), BATCH, replace=False, shuffle=False)

    def sample(self):
        rows = self.draw()
        columns = (self.states, self.actions, self.rewards, self.next_states)
        tensors = [torch.from_numpy(column[rows]) for column in columns]
        return *tensors, torch.from_numpy(self.terminated[rows])


RECORD = numpy.dtype(
    [
        ("state", numpy.float32, 4),
        ("action", numpy.int32),
        ("reward", numpy.float32),
        ("next_state", numpy.float32, 4),
        ("terminated", numpy.int8),
    ]
)


class RecordMemory:
    """The lecture's memory: rows of records, drawn from a list of all places that is
    made anew for each sample, so that a sample costs O(N)."""

    def __init__(self, _generator):
        self.records = numpy.empty(CAPACITY, RECORD)
        self.stored = 0

    def __len__(self):
        return min(self.stored, CAPACITY)

    def store(self, *transition):
        self.records[self.stored % CAPACITY] = transition
        self.stored += 1

    def sample(self):
        places = numpy.random.choice(range(len(self)), BATCH, replace=False)
        batch = self.records[places]
        columns = [torch.from_numpy(batch[name].copy()) for name in RECORD.names]
        states, actions, rewards, next_states, terminated = columns
        return states, actions.long(), rewards, next_states, terminated.float()


class Learner:
    """Online network, target network, RMSprop."""

    def __init__(self):
        torch.manual_seed(SEED)
        self.online = torch.nn.Sequential(
            torch.nn.Linear(4, 512),
            torch.nn.ReLU(),
            torch.nn.Linear(512, 128),
            torch.nn.ReLU(),
            torch.nn.Linear(128, 2),
        )
        self.target = copy.deepcopy(self.online)
        parameters = self.online.parameters()
        self.optimizer = torch.optim.RMSprop(parameters, lr=LEARNING_RATE)

    def loss(self, states, actions, rewards, next_states, terminated):
        with torch.no_grad():
            next_values = self.target(next_states).amax(1)
            targets = rewards + GAMMA * (1 - terminated) * next_values
        values = self.online(states).gather(1, actions.unsqueeze(1)).squeeze(1)
        return (targets - values).square().mean()

    def learn(self, *batch):
        loss = self.loss(*batch)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def copy_target(self):
        self.target.load_state_dict(self.online.state_dict())

    @torch.no_grad()
    def act(self, state):
        return int(self.online(torch.from_numpy(state).unsqueeze(0)).argmax())


class CompiledLearner(Learner):
    """The loss with its gradient as one compiled program, the optimiser as another."""

    def __init__(self):
        super().__init__()
        self.loss = torch.compile(self.loss)
        self.optimizer.step = torch.compile(self.optimizer.step)


class GraphLearner(Learner):
    """The lecture's learner: every forward pass builds a graph, used or not, and the
    target network is copied tensor by tensor."""

    def learn(self, states, actions, rewards, next_states, terminated):
        next_values = self.target(next_states).detach().max(1)[0]
        targets = rewards + GAMMA * next_values * (1 - terminated)
        values = self.online(states).gather(1, actions.unsqueeze(1)).squeeze(1)
        loss = (targets - values).pow(2).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def copy_target(self):
        pairs = zip(self.target.parameters(), self.online.parameters())
        for target, online in pairs:
            target.data.copy_(online.data)

    def act(self, state):
        values = self.online(torch.from_numpy(numpy.array(state)).unsqueeze(0))
        return int(numpy.argmax(values.detach().numpy()))


def play(environment, act):
    """Plays one greedy episode and returns its number of steps."""
    state, _ = environment.reset()
    steps, is_over = 0, False
    while not is_over:
        state, _, terminated, truncated, _ = environment.step(act(state))
        steps, is_over = steps + 1, terminated or truncated
    return steps


def epsilon(step):
    if step >= EPSILON_STEPS:
        return EPSILON_END
    curve = 10.0 ** (-2.0 * step / (EPSILON_STEPS - 1))
    return EPSILON_END + (EPSILON_START - EPSILON_END) * (curve - 0.01) / 0.99


def train(episodes, memory_class, learner_class):
    """Trains and evaluates as ours does; returns training and evaluation steps."""
    generator = numpy.random.default_rng(SEED)
    numpy.random.seed(SEED)
    memory, learner = memory_class(generator), learner_class()
    world = gymnasium.make("CartPole-v1")
    exam = gymnasium.make("CartPole-v1")
    world.reset(seed=SEED)
    exam.reset(seed=SEED + 1)
    step, evaluation_steps = 0, 0
    for _ in range(episodes):
        state, _ = world.reset()
        is_over = False
        while not is_over:
            if generator.random() < epsilon(step):
                action = int(generator.integers(2))
            else:
                action = learner.act(state)
            next_state, reward, terminated, truncated, _ = world.step(action)
            memory.store(state, action, reward, next_state, terminated)
            if len(memory) > WARM_UP:
                learner.learn(*memory.sample())
            if step % COPY_EVERY == 0:
                learner.copy_target()
            state, is_over = next_state, terminated or truncated
            step += 1
        for _ in range(EVALUATION_EPISODES):
            evaluation_steps += play(exam, learner.act)
    return step, evaluation_steps


def fill(memory, count):
    world = gymnasium.make("CartPole-v1")
    state, _ = world.reset(seed=SEED)
    for action in memory.generator.integers(2, size=count):
        next_state, reward, terminated, truncated, _ = world.step(int(action))
        memory.store(state, action, reward, next_state, terminated)
        state = next_state
        if terminated or truncated:
            state, _ = world.reset()


def seconds_of(repeat, work):
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - start) / repeat


def products():
    """The products of one learner step: two forward passes and one backward."""
    shapes = {"x": (BATCH, 4), "h": (BATCH, 512), "g": (BATCH, 128), "q": (BATCH, 2)}
    x, h, g, q = (torch.randn(shape) for shape in shapes.values())
    w1, w2, w3 = torch.randn(4, 512), torch.randn(512, 128), torch.randn(128, 2)

    def work():
        for _ in range(2):
            x @ w1, h @ w2, g @ w3
        g.t() @ q, q @ w3.t()
        h.t() @ g, g @ w2.t()
        x.t() @ h

    return work


def main():
    torch.set_num_threads(1)
    memory, learner = Memory(numpy.random.default_rng(SEED)), Learner()
    compiled = None
    fill(memory, 5_000)
    multiply = products()
    exam = gymnasium.make("CartPole-v1")
    exam.reset(seed=SEED)
    print("ready", flush=True)
    for line in sys.stdin:
        order, count = line.split()
        count = int(count)
        if order == "learner_step":
            answer = [seconds_of(count, lambda: learner.learn(*memory.sample()))]
        elif order == "compiled":
            if compiled is None:
                compiled = CompiledLearner()
                for _ in range(20):
                    compiled.learn(*memory.sample())
            answer = [seconds_of(count, lambda: compiled.learn(*memory.sample()))]
        elif order == "products":
            answer = [seconds_of(count, multiply)]
        elif order == "evaluation":
            steps, start = 0, time.perf_counter()
            while steps < count:
                steps += play(exam, learner.act)
            answer = [(time.perf_counter() - start) / steps]
        else:
            twins = {
                "whole_seed": (Memory, Learner),
                "as_printed": (RecordMemory, GraphLearner),
            }
            start = time.perf_counter()
            steps = train(count, *twins[order])
            answer = [time.perf_counter() - start, *steps]
        print(*answer, flush=True)


main()
