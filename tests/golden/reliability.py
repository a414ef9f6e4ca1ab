"""Write `reliability.csv`: what rliable says of a few sets of scores.

A row holds two sets of scores of one task, separated by semicolons, and rliable's
interquartile mean of the first, its 95 % percentile interval by stratified bootstrap
with 50,000 draws, and the probability that the first improves on the second, with its
interval. Run it in an environment with `rliable==1.2.0`.
"""

import csv
from pathlib import Path

import numpy as np
from rliable import library, metrics

REPETITIONS = 50_000


def cases() -> list[tuple[np.ndarray, np.ndarray]]:
    """Sets of different sizes, with ties, outliers and runs that all agree."""
    generator = np.random.default_rng(3)
    return [
        (generator.uniform(200, 500, 20), generator.uniform(100, 500, 20)),
        (np.minimum(generator.normal(480, 40, 20), 500), np.full(20, 500.0)),
        (generator.uniform(9, 500, 5), generator.uniform(9, 500, 5)),
        (generator.integers(1, 6, 7).astype(float), generator.integers(2, 7, 9).astype(float)),
        (np.array([10.0, 500.0, 500.0, 500.0]), np.array([490.0, 495.0])),
    ]


def column(scores: np.ndarray) -> np.ndarray:
    """Runs of one task."""
    return scores.reshape(-1, 1)


def row(first: np.ndarray, second: np.ndarray) -> list:
    """Estimate both statistics and their intervals."""
    x, y = column(first), column(second)
    iqm, iqm_interval = library.get_interval_estimates(
        {"x": x},
        lambda scores: np.array([metrics.aggregate_iqm(scores)]),
        reps=REPETITIONS,
        random_state=np.random.RandomState(1),
    )
    better, better_interval = library.get_interval_estimates(
        {"xy": (x, y)},
        lambda a, b: np.array([metrics.probability_of_improvement(a, b)]),
        reps=REPETITIONS,
        random_state=np.random.RandomState(2),
    )
    numbers = [iqm["x"][0], *iqm_interval["x"][:, 0], better["xy"][0], *better_interval["xy"][:, 0]]
    sets = [";".join(repr(float(score)) for score in scores) for scores in (first, second)]
    return [*sets, *(repr(float(number)) for number in numbers)]


def main() -> None:
    """Write the file beside this script."""
    header = ["first", "second", "iqm", "iqm_low", "iqm_high", "better", "better_low", "better_high"]
    path = Path(__file__).resolve().parent / "reliability.csv"
    with open(path, "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(row(*case) for case in cases())


if __name__ == "__main__":
    main()
