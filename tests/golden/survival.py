"""Write `survival.csv`: what lifelines says of a few sets of runs.

A row holds two sets of runs, separated by semicolons: the time of each, with a `+` behind
it where the run is censored; then the share of the first that is left at each time at
which it happened to one, the median time of the first, and the statistic of the log-rank
test of the first against the second. Run it in an environment with `lifelines==0.30.3`.
"""

import csv
from pathlib import Path

import numpy as np
from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test


def runs(generator: np.random.Generator, amount: int, scale: float, end: float) -> tuple:
    """Times in whole steps, so that some are equal, of runs that are watched to `end`."""
    times = np.ceil(generator.exponential(scale, amount))
    lost = np.ceil(generator.uniform(0.3 * end, 2 * end, amount))
    watched = np.minimum(np.minimum(times, lost), end)
    return watched, (times <= watched).astype(int)


def cases() -> list[tuple]:
    """Sets of different sizes, with equal times, censored early and late or not at all."""
    generator = np.random.default_rng(7)
    return [
        (runs(generator, 21, 24, 60), runs(generator, 20, 40, 60)),
        (runs(generator, 19, 24, 60), runs(generator, 20, 24, 60)),
        (runs(generator, 9, 10, 15), runs(generator, 30, 90, 60)),
        (runs(generator, 5, 100, 60), runs(generator, 7, 10, 60)),
        ((np.array([3.0, 5.0]), np.array([1, 1])), (np.array([4.0, 9.0]), np.array([1, 0]))),
    ]


def text(set_of_runs: tuple) -> str:
    """The runs, with a `+` behind a time that is censored."""
    pairs = zip(*set_of_runs)
    return ";".join(f"{time:g}" + ("" if happened else "+") for time, happened in pairs)


def row(first: tuple, second: tuple) -> list:
    """Estimate the shares, the median, and the statistic of the test."""
    fitter = KaplanMeierFitter().fit(*first)
    times = sorted(set(first[0][first[1] == 1]))
    shares = ";".join(repr(float(fitter.survival_function_at_times(t).iloc[0])) for t in times)
    test = logrank_test(first[0], second[0], first[1], second[1])
    return [
        text(first),
        text(second),
        shares,
        repr(float(fitter.median_survival_time_)),
        repr(float(test.test_statistic)),
    ]


def main() -> None:
    """Write the file beside this script."""
    path = Path(__file__).resolve().parent / "survival.csv"
    with open(path, "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["first", "second", "shares", "median", "statistic"])
        writer.writerows(row(*case) for case in cases())


if __name__ == "__main__":
    main()
