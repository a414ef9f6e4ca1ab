"""DQN of Stable-Baselines3, recorded by a callback.

python stable_baselines3_dqn.py --steps 10000
"""

import argparse

import torch
from recorder import sb3_callback
from stable_baselines3 import DQN

parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=10_000)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--out", default="run.csv")
arguments = parser.parse_args()

torch.set_num_threads(1)  # faster for small networks
settings = dict(
    learning_starts=500,
    learning_rate=1e-3,
    target_update_interval=250,
    seed=arguments.seed,
    device="cpu",
)
model = DQN("MlpPolicy", "CartPole-v1", **settings)
model.learn(arguments.steps, callback=sb3_callback(arguments.out))
