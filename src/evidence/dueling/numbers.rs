//! The numbers of the prose on the dueling network.

use crate::dueling::{Heads, heads};
use crate::error::Error;
use crate::evidence::dqn::numbers::last;
use crate::evidence::dueling::sketch::{FALL, Worked, worked};
use crate::evidence::page::Named;
use crate::experiments::{CART_POLE, Records, SEEDS};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Band, Estimate, RunSummary, Runs, grouped, grouped_text, improvement_of,
    solved_runs,
};

/// What the dueling network is worth in recorded runs, and what its heads say.
pub(crate) fn numbers(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = |name| records.all_seeds(name);
    let (dueling, polyak) = (rows("dueling")?, rows("polyak")?);
    let (larger, plain) = (rows("dueling-larger")?, rows("polyak-larger")?);
    let solved = |rows: &[Row]| solved_runs(&CART_POLE, rows).to_string();
    let mut numbers = vec![
        ("duel_solved", solved(&dueling)),
        ("duel_polyak_solved", solved(&polyak)),
        ("duel_larger_runs", by_seed(&larger).len().to_string()),
        ("duel_larger_solved", solved(&larger)),
        ("duel_plain_solved", solved(&plain)),
        ("duel_sum_solved", solved(&rows("dueling-sum")?)),
        ("duel_batch_solved", solved(&rows("dueling-over-batch")?)),
        ("duel_better", improvement(&dueling, &polyak)),
        ("duel_larger_better", improvement(&larger, &plain)),
    ];
    numbers.extend(leads(&rows("dqn")?, &larger));
    numbers.extend(kept(&dueling));
    numbers.extend(in_the_sketch(&worked(records)?));
    numbers.extend(shares(records)?);
    Ok(numbers)
}

/// How likely a run of `first` ends higher than one of `second`, with the interval.
fn improvement(first: &[Row], second: &[Row]) -> String {
    let [first, second] =
        [first, second].map(|rows| Runs::of(&CART_POLE, rows).final_scores);
    let Estimate { value, low, high } = improvement_of(&first, &second);
    format!("{value:.2} ({low:.2} to {high:.2})")
}

/// By how many percent of |Q| the best action leads at the end of the runs.
fn leads(dqn: &[Row], dueling: &[Row]) -> Vec<Named> {
    let share = |rows| {
        let share =
            last(rows, |row| Some(100.0 * row.action_gap? / row.mean_abs_q?));
        let range = |b: Band| format!("{:.1} to {:.1}", b.min, b.max);
        share.map_or_else(String::new, range)
    };
    vec![("duel_dqn_lead", share(dqn)), ("duel_lead", share(dueling))]
}

/// The network that the repository keeps.
fn kept(rows: &[Row]) -> Vec<Named> {
    let runs = RunSummary::of(rows).into_iter();
    let kept = runs.filter(|run| SEEDS.contains(&run.seed));
    let kept = kept.min_by_key(|run| run.seed);
    let episode = kept.map_or_else(String::new, |run| run.best_episode.to_string());
    vec![("duel_kept_episode", episode)]
}

/// What the sketch shows.
fn in_the_sketch(states: &[Worked]) -> Vec<Named> {
    let alike = states.iter().filter(|state| state.apart() == 0).count();
    let upright = states.iter().find(|state| state.degrees == 0.0);
    let steep = states
        .iter()
        .min_by(|a, b| a.heads.value.total_cmp(&b.heads.value));
    let other = steep.and_then(|steep| {
        let mut states = states.iter();
        states.find(|state| state.degrees == -steep.degrees)
    });
    let apart = states.iter().max_by_key(|state| state.apart());
    let mut numbers = vec![
        ("duel_fall", FALL.to_string()),
        ("duel_states", states.len().to_string()),
        ("duel_alike", alike.to_string()),
    ];
    let value = |state: &Worked| format!("{:.1}", state.heads.value);
    let advantage = |state: &Worked| format!("{:.2}", state.lead() / 2.0);
    let [left, right] =
        [0, 1].map(|push| move |s: &Worked| s.obtained[push].to_string());
    let angle = |state: &Worked| state.degrees.abs().to_string();
    if let (Some(upright), Some(steep), Some(other), Some(apart)) =
        (upright, steep, other, apart)
    {
        numbers.extend([
            ("duel_upright_value", value(upright)),
            ("duel_upright_advantage", advantage(upright)),
            ("duel_steep_angle", angle(steep)),
            ("duel_steep_value", value(steep)),
            ("duel_steep_advantage", advantage(steep)),
            ("duel_steep_left", left(steep)),
            ("duel_steep_right", right(steep)),
            ("duel_other_left", left(other)),
            ("duel_other_right", right(other)),
            ("duel_apart_angle", angle(apart)),
            ("duel_apart_left", left(apart)),
            ("duel_apart_right", right(apart)),
        ]);
    }
    numbers
}

/// How much of the mean Q of an upright pole the value head says, for the kept networks
/// with the mean subtracted and with the plain sum.
fn shares(records: &Records) -> Result<Vec<Named>, Error> {
    let upright = |name| -> Result<Heads<2>, Error> {
        let weights = records.weights(name)?;
        Ok(heads(&weights, &[[0.0; 4]])?[0])
    };
    let sum = upright("dueling-sum")?;
    let mean = sum.advantages.iter().sum::<f32>() / 2.0;
    let count = |number: f32| grouped_text(&format!("{number:.0}"));
    let raw = upright("dueling")?.advantages;
    let weights = records.weights("dueling")?.0;
    let size = |part: &str| {
        let of_part = weights
            .iter()
            .filter(|weight| weight.name.starts_with(part));
        grouped(of_part.map(|weight| weight.values.len()).sum())
    };
    let signed = |number: f32| format!("{number:.2}").replace('-', "−");
    Ok(vec![
        ("duel_sum_value", count(sum.value)),
        ("duel_sum_advantage", count(mean)),
        ("duel_sum_q", count(sum.value + mean)),
        ("duel_raw_left", signed(raw[0])),
        ("duel_raw_right", signed(raw[1])),
        ("duel_body_weights", size("body")),
        ("duel_value_weights", size("value")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_is_a_share_of_the_size_of_q() {
        let row = |seed, gap| Row {
            seed,
            action_gap: Some(gap),
            mean_abs_q: Some(200.0),
            ..Row::default()
        };
        let rows = [row(1, 2.0), row(2, 5.0)];
        assert_eq!(
            leads(&rows, &rows)[0],
            ("duel_dqn_lead", "1.0 to 2.5".to_owned())
        );
    }
}
