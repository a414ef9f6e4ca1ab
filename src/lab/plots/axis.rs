//! Axes whose numbers read well on a small chart.

use crate::lab::stats::formats::grouped_text;
use crate::lab::stats::scale::Scale;
use plotters::coord::ranged1d::{
    KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter,
};
use plotters::coord::types::RangedCoordf64;
use std::ops::{Range, RangeInclusive};

/// A logarithmic axis covers so many powers of ten at least: noise is not to look
/// like growth.
const LEAST_POWERS: f64 = 1.0;
/// The room above and below the values, as a share of the axis.
const ROOM: f64 = 0.06;
/// How far below the least positive value of a logarithmic axis those stand that are
/// not positive, as a share of the axis.
const BELOW: f64 = 0.16;
/// The powers of ten between which all numbers lie.
const POWERS: RangeInclusive<i32> = -320..=308;

/// Digits and a power of ten: (25, 3) is 25 · 10³.
type Number = (i32, i32);

/// A number along an axis.
#[derive(Clone, Debug, PartialEq)]
struct Tick {
    value: f64,
    label: String,
}

/// An axis with a place for each of some values: the value itself, or its logarithm.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    scale: Scale,
    /// The place of what is not positive, on a logarithmic axis.
    below: f64,
    /// The places of the lower and the upper end.
    places: Range<f64>,
    ticks: Vec<Tick>,
}

impl Axis {
    /// The axis of `values`, none of which is infinite or NaN, with up to `most`
    /// numbers along it.
    ///
    /// A linear axis shows zero. A logarithmic one covers a factor of ten at least; no
    /// logarithm is that of zero or less, so such values stand together below the
    /// least positive one, at a mark that says so. Where none is positive, the axis is
    /// linear.
    pub(crate) fn new(scale: Scale, values: &[f64], most: usize) -> Self {
        let positive = || values.iter().copied().filter(|&value| value > 0.0);
        let largest = positive().reduce(f64::max);
        match (scale, positive().reduce(f64::min).zip(largest)) {
            (Scale::Logarithmic, Some((least, largest))) => {
                let powers = libm::log10(least)..libm::log10(largest);
                let shows_others = values.iter().any(|&value| value <= 0.0);
                Self::logarithmic(&powers, shows_others, most)
            }
            _ => Self::linear(values, most),
        }
    }

    fn linear(values: &[f64], most: usize) -> Self {
        let least = values.iter().copied().fold(0.0, f64::min);
        let largest = values.iter().copied().fold(0.0, f64::max);
        let length = if least < largest {
            largest - least
        } else {
            1.0
        };
        let start = if least < 0.0 {
            least - ROOM * length
        } else {
            0.0
        };
        let places = start..least + (1.0 + ROOM) * length;
        Self {
            scale: Scale::Linear,
            below: start,
            ticks: round_numbers(&places, most),
            places,
        }
    }

    fn logarithmic(powers: &Range<f64>, shows_others: bool, most: usize) -> Self {
        let length = (powers.end - powers.start).max(LEAST_POWERS);
        let middle = f64::midpoint(powers.start, powers.end);
        let (start, end) = (middle - length / 2.0, middle + length / 2.0);
        let (below, end) = (start - BELOW * length, end + ROOM * length);
        let others = Tick {
            value: 0.0,
            label: "≤ 0".to_owned(),
        };
        let (places, ticks) = if shows_others {
            let positive = round_powers(&(start..end), most);
            (below..end, [vec![others], positive].concat())
        } else {
            let places = start - ROOM * length..end;
            (places.clone(), round_powers(&places, most))
        };
        Self {
            scale: Scale::Logarithmic,
            below,
            places,
            ticks,
        }
    }

    /// Where `value` stands.
    fn place(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => value,
            Scale::Logarithmic if value > 0.0 => libm::log10(value),
            Scale::Logarithmic => self.below,
        }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let places = RangedCoordf64::from(self.places.clone());
        places.map(&self.place(*value), limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.iter().map(|tick| tick.value).collect()
    }

    fn range(&self) -> Range<f64> {
        let Range { start, end } = self.places;
        match self.scale {
            Scale::Linear => start..end,
            Scale::Logarithmic => ten_to(start)..ten_to(end),
        }
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().find(|tick| tick.value == *value);
        tick.map_or_else(String::new, |tick| tick.label.clone())
    }
}

