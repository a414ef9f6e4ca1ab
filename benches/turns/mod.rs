//! Ours and another's in turns, so that a slow minute of the machine slows both.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

pub mod peak;

use super::work::{BATCH, RATE, SQUARED, filled_memory, learner};
use deepq::dqn::Learner;
use deepq::experiments::EPISODES;
use deepq::prelude::*;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// Rounds in which the sides take turns.
pub const ROUNDS: usize = 9;
/// Learner steps in one turn.
pub const STEPS: usize = 400;

/// The episodes of a whole seed: the number among the arguments, or the book's.
pub fn episodes() -> usize {
    let arguments = std::env::args().skip(1);
    let mut numbers = arguments.filter_map(|argument| argument.parse().ok());
    numbers.next().unwrap_or(EPISODES)
}

/// The seconds per repetition.
pub fn seconds_of(repeat: usize, mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..repeat {
        work();
    }
    start.elapsed().as_secs_f64() / repeat as f64
}

/// Our learner step: with the drawing of its batch, and on one batch that is there.
pub fn our_learner_steps() -> (impl FnMut(), impl FnMut()) {
    let mut memory = filled_memory(5_000);
    let mut random = random(1, Stream::Replay);
    let batch = memory.sample(BATCH, Clock::default(), &mut random);
    let learn = |learner: &mut Learner<Mlp<4, 2>>, sample: &Sample<4>| {
        let step = learner.learn(sample, &SQUARED, RATE);
        step.expect("a learner learns where it was made");
    };
    let (mut one, mut other) = (learner(), learner());
    let draw_and_learn = move || {
        learn(
            &mut one,
            &memory.sample(BATCH, Clock::default(), &mut random),
        );
    };
    (draw_and_learn, move || learn(&mut other, &batch))
}

/// The seconds of one side, a number for each round.
#[derive(Default)]
pub struct Side(Vec<f64>);

impl Side {
    /// Notes the seconds of a round.
    pub fn push(&mut self, seconds: f64) {
        self.0.push(seconds);
    }

    fn minimum(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The median of the rounds' ratios of this side to `other`.
    pub fn ratio_to(&self, other: &Self) -> f64 {
        median(self.0.iter().zip(&other.0).map(|(a, b)| a / b).collect())
    }
}

/// What was measured: as lines of CSV for a file, and as a table for the terminal.
pub struct Report {
    machine: String,
}

impl Report {
    /// A report that has its first line.
    pub fn begin() -> Self {
        println!("machine,what,side,minimum,median,unit,to_ours");
        let machine = machine();
        eprintln!("{ROUNDS} rounds in turns, one thread each, on {machine}");
        Self { machine }
    }

    /// The times of a comparison, ours first. The last column is the ratio of a side to
    /// ours.
    pub fn compare(&self, what: &str, sides: &[(&str, &Side)]) {
        self.print(what, sides, 1e6, "µs");
    }

    /// The same of numbers that are no times.
    pub fn count(&self, what: &str, sides: &[(&str, &Side)]) {
        self.print(what, sides, 1.0, "");
    }

    fn print(&self, what: &str, sides: &[(&str, &Side)], scale: f64, unit: &str) {
        eprintln!("\n{what:<36}{:>9} {:>9}    to ours", "minimum", "median");
        let ours = sides[0].1;
        for (name, side) in sides {
            let minimum = side.minimum() * scale;
            let median = median(side.0.clone()) * scale;
            let ratio = side.ratio_to(ours);
            eprintln!(
                "  {name:<34}{minimum:>9.1} {median:>9.1} {unit:<2} {ratio:>7.2}"
            );
            let machine = &self.machine;
            println!(
                "{machine},\"{what}\",\"{name}\",{minimum:.1},{median:.1},{unit},{ratio:.2}"
            );
        }
    }
}

/// The processor, and the widest vectors that it computes with.
fn machine() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = processor.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == "model name").then(|| value.trim().replace(',', ""))
    });
    let named = named.unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let bits = 32 * peak::widest_lanes();
    format!("{named} with vectors of {bits} bits")
}

/// The median; the higher one of two in the middle.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The other side, in a process of its own.
pub struct Twin {
    process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Twin {
    /// Starts a script of this folder, which needs the packages of `requirements`. The
    /// variable `PYTHON` names the Python that has them when it is not `python3`.
    pub fn start(script: &str, requirements: &str) -> Self {
        let python =
            std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let script = format!("{}/benches/{script}", env!("CARGO_MANIFEST_DIR"));
        let mut process = Command::new(&python)
            .arg(&script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot run {python}: {error}"));
        let orders = process.stdin.take().expect("it is piped");
        let answers = process.stdout.take().expect("it is piped");
        let mut answers = BufReader::new(answers).lines();
        assert!(
            matches!(answers.next(), Some(Ok(word)) if word == "ready"),
            "{python} cannot run {script}: install {requirements} and name that \
             Python in the variable PYTHON"
        );
        Self {
            process,
            orders,
            answers,
        }
    }

    /// Its answer to an order.
    pub fn ask(&mut self, order: &str, count: usize) -> Vec<f64> {
        writeln!(self.orders, "{order} {count}").expect("the twin listens");
        let answer = self.answers.next().expect("the twin answers");
        let answer = answer.expect("the answer is text");
        let numbers = answer.split(' ').map(str::parse);
        numbers
            .collect::<Result<_, _>>()
            .expect("the answer is numbers")
    }
}

impl Drop for Twin {
    fn drop(&mut self) {
        // It ends by itself when its orders end; a panic must not leave it behind.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
