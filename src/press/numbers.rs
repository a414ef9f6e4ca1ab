//! The numbers of the book's prose. None is typed: each is read off the recipe, the
//! code or the recorded rows, and the prose names it.

use crate::dqn::dqn;
use crate::error::Error;
use crate::exploration::Clock;
use crate::foundations::cart_pole::{STEP_LIMIT, TIME_STEP};
use crate::lab::catalogue::find;
use crate::lab::comparisons::recorded_rows;
use crate::lab::experiment::{EPISODES, EVALUATION_EPISODES, SEEDS};
use crate::lab::figures::{SOLVED, WINDOW};
use crate::lab::museum;
use crate::lab::results::{Row, by_seed};
use crate::lab::shelves::Shelves;
use crate::lab::statistics::Band;
use crate::lab::tables::solved_runs;
use crate::press::sheet::Sheet;
use crate::recipe::RecipeCard;
use crate::replay::Ring;
use std::fmt::Write;

/// The numbers of the prose as a file of anchors: a chapter names one by
/// `{{#include tables/numbers.md:name}}`.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub fn numbers(shelves: &Shelves) -> Result<String, Error> {
    let mut file = String::new();
    for (name, number) in named_numbers(shelves)? {
        writeln!(
            file,
            "<!-- ANCHOR: {name} -->\n{number}\n<!-- ANCHOR_END: {name} -->"
        )
        .expect("writing to memory");
    }
    Ok(file)
}

