//! The command line of the course: nothing but a call into the library.

use deepq::press::commands;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run()
}
