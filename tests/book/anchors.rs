//! Anchors and includes: the parts of the code that chapters show.

use crate::pages::{
    Page, assert_none, assert_one, chapters, numbers, root, sources,
};
use deepq::press::chapter::anchored;
use std::fs;
use std::path::Path;

/// A line that begins or ends an anchor.
struct Mark<'a> {
    name: &'a str,
    begins: bool,
    /// Its line, counted from 0.
    line: usize,
}

fn marks(text: &str) -> Vec<Mark<'_>> {
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(line, text)| {
            let (name, begins) = mark(text.trim())?;
            Some(Mark { name, begins, line })
        })
        .collect()
}

/// Only a comment with a name and nothing behind it: strings and documentation may
/// speak of anchors too.
fn mark(line: &str) -> Option<(&str, bool)> {
    let comment = match line.strip_prefix("<!-- ") {
        Some(html) => html.strip_suffix(" -->")?,
        None => line.strip_prefix("// ")?,
    };
    let (name, begins) = match comment.strip_prefix("ANCHOR: ") {
        Some(name) => (name, true),
        None => (comment.strip_prefix("ANCHOR_END: ")?, false),
    };
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    name.chars().all(is_name).then_some((name, begins))
}

/// Anchors without an end, without a beginning, twice in their file, or empty.
fn mark_faults(file: &Page) -> Vec<String> {
    let marks = marks(&file.text);
    let has = |marks: &[Mark], name: &str, begins: bool| {
        marks.iter().any(|m| m.name == name && m.begins == begins)
    };
    let mut faults = Vec::new();
    for (i, Mark { name, begins, line }) in marks.iter().enumerate() {
        let fault = if has(&marks[..i], name, *begins) {
            "is there twice: give it a name of its own"
        } else if *begins && !has(&marks[i..], name, false) {
            "has no end: write `ANCHOR_END` behind it"
        } else if !begins && !has(&marks[..i], name, true) {
            "has an end only: write `ANCHOR` before it"
        } else if *begins && is_empty(&file.text, name) {
            "is empty: fill it or take it away"
        } else {
            continue;
        };
        faults.push(format!("{file}:{}: anchor `{name}` {fault}", line + 1));
    }
    faults
}

fn is_empty(text: &str, name: &str) -> bool {
    anchored(text, name).is_none_or(|shown| shown.trim().is_empty())
}

/// Anchors that are not around whole items.
fn border_faults(file: &Page) -> Vec<String> {
    let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
    let marks = marks(&file.text);
    let mut faults = Vec::new();
    for Mark { name, line, .. } in marks.iter().filter(|mark| mark.begins) {
        let is_end = |m: &&Mark| !m.begins && m.name == *name && m.line > *line;
        let end = marks.iter().find(is_end).map(|mark| mark.line);
        let (Some(end), Some(code)) = (end, anchored(&file.text, name)) else {
            // Its marks are at fault, which another check says.
            continue;
        };
        let mut fault = |what: &str| {
            let line = line + 1;
            faults.push(format!("{file}:{line}: anchor `{name}` {what}"));
        };
        if lines[line + 1].is_empty() || lines[end - 1].is_empty() {
            fault("has a blank line at its border: take the line away");
        }
        let before = line.checked_sub(1).map_or("", |before| lines[before]);
        if before.starts_with("///") || before.starts_with("#[") {
            fault("is inside an item: begin it above the documentation");
        }
        if let Err(error) = parse_items(&code) {
            fault(&format!(
                "is not a row of whole items ({error}): move its marks"
            ));
        }
    }
    faults
}

/// Whether the code is whole items, or where it is indented, whole members.
fn parse_items(code: &str) -> syn::Result<()> {
    let is_member = code
        .trim_start_matches('\n')
        .starts_with(char::is_whitespace);
    let items = if is_member {
        format!("impl Shown {{\n{code}\n}}")
    } else {
        code.to_owned()
    };
    syn::parse_file(&items).map(drop)
}

/// Anchors that no chapter shows.
fn hidden_faults(file: &Page, chapters: &[Page]) -> Vec<String> {
    let is_shown = |name: &str| {
        let mut includes = chapters.iter().flat_map(Page::includes);
        includes
            .any(|(path, include)| path == file.path && include.anchor == Some(name))
    };
    let marks = marks(&file.text).into_iter();
    marks
        .filter(|mark| mark.begins && !is_shown(mark.name))
        .map(|Mark { name, line, .. }| {
            format!(
                "{file}:{}: no chapter shows the anchor `{name}`: include it or \
                 take it away",
                line + 1
            )
        })
        .collect()
}

/// Includes that name nothing, and code that is shown without an anchor.
fn include_faults(
    chapter: &Page,
    read: impl Fn(&Path) -> Option<String>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, include) in chapter.includes() {
        let file = path.display();
        let fault = match (read(&path), include.anchor) {
            (None, _) => format!("there is no file {file}"),
            (Some(text), Some(name)) if is_empty(&text, name) => {
                format!("{file} has no anchor `{name}`, or nothing in it")
            }
            (Some(_), None) if path.extension().is_some_and(|e| e == "rs") => {
                "a whole file of code is too much: name an anchor of it".to_owned()
            }
            _ => continue,
        };
        faults.push(format!("{chapter}: {}: {fault}", include.text));
    }
    faults
}