/// The multiples in `range`, which holds zero, of the least of 1, 2, 5, 10, 20, … that
/// gives no more than `most` of them.
fn round_numbers(range: &Range<f64>, most: usize) -> Vec<Tick> {
    let value = |(digits, power): Number| f64::from(digits) * ten_to(power.into());
    let multiples = |(digit, power): Number| {
        // More than these are too many in any case.
        let multiples = (-10..=10).map(move |n| (n * digit, power));
        multiples.filter(|&number| range.contains(&value(number)))
    };
    let mut steps = POWERS.flat_map(|power| [1, 2, 5].map(|digit| (digit, power)));
    let step = steps.find(|&step| multiples(step).count() <= most);
    let numbers: Vec<Number> = step.into_iter().flat_map(multiples).collect();
    // All of them are written in the same way.
    let labels: Option<Vec<String>> = numbers.iter().map(|&n| in_full(n)).collect();
    let labels = labels.unwrap_or_else(|| {
        let labels = numbers.iter().map(|&number| with_power(number));
        labels.collect()
    });
    let values = numbers.into_iter().map(value);
    let ticks = values
        .zip(labels)
        .map(|(value, label)| Tick { value, label });
    ticks.collect()
}

/// The numbers in a range of powers of ten, no more than `most`: 1, 2, 5, 10, 20, …;
/// or 1, 3, 10, 30, …; or every power of ten, or every second, and so on.
fn round_powers(powers: &Range<f64>, most: usize) -> Vec<Tick> {
    let numbers = |(digits, every): (&'static [i32], i32)| {
        let shown = POWERS.filter(move |power| power % every == 0);
        let numbers = shown
            .flat_map(move |power| digits.iter().map(move |&digit| (digit, power)));
        let place =
            |(digit, power)| libm::log10(f64::from(digit)) + f64::from(power);
        numbers.filter(move |&number| powers.contains(&place(number)))
    };
    let fine: [(&[i32], i32); 2] = [(&[1, 2, 5], 1), (&[1, 3], 1)];
    let coarse = POWERS
        .filter(|&every| every > 0)
        .map(|every| (&[1][..], every));
    let mut patterns = fine.into_iter().chain(coarse);
    let pattern = patterns.find(|&pattern| numbers(pattern).count() <= most);
    let tick = |number: Number| Tick {
        value: f64::from(number.0) * ten_to(number.1.into()),
        label: in_full(number).unwrap_or_else(|| with_power(number)),
    };
    pattern.map_or_else(Vec::new, |pattern| numbers(pattern).map(tick).collect())
}

fn ten_to(power: f64) -> f64 {
    libm::pow(10.0, power)
}

/// A power of ten as it stands along an axis.
pub(crate) fn power_of_ten(power: i32) -> String {
    in_full((1, power)).unwrap_or_else(|| with_power((1, power)))
}

/// A number with all its digits, unless they are too many for a small chart.
fn in_full((mut digits, mut power): Number) -> Option<String> {
    while digits % 10 == 0 && power < 0 {
        (digits, power) = (digits / 10, power + 1);
    }
    let sign = if digits < 0 { "−" } else { "" };
    let size = digits.unsigned_abs();
    let number = match power {
        _ if digits == 0 => "0".to_owned(),
        -4..0 => {
            let decimals = power.unsigned_abs() as usize;
            format!("{:.decimals$}", f64::from(size) * ten_to(power.into()))
        }
        0..6 => {
            let number = size * 10_u32.pow(power.unsigned_abs());
            (number < 1_000_000).then(|| grouped_text(&number.to_string()))?
        }
        _ => return None,
    };
    Some(format!("{sign}{number}"))
}

/// A number as its digits times a power of ten.
fn with_power((digits, power): Number) -> String {
    let sign = if digits < 0 { "−" } else { "" };
    let power = raised(power);
    match digits.unsigned_abs() {
        0 => "0".to_owned(),
        1 => format!("{sign}10{power}"),
        digits => format!("{sign}{digits}·10{power}"),
    }
}

