//! What can be wrong with an agent, and what to look at next: the causes that the rules
//! of the doctor point to.

#![expect(missing_docs, reason = "a cause says in its name what it is")]

use crate::lab::doctor::rule::Cause;

// ANCHOR: causes
pub const NO_REPLAY: Cause = Cause {
    name: "the batches come from the newest steps only",
    check: "the capacity of the memory, and that batches are drawn from all of it",
};
pub const TARGET_FOLLOWS: Cause = Cause {
    name: "the target network is the online network",
    check: "that the copy is a copy and no reference, how often it is made, and that the small τ multiplies the online weights",
};
pub const TARGET_SLOW: Cause = Cause {
    name: "the target network follows too slowly",
    check: "the steps from one copy to the next, or 1/τ: as many of them must fit into the run, \
            and better several times as many, as a value has steps to travel, which are \
            1/(1 − γ), or those of an episode if it has fewer: 100 copies with γ = 0.99",
};
pub const NO_MASK: Cause = Cause {
    name: "the value of a state without a future is not masked",
    check: "that the next value is multiplied by 1 − terminated, with the flag of the right step",
};
pub const LIMIT_IS_FAILURE: Cause = Cause {
    name: "a time limit counts as failure",
    check: "that the mask is of what terminated, not of what was cut short",
};
pub const WRONG_AXIS: Cause = Cause {
    name: "a maximum or a sum runs over the batch",
    check: "the shapes of the targets and of Q(s, a), in a batch of two states worked by hand",
};
pub const LARGE_REWARDS: Cause = Cause {
    name: "the rewards are large beside what a new network gives",
    check: "the size of a reward: about one is what the settings were made for",
};
pub const CLIPPED_AWAY: Cause = Cause {
    name: "a clip takes away the gradient of what is most wrong",
    check: "that the gradient is clipped, or the loss is Huber's, and not the TD error inside a square",
};
pub const OWN_STATISTICS: Cause = Cause {
    name: "evaluation and training normalise by different statistics",
    check: "that the mean and the variance of the training are saved with the weights, and handed to each evaluation",
};
pub const HIGH_RATE: Cause = Cause {
    name: "the learning rate is too high",
    check: "the same run with a tenth of the learning rate",
};
pub const LOW_RATE: Cause = Cause {
    name: "the learning rate is too low",
    check: "the same run with ten times the learning rate",
};
pub const GREEDY_TOO_SOON: Cause = Cause {
    name: "the agent stops exploring too soon",
    check: "the schedule of ε: over how many steps it falls, and to what",
};
pub const EXPLORING: Cause = Cause {
    name: "the agent never stops exploring",
    check: "that the schedule is asked on every step, and with the right clock",
};
pub const NO_WARM_UP: Cause = Cause {
    name: "learning begins before the memory holds several batches",
    check: "the number of transitions before the first learner step",
};
pub const UNWRITTEN: Cause = Cause {
    name: "the priorities are never written",
    check: "that the TD errors reach the memory itself, and not a copy of its arrays",
};
pub const NO_WEIGHTS: Cause = Cause {
    name: "the importance weights are missing",
    check: "that each squared error is multiplied by (N·P)^−β over its largest",
};
pub const WRONG_SIGN: Cause = Cause {
    name: "the importance weights have the wrong sign",
    check: "the sign of the exponent, and the correlation of weights and priorities",
};
pub const OUTLIERS: Cause = Cause {
    name: "there are outliers among the rewards",
    check: "the largest and the smallest reward in the memory",
};
pub const NAIVE_SUM: Cause = Cause {
    name: "value and advantage are added without the mean",
    check: "that the mean advantage of every state is zero",
};
pub const MEAN_OVER_BATCH: Cause = Cause {
    name: "the mean advantage is taken over the batch",
    check: "that Q of a state alone is Q of the same state in a batch",
};
pub const SHARED_GENERATOR: Cause = Cause {
    name: "evaluation and training share a random stream",
    check: "that the evaluation has an environment and a generator of its own",
};
pub const NO_BOUND: Cause = Cause {
    name: "nothing bounds the values, as γ is 1 and a time limit ends no episode",
    check: "the same run with γ below 1, and the largest |Q| beside the largest return",
};
pub const NEVER_LEARNS: Cause = Cause {
    name: "learning starts too late, or never",
    check: "the steps before learning starts, beside the steps of the run and the size of the memory",
};
pub const LEARNS_RARELY: Cause = Cause {
    name: "the agent makes about one learner step an episode",
    check: "whether the learner step is inside the loop over steps, and how many steps there are to one",
};
pub const ALIASED_STATE: Cause = Cause {
    name: "the next state in the memory is the state itself",
    check: "that a copy of each observation is stored, and not the array that the world goes on changing",
};
pub const SHIFTED_ACTION: Cause = Cause {
    name: "the action in the memory is not the one that was taken",
    check: "one transition by hand: the action that was played, and the one that is stored beside its state",
};
pub const NO_DETACH: Cause = Cause {
    name: "the gradient flows into the targets",
    check: "that the targets are computed without a gradient, by `no_grad` or `detach`",
};
pub const BROADCAST: Cause = Cause {
    name: "each target is compared with each value of the batch",
    check: "the shapes in the loss: (B, 1) minus (B) is (B, B)",
};
pub const BATCH_IN_NETWORK: Cause = Cause {
    name: "the value of a state depends on the batch that it is in, or on chance",
    check: "batch normalisation, dropout, a mean over the wrong axis, and the mode of the network: Q of a state alone is Q of it in a batch",
};
pub const BOUNDED_OUTPUT: Cause = Cause {
    name: "the last layer bounds the values",
    check: "that the last layer is linear: a softmax, a sigmoid or a tanh gives no value above one",
};
pub const ONE_SIDED_OUTPUT: Cause = Cause {
    name: "the last layer gives no negative value",
    check: "that no ReLU follows the last layer",
};
pub const DEAD_OUTPUT: Cause = Cause {
    name: "the network gives each state the same values",
    check: "the units of each layer that are never above zero, and the size of the inputs",
};
pub const OTHER_ACTOR: Cause = Cause {
    name: "another network acts than the one that learns",
    check: "which network the greedy action is asked of, and that nothing else changes the action",
};
pub const LOST_REWARDS: Cause = Cause {
    name: "the rewards do not reach the memory",
    check: "the rewards of a batch: a clip, a cast to integers or a wrapper can make them zero",
};
pub const GOAL_NEVER_SEEN: Cause = Cause {
    name: "the goal is never reached, so there is nothing to learn from",
    check: "whether random actions ever reach it: a longer time limit, more exploration, or a reward on the way",
};
pub const LARGE_INPUTS: Cause = Cause {
    name: "the inputs are large",
    check: "the largest number of a state: bring each to about one",
};
pub const MEMORY_GROWS: Cause = Cause {
    name: "the memory of the program grows without end",
    check: "that numbers are stored and no tensors with their graphs, and that the replay memory has a capacity",
};
// ANCHOR_END: causes
