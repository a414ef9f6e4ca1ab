//! Numbers as one reads them.

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
pub fn in_words(number: f64) -> String {
    if number >= 1e6 {
        format!("{:.1} million", number / 1e6)
    } else {
        grouped_text(&format!("{number:.0}"))
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
        assert_eq!(in_words(3_815.4), "3,815");
        assert_eq!(in_words(1_250_000.0), "1.2 million");
    }
}
