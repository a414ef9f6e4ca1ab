//! A lock on a folder of results, held by one process at a time.

use crate::error::Error;
use std::fs::{File, OpenOptions, create_dir_all};
use std::path::Path;

/// The file that is locked: empty, and left where it is, because a lock on a file that
/// another process removes locks nothing.
const FILE: &str = ".lock";

/// The one holder of a folder's lock. The system takes it back when the process ends,
/// however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock on `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// [`Error::Write`] when there can be no such folder or file, and [`Error::Lock`]
    /// when its file system has no locks.
    pub(crate) fn on(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let open = || {
            create_dir_all(folder)?;
            let mut options = OpenOptions::new();
            options.create(true).append(true).open(&path)
        };
        let file = open().map_err(|source| Error::Write {
            path: path.clone(),
            source,
        })?;
        match file.lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(source) => Err(Error::Lock { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_holds_the_lock_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _lock = Lock::on(&folder.path().join("new")).unwrap();
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    std::thread::sleep(std::time::Duration::from_millis(2));
                    inside.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
    }
}
