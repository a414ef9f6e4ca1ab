//! The command line: each command has its arguments, and what it does with them.

use crate::error::Error;
use crate::press::book::Book;
use crate::press::doctor::Doctor;
use crate::press::kernel::Kernel;
use crate::press::notebooks::{Lab, Weave};
use crate::press::reproduce::{Gather, Reproduce};
use crate::press::runs::{Figures, Train, Watch};
use crate::press::web::Web;
use clap::{Parser, Subcommand};

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
    Figures(Figures),
    Web(Web),
}

/// Does what the arguments of this process ask for.
pub fn run() -> Result<(), Error> {
    match Arguments::parse().command {
        Command::Reproduce(command) => command.run(),
        Command::Gather(command) => command.run(),
        Command::Train(command) => command.run(),
        Command::Watch(command) => command.run(),
        Command::Doctor(command) => command.run(),
        Command::Book(command) => command.run(),
        Command::Lab(command) => command.run(),
        Command::Weave(command) => command.run(),
        Command::Kernel(command) => command.run(),
        Command::Figures(command) => command.run(),
        Command::Web(command) => command.run(),
    }
}
