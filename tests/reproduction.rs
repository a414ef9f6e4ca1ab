//! The committed rows are made again, bit for bit.

use deepq::foundations::arithmetic;
use deepq::foundations::weights::Weights;
use deepq::lab::catalogue::{CATALOGUE, Entry, find};
use deepq::lab::experiment::{EPISODES, Run, SEEDS, on_one_thread};
use deepq::lab::recording::Recording;
use deepq::lab::results::Row;
use deepq::lab::shelves::Shelves;
use deepq::lab::statistics::Band;
use rayon::prelude::*;
use std::path::Path;

/// What is committed of a recipe.
fn recording(entry: &Entry) -> Recording {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    Recording::new(&Shelves::of_book(&book).results, entry.name, entry.name)
}

/// The committed rows of one seed.
fn recorded(entry: &Entry, seed: u64) -> Vec<Row> {
    let mut rows = recording(entry).read().unwrap();
    rows.retain(|row| row.seed == seed);
    assert_eq!(rows.len(), entry.episodes, "{} seed {seed}", entry.name);
    rows
}

/// Trains again for `episodes`, compares with the committed rows, and returns the
/// best weights.
fn assert_reproduced(entry: &Entry, seed: u64, episodes: usize) -> Weights {
    let recorded = &recorded(entry, seed)[..episodes];
    let (again, best) = on_one_thread(|| {
        let mut run = Run::new((entry.agent)(seed).unwrap(), seed);
        let rows: Vec<Row> =
            run.by_ref().take(episodes).map(Result::unwrap).collect();
        (rows, run.best().weights.clone())
    });
    if arithmetic::is_promised() {
        for (recorded, again) in recorded.iter().zip(&again) {
            assert_eq!(recorded, again, "{} seed {seed}", entry.name);
        }
        return best;
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
    best
}

#[test]
fn a_whole_seed_of_dqn_is_reproduced_with_its_best_weights() {
    let dqn = find("dqn").unwrap();
    let mut best = assert_reproduced(&dqn, SEEDS[0], EPISODES);
    best.0.sort_by(|a, b| a.name.cmp(&b.name));
    let committed = Weights::load(recording(&dqn).model()).unwrap();
    if arithmetic::is_promised() {
        assert!(
            best == committed,
            "the committed model is not the best of its run"
        );
    }
}

#[test]
fn a_whole_seed_of_every_other_agent_is_reproduced() {
    let agents = [
        "nfq", "online", "ddqn", "per", "rank", "polyak", "dueling", "all",
    ];
    agents.par_iter().for_each(|name| {
        let entry = find(name).unwrap();
        assert_reproduced(&entry, shortest_run(&entry), entry.episodes);
    });
}

/// The seed whose run has the fewest steps.
fn shortest_run(entry: &Entry) -> u64 {
    let rows = recording(entry).read().unwrap();
    let ends = rows.iter().filter(|row| row.episode == entry.episodes);
    ends.min_by_key(|row| row.steps).unwrap().seed
}

#[test]
fn the_first_episodes_of_every_run_are_reproduced() {
    for entry in CATALOGUE {
        for seed in entry.seeds {
            assert_reproduced(&entry, *seed, 20);
        }
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
#[ignore = "trains every run again, a quarter of an hour of work: cargo test -- --ignored"]
fn every_run_is_reproduced() {
    let runs = CATALOGUE
        .par_iter()
        .flat_map_iter(|entry| entry.seeds.iter().map(move |seed| (entry, *seed)));
    runs.for_each(|(entry, seed)| {
        drop(assert_reproduced(entry, seed, entry.episodes));
    });
}
