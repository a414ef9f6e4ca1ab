"""Write the golden files of the worlds besides the cart-pole.

Gymnasium plays every episode. Run `python worlds.py` in an environment with the
`gymnasium` and `numpy` of `requirements.txt`; the files appear beside the script,
and a second run writes the same bytes.
"""

import csv
import math
from collections.abc import Callable
from pathlib import Path

import gymnasium
import numpy as np

HERE = Path(__file__).resolve().parent

# A policy sees the state and the number of steps already played.
Policy = Callable[[np.ndarray, int], int]


def write_csv(name: str, header: list[str], rows: list[list]) -> None:
    """Write one CSV file; floats keep every digit that `repr` gives them."""
    with open(HERE / name, "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([repr(cell) if isinstance(cell, float) else cell for cell in row])


def random_policy(seed: int, actions: int = 3) -> Policy:
    """Any action, as likely as every other."""
    generator = np.random.default_rng(seed)
    return lambda state, step: int(generator.integers(actions))


def along(index: int) -> Policy:
    """Push in the direction of the number `index` of the state."""
    return lambda state, step: 2 if state[index] >= 0 else 0


def late(policy: Policy, at: int) -> Policy:
    """Do nothing until step `at`, then follow `policy`."""
    return lambda state, step: 1 if step < at else policy(state, step)


def play(
    environment: gymnasium.Env,
    seed: int,
    policy: Policy,
    start: tuple[float, ...] | None = None,
) -> list[list]:
    """Play one episode to its end: action, state, observation, reward and endings."""
    seen, _ = environment.reset(seed=seed)
    core = environment.unwrapped
    if start is not None:
        core.state = np.array(start, dtype=np.float64)
    state = np.array(core.state, dtype=np.float64)
    rows = [["", *state.tolist(), *[""] * len(seen), "", 0, 0]]
    while not (rows[-1][-1] or rows[-1][-2]):
        action = policy(state, len(rows) - 1)
        seen, reward, terminated, truncated, _ = environment.step(action)
        state = np.array(core.state, dtype=np.float64)
        answer = [float(reward), int(terminated), int(truncated)]
        rows.append([action, *state.tolist(), *(float(number) for number in seen), *answer])
    return rows


def write_episodes(
    name: str, states: list[str], seen: list[str], episodes: list[list[list]]
) -> None:
    """One row per step; row `step` 0 is the state before the first action."""
    rows = [
        [number, step, *row]
        for number, episode in enumerate(episodes)
        for step, row in enumerate(episode)
    ]
    header = ["episode", "step", "action", *states, *seen]
    write_csv(name, [*header, "reward", "terminated", "truncated"], rows)
    ends = [tuple(episode[-1][-2:]) for episode in episodes]
    print(name, len(rows), "rows;", {end: ends.count(end) for end in sorted(set(ends))})


def ending_on_the_limit(environment: gymnasium.Env, policy: Policy, limit: int) -> list[list]:
    """An episode that reaches its goal on the very step that it is truncated on."""
    for seed in range(700, 720):
        for at in range(limit):
            episode = play(environment, seed, late(policy, at))
            if episode[-1][-2:] == [1, 1]:
                return episode
    raise RuntimeError("no episode ends both ways")


def write_acrobot() -> None:
    """`acrobot.csv`: swings that reach the goal, that do not, and fast turns."""
    environment = gymnasium.make("Acrobot-v1")
    episodes = [play(environment, 100 + seed, random_policy(seed)) for seed in range(3)]
    episodes += [play(environment, 200 + seed, along(3)) for seed in range(4)]
    # Two full turns in sight, speeds at their bounds, and beyond half a turn.
    turning = [
        (3.0, 0.0, 4.0, 2.0),
        (-3.0, 0.5, -8.0, 10.0),
        (0.0, 3.1, 12.5, -28.0),
        (1.0, -3.1, -12.5, 28.2),
        (0.5, 2.0, 0.0, 28.27),
    ]
    for number, start in enumerate(turning):
        episodes.append(play(environment, 300, random_policy(30 + number), start))
    states = ["theta1", "theta2", "theta1_dot", "theta2_dot"]
    seen = ["cos1", "sin1", "cos2", "sin2", "speed1", "speed2"]
    write_episodes("acrobot.csv", states, seen, episodes)


def write_mountain_car() -> None:
    """`mountain_car.csv`: cars that reach the goal, that do not, and the wall."""
    environment = gymnasium.make("MountainCar-v0")
    episodes = [play(environment, 100 + seed, random_policy(seed)) for seed in range(4)]
    episodes += [play(environment, 200 + seed, along(1)) for seed in range(6)]
    for action in range(3):
        constant = lambda state, step, action=action: action
        episodes.append(play(environment, 300, constant))
    episodes.append(ending_on_the_limit(environment, along(1), 200))
    below = math.nextafter(0.5, 0.0)
    given = [
        ((-1.19, -0.05), 0),
        ((-1.2, 0.0), 0),
        ((0.59, 0.07), 2),
        ((0.5, -0.01), 2),
        ((below - 0.02, 0.02), 2),
        ((0.0, 0.0699), 2),
        ((-1.0, 0.0695), 2),
    ]
    for start, action in given:
        constant = lambda state, step, action=action: action
        episodes.append(play(environment, 400, constant, start))
    seen = ["seen_position", "seen_velocity"]
    write_episodes("mountain_car.csv", ["position", "velocity"], seen, episodes)


def best_values(table: dict, gamma: float) -> np.ndarray:
    """Q of the best policy, by policy iteration: each policy's values solve linear equations.

    `table` is Gymnasium's: chance, next state, reward and end of each outcome.
    """
    states, actions = len(table), len(table[0])
    chances = np.zeros((states, actions, states))
    rewards = np.zeros((states, actions))
    for state in range(states):
        for action in range(actions):
            for chance, following, reward, ends in table[state][action]:
                rewards[state, action] += chance * reward
                chances[state, action, following] += 0.0 if ends else chance
    policy = np.zeros(states, dtype=int)
    while True:
        each = np.arange(states)
        system = np.eye(states) - gamma * chances[each, policy]
        values = np.linalg.solve(system, rewards[each, policy])
        both = rewards + gamma * chances @ values
        is_better = both.max(axis=1) > both[each, policy] + 1e-12
        if not is_better.any():
            return both
        policy = np.where(is_better, both.argmax(axis=1), policy)


def write_frozen_lake() -> None:
    """`frozen_lake.csv`: Gymnasium's table of the slippery lake, and its best values."""
    table = gymnasium.make("FrozenLake-v1").unwrapped.P
    discounted, whole = best_values(table, 0.99), best_values(table, 1.0)
    rows = []
    for state, of_state in table.items():
        for action, outcomes in of_state.items():
            if len(outcomes) == 1:
                continue
            of_all = [cell for _, *outcome in outcomes for cell in outcome]
            assert all(math.isclose(chance, 1 / 3) for chance, *_ in outcomes)
            values = [float(discounted[state, action]), float(whole[state, action])]
            rows.append([state, action, *(float(cell) for cell in of_all), *values])
    header = [f"{what}{k}" for k in range(3) for what in ("next", "reward", "end")]
    write_csv("frozen_lake.csv", ["state", "action", *header, "q_099", "q_1"], rows)
    print("frozen_lake.csv", len(rows), "rows")


if __name__ == "__main__":
    write_frozen_lake()
    write_acrobot()
    write_mountain_car()
