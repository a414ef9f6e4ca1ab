//! A greedy episode in any world that can be drawn, as an animation.

use crate::agent::Agent;
use crate::error::Error;
use crate::experiments::entry::{Agents, Film};
use crate::experiments::settings::Settings;
use crate::experiments::worlds::shapes::{Frame, Shape};
use crate::foundations::random::random;
use crate::foundations::{Stream, Weights};
use crate::lab::plots::{Gif, gif, smooth_pixels};
use crate::lab::runs::{Run, Trial};

// ANCHOR: shown
/// A world that can be drawn: shapes for each state, and a line above them.
pub(crate) trait Shown {
    /// The part of the world that a picture shows.
    const FRAME: Frame;
    /// How long an animation shows a state, in ms.
    const MILLISECONDS: u32;

    /// What there is to see of a state, as the agent sees it; the later above the earlier.
    fn shapes(state: &[f32]) -> Vec<Shape>;

    /// What an animation writes above the state after `step` steps.
    fn caption(step: usize, state: &[f32]) -> String;
}
// ANCHOR_END: shown

/// How often the last state is shown again before an animation starts over.
const LAST_FRAME_REPEATS: usize = 20;

/// Agents in a world that is drawn, each made from its settings and its seed.
#[derive(Debug)]
pub struct InWorld<const S: usize, const A: usize> {
    /// Makes an untrained agent.
    pub agent: fn(&Settings, u64) -> Result<Agent<S, A>, Error>,
    /// Plays a greedy episode under a seed, and draws it.
    pub film: fn(&Agent<S, A>, u64) -> Result<Film, Error>,
}

impl<const S: usize, const A: usize> Agents for InWorld<S, A> {
    fn trial(
        &self,
        settings: &Settings,
        seed: u64,
        episodes: usize,
    ) -> Result<Box<dyn Trial>, Error> {
        let agent = (self.agent)(settings, seed)?;
        Ok(Box::new(Run::evaluated(agent, seed, episodes)))
    }

    fn animate(&self, weights: &Weights, seed: u64) -> Result<Option<Film>, Error> {
        let mut agent = (self.agent)(&Settings::default(), seed)?;
        agent.set_weights(weights)?;
        (self.film)(&agent, seed).map(Some)
    }
}

/// The greedy episode of `agent` from the first start state that an evaluation under
/// `seed` would meet.
pub(crate) fn film<W: Shown, const S: usize, const A: usize>(
    agent: &Agent<S, A>,
    seed: u64,
) -> Result<Film, Error> {
    let mut world = agent.environment();
    let mut state = world.reset(&mut random(seed, Stream::Evaluation));
    let mut states = vec![world.unwrapped(state)];
    let mut sum = 0.0;
    loop {
        let step = world.step(agent.act(state));
        state = step.state;
        states.push(world.unwrapped(state));
        sum += step.reward;
        if step.is_last() {
            break;
        }
    }
    let steps = states.len() - 1;
    Ok(Film {
        outcome: format!("{steps} steps, return {sum}"),
        gif: animation::<W>(&states)?,
    })
}

/// The animation of states in the world `W`.
fn animation<W: Shown>(states: &[Vec<f32>]) -> Result<Gif, Error> {
    let (size, last) = (W::FRAME.size(), states.len() - 1);
    let shown = (0..last).chain(std::iter::repeat_n(last, 1 + LAST_FRAME_REPEATS));
    let pictures = shown.map(|step| {
        smooth_pixels(size, |area, times| {
            let state = &states[step];
            let caption = W::caption(step, state);
            W::FRAME.draw(area, times, &W::shapes(state), &caption)
        })
    });
    gif(size, W::MILLISECONDS, pictures)
}
