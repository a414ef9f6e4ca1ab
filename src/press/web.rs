//! `deepq web`: from the crate in Rust to the script of a page that runs it.
//!
//! The script holds everything, so that the page works without a server: WebAssembly as
//! base64, the functions that call it, and for the doctor a recorded run to try it with.

use crate::error::Error;
use crate::press::output::report;
use crate::press::signals::stop_gently;
use crate::press::tools::{output_of, path_with, run};
use crate::storage::{check_output, read_text, read_whole, write_whole};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use clap::builder::PossibleValuesParser;
use fnv::FnvHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
/// Where cargo puts what it compiles for the browser.
const FOLDER: &str = "target/web";
/// Base64 has this many letters in a line.
const LINE: usize = 120;
/// The run that the page of the doctor shows as an example: one seed of this recording.
const EXAMPLE: &str = "book/results/no-mask.csv";
const EXAMPLE_SEED: &str = "12,";

/// A part of the crate that a page runs, and the script that holds it.
struct Script {
    /// The name of the script, and in capitals that of what it declares.
    name: &'static str,
    /// The package with the functions that the page calls.
    package: &'static str,
    /// What the compiler aims at.
    profile: &'static str,
    /// What else the compiler is told.
    flags: &'static [&'static str],
    /// Where the script belongs.
    out: &'static str,
    /// Whether a recorded run is part of it.
    has_example: bool,
    /// The files and folders that it is made from.
    sources: &'static [&'static str],
}

const SCRIPTS: [Script; 2] = [
    Script {
        name: "doctor",
        package: "deepq-web",
        profile: "release-web",
        flags: &[],
        out: "book/src/ask/doctor.js",
        has_example: true,
        sources: &[
            "Cargo.lock",
            EXAMPLE,
            "src/error.rs",
            "src/lab",
            "src/press/web.rs",
            "src/storage.rs",
            "web/Cargo.toml",
            "web/glue",
            "web/src",
        ],
    },
    Script {
        name: "trainer",
        package: "deepq-trainer",
        profile: "release-trainer",
        // Each browser of today has vectors of 128 bits.
        flags: &["-Ctarget-feature=+simd128"],
        out: "book/src/train/trainer.js",
        has_example: false,
        sources: &[
            "Cargo.lock",
            "src/agent.rs",
            "src/as_printed.rs",
            "src/ddqn.rs",
            "src/dqn.rs",
            "src/dueling.rs",
            "src/error.rs",
            "src/experiments/cart_pole",
            "src/experiments/choices.rs",
            "src/experiments/settings.rs",
            "src/experiments/training.rs",
            "src/exploration.rs",
            "src/faults.rs",
            "src/faulty_objective.rs",
            "src/faulty_replay.rs",
            "src/foundations",
            "src/lab/doctor",
            "src/lab/runs",
            "src/n_step.rs",
            "src/objective.rs",
            "src/per.rs",
            "src/press/web.rs",
            "src/recipe.rs",
            "src/replay.rs",
            "src/report.rs",
            "src/sum_tree.rs",
            "src/target.rs",
            "web/glue",
            "web/trainer",
        ],
    },
];

/// Compile a part of the crate for a page of the book that runs it.
#[derive(Args)]
#[expect(clippy::struct_field_names, reason = "a package is called rustc-web")]
pub struct Web {
    /// The part.
    #[arg(default_value = SCRIPTS[0].name)]
    #[arg(value_parser = PossibleValuesParser::new(SCRIPTS.map(|script| script.name)))]
    part: String,
    /// The script to write; that of the book when not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A folder with Debian's rustc-web unpacked, whose compiler is used where the
    /// toolchain has no standard library for the browser.
    #[arg(long, value_name = "DIR")]
    rustc_web: Option<PathBuf>,
}

impl Web {
    pub fn run(self) -> Result<(), Error> {
        stop_gently("what is compiled is kept; the same command goes on");
        for script in SCRIPTS.iter().filter(|script| script.name == self.part) {
            let out = self.out.as_deref().unwrap_or(Path::new(script.out));
            script.make(out, self.rustc_web.as_deref())?;
        }
        Ok(())
    }
}

impl Script {
    fn make(&self, out: &Path, rustc_web: Option<&Path>) -> Result<(), Error> {
        check_output(out, &self.sources.iter().map(Path::new).collect::<Vec<_>>())?;
        let fingerprint = self.fingerprint(Path::new(""))?;
        let mut cargo =
            rustc_web.map_or_else(|| Command::new("cargo"), cargo_of_debian);
        let remedy = "read what cargo says above; the standard library for the browser \
                      is installed by `rustup target add wasm32-unknown-unknown`";
        run(
            self.compile(&mut cargo),
            "to compile what the page runs",
            remedy,
        )?;
        let glued = Path::new(FOLDER).join("glued");
        let wasm = Path::new(FOLDER).join(TARGET).join(self.profile);
        let wasm = wasm.join(self.package.replace('-', "_"));
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--quiet", "--locked", "-p", "deepq-glue", "--"]);
        cargo.arg(wasm.with_extension("wasm"));
        cargo.arg(&glued).arg(self.name);
        let remedy = "read what it says above; delete target/web, and try again";
        run(&mut cargo, "to make the script of a page", remedy)?;
        let text = self.text(&fingerprint, &glued)?;
        write_whole(out, text.as_bytes())?;
        let (size, name) = (text.len().div_ceil(1000), self.name);
        report!("the {name} for the page: {}, {size} kB", out.display());
        Ok(())
    }

