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
    check: "that the copy is a copy and no reference, how often it is made, and that the small τ stands with the online weights",
};
pub const TARGET_SLOW: Cause = Cause {
    name: "the target network follows too slowly",
    check: "the steps from one copy to the next, or 1/τ: how many of them fit into a run",
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
// ANCHOR_END: causes
