//! The guides: each file that they name exists.

use crate::pages::{Page, assert_none, assert_one, events, files_below, root};
use pulldown_cmark::Event;
use std::fs;

/// The pages that say where things are: the one for contributors, and the map.
fn guides() -> Vec<Page> {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let map = read("src/lib.rs");
    let lines = map.lines().filter_map(|line| line.strip_prefix("//!"));
    let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
    let map = lines.collect::<Vec<_>>().join("\n");
    vec![
        Page::new("CONTRIBUTING.md", read("CONTRIBUTING.md")),
        Page::new("src/lib.rs", map),
    ]
}

/// The paths in a page that no file has. `<name>` stands for any part of a path, and a
/// path that ends with `/` for a folder.
fn path_faults(page: &Page, files: &[String]) -> Vec<String> {
    let named = events(&page.text).filter_map(|(event, _)| match event {
        Event::Code(code) => Some(code.into_string()),
        _ => None,
    });
    let tops = ["src/", "tests/", "book/", "notebooks/", "benches/", ".ci/"];
    let is_path = |code: &String| {
        // An anchor, a wildcard and a command are something else.
        let is_one = !code.contains([' ', ':', '*']);
        is_one && tops.iter().any(|top| code.starts_with(top))
    };
    let lost = named.filter(is_path).filter(|path| {
        let exists = |file: &String| matches(path, file);
        !files.iter().any(exists)
    });
    lost.map(|path| format!("{page}: there is no {path}"))
        .collect()
}

fn matches(path: &str, file: &str) -> bool {
    let is_folder = path.ends_with('/');
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let found: Vec<&str> = file.split('/').collect();
    let fits = parts.len() == found.len() || is_folder && parts.len() < found.len();
    fits && parts.iter().zip(found).all(|(part, found)| {
        match part.split_once('<').zip(part.split_once('>')) {
            Some(((before, _), (_, after))) => {
                found.starts_with(before) && found.ends_with(after)
            }
            None => *part == found,
        }
    })
}

#[test]
fn each_file_that_a_guide_names_exists() {
    let folders = ["src", "tests", "book", "notebooks", "benches", ".ci"];
    let files = folders.iter().flat_map(|folder| files_below(folder));
    let files: Vec<String> = files
        .map(|file| file.to_string_lossy().replace('\\', "/"))
        .collect();
    let guides = guides();
    let faults = guides.iter().flat_map(|page| path_faults(page, &files));
    assert_none(&faults.collect::<Vec<_>>());
}

#[test]
fn a_name_that_no_file_has_is_found() {
    let files = ["src/dqn.rs", "src/lab/stats/mod.rs"].map(str::to_owned);
    let faults = |text: &str| path_faults(&Page::new("a.md", text), &files);
    let right = "`src/dqn.rs` `src/<chapter>.rs` `src/lab/<x>/mod.rs` `src/lab/` \
                 `src/dqn.rs:loss` `src/*.rs` `cargo test` `book`";
    assert_none(&faults(right));
    for wrong in [
        "src/ddqn.rs",
        "src/<chapter>.py",
        "src/rooms/",
        "src/lab/<x>.rs",
    ] {
        assert_one(&faults(&format!("| `{wrong}` |")), wrong);
    }
}
