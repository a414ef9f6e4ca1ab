//! `deepq pages`: a preprocessor of mdBook. It puts under each cell of a page what the cell
//! printed and showed when the notebook of the page ran, and under each figure its caption.

use crate::error::Error;
use crate::press::cards::with_labels;
use crate::press::notebook::ran_cells;
use crate::press::output::report;
use crate::press::weave::cells;
use crate::storage::read_text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use serde_json::Value;
use std::io::{Read, stdin};
use std::path::Path;

/// Lines of text beyond which an output is folded.
const LONG: usize = 24;

/// Put outputs and captions into the pages: what mdBook starts, not a person.
#[derive(Args)]
pub struct Pages {
    /// `supports RENDERER`, when mdBook asks for which pages it can: for all.
    asked: Vec<String>,
}

impl Pages {
    /// Reads the book as mdBook hands it over, and hands it back with what is put in.
    pub fn run(self) -> Result<(), Error> {
        if !self.asked.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        let from = Path::new("what mdBook hands over");
        let read = stdin().read_to_string(&mut text);
        read.map_err(|source| Error::Read {
            path: from.to_owned(),
            source,
        })?;
        let handed = serde_json::from_str(&text).map_err(|error| Error::Read {
            path: from.to_owned(),
            source: error.into(),
        })?;
        let [context, mut book]: [Value; 2] = handed;
        let root = Path::new(context["root"].as_str().unwrap_or_default());
        into_chapters(&mut book, &root.join("../notebooks"))?;
        report!("{book}");
        Ok(())
    }
}

/// Puts the outputs into all chapters in a part of the book.
fn into_chapters(part: &mut Value, notebooks: &Path) -> Result<(), Error> {
    if let Some(chapter) = part.get_mut("Chapter") {
        let path = chapter["path"].as_str().unwrap_or_default();
        let notebook = notebooks.join(path).with_extension("ipynb");
        if let Value::String(markdown) = &chapter["content"] {
            let mut page = with_captions(&with_labels(markdown));
            if notebook.exists() {
                let with_outputs = with_outputs(&page, &read_text(&notebook)?);
                page = with_outputs.ok_or(Error::StaleNotebook(notebook))?;
            }
            chapter["content"] = Value::String(page);
        }
    }
    match part {
        Value::Array(parts) => parts
            .iter_mut()
            .try_for_each(|p| into_chapters(p, notebooks)),
        Value::Object(parts) => parts
            .values_mut()
            .try_for_each(|p| into_chapters(p, notebooks)),
        _ => Ok(()),
    }
}

