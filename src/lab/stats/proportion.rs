//! Shares of runs, with their intervals.

use crate::lab::stats::reliability::Estimate;

/// The quantile of the normal distribution that leaves 2.5 % above it.
pub(crate) const Z: f64 = 1.959_963_984_540_054;

/// The share of `count` in `all`, in percent, with its score interval of 95 %;
/// for k successes in n trials this is
///
/// (k + z²/2 ± z √(k (n − k) / n + z²/4)) / (n + z²).
///
/// NaN of none. The trials should be independent of each other.
///
/// Source: Wilson (1927), "Probable inference, the law of succession, and statistical
/// inference", with z = 1.96.
pub fn percent_of(count: usize, all: usize) -> Estimate {
    let (k, n) = (count as f64, all as f64);
    let middle = k + Z * Z / 2.0;
    let half = Z * (k * (n - k) / n + Z * Z / 4.0).sqrt();
    let percent = |share: f64| 100.0 * share;
    Estimate {
        value: percent(k / n),
        low: percent((middle - half) / (n + Z * Z)),
        high: percent((middle + half) / (n + Z * Z)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share_is_that_of_wilson() {
        // 8 of 10: 9.92073 ± 1.95996 √(1.6 + 0.96036), over 13.84146.
        let share = percent_of(8, 10);
        assert!((share.value - 80.0).abs() < 1e-12);
        assert!((share.low - 49.016).abs() < 1e-3, "{share:?}");
        assert!((share.high - 94.332).abs() < 1e-3, "{share:?}");
    }

    #[test]
    fn a_share_of_nothing_or_of_all_stays_within_its_bounds() {
        let [none, all] = [percent_of(0, 20), percent_of(20, 20)];
        assert!(none.low.abs() < 1e-9 && none.high > 16.0, "{none:?}");
        assert!((all.high - 100.0).abs() < 1e-9 && all.low < 84.0, "{all:?}");
        assert!(percent_of(0, 0).value.is_nan());
    }
}
