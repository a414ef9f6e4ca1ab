//! What the book shows of NFQ.

pub(crate) mod chase;
pub(crate) mod neighbours;
pub(crate) mod numbers;

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::lab::plots::picture::Svg;
use crate::lab::runs::folders::Folders;

/// The pictures of the two problems that NFQ answers in part: steps that resemble their
/// neighbours, and a target that moves.
///
/// # Errors
/// [`Error::Drawing`], and those of learning.
pub(crate) fn products(folders: &Folders) -> Result<Vec<Artifact>, Error> {
    let product = |what, name, svg: Svg| Artifact {
        what,
        path: folders.figures.join(name),
        contents: svg.0.into_bytes(),
    };
    Ok(vec![
        product(
            "steps beside neighbours",
            "nfq-neighbours.svg",
            neighbours::sketch()?,
        ),
        product("sketch", "nfq-chase.svg", chase::sketch()?),
    ])
}
