//! The lecture's agents beside what others report of them.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_of;
use crate::experiments::{
    CART_POLE, Entry, Job, LONGER, Records, find, lines_of_file, printed_runs,
};
use crate::lab::plots::learning_curves_apart;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Band, RunSummary, Runs, interquartile_mean, none, of_runs, table, trailing_mean,
};
use serde::Deserialize;

/// The lecture's agents, in its order and with its settings.
pub const AGENTS: [&str; 5] =
    ["nfq", "dqn", "ddqn-lecture", "per-lecture", "dueling"];

/// Gymnasium counts CartPole-v1 as solved by the mean of this many episodes, and so
/// does the public reference.
pub(crate) const OFFICIAL_WINDOW: usize = 100;

/// What the notebooks of M. Morales, "Grokking Deep Reinforcement Learning" (2020),
/// report of an agent: the means over their five seeds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct PublicReference {
    /// The recipe, by our name for it.
    pub recipe: String,
    /// The episodes until the mean of 100 scores reaches `CART_POLE.solved`.
    pub episodes: usize,
    /// The environment steps until then.
    pub steps: usize,
}

/// How long the run of seed 12 of an agent takes, as the benchmark `agents` measured
/// it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WallTime {
    /// The recipe.
    pub recipe: String,
    /// Environment steps of training.
    pub steps: usize,
    /// Seconds, evaluation included.
    pub seconds: f64,
}

/// What the public notebooks report.
pub(crate) fn public_references() -> Vec<PublicReference> {
    lines_of_file(include_str!("../../../book/reference/gdrl.csv"))
}

/// How long the agents take.
pub fn wall_times() -> Vec<WallTime> {
    lines_of_file(include_str!("../../../book/reference/wall_time.csv"))
}

/// The tables of the lecture's agents, beside the lecture and beside the public
/// reference, and the learning curves of the longer runs.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let read = |job: Job| Ok((job.entry, records.rows_of(&job)?));
    let agents = AGENTS.iter().map(|name| read(find(name)?.into()));
    let agents = agents.collect::<Result<Vec<(Entry, Vec<Row>)>, Error>>()?;
    let longer = LONGER.jobs()?.into_iter().map(read);
    let mut longer = longer.collect::<Result<Vec<(Entry, Vec<Row>)>, Error>>()?;
    let curves = longer.iter().map(|(entry, rows)| (entry.title, rows));
    let curves: Vec<_> = curves.collect();
    let title = format!("The same runs, for {} episodes", LONGER.length.amount());
    let curves = learning_curves_apart(&CART_POLE, &title, &curves_of(&curves))?;
    // NFQ has ten times the episodes of the others: its runs are long enough.
    longer.insert(0, agents[0].clone());
    let table = |name, contents: String| Artifact::table(records, name, contents);
    Ok(vec![
        table("agents", agents_alone(&agents)),
        table("agents-lecture", beside_lecture(&agents)),
        table("references", beside_public_reference(&longer)),
        Artifact::figure(records, "longer", curves),
    ])
}

/// What the agents come to, and how long they take.
fn agents_alone(agents: &[(Entry, Vec<Row>)]) -> String {
    let times = wall_times();
    let line = |(entry, rows): &(Entry, Vec<Row>)| {
        let runs = Runs::of(&CART_POLE, rows);
        let time = times.iter().find(|time| time.recipe == entry.name);
        vec![
            entry.title.to_owned(),
            runs.format_solved(),
            runs.format_steps(),
            runs.format_score(),
            time.map_or_else(none, |time| format!("{:.0}", time.seconds)),
        ]
    };
    let titles = "agent | solved | after steps | final score | seconds";
    table(1, titles, agents.iter().map(line))
}

/// The agents beside what the lecture prints of them.
fn beside_lecture(agents: &[(Entry, Vec<Row>)]) -> String {
    let line = |(entry, rows): &(Entry, Vec<Row>)| {
        let ours = RunSummary::of(rows);
        let printed = printed_runs(entry.name);
        vec![
            entry.title.to_owned(),
            mean(ours.iter().map(|run| run.last_score), 1),
            mean(printed.iter().map(|run| run.last_score), 1),
            mean(ours.iter().map(|run| run.steps as f64), 0),
            mean(printed.iter().map(|run| run.steps as f64), 0),
        ]
    };
    let titles = "agent | last score | lecture’s | steps in all | lecture’s";
    table(1, titles, agents.iter().map(line))
}

