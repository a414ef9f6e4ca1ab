"""Record a DQN run, of any framework, as rows that `deepq doctor` can judge.

Two calls in a training loop, one per environment step and one per learner step:

    rec = Recorder("run.csv", online=q_net, target=target_net, gamma=0.99)
    rec.step(state, action, reward, next_state, terminated, truncated, epsilon=eps)
    rec.learn(states, actions, rewards, next_states, dones, q_values, targets, loss)

Every episode becomes a row of `run.csv`, with the columns of the table below; the
facts of the run (discount factor, batch size ...) are in `run.json` beside it.

The recorder watches and never changes a run: it draws no random number, leaves no
gradient, and evaluates networks only as copies. It needs the standard library alone;
tensors, arrays and lists are all read through the methods they share.

Copy this file into a project, or install the package `deepq-recorder`.
"""

from __future__ import annotations

import atexit
import copy
import csv
import hashlib
import json
import math
import os
import random
import statistics
import sys
import time
import warnings
import weakref
from array import array
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator, Optional

__version__ = "0.1.0"
__all__ = ["COLUMNS", "Recorder", "sb3_callback"]

# --------------------------------------------------------------------------------------
# The columns
# --------------------------------------------------------------------------------------

#: Each column and its meaning. Returns and values are in units of reward, lengths of
#: time in environment steps. A cell whose number is unknown is empty. A "batch" below is
#: one of the batches that were examined: the first of a row and every k-th after it.
COLUMNS: dict[str, str] = {
    # Where the run is.
    "episode": "training episodes so far, this one included",
    "steps": "environment steps so far",
    "score": "mean return of the last evaluation; without one, the training return",
    "start_q": "max_a Q(s0, a) of the evaluation; without one, of the training episode",
    "start_return": "discounted return that start_q predicts",
    "episode_return": "return of the training episode",
    "epsilon": "exploration rate on the last step",
    "greedy_share": "share of the steps whose action the network chose",
    "learner_steps": "learner steps so far",
    "target_updates": "updates of the target network so far, as seen from outside",
    # What the learner steps were like.
    "loss": "mean loss over all learner steps",
    "gradient_norm": "norm of the gradient in the last examined learner step",
    "zero_gradient_share": "share of the weights whose gradient was 0 in that step",
    "mean_abs_q": "mean |Q(s, a)| of the actions in the batches",
    "max_abs_q": "largest |Q(s, a)| of the actions in the batches",
    "td_error_p10": "tenth percentile of the TD errors y - Q(s, a)",
    "td_error_p50": "median of the TD errors",
    "td_error_p90": "ninetieth percentile of the TD errors",
    "action_gap": "mean of best minus second-best Q(s, .)",
    "terminal_share": "share of the transitions in the batches whose flag says terminal",
    "rewarded_share": "share of them whose reward is not 0",
    "unmoved_share": "share of them whose next state equals their state",
    "max_abs_input": "largest |number| in the states of the batches",
    "median_abs_input": "median |number| in the states of a batch, mean over batches",
    "sample_age": "mean age of the transitions, for those executed only once",
    "weight_slope": "slope of ln(importance weight) over ln(probability): -beta",
    "target_distance": "|theta - theta_target| / |theta| at the end of the row",
    "priority_spread": "N * largest probability met in the batches",
    "effective_samples": "1 / sum of P^2, estimated as 1 / mean P of the batches",
    # What the values are like.
    "output_low": "least Q(s, a) over the states of the batches and all actions",
    "output_high": "largest Q(s, a) over the states of the batches and all actions",
    "constant_outputs": "share of the outputs that are one number for a whole batch",
    "alone_error": "largest |Q(s alone) - Q(s in its batch)| over mean |Q|",
    # What the targets are like.
    "terms_per_sample": "TD errors per sample in the loss: 1, or B after (B,1) - (B)",
    "target_gradient": "1 where a gradient flows through the targets, else 0",
    "target_error": "median |y - y'| / mean |y'|, y' recomputed with the target network",
    "terminal_error": "median |y - r| / mean |y|, over the transitions flagged terminal",
    "target_follow": "share of the way to theta that the target network went, median",
    # Whether the batches hold what was executed.
    "unknown_share": "share of the transitions whose state was never stepped from",
    "action_mismatch": "share of them whose action is not the executed one",
    "reward_ratio": "median of stored reward / real reward",
    "next_mismatch": "share of them whose next state is not the one that followed",
    "unflagged_ends": "share of the real terminations whose flag is 0",
    "flagged_limits": "share of the real truncations whose flag is 1",
    "reward_size": "mean |reward| of the batches' rewards that are not 0",
    # How the agent acts, and what the run costs.
    "commonest_action": "share of the commonest action among the greedy steps",
    "acting_error": "share of checked greedy steps whose action is not the argmax",
    "seconds_per_step": "wall-clock seconds per environment step",
    "memory_mb": "resident memory of the process, MiB",
    "observation_size": "numbers in a state",
}

BATCHES_PER_ROW = 25  # about so many batches are examined per row, at most twice that
LEAST_STRIDE = 4  # learner steps, at least, from one examined batch to the next
CHECK_EVERY = 50  # learner steps, at least, between two evaluations of the networks
ACT_CHECKS = 8  # greedy steps, at most, that are checked per row
LOG_SIZE = 100_000  # states, at most, in the log of executed steps
OUTCOMES = 32  # different outcomes, at most, that are told apart for one state

# --------------------------------------------------------------------------------------
# Reading tensors, arrays and lists alike
# --------------------------------------------------------------------------------------


