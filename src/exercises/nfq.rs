//! The judges of the exercises on NFQ's ground: returns, and the update of Q-learning.

use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// A result that differs from the right one, and the slip that gives it.
type Slip<T> = (T, &'static str);

/// What to say of `found`, where a typical slip gives it.
fn hint<T: PartialEq>(
    slips: impl IntoIterator<Item = Slip<T>>,
    found: &T,
) -> String {
    hinted(slips.into_iter().map(|(slip, hint)| (slip == *found, hint)))
}

/// Judges the returns of an episode, Gₜ = rₜ + γ Gₜ₊₁ for each of its steps, given as a
/// function of the episode's rewards and gamma.
pub fn check_returns(answer: impl Fn(&[f64], f64) -> Vec<f64>) -> Verdict {
    let tried = |gamma| returned(&answer, gamma);
    Verdict::new()
        .claim("every step has a return, and nothing else has", || {
            each([0, 1, 4], |steps| counted(&answer, steps))
        })
        .claim(
            "without a discount it is the sum of what is to come",
            || tried(1.0),
        )
        .claim("a reward counts gamma times less per step ahead", || {
            tried(0.5)
        })
        .claim("with gamma 0 it is the step's own reward", || tried(0.0))
}

/// The rewards of the episode on trial. Its returns are exact, and differ.
const REWARDS: [f64; 3] = [1.0, 2.0, 8.0];

fn counted(answer: impl Fn(&[f64], f64) -> Vec<f64>, steps: usize) -> Trial {
    let found = answer(&vec![1.0; steps], 1.0).len();
    ensure(found == steps, || {
        format!("for {steps} rewards it gives {found} returns")
    })
}

fn returned(answer: impl Fn(&[f64], f64) -> Vec<f64>, gamma: f64) -> Trial {
    let (found, right) = (answer(&REWARDS, gamma), returns(&REWARDS, gamma));
    ensure(found == right, || {
        let hint = hint(slips(&right, gamma), &found);
        format!(
            "for rewards {REWARDS:?} and gamma {gamma} it gives {found:?}, but must \
             give {right:?}{hint}"
        )
    })
}

/// Gₜ = rₜ + γ Gₜ₊₁, and 0 after the last step.
fn returns(rewards: &[f64], gamma: f64) -> Vec<f64> {
    let backwards = rewards.iter().rev().scan(0.0, |later, reward| {
        *later = reward + gamma * *later;
        Some(*later)
    });
    let mut returns: Vec<f64> = backwards.collect();
    returns.reverse();
    returns
}

/// The slips of an answer, where `right` would be the returns.
fn slips(right: &[f64], gamma: f64) -> Vec<Slip<Vec<f64>>> {
    let reversed = |numbers: &[f64]| numbers.iter().rev().copied().collect();
    let backwards: Vec<f64> = reversed(&REWARDS);
    let past = returns(&backwards, gamma);
    let discounted_twice = right.iter().zip(0..).map(|(g, t)| gamma.powi(t) * g);
    let following = right[1..].iter().copied().chain([0.0]);
    vec![
        (reversed(right), "they stand in reverse: turn them round"),
        (
            reversed(&past),
            "it sums the past: begin at the last reward",
        ),
        (
            right.iter().map(|g| gamma * g).collect(),
            "gamma discounts what follows, not the step's own reward",
        ),
        (
            discounted_twice.collect(),
            "gamma counts the steps from t on, not from the start of the episode",
        ),
        (
            following.clone().collect(),
            "the step's own reward is missing",
        ),
        (
            following.map(|g| gamma * g).collect(),
            "the step's own reward is missing",
        ),
        (vec![right[0]; right.len()], "each step has its own return"),
        (returns(&REWARDS, 1.0), "gamma is missing"),
    ]
}

/// Judges the update of Q-learning, Q + α (y − Q) with
/// y = r + γ (1 − terminated) maxₐ Q(s′, a), given as a function of the value Q,
/// reward, values of the next state, terminated, alpha and gamma.
pub fn check_q_update(
    answer: impl Fn(f64, f64, [f64; 2], bool, f64, f64) -> f64,
) -> Verdict {
    let tried = |cells: &[Update]| each(cells, |cell| cell.tried(&answer));
    Verdict::new()
        .claim("alpha is the share of the way to the target", || {
            tried(&[QUARTER, NO_WAY, ALL_THE_WAY])
        })
        .claim("the target has the best of the next values", || {
            tried(&[BEST_LAST, BEST_FIRST, NEGATIVE])
        })
        .claim("a terminated step has no next value", || {
            tried(&[TERMINATED])
        })
        .claim("gamma discounts the next value and nothing else", || {
            tried(&[DISCOUNTED])
        })
}

/// One update of a cell. Every number is exact, in whatever order it is computed.
struct Update {
    value: f64,
    reward: f64,
    next_values: [f64; 2],
    terminated: bool,
    alpha: f64,
    gamma: f64,
}

// y is 8 for the first five. Only the last has a discount, so an answer that forgets it
// fails there alone.
const QUARTER: Update = Update {
    value: 4.0,
    reward: 1.0,
    next_values: [7.0, 7.0],
    terminated: false,
    alpha: 0.25,
    gamma: 1.0,
};
const NO_WAY: Update = Update {
    alpha: 0.0,
    ..QUARTER
};
const ALL_THE_WAY: Update = Update {
    alpha: 1.0,
    ..QUARTER
};
const BEST_LAST: Update = Update {
    next_values: [1.0, 7.0],
    ..QUARTER
};
const BEST_FIRST: Update = Update {
    next_values: [7.0, 1.0],
    ..QUARTER
};
const NEGATIVE: Update = Update {
    next_values: [-7.0, -3.0],
    ..QUARTER
};
const TERMINATED: Update = Update {
    terminated: true,
    ..QUARTER
};
const DISCOUNTED: Update = Update {
    alpha: 0.5,
    gamma: 0.25,
    ..QUARTER
};

const NOT_BEST: &str = "the best of the next values counts, whatever is played next";

impl Update {
    fn tried(
        &self,
        answer: impl Fn(f64, f64, [f64; 2], bool, f64, f64) -> f64,
    ) -> Trial {
        let Self {
            value,
            reward,
            next_values,
            terminated,
            alpha,
            gamma,
        } = *self;
        let found = answer(value, reward, next_values, terminated, alpha, gamma);
        let right = self.towards(self.target());
        ensure(found == right, || {
            let hint = hint(self.slips(), &found);
            format!(
                "for value {value}, reward {reward}, next values {next_values:?}, \
                 terminated {terminated}, alpha {alpha} and gamma {gamma} it gives \
                 {found}, but must give {right}{hint}"
            )
        })
    }

    /// y = r + γ (1 − terminated) maxₐ Q(s′, a).
    fn target(&self) -> f64 {
        let [a, b] = self.next_values;
        self.target_of(a.max(b))
    }

    fn target_of(&self, next_value: f64) -> f64 {
        let next_value = if self.terminated { 0.0 } else { next_value };
        self.reward + self.gamma * next_value
    }

    /// Q + α (y − Q).
    fn towards(&self, target: f64) -> f64 {
        self.value + self.alpha * (target - self.value)
    }

    /// The slips of an answer.
    fn slips(&self) -> [Slip<f64>; 17] {
        let (value, alpha, y) = (self.value, self.alpha, self.target());
        let with = |next_value| self.towards(self.target_of(next_value));
        let [a, b] = self.next_values;
        let best = a.max(b);
        let unmasked = self.reward + self.gamma * best;
        let undiscounted = self.reward + best;
        let nothing = if self.terminated { 0.0 } else { y };
        let unmoved = if self.terminated {
            "a terminated step is learned from too"
        } else {
            "the value has not moved"
        };
        [
            (y, "that is the target itself: go only the share alpha"),
            (
                value + alpha * y,
                "the way is from the value to the target: y minus the value",
            ),
            (
                alpha * value + (1.0 - alpha) * y,
                "alpha and 1 − alpha have changed places",
            ),
            (
                value - alpha * (y - value),
                "that goes away from the target",
            ),
            (
                alpha * (y - value),
                "that is the step alone: it starts from the value",
            ),
            (with(a), NOT_BEST),
            (with(b), NOT_BEST),
            (with(f64::midpoint(a, b)), NOT_BEST),
            (with(a + b), NOT_BEST),
            (with(best.max(0.0)), "a next value may be below 0"),
            (
                self.towards(unmasked),
                "a terminal state has no future: its value counts as 0",
            ),
            (
                self.towards(nothing),
                "the reward was earned: only the next value counts as 0",
            ),
            (self.towards(undiscounted), "gamma is missing"),
            (
                self.towards(self.gamma * undiscounted),
                "gamma discounts the next value, not the reward",
            ),
            (
                value + alpha * self.gamma * (undiscounted - value),
                "gamma discounts the next value, not the way",
            ),
            (self.towards(y - self.reward), "the reward is missing"),
            (value, unmoved),
        ]
    }
}
