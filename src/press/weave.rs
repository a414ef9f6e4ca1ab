//! Weaving: from a chapter of the book to a Jupyter notebook.
//!
//! What the reader runs, a plain `rust` block, becomes a cell. All else stays
//! Markdown: prose, listings of the library, and whatever is folded into `details`.
//! Lines that the book hides, those that begin with `#` and a space, drop out.

use crate::error::Error;
use crate::press::chapter;
use crate::press::macros::Macros;
use crate::press::notebook::{Cell, Notebook};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The first cell of every notebook: the same in all of them, so that what it builds
/// serves them all.
pub const FIRST_CELL: &str = ":dep deepq = { path = \"..\", default-features = false }\nuse deepq::prelude::*;";

/// The notebook of `chapter`; `None` for a chapter without a block to run.
///
/// `notebooks` are the names of the chapters that have a notebook: a link to one of
/// them leads to its notebook, and any other link back to the book's source.
pub fn weave(
    chapter: &Path,
    macros: &Macros,
    notebooks: &[String],
) -> Result<Option<Notebook>, Error> {
    let markdown = chapter::expanded(chapter)?;
    let pieces = Pieces::of(&markdown, macros, notebooks);
    if pieces.cells.is_empty() {
        return Ok(None);
    }
    let (title, rest) = markdown.split_once('\n').unwrap_or((&markdown, ""));
    let note = note(&chapter::name(chapter));
    let mut cells = vec![
        Cell::Markdown(format!("{title}\n\n{note}")),
        Cell::Code(FIRST_CELL.to_owned()),
    ];
    let mut at = markdown.len() - rest.len();
    for (range, code) in &pieces.cells {
        cells.extend(pieces.markdown(&markdown, at..range.start));
        cells.push(Cell::Code(code.clone()));
        at = range.end;
    }
    cells.extend(pieces.markdown(&markdown, at..markdown.len()));
    Ok(Some(Notebook(cells)))
}

/// The blocks of a chapter that become cells, and their code.
pub(crate) fn cells(markdown: &str) -> Vec<(Range<usize>, String)> {
    Pieces::of(markdown, &Macros::default(), &[]).cells
}

/// The notebooks of `chapters`, with the names of their files; the chapters are those
/// of the course in folder `course`, or others that link to them.
pub fn notebooks(
    course: &Path,
    chapters: &[PathBuf],
) -> Result<Vec<(String, Notebook)>, Error> {
    let book = course.join("book");
    let macros = Macros::of_book(&book)?;
    let mut names = Vec::new();
    for chapter in chapter::summary(&book)? {
        if weave(&chapter, &macros, &[])?.is_some() {
            names.push(chapter::name(&chapter));
        }
    }
    let mut woven = Vec::new();
    for chapter in chapters {
        if let Some(notebook) = weave(chapter, &macros, &names)? {
            woven.push((chapter::name(chapter), notebook));
        }
    }
    Ok(woven)
}

fn note(name: &str) -> String {
    format!(
        "*Woven from [the chapter]({SOURCE}{name}.md). Run the cells from top to \
         bottom; the first one builds the crate, in seconds once `deepq lab` has made \
         it ready. Red text is an error, even where the cell looks finished. If you \
         interrupt a cell, you lose all variables and start again from the top.*"
    )
}

/// The book's source, as seen from a notebook.
const SOURCE: &str = "../book/src/";

/// What weaving does to the text of a chapter, in the order of the text.
#[derive(Default)]
struct Pieces {
    /// Blocks that become cells, and their code.
    cells: Vec<(Range<usize>, String)>,
    /// Stretches of Markdown that read differently in a notebook.
    edits: Vec<(Range<usize>, String)>,
}

