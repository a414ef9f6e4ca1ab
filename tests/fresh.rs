//! Every figure and table is what the committed rows give.

mod support;

use deepq::evidence::{of_runs, of_the_book};
use deepq::experiments::Records;
use deepq::foundations::arithmetic;
use deepq::press::chapter::summary;
use deepq::press::notebook::has_run;
use deepq::press::weave::notebooks;
use std::fs;
use std::path::Path;

#[test]
fn figures_tables_and_numbers_are_those_of_the_code_and_the_recorded_rows() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let records = Records::of_book(&book);
    let made = of_runs(&records).chain(of_the_book(&records));
    for artifact in made.flat_map(Result::unwrap) {
        if artifact.exact || arithmetic::is_promised() {
            support::ensure_file(&artifact.path, &artifact.contents);
        } else {
            println!("{} is not compared here", artifact.path.display());
        }
    }
}

#[test]
fn the_notebooks_are_woven_from_the_chapters_and_have_run() {
    let course = Path::new(env!("CARGO_MANIFEST_DIR"));
    let chapters = summary(&course.join("book")).unwrap();
    let woven = notebooks(course, &chapters).unwrap();
    assert!(woven.len() >= 2);
    for (name, notebook) in woven {
        let path = course.join("notebooks").join(format!("{name}.ipynb"));
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let fresh = notebook.to_json(Some(&committed));
        support::ensure_file(&path, fresh.as_bytes());
        assert!(
            has_run(&fresh),
            "{name} has not run: `cargo run --release -- weave --execute`"
        );
    }
}

#[test]
fn the_readme_shows_the_generated_tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = root.join("README.md");
    let mut text = fs::read_to_string(&readme).unwrap();
    for name in ["dqn", "speed"] {
        let table = root.join(format!("book/src/tables/{name}.md"));
        let table = fs::read_to_string(table).unwrap();
        let begin = format!("<!-- table: {name} -->\n");
        let (before, rest) = text.split_once(&begin).unwrap();
        let (_, after) = rest.split_once("<!-- end of table -->").unwrap();
        text = format!("{before}{begin}\n{table}\n<!-- end of table -->{after}");
    }
    support::ensure_file(&readme, text.as_bytes());
}
