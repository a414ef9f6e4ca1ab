"""The same DQN in JAX, jitted as far as it goes, to be timed in turns with ours.

Reads one order per line, and answers each with one line of numbers:

    learner_step N       seconds per learner step, one call of a jitted function each
    scan N               seconds per learner step, N of them in one jitted scan
    forward_B N          seconds per forward pass of B states
    whole_seed_S N       seconds, training steps, evaluation steps of N episodes under
                         seed S: environment, memory, learner and evaluation are one
                         jitted program

Compiling is not counted. Weights and moments are given away to each step, which writes
the new ones in their place. One thread on one core, as a run of ours has. Needs the
packages of jax-requirements.txt.
"""

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import functools
import sys
import time

import jax
import jax.numpy as jnp
import numpy
import optax
from jax import lax

WIDTHS = (4, 512, 128, 2)
BATCH, CAPACITY, WARM_UP, COPY_EVERY = 64, 50_000, 320, 15
GAMMA, LEARNING_RATE = 1.0, 0.0007
EPSILON_START, EPSILON_END, EPSILON_STEPS = 1.0, 0.3, 20_000
EVALUATION_EPISODES, STEP_LIMIT = 5, 500

# PyTorch's RMSprop, which ours is too, has ε outside of the root.
OPTIMIZER = optax.rmsprop(LEARNING_RATE, decay=0.99, eps=1e-8, eps_in_sqrt=False)

# On a single core, a call that is carried out at once takes less time.
jax.config.update("jax_cpu_enable_async_dispatch", False)


# ---- The learner ----


def initial_weights(key):
    layers = []
    for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
        key, of_weight, of_bias = jax.random.split(key, 3)
        uniform = functools.partial(
            jax.random.uniform, minval=-(inputs**-0.5), maxval=inputs**-0.5
        )
        weight = uniform(of_weight, (inputs, outputs))
        layers.append((weight, uniform(of_bias, (outputs,))))
    return layers


def q_values(layers, states):
    *hidden, (weight, bias) = layers
    for w, b in hidden:
        states = jax.nn.relu(states @ w + b)
    return states @ weight + bias


def loss(online, target, batch):
    states, actions, rewards, next_states, terminated = batch
    next_values = q_values(target, next_states).max(1)
    targets = rewards + GAMMA * (1 - terminated) * next_values
    values = jnp.take_along_axis(q_values(online, states), actions[:, None], 1)[:, 0]
    return ((targets - values) ** 2).mean()


def learn(learner, batch):
    online, target, moments = learner
    value, gradients = jax.value_and_grad(loss)(online, target, batch)
    updates, moments = OPTIMIZER.update(gradients, moments)
    return (optax.apply_updates(online, updates), target, moments), value


def new_learner(key):
    online = initial_weights(key)
    target = jax.tree.map(jnp.copy, online)
    return online, target, OPTIMIZER.init(online)


# ---- The cart-pole, by Gymnasium's equations ----


def physics(state, action):
    position, speed, angle, turning = state
    force = jnp.where(action == 1, 10.0, -10.0)
    cos, sin = jnp.cos(angle), jnp.sin(angle)
    pushed = (force + 0.05 * turning**2 * sin) / 1.1
    turns = (9.8 * sin - cos * pushed) / (0.5 * (4 / 3 - 0.1 * cos**2 / 1.1))
    speeds = pushed - 0.05 * turns * cos / 1.1
    rates = jnp.stack([speed, speeds, turning, turns])
    return state + 0.02 * rates


def has_fallen(state):
    return (jnp.abs(state[0]) > 2.4) | (jnp.abs(state[2]) > 12 * 2 * jnp.pi / 360)


def starts(key, shape):
    return jax.random.uniform(key, shape, minval=-0.05, maxval=0.05)


def epsilon(step):
    curve = 10.0 ** (-2.0 * step / (EPSILON_STEPS - 1))
    falling = EPSILON_END + (EPSILON_START - EPSILON_END) * (curve - 0.01) / 0.99
    return jnp.where(step >= EPSILON_STEPS, EPSILON_END, falling)


# ---- A whole seed as one program ----


def training_episode(agent):
    learner, memory, step, key = agent
    key, of_start = jax.random.split(key)

    def is_going_on(now):
        return ~now[-1]

    def one_step(now):
        (learner, memory, step, key), state, length, _ = now
        key, of_choice, of_action, of_batch = jax.random.split(key, 4)
        action = lax.cond(
            jax.random.uniform(of_choice) < epsilon(step),
            lambda: jax.random.randint(of_action, (), 0, 2),
            lambda: q_values(learner[0], state[None])[0].argmax().astype(jnp.int32),
        )
        next_state = physics(state, action)
        fallen = has_fallen(next_state)
        transition = (state, action, 1.0, next_state, fallen.astype(jnp.float32))
        place = step % CAPACITY
        memory = [column.at[place].set(x) for column, x in zip(memory, transition)]

        # Drawn with replacement, which costs less than without: a point for JAX.
        filled = jnp.minimum(step + 1, CAPACITY)
        rows = jax.random.randint(of_batch, (BATCH,), 0, filled)
        learner = lax.cond(
            filled > WARM_UP,
            lambda: learn(learner, [column[rows] for column in memory])[0],
            lambda: learner,
        )
        online, target, moments = learner
        target = lax.cond(step % COPY_EVERY == 0, lambda: online, lambda: target)
        agent = ((online, target, moments), memory, step + 1, key)
        return agent, next_state, length + 1, fallen | (length + 1 >= STEP_LIMIT)

    agent = (learner, memory, step, key)
    start = (agent, starts(of_start, (4,)), 0, False)
    return lax.while_loop(is_going_on, one_step, start)[0]


