//! The workshop of the notebooks: a virtual environment with JupyterLab, the Rust
//! kernel, and folders in which the kernel has built the crate already.

use crate::error::Error;
use crate::press::chapter;
use crate::press::notebook::{Cell, Notebook};
use crate::press::output::{report, tell};
use crate::press::tools::{
    EVCXR, Tools, output_of, remedy_for, run, this_program, whole_path,
};
use crate::press::weave::FIRST_CELL;
use crate::storage::{read_text, write_whole};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Everything that runs a notebook, ready.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// The folder of the repository.
    course: PathBuf,
    tools: Tools,
}

impl Workshop {
    /// The workshop of the repository in folder `course`; installs what is missing.
    pub fn prepare(course: &Path, tools: Tools) -> Result<Self, Error> {
        chapter::summary(&course.join("book"))?;
        let workshop = Self {
            course: whole_path(course)?,
            tools,
        };
        workshop.tell_plan();
        check_programs()?;
        // Jupyter warns of a folder that is not there.
        let readme = workshop.own("README.txt");
        write_whole(&readme, b"Jupyter keeps its own files here.\n")?;
        // First what fails soonest.
        workshop.install_jupyter()?;
        let kernel = workshop.tools.install(&EVCXR)?;
        workshop.install_kernel(&kernel)?;
        workshop.warm()?;
        Ok(workshop)
    }

    /// Opens JupyterLab with the reader's copy of `notebook`, and returns when it is
    /// closed.
    pub fn open(&self, notebook: &str, browser: bool) -> Result<(), Error> {
        let copies = self.copies()?;
        // A picture in a notebook is shown only where the notebook is trusted.
        let mut trust = self.jupyter("trust");
        trust.args(&copies).stdout(Stdio::null());
        run(&mut trust, "to trust the notebooks", REPAIR)?;

        report!(
            "your copies of the notebooks are in {COPIES}; delete one for a new one"
        );
        report!("opening JupyterLab; press Ctrl-C twice here to close it");
        let mut lab = self.jupyter("lab");
        lab.arg(format!("--ServerApp.root_dir={}", self.course.display()))
            .arg(format!(
                "--LabApp.default_url=/lab/tree/{COPIES}/{notebook}.ipynb"
            ))
            .arg("--log-level=WARN")
            // In a container you work as root.
            .arg("--allow-root")
            .args((!browser).then_some("--no-browser"));
        run(&mut lab, "to open the notebooks", REPAIR)
    }

    /// The reader's copies of the notebooks, made now where there are none: what a
    /// reader writes into a notebook is never overwritten.
    fn copies(&self) -> Result<Vec<PathBuf>, Error> {
        let mut copies = Vec::new();
        for name in notebooks(&self.course)? {
            let file = format!("{name}.ipynb");
            let copy = self.course.join(COPIES).join(&file);
            if !copy.exists() {
                let woven = read_text(&self.course.join("notebooks").join(&file))?;
                write_whole(&copy, woven.as_bytes())?;
            }
            copies.push(copy);
        }
        Ok(copies)
    }

    /// Runs a notebook, the text of its file, and returns it with its outputs.
    pub fn execute(&self, name: &str, notebook: &str) -> Result<String, Error> {
        let folder = self.tools.folder.join("executed");
        let before = folder.join(format!("{name}.ipynb"));
        let after = folder.join(format!("{name}.out.ipynb"));
        write_whole(&before, notebook.as_bytes())?;
        let script = folder.join("execute.py");
        write_whole(&script, include_bytes!("execute.py"))?;
        let mut python = self.python();
        python.args([&script, &before, &after, &self.course.join("notebooks")]);
        let remedy = "fix the cell that is named above";
        run(&mut python, "to run the notebooks", remedy)?;
        read_text(&after)
    }

    fn tell_plan(&self) {
        if !self.environment().exists() {
            report!(
                "Into {}, and nowhere else, this installs:\n\
                 - {} {}, the Rust kernel: {}\n\
                 - JupyterLab in a virtual environment of Python: a minute\n\
                 - the crate, built by the kernel: 2 to 4 minutes\n\
                 Your own Jupyter is not touched. The next start takes seconds.",
                self.tools.folder.display(),
                EVCXR.package,
                EVCXR.version,
                EVCXR.takes
            );
        }
    }

    fn install_jupyter(&self) -> Result<(), Error> {
        let pinned = self.course.join("notebooks/requirements.txt");
        let wanted = read_text(&pinned)?;
        let installed = self.environment().join("installed.txt");
        if read_text(&installed).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        let environment = self.environment();
        tell!("installing JupyterLab into {}", environment.display());
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv"]).arg(environment);
        let remedy = "on Debian and Ubuntu, `apt install python3-venv` brings what \
                      Python lacks";
        run(&mut venv, "to make a virtual environment", remedy)?;
        let mut pip = self.python();
        pip.args(["-m", "pip", "install", "--disable-pip-version-check", "-qr"])
            .arg(&pinned);
        let remedy = "read what pip says above; it needs a connection to the \
                      package registry";
        run(&mut pip, "to install JupyterLab", remedy)?;
        let settings = self.shared().join("lab/settings/overrides.json");
        write_whole(&settings, OVERRIDES.as_bytes())?;
        write_whole(&installed, wanted.as_bytes())
    }

