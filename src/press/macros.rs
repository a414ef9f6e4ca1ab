//! The macros of the book's formulas, which notebooks do not know.

use crate::error::Error;
use crate::storage::read_text;
use std::path::Path;

/// Macros without arguments, in the format of mdbook-katex: `\name:{what it means}`,
/// one to a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Macros(Vec<(String, String)>);

impl Macros {
    /// The macros of the book in folder `book`.
    pub fn of_book(book: &Path) -> Result<Self, Error> {
        Ok(Self::parse(&read_text(&book.join("macros.txt"))?))
    }

    /// The macros in `text`.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines();
        let macros = lines.filter_map(|line| {
            let (name, meaning) = line.split_once(':')?;
            let meaning = meaning.strip_prefix('{')?.strip_suffix('}')?;
            Some((name.to_owned(), meaning.to_owned()))
        });
        Self(macros.collect())
    }

    /// `formula` with every macro replaced by what it means.
    pub fn expand(&self, formula: &str) -> String {
        let mut expanded = formula.to_owned();
        for (name, meaning) in &self.0 {
            let mut parts = expanded.split(name.as_str());
            let mut text = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                // `\target` is no part of `\targets`.
                let goes_on = part.starts_with(|c: char| c.is_ascii_alphabetic());
                text.push_str(if goes_on { name } else { meaning });
                text.push_str(part);
            }
            expanded = text;
        }
        expanded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_macro_is_replaced_where_its_name_ends() {
        let macros = Macros::parse("\\on:{\\theta}\n\\target:{\\theta^{-}}\n");
        assert_eq!(
            macros.expand("$Q(s; \\on) - \\one + \\target$"),
            "$Q(s; \\theta) - \\one + \\theta^{-}$"
        );
    }
}
