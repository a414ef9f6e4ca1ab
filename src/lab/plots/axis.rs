//! Axes whose numbers read well on a small chart.

use crate::lab::plots::ticks::{
    Tick, plain, power_of_ten, round_numbers, round_powers, signed_powers,
};
use crate::lab::stats::Scale;
use plotters::coord::ranged1d::{
    KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter,
};
use plotters::coord::types::{RangedCoordf64, RangedCoordusize};
use std::ops::Range;

/// A logarithmic axis covers this many powers of ten at least: noise is not to
/// look like growth.
const LEAST_POWERS: f64 = 1.0;
/// The room above and below the values, as a share of the axis.
const ROOM: f64 = 0.06;
/// How far the values that are not positive are below the least positive one on a
/// logarithmic axis, as a share of the axis.
const BELOW: f64 = 0.16;

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
    /// The axis from one place to another, with up to `most` numbers along it; on a
    /// logarithmic one, powers of ten are written and other numbers are not.
    pub(crate) fn between(scale: Scale, places: Range<f64>, most: usize) -> Self {
        let tick = |place| Tick {
            value: scale.number(place),
            label: match scale {
                Scale::Linear => plain(place),
                Scale::Logarithmic => power_of_ten(place).unwrap_or_default(),
                Scale::SignedLogarithmic => plain(scale.number(place)),
            },
        };
        let ticks = RangedCoordf64::from(places.clone()).key_points(most);
        Self {
            scale,
            ticks: ticks.into_iter().map(tick).collect(),
            ..Self::bare(places)
        }
    }

    /// The axis of whole numbers, with up to `most` of them along it.
    pub(crate) fn whole(range: Range<usize>, most: usize) -> Self {
        let tick = |number: usize| Tick {
            value: number as f64,
            label: number.to_string(),
        };
        let ends = range.start as f64..range.end as f64;
        let ticks = RangedCoordusize::from(range).key_points(most);
        Self {
            ticks: ticks.into_iter().map(tick).collect(),
            ..Self::bare(ends)
        }
    }

    /// A linear axis without numbers.
    pub(crate) fn bare(places: Range<f64>) -> Self {
        Self {
            scale: Scale::Linear,
            below: places.start,
            places,
            ticks: Vec::new(),
        }
    }

    /// The same axis with `decimals` decimals behind each number.
    pub(crate) fn with_decimals(mut self, decimals: usize) -> Self {
        for tick in &mut self.ticks {
            tick.label = format!("{:.decimals$}", tick.value).replace('-', "−");
        }
        self
    }

    /// The same axis, with no number written whose place lies beyond `end`.
    pub(crate) fn with_numbers_to(mut self, end: f64) -> Self {
        for tick in &mut self.ticks {
            if self.scale.place(tick.value) > end {
                tick.label.clear();
            }
        }
        self
    }

    pub(crate) fn ticks(&self) -> &[Tick] {
        &self.ticks
    }

    /// How far along the axis `value` is: 0 at its lower end, 1 at its upper one.
    pub(crate) fn share(&self, value: f64) -> f64 {
        let Range { start, end } = self.places;
        (self.place(value) - start) / (end - start)
    }

    /// The axis of `values`, none of which is infinite or NaN, with up to `most`
    /// numbers along it.
    ///
    /// A linear axis shows zero. A logarithmic one covers a factor of ten at
    /// least; no logarithm is that of zero or less, so such values are together
    /// below the least positive one, at a mark that says so. Where none is
    /// positive, the axis is linear. A signed logarithmic one shows zero, too.
    pub(crate) fn new(scale: Scale, values: &[f64], most: usize) -> Self {
        let positive = || values.iter().copied().filter(|&value| value > 0.0);
        let largest = positive().reduce(f64::max);
        match (scale, positive().reduce(f64::min).zip(largest)) {
            (Scale::Logarithmic, Some((least, largest))) => {
                let powers = libm::log10(least)..libm::log10(largest);
                let shows_others = values.iter().any(|&value| value <= 0.0);
                Self::logarithmic(&powers, shows_others, most)
            }
            (Scale::SignedLogarithmic, _) => Self::signed(values, most),
            _ => Self::linear(values, most),
        }
    }

    fn linear(values: &[f64], most: usize) -> Self {
        let least = values.iter().copied().fold(0.0, f64::min);
        let largest = values.iter().copied().fold(0.0, f64::max);
        let length = largest - least;
        let length = if length > 0.0 { length } else { 1.0 };
        let room = if least < 0.0 { ROOM * length } else { 0.0 };
        let places = least - room..least + (1.0 + ROOM) * length;
        Self {
            ticks: round_numbers(&places, most),
            ..Self::bare(places)
        }
    }

    fn signed(values: &[f64], most: usize) -> Self {
        let scale = Scale::SignedLogarithmic;
        let places = values.iter().map(|&value| scale.place(value));
        let least = places.clone().fold(0.0, f64::min);
        let largest = places.fold(LEAST_POWERS, f64::max);
        let room = ROOM * (largest - least);
        let places = least - room..largest + room;
        Self {
            scale,
            ticks: signed_powers(&places, most),
            ..Self::bare(places)
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

    /// Where `value` is.
    fn place(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Logarithmic if value <= 0.0 => self.below,
            scale => scale.place(value),
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
        self.scale.number(start)..self.scale.number(end)
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().find(|tick| tick.value == *value);
        tick.map_or_else(String::new, |tick| tick.label.clone())
    }
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
    fn a_signed_logarithmic_axis_has_powers_of_ten_on_both_sides_of_zero() {
        let axis = Axis::new(Scale::SignedLogarithmic, &[-99.0, 9_999.0], 8);
        assert_eq!([-9.0, 0.0, 9.0].map(|v| axis.place(v)), [-1.0, 0.0, 1.0]);
        let labels = labels(&axis);
        assert_eq!(labels.len(), 7, "{labels:?}");
        for label in ["−100", "−10", "0", "10", "100", "1,000", "10,000"] {
            assert!(labels.contains(&label), "{labels:?}");
        }
        let few = Axis::new(Scale::SignedLogarithmic, &[-99.0, 9_999.0], 4);
        assert_eq!(few.ticks.len(), 4, "{few:?}");
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
            let largest = 7.0 * libm::pow(10.0, f64::from(power));
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

    #[test]
    fn an_axis_between_powers_of_ten_names_them_and_not_what_lies_between() {
        let axis = Axis::between(Scale::Logarithmic, 0.0..2.0, 6);
        assert_eq!(labels(&axis), ["1", "", "10", "", "100"]);
        assert_eq!(axis.share(10.0), 0.5);
    }

    #[test]
    fn numbers_beyond_the_end_are_not_written() {
        let axis = Axis::between(Scale::Linear, 0.0..1.2, 6).with_decimals(1);
        assert_eq!(labels(&axis), ["0.0", "0.5", "1.0"]);
        assert_eq!(labels(&axis.with_numbers_to(0.9)), ["0.0", "0.5", ""]);
    }
}