/// An exponent in raised letters.
fn raised(power: i32) -> String {
    let raised = |letter: char| match letter.to_digit(10) {
        Some(digit) => {
            ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize]
        }
        None => '⁻',
    };
    power.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(values: &[f64]) -> Axis {
        Axis::new(Scale::Linear, values, 6)
    }

    fn logarithmic(values: &[f64]) -> Axis {
        Axis::new(Scale::Logarithmic, values, 6)
    }

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn a_number_is_written_in_full_where_that_is_short() {
        for (number, written) in [
            ((0, 9), Some("0")),
            ((2, -1), Some("0.2")),
            ((-15, -4), Some("−0.0015")),
            ((10, -5), Some("0.0001")),
            ((5, -5), None),
            ((10, 1), Some("100")),
            ((-15, 4), Some("−150,000")),
            ((10, 5), None),
            ((1, 6), None),
        ] {
            assert_eq!(in_full(number).as_deref(), written, "{number:?}");
        }
    }

    #[test]
    fn a_number_too_long_is_written_with_a_power_of_ten() {
        assert_eq!(with_power((1, 6)), "10⁶");
        assert_eq!(with_power((-2, 12)), "−2·10¹²");
        assert_eq!(with_power((5, -5)), "5·10⁻⁵");
        assert_eq!(with_power((0, 7)), "0");
    }

    #[test]
    fn the_numbers_of_a_linear_axis_are_written_alike() {
        let axis = linear(&[-1.6e6]);
        assert_eq!(labels(&axis), ["−15·10⁵", "−10·10⁵", "−5·10⁵", "0"]);
    }

    #[test]
    fn a_linear_axis_shows_zero_and_a_little_more_than_the_values() {
        let axis = linear(&[20.0, 500.0]);
        assert_eq!(axis.places, 0.0..530.0);
        assert_eq!(labels(&axis), ["0", "100", "200", "300", "400", "500"]);
        let axis = linear(&[-50.0, 50.0]);
        assert_eq!(axis.places, -56.0..56.0);
        assert_eq!(labels(&axis), ["−40", "−20", "0", "20", "40"]);
        let axis = Axis::new(Scale::Linear, &[500.0], 5);
        assert_eq!(labels(&axis), ["0", "200", "400"]);
    }

    #[test]
    fn a_linear_axis_of_nothing_but_zero_reaches_to_one() {
        let axis = linear(&[0.0]);
        assert_eq!(axis.places, 0.0..1.06);
        assert_eq!(labels(&axis), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
    }

    #[test]
    fn a_logarithmic_axis_gives_equal_ratios_equal_room() {
        let axis = logarithmic(&[1.0, 1_000.0]);
        assert_eq!([1.0, 10.0, 1_000.0].map(|v| axis.place(v)), [0.0, 1.0, 3.0]);
        assert_eq!(labels(&axis), ["1", "10", "100", "1,000"]);
        // Three powers of ten, and 0.06 of them on either side.
        assert_eq!(axis.places, -0.18..3.18);
    }

    #[test]
    fn a_logarithmic_axis_covers_a_factor_of_ten_at_least() {
        let axis = logarithmic(&[10.0]);
        assert_eq!(axis.places, 0.44..1.56);
        assert_eq!(labels(&axis), ["5", "10", "20"]);
        let axis = logarithmic(&[0.2, 0.3]);
        assert_eq!(labels(&axis), ["0.1", "0.2", "0.5"]);
    }

    #[test]
    fn the_more_powers_of_ten_the_fewer_numbers_of_each() {
        let axis = logarithmic(&[1.0, 90.0]);
        assert_eq!(labels(&axis), ["1", "3", "10", "30", "100"]);
        let axis = logarithmic(&[1.0, 1e10]);
        assert_eq!(labels(&axis), ["1", "100", "10,000", "10⁶", "10⁸", "10¹⁰"]);
    }

    #[test]
    fn what_is_not_positive_stands_below_the_least_positive_value() {
        let axis = logarithmic(&[-3.0, 0.0, 1.0, 100.0]);
        // Two powers of ten from 1 to 100, and 0.16 of them below.
        assert_eq!(axis.place(0.0), -0.32);
        assert_eq!(axis.place(-3.0), -0.32);
        assert_eq!((axis.places.start, axis.place(1.0)), (-0.32, 0.0));
        assert_eq!(labels(&axis), ["≤ 0", "1", "3", "10", "30", "100"]);
    }

    #[test]
    fn where_nothing_is_positive_the_axis_is_linear() {
        let axis = logarithmic(&[0.0, -2.0]);
        assert_eq!(axis.scale, Scale::Linear);
        assert_eq!(axis.place(-2.0), -2.0);
        assert!(labels(&axis).contains(&"0"));
    }

    #[test]
    fn the_numbers_of_an_axis_are_few_and_never_less_than_two() {
        for power in (-290..290).step_by(7) {
            let largest = 7.0 * ten_to(f64::from(power));
            for values in [[largest, 1.0], [-largest, largest], [largest, 0.0]] {
                for axis in [linear(&values), logarithmic(&values)] {
                    assert!((2..=7).contains(&axis.ticks.len()), "{axis:?}");
                    for tick in &axis.ticks {
                        let pixel = axis.map(&tick.value, (0, 300));
                        assert!((0..=300).contains(&pixel), "{tick:?} {axis:?}");
                    }
                }
            }
        }
    }
}
