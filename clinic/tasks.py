"""The seven tasks of the clinic, as Gymnasium environments whose states are flat float32.

`make` also puts in the faults that an environment can have: rewards of another size, a
wrapper that loses them, and a number in the state that is far larger than the others.
"""

import gymnasium as gym
import numpy as np
from gymnasium import spaces
from gymnasium.wrappers import (
    FlattenObservation,
    RecordEpisodeStatistics,
    TimeLimit,
    TransformReward,
)
from minatar import Environment as Game


class Catch(gym.Env):
    """A ball falls through 10 rows of 5 columns: +1 if the paddle catches it, else −1.

    After bsuite's Catch (Osband et al., 2020). Actions: left, stay, right.
    """

    ROWS, COLUMNS = 10, 5
    observation_space = spaces.Box(0.0, 1.0, (ROWS * COLUMNS,), np.float32)
    action_space = spaces.Discrete(3)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.row = 0
        self.column = int(self.np_random.integers(self.COLUMNS))
        self.paddle = self.COLUMNS // 2
        return self._state(), {}

    def step(self, action):
        self.row += 1
        self.paddle = min(max(self.paddle + int(action) - 1, 0), self.COLUMNS - 1)
        terminated = self.row == self.ROWS - 1
        caught = 1.0 if self.paddle == self.column else -1.0
        return self._state(), caught if terminated else 0.0, terminated, False, {}

    def _state(self):
        board = np.zeros((self.ROWS, self.COLUMNS), np.float32)
        board[self.row, self.column] = 1.0
        board[-1, self.paddle] = 1.0
        return board.reshape(-1)


class Breakout(gym.Env):
    """MinAtar's Breakout (Young and Tian, 2019) without sticky actions."""

    def __init__(self):
        self.game = Game("breakout", sticky_action_prob=0.0)
        self.actions = self.game.minimal_action_set()
        shape = self.game.state_shape()
        self.observation_space = spaces.Box(0.0, 1.0, shape, np.float32)
        self.action_space = spaces.Discrete(len(self.actions))

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.game.seed(seed)
        self.game.reset()
        return self._state(), {}

    def step(self, action):
        reward, terminated = self.game.act(self.actions[action])
        return self._state(), float(reward), bool(terminated), False, {}

    def _state(self):
        return self.game.state().astype(np.float32)


class LargeInput(gym.ObservationWrapper):
    """One more number in the state, of about `size`, as a price or a clock would be."""

    def __init__(self, env, size):
        super().__init__(env)
        self.size = size
        length = env.observation_space.shape[0] + 1
        self.observation_space = spaces.Box(-np.inf, np.inf, (length,), np.float32)

    def observation(self, observation):
        number = self.size * (1.0 + 0.1 * self.np_random.standard_normal())
        return np.append(observation, number).astype(np.float32)


def _gymnasium(name, **arguments):
    return lambda: gym.make(name, disable_env_checker=True, **arguments)


TASKS = {
    "cart-pole": _gymnasium("CartPole-v1"),
    "acrobot": _gymnasium("Acrobot-v1"),
    "mountain-car": _gymnasium("MountainCar-v0"),
    "lunar-lander": _gymnasium("LunarLander-v3"),
    # One number per field; the other tasks' observations are flat, or become so.
    "frozen-lake": _gymnasium("FrozenLake-v1", is_slippery=False),
    "catch": Catch,
    "breakout": lambda: TimeLimit(Breakout(), 500),
}


class Single(gym.ObservationWrapper):
    """Flat observations, in single precision."""

    def __init__(self, env):
        super().__init__(FlattenObservation(env))
        shape = self.env.observation_space.shape
        self.observation_space = spaces.Box(-np.inf, np.inf, shape, np.float32)

    def observation(self, observation):
        return observation.astype(np.float32, copy=False)


def make(task, settings, statistics=RecordEpisodeStatistics):
    """The environment of a task, as its agent sees it with these settings.

    `statistics` is the wrapper that notes the returns: it hears large rewards, and it
    hears rewards that are lost on their way to the agent.
    """
    env, scale = Single(TASKS[task]()), settings["reward_scale"]
    if scale != 1.0:
        env = TransformReward(env, lambda reward: scale * reward)
    env = statistics(env)
    if settings["loses_rewards"]:
        env = TransformReward(env, lambda reward: 0.0)
    large_input = settings["large_input"]
    if large_input is not None:
        env = LargeInput(env, large_input)
    return env
