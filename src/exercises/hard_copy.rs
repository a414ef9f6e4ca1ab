//! The judge of the hard copy: on which steps θ⁻ ← θ.

use super::verdict::{Trial, Verdict, each, ensure, hinted};
use crate::target::TargetUpdate;
use std::ops::RangeInclusive;

/// The steps that most claims are tried on. What is done on step 0 is left open: the
/// two networks are the same by then.
const FIRST_STEPS: RangeInclusive<usize> = 1..=12;
/// Steps late in a run.
const LATE_STEPS: RangeInclusive<usize> = 30_001..=30_012;

/// Judges θ⁻ ← θ on every step that is a multiple of `every`, and on no other; `new`
/// makes the piece for an `every`. The network of this judge is a single number.
pub fn check_hard_copy<U: TargetUpdate<f32>>(new: impl Fn(usize) -> U) -> Verdict {
    let copies = |every, steps| Copies::of(&new(every), every, steps);
    Verdict::new()
        .claim(
            "it copies on each step that is a multiple of `every`",
            || each([3, 2, 5], |every| copies(every, FIRST_STEPS).misses_none()),
        )
        .claim("in between, the target network holds still", || {
            each([3, 2, 5], |every| copies(every, FIRST_STEPS).adds_none())
        })
        .claim("with `every` 1 it copies on every step", || {
            copies(1, FIRST_STEPS).misses_none()
        })
        .claim("with `every` 0 it does not copy after step 0", || {
            copies(0, FIRST_STEPS).adds_none()
        })
        .claim("it does the same late in a run", || {
            each([3, 2, 5], |every| {
                copies(every, LATE_STEPS).misses_none()?;
                copies(every, LATE_STEPS).adds_none()
            })
        })
}

/// On which of some steps an answer copied.
struct Copies {
    every: usize,
    steps: RangeInclusive<usize>,
    found: Vec<usize>,
}

impl Copies {
    /// θ is another number on each step, so that a copy shows.
    fn of(
        update: &impl TargetUpdate<f32>,
        every: usize,
        steps: RangeInclusive<usize>,
    ) -> Self {
        let mut target = -1.0;
        let mut is_copied = |step: &usize| {
            let (online, before) = (*step as f32, target);
            update.follow(&mut target, &online, *step);
            assert!(
                target == online || target == before,
                "on step {step} θ⁻ becomes {target}, which is neither θ nor what it \
                 was"
            );
            target == online
        };
        let found = steps.clone().filter(|step| is_copied(step)).collect();
        Self {
            every,
            steps,
            found,
        }
    }

    /// The steps of which something is true.
    fn steps(&self, is: impl Fn(usize) -> bool) -> Vec<usize> {
        self.steps.clone().filter(|&step| is(step)).collect()
    }

    /// The steps on which it must copy.
    fn expected(&self) -> Vec<usize> {
        self.steps(|step| step.is_multiple_of(self.every))
    }

    /// It must copy wherever it should.
    fn misses_none(&self) -> Trial {
        let is_done = |step| self.found.contains(step);
        ensure(self.expected().iter().all(is_done), || self.fault())
    }

    /// It must copy nowhere else.
    fn adds_none(&self) -> Trial {
        let expected = self.expected();
        let is_due = |step| expected.contains(step);
        ensure(self.found.iter().all(is_due), || self.fault())
    }

    fn fault(&self) -> String {
        let (first, last, every) =
            (self.steps.start(), self.steps.end(), self.every);
        let is = |slip: &dyn Fn(usize) -> bool| self.found == self.steps(slip);
        let hint = hinted([
            (
                self.found.is_empty(),
                "θ⁻ is never renewed: write through the reference",
            ),
            (
                is(&|step| step >= every),
                "a copy on every step is no target network",
            ),
            (
                is(&|step| !step.is_multiple_of(every)),
                "the condition is the wrong way round",
            ),
            (
                is(&|step| (step + 1).is_multiple_of(every)),
                "steps are counted from 0, and so are their multiples",
            ),
            (is(&|step| step == every), "one copy is not enough"),
        ]);
        format!(
            "with `every` {every}, of the steps {first} to {last} it copies on {:?}, \
             but must copy on {:?}{hint}",
            self.found,
            self.expected()
        )
    }
}