type Named = (&'static str, String);

fn named_numbers(shelves: &Shelves) -> Result<Vec<Named>, Error> {
    let mut numbers = settings();
    numbers.extend(sizes());
    numbers.extend(recorded(shelves)?);
    Ok(numbers)
}

/// The settings of the experiments.
fn settings() -> Vec<Named> {
    let recipe = dqn();
    let card = recipe.card();
    let at = |step| recipe.exploration.value(Clock { step, episode: 0 });
    vec![
        ("seeds", SEEDS.len().to_string()),
        ("episodes", EPISODES.to_string()),
        ("evaluation_episodes", EVALUATION_EPISODES.to_string()),
        ("window", WINDOW.to_string()),
        ("solved", SOLVED.to_string()),
        ("step_limit", STEP_LIMIT.to_string()),
        ("time_step", TIME_STEP.to_string()),
        ("capacity", grouped(recipe.replay.capacity())),
        ("batch_size", recipe.batch_size.to_string()),
        ("warm_up", recipe.warm_up.to_string()),
        ("gamma", recipe.gamma.to_string()),
        ("learning_rate", recipe.learning_rate.to_string()),
        ("copy_every", setting(&card.target_update, "every")),
        ("epsilon_start", at(0).to_string()),
        ("epsilon_end", at(usize::MAX - 1).to_string()),
        (
            "epsilon_steps",
            grouped_text(&setting(&card.exploration, "steps")),
        ),
    ]
}

/// What memories cost.
fn sizes() -> Vec<Named> {
    let capacity = dqn().replay.capacity();
    let cart_pole = Ring::<4>::BYTES_PER_TRANSITION;
    let stacked = Ring::<{ SCREENS * SCREEN }>::BYTES_PER_TRANSITION;
    vec![
        ("bytes_per_transition", cart_pole.to_string()),
        (
            "memory_megabytes",
            format!("{:.1}", (cart_pole * capacity) as f64 / 1e6),
        ),
        ("screen_side", SCREEN_SIDE.to_string()),
        ("screens", SCREENS.to_string()),
        ("screen_transitions", grouped(SCREEN_TRANSITIONS)),
        (
            "screens_gigabytes",
            format!("{:.0}", in_billions(stacked * SCREEN_TRANSITIONS)),
        ),
        (
            "frames_gigabytes",
            format!("{:.1}", in_billions(SCREEN * SCREEN_TRANSITIONS)),
        ),
    ]
}

// Mnih et al. (2015), "Methods": a state is four screens of 84 by 84 points, and the
// memory holds a million transitions.
const SCREEN_SIDE: usize = 84;
const SCREEN: usize = SCREEN_SIDE * SCREEN_SIDE;
const SCREENS: usize = 4;
const SCREEN_TRANSITIONS: usize = 1_000_000;

fn in_billions(bytes: usize) -> f64 {
    bytes as f64 / 1e9
}

/// What the recorded runs came to.
fn recorded(shelves: &Shelves) -> Result<Vec<Named>, Error> {
    let rows = |name| recorded_rows(&find(name)?, shelves);
    let (dqn, no_replay) = (rows("dqn")?, rows("no-replay")?);
    let (no_target, online) = (rows("no-target")?, rows("online")?);
    let last = |rows: &[Row], of: fn(&Row) -> Option<f64>| {
        let last = by_seed(rows).into_iter();
        let last: Vec<f64> = last.filter_map(|(_, run)| of(run.last()?)).collect();
        Band::of(&last)
    };
    let of = |band: Option<Band>, number: fn(Band) -> f64, digits: usize| {
        band.map_or_else(String::new, |band| format!("{:.digits$}", number(band)))
    };
    let age = |rows: &[Row]| last(rows, |row| row.sample_age);
    let largest_q = last(&dqn, |row| row.max_abs_q);
    Ok(vec![
        ("dqn_solved", solved_runs(&dqn).to_string()),
        ("no_replay_solved", solved_runs(&no_replay).to_string()),
        ("no_target_solved", solved_runs(&no_target).to_string()),
        ("online_solved", solved_runs(&online).to_string()),
        ("fallen", FALLEN.to_string()),
        ("dqn_falls", falls(&dqn).to_string()),
        ("no_replay_falls", falls(&no_replay).to_string()),
        ("dqn_age", grouped_text(&of(age(&dqn), |band| band.mean, 0))),
        ("no_replay_age", of(age(&no_replay), |band| band.mean, 1)),
        ("dqn_copies", grouped(copies(&dqn))),
        ("dqn_least_max_q", of(largest_q, |band| band.min / 1e6, 1)),
        (
            "dqn_largest_max_q",
            of(largest_q, |band| band.max / 1e6, 1) + " million",
        ),
    ])
}

/// The copies that the target network of the longest run of DQN has received.
fn copies(rows: &[Row]) -> usize {
    let steps = rows.iter().map(|row| row.steps).max().unwrap_or(0);
    let every = setting(&dqn().card().target_update, "every").parse();
    // A copy is made on step 0 too.
    every.map_or(0, |every: usize| steps.div_ceil(every))
}

/// A score below this is one of a policy that has lost its skill.
const FALLEN: f64 = 100.0;

/// How often a run's score falls from [`SOLVED`] or more to below [`FALLEN`] from one
/// episode to the next.
fn falls(rows: &[Row]) -> usize {
    let is_fall = |pair: &&[&Row]| pair[0].score >= SOLVED && pair[1].score < FALLEN;
    let runs = by_seed(rows).into_iter();
    runs.map(|(_, run)| run.windows(2).filter(is_fall).count())
        .sum()
}

/// The tables of what a chapter swaps: a file's name, and the table of its two or
/// three recipes side by side, with the lines in which they differ.
pub fn pieces() -> [(&'static str, String); 2] {
    let (dqn, no_replay) = (dqn().card(), museum::without_replay().card());
    let online = museum::without_both().card();
    [
        ("replay-pieces.md", side_by_side(&no_replay, &dqn)),
        ("dqn-pieces.md", side_by_side(&online, &dqn)),
    ]
}

/// Two recipes side by side, in the lines in which they differ.
fn side_by_side(before: &RecipeCard, after: &RecipeCard) -> String {
    let cell = |text: &str| format!("`{text}`");
    let pairs = before.pieces().into_iter().zip(after.pieces());
    let differ = pairs.filter(|((_, before), (_, after))| before != after);
    let lines = differ.map(|((name, old), (_, new))| {
        vec![name.to_owned(), cell(&old), cell(&new)]
    });
    Sheet::new(&["piece", "before", "now"], lines.collect()).to_markdown()
}

/// The value of a setting in what a piece prints of itself.
fn setting(printed: &str, name: &str) -> String {
    let (_, rest) = printed.split_once(&format!("{name}: ")).unwrap_or_default();
    rest.chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect()
}

/// A count with a comma between thousands.
fn grouped(count: usize) -> String {
    grouped_text(&count.to_string())
}

fn grouped_text(digits: &str) -> String {
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart_by_commas() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(50_000), "50,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn a_fall_is_from_solved_to_fallen_within_one_run() {
        let row = |seed, score| Row {
            seed,
            score,
            ..Row::default()
        };
        let scores = [475.0, 99.0, 500.0, 100.0, 90.0, 476.0];
        let mut rows: Vec<Row> = scores.map(|score| row(1, score)).into();
        assert_eq!(falls(&rows), 1);
        rows.push(row(2, 9.0));
        assert_eq!(falls(&rows), 1);
    }

    #[test]
    fn a_setting_is_read_off_what_a_piece_prints() {
        assert_eq!(setting("HardCopy { every: 15 }", "every"), "15");
        assert_eq!(setting("LogDecay { end: 0.3, steps: 20000 }", "end"), "0.3");
        assert_eq!(setting("EpsilonGreedy", "every"), "");
    }

    #[test]
    fn the_settings_are_those_of_the_lecture() {
        let settings = settings();
        let find = |name| {
            let found = settings.iter().find(|(known, _)| *known == name);
            found.unwrap().1.clone()
        };
        assert_eq!(find("copy_every"), "15");
        assert_eq!(find("epsilon_steps"), "20,000");
        assert_eq!(find("epsilon_start"), "1");
        assert_eq!(find("epsilon_end"), "0.3");
        assert_eq!(find("capacity"), "50,000");
    }
}
