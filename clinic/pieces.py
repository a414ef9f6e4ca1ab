"""The pieces of an agent that a fault can replace, healthy ones first in each group."""

import torch

# The last layer: from the network's outputs (B, A) to Q(s, ·; θ).


def values(outputs):
    return outputs


def softmax(outputs):
    return outputs.softmax(dim=1)


def relu(outputs):
    return outputs.relu()


# The memory: the transition that is stored for (s, a, r, s′).


def as_it_was(state, action, next_state, actions):
    return state, action


def with_shifted_action(state, action, next_state, actions):
    return state, (action + 1) % actions


def with_aliased_state(state, action, next_state, actions):
    # The environment writes s′ into the array that the agent still holds as s.
    return next_state, action


# The flag that is stored, behind which no value follows.


def terminated(terminated, truncated):
    return terminated


def never(terminated, truncated):
    return False


def terminated_or_truncated(terminated, truncated):
    return terminated | truncated


# The value of the next states s′, shape (B,).


def largest_of_target_network(online, target, states):
    with torch.no_grad():
        return target(states).max(dim=1).values


def largest_of_batch(online, target, states):
    with torch.no_grad():
        return target(states).max().expand(len(states))


def largest_of_online_network(online, target, states):
    # Without `no_grad`, the loss also pulls the next value towards the estimate.
    return online(states).max(dim=1).values


# The shapes in which the estimates and the targets meet in the loss.


def one_each(estimates, targets):
    return estimates, targets


def column_and_row(estimates, targets):
    return estimates.unsqueeze(1), targets
