//! Smoothing and spread, computed when a figure is drawn and never stored.

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

// ANCHOR: neighbour_correlation
/// The correlation of each value with the one after it: near 1 where neighbours are
/// alike, near 0 where they have nothing to do with each other; 0 where all values
/// are equal.
///
/// Σ (xᵢ − x̄)(xᵢ₊₁ − x̄) / Σ (xᵢ − x̄)², the sample autocorrelation at lag 1.
/// Source: Box, Jenkins, Reinsel and Ljung (2015), equation 2.1.13.
///
/// ```
/// use deepq::lab::statistics::neighbour_correlation;
/// assert_eq!(neighbour_correlation(&[1.0, 2.0, 3.0, 4.0]), 0.25);
/// assert_eq!(neighbour_correlation(&[1.0, -1.0, 1.0, -1.0]), -0.75);
/// ```
pub fn neighbour_correlation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let spread: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let pairs = values.iter().zip(values.iter().skip(1));
    let shared: f64 = pairs.map(|(x, next)| (x - mean) * (next - mean)).sum();
    if spread > 0.0 { shared / spread } else { 0.0 }
}
// ANCHOR_END: neighbour_correlation

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
