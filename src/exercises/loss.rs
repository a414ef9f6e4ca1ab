//! The judge of the exercise on the loss: mean(w δ²) of a batch.

use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// A batch, the loss that it must have, and what a typical slip makes of it.
struct Case {
    td_errors: &'static [f32],
    weights: &'static [f32],
    loss: f32,
    slips: &'static [(f32, &'static str)],
}

// Every number is exact, in whatever order it is computed.
const ALONE: Case = Case {
    td_errors: &[-3.0],
    weights: &[1.0],
    loss: 9.0,
    slips: &[
        (3.0, "δ is squared, not taken without its sign"),
        (-3.0, "δ is squared"),
        (4.5, "half of the square has half of the gradient"),
    ],
};
const ALIKE: Case = Case {
    td_errors: &[2.0, -4.0, 4.0, 2.0],
    weights: &[1.0; 4],
    loss: 10.0,
    slips: &[
        (40.0, SUM),
        (1.0, "this is the square of the mean: errors cancel"),
    ],
};
const WEIGHTED: Case = Case {
    td_errors: &[2.0, -4.0],
    weights: &[0.5, 0.25],
    loss: 3.0,
    slips: &[
        (10.0, "the weights are missing"),
        (1.0, "the weight is squared along with the error"),
        (8.0, SUM_OF_WEIGHTS),
        (6.0, SUM),
    ],
};
const WEIGHTLESS: Case = Case {
    td_errors: &[2.0, -4.0, 2.0, -2.0],
    weights: &[1.0, 0.0, 1.0, 1.0],
    loss: 3.0,
    slips: &[
        (7.0, "the weights are missing"),
        (12.0, SUM),
        (4.0, "B counts the transitions of weight 0 too"),
    ],
};

const SUM: &str = "this is the sum: it grows with the batch";
const SUM_OF_WEIGHTS: &str =
    "B is the number of transitions, not the sum of the weights";

/// Judges L = mean(w δ²), given as a function of the TD errors and the weights of a
/// batch.
pub fn check_loss(answer: impl Fn(&[f32], &[f32]) -> f32) -> Verdict {
    let tried = |cases: &[Case]| each(cases, |case| case.tried(&answer));
    Verdict::new()
        .claim("the loss of one transition is the square of its δ", || {
            tried(&[ALONE])
        })
        .claim("the loss of a batch is the mean of the squares", || {
            tried(&[ALIKE])
        })
        .claim("a weight multiplies the square of its δ", || {
            tried(&[WEIGHTED])
        })
        .claim("every transition counts in the mean", || {
            tried(&[WEIGHTLESS])
        })
}

impl Case {
    fn tried(&self, answer: impl Fn(&[f32], &[f32]) -> f32) -> Trial {
        let found = answer(self.td_errors, self.weights);
        ensure(found == self.loss, || {
            let slips = self.slips.iter();
            let hint = hinted(slips.map(|(slip, hint)| (found == *slip, *hint)));
            format!(
                "for the TD errors {:?} and the weights {:?} it gives {found}, but \
                 must give {}{hint}",
                self.td_errors, self.weights, self.loss
            )
        })
    }
}
