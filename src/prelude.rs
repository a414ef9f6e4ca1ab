//! The names that a reader's own agent needs: `use deepq::prelude::*`.

pub use crate::agent::Agent;
pub use crate::ddqn::{DoubleValue, ddqn, ddqn_on};
pub use crate::dqn::{dqn, dqn_on};
pub use crate::dueling::{
    Aggregate, Dueling, Heads, MaxAdvantage, MeanAdvantage, all_on, dueling,
    dueling_on, heads, policy_advantages, policy_value,
};
pub use crate::error::Error;
pub use crate::exercises::*;
pub use crate::experiments::cart_pole::episode::Episode;
pub use crate::experiments::cart_pole::learning_curves;
pub use crate::exploration::{
    ActionRule, Boltzmann, Clock, Constant, EpisodeDecay, EpsilonGreedy,
    LinearSchedule, LogDecay, Scaled, Schedule,
};
pub use crate::foundations::random::random;
pub use crate::foundations::{
    Actions, Adam, AmsGrad, Architecture, CartPole, CenteredRmsProp, ClipReward,
    ClippedByNorm, ClippedByValue, Describe, Description, Dev, Environment,
    FiniteHorizon, FirstLayer, FrameSkipped, FrameStacked, Gradients, HeNormal,
    HeUniform, Initialization, Layer, LayerNorm, Mlp, Moments, Momentum, Nesterov,
    Normalized, Number, Optimizer, PerSample, PerWeight, PlainLayerNorm, QNetwork,
    QValues, Random, ReLU, RewardRule, Rewarded, RmsProp, Rprop, Rule, ScaleReward,
    Sgd, SignReward, Sparse, States, Step, Stream, TimeAware, TimeLimited, Vector,
    Weights, XavierNormal, XavierUniform, actions_tensor, argmax, greedy,
    per_sample, states_tensor,
};
pub use crate::growing_batch::{GrowingBatch, growing_batch, growing_batch_on};
pub use crate::huber::Huber;
pub use crate::lab::plots::{Curve, PALETTE, schedule_curves};
pub use crate::lab::runs::{Length, Results, Row, Run, Trial};
pub use crate::lab::stats::standard_deviation;
pub use crate::nfq::{Nfq, nfq, nfq_on};
pub use crate::objective::{Loss, Objective, SquaredError, TdErrors};
pub use crate::per::{
    Prioritization, PrioritizedReplay, per, per_on, prioritization,
};
pub use crate::polyak::{Polyak, polyak, polyak_on};
pub use crate::rank::{RankReplay, rank_per, rank_per_on};
pub use crate::recipe::Recipe;
pub use crate::replay::{
    Batch, NewestReplay, PrioritySpread, Replay, Ring, Sample, Transition,
    UniformReplay,
};
pub use crate::report::{EpisodeReport, LearningReport};
pub use crate::sum_tree::SumTree;
pub use crate::target::{
    Bootstrap, HardCopy, MaxValue, PerLearnerStep, TargetUpdate, td_target,
};
pub use dfdx::nn::modules::Repeated;
pub use dfdx::nn::tensor_collection::TensorCollection;
pub use dfdx::shapes::Axis;
pub use dfdx::tensor::{Trace, WithEmptyTape};
pub use dfdx::tensor_ops::{Backward, MaxTo, MeanTo, SelectTo};
pub use rand::{Rng, RngCore};
