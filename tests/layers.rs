//! Arrows run one way: press → lab → chapters → foundations.

use std::fs;
use std::path::{Path, PathBuf};

/// The chapters in their reading order, with what they are assembled into.
const CHAPTERS: [&str; 20] = [
    "replay",
    "target",
    "exploration",
    "recipe",
    "dqn",
    "report",
    "agent",
    "nfq",
    "ddqn",
    "sum_tree",
    "per",
    "rank",
    "polyak",
    "dueling",
    "faulty_replay",
    "as_printed",
    "faults",
    "n_step",
    "tiles",
    "triad",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules that a file names as `crate::…`, its documentation aside.
fn used(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mentions = code.flat_map(|line| line.split("crate::").skip(1));
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    mentions
        .map(|path| path.split(|c| !is_part(c)).next().unwrap().to_owned())
        .inspect(|name| assert!(!name.is_empty(), "one `use` line per module"))
        .collect()
}

/// The files of a folder and of those in it.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![source().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let list = if path.is_dir() {
                &mut folders
            } else {
                &mut found
            };
            list.push(path);
        }
    }
    found
}

fn assert_uses_none_of(file: &Path, forbidden: &[&str]) {
    for module in used(file) {
        let is_forbidden = forbidden.contains(&module.as_str());
        assert!(!is_forbidden, "{} uses {module}", file.display());
    }
}

#[test]
fn the_foundations_use_nothing_that_stands_on_them() {
    let files = files("foundations");
    assert!(files.len() >= 8);
    for file in files {
        assert_uses_none_of(&file, &[&CHAPTERS[..], &["lab", "press"]].concat());
    }
}

#[test]
fn no_chapter_uses_the_lab_or_the_press() {
    for chapter in CHAPTERS {
        let file = source().join(chapter).with_extension("rs");
        assert_uses_none_of(&file, &["lab", "press"]);
    }
}

#[test]
fn a_chapter_uses_only_chapters_before_it() {
    for (i, chapter) in CHAPTERS.iter().enumerate() {
        let file = source().join(chapter).with_extension("rs");
        assert_uses_none_of(&file, &CHAPTERS[i + 1..]);
    }
}

#[test]
fn the_lab_does_not_use_the_press() {
    let files = files("lab");
    assert!(files.len() >= 8);
    for file in files {
        assert_uses_none_of(&file, &["press"]);
    }
}
