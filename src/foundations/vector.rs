//! Copies of a world that are stepped together.

use crate::error::{Error, check_range};
use crate::foundations::environment::{Environment, Step};
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::weights::Weights;
use rand::RngCore;
use rayon::prelude::*;

/// A thread gets at least this many worlds, as most of them are stepped in less time
/// than a thread takes to start.
const WORLDS_OF_A_THREAD: usize = 16;

// ANCHOR: vector
/// Copies of one world, each in an episode of its own, that are stepped together.
///
/// A copy whose episode is over begins the next one at once. Each copy has a stream of
/// random numbers of its own, so what happens in it follows from its actions alone:
/// the steps are the same however many threads make them.
///
/// ```
/// use deepq::prelude::*;
///
/// let starts = &mut random(12, Stream::Starts);
/// let mut worlds = Vector::new(&CartPole::new(), 3, starts)?;
/// let steps = worlds.step(&[0, 1, 0])?;
/// assert_eq!(steps.len(), 3);
/// assert_eq!(worlds.states()[1], steps[1].state);
/// # Ok::<(), Error>(())
/// ```
pub struct Vector<const S: usize, const A: usize> {
    worlds: Vec<World<S, A>>,
}

struct World<const S: usize, const A: usize> {
    environment: Box<dyn Environment<S, A>>,
    starts: Random,
    state: [f32; S],
}

impl<const S: usize, const A: usize> World<S, A> {
    /// The step of `action`. Where it is the last of its episode, the state that the
    /// world is in afterwards is the first of the next.
    fn step(&mut self, action: usize) -> Step<S> {
        let step = self.environment.step(action);
        self.state = if step.is_last() {
            self.environment.reset(&mut self.starts)
        } else {
            step.state
        };
        step
    }
}

impl<const S: usize, const A: usize> Vector<S, A> {
    /// This many copies of `environment`, each at the start of an episode.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for no copy.
    pub fn new(
        environment: &(dyn Environment<S, A> + 'static),
        copies: usize,
        starts: &mut Random,
    ) -> Result<Self, Error> {
        check_range("copies", 0.0, copies > 0, "[1, ∞)")?;
        let world = |_| {
            let mut environment = dyn_clone::clone_box(environment);
            let mut starts = random(starts.next_u64(), Stream::Starts);
            let state = environment.reset(&mut starts);
            World {
                environment,
                starts,
                state,
            }
        };
        let worlds = (0..copies).map(world).collect();
        Ok(Self { worlds })
    }

    /// The state that each world is in.
    pub fn states(&self) -> Vec<[f32; S]> {
        self.worlds.iter().map(|world| world.state).collect()
    }

    /// Plays the action of each world. A step that ends an episode has the last state
    /// of that episode, and [`Vector::states`] the first of the next.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there are as many actions as worlds.
    pub fn step(&mut self, actions: &[usize]) -> Result<Vec<Step<S>>, Error> {
        let (given, worlds) = (actions.len(), self.worlds.len());
        let bounds = "[worlds, worlds]";
        check_range("actions", given as f64, given == worlds, bounds)?;
        let worlds = self.worlds.par_iter_mut().zip(actions);
        let worlds = worlds.with_min_len(WORLDS_OF_A_THREAD);
        Ok(worlds.map(|(world, &action)| world.step(action)).collect())
    }

    /// The world of the first copy.
    pub fn first(&self) -> &(dyn Environment<S, A> + 'static) {
        &*self.worlds[0].environment
    }

    /// Hands to each world what another copy kept.
    ///
    /// # Errors
    /// Those of [`Environment::restore`].
    pub fn restore(&mut self, kept: &Weights) -> Result<(), Error> {
        let mut worlds = self.worlds.iter_mut();
        worlds.try_for_each(|world| world.environment.restore(kept))
    }
}
// ANCHOR_END: vector

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::cart_pole::CartPole;
    use crate::foundations::wrappers::Normalized;
    use rayon::ThreadPoolBuilder;

    fn three() -> Vector<4, 2> {
        let starts = &mut random(12, Stream::Starts);
        Vector::new(&CartPole::new(), 3, starts).unwrap()
    }

    #[test]
    fn each_copy_plays_what_it_would_play_alone() {
        let mut worlds = three();
        let starts = &mut random(12, Stream::Starts);
        for i in 0..3 {
            let mut starts = random(starts.next_u64(), Stream::Starts);
            let mut alone = CartPole::new();
            assert_eq!(worlds.states()[i], alone.reset(&mut starts));
        }
        let before = worlds.states();
        assert_ne!(before[0], before[1]);
        let steps = worlds.step(&[0, 1, 1]).unwrap();
        assert_eq!(worlds.states(), states_of(&steps));
    }

    fn states_of(steps: &[Step<4>]) -> Vec<[f32; 4]> {
        steps.iter().map(|step| step.state).collect()
    }

    #[test]
    fn a_world_whose_episode_is_over_begins_the_next() {
        let mut worlds = three();
        let last = (0..500)
            .find_map(|_| {
                let steps = worlds.step(&[0, 0, 0]).unwrap();
                let ended = steps.iter().position(Step::is_last)?;
                Some((ended, steps[ended].state))
            })
            .unwrap();
        let (ended, fallen) = last;
        let begun = worlds.states()[ended];
        assert!(fallen[2].abs() > 0.2, "{fallen:?}");
        assert!(begun.iter().all(|number| number.abs() <= 0.05), "{begun:?}");
    }

    #[test]
    fn the_steps_are_the_same_on_any_number_of_threads() {
        let played_on = |threads| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap().install(|| {
                let starts = &mut random(12, Stream::Starts);
                let mut worlds = Vector::new(&CartPole::new(), 100, starts).unwrap();
                let steps = |i: usize| {
                    let actions: Vec<usize> =
                        (0..100).map(|world| (i + world) % 2).collect();
                    worlds.step(&actions).unwrap()
                };
                (0..50).map(steps).collect::<Vec<_>>()
            })
        };
        let alone = played_on(1);
        assert!(alone.iter().flatten().any(Step::is_last));
        assert_eq!(played_on(3), alone);
        assert_eq!(played_on(8), alone);
    }

    #[test]
    fn what_one_world_kept_is_handed_to_each_copy() {
        let starts = &mut random(12, Stream::Starts);
        let mut seen = Normalized::<_, 4>::new(CartPole::new());
        let mut worlds = Vector::new(&seen, 3, starts).unwrap();
        seen.reset(starts);
        let kept = Environment::<4, 2>::kept(&seen);
        let held = |worlds: &Vector<4, 2>| -> Vec<Weights> {
            let each = worlds.worlds.iter();
            each.map(|world| world.environment.kept()).collect()
        };
        assert!(held(&worlds).iter().all(|held| *held != kept));
        worlds.restore(&kept).unwrap();
        assert_eq!(held(&worlds), vec![kept; 3]);
    }

    #[test]
    fn too_few_actions_and_no_copies_are_refused() {
        let error = three().step(&[0, 1]).unwrap_err().to_string();
        assert!(error.contains("actions"), "{error}");
        let starts = &mut random(12, Stream::Starts);
        assert!(Vector::new(&CartPole::new(), 0, starts).is_err());
    }
}