    /// The arguments with which cargo makes the same bytes in every folder.
    fn compile<'a>(&self, cargo: &'a mut Command) -> &'a mut Command {
        cargo.args(["build", "--locked", "--lib", "-p", self.package]);
        cargo.args(["--profile", self.profile]);
        cargo.args(["--target", TARGET, "--target-dir", FOLDER]);
        let home = std::env::var_os("CARGO_HOME").map_or_else(
            || std::env::home_dir().unwrap_or_default().join(".cargo"),
            PathBuf::from,
        );
        let course = std::env::current_dir().unwrap_or_default();
        let without = [home, course]
            .map(|folder| format!("--remap-path-prefix={}=", folder.display()));
        let own = self.flags.iter().map(|flag| (*flag).to_owned());
        let flags = without.into_iter().chain(own);
        let flags = flags.map(|flag| serde_json::Value::from(flag).to_string());
        let flags = flags.collect::<Vec<_>>().join(", ");
        let flags = format!("target.{TARGET}.rustflags=[{flags}]");
        cargo.arg("--config").arg(flags)
    }

    /// The script: `bind` gives new functions, which are at work once they are handed
    /// the bytes of `wasm`.
    fn text(&self, fingerprint: &str, glued: &Path) -> Result<String, Error> {
        let bind = read_text(&glued.join(self.name).with_extension("js"))?;
        let wasm = read_whole(&glued.join(format!("{}_bg.wasm", self.name)))?;
        let wasm: Vec<char> = STANDARD.encode(wasm).chars().collect();
        let wasm: Vec<String> = wasm.chunks(LINE).map(String::from_iter).collect();
        let (wasm, name) = (wasm.join("\n"), self.name.to_uppercase());
        let example = if self.has_example {
            let rows = example(&read_text(Path::new(EXAMPLE))?);
            format!("name: 'no-mask.csv',\nexample: `{rows}`,\n")
        } else {
            String::new()
        };
        Ok(format!(
            "// Made by `deepq web` from sources {fingerprint}.\n'use strict';\n\n\
             const {name} = {{\n{example}\
             wasm: `\n{wasm}\n`,\nbind: () => {{\n{bind}\nreturn bound;\n}},\n}};\n"
        ))
    }

    /// A number that changes with any of the sources in the folder of the course.
    fn fingerprint(&self, course: &Path) -> Result<String, Error> {
        let mut hasher = FnvHasher::default();
        for source in self.sources {
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

/// The head of a recording and the rows of one seed.
fn example(recording: &str) -> String {
    let mut lines = recording.split_inclusive('\n');
    let head = lines.next().unwrap_or_default();
    let rows = lines.filter(|line| line.starts_with(EXAMPLE_SEED));
    std::iter::once(head).chain(rows).collect()
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

    fn assert_fresh(script: &Script) {
        let course = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = read_text(&course.join(script.out)).unwrap();
        let first = text.lines().next().unwrap();
        let fingerprint = script.fingerprint(course).unwrap();
        assert!(
            first.contains(&fingerprint),
            "{} is made from other sources: run `cargo run --release -- web {}`, and \
             commit it",
            script.out,
            script.name
        );
    }

    #[test]
    fn the_doctor_of_its_page_is_made_from_the_sources_of_today() {
        assert_fresh(&SCRIPTS[0]);
    }

    #[test]
    fn the_trainer_of_its_page_is_made_from_the_sources_of_today() {
        assert_fresh(&SCRIPTS[1]);
    }

    #[test]
    fn a_fingerprint_changes_with_a_file_deep_in_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let write = |source: &str, text: &str| {
            write_whole(&folder.path().join(source), text.as_bytes()).unwrap();
        };
        let script = &SCRIPTS[0];
        for source in script.sources {
            let is_file = Path::new(source).extension().is_some();
            let file = if is_file {
                source
            } else {
                &*format!("{source}/a/b")
            };
            write(file, "1");
        }
        let before = script.fingerprint(folder.path()).unwrap();
        assert_eq!(script.fingerprint(folder.path()).unwrap(), before);
        write("web/src/a/b", "2");
        assert_ne!(script.fingerprint(folder.path()).unwrap(), before);
    }

    #[test]
    fn another_folder_than_that_of_the_course_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refused = SCRIPTS[0].fingerprint(folder.path()).unwrap_err();
        let refused = refused.to_string();
        assert!(refused.contains("Cargo.lock"), "{refused}");
    }

    #[test]
    fn the_example_is_one_seed_with_the_head_of_its_recording() {
        let recording = "seed,episode\n12,1\n112,1\n12,2\n7,1\n";
        assert_eq!(example(recording), "seed,episode\n12,1\n12,2\n");
    }
}
