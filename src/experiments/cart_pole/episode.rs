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
    pub fn play(agent: &Agent<4, 2>, seed: u64) -> Self {
        let mut environment = agent.environment();
        let mut state = environment.reset(&mut random(seed, Stream::Evaluation));
        let mut states = vec![state.map(f64::from)];
        loop {
            let step = environment.step(agent.act(state));
            state = step.state;
            states.push(state.map(f64::from));
            if step.is_last() {
                return Self(states);
            }
        }
    }

    /// The number of steps.
    pub fn steps(&self) -> usize {
        self.0.len() - 1
    }

    /// The animation of the episode.
    ///
    /// # Errors
    /// [`Error::Drawing`].
    pub fn animate(&self) -> Result<Gif, Error> {
        cart_pole_gif(&self.0)
    }
}

/// Pixels of a metre in an animation.
const GIF_SCALE: f64 = 80.0;
/// An animation shows one state of this many: many viewers slow down frames that are
/// as short as a time step.
const FRAME_STRIDE: usize = 2;
/// How long a frame is shown, in ms.
const FRAME_MILLISECONDS: u32 = 40;
/// How often the last frame is shown again before the animation starts over.
const LAST_FRAME_REPEATS: usize = 25;

/// The bytes of an animated GIF of an episode, from its start state on.
///
/// It plays in real time, starts over after a pause, and has the step and the angle
/// of each state above it, as [`cart_pole_caption`] words them.
pub(crate) fn cart_pole_gif(states: &[CartPoleState]) -> Result<Gif, Error> {
    if states.is_empty() {
        let reason = "it has no states; hand in its start state";
        return Err(failure(ANIMATION, &reason));
    }
    let frame = Frame::whole(GIF_SCALE);
    let picture = |step| {
        smooth_pixels(frame.size(), |area, times| {
            let caption = cart_pole_caption(step, states[step]);
            frame.enlarged(times).draw(area, states[step], &caption)
        })
    };
    let pictures = frames_shown(states.len()).map(picture);
    gif(frame.size(), FRAME_MILLISECONDS, pictures)
}

/// The states that an animation shows: every second one, and the last one for long.
fn frames_shown(states: usize) -> impl Iterator<Item = usize> {
    let last = states - 1;
    let pause = std::iter::repeat_n(last, 1 + LAST_FRAME_REPEATS);
    (0..last).step_by(FRAME_STRIDE).chain(pause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiments::cart_pole::frame::cart_pole_frame;
    use crate::foundations::{RIGHT, TIME_STEP, next_state};

    fn episode(steps: usize) -> Vec<CartPoleState> {
        let start = [0.0, 0.0, 0.01, 0.0];
        let states =
            std::iter::successors(Some(start), |&s| Some(next_state(s, RIGHT)));
        states.take(steps + 1).collect()
    }

    /// The delay of each frame of a GIF, in 1/100 s, by walking from block to block.
    fn delays(gif: &[u8]) -> Vec<u16> {
        assert!(gif.starts_with(b"GIF89a"));
        let table = |flags: u8| match flags >> 7 {
            0 => 0,
            _ => 3 << ((flags & 7) + 1),
        };
        let (mut delays, mut at) = (Vec::new(), 13 + table(gif[10]));
        while gif[at] != b';' {
            match (gif[at], gif[at + 1]) {
                (b'!', 0xF9) => {
                    delays.push(u16::from_le_bytes([gif[at + 4], gif[at + 5]]));
                    at += 2;
                }
                (b'!', _) => at += 2,
                (b',', _) => at += 11 + table(gif[at + 9]),
                block => panic!("no block starts with {block:?}"),
            }
            while gif[at] != 0 {
                at += 1 + usize::from(gif[at]);
            }
            at += 1;
        }
        assert_eq!(at + 1, gif.len(), "nothing follows the end of the file");
        delays
    }

    #[test]
    fn a_state_that_is_far_away_or_no_number_is_drawn_without_panic() {
        let far = [[1e300; 4], [-1e300, 0.0, 0.1, 0.0], [1e7, 0.0, -0.1, 0.0]];
        let no_numbers = [[f64::NAN; 4], [f64::NEG_INFINITY; 4]];
        for state in far.into_iter().chain(no_numbers) {
            assert!(cart_pole_frame(state, "").is_ok());
            assert!(cart_pole_gif(&[state]).is_ok());
        }
    }

    #[test]
    fn an_animation_shows_every_second_state_and_holds_the_last() {
        let shown: Vec<usize> = frames_shown(6).collect();
        assert_eq!(shown[..4], [0, 2, 4, 5]);
        assert_eq!(shown[4..], [5; LAST_FRAME_REPEATS]);
        assert_eq!(frames_shown(1).next(), Some(0));
    }

    #[test]
    fn an_animation_plays_in_real_time() {
        let states = episode(8);
        let delays = delays(&cart_pole_gif(&states).unwrap());
        assert_eq!(delays.len(), frames_shown(states.len()).count());
        for delay in delays {
            let seconds = f64::from(delay) / 100.0;
            assert!((seconds - FRAME_STRIDE as f64 * TIME_STEP).abs() < 1e-12);
        }
    }

    #[test]
    fn a_frame_of_an_animation_takes_few_bytes() {
        let states = episode(8);
        let gif = cart_pole_gif(&states).unwrap();
        assert!(gif.len() / frames_shown(states.len()).count() < 4000);
    }

    #[test]
    fn the_same_states_give_the_same_bytes() {
        let states = episode(4);
        let frame = || cart_pole_frame(states[3], "twice").unwrap();
        assert_eq!(frame(), frame());
        let gif = || cart_pole_gif(&states).unwrap();
        assert_eq!(gif(), gif());
    }

    #[test]
    fn an_episode_without_states_is_refused() {
        let error = cart_pole_gif(&[]).unwrap_err().to_string();
        assert!(error.contains("no states"), "{error}");
    }
}
