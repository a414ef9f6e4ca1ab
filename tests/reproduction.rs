//! The committed rows are made again, bit for bit.

use deepq::evidence::comparison::references::wall_times;
use deepq::experiments::{Job, LONGER, Records, SEEDS, everything, find};
use deepq::foundations::Weights;
use deepq::foundations::arithmetic;
use deepq::lab::runs::{Origin, Row, on_one_thread};
use rayon::prelude::*;
use std::path::Path;

/// The committed records.
fn records() -> Records {
    Records::of_book(&Path::new(env!("CARGO_MANIFEST_DIR")).join("book"))
}

/// The catalogue's runs of a recipe.
fn job(name: &str) -> Job {
    find(name).unwrap().into()
}

/// The committed rows of one seed.
fn recorded(job: &Job, seed: u64) -> Vec<Row> {
    let mut rows = records().recording(job).read().unwrap();
    rows.retain(|row| row.seed == seed);
    let (last, before) = rows.split_last().unwrap();
    let length = job.entry.length;
    let is_whole =
        length.is_over(last) && !before.iter().any(|row| length.is_over(row));
    assert!(is_whole, "{} seed {seed}", job.file);
    rows
}

/// Trains again for `episodes`, or as long as the committed run went on. Compares with
/// the committed rows, and returns the best weights.
fn assert_reproduced(job: &Job, seed: u64, episodes: Option<usize>) -> Weights {
    let recorded = recorded(job, seed);
    let episodes = episodes.unwrap_or(recorded.len());
    let recorded = &recorded[..episodes];
    let (again, best) = on_one_thread(|| {
        let mut run = job.entry.trial(seed).unwrap();
        let rows: Vec<Row> =
            run.by_ref().take(episodes).map(Result::unwrap).collect();
        (rows, run.best().weights.clone())
    })
    .unwrap();
    if arithmetic::is_promised() {
        for (recorded, again) in recorded.iter().zip(&again) {
            assert_eq!(recorded, again, "{} seed {seed}", job.file);
        }
        return best;
    }
    println!("not an x86-64 processor with FMA: runs are compared in kind");
    let compared = check_same_kind(recorded, &again);
    assert_eq!(compared, Ok(()), "{} seed {seed}", job.file);
    best
}

/// Whether a run whose numbers are rounded otherwise is one of the same agent: it plays
/// alike until learning starts, because only the random numbers decide until then; and if
/// the recorded run learned to balance, so does this one.
fn check_same_kind(recorded: &[Row], again: &[Row]) -> Result<(), String> {
    let before_learning = |rows: &[Row]| -> Vec<(usize, f64)> {
        let rows = rows.iter().take_while(|row| row.loss.is_none());
        rows.map(|row| (row.steps, row.episode_return)).collect()
    };
    if before_learning(recorded) != before_learning(again) {
        return Err("it plays otherwise before it learns".to_owned());
    }
    let best = |rows: &[Row]| rows.iter().map(|row| row.score).fold(0.0, f64::max);
    let (recorded, again) = (best(recorded), best(again));
    // A cart-pole that nobody balances falls after about 10 steps, and the best score of
    // a run that learns is the maximum for nearly every seed.
    if recorded > 250.0 && again < recorded / 2.0 {
        return Err(format!("its best score is {again}, and was {recorded}"));
    }
    Ok(())
}

#[test]
fn an_agent_that_learns_nothing_or_plays_otherwise_is_not_of_the_same_kind() {
    let recorded = recorded(&job("dqn"), SEEDS[0]);
    assert_eq!(check_same_kind(&recorded, &recorded), Ok(()));
    let mut learns_nothing = recorded.clone();
    for row in &mut learns_nothing {
        row.score = 9.4;
    }
    assert!(check_same_kind(&recorded, &learns_nothing).is_err());
    let mut plays_otherwise = recorded.clone();
    plays_otherwise[3].steps += 1;
    assert!(check_same_kind(&recorded, &plays_otherwise).is_err());
}

#[test]
fn a_whole_seed_of_dqn_is_reproduced_with_its_best_weights() {
    let mut best = assert_reproduced(&job("dqn"), SEEDS[0], None);
    best.0.sort_by(|a, b| a.name.cmp(&b.name));
    if arithmetic::is_promised() {
        assert!(
            best == records().weights("dqn").unwrap(),
            "the committed model is not the best of its run"
        );
    }
}

