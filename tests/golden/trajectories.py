"""Write what PyTorch makes of one generator seed, for the test of `ten_seeds.sh`.

    python trajectories.py SEED FOLDER

For each technique of `generate.py`, and for DQN itself, FOLDER has

`NAME_weights.safetensors`: the weights before each learner step and after the last,
stacked along the first dimension.
`NAME_steps.csv`: per step the loss, the mean of Q(s, a) over the batch and Q(s, a) of the
first transition.
`NAME_q.csv`: the Q-values of the probe states at the end, in float32 as everywhere, and
those of the same steps taken in float64.

and, for all of them, `pool.safetensors` and `pool_draws.safetensors` as in this folder.
"""

import copy
import sys
from pathlib import Path

import generate
import numpy as np
import torch
from generate import BATCHES, DecidedBatches, DuelingNetwork, Technique, learn
from torch import nn


class Snapshots:
    """Batches that are drawn by `draw`, and what the network was before each."""

    def __init__(self, seed: int) -> None:
        self.batches = DecidedBatches()
        self.batches.generator = np.random.default_rng(seed)
        self.weights: list[dict[str, torch.Tensor]] = []

    def draw(self, step: int, online: nn.Module) -> dict[str, torch.Tensor]:
        self.keep(online)
        return self.batches.draw(step, online)

    def keep(self, online: nn.Module) -> None:
        self.weights.append({key: w.detach().clone() for key, w in online.state_dict().items()})

    def stacked(self) -> dict[str, torch.Tensor]:
        return {key: torch.stack([w[key] for w in self.weights]) for key in self.weights[0]}


class SameBatches:
    """The batches that were drawn before."""

    def __init__(self, drawn: DecidedBatches) -> None:
        self.drawn = drawn

    def draw(self, step: int, _online: nn.Module) -> dict[str, torch.Tensor]:
        indices = self.drawn.drawn[step]
        return {key: values[indices] for key, values in self.drawn.pool.items()}


def network(technique: Technique, seed: int) -> nn.Module:
    """Draw the network that a technique begins with."""
    torch.manual_seed(seed)
    return DuelingNetwork() if technique.dueling else generate.network()


def write(technique: Technique, seed: int, weights: torch.Tensor) -> DecidedBatches:
    """Write the files of one technique, and return its batches."""
    model = network(technique, seed)
    exact = copy.deepcopy(model).double()
    snapshots = Snapshots(seed)
    steps = learn(model, snapshots, technique, weights)
    snapshots.keep(model)
    learn(exact, SameBatches(snapshots.batches), technique, weights)
    name = technique.name
    generate.write_tensors(f"{name}_weights.safetensors", snapshots.stacked())
    generate.write_csv(f"{name}_steps.csv", ["step", "loss", "mean_q", "q_first"], steps)
    probes = generate.probe_states()
    q, q_exact = generate.q_values(model, probes), generate.q_values(exact, probes.double())
    rows = [[*s, *a, *b] for s, a, b in zip(probes.tolist(), q, q_exact, strict=True)]
    header = [*generate.STATE_NAMES, "q_0", "q_1", "exact_0", "exact_1"]
    generate.write_csv(f"{name}_q.csv", header, rows)
    return snapshots.batches


def main() -> None:
    """Write the files of all techniques."""
    seed, folder = int(sys.argv[1]), Path(sys.argv[2])
    generate.HERE = folder
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    drawn = np.random.default_rng(seed).uniform(0.1, 1.0, (BATCHES, generate.BATCH_SIZE))
    weights = torch.from_numpy((drawn / drawn.max(axis=1, keepdims=True)).astype(np.float32))
    draws = {"weights": weights}
    for technique in [Technique("dqn"), *generate.TECHNIQUES]:
        batches = write(technique, seed, weights)
        draws[technique.name] = batches.indices()
    generate.write_tensors("pool.safetensors", batches.pool)
    generate.write_tensors("pool_draws.safetensors", draws)


if __name__ == "__main__":
    main()