#[test]
fn every_anchor_has_a_beginning_an_end_and_a_name_of_its_own() {
    let mut files = sources();
    files.push(numbers());
    let faults: Vec<String> = files.iter().flat_map(mark_faults).collect();
    assert_none(&faults);
}

#[test]
fn every_anchor_stands_around_whole_items() {
    let faults: Vec<String> = sources().iter().flat_map(border_faults).collect();
    assert_none(&faults);
}

#[test]
fn every_anchor_is_shown_by_a_chapter() {
    let chapters = chapters();
    let mut files = sources();
    files.push(numbers());
    let hidden = files.iter().flat_map(|file| hidden_faults(file, &chapters));
    assert_none(&hidden.collect::<Vec<_>>());
}

#[test]
fn every_include_names_what_exists() {
    let read = |path: &Path| fs::read_to_string(root().join(path)).ok();
    let chapters = chapters();
    let faults = chapters.iter().flat_map(|page| include_faults(page, read));
    assert_none(&faults.collect::<Vec<_>>());
}

const CODE: &str = "// ANCHOR: f\n/// Doc.\nfn f() {}\n// ANCHOR_END: f\n";

fn code(text: &str) -> Page {
    Page::new("src/a.rs", text)
}

#[test]
fn an_anchor_around_an_item_is_right() {
    assert_none(&mark_faults(&code(CODE)));
    assert_none(&border_faults(&code(CODE)));
    let html = "<!-- ANCHOR: n -->\n5\n<!-- ANCHOR_END: n -->\n";
    assert_none(&mark_faults(&code(html)));
}

#[test]
fn a_string_or_a_document_that_speaks_of_anchors_has_none() {
    let text =
        "/// ANCHOR: a\nlet a = \"// ANCHOR: b\\\n    // ANCHOR_END: b\\n\";\n";
    assert!(marks(text).is_empty());
}

#[test]
fn an_anchor_without_its_other_mark_is_a_fault() {
    let (begin, end) = CODE.split_once("fn f() {}\n").unwrap();
    assert_one(
        &mark_faults(&code(begin)),
        "src/a.rs:1: anchor `f` has no end",
    );
    assert_one(&mark_faults(&code(end)), "an end only");
}

#[test]
fn an_anchor_that_stands_twice_or_is_empty_is_a_fault() {
    assert!(mark_faults(&code(&CODE.repeat(2)))[0].contains("src/a.rs:5"));
    let empty = "// ANCHOR: f\n// ANCHOR_END: f\n";
    assert_one(&mark_faults(&code(empty)), "is empty");
}

#[test]
fn an_anchor_with_a_blank_line_at_its_border_is_a_fault() {
    let first = CODE.replace("/// Doc.", "\n/// Doc.");
    assert_one(&border_faults(&code(&first)), "blank line");
    let last = CODE.replace("{}\n", "{}\n\n");
    assert_one(&border_faults(&code(&last)), "blank line");
}

#[test]
fn an_anchor_within_an_item_is_a_fault() {
    let headless = format!("/// More.\n{CODE}");
    assert_one(&border_faults(&code(&headless)), "above the documentation");
    let half = CODE.replace("{}", "{");
    assert_one(&border_faults(&code(&half)), "whole items");
    let statement = CODE.replace("fn f() {}", "let x = 1;");
    assert_one(&border_faults(&code(&statement)), "whole items");
}

#[test]
fn an_anchor_around_a_method_is_right_and_around_a_statement_is_a_fault() {
    let method = "    // ANCHOR: f\n    fn f(&self) {}\n    // ANCHOR_END: f\n";
    assert_none(&border_faults(&code(method)));
    let statement = method.replace("fn f(&self) {}", "self.x = 1;");
    assert_one(&border_faults(&code(&statement)), "whole items");
}

#[test]
fn an_anchor_that_no_chapter_shows_is_a_fault() {
    let shown = "{{#include ../../src/a.rs:f}}";
    let chapters = [Page::new("book/src/a.md", shown)];
    assert_none(&hidden_faults(&code(CODE), &chapters));
    let others = [Page::new("book/src/a.md", "{{#include ../../src/b.rs:f}}")];
    assert_one(
        &hidden_faults(&code(CODE), &others),
        "src/a.rs:1: no chapter",
    );
}

#[test]
fn an_include_that_names_nothing_is_a_fault() {
    let read = |path: &Path| (path == "src/a.rs").then(|| CODE.to_owned());
    let faults =
        |include: &str| include_faults(&Page::new("book/src/a.md", include), read);
    assert_none(&faults("{{#include ../../src/a.rs:f}}"));
    assert_one(&faults("{{#include ../../src/b.rs:f}}"), "no file src/b.rs");
    assert_one(&faults("{{#include ../../src/a.rs:g}}"), "no anchor `g`");
    assert_one(&faults("{{#include ../../src/a.rs}}"), "name an anchor");
}
