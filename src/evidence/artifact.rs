//! Everything that is made for the book: charts, tables, animations, sketches and
//! scripts.
//!
//! Making a product reads files and writes none, so that a test can compare what
//! would be written with what is committed.

use crate::error::Error;
use crate::evidence::beside_lecture::runs_beside_lecture;
use crate::evidence::comparisons::COMPARISONS;
use crate::experiments::cart_pole::CART_POLE;
use crate::experiments::cart_pole::curves::learning_curves;
use crate::experiments::cart_pole::episode::Episode;
use crate::experiments::catalogue::{CATALOGUE, Entry};
use crate::lab::plots::canvas::BLUE;
use crate::lab::plots::curve::Curve;
use crate::lab::runs::folders::Folders;
use crate::lab::runs::recording::Recording;
use std::path::PathBuf;

// ANCHOR: product
/// A file that is made for the book: from recorded runs, or from what the code
/// computes.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// What it shows.
    pub what: &'static str,
    /// Where it belongs.
    pub path: PathBuf,
    /// Its contents.
    pub contents: Vec<u8>,
}
// ANCHOR_END: product

/// The products of the recording of `entry` on `folders`, whose files are called
/// `name`.
///
/// # Errors
/// [`Error::NotRecorded`] when rows or model are missing, and those
/// of [`Recording::read_own`] and of drawing.
pub fn products(
    entry: &Entry,
    name: &str,
    folders: &Folders,
) -> Result<Vec<Artifact>, Error> {
    let recording = Recording::new(&folders.results, entry.name, name);
    let mut agent = (entry.agent)(0)?;
    let rows = recording.read_own(&entry.provenance()?)?;
    let lowest = rows.first().ok_or_else(|| Error::NotRecorded {
        path: recording.path().to_owned(),
    })?;
    let weights = recording.weights()?;
    let title = format!("{} on {}", entry.title, CART_POLE.name);
    let curve = Curve {
        name: entry.title,
        color: BLUE,
        rows: &rows,
    };
    let chart = learning_curves(&title, &[curve])?;
    let table = runs_beside_lecture(entry.name, &rows);

    agent.set_weights(&weights)?;
    let animation = Episode::play(&agent, lowest.seed).animate()?;
    Ok(vec![
        Artifact {
            what: "chart",
            path: folders.figures.join(format!("{name}.svg")),
            contents: chart.0.into_bytes(),
        },
        Artifact {
            what: "animation",
            path: folders.figures.join(format!("{name}.gif")),
            contents: animation.0,
        },
        Artifact {
            what: "table",
            path: folders.tables.join(format!("{name}.md")),
            contents: table.into_bytes(),
        },
    ])
}

/// All that the book shows of the recorded runs: the products of the recipes that it
/// shows alone, the comparisons, and the sketches.
///
/// # Errors
/// As for [`products`].
pub fn shown_products(folders: &Folders) -> Result<Vec<Artifact>, Error> {
    let mut shown = Vec::new();
    for entry in CATALOGUE.iter().filter(|entry| entry.shown_alone) {
        shown.extend(products(entry, entry.name, folders)?);
    }
    for drawing in comparisons(folders) {
        shown.extend(drawing?);
    }
    shown.extend(of_the_whole_book(folders)?);
    Ok(shown)
}

/// What is made for the book and for no recording alone: the sketches, and the
/// scripts of its play page.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading and of drawing.
pub fn of_the_whole_book(folders: &Folders) -> Result<Vec<Artifact>, Error> {
    let mut products = crate::evidence::sketches::products(folders)?;
    products.extend(crate::evidence::play::web::products(folders)?);
    Ok(products)
}

/// What is made from several recordings, one comparison after the other. One whose
/// rows are not there is [`Error::NotRecorded`].
pub fn comparisons(
    folders: &Folders,
) -> impl Iterator<Item = Result<Vec<Artifact>, Error>> {
    let curves = COMPARISONS
        .iter()
        .map(|comparison| comparison.products(folders));
    curves.chain([
        crate::evidence::comparison::equal_terms::products(folders),
        crate::evidence::polyak::promises::products(folders),
        crate::evidence::comparison::references::products(folders),
        crate::evidence::museum::faults::products(folders),
        crate::evidence::series::products(folders),
        crate::evidence::triad::corners::products(folders),
        crate::evidence::triad::discount::products(folders),
        crate::evidence::polyak::climb::products(folders),
        crate::evidence::combining::swaps::products(folders),
    ])
}
