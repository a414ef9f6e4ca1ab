//! Estimates without noise whose maximum is still too large: polynomials, each fitted to
//! the truth in other states.
//!
//! In every state ten actions have the same value. Each action's estimate is fitted to that
//! value in the whole numbers from −6 to 6, of which two side by side are left out: −5 and
//! −4 for the first action, and one further on for each other.
//!
//! Source: van Hasselt et al. (2016), figure 2.

use serde::{Deserialize, Serialize};

// ANCHOR: polynomial
/// A polynomial as a sum of terms that are orthogonal over some samples, so that the best
/// coefficient of each is found alone.
///
/// Source: Forsythe (1957), "Generation and use of orthogonal polynomials for data-fitting
/// with a digital computer".
pub struct Polynomial {
    terms: Vec<Term>,
}

/// p′(x) = (x − a) p(x) − b p₋(x) follows the terms p and p₋; c is the coefficient of p.
struct Term {
    a: f64,
    b: f64,
    c: f64,
}

impl Polynomial {
    /// The polynomial of this degree with the least squared error on samples (x, y), of
    /// which there are more than the degree.
    pub fn fitted(samples: &[(f64, f64)], degree: usize) -> Self {
        let mut before = vec![0.0; samples.len()];
        let mut now = vec![1.0; samples.len()];
        let (mut terms, mut last_square) = (Vec::new(), f64::INFINITY);
        for _ in 0..=degree {
            let sum = |of: fn(&(f64, f64), f64) -> f64| -> f64 {
                samples.iter().zip(&now).map(|(at, &p)| of(at, p)).sum()
            };
            let square = sum(|_, p| p * p);
            let term = Term {
                a: sum(|(x, _), p| x * p * p) / square,
                b: square / last_square,
                c: sum(|(_, y), p| y * p) / square,
            };
            let values = samples.iter().zip(&now).zip(&before);
            let next =
                values.map(|(((x, _), p), p_before)| term.next(*x, *p, *p_before));
            let next = next.collect();
            before = std::mem::replace(&mut now, next);
            last_square = square;
            terms.push(term);
        }
        Self { terms }
    }

    /// Its value at x.
    pub fn value(&self, x: f64) -> f64 {
        let (mut before, mut now, mut sum) = (0.0, 1.0, 0.0);
        for term in &self.terms {
            sum += term.c * now;
            (before, now) = (now, term.next(x, now, before));
        }
        sum
    }
}

impl Term {
    fn next(&self, x: f64, now: f64, before: f64) -> f64 {
        (x - self.a) * now - self.b * before
    }
}
// ANCHOR_END: polynomial

// ANCHOR: cases
/// A true value of a state, and the degree of the polynomials that estimate it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The true value in words.
    pub name: &'static str,
    /// The true value.
    pub truth: fn(f64) -> f64,
    /// The degree.
    pub degree: usize,
}

/// The rows of the paper's figure.
pub const SETTINGS: [Setting; 3] = [
    Setting {
        name: "sin s",
        truth: libm::sin,
        degree: 6,
    },
    Setting {
        name: "2 exp(−s²)",
        truth: bump,
        degree: 6,
    },
    Setting {
        name: "2 exp(−s²)",
        truth: bump,
        degree: 9,
    },
];

fn bump(s: f64) -> f64 {
    2.0 * libm::exp(-s * s)
}

/// The number of actions, and how far from 0 the states go.
pub const ACTIONS: usize = 10;
/// The state furthest from 0.
pub const LAST: i32 = 6;

/// The states to which the estimate of an action is fitted.
pub fn sampled(action: usize) -> Vec<f64> {
    let inner = (1 - LAST..LAST).enumerate();
    let kept = inner.filter(|(i, _)| *i != action && *i != action + 1);
    let kept = kept.map(|(_, state)| f64::from(state));
    let ends = [-LAST, LAST].map(f64::from);
    ends.into_iter().chain(kept).collect()
}

/// The estimates of all actions.
pub fn estimates(setting: &Setting) -> [Polynomial; ACTIONS] {
    std::array::from_fn(|action| {
        let samples = sampled(action).into_iter();
        let samples: Vec<_> = samples.map(|s| (s, (setting.truth)(s))).collect();
        Polynomial::fitted(&samples, setting.degree)
    })
}

