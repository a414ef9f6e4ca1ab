//! A task of Gymnasium as a world of the crate: a Python program plays it.
//!
//! A message is little-endian. To Python: one byte, `R` to reset or `S` to step, and a
//! `u32`, the seed or the action. Back: the `S` numbers of the state and the reward as
//! `f32`, and one byte each that is 1 if the episode has terminated or is truncated.
//! First of all Python tells, as two `u32`, how many numbers a state has and how many
//! actions there are.

use deepq::foundations::{Describe, Description};
use deepq::prelude::{Environment, Random, RngCore, Step};
use serde::{Deserialize, Serialize};
use std::env;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What an agent sees of a task that is not the task itself.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// What each reward is multiplied by.
    pub reward_scale: f32,
    /// The size of one more number in the states, if there is one.
    pub large_input: Option<f32>,
    /// True where a wrapper loses all rewards.
    pub loses_rewards: bool,
}

/// One task. Each copy has a Python program of its own, which starts when the copy is
/// first reset.
pub struct Gym<const S: usize, const A: usize> {
    task: String,
    seen: Seen,
    python: Option<Python>,
}

impl<const S: usize, const A: usize> Gym<S, A> {
    /// The task that `clinic/tasks.py` calls `task`, as an agent sees it with these
    /// settings.
    pub fn new(task: &str, seen: Seen) -> Self {
        Self {
            task: task.to_owned(),
            seen,
            python: None,
        }
    }

    /// Asks Python; starts it if this is the first question.
    fn ask(&mut self, kind: u8, number: u32) -> Step<S> {
        let (task, seen) = (&self.task, self.seen);
        let start = || Python::new::<S, A>(task, seen);
        let python = self.python.get_or_insert_with(start);
        python.ask(kind, number)
    }
}

impl<const S: usize, const A: usize> Environment<S, A> for Gym<S, A> {
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        self.ask(b'R', random.next_u32()).state
    }

    fn step(&mut self, action: usize) -> Step<S> {
        let action = u32::try_from(action).expect("there are few actions");
        self.ask(b'S', action)
    }
}

impl<const S: usize, const A: usize> Clone for Gym<S, A> {
    fn clone(&self) -> Self {
        Self::new(&self.task, self.seen)
    }
}

impl<const S: usize, const A: usize> Describe for Gym<S, A> {
    fn describe(&self) -> Description {
        Description::new("Gym")
            .with("task", &self.task)
            .with("seen", &self.seen)
    }
}

/// A running Python program.
struct Python {
    child: Child,
    /// It ends when this is closed.
    questions: Option<ChildStdin>,
    answers: ChildStdout,
}

impl Python {
    /// Starts the program that plays `task`.
    fn new<const S: usize, const A: usize>(task: &str, seen: Seen) -> Self {
        let seen = serde_json::to_string(&seen).expect("numbers are valid JSON");
        let mut child = python("bridge.py")
            .args([task, &seen])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{} does not start: {error}", interpreter())
            });
        let mut python = Self {
            questions: child.stdin.take(),
            answers: child.stdout.take().expect("it is piped"),
            child,
        };
        let shape = python.read(8);
        let count = |i| u32::from_le_bytes(*numbers::<4>(&shape, i)) as usize;
        assert_eq!(
            (count(0), count(1)),
            (S, A),
            "the numbers in a state of {task} and its actions, and those in Rust"
        );
        python
    }

    fn ask<const S: usize>(&mut self, kind: u8, number: u32) -> Step<S> {
        let mut question = [kind, 0, 0, 0, 0];
        question[1..].copy_from_slice(&number.to_le_bytes());
        let questions = self.questions.as_mut().expect("open until it is dropped");
        if questions.write_all(&question).is_err() {
            self.fail();
        }
        let answer = self.read(4 * S + 6);
        let number = |i| f32::from_le_bytes(*numbers::<4>(&answer, i));
        Step {
            state: std::array::from_fn(number),
            reward: number(S),
            terminated: answer[4 * S + 4] == 1,
            truncated: answer[4 * S + 5] == 1,
        }
    }

    /// The next bytes that Python writes.
    fn read(&mut self, amount: usize) -> Vec<u8> {
        let mut bytes = vec![0; amount];
        if self.answers.read_exact(&mut bytes).is_err() {
            self.fail();
        }
        bytes
    }

    /// Python has ended where it should not: shows what it said.
    fn fail(&mut self) -> ! {
        self.questions = None;
        let mut said = String::new();
        if let Some(mut errors) = self.child.stderr.take() {
            // What cannot be read is not said.
            let _ = errors.read_to_string(&mut said);
        }
        panic!("the task has failed in Python:\n{said}");
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        self.questions = None;
        // It may have ended already.
        let _ = self.child.wait();
    }
}

/// The `i`th group of `N` bytes.
fn numbers<const N: usize>(bytes: &[u8], i: usize) -> &[u8; N] {
    &bytes.as_chunks().0[i]
}

/// The Python interpreter that has Gymnasium.
fn interpreter() -> String {
    env::var("CLINIC_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// The command that runs a `script` beside this package.
pub fn python(script: &str) -> Command {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(interpreter());
    // A warning for each episode would fill the pipe that nobody reads until the end.
    command.args(["-W", "ignore"]).arg(here.join(script));
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use deepq::prelude::{Stream, random};

    /// The task as it is.
    const AS_IT_IS: Seen = Seen {
        reward_scale: 1.0,
        large_input: None,
        loses_rewards: false,
    };

    #[test]
    fn the_cart_pole_starts_near_its_rest_and_falls_if_it_is_only_pushed_left() {
        let mut world = Gym::<4, 2>::new("cart-pole", AS_IT_IS);
        let mut starts = random(12, Stream::Starts);
        let start = world.reset(&mut starts.clone());
        assert!(start.iter().all(|number| number.abs() <= 0.05), "{start:?}");
        assert_eq!(world.clone().reset(&mut starts), start);
        let mut steps = std::iter::repeat_with(|| world.step(0));
        let last = steps.position(|step| step.terminated).unwrap();
        assert!((7..=10).contains(&last), "{last}");
    }

    #[test]
    fn an_episode_that_is_cut_short_is_truncated_and_not_terminated() {
        let mut world = Gym::<6, 3>::new("acrobot", AS_IT_IS);
        world.reset(&mut random(12, Stream::Starts));
        let steps: Vec<_> = (0..500).map(|_| world.step(1)).collect();
        assert!(steps[..499].iter().all(|step| !step.is_last()));
        assert!(steps[499].truncated && !steps[499].terminated);
        assert!(steps.iter().all(|step| step.reward == -1.0));
    }

    #[test]
    fn rewards_and_states_are_those_that_a_faulty_agent_sees() {
        let seen = Seen {
            reward_scale: 100.0,
            large_input: Some(1e4),
            ..AS_IT_IS
        };
        let mut world = Gym::<3, 3>::new("mountain-car", seen);
        let state = world.reset(&mut random(12, Stream::Starts));
        assert!((5e3..2e4).contains(&state[2]), "{state:?}");
        assert_eq!(world.step(1).reward, -100.0);
    }

    #[test]
    #[should_panic(expected = "no-such-task")]
    fn what_python_says_is_not_lost() {
        Gym::<4, 2>::new("no-such-task", AS_IT_IS)
            .reset(&mut random(12, Stream::Starts));
    }
}