#[test]
fn every_committed_model_is_that_of_the_lowest_seed_of_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    let everything = everything().unwrap();
    for job in everything.iter().filter(|job| job.keeps_network) {
        let recording = records().recording(job);
        let weights = recording.weights().unwrap();
        // As it is saved today.
        let origin = Origin::of_model(recording.model().unwrap())
            .unwrap()
            .unwrap();
        weights.save_with(&copy, &origin.metadata()).unwrap();
        let bytes = |path: &Path| std::fs::read(path).unwrap();
        let committed = recording.model().unwrap();
        assert!(bytes(&copy) == bytes(committed), "{}", job.file);
        assert_eq!(job.entry.seeds.iter().min(), Some(&origin.seed));
    }
}

#[test]
fn a_whole_seed_of_every_other_agent_is_reproduced() {
    // The longest first, so that none is left for the end.
    let agents = ["nfq", "rank", "per", "ddqn", "polyak", "all", "dueling"];
    agents.into_iter().par_bridge().for_each(|name| {
        let job = job(name);
        assert_reproduced(&job, shortest_run(&job), None);
    });
}

/// The seed whose run has the fewest steps.
fn shortest_run(job: &Job) -> u64 {
    let rows = records().recording(job).read().unwrap();
    let ends = rows.iter().filter(|row| job.entry.length.is_over(row));
    ends.min_by_key(|row| row.steps).unwrap().seed
}

#[test]
fn the_first_episodes_of_every_recording_are_reproduced() {
    let mut runs = every_run();
    // Some seeds of each recording, and not all: every seed goes the same way. Longer
    // runs begin as shorter ones, which another test shows.
    runs.retain(|(job, seed)| {
        job.entry.seeds[..3].contains(seed) && !job.file.starts_with(LONGER.name)
    });
    runs.par_iter().for_each(|(job, seed)| {
        assert_reproduced(job, *seed, Some(20));
    });
}

/// Every committed run: what it belongs to, and its seed.
fn every_run() -> Vec<(Job, u64)> {
    let jobs = everything().unwrap().into_iter();
    let runs = jobs.flat_map(|job| {
        let seeds = job.entry.seeds.iter();
        seeds.map(move |seed| (job.clone(), *seed))
    });
    runs.collect()
}

#[test]
fn a_longer_run_begins_as_the_shorter_one_of_its_seed() {
    for longer in LONGER.jobs().unwrap() {
        let shorter = job(longer.entry.name);
        for &seed in longer.entry.seeds {
            let rows = recorded(&longer, seed);
            let first = &rows[..shorter.entry.length.amount()];
            assert_eq!(first, recorded(&shorter, seed), "{longer:?} seed {seed}");
        }
    }
}

#[test]
fn the_runs_whose_time_was_measured_are_the_recorded_ones() {
    for time in wall_times() {
        let rows = recorded(&job(&time.recipe), SEEDS[0]);
        assert_eq!(rows.last().unwrap().steps, time.steps, "{}", time.recipe);
    }
}

#[test]
fn the_runs_that_the_book_says_are_the_same_are() {
    let records = records();
    let rows = |name| {
        let rows = records.rows(name).unwrap().into_iter();
        let rows = rows.map(|row| Row {
            recipe: String::new(),
            ..row
        });
        rows.collect::<Vec<Row>>()
    };
    assert!(rows("dqn") == rows("printed-dqn"));
    assert!(rows("never-updated") == rows("printed-per"));
    assert!(rows("per-lecture") != rows("printed-per"));
    // Without a second network there is one choice and one value.
    assert!(rows("tau-1") == rows("no-target"));
    assert!(rows("ddqn") != rows("dqn"));
}

#[test]
fn a_run_gives_the_same_bits_on_one_two_and_four_threads() {
    let dqn = find("dqn").unwrap();
    let rows = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let run = dqn.trial(12).unwrap();
            run.take(40).map(Result::unwrap).collect::<Vec<Row>>()
        })
    };
    let one = rows(1);
    assert_eq!(one, rows(2));
    assert_eq!(one, rows(4));
}

#[test]
#[ignore = "trains every run again, hours of work: cargo test -- --ignored"]
fn every_run_is_reproduced() {
    every_run().par_iter().for_each(|(job, seed)| {
        assert_reproduced(job, *seed, None);
    });
}
