//! Where a number stands along an axis.

use crate::lab::plots::axis::power_of_ten;
use crate::lab::stats::statistics::Band;
use std::ops::Range;

/// How an axis is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal distances are equal differences.
    Linear,
    /// Equal distances are equal ratios; for numbers above 0.
    Logarithmic,
}

impl Scale {
    /// The place of a number: the number itself, or its decimal logarithm.
    pub(crate) fn place(self, number: f64) -> f64 {
        match self {
            Self::Linear => number,
            Self::Logarithmic => libm::log10(number),
        }
    }

    /// The number that stands at `place`, for the axis: on a logarithmic one a power of
    /// ten, and nothing in between.
    pub(crate) fn label(self, place: f64) -> String {
        // As many digits as the number has, −0 without its sign.
        let rounded = (place * 1e6).round() / 1e6 + 0.0;
        match self {
            Self::Linear => format!("{rounded}"),
            Self::Logarithmic if rounded.fract() != 0.0 => String::new(),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole and small"
            )]
            Self::Logarithmic => power_of_ten(rounded as i32),
        }
    }
}

/// The decades that `numbers` lie in, from one power of ten to a larger one; the first
/// where there are none.
pub(crate) fn decades(numbers: impl Iterator<Item = f64>) -> Range<f64> {
    let places: Vec<f64> = numbers.map(libm::log10).collect();
    let Some(Band { min, max, .. }) = Band::of(&places) else {
        return 0.0..1.0;
    };
    let least = min.floor();
    least..max.ceil().max(least + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_axis_is_labelled_at_powers_of_ten() {
        let labels = |place| Scale::Logarithmic.label(place);
        assert_eq!(labels(0.0), "1");
        assert_eq!(labels(3.0), "1,000");
        assert_eq!(labels(-2.0), "0.01");
        assert_eq!(labels(5.0), "100,000");
        assert_eq!(labels(6.0), "10⁶");
        assert_eq!(labels(-12.0), "10⁻¹²");
        assert_eq!(labels(0.5), "");
        assert_eq!(Scale::Logarithmic.place(1_000.0), 3.0);
    }

    #[test]
    fn a_linear_axis_is_labelled_with_its_numbers() {
        assert_eq!(Scale::Linear.label(0.1 + 0.2), "0.3");
        assert_eq!(Scale::Linear.label(-0.0), "0");
        assert_eq!(Scale::Linear.place(7.5), 7.5);
    }

    #[test]
    fn decades_hold_all_numbers_and_are_one_at_least() {
        assert_eq!(decades([3.0, 250.0].into_iter()), 0.0..3.0);
        assert_eq!(decades([0.02, 1.0].into_iter()), -2.0..0.0);
        assert_eq!(decades([10.0].into_iter()), 1.0..2.0);
        assert_eq!(decades([].into_iter()), 0.0..1.0);
    }
}