def _plain(values: Any) -> Any:
    """`values` as a tensor without gradient on the CPU, an array, or a nested list."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
        return values.float() if "bfloat16" in str(values.dtype) else values
    if hasattr(values, "reshape"):
        return values
    numpy = sys.modules.get("numpy")
    if numpy is not None and hasattr(values, "__array__"):
        return numpy.asarray(values)
    return values


def _shape(values: Any) -> tuple[int, ...]:
    """The shape of a tensor, array, nested list or number."""
    if hasattr(values, "shape"):
        return tuple(int(n) for n in values.shape)
    if isinstance(values, (list, tuple)):
        return (len(values), *(_shape(values[0]) if values else ()))
    values = _plain(values)
    return tuple(values.shape) if hasattr(values, "shape") else ()


def _flat(values: Any) -> list[float]:
    """All numbers of `values` in one list."""
    values = _plain(values)
    if hasattr(values, "tolist"):
        return values.reshape(-1).tolist()
    if isinstance(values, (list, tuple)):
        return [number for part in values for number in _flat(part)]
    return [values]


def _number(value: Any, name: str) -> float:
    """The one number in `value`."""
    if type(value) in (int, float, bool):
        return value
    numbers = _flat(value)
    if len(numbers) != 1:
        raise ValueError(f"{name} must be one number, not of shape {_shape(value)}")
    return numbers[0]


def _single(values: Any) -> Any:
    """`values` in single precision, without negative zeros."""
    values = _plain(values)
    if hasattr(values, "float"):  # torch
        return values.float() + 0.0
    if hasattr(values, "astype"):  # numpy
        return values.astype("float32") + 0.0
    return array("f", [number + 0.0 for number in _flat(values)])


def _bytes(values: Any) -> bytes:
    """The numbers of `values` as the bytes of single-precision floats."""
    values = _single(values)
    if hasattr(values, "numpy"):
        try:
            values = values.numpy()
        except RuntimeError:  # torch without numpy
            values = array("f", values.reshape(-1).tolist())
    return values.tobytes()


def _parts(state: Any) -> list[Any]:
    """The arrays of an observation: of a dict its values, in the order of the keys."""
    return [state[k] for k in sorted(state)] if isinstance(state, dict) else [state]


def _key(data: bytes) -> int:
    """A number that identifies a state by its bytes."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")


