//! Files that are compressed by gzip.

use crate::error::Error;
#[cfg(feature = "readers")]
use crate::storage::within_bound;
use std::borrow::Cow;
use std::io;
use std::path::Path;

/// What the name of a compressed file ends with.
pub(crate) const PACKED: &str = "gz";

/// The file itself, or what it holds where it is compressed by gzip.
///
/// # Errors
/// [`Error::BadRow`] when it cannot be unpacked, and [`Error::TooLarge`].
#[cfg(feature = "readers")]
pub(crate) fn unpacked<'a>(
    path: &Path,
    file: &'a [u8],
) -> Result<Cow<'a, [u8]>, Error> {
    if !file.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(file));
    }
    let whole = within_bound(path, flate2::read::MultiGzDecoder::new(file))?;
    let whole = whole.map_err(|error| Error::BadRow {
        path: path.to_owned(),
        line: 1,
        reason: format!("it cannot be unpacked: {error}"),
    })?;
    Ok(Cow::Owned(whole))
}

#[cfg(not(feature = "readers"))]
pub(crate) fn unpacked<'a>(
    path: &Path,
    file: &'a [u8],
) -> Result<Cow<'a, [u8]>, Error> {
    if file.starts_with(&[0x1f, 0x8b]) {
        return Err(Error::BadRow {
            path: path.to_owned(),
            line: 1,
            reason: "it is compressed, and that needs the feature `readers`"
                .to_owned(),
        });
    }
    Ok(Cow::Borrowed(file))
}

/// What is written to `path`: `file` itself, or `file` compressed where the name ends
/// in `.gz`. The same bytes are compressed to the same bytes.
///
/// # Errors
/// [`Error::Write`] without the feature `readers`.
pub(crate) fn packed_for<'a>(
    path: &Path,
    file: &'a [u8],
) -> Result<Cow<'a, [u8]>, Error> {
    if path.extension().is_none_or(|ending| ending != PACKED) {
        return Ok(Cow::Borrowed(file));
    }
    packed(file).map(Cow::Owned).map_err(|source| Error::Write {
        path: path.to_owned(),
        source,
    })
}

#[cfg(feature = "readers")]
fn packed(file: &[u8]) -> io::Result<Vec<u8>> {
    use flate2::{Compression, write::GzEncoder};
    use io::Write;
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(file)?;
    packer.finish()
}

#[cfg(not(feature = "readers"))]
fn packed(_file: &[u8]) -> io::Result<Vec<u8>> {
    Err(io::Error::other(
        "a compressed file needs the feature `readers`",
    ))
}

#[cfg(all(test, feature = "readers"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_by_its_name_is_unpacked_by_its_bytes() {
        let (plain, small) = (Path::new("rows.csv"), Path::new("rows.csv.gz"));
        let file = b"seed,episode\n".repeat(1_000);
        assert_eq!(packed_for(plain, &file).unwrap(), &file[..]);
        let packed = packed_for(small, &file).unwrap();
        assert!(packed.len() < 200, "{} bytes", packed.len());
        assert_eq!(packed, packed_for(small, &file).unwrap());
        assert_eq!(unpacked(small, &packed).unwrap(), &file[..]);
        assert_eq!(unpacked(plain, &file).unwrap(), &file[..]);
        let cut = unpacked(small, &packed[..packed.len() - 9]);
        assert!(matches!(cut, Err(Error::BadRow { .. })));
    }
}
