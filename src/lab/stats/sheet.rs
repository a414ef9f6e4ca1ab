//! A small table in the three forms in which the course shows it.

use crate::lab::runs::Row;
use crate::lab::stats::summary::RunSummary;
use crate::recipe::RecipeCard;

/// A header, lines of cells, and a note below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    header: Vec<String>,
    lines: Vec<Vec<String>>,
    note: Option<String>,
}

impl Sheet {
    /// A table of `lines` under `header`.
    pub fn new(header: &[&str], lines: Vec<Vec<String>>) -> Self {
        Self {
            header: header.iter().map(|&name| name.to_owned()).collect(),
            lines,
            note: None,
        }
    }

    /// The same table with a note below it.
    #[must_use]
    pub fn with_note(self, note: &str) -> Self {
        Self {
            note: Some(note.to_owned()),
            ..self
        }
    }

    /// The pieces of a recipe, and the numbers that go with them.
    pub fn of_recipe(card: &RecipeCard) -> Self {
        let lines = card.pieces().into_iter();
        let lines = lines.map(|(name, value)| vec![name.to_owned(), value]);
        Self::new(&["piece", "this recipe"], lines.collect())
    }

    /// What each run in `rows` comes to.
    pub fn of_runs(rows: &[Row]) -> Self {
        let runs = RunSummary::of(rows).into_iter().map(|run| {
            vec![
                run.seed.to_string(),
                run.episodes.to_string(),
                run.steps.to_string(),
                format!("{:.1}", run.last_score),
                format!("{:.1}", run.best_score),
            ]
        });
        let header = ["seed", "episodes", "steps", "last score", "best score"];
        Self::new(&header, runs.collect())
    }

    /// The same table with one more column.
    #[must_use]
    pub fn with_column(
        mut self,
        name: &str,
        cells: impl Iterator<Item = String>,
    ) -> Self {
        self.header.push(name.to_owned());
        for (line, cell) in self.lines.iter_mut().zip(cells) {
            line.push(cell);
        }
        self
    }

    /// As HTML, for a notebook.
    pub fn to_html(&self) -> String {
        let row = |cells: &[String], tag: &str| {
            let cells = cells.iter().map(|cell| escaped(cell)).map(|cell| {
                format!("<{tag} style=\"text-align: left\">{cell}</{tag}>")
            });
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        };
        let lines: String = self.lines.iter().map(|line| row(line, "td")).collect();
        let note = self.note.as_ref();
        let note = note.map(|note| format!("<p>{}</p>\n", escaped(note)));
        let note = note.unwrap_or_default();
        format!(
            "<table>\n<thead>{}</thead>\n<tbody>{lines}</tbody>\n</table>\n{note}",
            row(&self.header, "th")
        )
    }

    /// As plain text, for a terminal.
    pub fn to_plain(&self) -> String {
        self.plain(|cell, width| format!("{cell:<width$}"))
    }

    /// As plain text, with numbers under one another.
    pub fn to_plain_right(&self) -> String {
        self.plain(|cell, width| format!("{cell:>width$}"))
    }

    fn plain(&self, fill: impl Fn(&str, usize) -> String) -> String {
        let mut widths = vec![0; self.header.len()];
        for cells in self.lines.iter().chain([&self.header]) {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().max(*width);
            }
        }
        let row = |cells: &Vec<String>| {
            let cells = cells.iter().zip(&widths);
            let filled = cells.map(|(cell, &width)| fill(cell, width));
            format!("| {} |", filled.collect::<Vec<_>>().join(" | "))
        };
        let dashes = widths.iter().map(|width| "-".repeat(width + 2));
        let rule = format!("|{}|", dashes.collect::<Vec<_>>().join("|"));
        let mut lines = vec![row(&self.header), rule];
        lines.extend(self.lines.iter().map(row).chain(self.note.clone()));
        lines.join("\n")
    }

    /// As Markdown, for the book.
    pub fn to_markdown(&self) -> String {
        self.markdown(&"| --- ".repeat(self.header.len()))
    }

    /// As Markdown, with `words` columns of words, and numbers on the right of
    /// them that end under one another.
    pub(crate) fn to_aligned(&self, words: usize) -> String {
        let numbers = "|---:".repeat(self.header.len() - words);
        self.markdown(&("|:---".repeat(words) + &numbers))
    }

    fn markdown(&self, rule: &str) -> String {
        let line = |cells: &Vec<String>| {
            let cells = cells.iter().map(|cell| cell.replace('|', "\\|"));
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let lines: String = self.lines.iter().map(line).collect();
        format!("{}{rule}|\n{lines}", line(&self.header))
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let lines = vec![vec!["|Q|".to_owned(), "a < b".to_owned()]];
        Sheet::new(&["name", "value"], lines).with_note("as <noted>")
    }

    #[test]
    fn a_sheet_as_html_shows_signs_as_they_are() {
        let html = sheet().to_html();
        assert!(html.contains(">a &lt; b</td>"), "{html}");
        assert!(html.contains("<p>as &lt;noted&gt;</p>"), "{html}");
        assert_eq!(html.matches("<tr>").count(), 2);
    }

    #[test]
    fn a_sheet_as_markdown_keeps_its_columns() {
        let markdown = sheet().to_markdown();
        assert_eq!(
            markdown,
            "| name | value |\n| --- | --- |\n| \\|Q\\| | a < b |\n"
        );
    }

    #[test]
    fn numbers_in_markdown_end_under_one_another() {
        let cells = ["DQN", "one", "2"].map(str::to_owned).to_vec();
        let sheet = Sheet::new(&["agent", "words", "number"], vec![cells]);
        assert_eq!(
            sheet.to_aligned(2),
            "| agent | words | number |\n|:---|:---|---:|\n| DQN | one | 2 |\n"
        );
    }

    #[test]
    fn a_sheet_as_plain_text_has_columns_and_ends_with_its_note() {
        let cells = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let lines = vec![cells(["‖θ − θ⁻‖ / ‖θ‖", "9.6e-1"]), cells(["", "|Q|"])];
        let sheet = Sheet::new(&["ε", ""], lines);
        let left = "\
            | ε              |        |\n\
            |----------------|--------|\n\
            | ‖θ − θ⁻‖ / ‖θ‖ | 9.6e-1 |\n\
            |                | |Q|    |";
        assert_eq!(sheet.to_plain(), left);
        let right = "\
            |              ε |        |\n\
            |----------------|--------|\n\
            | ‖θ − θ⁻‖ / ‖θ‖ | 9.6e-1 |\n\
            |                |    |Q| |";
        assert_eq!(sheet.to_plain_right(), right);
        let noted = sheet.with_note("as noted");
        assert_eq!(noted.to_plain(), format!("{left}\nas noted"));
    }
}
