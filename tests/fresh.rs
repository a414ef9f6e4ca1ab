//! Every figure and table is what the committed rows give.

mod support;

use deepq::foundations::arithmetic;
use deepq::lab::products::shown_products;
use deepq::lab::shelves::Shelves;
use std::fs;
use std::path::Path;

#[test]
fn figures_and_tables_are_those_of_the_recorded_rows() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    for product in shown_products(&Shelves::of_book(&book)).unwrap() {
        // The animation shows a policy at work, so it depends on the arithmetic.
        if product.what == "animation" && !arithmetic::is_promised() {
            println!("{} is not compared here", product.path.display());
            continue;
        }
        support::ensure_file(&product.path, &product.contents);
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
