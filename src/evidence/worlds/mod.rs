//! What the book shows of worlds besides the cart-pole: DQN in each of them, beside what
//! is published, and what is known of the lake.

mod claims;
mod lake;
mod outcomes;

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::{Numbers, Page};
use crate::evidence::worlds::outcomes::{
    BREAKOUT, LAST_EPISODES, MOUNTAIN_CAR, arrivals_at_random, first_returns,
    last_returns, published,
};
use crate::experiments::{
    BREAKOUT_STEPS, CLASSIC_STEPS, Entry, IN_WORLDS, LAKE_EVALUATION, LAKE_STEPS,
    Records, TEN_SEEDS, find,
};
use crate::lab::plots::{BLUE, Curve, Over, Summary, learning_curves_over};
use crate::lab::stats::{Runs, grouped, mean, none, standard_deviation, table};

pub(crate) const PAGE: Page = Page {
    chapter: "worlds",
    artifacts: &[curves, films, in_numbers],
    sketches: &[lake::artifacts],
    numbers,
    claims: claims::CLAIMS,
};

/// The steps of training of Young and Tian (2019), section 4.
const FRAMES_OF_YOUNG: usize = 5_000_000;

/// The file of an artifact of one of the entries: `worlds/acrobot` is `world-acrobot`.
fn file(entry: &Entry) -> String {
    entry.name.replacen("worlds/", "world-", 1)
}

/// The entries in other worlds than the cart-pole, whose curves earlier pages show.
fn elsewhere() -> impl Iterator<Item = Entry> {
    IN_WORLDS.into_iter().skip(1)
}

/// The learning curves in each world.
fn curves(records: &Records) -> Result<Vec<Artifact>, Error> {
    let mut made = Vec::new();
    for entry in elsewhere() {
        let rows = records.rows(entry.name)?;
        let curve = Curve {
            name: entry.title,
            color: BLUE,
            rows: &rows,
        };
        let title = format!("Greedy episodes of {}", entry.task.name);
        let (over, summary) = (Over::Steps, Summary::MeanAndRange);
        let svg = learning_curves_over(entry.task, over, summary, &title, &[curve])?;
        made.push(Artifact::figure(records, &file(&entry), svg));
    }
    Ok(made)
}

/// A greedy episode of the saved network in each world.
fn films(records: &Records) -> Result<Vec<Artifact>, Error> {
    let mut made = Vec::new();
    for entry in elsewhere() {
        let weights = records.weights(entry.name)?;
        let film = entry.agents.animate(&weights, entry.seeds[0])?;
        let gif = film.map(|film| film.gif);
        made.extend(gif.map(|gif| Artifact::animation(records, &file(&entry), gif)));
    }
    Ok(made)
}

/// A mean and a deviation, with as many digits as the scale of the task needs.
fn with_deviation(mean: f64, deviation: f64) -> String {
    let digits = if mean.abs() < 2.0 { 2 } else { 1 };
    format!("{mean:.digits$} ± {deviation:.digits$}").replace('-', "−")
}

/// The table of all worlds.
fn in_numbers(records: &Records) -> Result<Vec<Artifact>, Error> {
    let published = published();
    let mut lines = Vec::new();
    for entry in IN_WORLDS {
        let rows = records.rows(entry.name)?;
        let returns = last_returns(&rows);
        let theirs = published.iter().find(|line| line.recipe == entry.name);
        let runs = Runs::of(entry.task, &rows);
        lines.push(vec![
            entry.task.name.to_owned(),
            grouped(entry.length.amount()),
            with_deviation(mean(&returns), standard_deviation(&returns)),
            theirs
                .map_or_else(none, |line| with_deviation(line.mean, line.deviation)),
            with_deviation(
                mean(&runs.final_scores),
                standard_deviation(&runs.final_scores),
            ),
            entry.task.solved.to_string().replace('-', "−"),
            runs.format_solved(),
        ]);
    }
    let titles = "world | steps of a run | last training episodes | CleanRL's | \
                  last greedy episodes | solved at | runs that are";
    let table = table(1, titles, lines);
    Ok(vec![Artifact::table(records, "worlds", table)])
}

fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    prose.add("worlds_seeds", TEN_SEEDS.len());
    prose.add("worlds_steps", grouped(CLASSIC_STEPS));
    prose.add("worlds_lake_steps", grouped(LAKE_STEPS));
    prose.add("worlds_last_episodes", LAST_EPISODES);
    let mountain = records.rows(MOUNTAIN_CAR)?;
    let (_, all) = arrivals_at_random(&mountain);
    prose.count("mountain_car_random_episodes", all as f64);
    prose.add("worlds_lake_evaluation", LAKE_EVALUATION);
    let breakout = find(BREAKOUT)?;
    prose.add("worlds_breakout_steps", grouped(BREAKOUT_STEPS));
    prose.add("worlds_breakout_seeds", breakout.seeds.len());
    prose.add("worlds_breakout_times", FRAMES_OF_YOUNG / BREAKOUT_STEPS);
    let rows = records.rows(BREAKOUT)?;
    prose.rounded("breakout_first", mean(&first_returns(&rows)), 1);
    let greedy = Runs::of(breakout.task, &rows).final_scores;
    prose.rounded("breakout_last", mean(&greedy), 1);
    lake::numbers(records, prose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_as_many_digits_as_its_scale_needs() {
        assert_eq!(with_deviation(-91.54, 7.2), "−91.5 ± 7.2");
        assert_eq!(with_deviation(0.734, 0.021), "0.73 ± 0.02");
    }
}
