//! The numbers of the book's prose. None is typed: each is read off the recipe, the
//! code or the recorded rows, and the prose names it.

use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{all, dueling};
use crate::error::Error;
use crate::evidence::comparison::numbers::compared;
use crate::evidence::dqn::numbers::recorded;
use crate::evidence::dqn::paper::paper;
use crate::evidence::dqn::staged::staged;
use crate::evidence::exploration::numbers::explored;
use crate::evidence::museum::numbers::broken;
use crate::evidence::nfq::numbers::fitted;
use crate::evidence::per::numbers::prioritized;
use crate::evidence::play::numbers::play;
use crate::evidence::target::numbers::frozen;
use crate::evidence::triad::numbers::diverged;
use crate::experiments::variants;
use crate::exploration::Clock;
use crate::foundations::cart_pole::{
    LARGEST_ANGLE, STEP_LIMIT, TIME_STEP, TRACK_HALF_LENGTH,
};
use crate::lab::plots::curves::{SOLVED, WINDOW};
use crate::lab::runs::experiment::{EPISODES, EVALUATION_EPISODES, SEEDS};
use crate::lab::runs::folders::Folders;
use crate::lab::stats::formats::{grouped, grouped_text};
use crate::lab::stats::sheet::Sheet;
use crate::nfq::nfq;
use crate::per::per;
use crate::polyak::polyak;
use crate::recipe::RecipeCard;
use crate::replay::Ring;
use std::fmt::Write;

/// The numbers of the prose as a file of anchors: a chapter names one by
/// `{{#include tables/numbers.md:name}}`.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub fn numbers(folders: &Folders) -> Result<String, Error> {
    let mut file = String::new();
    for (name, number) in named_numbers(folders)? {
        writeln!(
            file,
            "<!-- ANCHOR: {name} -->\n{number}\n<!-- ANCHOR_END: {name} -->"
        )
        .expect("writing to memory");
    }
    Ok(file)
}

/// A name, and the number that a chapter shows for it.
pub(crate) type Named = (&'static str, String);

fn named_numbers(folders: &Folders) -> Result<Vec<Named>, Error> {
    let mut numbers = settings();
    numbers.extend(sizes());
    numbers.extend(recorded(folders)?);
    numbers.extend(compared(folders)?);
    numbers.extend(broken());
    numbers.extend(diverged(folders)?);
    numbers.extend(crate::evidence::differences::differences(folders)?);
    numbers.extend(crate::evidence::dueling::numbers::numbers(folders)?);
    numbers.extend(frozen(folders)?);
    numbers.extend(staged(folders)?);
    numbers.extend(crate::evidence::polyak::numbers::numbers(folders)?);
    numbers.extend(crate::evidence::combining::numbers::numbers(folders)?);
    numbers.extend(explored(folders)?);
    numbers.extend(crate::evidence::ddqn::numbers::numbers(folders)?);
    numbers.extend(fitted(folders)?);
    numbers.extend(prioritized(folders)?);
    numbers.extend(play(folders)?);
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
        ("track_half_length", TRACK_HALF_LENGTH.to_string()),
        (
            "largest_angle",
            format!("{:.0}", LARGEST_ANGLE.to_degrees()),
        ),
        ("time_step", TIME_STEP.to_string()),
        ("capacity", grouped(recipe.replay.capacity())),
        ("batch_size", recipe.batch_size.to_string()),
        ("warm_up", recipe.warm_up.to_string()),
        ("copy_every", card.target_update.value("every")),
        (
            "slow_copy_every",
            variants::with_slow_target()
                .card()
                .target_update
                .value("every"),
        ),
        ("discount", variants::discounted().gamma.to_string()),
        (
            "largest_discounted_return",
            format!("{:.0}", 1.0 / (1.0 - variants::discounted().gamma)),
        ),
        ("epsilon_start", at(0).to_string()),
        ("epsilon_end", at(usize::MAX - 1).to_string()),
        (
            "epsilon_steps",
            grouped_text(&card.exploration.value("steps")),
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

/// The tables of what a chapter swaps: a file's name, and the table of its two
/// recipes side by side, with the lines in which they differ.
pub fn pieces() -> Vec<(&'static str, String)> {
    let (dqn, double) = (dqn().card(), ddqn().card());
    let (dueling, polyak) = (dueling().card(), polyak().card());
    let no_replay = variants::without_replay().card();
    let no_target = variants::without_target_network().card();
    let online = variants::without_both().card();
    let exploring = variants::exploring_for_ever().card();
    vec![
        ("nfq-pieces.md", side_by_side(&nfq().card(), &dqn)),
        ("replay-pieces.md", side_by_side(&no_replay, &dqn)),
        ("target-pieces.md", side_by_side(&no_target, &dqn)),
        ("exploration-pieces.md", side_by_side(&exploring, &dqn)),
        ("dqn-pieces.md", side_by_side(&online, &dqn)),
        ("ddqn-pieces.md", side_by_side(&dqn, &double)),
        ("per-pieces.md", side_by_side(&double, &per().card())),
        ("polyak-pieces.md", side_by_side(&double, &polyak)),
        ("dueling-pieces.md", side_by_side(&polyak, &dueling)),
        ("all-pieces.md", side_by_side(&dueling, &all().card())),
        (
            "all-recipes.md",
            crate::evidence::combining::numbers::all_recipes(),
        ),
        ("dqn-recipe.md", dqn.sheet().to_markdown()),
        ("paper.md", paper()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_number_says_something() {
        let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
        for (name, number) in named_numbers(&Folders::of_book(&book)).unwrap() {
            let is_said = !number.is_empty() && !number.contains("NaN");
            assert!(is_said, "{name}: {number:?}");
        }
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