/// A chapter whose figures have their description as a caption. A figure is a line of its
/// own.
fn with_captions(markdown: &str) -> String {
    let mut is_code = false;
    let lines = markdown.lines().map(|line| {
        is_code ^= line.starts_with("```");
        let figure = line
            .strip_prefix("![")
            .and_then(|rest| rest.strip_suffix(')'));
        match figure.and_then(|figure| figure.split_once("](")) {
            Some((text, path)) if !is_code && !path.contains(')') => {
                let text = escaped(text);
                // The caption is read once.
                format!(
                    "<figure><img alt=\"{text}\" src=\"{path}\">\
                     <figcaption aria-hidden=\"true\">{text}</figcaption></figure>"
                )
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<String>>().join("\n") + "\n"
}

/// A chapter with the outputs of its `notebook`; `None` where the notebook has other
/// cells.
fn with_outputs(markdown: &str, notebook: &str) -> Option<String> {
    let ran = ran_cells(notebook);
    // The first builds the crate, and no page shows it.
    let ran = ran.get(1..)?;
    let cells = cells(markdown);
    if !cells
        .iter()
        .map(|(_, code)| code)
        .eq(ran.iter().map(|(code, _)| code))
    {
        return None;
    }
    let (mut page, mut at) = (String::new(), 0);
    for ((place, _), (_, outputs)) in cells.into_iter().zip(ran) {
        page.push_str(&markdown[at..place.end]);
        let shown: String = outputs.iter().map(shown).collect();
        if !shown.is_empty() {
            page.push_str("\n\n");
            page.push_str(&shown);
        }
        at = place.end;
    }
    page.push_str(&markdown[at..]);
    Some(page)
}

/// An output as HTML in the middle of Markdown: a block that ends with an empty line.
fn shown(output: &Value) -> String {
    let data = &output["data"];
    let html = match output["output_type"].as_str() {
        Some("stream") if output["name"] == "stdout" => {
            printed(&text(&output["text"]))
        }
        Some("execute_result" | "display_data") => {
            let (svg, html) = (&data["image/svg+xml"], &data["text/html"]);
            if !svg.is_null() {
                let data = STANDARD.encode(text(svg));
                let title = escaped(text(&data_text(output)).trim());
                format!(
                    "<div class=\"output\"><img alt=\"{title}\" \
                     src=\"data:image/svg+xml;base64,{data}\"></div>"
                )
            } else if !html.is_null() {
                format!(
                    "<div class=\"output table-wrapper\">{}</div>",
                    without_blank(&text(html))
                )
            } else {
                printed(&text(&data_text(output)))
            }
        }
        _ => return String::new(),
    };
    format!("{html}\n\n")
}

fn data_text(output: &Value) -> Value {
    output["data"]["text/plain"].clone()
}

/// What a cell printed. It is folded where it is long.
fn printed(text: &str) -> String {
    let text = text.trim_end();
    let lines = text.lines().count();
    // An empty line would end a block of other HTML than `pre`.
    let printed = format!("<pre class=\"output\">{}</pre>", escaped(text));
    if lines <= LONG {
        return printed;
    }
    format!(
        "<details class=\"output\"><summary>The {lines} lines that it prints</summary>\n\n\
         {printed}\n\n</details>"
    )
}

/// HTML without empty lines, which would end its block.
fn without_blank(html: &str) -> String {
    let lines = html.lines().filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<&str>>().join("\n")
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// A text of a notebook: one string, or its lines.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PAGE: &str = "# T\n\n```rust\n# use a::b;\nprintln!(\"1\\n\\n<2\")\n```\n\n\
                        Words.\n\n```rust\nfigure\n```\n";

    fn cell(source: &str, outputs: &[Value]) -> Value {
        json!({"cell_type": "code", "source": [source], "outputs": outputs})
    }

    fn notebook(last: &str) -> String {
        let printed = json!({
            "output_type": "stream", "name": "stdout", "text": ["1\n", "\n", "<2\n"],
        });
        let hidden =
            json!({"output_type": "stream", "name": "stderr", "text": ["no"]});
        let table = json!({
            "output_type": "execute_result",
            "data": {"text/html": ["<table>\n", "\n", "</table>\n"], "text/plain": "t"},
        });
        let cells = [
            cell("first", &[]),
            cell("println!(\"1\\n\\n<2\")", &[printed, hidden]),
            cell(last, &[table]),
        ];
        json!({ "cells": cells }).to_string()
    }

    #[test]
    fn an_output_is_under_its_cell_and_its_text_is_no_html() {
        let page = with_outputs(PAGE, &notebook("figure")).unwrap();
        let expected = "```\n\n<pre class=\"output\">1\n\n&lt;2</pre>\n\n\n\nWords.";
        assert!(page.contains(expected), "{page}");
        let table = "<div class=\"output table-wrapper\"><table>\n</table></div>";
        assert!(page.trim_end().ends_with(table), "{page}");
        assert!(!page.contains("no"), "{page}");
    }

    #[test]
    fn a_notebook_with_other_cells_has_no_outputs_for_the_page() {
        assert_eq!(with_outputs(PAGE, &notebook("another")), None);
        assert_eq!(with_outputs(PAGE, "{}"), None);
    }

    #[test]
    fn a_picture_says_what_it_shows() {
        let output = json!({
            "output_type": "execute_result",
            "data": {"image/svg+xml": "<svg/>", "text/plain": "A \"figure\""},
        });
        let html = shown(&output);
        assert!(html.contains("alt=\"A &quot;figure&quot;\""), "{html}");
        assert!(html.contains("base64,PHN2Zy8+\""), "{html}");
    }

    #[test]
    fn a_long_text_is_folded() {
        assert!(!printed(&"a\n".repeat(LONG)).contains("details"));
        let long = printed(&"a\n".repeat(LONG + 1));
        assert!(long.contains("<summary>The 25 lines that it prints</summary>"));
    }

    #[test]
    fn a_figure_has_its_description_as_a_caption() {
        let page = with_captions(
            "Words ![in](a.svg) a line.\n\n![A \"b\".](figures/b.svg)\n\n```\n\
             ![c](d.svg)\n```\n",
        );
        assert_eq!(
            page,
            "Words ![in](a.svg) a line.\n\n<figure><img alt=\"A &quot;b&quot;.\" \
             src=\"figures/b.svg\"><figcaption aria-hidden=\"true\">A \
             &quot;b&quot;.</figcaption></figure>\n\n```\n![c](d.svg)\n```\n"
        );
    }

    #[test]
    fn chapters_are_found_wherever_they_are_in_the_book() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ipynb"), notebook("figure")).unwrap();
        let chapter = |path: &str, within: &[Value]| json!({"Chapter": {"path": path, "content": PAGE, "sub_items": within}});
        let inner = chapter("a.md", &[]);
        let mut book =
            json!({"items": [chapter("other.md", &[inner]), "Separator"]});
        into_chapters(&mut book, folder.path()).unwrap();
        let outer = &book["items"][0]["Chapter"];
        assert_eq!(outer["content"], PAGE);
        let inner = outer["sub_items"][0]["Chapter"]["content"]
            .as_str()
            .unwrap();
        assert!(inner.contains("&lt;2"));
        std::fs::write(folder.path().join("a.ipynb"), notebook("another")).unwrap();
        let stale = into_chapters(&mut json!([chapter("a.md", &[])]), folder.path());
        let said = stale.unwrap_err().to_string();
        assert!(said.contains("weave --execute"), "{said}");
    }
}
