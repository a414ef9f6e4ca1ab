//! Smoothing and spread, computed when a figure is drawn and never stored.

// ANCHOR: trailing_mean
/// The mean of each value and the `window` − 1 values before it.
///
/// The result belongs to the last value of its window, so a curve is not shifted;
/// the first `window` − 1 values have no mean.
///
/// ```
/// use deepq::lab::statistics::trailing_mean;
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
// ANCHOR_END: trailing_mean

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
            mean: values.iter().sum::<f64>() / values.len() as f64,
            max: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }
}
