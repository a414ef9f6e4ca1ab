//! The basis of every chapter: tensors, environments, networks, the optimiser.

pub mod activations;
#[cfg(not(feature = "cuda"))]
mod affine;
#[cfg(feature = "cuda")]
#[path = "affine_cuda.rs"]
mod affine;
pub mod architecture;
pub mod arithmetic;
mod buffer;
pub mod cart_pole;
#[cfg(not(feature = "cuda"))]
mod clip;
#[cfg(feature = "cuda")]
#[path = "clip_cuda.rs"]
mod clip;
pub mod clock;
pub mod code_copy;
pub mod description;
pub mod environment;
pub mod initialization;
pub mod layer;
pub mod layer_norm;
pub mod network;
#[cfg(not(feature = "cuda"))]
mod normalize;
#[cfg(feature = "cuda")]
#[path = "normalize_cuda.rs"]
mod normalize;
pub mod norms;
pub mod optimizer;
pub mod optimizers;
pub mod parameter;
#[cfg(not(feature = "cuda"))]
mod pass;
#[cfg(feature = "cuda")]
#[path = "pass_cuda.rs"]
mod pass;
pub mod per_weight;
#[cfg(not(feature = "cuda"))]
mod product;
pub mod random;
pub mod relu;
pub mod rule;
pub mod tensors;
pub mod vector;
pub mod weights;
pub mod wrappers;

pub use architecture::Architecture;
pub use cart_pole::{
    CartPole, CartPoleState, LARGEST_ANGLE, LEFT, POLE_HALF_LENGTH, RIGHT,
    STEP_LIMIT, TIME_STEP, TRACK_HALF_LENGTH, has_fallen, next_state, observe,
};
pub use clock::Clock;
pub use code_copy::CodeCopy;
pub(crate) use description::describe;
pub use description::{Describe, Description};
pub(crate) use environment::not_finite;
pub use environment::{Environment, Step};
pub use initialization::{
    HeNormal, HeUniform, Initialization, PyTorch, Sparse, XavierNormal,
    XavierUniform,
};
pub use layer::{Affine, FirstLayer, Layer};
pub use layer_norm::{LayerNorm, PlainLayerNorm};
pub use network::{Mlp, QNetwork, describe_weights};
pub(crate) use norms::sum_of_absolutes;
pub use norms::{distance, gradient_norm, norm, zero_gradient_share};
pub use optimizer::Optimizer;
pub(crate) use optimizers::scaled;
pub use optimizers::{
    Adam, AmsGrad, CenteredRmsProp, ClippedByNorm, ClippedByValue, Momentum,
    Nesterov, RmsProp, Rprop, Sgd,
};
pub use per_weight::PerWeight;
pub use random::{Random, Stream};
pub use relu::ReLU;
pub use rule::{Number, Rule};
pub(crate) use tensors::DEVICE;
pub use tensors::{
    Actions, Dev, Gradients, PerSample, QValues, Recorded, Scalar, States,
    actions_tensor, argmax, greedy, per_sample, rows, states_tensor,
};
pub use vector::Vector;
pub use weights::{Weight, Weights, metadata_of_model, recipe_of_model};
pub(crate) use wrappers::hand_on;
pub use wrappers::{
    ClipReward, FiniteHorizon, FrameSkipped, FrameStacked, Moments, Normalized,
    RewardRule, Rewarded, ScaleReward, ScaledByReturns, SignReward, TimeAware,
    TimeLimited,
};
