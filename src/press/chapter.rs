//! A chapter of the book: Markdown that shows code, tables and numbers by naming
//! where they are, in mdBook's way.

use crate::error::Error;
use crate::storage::read_text;
use pulldown_cmark::{Event, Parser, Tag};
use std::path::{Path, PathBuf};

/// `{{#include path:anchor}}`, as it is in a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Include<'a> {
    /// The whole text, from brace to brace.
    pub text: &'a str,
    /// The file, relative to the chapter's folder.
    pub path: &'a str,
    /// The part of the file; all of it when there is none.
    pub anchor: Option<&'a str>,
}

/// The includes of a chapter, in their order.
pub fn includes(markdown: &str) -> impl Iterator<Item = Include<'_>> {
    markdown
        .split_inclusive("}}")
        .filter_map(|part| Some(&part[part.find("{{#include ")?..]))
        .filter(|text| text.ends_with("}}"))
        .map(|text| {
            let named = &text["{{#include ".len()..text.len() - "}}".len()];
            let (path, anchor) = match named.split_once(':') {
                Some((path, anchor)) => (path, Some(anchor)),
                None => (named, None),
            };
            Include { text, path, anchor }
        })
}

/// The chapter with each include replaced by what it names: what a reader sees.
pub fn expanded(chapter: &Path) -> Result<String, Error> {
    let mut markdown = read_text(chapter)?;
    let folder = chapter.parent().unwrap_or(Path::new(""));
    for include in includes(&markdown.clone()) {
        let file = folder.join(include.path);
        let text = read_text(&file)?;
        let shown = match include.anchor {
            None => text.trim_end().to_owned(),
            Some(anchor) => {
                anchored(&text, anchor).ok_or_else(|| Error::MissingAnchor {
                    path: file,
                    anchor: anchor.to_owned(),
                    chapter: chapter.to_owned(),
                })?
            }
        };
        markdown = markdown.replacen(include.text, &shown, 1);
    }
    Ok(markdown)
}

/// The lines from `ANCHOR: name` to `ANCHOR_END: name`, without any anchor's own
/// lines; `None` when one of the two is missing or nothing is between them.
pub fn anchored(text: &str, name: &str) -> Option<String> {
    let is = |line: &str, mark: &str| anchor_name(line, mark) == Some(name);
    let mut lines = text.lines();
    lines.by_ref().find(|line| is(line, "ANCHOR: "))?;
    let mut shown = Vec::new();
    for line in lines {
        if is(line, "ANCHOR_END: ") {
            return (!shown.is_empty()).then(|| shown.join("\n"));
        }
        if !line.contains("ANCHOR") {
            shown.push(line);
        }
    }
    None
}

/// The name behind `mark` in a line of an anchor.
pub(crate) fn anchor_name<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let (_, name) = line.split_once(mark)?;
    let name = name.trim_start();
    // mdBook reads letters, digits, `_` and `-`.
    let is_of_name = |c: char| c.is_alphanumeric() || "_-".contains(c);
    let end = name.find(|c| !is_of_name(c)).unwrap_or(name.len());
    Some(&name[..end]).filter(|name| !name.is_empty())
}

/// The files of the chapters that `SUMMARY.md` lists, in its order.
pub fn summary(book: &Path) -> Result<Vec<PathBuf>, Error> {
    let source = book.join("src");
    let summary = source.join("SUMMARY.md");
    if !summary.exists() {
        return Err(Error::NotTheCourse(summary));
    }
    let listed = read_text(&summary)?;
    let chapters = Parser::new(&listed).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            Some(source.join(dest_url.as_ref()))
        }
        _ => None,
    });
    Ok(chapters.collect())
}

/// The name of a chapter's file, without its ending: `replay`.
pub fn name(chapter: &Path) -> String {
    let stem = chapter.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const CODE: &str = "a\n// ANCHOR: one\nb\n// ANCHOR: two\nc\n\
                        // ANCHOR_END: two\n// ANCHOR_END: one\nd\n";

    #[test]
    fn an_anchor_names_the_lines_between_its_marks() {
        assert_eq!(anchored(CODE, "one").unwrap(), "b\nc");
        assert_eq!(anchored(CODE, "two").unwrap(), "c");
    }

    #[test]
    fn an_anchor_that_is_missing_open_or_empty_names_nothing() {
        assert_eq!(anchored(CODE, "on"), None);
        for text in [
            "// ANCHOR: one\nb\n",
            "// ANCHOR: one\n// ANCHOR_END: one\n",
        ] {
            assert_eq!(anchored(text, "one"), None);
        }
    }

    #[test]
    fn an_include_names_a_file_and_a_part_of_it() {
        let markdown = "x {{#include a.md}} y\n{{#include ../b.rs:part}} {{z}}";
        let found: Vec<_> = includes(markdown).collect();
        assert_eq!((found[0].path, found[0].anchor), ("a.md", None));
        assert_eq!((found[1].path, found[1].anchor), ("../b.rs", Some("part")));
        assert_eq!(found[1].text, "{{#include ../b.rs:part}}");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_chapter_shows_what_its_includes_name() {
        let folder = tempfile::tempdir().unwrap();
        let chapter = folder.path().join("chapter.md");
        fs::write(folder.path().join("code.rs"), CODE).unwrap();
        let text = "x\n{{#include code.rs:two}}\ny {{#include code.rs:one}}";
        fs::write(&chapter, text).unwrap();
        assert_eq!(expanded(&chapter).unwrap(), "x\nc\ny b\nc");
        fs::write(&chapter, "{{#include code.rs:three}}").unwrap();
        let error = expanded(&chapter).unwrap_err().to_string();
        assert!(error.contains("no anchor `three`"), "{error}");
    }
}
