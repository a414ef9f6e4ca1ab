//! What every chapter stands on: tensors, environments, networks, the optimiser.

pub mod arithmetic;
pub mod cart_pole;
pub mod environment;
pub mod layer;
pub mod library;
pub mod network;
pub mod norms;
pub mod optimizer;
pub mod random;
pub mod tensors;
pub mod weights;