def evaluation_steps(online, key):
    def is_going_on(now):
        return ~now[2].all()

    def one_step(now):
        states, lengths, over = now
        actions = q_values(online, states).argmax(1)
        moved = jax.vmap(physics)(states, actions)
        states = jnp.where(over[:, None], states, moved)
        lengths = lengths + ~over
        over = over | jax.vmap(has_fallen)(states) | (lengths >= STEP_LIMIT)
        return states, lengths, over

    count = EVALUATION_EPISODES
    start = (starts(key, (count, 4)), jnp.zeros(count, int), jnp.zeros(count, bool))
    return lax.while_loop(is_going_on, one_step, start)[1].sum()


@functools.partial(jax.jit, static_argnums=1)
def whole_seed(seed, episodes):
    key, of_weights = jax.random.split(jax.random.PRNGKey(seed))
    memory = [
        jnp.zeros((CAPACITY, 4)),
        jnp.zeros(CAPACITY, jnp.int32),
        jnp.zeros(CAPACITY),
        jnp.zeros((CAPACITY, 4)),
        jnp.zeros(CAPACITY),
    ]

    def one_episode(agent, _):
        learner, memory, step, key = training_episode(agent)
        key, of_starts = jax.random.split(key)
        steps = evaluation_steps(learner[0], of_starts)
        return (learner, memory, step, key), steps

    agent = (new_learner(of_weights), memory, jnp.int32(0), key)
    agent, steps = lax.scan(one_episode, agent, None, length=episodes)
    return agent[2], steps.sum()


# ---- The orders ----


def batches(*shape):
    generator = numpy.random.default_rng(12)

    def states():
        return jnp.asarray(generator.normal(size=(*shape, BATCH, 4)), jnp.float32)

    actions = jnp.asarray(generator.integers(2, size=(*shape, BATCH)), jnp.int32)
    ones = jnp.ones((*shape, BATCH))
    return states(), actions, ones, states(), jnp.zeros((*shape, BATCH))


@functools.cache
def compiled_step():
    return jax.jit(learn, donate_argnums=0)


@functools.cache
def compiled_scan(count):
    program = jax.jit(
        lambda learner, batches: lax.scan(learn, learner, batches), donate_argnums=0
    )
    return program.lower(new_learner(jax.random.PRNGKey(1)), batches(count)).compile()


@functools.cache
def compiled_forward(states):
    program = jax.jit(q_values)
    online = new_learner(jax.random.PRNGKey(1))[0]
    batch = numpy.full((states, 4), 0.01, numpy.float32)
    program(online, batch).block_until_ready()
    return lambda: numpy.asarray(program(online, batch))


@functools.cache
def compiled_seed(episodes):
    return whole_seed.lower(0, episodes).compile()


def timed(work):
    start = time.perf_counter()
    result = jax.block_until_ready(work())
    return time.perf_counter() - start, result


def learner_steps(count):
    learner, batch = new_learner(jax.random.PRNGKey(1)), batches()
    step = compiled_step()
    learner, _ = jax.block_until_ready(step(learner, batch))

    def work():
        nonlocal learner
        for _ in range(count):
            learner, _ = step(learner, batch)
        return learner

    return timed(work)[0] / count


def scan_steps(count):
    program, inputs = compiled_scan(count), batches(count)
    learner = new_learner(jax.random.PRNGKey(1))
    jax.block_until_ready((learner, inputs))
    return timed(lambda: program(learner, inputs))[0] / count


def forward_passes(states, count):
    forward = compiled_forward(states)
    start = time.perf_counter()
    for _ in range(count):
        forward()
    return (time.perf_counter() - start) / count


def main():
    print("ready", flush=True)
    for line in sys.stdin:
        order, count = line.split()
        name, _, number = order.rpartition("_")
        count = int(count)
        if order == "learner_step":
            answer = [learner_steps(count)]
        elif order == "scan":
            answer = [scan_steps(count)]
        elif name == "forward":
            answer = [forward_passes(int(number), count)]
        else:
            program = compiled_seed(count)
            seconds, steps = timed(lambda: program(int(number)))
            answer = [seconds, *(int(number) for number in steps)]
        print(*answer, flush=True)


main()
