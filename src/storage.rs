//! Files that appear whole or not at all.

use crate::error::Error;
use std::collections::BTreeSet;
use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::thread;
use std::time::Duration;
use tempfile::NamedTempFile;

/// The most bytes that are read of a file, and unpacked of one: 512 MiB.
pub(crate) const MOST_BYTES: u64 = 1 << 29;

/// What the names of temporary files begin with.
const TEMPORARY: &str = ".deepq-";

/// The links that may lead to a file, one to another.
const MOST_LINKS: usize = 40;

/// Held while a file is written, with the folders in which nothing stale is left.
static WRITING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Held by each who writes files that belong together, and by none after the end is near.
static TOGETHER: RwLock<()> = RwLock::new(());

/// Writes `bytes` to a temporary file beside `path`, then renames it to `path`.
/// If you read `path`, at any moment, you find the old file or the new one.
/// Folders that are missing are made. Where `path` is a symbolic link, the file
/// that it leads to is replaced, and the link stays.
///
/// The temporary file is locked as long as its process lives. Those that a killed process
/// left in the folder are deleted.
///
/// # Errors
/// [`Error::Write`], with the path and the cause, and [`Error::NotAFile`].
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let target = target_of(path)?;
    replace(&target, bytes).map_err(|source| Error::Write {
        path: path.to_owned(),
        source,
    })
}

/// Checks that `path` may be replaced: it is a file, or nothing yet.
///
/// # Errors
/// [`Error::NotAFile`].
pub(crate) fn check_replaceable(path: &Path) -> Result<(), Error> {
    target_of(path).map(drop)
}

/// Checks that `path` may be replaced, and is none of what is read.
///
/// # Errors
/// [`Error::NotAFile`] and [`Error::SameFile`].
pub(crate) fn check_output(
    path: &Path,
    inputs: &[impl AsRef<Path>],
) -> Result<(), Error> {
    check_replaceable(path)?;
    match inputs.iter().find(|input| is_same(input.as_ref(), path)) {
        None => Ok(()),
        Some(_) => Err(Error::SameFile(path.to_owned())),
    }
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    let is_one_path = whole(one).is_some_and(|one| Some(one) == whole(other));
    is_one_path || identity(one).is_some_and(|one| Some(one) == identity(other))
}

/// The device and the number of a file, which are the same under all of its names.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_path: &Path) -> Option<(u64, u64)> {
    None
}

/// The file that is meant by a path: the end of its links, which need not be there yet.
fn target_of(path: &Path) -> Result<PathBuf, Error> {
    let failed = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    let no_file = |kind| Error::NotAFile {
        path: path.to_owned(),
        kind,
    };
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        if target.starts_with("/proc") {
            return Err(no_file("what a process has open"));
        }
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_file() => return Ok(target),
            Ok(metadata) if metadata.is_symlink() => {
                let link = fs::read_link(&target).map_err(failed)?;
                target = target.with_file_name("").join(link);
            }
            Ok(metadata) => return Err(no_file(kind(metadata.file_type()))),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(target),
            Err(error) => return Err(failed(error)),
        }
    }
    Err(no_file("a link that leads round in a circle"))
}

/// What is no regular file, in words.
fn kind(file: FileType) -> &'static str {
    if file.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if file.is_fifo() {
            return "a named pipe";
        } else if file.is_char_device() || file.is_block_device() {
            return "a device";
        }
    }
    "a socket"
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut swept = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = if folder == "" { Path::new(".") } else { folder };
    fs::create_dir_all(folder)?;
    if swept.insert(folder.to_owned()) {
        sweep(folder);
    }
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A temporary file that is locked.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // A temporary file is private by default; this one becomes an ordinary file,
    // with the permissions that the user's umask grants.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    loop {
        let file = builder.tempfile_in(folder)?;
        // Not every system has locks; there nothing is swept.
        let _ = file.as_file().lock();
        // Before it was locked, another process may have taken it for a stale one.
        if file.path().exists() {
            return Ok(file);
        }
    }
}

/// Deletes the temporary files that no process holds any more. What cannot be read or
/// deleted is left: it is of no harm.
fn sweep(folder: &Path) {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let is_temporary = name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes());
        if is_temporary && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let file = File::options().write(true).open(entry.path());
            if file.is_ok_and(|file| file.try_lock().is_ok()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Held while files are written that belong together: a process that is asked to end
/// waits for all of them.
pub(crate) fn together() -> RwLockReadGuard<'static, ()> {
    TOGETHER.read().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until no file is half-written and none lacks one that belongs to it, for `limit`
/// at most. From then on none is begun: who asks for both locks keeps later ones waiting,
/// however many write in turn.
pub(crate) fn finish_writing(limit: Duration) {
    let (is_finished, finished) = channel();
    let hold = move || {
        let _together = TOGETHER.write().unwrap_or_else(PoisonError::into_inner);
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = is_finished.send(());
        loop {
            thread::park();
        }
    };
    if thread::Builder::new().spawn(hold).is_ok() {
        let _ = finished.recv_timeout(limit);
    }
}

/// Reads a whole file.
///
/// # Errors
/// [`Error::Read`], and [`Error::TooLarge`] of one that does not end after
/// [`MOST_BYTES`].
pub(crate) fn read_whole(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    within_bound(path, file)?.map_err(failed)
}

/// Reads all that `source` gives, where it is no more than [`MOST_BYTES`].
///
/// # Errors
/// [`Error::TooLarge`] for `path`, and within, what `source` says.
pub(crate) fn within_bound(
    path: &Path,
    source: impl Read,
) -> Result<io::Result<Vec<u8>>, Error> {
    let mut bytes = Vec::new();
    let read = source.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Error::TooLarge {
            path: path.to_owned(),
            amount: MOST_BYTES,
            unit: "bytes",
        });
    }
    Ok(read.map(|_| bytes))
}

/// Reads a whole file of text.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    String::from_utf8(read_whole(path)?).map_err(|error| Error::Read {
        path: path.to_owned(),
        source: io::Error::new(ErrorKind::InvalidData, error),
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
        // If you had the old file open, you still read all of it.
        assert_eq!(read_whole(&other).unwrap(), b"old");
    }
}
