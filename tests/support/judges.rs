//! How the judges of exercises are tested: answers by name, and what is said of each.

use super::support::ensure_file;
use deepq::exercises::{Line, Verdict};
use deepq::foundations::rows;
use deepq::prelude::*;
use std::fmt::{Debug, Formatter, Result as Written};
use std::path::Path;

/// What a judge said of some answers.
#[must_use = "`told` compares what was said"]
pub struct Judged {
    judge: &'static str,
    said: String,
}

impl Judged {
    pub fn new(judge: &'static str) -> Self {
        let said = String::new();
        Self { judge, said }
    }

    /// An answer that must be right.
    #[track_caller]
    pub fn right(self, answer: &str, verdict: &Verdict) -> Self {
        assert!(verdict.is_right(), "{answer}:\n{verdict}");
        self
    }

    /// An answer that must break these claims, counted from 1, and no others.
    #[track_caller]
    pub fn wrong<const N: usize>(
        mut self,
        answer: &str,
        claims: [usize; N],
        verdict: &Verdict,
    ) -> Self {
        assert!(!verdict.is_right(), "{answer}:\n{verdict}");
        let findings = (1..).zip(verdict.findings());
        let broken = findings.filter_map(|(k, f)| f.fault.as_ref().map(|_| k));
        assert_eq!(broken.collect::<Vec<_>>(), claims, "{answer}:\n{verdict}");
        self.said
            .extend(["# ", answer, "\n", &verdict.to_string(), "\n\n"]);
        self
    }

    /// Compares every word said of the wrong answers with the committed file.
    #[track_caller]
    pub fn told(self) {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let path = tests.join("snapshots").join(self.judge);
        ensure_file(&path.with_extension("txt"), self.said.as_bytes());
    }
}

/// An answer that a function gives, for the judges that ask for a piece.
pub struct By<F>(pub F);

impl<F> Debug for By<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        f.write_str("By")
    }
}

/// Of the rows of Q(s′, ·; θ) and of Q(s′, ·; θ⁻).
impl<F: Fn(&[[f32; 2]], &[[f32; 2]]) -> Vec<f32>> Bootstrap<Line, 1, 2> for By<F> {
    fn next_values(
        &self,
        online: &Line,
        target: &Line,
        next_states: States<1>,
    ) -> PerSample {
        let (ours, theirs) = (online.q(next_states.clone()), target.q(next_states));
        per_sample(&Dev::default(), (self.0)(&rows(&ours), &rows(&theirs)))
    }
}

/// A bootstrap that treats each state alone.
pub fn each(of: impl Fn(&[f32; 2], &[f32; 2]) -> f32) -> impl Bootstrap<Line, 1, 2> {
    bootstrap(move |online, target| {
        let pairs = online.iter().zip(target);
        pairs.map(|(online, target)| of(online, target)).collect()
    })
}

pub fn bootstrap(
    of: impl Fn(&[[f32; 2]], &[[f32; 2]]) -> Vec<f32>,
) -> impl Bootstrap<Line, 1, 2> {
    By(of)
}

/// One value for each action, in place of each state.
pub fn over_states() -> impl Bootstrap<Line, 1, 2> {
    bootstrap(|_, target| {
        let column = |action: usize| target.iter().map(move |q| q[action]);
        let largest = |action| column(action).fold(f32::MIN, f32::max);
        vec![largest(0), largest(1)]
    })
}

/// Of values, ε and a generator.
impl<F: Fn(&[f32; 3], f64, &mut Random) -> usize> ActionRule<3> for By<F> {
    fn choose(
        &self,
        q_values: &dyn Fn() -> [f32; 3],
        epsilon: f64,
        random: &mut Random,
    ) -> Result<usize, Error> {
        Ok((self.0)(&q_values(), epsilon, random))
    }
}

impl<F: Fn(Clock) -> f64> Schedule for By<F> {
    fn value(&self, clock: Clock) -> f64 {
        (self.0)(clock)
    }
}

/// Moves θ⁻, given it, θ and the step.
impl<F: Fn(&mut f32, f32, usize)> TargetUpdate<f32> for By<F> {
    fn update(&self, target: &mut f32, online: &f32) {
        self.follow(target, online, 0);
    }

    fn follow(&self, target: &mut f32, online: &f32, step: usize) {
        (self.0)(target, *online, step);
    }
}
