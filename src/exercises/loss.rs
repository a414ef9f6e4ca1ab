//! The judge of the loss: mean(w δ²) of a batch.

use super::case::Case;
use super::verdict::Verdict;

/// TD errors and weights.
type Batch = (&'static [f32], &'static [f32]);

const SUM: &str = "this is the sum: it grows with the batch";

/// Judges L = mean(w δ²), given as a function of the TD errors and the weights of a
/// batch.
pub fn check_loss(answer: impl Fn(&[f32], &[f32]) -> f32) -> Verdict {
    let case = |batch: Batch, loss| Case::new(batch, loss);
    let tried = |case: Case<Batch, f32>| {
        case.tried(
            |(td_errors, weights)| answer(td_errors, weights),
            |(td_errors, weights), found, loss| {
                format!(
                    "for the TD errors {td_errors:?} and the weights {weights:?} it \
                     gives {found}, but must give {loss}"
                )
            },
        )
    };
    // Every number is exact, in whatever order it is computed.
    Verdict::new()
        .claim("the loss of one transition is the square of its δ", || {
            tried(
                case((&[-3.0], &[1.0]), 9.0)
                    .slip(3.0, "δ is squared, not taken without its sign")
                    .slip(-3.0, "δ is squared")
                    .slip(4.5, "half of the square has half of the gradient"),
            )
        })
        .claim("the loss of a batch is the mean of the squares", || {
            tried(
                case((&[2.0, -4.0, 4.0, 2.0], &[1.0; 4]), 10.0)
                    .slip(40.0, SUM)
                    .slip(1.0, "this is the square of the mean: errors cancel"),
            )
        })
        .claim("a weight multiplies the square of its δ", || {
            let of_weights =
                "B is the number of transitions, not the sum of the weights";
            tried(
                case((&[2.0, -4.0], &[0.5, 0.25]), 3.0)
                    .slip(10.0, "the weights are missing")
                    .slip(1.0, "the weight is squared along with the error")
                    .slip(8.0, of_weights)
                    .slip(6.0, SUM),
            )
        })
        .claim("every transition counts in the mean", || {
            let batch: Batch = (&[2.0, -4.0, 2.0, -2.0], &[1.0, 0.0, 1.0, 1.0]);
            tried(
                case(batch, 3.0)
                    .slip(7.0, "the weights are missing")
                    .slip(12.0, SUM)
                    .slip(4.0, "B counts the transitions of weight 0 too"),
            )
        })
}
