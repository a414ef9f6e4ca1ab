//! `deepq web`: from the doctor in Rust to the script of the page that asks it.
//!
//! The script holds everything, so that the page works without a server: WebAssembly
//! as base64, the functions that call it, and a recorded run to try it with.

use crate::error::Error;
use crate::press::output::report;
use crate::press::signals::stop_gently;
use crate::press::tools::{output_of, path_with, run};
use crate::storage::{check_output, read_text, read_whole, write_whole};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use fnv::FnvHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "release-web";
/// Where cargo puts what it compiles for the browser.
const FOLDER: &str = "target/web";
/// Base64 has this many letters in a line.
const LINE: usize = 120;
/// The run that the page shows as an example: one seed of this recording.
const EXAMPLE: &str = "book/results/no-mask.csv";
const EXAMPLE_SEED: &str = "12,";
/// The files and folders that the script is made from.
const SOURCES: [&str; 7] = [
    "Cargo.lock",
    EXAMPLE,
    "src/error.rs",
    "src/lab",
    "src/press/web.rs",
    "src/storage.rs",
    "web",
];

/// Compile the doctor for the page of the book that asks it.
#[derive(Args)]
pub struct Web {
    /// The script to write.
    #[arg(long, value_name = "FILE", default_value = "book/src/ask/doctor.js")]
    out: PathBuf,
    /// A folder with Debian's rustc-web unpacked, whose compiler is used where the
    /// toolchain has no standard library for the browser.
    #[arg(long, value_name = "DIR")]
    rustc_web: Option<PathBuf>,
}

impl Web {
    pub fn run(self) -> Result<(), Error> {
        stop_gently("what is compiled is kept; the same command goes on");
        let inputs = SOURCES.map(Path::new);
        check_output(&self.out, &inputs)?;
        let fingerprint = fingerprint(Path::new(""))?;
        let mut cargo = match &self.rustc_web {
            None => Command::new("cargo"),
            Some(folder) => cargo_of_debian(folder),
        };
        let remedy = "read what cargo says above; the standard library for the browser \
                      is installed by `rustup target add wasm32-unknown-unknown`";
        run(compile(&mut cargo), "to compile the doctor", remedy)?;
        let glued = Path::new(FOLDER).join("glued");
        let wasm = Path::new(FOLDER).join(TARGET).join(PROFILE);
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--quiet", "--locked", "-p", "deepq-glue"]);
        cargo.arg("--").arg(wasm.join("deepq_web.wasm")).arg(&glued);
        let remedy = "read what it says above; delete target/web, and try again";
        run(&mut cargo, "to make the script of a page", remedy)?;
        let script = script(&fingerprint, &glued)?;
        write_whole(&self.out, script.as_bytes())?;
        let size = script.len().div_ceil(1000);
        report!("the doctor for the page: {}, {size} kB", self.out.display());
        Ok(())
    }
}

/// The arguments with which cargo makes the same bytes in every folder.
fn compile(cargo: &mut Command) -> &mut Command {
    cargo.args(["build", "--locked", "-p", "deepq-web", "--profile", PROFILE]);
    cargo.args(["--target", TARGET, "--target-dir", FOLDER]);
    let home = std::env::var_os("CARGO_HOME").map_or_else(
        || std::env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    );
    let course = std::env::current_dir().unwrap_or_default();
    let without = [home, course].map(|folder| {
        let folder = format!("--remap-path-prefix={}=", folder.display());
        serde_json::Value::from(folder).to_string()
    });
    let flags = without.join(", ");
    let flags = format!("target.{TARGET}.rustflags=[{flags}]");
    cargo.arg("--config").arg(flags)
}