/// The errors in a state: of the largest estimate, and of what a second set says of its
/// action. The second estimate of an action is the one of the action five further on.
pub fn errors(
    setting: &Setting,
    estimates: &[Polynomial; ACTIONS],
    s: f64,
) -> [f64; 2] {
    let values = estimates.each_ref().map(|estimate| estimate.value(s));
    let best = (1..ACTIONS).fold(0, |best, action| {
        if values[action] > values[best] {
            action
        } else {
            best
        }
    });
    let second = values[(best + ACTIONS / 2) % ACTIONS];
    [values[best], second].map(|value| value - (setting.truth)(s))
}
// ANCHOR_END: cases

/// The states of the figure, from one end to the other.
pub fn states() -> impl Iterator<Item = f64> {
    (-20 * LAST..=20 * LAST).map(|twentieth| f64::from(twentieth) / 20.0)
}

/// A state of a row of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Which of the [`SETTINGS`].
    pub setting: usize,
    /// The state.
    pub state: f64,
    /// The error of the largest estimate.
    pub single: f64,
    /// That of the second estimate of its action.
    pub double: f64,
}

/// The rows of the figure.
pub fn lines() -> Vec<Line> {
    let settings = SETTINGS.iter().enumerate();
    let lines = settings.flat_map(|(number, setting)| {
        let estimates = estimates(setting);
        let line = move |state| {
            let [single, double] = errors(setting, &estimates, state);
            Line {
                setting: number,
                state,
                single,
                double,
            }
        };
        states().map(line)
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_three_points_has_the_least_squares() {
        // The mean is (1, 2/3). The slope is Σ (x − 1)(y − 2/3) / Σ (x − 1)² = 1 / 2, so the
        // value at 0 is 2/3 − 1/2.
        let line = Polynomial::fitted(&[(0.0, 0.0), (1.0, 1.0), (2.0, 1.0)], 1);
        assert!((line.value(0.0) - 1.0 / 6.0).abs() < 1e-12);
        assert!((line.value(4.0) - 13.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn a_polynomial_of_the_right_degree_is_found_whole() {
        let cubic = |x: f64| 2.0 - x + 0.5 * x.powi(3);
        let samples: Vec<_> =
            sampled(3).into_iter().map(|x| (x, cubic(x))).collect();
        for degree in [3, 6, 9] {
            let found = Polynomial::fitted(&samples, degree);
            for x in [-6.0, -1.5, 0.3, 5.9] {
                assert!((found.value(x) - cubic(x)).abs() < 1e-9, "{degree} {x}");
            }
        }
    }

    #[test]
    fn each_action_is_sampled_at_both_ends_and_without_two_states_side_by_side() {
        let ends_first = |middle: &[i32]| -> Vec<f64> {
            [-6, 6]
                .iter()
                .chain(middle)
                .map(|&s| f64::from(s))
                .collect()
        };
        assert_eq!(sampled(0), ends_first(&[-3, -2, -1, 0, 1, 2, 3, 4, 5]));
        assert_eq!(sampled(9), ends_first(&[-5, -4, -3, -2, -1, 0, 1, 2, 3]));
    }

    #[test]
    fn the_mean_errors_are_those_that_the_paper_prints() {
        let lines = lines();
        for (setting, printed) in
            [(0, [0.61, -0.02]), (1, [0.47, 0.02]), (2, [3.35, -0.02])]
        {
            let lines = lines.iter().filter(|line| line.setting == setting);
            let lines: Vec<&Line> = lines.collect();
            let mean = |of: fn(&Line) -> f64| {
                lines.iter().map(|line| of(line)).sum::<f64>() / lines.len() as f64
            };
            let found = [mean(|line| line.single), mean(|line| line.double)];
            for (found, printed) in found.into_iter().zip(printed) {
                // The paper's mean may be over other states between the ends.
                assert!((found - printed).abs() < 0.015, "{setting}: {found}");
            }
        }
    }
}
