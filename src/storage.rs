//! Files that appear whole or not at all.

use crate::error::Error;
use std::io::Write;
use std::path::Path;

/// Writes `bytes` to a temporary file in the folder of `path`, then renames it to
/// `path`. Whoever reads `path`, at any moment, finds the old file or the new one.
/// Folders that are missing are made.
///
/// # Errors
/// [`Error::Write`], with the path and the cause.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace(path, bytes).map_err(|source| Error::Write {
        path: path.to_owned(),
        source,
    })
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = if folder == "" { Path::new(".") } else { folder };
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".deepq-");
    // A temporary file is private by default; this one becomes an ordinary file,
    // with the permissions that the user's umask grants.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Reads a whole file.
pub(crate) fn read_whole(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

/// Reads a whole file of text.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_replaces_the_file_and_never_changes_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) =
            (folder.path().join("file"), folder.path().join("other"));
        write_whole(&path, b"old").unwrap();
        std::fs::hard_link(&path, &other).unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!(read_whole(&path).unwrap(), b"new");
        // Whoever had the old file open still reads all of it.
        assert_eq!(read_whole(&other).unwrap(), b"old");
    }
}
