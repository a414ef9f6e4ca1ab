//! What is learned, where it can be worked out: chains, tiles, windows, the triad.

mod agent;
mod dqn;
mod growing_batch;
mod n_step;
mod nfq;
mod tiles;
mod triad;
