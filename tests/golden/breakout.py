"""Write the golden games of Breakout: `breakout.csv`, played by the package `minatar`.

Run `python breakout.py` in an environment with `minatar==1.0.15` and its `numpy`. The
actions are not sticky, so that a game follows from its start and its actions.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from minatar import Environment

HERE = Path(__file__).resolve().parent

# The channels of a state.
PADDLE, BALL, TRAIL, BRICK = range(4)
# No move, and the moves to the left and to the right; the others move nothing.
STAY, LEFT, RIGHT = 0, 1, 3

# A policy sees the state and the number of steps already played.
Policy = Callable[[np.ndarray, int], int]


def places(state: np.ndarray) -> list[int]:
    """Column of the paddle; column and row of the ball and of its trail; bricks by bits."""
    paddle = int(np.argmax(state[9, :, PADDLE]))
    found = [paddle]
    for channel in (BALL, TRAIL):
        row, column = np.argwhere(state[:, :, channel])[0]
        found += [int(column), int(row)]
    bricks = np.flatnonzero(state[:, :, BRICK].flatten())
    assert all(10 <= brick < 40 for brick in bricks)
    found.append(sum(1 << int(brick - 10) for brick in bricks))
    return found


def follow(offset: int, seed: int, mistakes: float) -> Policy:
    """Keep the paddle `offset` beside the ball, but for some random moves."""
    generator = np.random.default_rng(seed)

    def move(state: np.ndarray, step: int) -> int:
        if generator.random() < mistakes:
            return int(generator.integers(6))
        paddle, ball = places(state)[:2]
        away = ball + offset - paddle
        return STAY if away == 0 else (RIGHT if away > 0 else LEFT)

    return move


def on_either_side(seed: int) -> Policy:
    """Meet the ball under it or beside it, as chance has it, so that no two games are alike.

    In such games the ball comes between rows of bricks, where it strikes twice in a row.
    """
    generator = np.random.default_rng(seed)
    beside = 0

    def move(state: np.ndarray, step: int) -> int:
        nonlocal beside
        paddle, ball, row, trail, before, _ = places(state)
        if row < before or step == 0:
            beside = int(generator.integers(2))
        away = ball + beside * (1 if ball > trail else -1) - paddle
        return STAY if away == 0 else (RIGHT if away > 0 else LEFT)

    return move


def play(seed: int, policy: Policy, steps: int) -> list[list]:
    """One game, until it is over or has `steps` steps."""
    game = Environment("breakout", sticky_action_prob=0.0)
    game.seed(seed)
    game.reset()
    rows = [["", *places(game.state()), "", 0]]
    while len(rows) <= steps and not rows[-1][-1]:
        action = policy(game.state(), len(rows) - 1)
        reward, over = game.act(action)
        rows.append([action, *places(game.state()), int(reward), int(over)])
    return rows


def main() -> None:
    """Games that are soon lost, and games in which all bricks are broken, and again."""
    games = [play(seed, follow(0, seed, 1.0), 300) for seed in range(12)]
    games += [play(seed, follow(0, seed, 0.1), 600) for seed in range(20, 32)]
    games += [play(seed, follow(0, seed, 0.0), 900) for seed in range(40, 44)]
    games += [play(seed, follow(1, seed, 0.02), 600) for seed in range(50, 54)]
    games += [play(seed, follow(-1, seed, 0.02), 600) for seed in range(60, 64)]
    games += [play(seed, on_either_side(seed), 450) for seed in (0, 5, 8, 9)]
    with open(HERE / "breakout.csv", "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        seen = ["paddle", "ball_x", "ball_y", "trail_x", "trail_y", "bricks"]
        writer.writerow(["game", "step", "action", *seen, "reward", "terminated"])
        for number, game in enumerate(games):
            for step, row in enumerate(game):
                writer.writerow([number, step, *row])
    starts = {tuple(game[0][1:6]) for game in games}
    returns = [sum(row[-2] for row in game[1:]) for game in games]
    print(len(games), "games from", starts, "returns", returns)


if __name__ == "__main__":
    main()
