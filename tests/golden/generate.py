"""Write the golden files of the `deepq` tests.

Gymnasium plays CartPole-v1, NumPy computes the exploration schedules and
PyTorch trains a small Deep Q-Network. Every number in the golden files comes
from these three libraries, so the Rust code is tested against them.

Run `python generate.py` from any directory. The files appear beside the
script. Every random generator has a fixed seed and PyTorch uses one thread, so
a second run writes the same bytes.
"""

import copy
import csv
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gymnasium
import numpy as np
import torch
from safetensors.torch import load_file, save
from torch import nn

HERE = Path(__file__).resolve().parent

TIME_LIMIT = 500
THETA_LIMIT = 12 * 2 * math.pi / 360
X_LIMIT = 2.4
LEFT, RIGHT = 0, 1

BATCHES = 100
BATCH_SIZE = 64
POOL_SIZE = 6000
LEARNING_RATE = 0.0007
GAMMA = 1.0
TARGET_EVERY = 15
TAU = 0.01
PROBES = 32

STATE_NAMES = ["x", "x_dot", "theta", "theta_dot"]

# A policy sees the state and the number of steps already played.
Policy = Callable[[np.ndarray, int], int]


def write_csv(name: str, header: list[str], rows: list[list]) -> None:
    """Write one CSV file; floats keep every digit that `repr` gives them."""
    with open(HERE / name, "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([repr(cell) if isinstance(cell, float) else cell for cell in row])


def write_tensors(name: str, tensors: dict[str, torch.Tensor]) -> None:
    """Write one safetensors file."""
    (HERE / name).write_bytes(save(tensors))


# --------------------------------------------------------------------------
# Policies


def random_policy(seed: int) -> Policy:
    """Push left or right by the toss of a coin."""
    generator = np.random.default_rng(seed)
    return lambda state, step: int(generator.integers(2))


def constant_policy(action: int) -> Policy:
    """Push to the same side for ever; the pole falls to the other side."""
    return lambda state, step: action


def balancing_policy(lean: float = 0.0, centering: float = 1.0) -> Policy:
    """Keep the pole at the angle `lean` and, with `centering`, the cart near the middle.

    A leaning pole must be chased, so with a lean and without centering the cart
    speeds up until it leaves the track.
    """

    def push(state: np.ndarray, step: int) -> int:
        x, x_dot, theta, theta_dot = state
        score = (theta - lean) + 0.5 * theta_dot + centering * (0.05 * x + 0.1 * x_dot)
        return RIGHT if score > 0 else LEFT

    return push


def switching_policy(before: Policy, after: Policy, at: int) -> Policy:
    """Follow `before` for the first `at` steps and `after` from then on."""
    return lambda state, step: before(state, step) if step < at else after(state, step)


# --------------------------------------------------------------------------
# CartPole episodes


@dataclass
class Row:
    """One line of an episode: an action and what the environment answers."""

    action: int | None
    state: np.ndarray
    reward: float | None
    terminated: bool
    truncated: bool


@dataclass
class Episode:
    """A played episode with the name of the plan behind it."""

    plan: str
    rows: list[Row]

    def ending(self) -> str:
        """Say in words how the episode ends."""
        last = self.rows[-1]
        if last.truncated:
            return "terminated and truncated" if last.terminated else "truncated"
        x, _, theta, _ = last.state
        if abs(theta) > THETA_LIMIT:
            return "pole falls right" if theta > 0 else "pole falls left"
        return "cart leaves right" if x > 0 else "cart leaves left"


def play(
    environment: gymnasium.Env,
    plan: str,
    seed: int,
    policy: Policy,
    start: tuple[float, float, float, float] | None = None,
) -> Episode:
    """Play one episode to its end, from `start` when given, and keep the float64 states."""
    environment.reset(seed=seed)
    core = environment.unwrapped
    if start is not None:
        core.state = np.array(start, dtype=np.float64)
    rows = [Row(None, np.array(core.state), None, False, False)]
    while not (rows[-1].terminated or rows[-1].truncated):
        action = policy(rows[-1].state, len(rows) - 1)
        _, reward, terminated, truncated, _ = environment.step(action)
        rows.append(Row(action, np.array(core.state), float(reward), terminated, truncated))
    return Episode(plan, rows)


def fall_on_last_step(environment: gymnasium.Env, first_seed: int, side: int) -> Episode:
    """Balance, then push to one side, so late that the pole falls on the last step.

    The pole must still stand on step 499 and be over the limit on step 500. The
    search tries every step of the last second as the moment of the switch, and
    goes on to the next seed when none of them fits.
    """
    for seed in range(first_seed, first_seed + 20):
        for at in range(TIME_LIMIT - 50, TIME_LIMIT):
            policy = switching_policy(balancing_policy(), constant_policy(side), at)
            episode = play(environment, "late fall", seed, policy)
            if episode.ending() == "terminated and truncated":
                return episode
    raise RuntimeError(f"no late fall from seed {first_seed} on")


def play_all_episodes() -> list[Episode]:
    """Play every episode of `cart_pole.csv`."""
    environment = gymnasium.make("CartPole-v1")
    above_theta = math.nextafter(THETA_LIMIT, math.inf)
    above_x = math.nextafter(X_LIMIT, math.inf)
    episodes = [
        play(environment, "random", 100 + seed, random_policy(seed)) for seed in range(8)
    ]
    for seed in (200, 201):
        episodes.append(play(environment, "constant", seed, constant_policy(LEFT)))
        episodes.append(play(environment, "constant", seed, constant_policy(RIGHT)))
    for seed in range(300, 305):
        episodes.append(play(environment, "balancing", seed, balancing_policy()))
    for seed, lean in ((400, 0.08), (401, 0.1)):
        for angle in (lean, -lean):
            policy = balancing_policy(lean=angle, centering=0.0)
            episodes.append(play(environment, "leaning", seed, policy))
    episodes.append(fall_on_last_step(environment, 500, LEFT))
    episodes.append(fall_on_last_step(environment, 550, RIGHT))
    # Given start states: ordinary ones, then states exactly on a limit (still
    # allowed after the first step) and one float beyond it (not allowed).
    given = [
        ((0.01, 0.02, 0.03, 0.04), random_policy(600)),
        ((0.01, 0.02, 0.03, 0.04), balancing_policy()),
        ((-1.5, 0.75, -0.1, 0.5), balancing_policy()),
        ((0.0, 0.0, 0.0, 0.0), constant_policy(RIGHT)),
        ((2.0, -1.0, 0.15, -0.6), random_policy(601)),
        ((0.0, 0.0, THETA_LIMIT, 0.0), constant_policy(LEFT)),
        ((0.0, 0.0, -THETA_LIMIT, 0.0), constant_policy(RIGHT)),
        ((X_LIMIT, 0.0, 0.0, 0.0), constant_policy(RIGHT)),
        ((-X_LIMIT, 0.0, 0.0, 0.0), constant_policy(LEFT)),
        ((0.0, 0.0, above_theta, 0.0), constant_policy(RIGHT)),
        ((0.0, 0.0, -above_theta, 0.0), constant_policy(LEFT)),
        ((above_x, 0.0, 0.0, 0.0), constant_policy(LEFT)),
        ((-above_x, 0.0, 0.0, 0.0), constant_policy(RIGHT)),
    ]
    for start, policy in given:
        episodes.append(play(environment, "given start", 600, policy, start))
    environment.close()
    return episodes


def check_and_summarise(episodes: list[Episode]) -> None:
    """Print how the episodes end, and insist that every kind of ending is there."""
    kinds = Counter((episode.plan, episode.ending()) for episode in episodes)
    print(f"{len(episodes)} episodes, {sum(len(e.rows) for e in episodes)} rows")
    for (plan, ending), count in kinds.items():
        print(f"  {plan}: {ending} x {count}")
    # The given start states are left out: some end as soon as they begin.
    endings = Counter(e.ending() for e in episodes if e.plan != "given start")
    assert len(episodes) >= 24
    assert kinds["balancing", "truncated"] >= 4
    assert endings["terminated and truncated"] >= 1
    for ending in (
        "pole falls left",
        "pole falls right",
        "cart leaves left",
        "cart leaves right",
    ):
        assert endings[ending] >= 2, ending
    for episode in episodes:
        last = episode.rows[-1]
        if episode.ending().startswith("cart leaves"):
            assert abs(last.state[0]) > X_LIMIT and abs(last.state[2]) <= THETA_LIMIT
        if last.truncated:
            assert len(episode.rows) == TIME_LIMIT + 1
        assert all(row.reward == 1.0 for row in episode.rows[1:])


def write_cart_pole() -> None:
    """`cart_pole.csv`: whole episodes of CartPole-v1, one row per step.

    Row `step` 0 is the state before the first action; its `action` and `reward`
    are empty. Every later row is an action and the state that follows it.
    """
    episodes = play_all_episodes()
    check_and_summarise(episodes)
    rows = []
    for number, episode in enumerate(episodes):
        for step, row in enumerate(episode.rows):
            action = "" if row.action is None else row.action
            reward = "" if row.reward is None else row.reward
            flags = [int(row.terminated), int(row.truncated)]
            rows.append([number, step, action, *row.state.tolist(), reward, *flags])
    header = ["episode", "step", "action", *STATE_NAMES, "reward", "terminated", "truncated"]
    write_csv("cart_pole.csv", header, rows)


# --------------------------------------------------------------------------
# Exploration schedules


def schedule(steps: int, low: float, high: float) -> np.ndarray:
    """Fall from `high` to `low` along two decades of a logarithmic curve."""
    values = np.logspace(0, -2, steps)
    values = (values - values.min()) / (values.max() - values.min())
    return low + (high - low) * values


def write_schedules() -> None:
    """`schedules.csv`: samples of the two exploration schedules.

    The rows hold every 97th index, the first three and the last three.
    """
    rows = []
    for name, steps, low in (("lecture", 20000, 0.3), ("notebook", 10000, 0.01)):
        values = schedule(steps, low, 1.0)
        indices = {*range(0, steps, 97), 0, 1, 2, steps - 3, steps - 2, steps - 1}
        rows += [[name, index, float(values[index])] for index in sorted(indices)]
    write_csv("schedules.csv", ["schedule", "step", "value"], rows)


# --------------------------------------------------------------------------
# The Deep Q-Network learner


def network() -> nn.Sequential:
    """Build the Q-network: four numbers in, one action value per action out."""
    return nn.Sequential(
        nn.Linear(4, 512),
        nn.ReLU(),
        nn.Linear(512, 128),
        nn.ReLU(),
        nn.Linear(128, 2),
    )


def initial_network() -> nn.Sequential:
    """Build the network with PyTorch's default weights for a fixed seed."""
    torch.manual_seed(2024)
    return network()


def transition_pool() -> dict[str, np.ndarray]:
    """Play CartPole until the pool is full: half random, half balancing play.

    The balancing half tosses a coin for a few of its actions, and in every
    second episode it gives up after 60 steps, so that it has falls too.
    """
    environment = gymnasium.make("CartPole-v1")
    generator = np.random.default_rng(7)
    balance = balancing_policy()
    pool = {key: [] for key in ("states", "actions", "rewards", "next_states", "terminated")}
    number = 0
    for share, end in (("random", POOL_SIZE // 2), ("balancing", POOL_SIZE)):
        while len(pool["actions"]) < end:
            state, _ = environment.reset(seed=1000 + number)
            step, terminated, truncated = 0, False, False
            while not (terminated or truncated) and len(pool["actions"]) < end:
                gives_up = number % 2 == 0 and step >= 60
                if share == "random" or gives_up or generator.random() < 0.1:
                    action = int(generator.integers(2))
                else:
                    action = balance(state, step)
                next_state, reward, terminated, truncated, _ = environment.step(action)
                pool["states"].append(state)
                pool["actions"].append(action)
                pool["rewards"].append(reward)
                pool["next_states"].append(next_state)
                pool["terminated"].append(terminated)
                state = next_state
                step += 1
            number += 1
    environment.close()
    types = {"actions": np.int64}
    return {key: np.array(rows, dtype=types.get(key, np.float32)) for key, rows in pool.items()}


def draw_batches() -> dict[str, torch.Tensor]:
    """Draw the batches from the pool; no transition is twice in one batch."""
    pool = transition_pool()
    generator = np.random.default_rng(11)
    indices = np.stack(
        [generator.choice(POOL_SIZE, BATCH_SIZE, replace=False) for _ in range(BATCHES)]
    )
    batches = {key: torch.from_numpy(values[indices]) for key, values in pool.items()}
    ends = int(batches["terminated"].sum())
    print(f"{BATCHES} batches of {BATCH_SIZE} transitions, {ends} of them terminated")
    assert ends > BATCHES and ends < BATCHES * BATCH_SIZE // 4
    assert 0.4 < batches["actions"].double().mean() < 0.6
    return batches


class DuelingNetwork(nn.Module):
    """Two heads on one body: the value, and the advantages with their mean taken off."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 512), nn.ReLU(), nn.Linear(512, 128), nn.ReLU())
        self.value = nn.Linear(128, 1)
        self.advantage = nn.Linear(128, 2)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        features = self.body(states)
        advantages = self.advantage(features)
        return self.value(features) + advantages - advantages.mean(dim=1, keepdim=True)


@dataclass
class Technique:
    """What a learner does otherwise than DQN."""

    name: str
    double: bool = False
    weighted: bool = False
    polyak: bool = False
    dueling: bool = False
    huber: bool = False


TECHNIQUES = [
    Technique("ddqn", double=True),
    Technique("weighted", double=True, weighted=True),
    Technique("polyak", double=True, polyak=True),
    Technique("dueling", double=True, polyak=True, dueling=True),
    Technique("all", double=True, weighted=True, polyak=True, dueling=True),
    Technique("huber", double=True, weighted=True, huber=True),
]


def draw_weights() -> torch.Tensor:
    """Draw a weight for each transition of each batch, the largest of a batch 1."""
    weights = np.random.default_rng(17).uniform(0.1, 1.0, (BATCHES, BATCH_SIZE))
    weights /= weights.max(axis=1, keepdims=True)
    return torch.from_numpy(weights.astype(np.float32))


class StackedBatches:
    """The batches of DQN, drawn beforehand."""

    def __init__(self) -> None:
        self.batches = draw_batches()

    def draw(self, step: int, _online: nn.Module) -> dict[str, torch.Tensor]:
        return {key: values[step] for key, values in self.batches.items()}


class DecidedBatches:
    """Batches without next states in which the best action is a matter of rounding.

    Where two actions are worth the same but for the last digits, one library may
    take this action and the other that, and both are right. Such transitions are
    passed over, so that the two can be compared.
    """

    def __init__(self) -> None:
        self.pool = {key: torch.from_numpy(rows) for key, rows in transition_pool().items()}
        self.generator = np.random.default_rng(11)
        self.drawn = []

    def draw(self, _step: int, online: nn.Module) -> dict[str, torch.Tensor]:
        order = torch.from_numpy(self.generator.permutation(POOL_SIZE))
        with torch.no_grad():
            best = online(self.pool["next_states"][order]).topk(2, dim=1).values
        lead = best[:, 0] - best[:, 1]
        is_decided = lead > 1e-3 * best.abs().amax(dim=1).clamp(min=1.0)
        indices = order[is_decided][:BATCH_SIZE]
        assert len(indices) == BATCH_SIZE
        self.drawn.append(indices)
        return {key: values[indices] for key, values in self.pool.items()}

    def indices(self) -> torch.Tensor:
        return torch.stack(self.drawn).to(torch.int16)


def learn(
    online: nn.Module,
    batches: StackedBatches | DecidedBatches,
    technique: Technique,
    weights: torch.Tensor,
) -> list[list]:
    """Train `online` in place, one step per batch, and return a row per step.

    The target network starts as a copy of the online one. It takes the online
    weights again after the learner steps 0, 15, 30 and so on; with Polyak
    averaging it takes a share of them after every step.
    """
    dtype = next(online.parameters()).dtype
    target = copy.deepcopy(online)
    optimizer = torch.optim.RMSprop(online.parameters(), lr=LEARNING_RATE)
    rows = []
    for k in range(BATCHES):
        batch = batches.draw(k, online)
        states = batch["states"].to(dtype)
        actions = batch["actions"]
        rewards = batch["rewards"].to(dtype)
        next_states = batch["next_states"].to(dtype)
        terminated = batch["terminated"].to(dtype)
        with torch.no_grad():
            chooser = online if technique.double else target
            best = chooser(next_states).argmax(dim=1, keepdim=True)
            best_next = target(next_states).gather(1, best).squeeze(1)
            y = rewards + GAMMA * (1 - terminated) * best_next
        q = online(states).gather(1, actions.unsqueeze(1)).squeeze(1)
        w = weights[k].to(dtype) if technique.weighted else 1.0
        if technique.huber:
            errors = nn.functional.huber_loss(q, y, reduction="none", delta=1.0)
        else:
            errors = (y - q).square()
        loss = (w * errors).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if technique.polyak:
            with torch.no_grad():
                for old, new in zip(target.parameters(), online.parameters(), strict=True):
                    old.copy_(TAU * new + (1 - TAU) * old)
        elif k % TARGET_EVERY == 0:
            target.load_state_dict(online.state_dict())
        rows.append([k, loss.item(), q.mean().item(), q[0].item()])
    return rows


def probe_states() -> torch.Tensor:
    """Return the states at which the Q-values are compared."""
    generator = np.random.default_rng(13)
    high = np.array([X_LIMIT, 2.0, THETA_LIMIT, 2.0])
    return torch.from_numpy(generator.uniform(-high, high, (PROBES, 4)).astype(np.float32))


def q_values(model: nn.Sequential, states: torch.Tensor) -> list[list[float]]:
    """Return the action values of `model`, one list per state."""
    with torch.no_grad():
        return model(states).tolist()


def write_dqn() -> None:
    """Write the files of the learner.

    `dqn_initial.safetensors`: the weights before the first learner step.
    `dqn_batches.safetensors`: the batches, stacked along the first dimension.
    `dqn_trained.safetensors`: the weights after the last learner step.
    `dqn_steps.csv`: per step the loss, the mean of Q(s, a) over the batch and
    Q(s, a) of the first transition, all three before the weights change.
    `dqn_q.csv`: the Q-values of the probe states before and after training.
    """
    model = initial_network()
    batches = StackedBatches()
    write_tensors("dqn_initial.safetensors", model.state_dict())
    write_tensors("dqn_batches.safetensors", batches.batches)
    probes = probe_states()
    before = q_values(model, probes)
    steps = learn(model, batches, Technique("dqn"), draw_weights())
    write_tensors("dqn_trained.safetensors", model.state_dict())
    write_csv("dqn_steps.csv", ["step", "loss", "mean_q", "q_first"], steps)
    after = q_values(model, probes)
    header = [*STATE_NAMES, "q_initial_0", "q_initial_1", "q_trained_0", "q_trained_1"]
    rows = [[*s, *q0, *q1] for s, q0, q1 in zip(probes.tolist(), before, after, strict=True)]
    write_csv("dqn_q.csv", header, rows)
    print(f"loss {steps[0][1]:.4f} at the first step, {steps[-1][1]:.4f} at the last")


def write_techniques() -> None:
    """Write what the other techniques make of transitions from the same pool.

    `pool.safetensors`: the transitions.
    `pool_draws.safetensors`: for each technique, which of them each batch holds, and
    `weights`, how much each counts for the techniques that weigh.
    `dueling_initial.safetensors`: the dueling network before the first step.
    `NAME_steps.csv` and `NAME_q.csv`: as for DQN, after training only.
    """
    weights, probes = draw_weights(), probe_states()
    draws = {"weights": weights}
    torch.manual_seed(2025)
    dueling = DuelingNetwork()
    write_tensors("dueling_initial.safetensors", dueling.state_dict())
    for technique in TECHNIQUES:
        model = copy.deepcopy(dueling) if technique.dueling else initial_network()
        batches = DecidedBatches()
        steps = learn(model, batches, technique, weights)
        draws[technique.name] = batches.indices()
        header = ["step", "loss", "mean_q", "q_first"]
        write_csv(f"{technique.name}_steps.csv", header, steps)
        rows = [
            [*s, *q] for s, q in zip(probes.tolist(), q_values(model, probes), strict=True)
        ]
        write_csv(f"{technique.name}_q.csv", [*STATE_NAMES, "q_0", "q_1"], rows)
    write_tensors("pool.safetensors", batches.pool)
    write_tensors("pool_draws.safetensors", draws)


# --------------------------------------------------------------------------
# RMSprop on its own


def write_rmsprop() -> None:
    """`rmsprop.csv`: five RMSprop steps of a vector of three weights in float64.

    The weights start at (1, -2, 0.5). A row holds the gradient of the step and
    the weights after it. Zero and tiny gradients show where epsilon is added.
    """
    gradients = [
        [0.5, 1e-9, 0.0],
        [-0.25, 1e-7, 0.0],
        [0.0, 0.0, 1e-9],
        [3.0, -2.0, 1e-7],
        [1e-9, 0.0, -0.1],
    ]
    weights = nn.Parameter(torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64))
    optimizer = torch.optim.RMSprop([weights], lr=0.01)
    rows = []
    for step, gradient in enumerate(gradients):
        weights.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        rows.append([step, *gradient, *weights.tolist()])
    write_csv("rmsprop.csv", ["step", "g0", "g1", "g2", "w0", "w1", "w2"], rows)


# --------------------------------------------------------------------------
# The optimisers side by side

# Each makes an optimiser of some parameters, with PyTorch's arguments.
OPTIMIZERS = {
    "rms_prop": (torch.optim.RMSprop, {}),
    "rms_prop_nature": (torch.optim.RMSprop, {"alpha": 0.95, "eps": 0.01}),
    "centered_rms_prop": (torch.optim.RMSprop, {"centered": True}),
    "adam": (torch.optim.Adam, {}),
    "adam_epsilon": (torch.optim.Adam, {"betas": (0.8, 0.99), "eps": 1.5e-4}),
    "ams_grad": (torch.optim.Adam, {"amsgrad": True}),
    "rprop": (torch.optim.Rprop, {}),
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "clipped_by_norm": (torch.optim.Adam, {}),
    "clipped_by_value": (torch.optim.SGD, {"momentum": 0.9}),
}
OPTIMIZER_WEIGHTS = 4
LARGEST_NORM, LARGEST_VALUE = 1.0, 0.5


def draw_gradients() -> torch.Tensor:
    """Draw a gradient per step: large and tiny parts, some of them 0 for a while."""
    generator = np.random.default_rng(19)
    shape = (BATCHES, OPTIMIZER_WEIGHTS)
    sizes = 10.0 ** generator.uniform(-6, 1, shape)
    gradients = sizes * generator.choice([-1.0, 1.0], shape)
    gradients[generator.random(shape) < 0.2] = 0.0
    gradients[50:60, 0] = 0.0
    return torch.from_numpy(gradients.astype(np.float32))


def weights_of(name: str, gradients: torch.Tensor) -> list[list[float]]:
    """Return the weights after each step of an optimiser, in float32."""
    weights = nn.Parameter(torch.tensor([1.0, -2.0, 0.5, 0.0]))
    make, settings = OPTIMIZERS[name]
    optimizer = make([weights], lr=0.01, **settings)
    rows = []
    for gradient in gradients:
        weights.grad = gradient.clone()
        if name == "clipped_by_norm":
            nn.utils.clip_grad_norm_([weights], LARGEST_NORM)
        if name == "clipped_by_value":
            nn.utils.clip_grad_value_([weights], LARGEST_VALUE)
        optimizer.step()
        rows.append(weights.tolist())
    return rows


def write_optimizers() -> None:
    """`optimizers.csv`: a hundred steps of each optimiser from the same gradients.

    The four weights start at (1, -2, 0.5, 0). A row holds the gradient of the step and
    the weights after it, those of each optimiser.
    """
    gradients = draw_gradients()
    runs = {name: weights_of(name, gradients) for name in OPTIMIZERS}
    header = ["step", *(f"g{i}" for i in range(OPTIMIZER_WEIGHTS))]
    header += [f"{name}_{i}" for name in runs for i in range(OPTIMIZER_WEIGHTS)]
    rows = [
        [step, *gradient, *(number for weights in runs.values() for number in weights[step])]
        for step, gradient in enumerate(gradients.tolist())
    ]
    write_csv("optimizers.csv", header, rows)


# --------------------------------------------------------------------------
# Layer norm on its own


def write_layer_norm() -> None:
    """`layer_norm.csv`: layer norm and its gradients in float64.

    A row of the file holds one number of one row of the batch. Its columns are x, the
    parameters, the slope of a loss at y, the output y, and the slopes of the loss at x
    and at the parameters. The last two are sums over the batch, so each row has them.
    `plain_y` and `plain_dx` are those of layer norm without parameters.
    The rows of the batch: ordinary numbers, numbers with a large mean, numbers that are
    nearly equal, and equal ones, where epsilon decides.
    """
    generator = np.random.default_rng(14)
    size = 7
    numbers = generator.normal(size=(4, size))
    numbers[1] += 50
    numbers[2] = 1 + numbers[2] / 32
    numbers[3] = 0.5

    def float32(values: np.ndarray) -> torch.Tensor:
        """Numbers that are exact in single precision, in double precision."""
        return torch.from_numpy(values.astype(np.float32)).double()

    x = float32(numbers).requires_grad_()
    dy = float32(generator.normal(size=(4, size)))
    norm = nn.LayerNorm(size, dtype=torch.float64)
    with torch.no_grad():
        norm.weight.copy_(float32(generator.normal(size=size)))
        norm.bias.copy_(float32(generator.normal(size=size)))
    y = norm(x)
    dx, dweight, dbias = torch.autograd.grad(y, [x, norm.weight, norm.bias], dy)
    plain_y = nn.LayerNorm(size, elementwise_affine=False)(x)
    (plain_dx,) = torch.autograd.grad(plain_y, [x], dy)
    of_batch = [x, dy, y, dx, plain_y, plain_dx]
    of_place = [norm.weight, norm.bias, dweight, dbias]
    rows = [
        [row, *(t[row, i].item() for t in of_batch), *(t[i].item() for t in of_place)]
        for row in range(len(x))
        for i in range(size)
    ]
    header = ["row", "x", "dy", "y", "dx", "plain_y", "plain_dx"]
    header += ["weight", "bias", "dweight", "dbias"]
    write_csv("layer_norm.csv", header, rows)


# --------------------------------------------------------------------------
# Observation normalisation


def write_normalized() -> None:
    """`normalized.csv`: CartPole-v1 through Gymnasium's `NormalizeObservation`.

    Three episodes of one environment, so the statistics go on from each to the
    next. A row holds the state in float32 and the state as it is normalised. In
    the last episode, the statistics are frozen.
    """
    environment = gymnasium.wrappers.NormalizeObservation(gymnasium.make("CartPole-v1"))
    core = environment.unwrapped
    policies = [random_policy(700), balancing_policy(), random_policy(701)]
    rows = []
    for episode, policy in enumerate(policies):
        environment.update_running_mean = episode < 2
        normalized, _ = environment.reset(seed=700 + episode)
        step, terminated = 0, False
        while True:
            state = np.array(core.state, dtype=np.float32)
            rows.append([episode, step, *state.tolist(), *normalized.tolist()])
            if terminated or step == 150:
                break
            action = policy(np.array(core.state), step)
            normalized, _, terminated, _, _ = environment.step(action)
            step += 1
    environment.close()
    normalized_names = [f"normalized_{name}" for name in STATE_NAMES]
    write_csv("normalized.csv", ["episode", "step", *STATE_NAMES, *normalized_names], rows)


# --------------------------------------------------------------------------
# A model saved by the Rust crate


def q_of_saved_model() -> None:
    """`deepq_saved_q.csv`: Q-values of a model that the Rust crate saved.

    The model is `deepq_saved.safetensors`. PyTorch must accept every tensor of
    it, by name and by shape. Without the file there is nothing to do.
    """
    path = HERE / "deepq_saved.safetensors"
    if not path.exists():
        print(f"{path.name} is not there: skipped")
        return
    model = network()
    model.load_state_dict(load_file(path), strict=True)
    probes = probe_states()
    rows = [[*s, *q] for s, q in zip(probes.tolist(), q_values(model, probes), strict=True)]
    write_csv("deepq_saved_q.csv", [*STATE_NAMES, "q_0", "q_1"], rows)
    print(f"{path.name}: Q-values written")


def main() -> None:
    """Write every golden file."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    write_cart_pole()
    write_schedules()
    write_dqn()
    write_techniques()
    write_rmsprop()
    write_optimizers()
    write_layer_norm()
    write_normalized()
    q_of_saved_model()


if __name__ == "__main__":
    main()
