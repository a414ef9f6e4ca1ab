//! The corridor of ten doors as a task, and the DQN that the book records in it.

use crate::agent::Agent;
use crate::experiments::entry::{Entry, SEEDS, Undrawn};
use crate::experiments::settings::Configure;
use crate::lab::runs::{Length, Task};
use crate::yours::doors_dqn;

// ANCHOR: doors
/// Five right doors lead out in five steps, and each step costs 1.
pub const TEN_DOORS: Task = Task {
    name: "ten doors",
    solved: -5.0,
    scores: -50.0..0.0,
    window: 25,
};

/// DQN behind the doors. Every episode starts in the same room, so one tells how well
/// the policy is.
pub const DOORS: Entry = Entry {
    name: "doors",
    title: "DQN behind ten doors",
    task: &TEN_DOORS,
    agents: &Undrawn(|settings, seed| Agent::new(doors_dqn().with(settings)?, seed)),
    seeds: &SEEDS,
    length: Length::Episodes(150),
    evaluation_episodes: 1,
};
// ANCHOR_END: doors
