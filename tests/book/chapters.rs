//! What a chapter is, and that each is listed, compiled and tidy.

use crate::pages::{
    Page, assert_none, assert_one, chapters, events, expanded_chapters, files_below,
    listed_chapters, root,
};
use pulldown_cmark::{Event, HeadingLevel, Tag};
use std::fs;
use std::path::{Path, PathBuf};

/// Chapters that are not listed, do not exist, or are not compiled.
fn listing_faults(
    files: &[PathBuf],
    listed: &[PathBuf],
    library: &str,
) -> Vec<String> {
    // The pages that `chapters!` names.
    let (_, list) = library.split_once("    chapters! {").unwrap_or_default();
    let (list, _) = list.split_once('}').unwrap_or_default();
    let compiled: Vec<&str> = list.split_whitespace().collect();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| !listed.contains(file)) {
        let file = file.display();
        faults.push(format!(
            "{file} is not in SUMMARY.md: list it, or delete it"
        ));
    }
    for file in listed {
        let name = file.display();
        if !files.contains(file) {
            faults.push(format!("SUMMARY.md lists {name}, which does not exist"));
        }
        let page = file.file_stem().unwrap_or_default();
        if !compiled.iter().any(|known| *known == page) {
            faults.push(format!(
                "{name} is not compiled: name it in `chapters!` in src/lib.rs"
            ));
        }
    }
    faults
}

/// What must not reach a reader, and what a reader must find first.
fn hygiene_faults(chapter: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    for line in chapter.text.lines() {
        for fault in line_faults(line) {
            faults.push(format!("{chapter}: {fault}: {}", line.trim()));
        }
    }
    faults.extend(title_fault(chapter));
    faults
}

fn line_faults(line: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for unfinished in ["TODO", "FIXME", "XXX"] {
        if line.contains(unfinished) {
            faults.push(format!("finish what `{unfinished}` says"));
        }
    }
    if line.trim_start().starts_with("> [!") {
        faults.push("say it in a sentence, notebooks have no alerts".to_owned());
    }
    for place in ["/home", "/root", "/tmp", "/work"] {
        if names_path(line, place) {
            faults.push(format!("`{place}` is a path of one machine"));
        }
    }
    if line.contains("{{#") || line.contains("{{ #") {
        faults.push("only `{{#include path:anchor}}` is expanded".to_owned());
    }
    faults
}

/// Whether the line names the folder `place` at the root, or something in it.
fn names_path(line: &str, place: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + place.len()..].chars().next();
        !before.is_some_and(continues) && !after.is_some_and(continues)
    })
}

fn title_fault(chapter: &Page) -> Option<String> {
    let is_title = |event: &Event| {
        let Event::Start(Tag::Heading { level, .. }) = event else {
            return false;
        };
        *level == HeadingLevel::H1
    };
    let events: Vec<Event> = events(&chapter.text).map(|(event, _)| event).collect();
    let titles = events.iter().filter(|event| is_title(event)).count();
    let is_right = titles == 1 && is_title(&events[0]);
    (!is_right).then(|| {
        format!(
            "{chapter} has {titles} headings of level 1: it begins with the only one"
        )
    })
}

/// Notebooks without a chapter, and chapters that do not name their notebook.
fn notebook_faults(notebooks: &[PathBuf], chapters: &[Page]) -> Vec<String> {
    let mut faults = Vec::new();
    for notebook in notebooks {
        let file = notebook.display();
        let is_its = |page: &&Page| notebook.file_stem() == page.path.file_stem();
        match chapters.iter().find(is_its) {
            None => {
                faults.push(format!("{file} belongs to no chapter: delete it"));
            }
            Some(page) => {
                let link = format!("../../{file}");
                if !page.links().contains(&link) {
                    faults.push(format!("{page} has a notebook: link to `{link}`"));
                }
            }
        }
    }
    faults
}

fn with_ending(files: Vec<PathBuf>, ending: &str) -> Vec<PathBuf> {
    let has_it = |file: &PathBuf| file.extension().is_some_and(|e| e == ending);
    files.into_iter().filter(has_it).collect()
}

