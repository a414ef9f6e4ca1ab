//! The files of the course, as the checks read them.

use deepq::press::chapter::{self, Include};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// A text file; its path is relative to the root of the repository.
pub struct Page {
    pub path: PathBuf,
    pub text: String,
}

impl Page {
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(root().join(path));
        Self::new(
            path,
            text.unwrap_or_else(|e| panic!("{}: {e}", path.display())),
        )
    }

    /// What a link of this page names.
    pub fn resolved(&self, link: &str) -> PathBuf {
        let mut path = self.path.parent().unwrap_or(Path::new("")).to_owned();
        for component in Path::new(link).components() {
            match component {
                Component::ParentDir => {
                    path.pop();
                }
                Component::CurDir => {}
                other => path.push(other),
            }
        }
        path
    }

    /// The includes of this page, each with the file that it names.
    pub fn includes(&self) -> impl Iterator<Item = (PathBuf, Include<'_>)> {
        chapter::includes(&self.text)
            .map(|include| (self.resolved(include.path), include))
    }

    /// Where the links and the images of this page lead.
    pub fn links(&self) -> Vec<String> {
        let links = events(&self.text).filter_map(|(event, _)| match event {
            Event::Start(
                Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. },
            ) => Some(dest_url.into_string()),
            _ => None,
        });
        links.collect()
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(f)
    }
}

/// The Markdown of the book, read as its weaver reads it.
pub fn events(markdown: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(markdown, dialect()).into_offset_iter()
}

/// What a chapter has beyond plain Markdown.
pub fn dialect() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_MATH
}

/// The line of a place in a text, counted from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn exists(path: &Path) -> bool {
    root().join(path).exists()
}

/// The chapters as they are written. One that does not exist is left out here, since
/// the check of the summary names it.
pub fn chapters() -> Vec<Page> {
    let listed = listed_chapters().into_iter();
    listed
        .filter(|path| exists(path))
        .map(|path| Page::read(&path))
        .collect()
}

/// The chapters as they are read, with every include replaced by what it names.
pub fn expanded_chapters() -> Vec<Page> {
    let listed = listed_chapters().into_iter();
    listed
        .filter(|path| exists(path))
        .map(|path| {
            let text = chapter::expanded(&root().join(&path));
            Page::new(path, text.unwrap_or_else(|error| panic!("{error}")))
        })
        .collect()
}

/// The files that the summary lists.
pub fn listed_chapters() -> Vec<PathBuf> {
    let listed = chapter::summary(&root().join("book"));
    let listed = listed.unwrap_or_else(|error| panic!("{error}"));
    listed.iter().map(|path| relative(path)).collect()
}

pub fn readme() -> Page {
    Page::read(Path::new("README.md"))
}

/// The numbers that the prose names.
pub fn numbers() -> Page {
    Page::read(Path::new("book/src/tables/numbers.md"))
}

/// The code of the library.
pub fn sources() -> Vec<Page> {
    let files = files_below("src").into_iter();
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| Page::read(&path))
        .collect()
}

/// All files in a folder and in the folders below it, in a fixed order.
pub fn files_below(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder);
        for entry in entries.unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(relative(&path));
            }
        }
    }
    files.sort();
    files
}

fn relative(path: &Path) -> PathBuf {
    path.strip_prefix(root()).unwrap_or(path).to_owned()
}

/// Fails with one fault per line.
#[track_caller]
pub fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// That a check finds one fault, which speaks of `what`.
#[track_caller]
pub fn assert_one(faults: &[String], what: &str) {
    let is_it = faults.len() == 1 && faults[0].contains(what);
    assert!(is_it, "no single fault with {what:?}: {faults:#?}");
}

#[test]
fn a_link_is_resolved_from_the_folder_of_its_page() {
    let page = Page::new("book/src/a.md", "");
    let file = page.resolved("../../src/replay.rs");
    assert_eq!(file, Path::new("src/replay.rs"));
    assert_eq!(page.resolved("./b.md"), Path::new("book/src/b.md"));
}
