"""DQN of tianshou (version 2), recorded: a step hook and a few lines in a subclass.

python tianshou_dqn.py --steps 5000
"""

import argparse

import gymnasium as gym
import numpy as np
import torch
from recorder import Recorder
from tianshou.algorithm.modelfree.dqn import DQN, DiscreteQLearningPolicy
from tianshou.algorithm.optim import AdamOptimizerFactory
from tianshou.data import Collector, VectorReplayBuffer
from tianshou.env import DummyVectorEnv
from tianshou.trainer import OffPolicyTrainerParams
from tianshou.utils.net.common import Net


class RecordedDQN(DQN):
    """tianshou's DQN, which tells its recorder of each learner step."""

    rec = None

    def __init__(self, **settings):
        super().__init__(**settings)
        self.policy.model.register_forward_hook(self._hear_values)
        self.optim._optim.register_step_pre_hook(self._hear_step)
        self._step, self.optim.step = self.optim.step, self._hear_loss

    def _update_with_batch(self, batch):
        self._batch = batch
        return super()._update_with_batch(batch)

    def _hear_values(self, _, inputs, output):
        if output[0].requires_grad:  # the network returns (Q values, hidden state)
            self._q_values = output[0]

    def _hear_loss(self, loss, **settings):
        self._loss = loss
        self._step(loss, **settings)

    def _hear_step(self, *_):
        b = self._batch
        targets = torch.as_tensor(b.returns).flatten()
        self.rec.learn(
            b.obs,
            b.act,
            b.rew,
            b.obs_next,
            b.terminated,
            self._q_values,
            targets,
            self._loss,
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", default="run.csv")
    arguments = parser.parse_args()

    np.random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    env = DummyVectorEnv([lambda: gym.make("CartPole-v1")])
    env.seed(arguments.seed)
    spaces = gym.make("CartPole-v1")
    net = Net(state_shape=4, action_shape=2, hidden_sizes=[64, 64])
    policy = DiscreteQLearningPolicy(
        model=net, action_space=spaces.action_space, eps_training=0.1
    )
    algorithm = RecordedDQN(
        policy=policy,
        optim=AdamOptimizerFactory(lr=1e-3),
        gamma=0.99,
        target_update_freq=100,
        is_double=False,
    )
    rec = algorithm.rec = Recorder(
        arguments.out,
        online=net,
        target=algorithm.model_old,
        gamma=0.99,
        facts=dict(
            target_interval=100, batch_size=64, buffer_size=20_000, learning_rate=1e-3
        ),
    )

    def hear_steps(_, batch):
        for i in range(len(batch)):
            step = batch[i]
            rec.step(
                step.obs,
                step.act,
                step.rew,
                step.obs_next,
                step.terminated,
                step.truncated,
                epsilon=policy.eps_training,
                env=i,
            )

    buffer = VectorReplayBuffer(20_000, 1)
    collector = Collector(
        algorithm, env, buffer, exploration_noise=True, on_step_hook=hear_steps
    )
    algorithm.run_training(
        OffPolicyTrainerParams(
            training_collector=collector,
            max_epochs=1,
            epoch_num_steps=arguments.steps,
            collection_step_num_env_steps=10,
            update_step_num_gradient_steps_per_sample=0.2,
            batch_size=64,
            test_in_training=False,
            verbose=False,
            show_progress=False,
        )
    )
    rec.close()


if __name__ == "__main__":
    main()
