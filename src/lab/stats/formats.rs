//! Numbers as one reads them.

use crate::lab::stats::reliability::Estimate;

/// A count with a comma between thousands.
pub fn grouped(count: usize) -> String {
    grouped_text(&count.to_string())
}

/// Digits with a comma between thousands.
pub fn grouped_text(digits: &str) -> String {
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A large number as one says it.
pub fn format_count(number: f64) -> String {
    if number >= 1e6 {
        format!("{:.1} million", number / 1e6)
    } else {
        grouped_text(&format!("{number:.0}"))
    }
}

/// An estimate with its interval, each with `decimals` decimals; a dash where it
/// is NaN.
pub fn format_interval(estimate: Estimate, decimals: usize) -> String {
    let Estimate { value, low, high } = estimate;
    if value.is_nan() {
        return none();
    }
    let [value, low, high] = [value, low, high].map(|number| {
        let text = format!("{number:.decimals$}");
        // What rounds to nothing has no sign.
        let is_nothing = text.trim_start_matches('-').parse() == Ok(0.0);
        text.replace('-', if is_nothing { "" } else { "−" })
    });
    let to = if low.contains('−') { " to " } else { "–" };
    format!("{value} ({low}{to}{high})")
}

/// The mark in place of a number where there is none.
pub fn none() -> String {
    "–".to_owned()
}

/// A number with three digits that count.
pub fn three_digits(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    #[expect(clippy::cast_possible_truncation, reason = "an exponent is small")]
    let exponent = libm::log10(value.abs()).floor() as i32;
    if !(-4..6).contains(&exponent) {
        return format!("{value:.2e}");
    }
    let digits = usize::try_from(2 - exponent).unwrap_or(0);
    let text = format!("{value:.digits$}");
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart_by_commas() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(50_000), "50,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn a_large_number_is_said_in_millions() {
        assert_eq!(format_count(3_815.4), "3,815");
        assert_eq!(format_count(1_250_000.0), "1.2 million");
    }

    #[test]
    fn an_estimate_stands_before_its_interval() {
        let estimate = |value| Estimate {
            value,
            low: 0.25,
            high: 1.0,
        };
        assert_eq!(format_interval(estimate(0.5), 2), "0.50 (0.25–1.00)");
        assert_eq!(format_interval(estimate(f64::NAN), 2), "–");
        let below = Estimate {
            value: -1.0,
            low: -2.5,
            high: -0.01,
        };
        assert_eq!(format_interval(below, 1), "−1.0 (−2.5 to 0.0)");
    }
}
