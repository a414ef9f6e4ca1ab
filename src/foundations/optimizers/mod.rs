//! The optimisers of the field, with PyTorch's semantics, one a file.

mod adam;
mod ams_grad;
mod centered_rms_prop;
mod clipped_by_norm;
mod clipped_by_value;
mod momentum;
mod nesterov;
mod rms_prop;
mod rprop;
mod sgd;

pub use adam::Adam;
pub use ams_grad::AmsGrad;
pub use centered_rms_prop::CenteredRmsProp;
pub use clipped_by_norm::ClippedByNorm;
pub(crate) use clipped_by_norm::scaled;
pub use clipped_by_value::ClippedByValue;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rms_prop::RmsProp;
pub use rprop::Rprop;
pub use sgd::Sgd;
