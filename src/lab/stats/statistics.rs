//! Smoothing and spread, computed when a figure is drawn and never stored.

/// The mean of each value and the `window` − 1 values before it.
///
/// The result belongs to the last value of its window, so a curve is not shifted;
/// the first `window` − 1 values have no mean.
///
/// ```
/// use deepq::lab::stats::statistics::trailing_mean;
/// assert_eq!(
///     trailing_mean(&[1.0, 2.0, 6.0, 10.0], 2),
///     [None, Some(1.5), Some(4.0), Some(8.0)]
/// );
/// ```
pub fn trailing_mean(values: &[f64], window: usize) -> Vec<Option<f64>> {
    let mean = |last: usize| {
        let first = (last + 1).checked_sub(window)?;
        Some(values[first..=last].iter().sum::<f64>() / window as f64)
    };
    (0..values.len()).map(mean).collect()
}

/// The mean; NaN for no values.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// √(Σ (x − x̄)² / n): how far values stray from their mean; 0 for no values.
///
/// ```
/// use deepq::lab::stats::statistics::standard_deviation;
/// assert_eq!(standard_deviation(&[1.0, 5.0]), 2.0);
/// assert_eq!(standard_deviation(&[]), 0.0);
/// ```
pub fn standard_deviation(values: &[f64]) -> f64 {
    let amount = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / amount;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (squares / amount).sqrt()
}

/// The median: the middle value, or the mean of the two in the middle; `None` for no
/// values.
///
/// ```
/// use deepq::lab::stats::statistics::median;
/// assert_eq!(median(&[9.0, 1.0, 2.0]), Some(2.0));
/// assert_eq!(median(&[4.0, 1.0, 9.0, 2.0]), Some(3.0));
/// assert_eq!(median(&[]), None);
/// ```
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let above = sorted.get(sorted.len() / 2)?;
    let below = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(below, *above))
}

/// The least, the mean and the largest of several values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The least value.
    pub min: f64,
    /// The mean value.
    pub mean: f64,
    /// The largest value.
    pub max: f64,
}

impl Band {
    /// The band of `values`, or `None` when there are none.
    pub fn of(values: &[f64]) -> Option<Self> {
        if values.is_empty() {
            return None;
        }
        Some(Self {
            min: values.iter().copied().fold(f64::INFINITY, f64::min),
            mean: mean(values),
            max: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }
}
