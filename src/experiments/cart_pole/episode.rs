//! An episode on the cart-pole, and its animation.

use crate::agent::Agent;
use crate::error::Error;
use crate::experiments::cart_pole::frame::{Frame, cart_pole_caption};
use crate::foundations::random::random;
use crate::foundations::{CartPoleState, Stream};
use crate::lab::plots::{ANIMATION, Gif, failure, gif, smooth_pixels};

/// The states of an episode on the cart-pole, its start state first.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode(pub Vec<CartPoleState>);

impl Episode {
    /// Plays one greedy episode, from the first start state that an evaluation under
    /// `seed` would meet.
    ///
    /// An agent may see the cart-pole through worlds that wrap it; the states are those
    /// of the cart-pole.
    pub fn play<const S: usize>(agent: &Agent<S, 2>, seed: u64) -> Self {
        let mut environment = agent.environment();
        let mut state = environment.reset(&mut random(seed, Stream::Evaluation));
        let mut states = vec![cart_pole_state(&environment.unwrapped(state))];
        loop {
            let step = environment.step(agent.act(state));
            state = step.state;
            states.push(cart_pole_state(&environment.unwrapped(state)));
            if step.is_last() {
                return Self(states);
            }
        }
    }

    /// The number of steps.
    pub fn steps(&self) -> usize {
        self.0.len() - 1
    }

    /// What came of the episode, in words.
    pub fn outcome(&self) -> String {
        format!("{} steps upright", self.steps())
    }

    /// The animation of the episode.
    ///
    /// It plays in real time, starts over after a pause, and has the step and the angle
    /// of each state above it.
    ///
    /// # Errors
    /// [`Error::Drawing`], also for an episode without states.
    pub fn animate(&self) -> Result<Gif, Error> {
        if self.0.is_empty() {
            let reason = "it has no states; hand in its start state";
            return Err(failure(ANIMATION, &reason));
        }
        let frame = Frame::whole(GIF_SCALE);
        let picture = |step| {
            let state = self.0[step];
            smooth_pixels(frame.size(), |area, times| {
                let caption = cart_pole_caption(step, state);
                frame.enlarged(times).draw(area, state, &caption)
            })
        };
        let pictures = steps_shown(self.steps(), LAST_FRAME_REPEATS).map(picture);
        gif(frame.size(), FRAME_MILLISECONDS, pictures)
    }
}

/// The cart and the pole of a state, in double precision. In another world than the
/// cart-pole, numbers that are missing are NaN.
fn cart_pole_state(state: &[f32]) -> CartPoleState {
    std::array::from_fn(|i| state.get(i).map_or(f64::NAN, |&number| number.into()))
}

/// Pixels of a metre in an animation.
const GIF_SCALE: f64 = 80.0;
/// An animation shows one state of this many: many viewers slow down frames that are
/// as short as a time step.
pub(crate) const FRAME_STRIDE: usize = 2;
/// How long a frame is shown, in ms.
const FRAME_MILLISECONDS: u32 = 40;
/// How often the last frame is shown again before the animation starts over.
const LAST_FRAME_REPEATS: usize = 25;

/// The states of an episode of `last` steps that an animation shows: every second
/// one, and the last one again and again.
pub(crate) fn steps_shown(
    last: usize,
    repeats: usize,
) -> impl Iterator<Item = usize> {
    let pause = std::iter::repeat_n(last, 1 + repeats);
    (0..last).step_by(FRAME_STRIDE).chain(pause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiments::cart_pole::frame::cart_pole_frame;
    use crate::foundations::{RIGHT, TIME_STEP, next_state};

    fn episode(steps: usize) -> Episode {
        let start = [0.0, 0.0, 0.01, 0.0];
        let states =
            std::iter::successors(Some(start), |&s| Some(next_state(s, RIGHT)));
        Episode(states.take(steps + 1).collect())
    }

    #[test]
    fn a_state_that_is_far_away_or_no_number_is_drawn_without_panic() {
        let far = [[1e300; 4], [-1e300, 0.0, 0.1, 0.0], [1e7, 0.0, -0.1, 0.0]];
        let no_numbers = [[f64::NAN; 4], [f64::NEG_INFINITY; 4]];
        for state in far.into_iter().chain(no_numbers) {
            assert!(cart_pole_frame(state, "").is_ok());
            assert!(Episode(vec![state]).animate().is_ok());
        }
    }

    #[test]
    fn an_animation_shows_every_second_state_and_holds_the_last() {
        assert!(steps_shown(5, 2).eq([0, 2, 4, 5, 5, 5]));
        assert!(steps_shown(0, 1).eq([0, 0]));
    }

    #[test]
    fn an_animation_plays_in_real_time_and_its_frames_take_few_bytes() {
        let bytes = episode(8).animate().unwrap().0;
        let mut frames = 0;
        let mut decoder = gif::Decoder::new(&bytes[..]).unwrap();
        while let Some(frame) = decoder.read_next_frame().unwrap() {
            let seconds = f64::from(frame.delay) / 100.0;
            assert!((seconds - FRAME_STRIDE as f64 * TIME_STEP).abs() < 1e-12);
            frames += 1;
        }
        assert_eq!(frames, steps_shown(8, LAST_FRAME_REPEATS).count());
        assert!(bytes.len() / frames < 4000);
    }

    #[test]
    fn the_same_states_give_the_same_bytes() {
        let episode = episode(4);
        let frame = || cart_pole_frame(episode.0[3], "twice").unwrap();
        assert_eq!(frame(), frame());
        assert_eq!(episode.animate().unwrap(), episode.animate().unwrap());
    }

    #[test]
    fn an_episode_without_states_is_refused() {
        let error = Episode(Vec::new()).animate().unwrap_err().to_string();
        assert!(error.contains("no states"), "{error}");
    }
}