def _keys(states: Any, count: int) -> list[int]:
    """The key of each of `count` states in a batch."""
    blocks = [_bytes(part) for part in _parts(states)]
    sizes = [len(block) // count for block in blocks]
    return [
        _key(b"".join(b[i * n : (i + 1) * n] for b, n in zip(blocks, sizes)))
        for i in range(count)
    ]


def _largest_and_median(states: Any) -> tuple[float, float]:
    """The largest and the median |number| of a batch; the median of at most ~4096."""
    largest, sample = 0.0, []
    for part in map(_single, _parts(states)):
        if isinstance(part, array):
            largest, numbers = max(largest, *map(abs, part)), part
        else:
            largest, numbers = max(largest, float(abs(part).max())), part.reshape(-1)
        stride = max(1, len(numbers) // 4096)
        sample += map(abs, numbers[::stride].tolist())
    return largest, statistics.median(sample)


def _percentile(ordered: list[float], share: float) -> float:
    """The number that a share of the `ordered` numbers lies below, interpolated."""
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


# --------------------------------------------------------------------------------------
# Looking at networks (torch modules), without touching them
# --------------------------------------------------------------------------------------


@contextmanager
def _random_state_kept() -> Iterator[None]:
    """Gives all random number generators back the state they had."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    python_state = random.getstate()
    numpy_state = numpy.random.get_state() if numpy else None
    torch_state = torch.get_rng_state() if torch else None
    cuda = torch is not None and torch.cuda.is_initialized()
    cuda_states = torch.cuda.get_rng_state_all() if cuda else None
    try:
        yield
    finally:
        random.setstate(python_state)
        if numpy:
            numpy.random.set_state(numpy_state)
        if torch:
            torch.set_rng_state(torch_state)
        if cuda:
            torch.cuda.set_rng_state_all(cuda_states)


def _copy(network: Any) -> Any:
    """A copy in the same mode; whatever hooks into the network is not copied along."""
    network = getattr(network, "_orig_mod", network)  # of torch.compile
    shared = {}
    for module in network.modules():
        for name in ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks"):
            for hook in getattr(module, name, {}).values():
                shared[id(hook)] = hook
    twin = copy.deepcopy(network, shared)
    for module in twin.modules():
        module._forward_hooks.clear()
    return twin


def _tensors(module: Any) -> list[Any]:
    """The parameters and buffers of one module, without those of its parts."""
    own = [*module._parameters.values(), *module._buffers.values()]
    return [tensor for tensor in own if tensor is not None]


def _update_copy(twin: Any, network: Any) -> None:
    """Makes an older copy equal to the network again: weights, buffers, mode, settings."""
    tensor = sys.modules["torch"].Tensor
    for old, new in zip(twin.modules(), network.modules()):
        for there, here in zip(_tensors(old), _tensors(new)):
            there.copy_(here)
        for name, value in new.__dict__.items():
            if isinstance(value, tensor):
                old.__dict__[name] = value.detach().clone()
            elif isinstance(value, (bool, int, float)):
                old.__dict__[name] = value


class _Network:
    """A torch module as seen from outside: its numbers, its gradient, its values."""

    def __init__(self, module: Any):
        self.module = module
        self.parameters = list(module.parameters())
        self.place = len(self.parameters) - 1  # the parameter that `probe` reads
        self.twin: Any = None  # a copy, to be asked in its place

    def probe(self) -> list[float]:
        """A few of the weights: they change whenever the network does."""
        return self.parameters[self.place].detach().reshape(-1)[:16].tolist()

    def gradient(self) -> Optional[tuple[float, float]]:
        """The norm of the gradient, and the share of weights where it is 0."""
        squares, zeros, count = 0.0, 0, 0
        for parameter in self.parameters:
            if parameter.grad is None:
                continue
            grad = parameter.grad.detach()
            squares += float(grad.norm()) ** 2
            zeros += int((grad == 0).sum())
            count += grad.numel()
        return (math.sqrt(squares), zeros / count) if count else None

    def last_learning(self) -> int:
        """The place of the last parameter that has a gradient other than 0."""
        for place in reversed(range(len(self.parameters))):
            grad = self.parameters[place].grad
            if grad is not None and bool((grad != 0).any()):
                return place
        return len(self.parameters) - 1

    def distance(self, other: "_Network") -> float:
        """|theta - theta_other| / |theta|."""
        pairs = list(zip(self.parameters, other.parameters))
        apart = sum(float((a.detach() - b.detach()).norm()) ** 2 for a, b in pairs)
        size = sum(float(a.detach().norm()) ** 2 for a, _ in pairs)
        return math.sqrt(apart / size) if size else math.nan

    def values(self, *batches: Any) -> Optional[list[list[list[float]]]]:
        """Q(s, .) of the states of each batch, by a copy; `None` where it cannot be."""
        torch = sys.modules["torch"]
        try:
            with _random_state_kept(), torch.no_grad():
                if self.twin is None:
                    self.twin = _copy(self.module)
                answers = []
                for batch in batches:
                    _update_copy(self.twin, self.module)
                    answer = self.twin(batch)
                    answer = answer[0] if isinstance(answer, tuple) else answer
                    answers.append(answer.detach().tolist())
                return answers
        except Exception:  # A network that cannot be copied or asked stays unexamined.
            return None

    def like(self, states: Any) -> Any:
        """`states` as the network reads them: on its device, floats as its floats."""
        torch = sys.modules["torch"]
        if isinstance(states, dict):
            return {name: self.like(part) for name, part in states.items()}
        states = torch.as_tensor(_plain(states)).detach()
        first = self.parameters[0]
        kind = first.dtype if states.is_floating_point() else states.dtype
        return states.to(device=first.device, dtype=kind)


def _network(module: Any) -> Optional[_Network]:
    """The network of a torch module; `None` for anything else."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(module, torch.nn.Module):
        return None
    seen = _Network(module)
    return seen if seen.parameters else None


def _reaches(tensor: Any, network: _Network) -> bool:
    """Whether a gradient flows from `tensor` to a weight of the network."""
    weights = {id(parameter) for parameter in network.parameters}
    waiting, met = [tensor.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in met:
            continue
        met.add(node)
        if id(getattr(node, "variable", None)) in weights:
            return True
        waiting += [function for function, _ in node.next_functions]
    return False


# --------------------------------------------------------------------------------------
# The log of executed steps
# --------------------------------------------------------------------------------------


class _Outcome:
    """What was done in a state and followed from it, and how often."""

    __slots__ = ("action", "reward", "next_key", "end", "last", "visits")

    def __init__(self, action, reward, next_key, end, last):
        self.action, self.reward, self.next_key = action, reward, next_key
        self.end = end  # "terminated", "truncated" or ""
        self.last, self.visits = last, 1

    def same(self, other: "_Outcome") -> bool:
        """Whether the other is this outcome again."""
        return (
            self.next_key == other.next_key
            and self.action == other.action
            and self.reward == other.reward
            and self.end == other.end
        )


class _Log:
    """The outcomes of all executed steps, by state.

    Bounded: when it is full it drops every other state, by the state's key, and from
    then on looks away from those states. What it holds of the others is complete.
    """

    def __init__(self, size: int = LOG_SIZE):
        self.size, self.stride = size, 1
        self.states: dict[int, Optional[list[_Outcome]]] = {}

    def covers(self, key: int) -> bool:
        """Whether the state is one of those that are kept."""
        return key % self.stride == 0

    def add(self, key: int, outcome: _Outcome) -> None:
        """Notes an executed step."""
        if not self.covers(key):
            return
        known = self.states.setdefault(key, [])
        if known is None:
            return
        for old in known:
            if old.same(outcome):
                old.last, old.visits = outcome.last, old.visits + 1
                return
        known.append(outcome)
        if len(known) > OUTCOMES:
            self.states[key] = None  # too many to tell anything
        if len(self.states) > self.size:
            self._halve()

    def _halve(self) -> None:
        self.stride *= 2
        self.states = {k: known for k, known in self.states.items() if self.covers(k)}


# --------------------------------------------------------------------------------------
# Rows
# --------------------------------------------------------------------------------------


def _last(numbers: list[float]) -> float:
    return numbers[-1]


#: How the numbers that were noted for a column become its cell; others by their mean.
SUMMARIES: dict[str, Callable[[list[float]], float]] = {
    "epsilon": _last,
    "gradient_norm": _last,
    "zero_gradient_share": _last,
    "max_abs_q": max,
    "max_abs_input": max,
    "output_low": min,
    "output_high": max,
    "alone_error": max,
    "terms_per_sample": max,
    "target_gradient": max,
    "target_follow": statistics.median,
    "reward_ratio": statistics.median,
}


class _Notes:
    """The numbers noted for each column since the last row."""

    def __init__(self) -> None:
        self.numbers: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, **numbers: Optional[float]) -> None:
        """Notes a number for each of the columns; `None` is none."""
        for name, number in numbers.items():
            if number is not None:
                self.numbers[name].append(number)

    def cells(self) -> dict[str, float]:
        """The cell of each column that something was noted for."""
        cells = {}
        for name, numbers in self.numbers.items():
            if name in COLUMNS and numbers:
                cells[name] = SUMMARIES.get(name, statistics.fmean)(numbers)
        return cells


def _memory() -> Optional[float]:
    """The resident memory of this process in MiB."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError):
        pass
    try:
        import resource  # the peak, where /proc is missing
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def _write_whole(path: Path, text: str) -> None:
    """Writes a file at once: nobody ever reads half of it."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(text)
    os.replace(draft, path)


class _Episode:
    """What an unfinished episode has come to."""

    def __init__(self, start_q: Optional[float]):
        self.total, self.discounted, self.length = 0.0, 0.0, 0
        self.start_q = start_q


class _Batch:
    """A batch with the shapes checked, as lists of numbers."""

    def __init__(self, states, actions, rewards, next_states, dones, q_values, targets):
        shape = _shape(q_values)
        if len(shape) != 2:
            raise ValueError(
                f"q_values must be Q(s, .) of shape (B, A), not {shape}: "
                "pass the network's output before the actions are picked"
            )
        self.size, self.width = shape
        self.q = _plain(q_values).tolist() if not isinstance(q_values, list) else q_values
        self.states, self.next_states = states, next_states
        self.actions = [int(a) for a in self._column(actions, "actions")]
        self.rewards = self._column(rewards, "rewards")
        self.dones = [float(d) for d in self._column(dones, "dones")]
        self.target_shape = _shape(targets)
        self.targets = self._targets(targets)
        for name, part in (("states", states), ("next_states", next_states)):
            for array_ in _parts(part):
                self._rows(_shape(array_), name)
        if any(not 0 <= action < self.width for action in self.actions):
            raise ValueError(f"actions must be from 0 to {self.width - 1}")

    def _column(self, values: Any, name: str) -> list[float]:
        numbers = _flat(values)
        if len(numbers) != self.size:
            raise ValueError(
                f"{name} must be {self.size} numbers, one for each row of q_values, "
                f"not of shape {_shape(values)}"
            )
        return numbers

    def _targets(self, targets: Any) -> list[float]:
        """y of each sample; of a table of all pairs, its diagonal."""
        numbers = _flat(targets)
        if len(numbers) == self.size**2:
            return numbers[:: self.size + 1]
        return self._column(targets, "targets")

    def _rows(self, shape: tuple[int, ...], name: str) -> None:
        if not shape or shape[0] != self.size:
            raise ValueError(
                f"{name} must have {self.size} rows, one for each row of q_values, "
                f"not the shape {shape}"
            )

    def taken(self) -> list[float]:
        """Q(s, a) of the actions in the batch."""
        return [row[action] for row, action in zip(self.q, self.actions)]


def _usual_losses(errors: list[float], weights: Optional[list[float]]) -> list[float]:
    """What the usual losses come to: squared and Huber, as mean and as sum."""
    weights = weights or [1.0] * len(errors)
    squares = sum(w * e * e for w, e in zip(weights, errors))
    sizes = [(w, abs(e)) for w, e in zip(weights, errors)]
    huber = sum(w * (e * e / 2 if e < 1 else e - 0.5) for w, e in sizes)
    sums = [squares, squares / 2, huber]
    return [total / len(errors) for total in sums] + sums


def _broadcast(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    """How many numbers two shapes have when they are broadcast against each other."""
    length = max(len(first), len(second))
    padded = [(1,) * (length - len(shape)) + shape for shape in (first, second)]
    return math.prod(max(a, b) for a, b in zip(*padded))


class Recorder:
    """Writes a row per episode of a DQN run.

    Args:
        path: the CSV file, begun anew; the facts go to the `.json` file beside it.
        online: the network that learns, a torch module. Optional, as is
        target: the target network. Update it in place (`load_state_dict`); if another
            object takes its place, the recorder looks at the old one.
        gamma: the discount factor.
        facts: what else is known of the run: `target_interval`, `tau`, `batch_size`,
            `buffer_size`, `learning_starts`, `learning_rate`, `loss`, `time_limit`,
            `total_steps`, `train_frequency`, `gradient_steps`, `optimizer`, `n_step` ...
        every: episodes per row; a row then has their means.
        lookup: whether batches hold states as `step` sees them. `False` where they are
            normalized in between: the columns that compare the two stay empty.
    """

    def __init__(
        self,
        path: "str | os.PathLike[str]",
        online: Any = None,
        target: Any = None,
        gamma: Optional[float] = None,
        facts: Optional[dict[str, Any]] = None,
        every: int = 1,
        lookup: bool = True,
    ):
        if every < 1:
            raise ValueError(f"every must be at least 1, not {every}")
        self.path = Path(path)
        self.gamma = gamma
        self.facts = {"recorder": __version__, "gamma": gamma, **(facts or {})}
        self.every = every
        self._online, self._target = _network(online), _network(target)
        self._log = _Log() if lookup else None
        self._open()
        self._start_counting()

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open(self.path, "w", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(COLUMNS)
        self._file.flush()
        self._write_facts()
        me = weakref.ref(self)
        self._at_exit = lambda: me() and me().close()
        atexit.register(self._at_exit)

    def _write_facts(self) -> None:
        text = json.dumps(self.facts, indent=2, default=str)
        _write_whole(self.path.with_suffix(".json"), text + "\n")

    def _start_counting(self) -> None:
        self._notes, self._greedy_actions = _Notes(), []
        self._episodes: dict[int, _Episode] = {}
        self._steps = self._ended = self._ended_in_row = self._learner_steps = 0
        self._target_updates = 0
        self._last_probe: Optional[list[float]] = None
        self._just_copied = False
        self._observation_size: Optional[int] = None
        self._sample_shape: Optional[tuple[int, ...]] = None
        self._evaluation: dict[str, Optional[float]] = {}
        self._stride, self._in_row = LEAST_STRIDE, 0
        self._last_check = -CHECK_EVERY
        self._last_act_check = -CHECK_EVERY
        self._unread_losses: list[Any] = []
        self._row_began = (time.perf_counter(), 0)
        self._closed = False

    # ---- The calls ------------------------------------------------------------------

    def step(
        self,
        state: Any,
        action: Any,
        reward: Any,
        next_state: Any,
        terminated: Any,
        truncated: Any,
        epsilon: Optional[float] = None,
        greedy: Optional[bool] = None,
        env: int = 0,
    ) -> None:
        """Notes an environment step; call it once per step, before learning from it.

        Args:
            state: s, as the network sees it, before preprocessing by the network.
            action: a, the action that was executed.
            reward: r, as the environment gave it, before clipping or scaling.
            next_state: s' that followed; at an end the last state, not the reset one.
            terminated: whether the task ended in s'.
            truncated: whether a time limit cut the episode off after s'.
            epsilon: the exploration rate.
            greedy: whether the network chose the action; `None` where unknown.
            env: which of several environments the step is of.
        """
        self._check_open()
        if self._ended_in_row >= self.every:
            self._write_row()
        self._watch_target()
        action, reward = int(_number(action, "action")), float(_number(reward, "reward"))
        terminated, truncated = bool(terminated), bool(truncated)
        self._check_state(state)
        episode = self._episode(env, state)
        episode.total += reward
        episode.discounted += (self.gamma or 0.0) ** episode.length * reward
        episode.length += 1
        self._log_step(state, action, reward, next_state, terminated, truncated)
        self._steps += 1
        self._note_acting(state, action, epsilon, greedy)
        if terminated or truncated:
            self._end_episode(env)

    def learn(
        self,
        states: Any,
        actions: Any,
        rewards: Any,
        next_states: Any,
        dones: Any,
        q_values: Any,
        targets: Any,
        loss: Any,
        weights: Any = None,
        probabilities: Any = None,
        taken: Any = None,
    ) -> None:
        """Notes a learner step; call it after `loss.backward()`, before the optimizer.

        Args:
            states: s of the batch, B rows.
            actions: a, B numbers.
            rewards: r as the target uses them, B numbers.
            next_states: s', B rows.
            dones: 1 where the target does not bootstrap, B numbers.
            q_values: Q(s, .), of shape (B, A), as the loss used it.
            targets: y, as handed to the loss, with its shape and its gradient.
            loss: the loss.
            weights: importance weights, B numbers.
            probabilities: P(i) with which the samples were drawn, B numbers.
            taken: Q(s, a), as handed to the loss; only its shape is read.
        """
        self._check_open()
        self._watch_target()
        self._learner_steps += 1
        self._note_loss(loss)
        if self._examines():
            batch = _Batch(
                states, actions, rewards, next_states, dones, q_values, targets
            )
            self._note_gradient()
            self._note_values(batch)
            self._note_terminal_targets(batch)
            self._note_transitions(batch)
            self._note_priorities(batch, weights, probabilities)
            self._note_terms(batch, loss, weights, taken)
            self._note_target_gradient(targets)
            self._check_networks(batch)

    def score(
        self,
        mean_return: float,
        start_q: Optional[float] = None,
        start_return: Optional[float] = None,
    ) -> None:
        """Notes an evaluation of the greedy policy.

        It counts for the row of the episode that ended last, and for the rows after it
        until the next evaluation.

        Args:
            mean_return: the mean return of the evaluation's episodes.
            start_q: the mean of max_a Q(s0, a) over their start states.
            start_return: their mean discounted return.
        """
        self._check_open()
        self._evaluation = {
            "score": _number(mean_return, "mean_return"),
            "start_q": None if start_q is None else _number(start_q, "start_q"),
            "start_return": (
                None if start_return is None else _number(start_return, "start_return")
            ),
        }

    def flush(self) -> None:
        """Writes the row of the episodes that have ended, which `step` else begins with."""
        if self._ended_in_row:
            self._write_row()

    def close(self) -> None:
        """Writes the last row. An unfinished episode has none."""
        if self._closed:
            return
        self.flush()
        self._file.close()
        self._closed = True
        atexit.unregister(self._at_exit)

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError(f"the recorder of {self.path} is closed")

    # ---- Environment steps ----------------------------------------------------------

    def _check_state(self, state: Any) -> None:
        size = sum(math.prod(_shape(part)) for part in _parts(state))
        if self._observation_size is None:
            self._observation_size = size
        elif size != self._observation_size:
            raise ValueError(
                f"a state has {size} numbers, those before had {self._observation_size}"
            )

    def _episode(self, env: int, state: Any) -> _Episode:
        if env not in self._episodes:
            self._episodes[env] = _Episode(self._start_q(state))
        return self._episodes[env]

    def _start_q(self, state: Any) -> Optional[float]:
        """max_a Q(s0, a), where no evaluation tells it."""
        if self._evaluation or self.gamma is None:
            return None
        row = self._q_of(state)
        return max(row) if row else None

    def _q_of(self, state: Any) -> Optional[list[float]]:
        """Q(s, .) of one state by a copy of the online network."""
        if self._online is None:
            return None
        answer = self._online.values(self._as_batch(state))
        return answer[0][0] if answer else None

    def _as_batch(self, state: Any) -> Any:
        """The state as a batch of one, in the shape that batches have."""
        state = self._online.like(state)
        if isinstance(state, dict):
            return {name: part[None] for name, part in state.items()}
        shape = self._sample_shape
        if shape is None or math.prod(shape) != state.numel():
            one = state.ndim > 1 and state.shape[0] == 1
            shape = tuple(state.shape[1:] if one else state.shape)
        return state.reshape((1, *shape))

    def _log_step(self, state, action, reward, next_state, terminated, truncated) -> None:
        if self._log is None:
            return
        key, next_key = _keys(state, 1)[0], _keys(next_state, 1)[0]
        end = "terminated" if terminated else "truncated" if truncated else ""
        self._log.add(key, _Outcome(action, reward, next_key, end, self._steps))

    def _note_acting(self, state, action, epsilon, greedy) -> None:
        if epsilon is not None:
            epsilon = float(_number(epsilon, "epsilon"))
            greedy = True if greedy is None and epsilon == 0 else greedy
        greedy = None if greedy is None else bool(greedy)
        self._notes.add(epsilon=epsilon, greedy_share=greedy)
        if greedy:
            self._greedy_actions.append(action)
            self._check_acting(state, action)

    def _check_acting(self, state: Any, action: int) -> None:
        """Compares a few greedy actions with the network that chose them."""
        checked = len(self._notes.numbers["acting_error"])
        if checked >= ACT_CHECKS or self._steps - self._last_act_check < CHECK_EVERY:
            return
        self._last_act_check = self._steps
        row = self._q_of(state)
        if row and 0 <= action < len(row):
            best, slack = max(row), 1e-5 * max(1e-3, *map(abs, row))
            self._notes.add(acting_error=float(row[action] < best - slack))

    def _end_episode(self, env: int) -> None:
        episode = self._episodes.pop(env)
        self._ended += 1
        self._ended_in_row += 1
        self._notes.add(episode_return=episode.total)
        if episode.start_q is not None:
            self._notes.add(start_q=episode.start_q, start_return=episode.discounted)

    # ---- Learner steps --------------------------------------------------------------

    def _watch_target(self) -> None:
        """Notes when the target network has changed since the last call."""
        self._just_copied = False
        if self._target is None:
            return
        probe = self._target.probe()
        before, self._last_probe = self._last_probe, probe
        if before is None or before == probe:
            return
        self._target_updates += 1
        if self._online is not None:
            share = _follow(before, probe, self._online.probe())
            self._notes.add(target_follow=share)
            self._just_copied = share is None or share > 0.5

    def _note_loss(self, loss: Any) -> None:
        # Not read at once: on an accelerator that would stop the run each time.
        self._unread_losses.append(loss.detach() if hasattr(loss, "detach") else loss)
        if len(self._unread_losses) >= 1000:
            self._settle_losses()

    def _settle_losses(self) -> None:
        for loss in self._unread_losses:
            self._notes.add(loss=float(_number(loss, "loss")))
        self._unread_losses = []

    def _examines(self) -> bool:
        """Whether to examine this batch: the first of the row, then every k-th."""
        place, self._in_row = self._in_row, self._in_row + 1
        if place >= 2 * BATCHES_PER_ROW * self._stride:
            self._stride *= 2
        return place % self._stride == 0

    def _note_gradient(self) -> None:
        if self._online is None:
            return
        gradient = self._online.gradient()
        if gradient is None:
            return
        self._notes.add(gradient_norm=gradient[0], zero_gradient_share=gradient[1])
        if self._target is not None and self._target_updates == 0:
            self._watch_learning_weights()

    def _watch_learning_weights(self) -> None:
        """Lets the probes read weights that do learn."""
        place = self._online.last_learning()
        if place != self._target.place and place < len(self._target.parameters):
            self._online.place = self._target.place = place
            self._last_probe = self._target.probe()

    def _note_values(self, batch: _Batch) -> None:
        numbers, taken = self._notes.numbers, batch.taken()
        sizes = [abs(q) for q in taken]
        numbers["mean_abs_q"] += sizes
        self._notes.add(max_abs_q=max(sizes))
        numbers["td_errors"] += [y - q for y, q in zip(batch.targets, taken)]
        self._notes.add(output_low=min(map(min, batch.q)))
        self._notes.add(output_high=max(map(max, batch.q)))
        if batch.width > 1:
            best_two = [sorted(row)[-2:] for row in batch.q]
            numbers["action_gap"] += [best - second for second, best in best_two]

    def _note_terminal_targets(self, batch: _Batch) -> None:
        """Where the flag is 1 nothing is bootstrapped, so the target is the reward."""
        size = statistics.fmean(map(abs, batch.targets))
        parts = zip(batch.targets, batch.rewards, batch.dones)
        gaps = [abs(y - reward) for y, reward, done in parts if done == 1]
        if gaps and size:
            self._notes.add(terminal_error=statistics.median(gaps) / size)

    def _note_transitions(self, batch: _Batch) -> None:
        numbers = self._notes.numbers
        keys = _keys(batch.states, batch.size)
        next_keys = _keys(batch.next_states, batch.size)
        largest, median = _largest_and_median(batch.states)
        self._notes.add(max_abs_input=largest, median_abs_input=median)
        numbers["terminal_share"] += batch.dones
        numbers["rewarded_share"] += [float(r != 0) for r in batch.rewards]
        numbers["reward_size"] += [abs(r) for r in batch.rewards if r != 0]
        numbers["unmoved_share"] += [float(a == b) for a, b in zip(keys, next_keys)]
        if len(set(keys)) > 1:
            constant = sum(len(set(column)) == 1 for column in zip(*batch.q))
            self._notes.add(constant_outputs=constant / batch.width)
        if self._log is not None and self._steps:
            parts = zip(keys, batch.actions, batch.rewards, next_keys, batch.dones)
            for transition in parts:
                self._look_up(*transition)

    def _look_up(self, key, action, reward, next_key, done) -> None:
        """Compares a transition of a batch with what was executed in its state."""
        if not self._log.covers(key):
            return
        known = self._log.states.get(key, [])
        self._notes.add(unknown_share=float(known == []))
        if not known:
            return
        followed = [o for o in known if o.next_key == next_key]
        several_steps = self.facts.get("n_step", 1) != 1
        if not several_steps:
            self._notes.add(next_mismatch=float(not followed))
        candidates = followed or known
        matching = [o for o in candidates if o.action == action]
        self._notes.add(action_mismatch=float(not matching))
        outcomes = matching or candidates
        if not several_steps:
            self._compare_rewards(reward, outcomes)
            self._compare_ends(done, outcomes)
        if len(outcomes) == 1 and outcomes[0].visits == 1:
            self._notes.add(sample_age=self._steps - 1 - outcomes[0].last)

    def _compare_rewards(self, reward: float, outcomes: "list[_Outcome]") -> None:
        real = {o.reward for o in outcomes}
        if len(real) == 1 and 0.0 not in real:
            self._notes.add(reward_ratio=reward / real.pop())

    def _compare_ends(self, done: float, outcomes: "list[_Outcome]") -> None:
        ends = {o.end for o in outcomes}
        if ends == {"terminated"}:
            self._notes.add(unflagged_ends=float(done == 0))
        elif ends == {"truncated"}:
            self._notes.add(flagged_limits=float(done != 0))

    def _note_priorities(self, batch: _Batch, weights: Any, probabilities: Any) -> None:
        if probabilities is None:
            return
        chances = batch._column(probabilities, "probabilities")
        size = min(self._steps, self.facts.get("buffer_size") or self._steps)
        numbers = self._notes.numbers
        numbers["chances"] += chances
        if size:
            numbers["largest_chances"].append(size * max(chances))
        if weights is not None and min(chances) > 0:
            cells = batch._column(weights, "weights")
            if min(cells) > 0:
                slope = _scatter(list(map(math.log, chances)), list(map(math.log, cells)))
                numbers["slope"].append(slope)

    def _note_terms(self, batch: _Batch, loss, weights, taken) -> None:
        """How many TD errors the loss has per sample; told once a row."""
        if self._in_row > 1:
            return
        if math.prod(batch.target_shape) == batch.size**2 > 1:
            terms = batch.size
        elif taken is not None:
            terms = _broadcast(batch.target_shape, _shape(taken)) / batch.size
        else:
            terms = self._terms_by_loss(batch, float(_number(loss, "loss")), weights)
        self._notes.add(terms_per_sample=terms)

    def _terms_by_loss(self, batch: _Batch, loss: float, weights) -> Optional[float]:
        """Tells by the loss itself whether it has a term per sample or per pair."""
        taken = batch.taken()
        weights = None if weights is None else batch._column(weights, "weights")
        errors = [y - q for y, q in zip(batch.targets, taken)]
        if _among(loss, _usual_losses(errors, weights)):
            return 1.0
        if batch.size > 256:
            return None
        pairs = [y - q for y in batch.targets for q in taken]
        return float(batch.size) if _among(loss, _usual_losses(pairs, None)) else None

    def _note_target_gradient(self, targets: Any) -> None:
        flows = bool(getattr(targets, "requires_grad", False))
        if flows and self._online is not None:
            # A gradient that reaches the target network alone does no harm.
            flows = _reaches(targets, self._online)
        self._notes.add(target_gradient=float(flows))

    # ---- Evaluations of copies of the networks ----------------------------------------

    def _check_networks(self, batch: _Batch) -> None:
        """Once a row, and no more often than every `CHECK_EVERY` learner steps."""
        if self._online is None:
            return
        if not isinstance(batch.states, dict):
            self._sample_shape = _shape(batch.states)[1:]
        due = self._learner_steps - self._last_check >= CHECK_EVERY
        # Targets may be older than a copy that was made since the last call.
        if self._notes.numbers["alone_error"] or not due or self._just_copied:
            return
        self._last_check = self._learner_steps
        self._notes.add(alone_error=self._alone_error(batch))
        self._notes.add(target_error=self._target_error(batch))

    def _alone_error(self, batch: _Batch) -> Optional[float]:
        states = self._online.like(batch.states)
        count = min(4, batch.size)
        singles = [_cut(states, i, i + 1) for i in range(count)]
        answers = self._online.values(states, *singles)
        if answers is None:  # Batch normalization refuses a batch of one.
            answers = self._online.values(states, *map(_twice, singles))
        if answers is None:
            return None
        whole, *alone = answers
        size = statistics.fmean(abs(q) for row in whole for q in row)
        gaps = [
            abs(a - b)
            for row, answer in zip(whole, alone)
            for a, b in zip(row, answer[0])
        ]
        return max(gaps) / size if size else None

    def _target_error(self, batch: _Batch) -> Optional[float]:
        """How far the targets are from DQN's or double DQN's, whichever is nearer."""
        if self._target is None or self.gamma is None:
            return None
        next_states = self._online.like(batch.next_states)
        later = self._target.values(next_states)
        choice = self._online.values(next_states)
        if later is None or choice is None:
            return None
        single = [max(row) for row in later[0]]
        double = [row[q.index(max(q))] for row, q in zip(later[0], choice[0])]
        return min(self._apart(batch, values) for values in (single, double))

    def _apart(self, batch: _Batch, values: list[float]) -> float:
        """The median |y - y'| over the mean |y'|, where y' bootstraps from `values`."""
        discount = self.gamma ** self.facts.get("n_step", 1)
        parts = zip(batch.rewards, batch.dones, values)
        ours = [r + discount * (1 - d) * value for r, d, value in parts]
        gaps = [abs(y - mine) for y, mine in zip(batch.targets, ours)]
        return statistics.median(gaps) / (statistics.fmean(map(abs, ours)) + 1e-8)

    # ---- Rows -----------------------------------------------------------------------

    def _write_row(self) -> None:
        self._watch_target()
        self._settle_losses()
        row = {**self._notes.cells(), **self._counts(), **self._spread()}
        row.setdefault("score", row["episode_return"])
        row.update(self._evaluation)
        self._rows.writerow([_cell(row.get(name)) for name in COLUMNS])
        self._file.flush()
        self._stride = max(LEAST_STRIDE, math.ceil(self._in_row / BATCHES_PER_ROW))
        self._notes, self._greedy_actions = _Notes(), []
        self._ended_in_row = self._in_row = 0
        self._row_began = (time.perf_counter(), self._steps)

    def _counts(self) -> dict[str, Optional[float]]:
        began, steps = self._row_began
        greedy = self._greedy_actions
        return {
            "episode": self._ended,
            "steps": self._steps,
            "learner_steps": self._learner_steps,
            "target_updates": self._target_updates if self._target else None,
            "target_distance": self._distance(),
            "commonest_action": (
                greedy.count(statistics.mode(greedy)) / len(greedy) if greedy else None
            ),
            "seconds_per_step": (time.perf_counter() - began) / (self._steps - steps),
            "memory_mb": _memory(),
            "observation_size": self._observation_size,
        }

    def _distance(self) -> Optional[float]:
        if self._online is None or self._target is None:
            return None
        return self._online.distance(self._target)

    def _spread(self) -> dict[str, float]:
        """The cells that come from several numbers of each batch."""
        numbers, cells = self._notes.numbers, {}
        errors = sorted(numbers["td_errors"])
        if errors:
            for percent in (10, 50, 90):
                cells[f"td_error_p{percent}"] = _percentile(errors, percent / 100)
        if numbers["chances"]:
            cells["effective_samples"] = 1 / statistics.fmean(numbers["chances"])
        if numbers["largest_chances"]:
            cells["priority_spread"] = max(numbers["largest_chances"])
        together = sum(a for a, _ in numbers["slope"])
        alone = sum(b for _, b in numbers["slope"])
        if alone > 1e-12:
            cells["weight_slope"] = together / alone
        return cells


def _cut(states: Any, start: int, stop: int) -> Any:
    """Some of the states of a batch."""
    if isinstance(states, dict):
        return {name: part[start:stop] for name, part in states.items()}
    return states[start:stop]


def _twice(states: Any) -> Any:
    """A batch of the same states twice."""
    if isinstance(states, dict):
        return {name: _twice(part) for name, part in states.items()}
    return sys.modules["torch"].cat([states, states])


def _scatter(x: list[float], y: list[float]) -> tuple[float, float]:
    """The sums of (x - mean)(y - mean) and of (x - mean)^2, whose ratio is a slope."""
    a, b = statistics.fmean(x), statistics.fmean(y)
    return sum((u - a) * (v - b) for u, v in zip(x, y)), sum((u - a) ** 2 for u in x)


def _follow(before, after, online) -> Optional[float]:
    """The share of the way from `before` to `online` that leads to `after`."""
    way = sum((o - b) ** 2 for b, o in zip(before, online))
    gone = sum((a - b) * (o - b) for b, a, o in zip(before, after, online))
    return gone / way if way > 0 else None


def _among(number: float, numbers: list[float]) -> bool:
    """Whether the number is one of those, up to single precision."""
    return any(math.isclose(number, other, rel_tol=1e-4) for other in numbers)


def _cell(value: Any) -> str:
    """A cell: at most six significant digits, whole numbers whole, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)


# --------------------------------------------------------------------------------------
# Stable-Baselines3
# --------------------------------------------------------------------------------------


def sb3_callback(path: "str | os.PathLike[str]", every: int = 1, **facts: Any) -> Any:
    """A callback for `DQN.learn` of Stable-Baselines3 that records the run.

        model.learn(50_000, callback=sb3_callback("run.csv"))

    The Q values, the targets and the loss are those that `DQN.train` works with: while
    it runs, the callback listens to the network, the loss function and the clipping of
    the gradient. A subclass of DQN with its own `train` is seen the same way.
    """
    import importlib

    base = importlib.import_module("stable_baselines3.common.callbacks").BaseCallback
    kind = type("DeepqCallback", (_SB3Recording, base), {})
    return kind(path, every, facts)


class _SB3Recording:
    """The methods of the callback; mixed with SB3's `BaseCallback` when it is made."""

    def __init__(self, path: Any, every: int, facts: dict[str, Any]):
        super().__init__()
        self.path, self.every, self.extra_facts = path, every, facts
        self.recorder: Optional[Recorder] = None
        self._undo: list[Callable[[], None]] = []
        self._greedy = False

    # -- what SB3 calls --

    def _on_training_start(self) -> None:
        model = self.model
        if not hasattr(model, "q_net_target"):
            name = type(model).__name__
            raise TypeError(f"sb3_callback records DQN and its subclasses, not {name}")
        if self.recorder is not None and model.num_timesteps == 0:
            self.recorder._episodes.clear()  # the environments were reset
        if self.recorder is None:
            self.recorder = Recorder(
                self.path,
                online=model.q_net,
                target=model.q_net_target,
                gamma=model.gamma,
                facts={**_sb3_facts(model), **self.extra_facts},
                every=self.every,
                lookup=model.get_vec_normalize_env() is None,
            )
        self._listen_to_acting()

    def _on_step(self) -> bool:
        model, now = self.model, self.locals
        warming_up = model.num_timesteps - model.n_envs < model.learning_starts
        for i in range(model.n_envs):
            info, done = now["infos"][i], bool(now["dones"][i])
            limit = done and bool(info.get("TimeLimit.truncated", False))
            last = info.get("terminal_observation") if done else None
            self.recorder.step(
                _pick(model._last_obs, i),
                now["actions"][i],
                now["rewards"][i],
                _pick(now["new_obs"], i) if last is None else last,
                done and not limit,
                limit,
                epsilon=1.0 if warming_up else model.exploration_rate,
                greedy=self._greedy,
                env=i,
            )
        self._greedy = False
        return True

    def _on_rollout_end(self) -> None:
        """The learner steps come next."""
        self._listen_to_learning()

    def _on_rollout_start(self) -> None:
        self._stop_listening()

    def _on_training_end(self) -> None:
        self._stop_listening()
        self.model.policy.__dict__.pop("predict", None)
        self.recorder.flush()

    # -- how it listens --

    def _replace(self, owner: Any, name: str, listener: Callable[..., Any]) -> None:
        """Puts a listener in the place of a function until the learner steps are done."""
        own, old = owner.__dict__.get(name), getattr(owner, name)
        setattr(owner, name, listener(old))

        def undo() -> None:
            if own is None:
                delattr(owner, name)
            else:
                setattr(owner, name, own)

        self._undo.append(undo)

    def _stop_listening(self) -> None:
        while self._undo:
            self._undo.pop()()

    def _listen_to_acting(self) -> None:
        policy, model, callback = self.model.policy, self.model, self
        original = type(policy).predict

        def predict(observation, *args, **kwargs):
            callback._greedy = observation is model._last_obs
            return original(policy, observation, *args, **kwargs)

        policy.predict = predict

    def _listen_to_learning(self) -> None:
        import torch

        model, heard = self.model, _Heard(self)
        self._replace(model.replay_buffer, "sample", heard.sampling)
        for name in ("smooth_l1_loss", "mse_loss", "huber_loss"):
            self._replace(torch.nn.functional, name, heard.loss)
        self._replace(torch.nn.utils, "clip_grad_norm_", heard.clipping)
        hooks = [
            model.q_net.register_forward_hook(heard.forward_hook()),
            model.policy.optimizer.register_step_pre_hook(heard.optimizer_hook()),
        ]
        self._undo += [hook.remove for hook in hooks]


class _Heard:
    """What was heard of the current learner step of SB3's DQN."""

    def __init__(self, callback: _SB3Recording):
        self.callback = callback
        self._forget()

    def _forget(self) -> None:
        self.batch = self.q_values = self.taken = self.targets = self.value = None

    def sampling(self, sample: Callable[..., Any]) -> Callable[..., Any]:
        """Listens to the replay buffer."""

        def listener(*args, **kwargs):
            self._forget()
            self.batch = sample(*args, **kwargs)
            return self.batch

        return listener

    def loss(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Listens to a loss function: its Q(s, a), its targets and its value."""

        def listener(input, target, *args, **kwargs):
            value = function(input, target, *args, **kwargs)
            if self.batch is not None and self.targets is None:
                self.taken, self.targets, self.value = input, target, value
            return value

        return listener

    def forward_hook(self) -> Callable[..., None]:
        """Listens to the online network: Q(s, .) of the batch."""

        def hook(_, inputs, output):
            if self.batch is not None and inputs[0] is self.batch.observations:
                self.q_values = output

        return hook

    def clipping(self, clip: Callable[..., Any]) -> Callable[..., Any]:
        """Listens to the clipping of the gradient: before it, the gradient is whole."""

        def listener(*args, **kwargs):
            self._tell()
            return clip(*args, **kwargs)

        return listener

    def optimizer_hook(self) -> Callable[..., None]:
        """Listens to the optimizer, for learner steps that do not clip."""
        return lambda *_: self._tell()

    def _tell(self) -> None:
        """Passes the learner step on to the recorder, once."""
        batch = self.batch
        if batch is None:
            return
        if self.q_values is None or self.targets is None:
            warnings.warn(
                "the recorder heard no loss function of torch.nn.functional in train(): "
                "the columns about learning stay empty"
            )
            self.batch = None
            return
        self.callback.recorder.learn(
            batch.observations,
            batch.actions,
            batch.rewards,
            batch.next_observations,
            batch.dones,
            self.q_values,
            self.targets,
            self.value,
            taken=self.taken,
        )
        self._forget()


def _pick(observations: Any, i: int) -> Any:
    """The observation of one of several environments."""
    if isinstance(observations, dict):
        return {name: part[i] for name, part in observations.items()}
    return observations[i]


def _sb3_facts(model: Any) -> dict[str, Any]:
    """What SB3's model tells of its settings."""
    frequency = model.train_freq
    return {
        "framework": "stable-baselines3",
        "algorithm": type(model).__name__,
        "target_interval": model.target_update_interval,
        "tau": model.tau,
        "batch_size": model.batch_size,
        "buffer_size": model.buffer_size,
        "learning_starts": model.learning_starts,
        "learning_rate": float(model.lr_schedule(1.0)),
        "train_frequency": getattr(frequency, "frequency", frequency),
        "train_unit": getattr(getattr(frequency, "unit", None), "value", "step"),
        "gradient_steps": model.gradient_steps,
        "n_step": getattr(model, "n_steps", 1),
        "exploration_initial": model.exploration_initial_eps,
        "exploration_final": model.exploration_final_eps,
        "exploration_fraction": model.exploration_fraction,
        "total_steps": model._total_timesteps,
        "environments": model.n_envs,
        "optimizer": type(model.policy.optimizer).__name__,
        "max_gradient_norm": model.max_grad_norm,
        "loss": "huber",
        "time_limit": _time_limit(model.env),
        "seed": model.seed,
    }


def _time_limit(env: Any) -> Optional[int]:
    """The most steps of an episode, where Gymnasium knows them."""
    try:
        return env.get_attr("spec")[0].max_episode_steps
    except Exception:  # Environments of many kinds: an unknown limit is no error.
        return None
