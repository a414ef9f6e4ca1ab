//! Experiments that papers and textbooks have shown a technique with: each so small that a
//! test makes it again whole, in the pieces of the course wherever they fit.

pub mod biased_sampling;
pub mod cliffwalk;
pub mod corridor;
pub mod deep_sea;
pub mod noisy_maximum;
pub mod normal;
pub mod polynomials;
pub mod random_walk;
pub mod temptation;
