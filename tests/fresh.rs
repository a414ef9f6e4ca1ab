//! Every figure and table is what the committed rows give.

mod support;

use deepq::evidence::artifact::shown_products;
use deepq::evidence::numbers::{numbers, pieces};
use deepq::foundations::arithmetic;
use deepq::lab::runs::folders::Folders;
use deepq::press::chapter::summary;
use deepq::press::notebook::has_run;
use deepq::press::weave::notebooks;
use std::fs;
use std::path::Path;

#[test]
fn figures_and_tables_are_those_of_the_recorded_rows() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    for product in shown_products(&Folders::of_book(&book)).unwrap() {
        // Some show a network at work, so they depend on the arithmetic.
        let is_of_a_network =
            ["animation", "sketch", "golden"].contains(&product.what);
        if is_of_a_network && !arithmetic::is_promised() {
            println!("{} is not compared here", product.path.display());
            continue;
        }
        support::ensure_file(&product.path, &product.contents);
    }
}

#[test]
fn the_numbers_of_the_prose_are_those_of_the_code_and_the_recorded_rows() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let folders = Folders::of_book(&book);
    let numbers = numbers(&folders).unwrap();
    let file = folders.tables.join("numbers.md");
    if arithmetic::is_promised() {
        support::ensure_file(&file, numbers.as_bytes());
    } else {
        // Some are what a kept network says.
        println!("{} is not compared here", file.display());
    }
}

#[test]
fn the_pieces_that_a_chapter_swaps_are_those_of_its_recipes() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let tables = Folders::of_book(&book).tables;
    for (name, table) in pieces() {
        support::ensure_file(&tables.join(name), table.as_bytes());
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
fn the_readme_shows_the_generated_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = root.join("README.md");
    let table = fs::read_to_string(root.join("book/src/tables/dqn.md")).unwrap();
    let text = fs::read_to_string(&readme).unwrap();
    let (before, rest) = text.split_once("<!-- table: dqn -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of table -->").unwrap();
    let fresh = format!(
        "{before}<!-- table: dqn -->\n\n{table}\n<!-- end of table -->{after}"
    );
    support::ensure_file(&readme, fresh.as_bytes());
}
