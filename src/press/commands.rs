//! The command line: each command has its arguments, and what it does with them.

use crate::error::Error;
use crate::press::book::Book;
use crate::press::doctor::Doctor;
use crate::press::kernel::Kernel;
use crate::press::notebooks::{Lab, Weave};
use crate::press::output::{self, tell};
use crate::press::pages::Pages;
use crate::press::reproduce::{Gather, Reproduce};
use crate::press::runs::{Figures, Train, Watch};
use crate::press::web::Web;
use clap::{Parser, Subcommand};
use std::io::ErrorKind;
use std::process::ExitCode;

/// Deep Q-Networks, with nothing taken on trust.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Reproduce(Reproduce),
    Gather(Gather),
    Train(Train),
    Watch(Watch),
    Doctor(Doctor),
    Book(Book),
    Lab(Lab),
    Weave(Weave),
    #[command(hide = true)]
    Kernel(Kernel),
    #[command(hide = true)]
    Pages(Pages),
    Figures(Figures),
    Web(Web),
}

/// The exit status of a program whose reader has enough, such as `head`: 128, and the
/// number of the signal SIGPIPE.
const READER_HAS_ENOUGH: u8 = 141;

/// Does what the arguments of this process ask for, and says what went wrong.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(help) => return shown(&help),
    };
    let done = done(arguments.command);
    exit_code(done.and_then(|()| output::close()))
}

fn done(command: Command) -> Result<(), Error> {
    match command {
        Command::Reproduce(command) => command.run(),
        Command::Gather(command) => command.run(),
        Command::Train(command) => command.run(),
        Command::Watch(command) => command.run(),
        Command::Doctor(command) => command.run(),
        Command::Book(command) => command.run(),
        Command::Lab(command) => command.run(),
        Command::Weave(command) => command.run(),
        Command::Kernel(command) => command.run(),
        Command::Pages(command) => command.run(),
        Command::Figures(command) => command.run(),
        Command::Web(command) => command.run(),
    }
}

/// Shows help, or what is wrong with the arguments.
fn shown(help: &clap::Error) -> ExitCode {
    let status = u8::try_from(help.exit_code()).unwrap_or(1);
    match help.print() {
        Err(lost) if !help.use_stderr() => exit_code(Err(Error::LostReport(lost))),
        _ => ExitCode::from(status),
    }
}

fn exit_code(done: Result<(), Error>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::LostReport(lost)) if lost.kind() == ErrorKind::BrokenPipe => {
            ExitCode::from(READER_HAS_ENOUGH)
        }
        Err(error) => {
            tell!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