/// A cargo with the compiler of Debian's rustc-web, which has the sources of the
/// standard library, and with the linker of the toolchain.
fn cargo_of_debian(folder: &Path) -> Command {
    let sysroot = output_of(Command::new("rustc").args(["--print", "sysroot"]));
    let host = output_of(Command::new("rustc").args(["--print", "host-tuple"]));
    let tools = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(host.trim());
    let libraries = ["usr/lib/x86_64-linux-gnu", "usr/lib"];
    let libraries = libraries.map(|library| folder.join(library));
    let mut cargo = Command::new("cargo");
    cargo
        .env("RUSTC", folder.join("usr/bin/rustc"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("LD_LIBRARY_PATH", path_with("LD_LIBRARY_PATH", &libraries))
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
            tools.join("bin/rust-lld"),
        )
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
    cargo
}

/// The script: `DOCTOR.bind` gives the functions of a new doctor, which is at work once
/// it is handed the bytes of `DOCTOR.wasm`.
fn script(fingerprint: &str, glued: &Path) -> Result<String, Error> {
    let bind = read_text(&glued.join("doctor.js"))?;
    let wasm = read_whole(&glued.join("doctor_bg.wasm"))?;
    let wasm: Vec<char> = STANDARD.encode(wasm).chars().collect();
    let wasm: Vec<String> = wasm.chunks(LINE).map(String::from_iter).collect();
    let wasm = wasm.join("\n");
    let rows = example(&read_text(Path::new(EXAMPLE))?);
    Ok(format!(
        "// Made by `deepq web` from sources {fingerprint}.\n'use strict';\n\n\
         const DOCTOR = {{\nname: 'no-mask.csv',\nexample: `{rows}`,\n\
         wasm: `\n{wasm}\n`,\nbind: () => {{\n{bind}\nreturn bound;\n}},\n}};\n"
    ))
}

/// The head of a recording and the rows of one seed.
fn example(recording: &str) -> String {
    let mut lines = recording.split_inclusive('\n');
    let head = lines.next().unwrap_or_default();
    let rows = lines.filter(|line| line.starts_with(EXAMPLE_SEED));
    std::iter::once(head).chain(rows).collect()
}

/// A number that changes with any of the sources in the folder of the course.
fn fingerprint(course: &Path) -> Result<String, Error> {
    let mut hasher = FnvHasher::default();
    for source in SOURCES {
        let path = course.join(source);
        if !path.exists() {
            return Err(Error::NotTheCourse(path));
        }
        for file in files(&path)? {
            hasher.write(&read_whole(&file)?);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The file at `path`, or all files in that folder and below, in a fixed order.
fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    let mut entries = Vec::new();
    for entry in path.read_dir().map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    let found: Result<Vec<_>, Error> = entries.iter().map(|e| files(e)).collect();
    Ok(found?.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_the_page_is_made_from_the_sources_of_today() {
        let course = Path::new(env!("CARGO_MANIFEST_DIR"));
        let script = read_text(&course.join("book/src/ask/doctor.js")).unwrap();
        let first = script.lines().next().unwrap();
        let fingerprint = fingerprint(course).unwrap();
        assert!(
            first.contains(&fingerprint),
            "book/src/ask/doctor.js is made from other sources: run `cargo run \
             --release -- web`, and commit it"
        );
    }

    #[test]
    fn a_fingerprint_changes_with_a_file_deep_in_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let write = |source: &str, text: &str| {
            write_whole(&folder.path().join(source), text.as_bytes()).unwrap();
        };
        for source in SOURCES {
            let is_file = Path::new(source).extension().is_some();
            let file = if is_file {
                source
            } else {
                &format!("{source}/a/b")
            };
            write(file, "1");
        }
        let before = fingerprint(folder.path()).unwrap();
        assert_eq!(fingerprint(folder.path()).unwrap(), before);
        write("web/a/b", "2");
        assert_ne!(fingerprint(folder.path()).unwrap(), before);
    }

    #[test]
    fn another_folder_than_that_of_the_course_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refused = fingerprint(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("Cargo.lock"), "{refused}");
    }

    #[test]
    fn the_example_is_one_seed_with_the_head_of_its_recording() {
        let recording = "seed,episode\n12,1\n112,1\n12,2\n7,1\n";
        assert_eq!(example(recording), "seed,episode\n12,1\n12,2\n");
    }
}