    /// Tells the environment's Jupyter of the kernel. It is started through
    /// `deepq kernel`, which gives each notebook a folder of its own to build in.
    fn install_kernel(&self, kernel: &Path) -> Result<(), Error> {
        let mut install = Command::new(kernel);
        install
            .arg("--install")
            .env("JUPYTER_PATH", self.shared())
            .stdout(Stdio::null());
        run(&mut install, EVCXR.purpose, REPAIR)?;
        let deepq = this_program()?;
        let tools = &self.tools.folder;
        let description = json!({
            "argv": [deepq, "kernel", "--tools", tools, "{connection_file}"],
            "display_name": "Rust",
            "interrupt_mode": "message",
            "language": "rust",
        });
        let path = self.shared().join("kernels/rust/kernel.json");
        write_whole(&path, description.to_string().as_bytes())
    }

    /// Has the kernel build the crate, where it has not done so for these versions and
    /// this first cell.
    fn warm(&self) -> Result<(), Error> {
        let stamp = self.tools.folder.join("warm.txt");
        let lock = read_text(&self.course.join("Cargo.lock"))?;
        let compiler = output_of(Command::new("rustc").arg("--version"));
        let wanted = format!(
            "{} {}\n{compiler}\n{FIRST_CELL}\n{lock}",
            EVCXR.package, EVCXR.version
        );
        let is_built = self.tools.folder.join("cells/0").exists();
        if is_built && read_text(&stamp).is_ok_and(|stamp| stamp == wanted) {
            return Ok(());
        }
        tell!("building the crate for the notebooks; this takes 2 to 4 minutes");
        let cells = vec![Cell::Code(FIRST_CELL.to_owned())];
        self.execute("warm", &Notebook(cells).to_json(None))?;
        write_whole(&stamp, wanted.as_bytes())
    }

    /// The folder of the virtual environment.
    fn environment(&self) -> PathBuf {
        self.tools.folder.join("jupyter")
    }

    fn shared(&self) -> PathBuf {
        self.environment().join("share/jupyter")
    }

    /// A place for what Jupyter would keep in the user's home.
    fn own(&self, name: &str) -> PathBuf {
        self.environment().join("own").join(name)
    }

    /// The environment's Python, told to keep all of its files in the environment.
    fn python(&self) -> Command {
        let mut python = Command::new(self.environment().join("bin/python"));
        python
            .current_dir(&self.course)
            .env_remove("JUPYTER_PATH")
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME")
            .env("JUPYTER_CONFIG_DIR", self.own("config"))
            .env("JUPYTER_DATA_DIR", self.own("data"))
            .env("JUPYTER_RUNTIME_DIR", self.own("runtime"))
            .env("IPYTHONDIR", self.own("ipython"));
        python
    }

    fn jupyter(&self, command: &str) -> Command {
        let mut jupyter = self.python();
        jupyter.args(["-m", "jupyter", command]);
        jupyter
    }
}

/// The names of the notebooks of `course`, in the order of the chapters.
fn notebooks(course: &Path) -> Result<Vec<String>, Error> {
    let chapters = chapter::summary(&course.join("book"))?.into_iter();
    let names = chapters.map(|chapter| chapter::name(&chapter));
    let folder = course.join("notebooks");
    let is_there = |name: &String| folder.join(format!("{name}.ipynb")).exists();
    Ok(names.filter(is_there).collect())
}

/// Checks that `course` has a notebook of this name.
pub fn check_notebook(course: &Path, name: &str) -> Result<(), Error> {
    let known = notebooks(course)?;
    if known.iter().any(|known| known == name) {
        return Ok(());
    }
    Err(Error::UnknownNotebook {
        name: name.to_owned(),
        known: known.join(", "),
    })
}

/// The folder of the reader's copies. It lies as deep as that of the notebooks, so
/// that the paths in them lead to the same places.
const COPIES: &str = "my-notebooks";

/// The pinned JupyterLab neither asks for newer versions nor offers news.
const OVERRIDES: &str = r#"{
  "@jupyterlab/apputils-extension:notification": {
    "checkForUpdates": false, "doNotDisturbMode": true, "fetchNews": "false"
  }
}
"#;

/// What helps when an installed tool does not work.
const REPAIR: &str = "delete the folder of tools and run `deepq lab` again";

/// Python and a C compiler must be there before minutes are spent on building.
fn check_programs() -> Result<(), Error> {
    for (program, purpose) in [
        ("cc", "to link what a notebook's cell compiles"),
        ("python3", "to run Jupyter"),
    ] {
        let mut command = Command::new(program);
        command.arg("--version").stdout(Stdio::null());
        run(&mut command, purpose, remedy_for(program))?;
    }
    let mut python = Command::new("python3");
    python.args(["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]);
    let remedy = "this Python is older than 3.11: install a newer one, and have \
                  `python3` name it";
    run(&mut python, "to run Jupyter", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_reader_works_in_copies_that_are_never_overwritten() {
        let course = tempfile::tempdir().unwrap();
        let summary = course.path().join("book/src/SUMMARY.md");
        // One chapter has a notebook.
        write_whole(&summary, b"- [A](a.md)\n- [B](b.md)\n").unwrap();
        let woven = course.path().join("notebooks/a.ipynb");
        write_whole(&woven, b"as woven").unwrap();
        let workshop = Workshop {
            course: course.path().to_owned(),
            tools: Tools {
                folder: course.path().join("tools"),
            },
        };
        let copy = course.path().join("my-notebooks/a.ipynb");
        assert_eq!(workshop.copies().unwrap(), std::slice::from_ref(&copy));
        assert_eq!(fs::read(&copy).unwrap(), b"as woven");
        fs::write(&copy, "solved").unwrap();
        assert_eq!(workshop.copies().unwrap(), std::slice::from_ref(&copy));
        assert_eq!(fs::read(&copy).unwrap(), b"solved");
    }
}
