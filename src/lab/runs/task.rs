//! A task: what its scores mean, whatever the world is.

use std::ops::Range;

// ANCHOR: task
/// A world as something to be solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its name, with its version.
    pub name: &'static str,
    /// The mean score over a window at which it counts as solved.
    pub solved: f64,
    /// The scores from the least to the largest that there are.
    pub scores: Range<f64>,
    /// This many scores in a row make the mean, and a point of a learning curve.
    pub window: usize,
}
// ANCHOR_END: task

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A task of the tests, with few scores to a mean.
    pub(crate) const SHORT: Task = Task {
        name: "a world",
        solved: 90.0,
        scores: 0.0..100.0,
        window: 5,
    };
}
