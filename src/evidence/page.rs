//! A page of the book: what is made for its chapter.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::Records;

/// Makes artifacts that belong together.
pub type Maker = fn(&Records) -> Result<Vec<Artifact>, Error>;

/// A name, and the number that a chapter shows for it.
pub type Named = (&'static str, String);

// ANCHOR: page
/// What a chapter shows that is not typed.
pub struct Page {
    /// The chapter: the name of its file in the book.
    pub chapter: &'static str,
    /// Figures and tables of recorded runs. Each can be made where its rows are
    /// recorded.
    pub artifacts: &'static [Maker],
    /// Figures, tables and scripts that are made for the book alone.
    pub sketches: &'static [Maker],
    /// The numbers of the prose.
    pub numbers: fn(&Records) -> Result<Vec<Named>, Error>,
}
// ANCHOR_END: page

/// `text` as a part of a file that a chapter includes by its `name`.
pub(crate) fn section(name: &str, text: &str) -> String {
    // mdBook reads no name with a point.
    let (name, text) = (name.replace('.', "_"), text.trim_end());
    format!("<!-- ANCHOR: {name} -->\n{text}\n<!-- ANCHOR_END: {name} -->\n")
}
