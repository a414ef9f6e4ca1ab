//! Notebooks as files: nbformat 4.5, the same bytes for the same cells.

use fnv::FnvHasher;
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::hash::Hasher;

/// A cell of a notebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text.
    Markdown(String),
    /// Code to run.
    Code(String),
}

/// A notebook: its cells, before any of them has run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notebook(pub Vec<Cell>);

impl Notebook {
    /// The text of its file. It carries the outputs of `executed`, the text of an
    /// earlier file, where that ran the very same code from its first cell to its
    /// last; otherwise the cells have no outputs.
    pub fn to_json(&self, executed: Option<&str>) -> String {
        let executed = executed.and_then(|text| serde_json::from_str(text).ok());
        let mut notebook = self.to_value();
        if let Some(executed) = executed
            && code_cells(&executed)
                .map(source)
                .eq(code_cells(&notebook).map(source))
        {
            let ran = code_cells(&executed);
            for (cell, ran) in code_cells_mut(&mut notebook).zip(ran) {
                cell["outputs"] = ran["outputs"].clone();
                cell["execution_count"] = ran["execution_count"].clone();
            }
        }
        to_text(&notebook)
    }

    fn to_value(&self) -> Value {
        let mut seen = BTreeMap::new();
        let cells = self.0.iter().map(|cell| {
            let (Cell::Markdown(text) | Cell::Code(text)) = cell;
            let mut value = json!({
                "cell_type": "markdown",
                "id": id(text, &mut seen),
                "metadata": {},
                "source": text.split_inclusive('\n').collect::<Vec<_>>(),
            });
            if matches!(cell, Cell::Code(_)) {
                value["cell_type"] = json!("code");
                value["execution_count"] = Value::Null;
                value["outputs"] = json!([]);
            }
            value
        });
        json!({
            "cells": cells.collect::<Vec<_>>(),
            "metadata": {
                "kernelspec": {
                    "display_name": "Rust",
                    "language": "rust",
                    "name": "rust",
                },
                "language_info": {
                    "file_extension": ".rs",
                    "mimetype": "text/rust",
                    "name": "Rust",
                    "pygment_lexer": "rust",
                },
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        })
    }
}

/// True when every cell of code in `file`, the text of a notebook, has run.
pub fn has_run(file: &str) -> bool {
    let notebook: Value = serde_json::from_str(file).unwrap_or_default();
    let mut counts = code_cells(&notebook).map(|cell| &cell["execution_count"]);
    counts.all(Value::is_number)
}

/// The cells of code in `file`, the text of a notebook, each with its outputs.
pub(crate) fn ran_cells(file: &str) -> Vec<(String, Vec<Value>)> {
    let notebook: Value = serde_json::from_str(file).unwrap_or_default();
    let cells = code_cells(&notebook).map(|cell| {
        let lines = source(cell).as_array().into_iter().flatten();
        let outputs = cell["outputs"].as_array().cloned().unwrap_or_default();
        (lines.filter_map(Value::as_str).collect(), outputs)
    });
    cells.collect()
}

/// A name for a cell that stays when cells before it come and go.
fn id(text: &str, seen: &mut BTreeMap<u64, u32>) -> String {
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish();
    let times = seen.entry(hash).or_default();
    *times += 1;
    match times {
        1 => format!("{hash:016x}"),
        _ => format!("{hash:016x}-{times}"),
    }
}

fn code_cells(notebook: &Value) -> impl Iterator<Item = &Value> {
    let cells = notebook["cells"].as_array().into_iter().flatten();
    cells.filter(|cell| cell["cell_type"] == "code")
}

fn code_cells_mut(notebook: &mut Value) -> impl Iterator<Item = &mut Value> {
    let cells = notebook["cells"].as_array_mut().into_iter().flatten();
    cells.filter(|cell| cell["cell_type"] == "code")
}

fn source(cell: &Value) -> &Value {
    &cell["source"]
}

/// As Jupyter writes notebooks: keys in the order of the alphabet, one space of
/// indentation.
fn to_text(notebook: &Value) -> String {
    let mut text = Vec::new();
    let format = PrettyFormatter::with_indent(b" ");
    notebook
        .serialize(&mut Serializer::with_formatter(&mut text, format))
        .expect("JSON in memory can be written");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notebook(codes: &[&str]) -> Notebook {
        let cells = codes.iter().map(|&code| Cell::Code(code.to_owned()));
        let text = Cell::Markdown("Words\nand more.".to_owned());
        Notebook(std::iter::once(text).chain(cells).collect())
    }

    /// The notebook's file after a run in which every cell printed "ran".
    fn executed(codes: &[&str]) -> String {
        let mut value = notebook(codes).to_value();
        for cell in code_cells_mut(&mut value) {
            cell["outputs"] = json!([{"output_type": "stream", "text": ["ran"]}]);
            cell["execution_count"] = json!(1);
        }
        to_text(&value)
    }

    #[test]
    fn outputs_stay_as_long_as_no_cell_of_code_changes() {
        let ran = executed(&["a", "b"]);
        assert_eq!(notebook(&["a", "b"]).to_json(Some(&ran)), ran);
        assert!(has_run(&ran));
        let changed = notebook(&["a", "c"]);
        assert_eq!(changed.to_json(Some(&ran)), changed.to_json(None));
        assert!(!has_run(&changed.to_json(None)));
        let longer = notebook(&["a", "b", "c"]);
        assert_eq!(longer.to_json(Some(&ran)), longer.to_json(None));
        assert!(!longer.to_json(Some("no JSON")).contains("ran"));
    }

    #[test]
    fn equal_cells_have_different_names_that_stay_when_cells_are_added() {
        let ids = |codes: &[&str]| -> Vec<String> {
            let value = notebook(codes).to_value();
            code_cells(&value)
                .map(|cell| cell["id"].to_string())
                .collect()
        };
        let (few, more) = (ids(&["a", "a"]), ids(&["b", "a", "a"]));
        assert_eq!(few, more[1..]);
        assert_ne!(few[0], few[1]);
    }

    #[test]
    fn a_cell_is_written_as_lines_that_keep_their_ends() {
        let text = notebook(&["1"]).to_json(None);
        assert!(
            text.contains("\"Words\\n\",\n    \"and more.\"\n"),
            "{text}"
        );
        assert!(text.starts_with("{\n \"cells\": [\n  {\n   \"cell_type\""));
    }
}
