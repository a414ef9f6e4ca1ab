//! The programs that the book and the notebooks need: pinned versions, installed
//! into a folder of the project, so that no other installation is touched.

use crate::error::Error;
use crate::press::output::tell;
use crate::press::signals::wait;
use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};
use std::ffi::OsString;
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that `cargo install` builds.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// The package, which is also the name of the program.
    pub package: &'static str,
    /// The version.
    pub version: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// How long building it takes on two cores.
    pub takes: &'static str,
    /// Arguments of `cargo install` beside the version.
    arguments: &'static [&'static str],
}

/// The book's builder.
pub const MDBOOK: Tool = Tool {
    package: "mdbook",
    version: "0.5.4",
    purpose: "to build the book",
    takes: "2 to 5 minutes",
    // Serving and watching pages would double what there is to build.
    arguments: &["--no-default-features", "--features", "search"],
};

/// The builder of the book's formulas.
pub const MDBOOK_KATEX: Tool = Tool {
    package: "mdbook-katex",
    version: "0.10.0",
    purpose: "to set the formulas of the book",
    takes: "1 to 3 minutes",
    arguments: &[],
};

/// The Rust kernel of the notebooks.
pub const EVCXR: Tool = Tool {
    package: "evcxr_jupyter",
    version: "0.22.0",
    purpose: "to run Rust in notebooks",
    takes: "5 to 20 minutes",
    arguments: &[],
};

/// Where the programs are installed.
#[derive(Clone, Debug, Args)]
pub struct Tools {
    /// The folder that programs are installed into.
    #[arg(long = "tools", value_name = "DIR", default_value = "target/tools")]
    #[arg(value_parser = PathBufValueParser::new().try_map(std::path::absolute))]
    pub folder: PathBuf,
}

impl Tools {
    /// The folder of one tool's programs.
    pub fn programs(&self, tool: &Tool) -> PathBuf {
        self.root(tool).join("bin")
    }

    /// The program of `tool`, installed now if it is not there yet.
    pub fn install(&self, tool: &Tool) -> Result<PathBuf, Error> {
        let program = self.programs(tool).join(tool.package);
        if program.exists() {
            return Ok(program);
        }
        tell!(
            "installing {} {} {}, into {}; this takes {}, once",
            tool.package,
            tool.version,
            tool.purpose,
            self.root(tool).display(),
            tool.takes
        );
        let mut cargo = Command::new("cargo");
        cargo
            .args(["install", tool.package, "--version", tool.version])
            .arg("--locked")
            .args(tool.arguments)
            .arg("--root")
            .arg(self.root(tool));
        let remedy = "read what cargo says above; it needs a connection to the \
                      package registry and a C compiler";
        run(&mut cargo, "to build the tools of the course", remedy)?;
        Ok(program)
    }

    fn root(&self, tool: &Tool) -> PathBuf {
        self.folder
            .join(format!("{}-{}", tool.package, tool.version))
    }
}

/// Runs `command` to its end.
pub fn run(
    command: &mut Command,
    purpose: &'static str,
    remedy: &'static str,
) -> Result<(), Error> {
    let ended = command.spawn().and_then(|mut program| wait(&mut program));
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(command, &status, remedy)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(missing(command, purpose))
        }
        Err(error) => Err(failed(command, &error, remedy)),
    }
}

fn missing(command: &Command, purpose: &'static str) -> Error {
    let program = command.get_program().to_string_lossy().into_owned();
    let remedy = remedy_for(&program);
    Error::MissingProgram {
        program,
        purpose,
        remedy,
    }
}

/// How to get a program that a fresh machine may lack.
pub fn remedy_for(program: &str) -> &'static str {
    match program {
        "cargo" => "install Rust from https://rustup.rs",
        "cc" => {
            "install a C compiler: `apt install gcc libc6-dev` on Debian and \
             Ubuntu, `xcode-select --install` on macOS"
        }
        "python3" => {
            "install Python 3.11 or later: `apt install python3 python3-venv` on \
             Debian and Ubuntu, `brew install python` on macOS"
        }
        _ => "delete the folder of tools and run the command again",
    }
}

fn failed(command: &Command, status: &dyn Display, remedy: &'static str) -> Error {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    Error::ProgramFailed {
        command: words.join(" "),
        status: status.to_string(),
        remedy,
    }
}

/// The file of this very program.
pub fn this_program() -> Result<PathBuf, Error> {
    std::env::current_exe().map_err(|source| Error::Read {
        path: "deepq".into(),
        source,
    })
}

/// `path` from the root of the file system, without links.
pub fn whole_path(path: &Path) -> Result<PathBuf, Error> {
    path.canonicalize().map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

/// What `command` prints; nothing when it cannot run.
pub fn output_of(command: &mut Command) -> String {
    let output = command.output().map(|output| output.stdout);
    String::from_utf8_lossy(&output.unwrap_or_default()).into_owned()
}

/// The search path in `variable` with `folders` before it.
pub fn path_with(variable: &str, folders: &[PathBuf]) -> OsString {
    let path = std::env::var_os(variable).unwrap_or_default();
    // An empty entry would mean the current folder.
    let before = std::env::split_paths(&path).filter(|f| !f.as_os_str().is_empty());
    let all = folders.iter().cloned().chain(before);
    std::env::join_paths(all).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_path_has_no_empty_entry_where_the_variable_is_not_set() {
        let folders = [PathBuf::from("libraries")];
        let path = path_with("DEEPQ_NO_SUCH_VARIABLE", &folders);
        assert_eq!(std::env::split_paths(&path).collect::<Vec<_>>(), folders);
    }

    #[test]
    fn a_missing_program_is_named_with_its_purpose_and_a_remedy() {
        let mut command = Command::new("no-such-program-anywhere");
        let said = run(&mut command, "to try", "").unwrap_err().to_string();
        assert!(said.contains("`no-such-program-anywhere`"), "{said}");
        assert!(said.contains("to try"), "{said}");
    }

    #[test]
    fn a_program_that_fails_is_named_with_its_arguments_and_how_it_ended() {
        let mut command = Command::new("cargo");
        command
            .arg("no-such-command")
            .stderr(std::process::Stdio::null());
        let said = run(&mut command, "", "look up").unwrap_err().to_string();
        assert!(said.contains("`cargo no-such-command` failed"), "{said}");
        assert!(said.contains("101") && said.contains("look up"), "{said}");
    }

    #[test]
    fn a_tool_that_is_there_is_not_installed_again() {
        let folder = tempfile::tempdir().unwrap();
        let tools = Tools {
            folder: folder.path().to_owned(),
        };
        let program = tools.programs(&MDBOOK).join("mdbook");
        std::fs::create_dir_all(program.parent().unwrap()).unwrap();
        std::fs::write(&program, "").unwrap();
        assert_eq!(tools.install(&MDBOOK).unwrap(), program);
    }
}
