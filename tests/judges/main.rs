//! The judges of the exercises: right answers pass, and each plausible wrong one breaks
//! the claims that are about it. `tests/snapshots` holds what is said of each.

#[path = "../support/judges.rs"]
mod judged;
#[path = "../support/mod.rs"]
mod support;

mod circuit;
mod combining;
mod comparison;
mod ddqn;
mod doctor;
mod dqn;
mod dueling;
mod exploration;
mod n_step;
mod nfq;
mod per;
mod polyak;
mod replay;
mod stream;
mod target;
mod verdict;
mod worlds;
mod yours;
