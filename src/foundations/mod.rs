//! What every chapter stands on: tensors, environments, networks, the optimiser.

pub mod architecture;
pub mod arithmetic;
pub mod cart_pole;
pub mod code_copy;
pub mod description;
pub mod environment;
pub mod layer;
pub mod network;
pub mod norms;
pub mod optimizer;
pub mod random;
pub mod tensors;
pub mod weights;