impl Pieces {
    fn of(markdown: &str, macros: &Macros, notebooks: &[String]) -> Self {
        let mut pieces = Self::default();
        let mut folded = false;
        let mut block = None;
        let options = Options::ENABLE_TABLES | Options::ENABLE_MATH;
        for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
            match event {
                Event::Html(html) => {
                    folded |= html.contains("<details");
                    folded &= !html.contains("</details");
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                    if info.starts_with("rust") =>
                {
                    block = Some((range, info, String::new()));
                }
                Event::Text(text) => {
                    if let Some((_, _, code)) = &mut block {
                        code.push_str(&text);
                    }
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((range, info, code)) = block.take() {
                        let shown = without_hidden_lines(&code);
                        if &*info == "rust" && !folded {
                            pieces.cells.push((range, without_unit(shown)));
                        } else {
                            let listing = format!("```rust\n{shown}\n```");
                            pieces.edits.push((range, listing));
                        }
                    }
                }
                Event::Start(
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. },
                ) => {
                    let link = &markdown[range.clone()];
                    if let Some(at) = link.rfind(&format!("]({dest_url}")) {
                        let start = range.start + at + "](".len();
                        let place = start..start + dest_url.len();
                        pieces.edits.push((place, seen_from(&dest_url, notebooks)));
                    }
                }
                Event::InlineMath(_) | Event::DisplayMath(_) => {
                    let formula = macros.expand(&markdown[range.clone()]);
                    pieces.edits.push((range, formula));
                }
                _ => {}
            }
        }
        // The place of a link is behind its text, which may have a formula.
        pieces.edits.sort_by_key(|(place, _)| place.start);
        pieces
    }

    /// The cell of the Markdown in `range`, if there is any.
    fn markdown(&self, markdown: &str, range: Range<usize>) -> Option<Cell> {
        let mut text = String::new();
        let mut at = range.start;
        for (place, edited) in &self.edits {
            if at <= place.start && place.end <= range.end {
                text.push_str(&markdown[at..place.start]);
                text.push_str(edited);
                at = place.end;
            }
        }
        // A block in the line of the title has nothing before it.
        text.push_str(markdown.get(at..range.end).unwrap_or_default());
        let text = text.trim();
        (!text.is_empty()).then(|| Cell::Markdown(text.to_owned()))
    }
}

/// Where a link of a chapter leads, seen from the folder of the notebooks.
fn seen_from(link: &str, notebooks: &[String]) -> String {
    if link.contains("://") || link.starts_with('#') {
        return link.to_owned();
    }
    let (path, fragment) = match link.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (link, String::new()),
    };
    match path.strip_suffix(".md") {
        Some(name) if notebooks.iter().any(|notebook| notebook == name) => {
            format!("{name}.ipynb{fragment}")
        }
        _ => match path.strip_prefix("../../") {
            Some(in_repository) => format!("../{in_repository}{fragment}"),
            None => format!("{SOURCE}{link}"),
        },
    }
}

/// The code without the lines that the book hides, as rustdoc does.
fn without_hidden_lines(code: &str) -> String {
    let is_hidden = |line: &&str| {
        let line = line.trim_start();
        line == "#" || line.starts_with("# ")
    };
    let shown: Vec<&str> = code.lines().filter(|line| !is_hidden(line)).collect();
    shown.join("\n").trim_end().to_owned()
}

