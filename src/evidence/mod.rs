//! What the book shows of its recorded runs: figures, tables and numbers, page by page.
//!
//! A chapter has a file or a folder here that is called like it, with its [`Page`]. What
//! several chapters show alike is beside them: `curves`, `equal_steps`, `outcomes`,
//! `series`, `pieces` and [`recipe`].

pub mod artifact;

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::{Numbers, Page, section};
use crate::experiments::Records;

pub(crate) mod beside_lecture;
mod circuit;
pub mod claims;
pub(crate) mod combining;
pub mod comparison;
pub(crate) mod curves;
mod ddqn;
mod differences;
pub mod doctor;
mod dqn;
mod dueling;
pub(crate) mod equal_steps;
mod exploration;
mod failures;
mod museum;
mod n_step;
mod nfq;
pub(crate) mod outcomes;
pub mod page;
mod per;
pub(crate) mod pieces;
mod play;
mod polyak;
pub mod recipe;
mod replay;
mod reproducing;
pub(crate) mod series;
mod settings;
mod stream;
mod target;
mod triad;
mod worlds;
mod yours;

/// The pages of the book that show something made, in the reading order.
pub const PAGES: &[Page] = &[
    nfq::PAGE,
    replay::PAGE,
    target::PAGE,
    exploration::PAGE,
    dqn::PAGE,
    play::PAGE,
    ddqn::PAGE,
    per::PAGE,
    dueling::PAGE,
    polyak::PAGE,
    n_step::PAGE,
    combining::PAGE,
    yours::PAGE,
    worlds::PAGE,
    stream::PAGE,
    triad::PAGE,
    failures::PAGE,
    museum::PAGE,
    doctor::PAGE,
    comparison::PAGE,
    settings::PAGE,
    reproducing::PAGE,
    differences::PAGE,
    circuit::PAGE,
];

/// All that is made of recorded runs, page by page. What lacks its rows is
/// [`Error::NotRecorded`].
pub fn of_runs(
    records: &Records,
) -> impl Iterator<Item = Result<Vec<Artifact>, Error>> {
    let makers = PAGES.iter().flat_map(|page| page.artifacts);
    makers.map(|make| make(records))
}

/// All that is made for the book alone, and the numbers of its prose.
pub fn of_the_book(
    records: &Records,
) -> impl Iterator<Item = Result<Vec<Artifact>, Error>> {
    let makers = PAGES.iter().flat_map(|page| page.sketches);
    let sketches = makers.map(|make| make(records));
    sketches.chain(std::iter::once_with(|| {
        Ok(vec![numbers(records)?, all_claims(records)?])
    }))
}

/// What every page says of recorded runs, in a table under the name of the page.
fn all_claims(records: &Records) -> Result<Artifact, Error> {
    let pages = PAGES.iter().filter(|page| !page.claims.is_empty());
    let tables = pages.map(|page| {
        let table = claims::in_words(page.claims, records)?;
        Ok(format!("### [{}]({0}.md)\n\n{table}\n", page.chapter))
    });
    let tables = tables.collect::<Result<String, Error>>()?;
    Ok(Artifact::table(records, "claims", tables))
}

/// The numbers of the prose as a file of anchors: a chapter names one by
/// `{{#include tables/numbers.md:name}}`. Some are what a saved network says.
fn numbers(records: &Records) -> Result<Artifact, Error> {
    let numbers = all_numbers(records)?.0.into_iter();
    let file = numbers.map(|(name, number)| section(name, &number));
    Ok(Artifact::table(records, "numbers", file.collect()).of_a_network())
}

fn all_numbers(records: &Records) -> Result<Numbers, Error> {
    let mut prose = Numbers::default();
    for page in PAGES {
        (page.numbers)(records, &mut prose)?;
    }
    let claims = PAGES.iter().map(|page| page.claims.len());
    prose.add("claims", claims.sum::<usize>());
    Ok(prose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_number_says_something_and_has_a_name_of_its_own() {
        let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
        let records = Records::of_book(&book);
        let mut names = BTreeSet::new();
        for (name, number) in all_numbers(&records).unwrap().0 {
            let is_said = !number.is_empty() && !number.contains("NaN");
            assert!(is_said, "{name}: {number:?}");
            assert!(names.insert(name), "{name} is there twice");
        }
    }

    #[test]
    fn every_page_is_a_chapter_of_the_book() {
        let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src");
        for page in PAGES {
            assert!(book.join(page.chapter).with_extension("md").exists());
        }
    }
}
