//! Pictures of ideas that hold numbers: each is drawn from what the code computes.

pub(crate) mod ddqn;
pub(crate) mod double_promises;
pub(crate) mod dueling;
pub(crate) mod exploration;
pub(crate) mod nfq;
mod per;
mod polyak;
pub(crate) mod stages;
mod sum_tree;
pub(crate) mod target;

use crate::error::Error;
use crate::lab::products::Product;
use crate::lab::shelves::Shelves;

/// All sketches of the book.
///
/// # Errors
/// [`Error::NotRecorded`] and [`Error::Drawing`].
pub fn products(shelves: &Shelves) -> Result<Vec<Product>, Error> {
    let mut all = nfq::products(shelves)?;
    all.extend(target::products(shelves)?);
    all.extend(stages::products(shelves)?);
    all.extend(exploration::products(shelves)?);
    all.extend(ddqn::products(shelves)?);
    all.extend(double_promises::products(shelves)?);
    all.extend(sum_tree::products(shelves)?);
    all.extend(per::products(shelves)?);
    all.extend(dueling::products(shelves)?);
    all.extend(polyak::products(shelves)?);
    Ok(all)
}