/// The code of a cell. A cell that ends with a loop has the value `()`, and a notebook
/// would show it: a semicolon takes it away.
fn without_unit(mut code: String) -> String {
    let mut lines = code.lines().rev();
    let ends_a_block = lines.next() == Some("}");
    // The line at the left margin that the last one closes.
    let opens = |line: &&str| line.starts_with(|c: char| c.is_alphanumeric());
    let first = lines.find(opens).unwrap_or_default();
    let is_loop = ["for ", "while ", "loop "]
        .iter()
        .any(|word| first.starts_with(word));
    if ends_a_block && is_loop {
        code.push(';');
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The cells of a chapter with this text: `C` and the code, `M` and the Markdown.
    fn woven(markdown: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("chapter.md");
        fs::write(&file, markdown).unwrap();
        let macros = Macros::parse("\\online:{\\textcolor{blue}{\\theta}}\n");
        let notebooks = ["dqn".to_owned()];
        let notebook = weave(&file, &macros, &notebooks).unwrap().unwrap();
        let cells = notebook.0.iter().skip(2).map(|cell| match cell {
            Cell::Code(code) => format!("C {code}"),
            Cell::Markdown(text) => format!("M {text}"),
        });
        cells.collect()
    }

    #[test]
    fn blocks_to_run_become_cells_and_all_else_stays_markdown() {
        let cells = woven(
            "# Title\n\nWords.\n\n```rust,ignore\npub fn f() {}\n```\n\n\
             ```rust\n# use a::b;\nlet x = 1;\nx\n# ;\n```\nMore.\n",
        );
        assert_eq!(
            cells,
            [
                "M Words.\n\n```rust\npub fn f() {}\n```",
                "C let x = 1;\nx",
                "M More."
            ]
        );
    }

    #[test]
    fn a_formula_in_the_text_of_a_link_is_read_as_any_other() {
        let cells = woven("# T\n\n[on $\\online$](dqn.md).\n\n```rust\n1\n```\n");
        let link = "M [on $\\textcolor{blue}{\\theta}$](dqn.ipynb).";
        assert_eq!(cells, [link, "C 1"]);
    }

    #[test]
    fn a_block_in_the_line_of_the_title_is_a_cell() {
        assert_eq!(woven("```rust\n1\n```\n"), ["C 1"]);
    }

    #[test]
    fn a_folded_block_is_no_cell_and_hides_its_hidden_lines() {
        let cells = woven(
            "# T\n\n```rust\n1\n```\n\n<details>\n<summary>S</summary>\n\n\
             ```rust\n# hidden\n2\n```\n\n</details>\n\n```rust\n3\n```\n",
        );
        assert_eq!(cells.len(), 3);
        assert!(
            cells[1].contains("```rust\n2\n```\n\n</details>"),
            "{cells:?}"
        );
    }

    #[test]
    fn links_lead_to_notebooks_to_the_source_and_to_the_book() {
        let cells = woven(
            "# T\n\n[a](dqn.md#loss) [b](../../src/dqn.rs) ![c](figures/f.svg) \
             [d](intro.md) [e](https://x.y/z.md) [f](#here)\n\n```rust\n1\n```\n",
        );
        assert_eq!(
            cells[0],
            "M [a](dqn.ipynb#loss) [b](../src/dqn.rs) \
             ![c](../book/src/figures/f.svg) [d](../book/src/intro.md) \
             [e](https://x.y/z.md) [f](#here)"
        );
    }

    #[test]
    fn formulas_are_written_out_and_code_that_looks_like_one_is_not() {
        let cells = woven("# T\n\n$L(\\online)$, `$\\online$`\n\n```rust\n1\n```\n");
        assert_eq!(cells[0], "M $L(\\textcolor{blue}{\\theta})$, `$\\online$`");
    }

    #[test]
    fn a_cell_that_ends_with_a_loop_shows_no_unit() {
        let ending = |code: &str| without_unit(code.to_owned());
        let printing = "let x = 1;\nfor i in 0..x {\n    f(i);\n}";
        assert_eq!(ending(printing), format!("{printing};"));
        for other in [
            "for i in 0..3 {\n    f(i);\n}\nx",
            "fn f() {\n    g();\n}",
            "let x = {\n    1\n};",
            "match x {\n    _ => 1,\n}",
        ] {
            assert_eq!(ending(other), other);
        }
    }

    #[test]
    fn a_chapter_without_a_block_to_run_has_no_notebook() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("chapter.md");
        fs::write(&file, "# T\n\n```rust,ignore\nfn f() {}\n```\n").unwrap();
        assert_eq!(weave(&file, &Macros::default(), &[]).unwrap(), None);
    }
}
