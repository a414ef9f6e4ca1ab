//! What every chapter stands on: tensors, environments, networks, the optimiser.

#[cfg(not(feature = "cuda"))]
mod affine;
#[cfg(feature = "cuda")]
#[path = "affine_cuda.rs"]
mod affine;
pub mod architecture;
pub mod arithmetic;
mod buffer;
pub mod cart_pole;
pub mod code_copy;
pub mod description;
pub mod environment;
pub mod layer;
pub mod network;
pub mod norms;
pub mod optimizer;
pub mod parameter;
#[cfg(not(feature = "cuda"))]
mod pass;
#[cfg(feature = "cuda")]
#[path = "pass_cuda.rs"]
mod pass;
#[cfg(not(feature = "cuda"))]
mod product;
pub mod random;
pub mod relu;
pub mod tensors;
pub mod weights;
pub mod wrappers;

pub use architecture::Architecture;
pub use cart_pole::{
    CartPole, CartPoleState, LARGEST_ANGLE, LEFT, POLE_HALF_LENGTH, RIGHT,
    STEP_LIMIT, TIME_STEP, TRACK_HALF_LENGTH, has_fallen, next_state, observe,
};
pub use code_copy::CodeCopy;
pub(crate) use description::describe;
pub use description::{Describe, Description};
pub(crate) use environment::not_finite;
pub use environment::{Environment, Step};
pub use layer::{Affine, FirstLayer, Layer};
pub use network::{Mlp, QNetwork, describe_weights};
pub use norms::{distance, gradient_norm, norm};
pub use optimizer::RmsProp;
pub use random::{Random, Stream};
pub use relu::ReLU;
pub(crate) use tensors::DEVICE;
pub use tensors::{
    Actions, Dev, Gradients, PerSample, QValues, Recorded, Scalar, States,
    actions_tensor, argmax, greedy, per_sample, rows, states_tensor,
};
pub use weights::{Weight, Weights, recipe_of_model};
pub(crate) use wrappers::hand_on;
pub use wrappers::{
    ClipReward, FiniteHorizon, FrameSkipped, FrameStacked, Moments, Normalized,
    RewardRule, Rewarded, ScaleReward, SignReward, TimeAware, TimeLimited,
};
