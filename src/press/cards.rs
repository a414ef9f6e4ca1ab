//! Tables of text, which become a card for each row where a page is narrow.

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// A table with more columns of text than this is unreadable on a phone.
const WIDE: usize = 4;

/// A chapter whose wide tables of text have the name of its column in every cell. The
/// style of the book shows it where the page is narrow, and hides it elsewhere. Numbers
/// are compared down a column, so a table with a column of numbers remains as it is.
pub fn with_labels(markdown: &str) -> String {
    let (mut page, mut at) = (String::new(), 0);
    for (place, label) in labels(markdown) {
        page.push_str(&markdown[at..place]);
        // Writing to a string does not fail.
        let _ = write!(page, "<span data-label=\"{label}\"></span>");
        at = place;
    }
    page + &markdown[at..]
}

/// Where the cells of wide tables of text begin, each with the name of its column.
fn labels(markdown: &str) -> Vec<(usize, String)> {
    let mut labels = Vec::new();
    let (mut is_wide, mut is_head, mut column) = (false, false, 0);
    let mut titles: Vec<String> = Vec::new();
    let options = Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(columns)) => {
                let is_text = columns.iter().all(|side| *side == Alignment::Left);
                is_wide = is_text && columns.len() > WIDE;
                titles.clear();
            }
            Event::Start(Tag::TableHead) => is_head = true,
            Event::End(TagEnd::TableHead) => is_head = false,
            Event::Start(Tag::TableRow) => column = 0,
            Event::Start(Tag::TableCell) if is_wide && is_head => {
                titles.push(markdown[range].trim().to_owned());
            }
            Event::Start(Tag::TableCell) if is_wide => {
                let cell = &markdown[range.clone()];
                let spaces = cell.len() - cell.trim_start().len();
                labels.push((range.start + spaces, titles[column].clone()));
                column += 1;
            }
            _ => {}
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: usize, side: &str) -> String {
        let line = |cell: &dyn Fn(usize) -> String| {
            let cells: Vec<String> = (0..columns).map(cell).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let head = line(&|column| format!("t{column}"));
        let row = line(&|column| format!("`c`{column}"));
        format!(
            "Words.\n\n{head}{}{row}{row}\nMore.\n",
            line(&|_| side.to_owned())
        )
    }

    #[test]
    fn a_cell_of_a_wide_table_of_text_has_the_name_of_its_column() {
        let page = with_labels(&table(5, ":---"));
        for column in 0..5 {
            let cell =
                format!("| <span data-label=\"t{column}\"></span>`c`{column} ");
            assert_eq!(page.matches(&cell).count(), 2, "{page}");
        }
        assert!(page.contains("| t0 | t1 |"), "{page}");
        assert!(page.ends_with(" |\n\nMore.\n"), "{page}");
    }

    #[test]
    fn a_table_of_numbers_and_a_narrow_one_remain_as_they_are() {
        for other in [table(5, "---:"), table(4, ":---")] {
            assert_eq!(with_labels(&other), other);
        }
    }

    #[test]
    fn a_table_in_a_listing_remains_as_it_is() {
        let listing = format!("```text\n{}```\n", table(5, ":---"));
        assert_eq!(with_labels(&listing), listing);
    }
}