#[test]
fn every_chapter_is_listed_and_compiled() {
    let is_chapter = |file: &PathBuf| {
        file.parent() == Some(Path::new("book/src")) && !file.ends_with("SUMMARY.md")
    };
    let files = with_ending(files_below("book/src"), "md").into_iter();
    let files: Vec<PathBuf> = files.filter(is_chapter).collect();
    let library = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    assert_none(&listing_faults(&files, &listed_chapters(), &library));
}

#[test]
fn every_chapter_is_tidy() {
    let chapters = expanded_chapters();
    let faults: Vec<String> = chapters.iter().flat_map(hygiene_faults).collect();
    assert_none(&faults);
}

#[test]
fn every_notebook_has_a_chapter_that_names_it() {
    let mut notebooks = with_ending(files_below("notebooks"), "ipynb");
    // Jupyter keeps copies in a folder below.
    notebooks.retain(|file| file.parent() == Some(Path::new("notebooks")));
    assert_none(&notebook_faults(&notebooks, &chapters()));
}

const COMPILED: &str = "    chapters! {\n        a\n    }\n";

fn paths<const N: usize>(names: [&str; N]) -> [PathBuf; N] {
    names.map(|name| Path::new("book/src").join(name))
}

#[test]
fn a_chapter_that_is_not_listed_or_does_not_exist_is_a_fault() {
    let (a, none) = (paths(["a.md"]), paths([]));
    assert_none(&listing_faults(&a, &a, COMPILED));
    assert_one(&listing_faults(&a, &none, COMPILED), "is not in SUMMARY.md");
    assert_one(&listing_faults(&none, &a, COMPILED), "does not exist");
}

#[test]
fn a_chapter_that_is_not_compiled_is_a_fault() {
    let a = paths(["a.md"]);
    assert_one(&listing_faults(&a, &a, ""), "is not compiled");
    let another = COMPILED.replace('a', "b");
    assert_one(&listing_faults(&a, &a, &another), "is not compiled");
}

fn untidy(text: &str) -> Vec<String> {
    hygiene_faults(&Page::new("book/src/a.md", format!("# A\n\n{text}\n")))
}

#[test]
fn what_is_unfinished_or_of_one_machine_is_a_fault() {
    assert_none(&untidy(
        "In `src/press/workshop.rs` and `target/tmp`, /tmpfs.",
    ));
    assert_one(&untidy("TODO: more"), "`TODO` says: TODO: more");
    assert_one(&untidy("> [!NOTE]\n> A"), "alerts");
    assert_one(&untidy("See `/tmp/x`."), "`/tmp` is a path");
    assert_one(&untidy("/home/me"), "`/home` is a path");
}

#[test]
fn an_include_that_was_not_expanded_is_a_fault() {
    assert_none(&untidy("```rust\nwrite!(f, \"{{ {} }}\", 1);\n```"));
    assert_one(&untidy("{{#title A}}"), "is expanded");
    assert_one(&untidy("{{ #include a.md }}"), "is expanded");
}

#[test]
fn a_chapter_without_one_title_at_its_beginning_is_a_fault() {
    let faults = |text: &str| hygiene_faults(&Page::new("book/src/a.md", text));
    assert_none(&faults("# A\n\n## B\n"));
    assert_one(&faults(""), "0 headings");
    assert_one(&faults("Words.\n\n# A\n"), "begins with the only one");
    assert_one(&faults("# A\n\n# B\n"), "2 headings");
}

#[test]
fn a_notebook_that_no_chapter_names_is_a_fault() {
    let notebooks = [PathBuf::from("notebooks/a.ipynb")];
    let named = "# A\n\n[run](../../notebooks/a.ipynb)\n";
    let chapter =
        |name: &str, text: &str| [Page::new(Path::new("book/src").join(name), text)];
    assert_none(&notebook_faults(&notebooks, &chapter("a.md", named)));
    let silent = notebook_faults(&notebooks, &chapter("a.md", "# A\n"));
    assert_one(&silent, "link to `../../notebooks/a.ipynb`");
    let orphan = notebook_faults(&notebooks, &chapter("b.md", named));
    assert_one(&orphan, "belongs to no chapter");
}
