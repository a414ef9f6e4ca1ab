//! Pictures of ideas that hold numbers: each is drawn from what the code computes.

use crate::error::Error;
use crate::lab::products::Product;
use crate::lab::shelves::Shelves;

/// All sketches of the book.
///
/// # Errors
/// [`Error::NotRecorded`] and [`Error::Drawing`].
pub fn products(_shelves: &Shelves) -> Result<Vec<Product>, Error> {
    let all: Vec<Vec<Product>> = vec![];
    Ok(all.concat())
}
