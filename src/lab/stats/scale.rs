//! Where a number is along an axis.

use crate::lab::stats::statistics::Band;
use std::ops::Range;

/// How an axis is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal distances are equal differences.
    Linear,
    /// Equal distances are equal ratios; for numbers above 0.
    Logarithmic,
    /// Equal distances are equal ratios far from 0, and equal differences near it; for
    /// numbers of both signs.
    SignedLogarithmic,
}

impl Scale {
    /// The place of a number: the number itself, or its decimal logarithm.
    pub(crate) fn place(self, number: f64) -> f64 {
        match self {
            Self::Linear => number,
            Self::Logarithmic => libm::log10(number),
            Self::SignedLogarithmic => {
                libm::copysign(libm::log10(1.0 + number.abs()), number)
            }
        }
    }

    /// The number that is at `place`.
    pub(crate) fn number(self, place: f64) -> f64 {
        match self {
            Self::Linear => place,
            Self::Logarithmic => libm::pow(10.0, place),
            Self::SignedLogarithmic => {
                libm::copysign(libm::pow(10.0, place.abs()) - 1.0, place)
            }
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
    fn the_place_of_a_number_is_itself_or_its_logarithm() {
        for (scale, number, place) in [
            (Scale::Linear, 7.5, 7.5),
            (Scale::Logarithmic, 1_000.0, 3.0),
        ] {
            assert_eq!(scale.place(number), place);
            assert_eq!(scale.number(place), number);
        }
    }

    #[test]
    fn decades_hold_all_numbers_and_are_one_at_least() {
        assert_eq!(decades([3.0, 250.0].into_iter()), 0.0..3.0);
        assert_eq!(decades([0.02, 1.0].into_iter()), -2.0..0.0);
        assert_eq!(decades([10.0].into_iter()), 1.0..2.0);
        assert_eq!(decades([].into_iter()), 0.0..1.0);
    }
}
