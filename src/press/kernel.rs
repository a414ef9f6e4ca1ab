//! `deepq kernel`: what Jupyter starts for a notebook.
//!
//! The kernel compiles each cell in a folder. Two notebooks that are open at once
//! must not share one, or each would overwrite the other's code. So a kernel takes
//! the first folder that no other holds, and holds it as long as it lives.

use crate::error::Error;
use crate::press::tools::{EVCXR, Tools, output_of, path_with};
use clap::Args;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Run a notebook's cells: what Jupyter starts, not a person.
#[derive(Args)]
pub struct Kernel {
    /// Where Jupyter writes how to talk to it.
    connection: PathBuf,
    #[command(flatten)]
    tools: Tools,
}

impl Kernel {
    /// Becomes the kernel that talks over the connection.
    pub fn run(self) -> Result<(), Error> {
        let folders = self.tools.folder.join("cells");
        let (folder, lock) = take(&folders).map_err(|source| Error::Write {
            path: folders,
            source,
        })?;
        let program = self.tools.programs(&EVCXR).join(EVCXR.package);
        let jupyter = self.tools.folder.join("jupyter/share/jupyter");
        let mut kernel = Command::new(program);
        kernel
            .arg("--control_file")
            .arg(self.connection)
            .env("EVCXR_TMPDIR", folder)
            // Where the kernel looks for an older version of itself to replace: among
            // the course's own files, not in the user's.
            .env("JUPYTER_PATH", jupyter)
            .env(LIBRARY_PATH, libraries())
            // It would tell the terminal of its settings; cells talk to the notebook.
            .stdout(Stdio::null())
            // The lock lasts as long as the file is open, and so as long as the kernel.
            .stdin(Stdio::from(lock));
        become_it(&mut kernel)
    }
}

/// Where the system's loader is told of more libraries.
const LIBRARY_PATH: &str = if cfg!(windows) {
    "PATH"
} else if cfg!(target_os = "macos") {
    "DYLD_LIBRARY_PATH"
} else {
    "LD_LIBRARY_PATH"
};

/// The search path of libraries with Rust's own before it. A cell is a library that
/// needs Rust's. The compiler notes in it where they are, as a way up from the folder
/// it builds in; the kernel loads the cell from one folder higher, and from there the
/// way leads past them as soon as both lie under the same home.
fn libraries() -> OsString {
    let of_rust =
        output_of(Command::new("rustc").args(["--print", "target-libdir"]));
    path_with(LIBRARY_PATH, &[PathBuf::from(of_rust.trim())])
}

#[cfg(unix)]
fn become_it(kernel: &mut Command) -> Result<(), Error> {
    use std::os::unix::process::CommandExt;
    Err(not_started(&kernel.exec()))
}

#[cfg(not(unix))]
fn become_it(kernel: &mut Command) -> Result<(), Error> {
    let status = kernel.status().map_err(|error| not_started(&error))?;
    std::process::exit(status.code().unwrap_or(1))
}

fn not_started(error: &io::Error) -> Error {
    Error::ProgramFailed {
        command: EVCXR.package.to_owned(),
        status: error.to_string(),
        remedy: "run `deepq lab` to install it",
    }
}

/// The first folder in `folders` that is not locked, and its lock. A new folder
/// starts as a copy of the first, in which the crate is built already.
fn take(folders: &Path) -> io::Result<(PathBuf, File)> {
    fs::create_dir_all(folders)?;
    for number in 0.. {
        let lock = File::create(folders.join(format!("{number}.lock")))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => continue,
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let folder = folders.join(number.to_string());
        let first = folders.join("0");
        if !folder.exists() && first.exists() {
            // Only a whole copy gets the folder's name.
            let partial = folders.join(format!("{number}.partial"));
            copy(&first, &partial)?;
            fs::rename(&partial, &folder)?;
        }
        fs::create_dir_all(&folder)?;
        return Ok((folder, lock));
    }
    unreachable!("numbers do not end")
}

/// Copies a folder with the times of its files, by which cargo knows what is built.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let is_folder = entry.file_type()?.is_dir();
        let copy = if is_folder { copy } else { copy_file };
        match copy(&source, &target) {
            // The kernel that builds there may just have removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            copied => copied?,
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let modified = fs::metadata(from)?.modified()?;
    fs::copy(from, to)?;
    File::options().write(true).open(to)?.set_modified(modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_finds_the_libraries_of_rust_wherever_it_is_built() {
        let searched = libraries();
        let first = std::env::split_paths(&searched).next().unwrap();
        let files = fs::read_dir(first).unwrap();
        let names = files.map(|file| file.unwrap().file_name());
        let is_standard = |name: OsString| name.to_string_lossy().contains("std-");
        let shared = format!(".{}", std::env::consts::DLL_EXTENSION);
        let mut names =
            names.filter(|name| name.to_string_lossy().ends_with(&shared));
        assert!(names.any(is_standard), "{searched:?}");
    }

    #[test]
    fn each_kernel_takes_a_folder_of_its_own_and_gives_it_back() {
        let folders = tempfile::tempdir().unwrap();
        let (first, held) = take(folders.path()).unwrap();
        fs::write(first.join("built"), "the crate").unwrap();
        let (second, _) = take(folders.path()).unwrap();
        assert_ne!(first, second);
        assert_eq!(fs::read(second.join("built")).unwrap(), b"the crate");
        let time = |folder: &Path| {
            let built = fs::metadata(folder.join("built")).unwrap();
            built.modified().unwrap()
        };
        assert_eq!(time(&first), time(&second));
        drop(held);
        assert_eq!(take(folders.path()).unwrap().0, first);
    }
}
