"""DQN of Keras-RL (the package keras-rl2), recorded by a callback.

Keras-RL has no code for the networks of today's Keras: it runs with TensorFlow 2.12
(`pip install "tensorflow-cpu==2.12.*" keras-rl2 gymnasium`), on Python 3.8 to 3.11.

The networks are Keras's, which the recorder does not look into: the columns about
weights, gradients and the target network stay empty.

    python keras_rl.py --steps 2000
"""

import argparse

import gymnasium
import numpy as np
import tensorflow as tf
from recorder import Recorder
from rl.agents.dqn import DQNAgent
from rl.callbacks import Callback
from rl.memory import SequentialMemory
from rl.policy import EpsGreedyQPolicy


class OldGym:
    """A task of Gymnasium with the methods of the Gym that Keras-RL knows."""

    def __init__(self, name, seed):
        self.env = gymnasium.make(name)
        self.env.reset(seed=seed)

    def reset(self):
        return self.env.reset()[0]

    def step(self, action):
        state, reward, terminated, truncated, _ = self.env.step(action)
        return (
            state,
            reward,
            terminated or truncated,
            {"truncated": truncated and not terminated},
        )


class Recording(Callback):
    """Tells a recorder of each step and, by listening to the agent, of each update."""

    def __init__(self, rec):
        super().__init__()
        self.rec = rec

    def on_train_begin(self, logs=None):
        agent = self.model  # Keras-RL calls the agent so
        sample, train = agent.memory.sample, agent.trainable_model.train_on_batch

        def hear_batch(*arguments, **settings):
            self.batch = sample(*arguments, **settings)
            return self.batch

        def hear_update(inputs, outputs):
            states = inputs[0]
            q_values = agent.model.predict_on_batch(
                states
            )  # once more, as Keras hides them
            metrics = train(inputs, outputs)
            self.learn(q_values, outputs[0], metrics[0])
            return metrics

        agent.memory.sample, agent.trainable_model.train_on_batch = (
            hear_batch,
            hear_update,
        )

    def learn(self, q_values, targets, loss):
        batch = self.batch
        self.rec.learn(
            np.array([e.state0 for e in batch])[:, 0],
            [e.action for e in batch],
            [e.reward for e in batch],
            np.array([e.state1 for e in batch])[:, 0],
            [float(e.terminal1) for e in batch],
            q_values,
            targets,
            float(loss),
        )

    def on_episode_begin(self, episode, logs=None):
        self.state = None

    def on_step_end(self, step, logs=None):
        agent = self.model
        truncated = bool(logs["info"]["truncated"])
        ended = bool(agent.memory.terminals[-1])
        self.rec.step(
            agent.recent_observation,
            logs["action"],
            logs["reward"],
            logs["observation"],
            ended and not truncated,
            truncated,
            epsilon=agent.policy.eps,
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", default="run.csv")
    arguments = parser.parse_args()

    tf.keras.utils.set_random_seed(arguments.seed)
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [
            layers.Flatten(input_shape=(1, 4)),
            layers.Dense(32, "relu"),
            layers.Dense(32, "relu"),
            layers.Dense(2),
        ]
    )
    agent = DQNAgent(
        model=model,
        policy=EpsGreedyQPolicy(0.1),
        nb_actions=2,
        memory=SequentialMemory(limit=10_000, window_length=1),
        nb_steps_warmup=200,
        target_model_update=200,
        gamma=0.99,
    )
    agent.compile(tf.keras.optimizers.legacy.Adam(1e-3))
    facts = dict(
        batch_size=32, buffer_size=10_000, learning_starts=200, target_interval=200
    )
    with Recorder(arguments.out, gamma=0.99, facts=facts) as rec:
        recording = [Recording(rec)]
        agent.fit(
            OldGym("CartPole-v1", arguments.seed),
            arguments.steps,
            callbacks=recording,
            verbose=0,
        )


if __name__ == "__main__":
    main()
