//! Pictures of ideas that hold numbers: each is drawn from what the code computes.

pub(crate) mod dueling;

use crate::error::Error;
use crate::lab::products::Product;
use crate::lab::shelves::Shelves;

/// All sketches of the book.
///
/// # Errors
/// [`Error::NotRecorded`] and [`Error::Drawing`].
pub fn products(shelves: &Shelves) -> Result<Vec<Product>, Error> {
    let all: Vec<Vec<Product>> = vec![dueling::products(shelves)?];
    Ok(all.concat())
}
