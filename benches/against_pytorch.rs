//! Ours and PyTorch's in turns: `cargo bench --bench against_pytorch`.
//!
//! Prints the medians and their ratios, and the limit: the matrix products of a
//! learner step by PyTorch's own matmul, with nothing around them.
//!
//! Needs a Python with the packages of `tests/golden/requirements.txt`; name it in
//! the variable `PYTHON` when it is not `python3`. Arguments after `--`: the number
//! of episodes of the whole seed (250; 0 leaves it out).

mod work;

use deepq::experiments::EPISODES;
use deepq::lab::runs::{EVALUATION_EPISODES, Evaluation, on_one_thread};
use deepq::target::MaxValue;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;
use work::{BATCH, filled_memory, learner, play_whole_seed};

use deepq::prelude::*;

/// Rounds in which ours and PyTorch's take turns.
const ROUNDS: usize = 9;
/// Learner steps in one turn.
const STEPS: usize = 400;
/// Evaluation steps in one turn, at least.
const EVALUATION_STEPS: usize = 2_000;

fn main() {
    let arguments = std::env::args().skip(1);
    let mut numbers = arguments.filter_map(|argument| argument.parse().ok());
    let episodes = numbers.next().unwrap_or(EPISODES);
    on_one_thread(|| compare(episodes));
}

fn compare(episodes: usize) {
    let mut twin = Twin::start();
    let mut rounds = Rounds::default();
    let mut memory = filled_memory(5_000);
    let mut learner = learner();
    let mut random = random(1, Stream::Replay);
    for _ in 0..ROUNDS {
        rounds.ours.push(seconds_of(STEPS, || {
            let sample = memory.sample(BATCH, &mut random);
            learner.learn(&sample, &MaxValue, 1.0).unwrap();
        }));
        rounds.pytorch.push(twin.ask("learner_step", STEPS)[0]);
        rounds.products.push(twin.ask("products", STEPS)[0]);
        rounds.our_evaluation.push(seconds_per_evaluation_step());
        let evaluation = twin.ask("evaluation", EVALUATION_STEPS)[0];
        rounds.their_evaluation.push(evaluation);
    }
    rounds.print();
    if episodes > 0 {
        compare_whole_seeds(&mut twin, episodes);
    }
}

fn compare_whole_seeds(twin: &mut Twin, episodes: usize) {
    let start = Instant::now();
    let (steps, evaluation_steps) = play_whole_seed(episodes);
    let ours = start.elapsed().as_secs_f64();
    println!("\none seed, {episodes} episodes, evaluation included");
    let line = |who: &str, seconds: f64, steps: f64, evaluation_steps: f64| {
        println!(
            "  {who:<28}{seconds:>8.1} s  {:>6.1} × ours   {steps:>6} training steps, \
             {evaluation_steps:>6} evaluation steps",
            seconds / ours
        );
    };
    line("ours", ours, steps as f64, evaluation_steps as f64);
    for (who, order) in [
        ("PyTorch", "whole_seed"),
        ("PyTorch, as the lecture does", "as_printed"),
    ] {
        let answer = twin.ask(order, episodes);
        line(who, answer[0], answer[1], answer[2]);
    }
}

fn seconds_of(repeat: usize, mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..repeat {
        work();
    }
    start.elapsed().as_secs_f64() / repeat as f64
}

/// Greedy play of an untrained agent, so that episodes are short for both.
fn seconds_per_evaluation_step() -> f64 {
    let agent = Agent::new(dqn(), 12).expect("the course's recipe is valid");
    let mut evaluation = Evaluation::new(&agent, EVALUATION_EPISODES, 12);
    let start = Instant::now();
    let mut steps = 0.0;
    while steps < EVALUATION_STEPS as f64 {
        let score = evaluation.score(&agent);
        let score = score.expect("the cart-pole returns finite numbers");
        steps += score.mean_return * EVALUATION_EPISODES as f64;
    }
    start.elapsed().as_secs_f64() / steps
}

/// The seconds of each round.
#[derive(Default)]
struct Rounds {
    ours: Vec<f64>,
    pytorch: Vec<f64>,
    products: Vec<f64>,
    our_evaluation: Vec<f64>,
    their_evaluation: Vec<f64>,
}

impl Rounds {
    fn print(&self) {
        let micros = |seconds: &[f64]| median(seconds.to_vec()) * 1e6;
        println!("medians of {ROUNDS} rounds, one thread each\n");
        println!("learner step, batch {BATCH}");
        println!("  ours                  {:>8.1} µs", micros(&self.ours));
        println!("  PyTorch               {:>8.1} µs", micros(&self.pytorch));
        println!("  limit, bare products  {:>8.1} µs", micros(&self.products));
        let faster = ratio(&self.pytorch, &self.ours);
        println!("  PyTorch : ours        {faster:>8.2}");
        let above = ratio(&self.ours, &self.products);
        println!("  ours : limit          {above:>8.2}");
        println!("\nevaluation, per environment step");
        let (ours, theirs) = (&self.our_evaluation, &self.their_evaluation);
        println!("  ours, in step         {:>8.1} µs", micros(ours));
        println!("  PyTorch, one by one   {:>8.1} µs", micros(theirs));
        println!("  PyTorch : ours        {:>8.2}", ratio(theirs, ours));
    }
}

/// The median of the rounds' ratios: a slow minute slows both.
fn ratio(a: &[f64], b: &[f64]) -> f64 {
    median(a.iter().zip(b).map(|(a, b)| a / b).collect())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// PyTorch's side, in a process of its own.
struct Twin {
    process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Twin {
    fn start() -> Self {
        let python =
            std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/twin.py");
        let mut process = Command::new(&python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot run {python}: {error}"));
        let orders = process.stdin.take().expect("it is piped");
        let answers = process.stdout.take().expect("it is piped");
        let mut answers = BufReader::new(answers).lines();
        assert!(
            matches!(answers.next(), Some(Ok(word)) if word == "ready"),
            "{python} cannot run {script}: install tests/golden/requirements.txt \
             and name that Python in the variable PYTHON"
        );
        Self {
            process,
            orders,
            answers,
        }
    }

    fn ask(&mut self, order: &str, count: usize) -> Vec<f64> {
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
