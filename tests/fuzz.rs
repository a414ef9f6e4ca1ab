//! Damaged files: whatever a file holds, it is read or refused, and nothing panics.
//!
//! Each search damages the files of `tests/corpus` at random. Here a few hundred of each
//! are tried, the same each time. `DEEPQ_FUZZ_SECONDS=600 cargo test --test fuzz` tries
//! others for so long.

use deepq::error::Error;
use deepq::foundations::{Weights, recipe_of_model};
use deepq::lab::consulting::consult;
use deepq::lab::reading::facts_of_file;
use deepq::lab::runs::{parse_rows, to_csv};
use deepq::press::chapter::includes;
use deepq::press::notebook::{Cell, Notebook, has_run};
use deepq::press::weave::notebooks;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What is at the borders of what readers expect.
const ODD: [&[u8]; 24] = [
    b"",
    b"\0",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"\"",
    b"-",
    b"NaN",
    b"inf",
    b"1e999",
    b"-0",
    b"18446744073709551616",
    b"0.1.2",
    b"{",
    b"[",
    b"null",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"#",
    b"{{#include ",
    b"```",
    b"\xc3",
];

/// One change to a file. Places are shares of its length.
#[derive(Clone, Debug)]
enum Damage {
    Cut(f64),
    Flip(f64, u8),
    Insert(f64, usize),
    Remove(f64, usize),
    Repeat(f64, usize, usize),
    /// The cell from one separator to the next gives way to something odd.
    Cell(f64, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = || 0.0..1.0;
    prop_oneof![
        place().prop_map(Damage::Cut),
        (place(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (place(), 0..ODD.len()).prop_map(|(at, odd)| Damage::Insert(at, odd)),
        (place(), 1..40_usize).prop_map(|(at, size)| Damage::Remove(at, size)),
        (place(), 1..40_usize, 1..50_usize)
            .prop_map(|(at, size, times)| Damage::Repeat(at, size, times)),
        (place(), 0..ODD.len()).prop_map(|(at, odd)| Damage::Cell(at, odd)),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a small file"
)]
fn damaged(file: &[u8], damage: &Damage) -> Vec<u8> {
    let place = |share: f64| (share * file.len() as f64) as usize;
    let replaced = |from: usize, to: usize, by: &[u8]| {
        [&file[..from], by, &file[to.min(file.len())..]].concat()
    };
    match *damage {
        Damage::Cut(at) => file[..place(at)].to_vec(),
        Damage::Flip(at, bit) => {
            let mut file = file.to_vec();
            if let Some(byte) = file.get_mut(place(at)) {
                *byte ^= 1 << bit;
            }
            file
        }
        Damage::Insert(at, odd) => replaced(place(at), place(at), ODD[odd]),
        Damage::Remove(at, size) => replaced(place(at), place(at) + size, b""),
        Damage::Repeat(at, size, times) => {
            let (from, to) = (place(at), (place(at) + size).min(file.len()));
            replaced(from, from, &file[from..to].repeat(times))
        }
        Damage::Cell(at, odd) => {
            let is_end = |byte: &u8| b",;\t\n:{}[]| ".contains(byte);
            let from = place(at);
            let size = file[from..].iter().position(is_end).unwrap_or(0);
            replaced(from, from + size, ODD[odd])
        }
    }
}

/// Hands damaged copies of the files of the corpus to `check`.
fn search(names: &[&str], check: impl Fn(&str, &[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let file =
        |name: &&str| (name.to_string(), fs::read(corpus.join(name)).unwrap());
    let files: Vec<(String, Vec<u8>)> = names.iter().map(file).collect();
    for (name, file) in &files {
        check(name, file);
    }
    let strategy = (0..files.len(), prop::collection::vec(damage(), 1..6));
    let seconds = std::env::var("DEEPQ_FUZZ_SECONDS").ok();
    let seconds = seconds.map(|text| text.parse().expect("seconds are a number"));
    let (until, began) = (Duration::from_secs(seconds.unwrap_or(0)), Instant::now());
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(300)
    };
    let mut same = TestRng::deterministic_rng(config.rng_algorithm);
    let mut tried = 0;
    loop {
        let mut runner = match seconds {
            None => TestRunner::new_with_rng(config.clone(), same.clone()),
            Some(_) => TestRunner::new(config.clone()),
        };
        runner
            .run(&strategy, |(place, changes)| {
                let (name, file) = &files[place];
                let file = changes.iter().fold(file.clone(), |f, d| damaged(&f, d));
                check(name, &file);
                Ok(())
            })
            .unwrap();
        tried += config.cases;
        if began.elapsed() >= until {
            break;
        }
        same = runner.new_rng();
    }
    println!("{tried} files in {:?}", began.elapsed());
}

/// A message names the file.
fn is_for_people(message: &str, name: &str) {
    assert!(message.contains(name), "{message}");
}

const RUNS: [&str; 11] = [
    "rows.csv",
    "monitor.csv",
    "progress.csv",
    "semicolons.csv",
    "steps.tsv",
    "lines.jsonl",
    "array.json",
    "columns.json",
    "result.json",
    "rows.csv.gz",
    "events.out.tfevents",
];

#[test]
fn a_damaged_run_gets_a_verdict_or_is_refused_by_its_name() {
    search(&RUNS, |name, file| {
        match consult(&[(name.to_owned(), file.to_vec())]) {
            Ok(said) => assert!(said.text.contains(name), "{}", said.text),
            Err(error) => is_for_people(&error.to_string(), name),
        }
    });
}

#[test]
fn damaged_settings_are_read_or_refused_by_their_name() {
    let names = ["args.yaml", "columns.json", "model.zip", "lines.jsonl"];
    search(&names, |name, file| {
        if let Err(error) = facts_of_file(Path::new(name), file) {
            is_for_people(&error.to_string(), name);
        }
    });
}

#[test]
fn damaged_rows_are_refused_or_are_rows_that_read_as_they_are_written() {
    search(&["rows.csv"], |name, file| {
        match parse_rows(Path::new(name), file) {
            // A file of titles alone has no rows to write again.
            Ok(rows) if rows.is_empty() => {}
            Ok(rows) => {
                let again = to_csv(&rows);
                let read = parse_rows(Path::new(name), again.as_bytes()).unwrap();
                // As text, since NaN differs from itself.
                assert_eq!(to_csv(&read), again);
            }
            Err(error) => is_for_people(&error.to_string(), name),
        }
    });
}

/// A folder with one file.
fn folder_with(name: &str, file: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, file).unwrap();
    (folder, path)
}

#[test]
fn a_damaged_model_is_refused_by_its_name_or_has_the_numbers_of_its_shapes() {
    search(&["model.safetensors"], |name, file| {
        let (_folder, path) = folder_with(name, file);
        match Weights::load(&path) {
            Ok(weights) => {
                for weight in weights.0 {
                    let size: usize = weight.shape.iter().product();
                    assert_eq!(weight.values.len(), size, "{}", weight.name);
                }
            }
            Err(error) => is_for_people(&error.to_string(), name),
        }
        if let Err(error) = recipe_of_model(&path) {
            is_for_people(&error.to_string(), name);
        }
    });
}

#[test]
fn a_damaged_chapter_is_woven_or_refused() {
    let course = tempfile::tempdir().unwrap();
    let source = course.path().join("book/src");
    fs::create_dir_all(&source).unwrap();
    let write =
        |name: &str, text: &[u8]| fs::write(source.join(name), text).unwrap();
    write("../macros.txt", b"\\E:{\\mathbb{E}}\n");
    write("SUMMARY.md", b"# Summary\n\n- [A chapter](chapter.md)\n");
    write(
        "chapter.rs",
        b"// ANCHOR: part\nfn part() {}\n// ANCHOR_END: part\n",
    );
    let path = source.join("chapter.md");
    search(&["chapter.md"], |name, file| {
        write(name, file);
        let text = String::from_utf8_lossy(file);
        assert!(includes(&text).all(|include| text.contains(include.text)));
        match notebooks(course.path(), std::slice::from_ref(&path)) {
            Ok(woven) => {
                let is_code = |cell: &Cell| matches!(cell, Cell::Code(_));
                assert!(woven.iter().all(|(_, book)| book.0.iter().any(is_code)));
            }
            Err(Error::Read { .. } | Error::MissingAnchor { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    });
}

#[test]
fn a_damaged_notebook_lends_no_output_to_another() {
    let cells = [
        Cell::Markdown("# T\n".into()),
        Cell::Code("let x = 1;".into()),
    ];
    let notebook = Notebook(cells.to_vec());
    search(&["notebook.ipynb"], |_, file| {
        let text = String::from_utf8_lossy(file);
        let _ = has_run(&text);
        let json = notebook.to_json(Some(&text));
        assert!(json.contains("let x = 1;"), "{json}");
    });
}
