//! Pictures of ideas that hold numbers: each is drawn from what the code computes.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::lab::runs::folders::Folders;

/// All sketches of the book.
///
/// # Errors
/// [`Error::NotRecorded`] and [`Error::Drawing`].
pub fn products(folders: &Folders) -> Result<Vec<Artifact>, Error> {
    let mut all = crate::evidence::nfq::products(folders)?;
    all.extend(crate::evidence::target::sketch::products(folders)?);
    all.extend(crate::evidence::dqn::stages::products(folders)?);
    all.extend(crate::evidence::exploration::sketch::products(folders)?);
    all.extend(crate::evidence::ddqn::noise::products(folders)?);
    all.extend(crate::evidence::ddqn::promises::products(folders)?);
    all.extend(crate::evidence::per::sum_tree::products(folders)?);
    all.extend(crate::evidence::per::sketch::products(folders)?);
    all.extend(crate::evidence::dueling::sketch::products(folders)?);
    all.extend(crate::evidence::polyak::sketch::products(folders)?);
    Ok(all)
}
