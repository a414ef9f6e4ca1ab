//! The committed rows are made again, bit for bit.

use deepq::foundations::arithmetic;
use deepq::lab::catalogue::{Entry, find};
use deepq::lab::experiment::{EPISODES, Run, SEEDS, on_one_thread};
use deepq::lab::results::{Recording, Row};
use deepq::lab::shelves::Shelves;
use deepq::lab::statistics::Band;
use rayon::prelude::*;
use std::path::Path;

/// The committed rows of one seed.
fn recorded(entry: &Entry, seed: u64) -> Vec<Row> {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let recording = Recording::new(&Shelves::of_book(&book).results, entry.name);
    let mut rows = recording.read().unwrap();
    rows.retain(|row| row.seed == seed);
    assert_eq!(rows.len(), EPISODES, "{} seed {seed}", entry.name);
    rows
}

fn run(entry: &Entry, seed: u64, episodes: usize) -> Vec<Row> {
    on_one_thread(|| {
        let run = Run::new((entry.agent)(seed).unwrap(), seed);
        run.take(episodes).map(Result::unwrap).collect()
    })
}

/// Trains again for `episodes` and compares with the committed rows.
fn assert_reproduced(entry: &Entry, seed: u64, episodes: usize) {
    let recorded = &recorded(entry, seed)[..episodes];
    let again = run(entry, seed, episodes);
    if arithmetic::is_promised() {
        for (recorded, again) in recorded.iter().zip(&again) {
            assert_eq!(recorded, again, "{} seed {seed}", entry.name);
        }
        return;
    }
    println!("not an x86-64 processor with FMA: rows are compared statistically");
    let mean = |rows: &[Row]| {
        let scores: Vec<f64> = rows.iter().map(|row| row.score).collect();
        Band::of(&scores).unwrap().mean
    };
    let (recorded, again) = (mean(recorded), mean(&again));
    // Seeds of one experiment differ by less than this in their mean score.
    let bound = 0.3 * recorded + 50.0;
    let distance = (recorded - again).abs();
    assert!(
        distance < bound,
        "seed {seed}: mean {again}, recorded {recorded}"
    );
}

#[test]
fn a_whole_seed_of_dqn_is_reproduced() {
    assert_reproduced(&find("dqn").unwrap(), SEEDS[0], EPISODES);
}

#[test]
fn the_first_episodes_of_the_other_seeds_are_reproduced() {
    let dqn = find("dqn").unwrap();
    for seed in &SEEDS[1..] {
        assert_reproduced(&dqn, *seed, 20);
    }
}

#[test]
fn a_run_gives_the_same_bits_on_one_two_and_four_threads() {
    let dqn = find("dqn").unwrap();
    let rows = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let run = Run::new((dqn.agent)(12).unwrap(), 12);
            run.take(40).map(Result::unwrap).collect::<Vec<Row>>()
        })
    };
    let one = rows(1);
    assert_eq!(one, rows(2));
    assert_eq!(one, rows(4));
}

#[test]
#[ignore = "trains every seed again, some minutes of work: cargo test -- --ignored"]
fn every_seed_of_dqn_is_reproduced() {
    let dqn = find("dqn").unwrap();
    let seeds = SEEDS.par_iter();
    seeds.for_each(|seed| assert_reproduced(&dqn, *seed, EPISODES));
}
