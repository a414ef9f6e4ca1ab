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
use crate::evidence::artifact::Product;
use crate::lab::runs::folders::Folders;

/// All sketches of the book.
///
/// # Errors
/// [`Error::NotRecorded`] and [`Error::Drawing`].
pub fn products(folders: &Folders) -> Result<Vec<Product>, Error> {
    let mut all = nfq::products(folders)?;
    all.extend(target::products(folders)?);
    all.extend(stages::products(folders)?);
    all.extend(exploration::products(folders)?);
    all.extend(ddqn::products(folders)?);
    all.extend(double_promises::products(folders)?);
    all.extend(sum_tree::products(folders)?);
    all.extend(per::products(folders)?);
    all.extend(dueling::products(folders)?);
    all.extend(polyak::products(folders)?);
    Ok(all)
}