/// The agents beside the public reference: how long until the mean of
/// [`OFFICIAL_WINDOW`] solves the task. A run that never reaches it counts
/// as longer than all that do.
fn beside_public_reference(agents: &[(Entry, Vec<Row>)]) -> String {
    let references = public_references();
    let line = |(entry, rows): &(Entry, Vec<Row>)| {
        let runs = by_seed(rows);
        let solved: Vec<Option<&Row>> =
            runs.iter().map(|(_, run)| solved_officially(run)).collect();
        let theirs = references.iter().find(|theirs| theirs.recipe == entry.name);
        let last = of_runs(rows, |run| official_means(run).pop()?);
        vec![
            entry.title.to_owned(),
            format!("{} of {}", solved.iter().flatten().count(), runs.len()),
            entry.length.amount().to_string(),
            until(&solved, |row| row.episode),
            theirs.map_or_else(none, |theirs| theirs.episodes.to_string()),
            until(&solved, |row| row.steps),
            theirs.map_or_else(none, |theirs| theirs.steps.to_string()),
            mean(last.into_iter(), 1),
        ]
    };
    let target = CART_POLE.solved;
    let titles = &format!(
        "agent | runs that reach a mean of {target} over {OFFICIAL_WINDOW} episodes \
         | within episodes | episodes until then | public reference \
         | steps until then | public reference \
         | last {OFFICIAL_WINDOW} scores, mean"
    );
    table(1, titles, agents.iter().map(line))
}

/// The interquartile mean of what it takes to be solved.
fn until(solved: &[Option<&Row>], of: fn(&Row) -> usize) -> String {
    let taken = solved.iter();
    let taken = taken.map(|row| row.map_or(f64::INFINITY, |row| of(row) as f64));
    let mean = interquartile_mean(&taken.collect::<Vec<f64>>());
    if mean.is_finite() {
        format!("{mean:.0}")
    } else {
        none()
    }
}

/// The mean of the last [`OFFICIAL_WINDOW`] scores at each row.
fn official_means(run: &[&Row]) -> Vec<Option<f64>> {
    let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
    trailing_mean(&scores, OFFICIAL_WINDOW)
}

/// The first row at which the mean of [`OFFICIAL_WINDOW`] scores is `CART_POLE.solved`.
pub(crate) fn solved_officially<'a>(run: &[&'a Row]) -> Option<&'a Row> {
    let is_solved =
        |mean: &Option<f64>| mean.is_some_and(|mean| mean >= CART_POLE.solved);
    Some(run[official_means(run).iter().position(is_solved)?])
}

fn mean(numbers: impl Iterator<Item = f64>, digits: usize) -> String {
    let numbers: Vec<f64> = numbers.collect();
    let band = Band::of(&numbers);
    band.map_or_else(none, |band| format!("{:.digits$}", band.mean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_others_name_the_lectures_agents() {
        let theirs = public_references().into_iter().map(|theirs| theirs.recipe);
        assert_eq!(theirs.collect::<Vec<String>>(), AGENTS);
        assert!(wall_times().iter().all(|time| time.seconds > 0.0));
        let measured = wall_times().into_iter().map(|time| time.recipe);
        assert_eq!(measured.collect::<Vec<String>>(), AGENTS);
    }

    #[test]
    fn the_official_mean_is_of_a_hundred_scores() {
        let row = |i| Row {
            seed: 1,
            episode: i,
            steps: 10 * i,
            score: if i > 50 { 500.0 } else { 100.0 },
            ..Row::default()
        };
        let rows: Vec<Row> = (1..=200).map(row).collect();
        let run: Vec<&Row> = rows.iter().collect();
        // 400 k / 100 + 100 ≥ 475 once k = 94 of 100 scores are 500.
        assert_eq!(solved_officially(&run).unwrap().episode, 144);
        assert!(solved_officially(&run[..143]).is_none());

        let entry = find("dqn").unwrap();
        let table = beside_public_reference(&[(entry, rows)]);
        let line = "| DQN | 1 of 1 | 250 | 144 | 273 | 1440 | 60600 | 500.0 |";
        assert!(table.contains(line), "{table}");
    }
}
