//! Trains healthy and faulty agents of the crate on the tasks of the clinic.
//!
//! ```text
//! deepq-clinic [--jobs N] deepq/TASK/FAULT/SEED…
//! ```
//!
//! FAULT is `healthy` where there is none. Runs that are made already are passed over.
//! `CLINIC_PYTHON` names the Python interpreter that has Gymnasium and `MinAtar`.

mod entry;
mod faults;
mod files;
mod gym;
mod name;
mod networks;
mod objectives;
mod settings;
mod stored;
mod training;

use crate::entry::Entry;
use crate::name::Name;
use crate::settings::AllKnown;
use deepq::lab::runs::on_one_thread;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

fn main() -> ExitCode {
    let failed = arguments().and_then(|(jobs, runs)| {
        let all = AllKnown::read()?;
        Ok(make_all(jobs, &runs, &all))
    });
    match failed {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failed) => {
            eprintln!("{failed} runs have failed");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How many runs are made at a time, and their names.
fn arguments() -> Result<(usize, Vec<String>), String> {
    let mut arguments = std::env::args().skip(1).peekable();
    let mut jobs = 1;
    if arguments.next_if_eq("--jobs").is_some() {
        let number = arguments.next().and_then(|number| number.parse().ok());
        jobs = number.ok_or("--jobs takes a number")?;
    }
    let runs: Vec<_> = arguments.collect();
    if runs.is_empty() {
        return Err("name runs, such as deepq/cart-pole/no-mask/0".to_owned());
    }
    Ok((jobs, runs))
}

/// Makes the runs, so many at a time; returns how many of them have failed.
fn make_all(jobs: usize, runs: &[String], all: &AllKnown) -> usize {
    let (left, failed) = (Mutex::new(runs.iter()), AtomicUsize::new(0));
    let next = || left.lock().expect("no worker panics in `next`").next();
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(run) = next() {
                    if let Err(error) = make_apart(run, all) {
                        eprintln!("{run}: {error}");
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    failed.into_inner()
}

/// Makes one run on a thread of its own, where a panic ends nothing else.
fn make_apart(run: &str, all: &AllKnown) -> Result<(), String> {
    thread::scope(|scope| {
        let made = scope.spawn(|| {
            let made = on_one_thread(|| make(run, all));
            made.map_err(|error| error.to_string())?
        });
        made.join()
            .unwrap_or_else(|_| Err("it has panicked, see above".to_owned()))
    })
}

/// Makes the run of this name, unless it is there.
fn make(run: &str, all: &AllKnown) -> Result<(), String> {
    let name: Name = run.parse()?;
    if files::exists(&name) {
        return Ok(());
    }
    let known = all.of(&name)?;
    let start = Instant::now();
    let trained = training::run(&name, &known.settings)?;
    let seconds = start.elapsed().as_secs_f64();
    let entry = Entry::new(&name, known, &trained, seconds);
    files::write(&name, &entry, &trained.rows)?;
    println!("{name}: {seconds:.1} s");
    Ok(())
}
