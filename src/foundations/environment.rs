//! The world that an agent acts in.
//!
//! The chapter `book/src/yours.md` makes one: a corridor with a reward at its end.

use crate::error::Error;
use crate::foundations::description::Describe;
use crate::foundations::random::Random;
use crate::foundations::weights::Weights;

// ANCHOR: step
/// What an environment answers to one action.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<const S: usize> {
    /// s′, the state after the action.
    pub state: [f32; S],
    /// r, the reward of the action.
    pub reward: f32,
    /// The episode reached a state with no future: its value is 0.
    pub terminated: bool,
    /// The episode was cut short; its last state has a future, and a value.
    pub truncated: bool,
}
// ANCHOR_END: step

/// The first number of a state or reward that is NaN or infinite, with its name: it
/// would poison every weight in a few steps.
pub(crate) fn not_finite(state: &[f32], reward: f32) -> Option<(String, f32)> {
    if let Some(i) = state.iter().position(|number| !number.is_finite()) {
        return Some((format!("state[{i}]"), state[i]));
    }
    (!reward.is_finite()).then(|| ("reward".to_owned(), reward))
}

impl<const S: usize> Step<S> {
    /// True when the episode is over, for either reason.
    pub fn is_last(&self) -> bool {
        self.terminated || self.truncated
    }
}

// ANCHOR: environment
/// A world with states of `S` numbers and `A` actions, played in episodes.
///
/// An agent clones the environment of its recipe: one copy to train in, others to
/// be evaluated in. [`Describe`] names the environment and its settings in the record
/// of a run, so a fresh environment must be described alike each time. Copies may be
/// stepped by several threads, so an environment is [`Send`].
pub trait Environment<const S: usize, const A: usize>:
    dyn_clone::DynClone + Describe + Send
{
    /// Starts an episode and returns its first state.
    ///
    /// All that is random about the episode comes from `random`: an environment
    /// whose dynamics are random seeds a generator of its own from it here.
    fn reset(&mut self, random: &mut Random) -> [f32; S];

    /// Plays `action`, an index below `A`.
    fn step(&mut self, action: usize) -> Step<S>;

    /// What the world learns while an agent trains in it, such as the mean of its
    /// states. It is saved with the weights of the agent, and an evaluation plays
    /// with it. Most worlds learn nothing.
    fn kept(&self) -> Weights {
        Weights::default()
    }

    /// Takes over what another copy of this world kept.
    ///
    /// # Errors
    /// [`Error::ModelWeightMissing`] and [`Error::ModelShape`] when a world of
    /// other settings kept it.
    fn restore(&mut self, _kept: &Weights) -> Result<(), Error> {
        Ok(())
    }

    /// Makes this copy one that an agent is evaluated in: it learns nothing any
    /// more, and its rewards are those that the score counts.
    fn enter_evaluation(&mut self) {}

    /// The state of the innermost world that the agent sees as `state`, as
    /// pictures show it. A world that wraps no other shows its own.
    fn unwrapped(&self, state: [f32; S]) -> Vec<f32> {
        state.to_vec()
    }
}
// ANCHOR_END: environment

dyn_clone::clone_trait_object!(<const S: usize, const A: usize> Environment<S, A>);
