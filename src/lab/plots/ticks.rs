//! The numbers along an axis: which they are, and how each is written.

use crate::lab::stats::grouped_text;
use std::ops::{Range, RangeInclusive};

/// The powers of ten between which all numbers lie.
const POWERS: RangeInclusive<i32> = -320..=308;

/// Digits and a power of ten: (25, 3) is 25 · 10³.
type Number = (i32, i32);

/// A number along an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) value: f64,
    pub(crate) label: String,
}

/// The multiples in `range`, which holds zero, of the least of 1, 2, 5, 10, 20, … that
/// gives no more than `most` of them.
pub(crate) fn round_numbers(range: &Range<f64>, most: usize) -> Vec<Tick> {
    let multiples = |(digit, power): Number| {
        // More than these are too many in any case.
        let multiples = (-10..=10).map(move |n| (n * digit, power));
        multiples.filter(|&number| range.contains(&value(number)))
    };
    let mut steps = POWERS.flat_map(|power| [1, 2, 5].map(|digit| (digit, power)));
    let step = steps.find(|&step| multiples(step).count() <= most);
    let numbers: Vec<Number> = step.into_iter().flat_map(multiples).collect();
    // All of them are written in the same way.
    let are_short = numbers.iter().all(|&number| in_full(number).is_some());
    let label = if are_short { written } else { with_power };
    let tick = |number| Tick {
        value: value(number),
        label: label(number),
    };
    numbers.into_iter().map(tick).collect()
}

/// The numbers in a range of powers of ten, no more than `most`: 1, 2, 5, 10, 20, …;
/// or 1, 3, 10, 30, …; or every power of ten, or every second, and so on.
pub(crate) fn round_powers(powers: &Range<f64>, most: usize) -> Vec<Tick> {
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
    let tick = |number| Tick {
        value: value(number),
        label: written(number),
    };
    pattern.map_or_else(Vec::new, |pattern| numbers(pattern).map(tick).collect())
}

/// Zero, and the powers of ten and their negatives in a range of a signed logarithmic
/// axis, no more than `most`: every power above one, or every second, and so on.
pub(crate) fn signed_powers(places: &Range<f64>, most: usize) -> Vec<Tick> {
    let is_there = |&(digit, power): &Number| {
        places.contains(&(f64::from(digit) * f64::from(power)))
    };
    let numbers = |every: i32| {
        let powers = POWERS.filter(move |&power| power > 0 && power % every == 0);
        let signed = powers.flat_map(|power| [(-1, power), (1, power)]);
        signed.chain([(0, 0)]).filter(is_there)
    };
    let mut patterns = 1..=*POWERS.end();
    let pattern = patterns.find(|&every| numbers(every).count() <= most);
    let tick = |number| Tick {
        value: value(number),
        label: written(number),
    };
    pattern.map_or_else(Vec::new, |every| numbers(every).map(tick).collect())
}

fn value((digits, power): Number) -> f64 {
    f64::from(digits) * libm::pow(10.0, f64::from(power))
}

/// The power of ten whose logarithm is `place`; none where that is not whole.
#[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
pub(crate) fn power_of_ten(place: f64) -> Option<String> {
    let power = without_noise(place);
    let number = (1, power as i32);
    (power.fract() == 0.0).then(|| written(number))
}

/// As many digits as the number has, −0 without its sign.
pub(crate) fn plain(number: f64) -> String {
    without_noise(number).to_string().replace('-', "−")
}

/// The number without what rounding left behind.
fn without_noise(number: f64) -> f64 {
    (number * 1e6).round() / 1e6 + 0.0
}

/// A number in the shorter way.
fn written(number: Number) -> String {
    in_full(number).unwrap_or_else(|| with_power(number))
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
            format!("{:.decimals$}", value((digits.abs(), power)))
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
    fn a_power_of_ten_is_known_by_its_logarithm() {
        let written = [0.0, 3.0, -2.0, 5.0, 6.0, -12.0].map(power_of_ten);
        let expected = ["1", "1,000", "0.01", "100,000", "10⁶", "10⁻¹²"];
        assert_eq!(written, expected.map(|text| Some(text.to_owned())));
        assert_eq!(power_of_ten(0.5), None);
    }

    #[test]
    fn a_plain_number_has_no_noise_and_a_minus_sign() {
        let numbers = [0.1 + 0.2, -0.0, -12.0, 40.0].map(plain);
        assert_eq!(numbers, ["0.3", "0", "−12", "40"]);
    }
}
