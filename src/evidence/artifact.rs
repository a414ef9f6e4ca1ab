//! What is made for the book: figures, tables, animations and scripts.
//!
//! Making an artifact reads files and writes none, so that a test can compare what
//! would be written with what is committed.

use crate::experiments::Records;
use crate::lab::plots::{Gif, Svg};
use std::path::{Path, PathBuf};

// ANCHOR: artifact
/// A file that is made for the book: from recorded runs, or from what the code
/// computes.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Where it belongs.
    pub path: PathBuf,
    /// Its contents.
    pub contents: Vec<u8>,
    /// True where every processor makes the same bytes. What shows a network at work
    /// depends on the arithmetic.
    pub exact: bool,
}
// ANCHOR_END: artifact

impl Artifact {
    fn new(folder: &Path, name: &str, contents: Vec<u8>) -> Self {
        Self {
            path: folder.join(name),
            contents,
            exact: true,
        }
    }

    /// The figure `name`, an SVG file.
    pub(crate) fn figure(records: &Records, name: &str, svg: Svg) -> Self {
        let bytes = svg.0.into_bytes();
        Self::new(&records.folders().figures, &format!("{name}.svg"), bytes)
    }

    /// The animation `name`, a GIF file.
    pub(crate) fn animation(records: &Records, name: &str, gif: Gif) -> Self {
        Self::new(&records.folders().figures, &format!("{name}.gif"), gif.0)
            .of_a_network()
    }

    /// The table `name`, a Markdown file.
    pub(crate) fn table(records: &Records, name: &str, table: String) -> Self {
        let bytes = table.into_bytes();
        Self::new(&records.folders().tables, &format!("{name}.md"), bytes)
    }

    /// The data of a page's scripts.
    pub(crate) fn script(records: &Records, name: &str, script: String) -> Self {
        let bytes = script.into_bytes();
        Self::new(&records.folders().scripts, &format!("{name}.js"), bytes)
    }

    /// The same, of a network at work.
    #[must_use]
    pub(crate) fn of_a_network(self) -> Self {
        Self {
            exact: false,
            ..self
        }
    }
}
