//! The numbers of the prose on the dueling network.

use crate::dueling::heads;
use crate::error::Error;
use crate::evidence::dueling::corridor;
use crate::evidence::dueling::sketch::{FALL, Worked, worked};
use crate::evidence::outcomes::{LAST_SCORES, OfRuns, final_scores};
use crate::evidence::page::Numbers;
use crate::experiments::{Records, SEEDS};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Estimate, RunSummary, at_the_end, grouped, improvement_of};

/// What the dueling network is worth in recorded runs, and what its heads say.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let rows = |name| records.all_seeds(name);
    let dueling = records.rows("undiscounted/double-polyak-dueling")?;
    let polyak = records.rows("undiscounted/double-polyak")?;
    let (larger, plain) = (rows("dueling-larger")?, rows("polyak-larger")?);
    prose.solved("duel_solved", &dueling);
    prose.solved("duel_polyak_solved", &polyak);
    prose.add("duel_larger_runs", by_seed(&larger).len());
    prose.solved("duel_larger_solved", &larger);
    prose.solved("duel_plain_solved", &plain);
    prose.solved("duel_sum_solved", &rows("dueling-sum")?);
    prose.solved("duel_batch_solved", &rows("dueling-over-batch")?);
    prose.add(
        "duel_better",
        improvement(LAST_SCORES.of, &dueling, &polyak),
    );
    prose.add(
        "duel_larger_better",
        improvement(final_scores, &larger, &plain),
    );
    let tenths = |lead: f64| format!("{lead:.1}");
    prose.range("duel_dqn_lead", &leads(&rows("dqn")?), tenths);
    prose.range("duel_lead", &leads(&larger), tenths);
    // The network that the repository keeps.
    let runs = RunSummary::of(&records.rows("dueling")?).into_iter();
    let kept = runs.filter(|run| SEEDS.contains(&run.seed));
    let kept = kept.min_by_key(|run| run.seed);
    let episode = kept.map_or(f64::NAN, |run| run.best_episode as f64);
    prose.add("duel_kept_episode", episode);
    corridor::numbers(prose);
    in_the_sketch(&worked(records)?, prose);
    shares(records, prose)
}

/// How likely a run of `first` comes to more than one of `second`, with the interval.
fn improvement(of: OfRuns, first: &[Row], second: &[Row]) -> String {
    let Estimate { value, low, high } = improvement_of(&of(first), &of(second));
    format!("{value:.2} ({low:.2} to {high:.2})")
}

/// By how many percent of |Q| the best action leads at the end of each run.
fn leads(rows: &[Row]) -> Vec<f64> {
    at_the_end(rows, |row| Some(100.0 * row.action_gap? / row.mean_abs_q?))
}

/// What the sketch shows.
fn in_the_sketch(states: &[Worked], prose: &mut Numbers) {
    let alike = states.iter().filter(|state| state.apart() == 0).count();
    prose.add("duel_fall", FALL);
    prose.add("duel_states", states.len());
    prose.add("duel_alike", alike);

    let at = |degrees| states.iter().find(move |state| state.degrees == degrees);
    let value = |state: &Worked| state.heads.value;
    let steep = states.iter().min_by(|a, b| value(a).total_cmp(&value(b)));
    let other = steep.and_then(|steep| at(-steep.degrees));
    let apart = states.iter().max_by_key(|state| state.apart());
    let (Some(upright), Some(steep), Some(other), Some(apart)) =
        (at(0.0), steep, other, apart)
    else {
        return;
    };
    let advantage = |state: &Worked| state.lead() / 2.0;
    prose.rounded("duel_upright_value", value(upright), 1);
    prose.rounded("duel_upright_advantage", advantage(upright), 2);
    prose.add("duel_steep_angle", steep.degrees.abs());
    prose.rounded("duel_steep_value", value(steep), 1);
    prose.rounded("duel_steep_advantage", advantage(steep), 2);
    prose.add("duel_steep_left", steep.obtained[0]);
    prose.add("duel_steep_right", steep.obtained[1]);
    prose.add("duel_other_left", other.obtained[0]);
    prose.add("duel_other_right", other.obtained[1]);
    prose.add("duel_apart_angle", apart.degrees.abs());
    prose.add("duel_apart_left", apart.obtained[0]);
    prose.add("duel_apart_right", apart.obtained[1]);
}

/// How much of the mean Q of an upright pole the value head says, for the kept networks
/// with the mean subtracted and with the plain sum.
fn shares(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let (kept, summed) =
        (records.weights("dueling")?, records.weights("dueling-sum")?);
    let upright = [[0.0; 4]];
    let sum = heads::<4, 2>(&summed, &upright)?[0];
    let mean = sum.advantages.iter().sum::<f32>() / 2.0;
    prose.count("duel_sum_value", sum.value);
    prose.count("duel_sum_advantage", mean);
    prose.count("duel_sum_q", sum.value + mean);
    let raw = heads::<4, 2>(&kept, &upright)?[0].advantages;
    let signed = |number: f32| format!("{number:.2}").replace('-', "−");
    prose.add("duel_raw_left", signed(raw[0]));
    prose.add("duel_raw_right", signed(raw[1]));
    for (name, part) in [
        ("duel_body_weights", "body"),
        ("duel_value_weights", "value"),
    ] {
        let weights = kept.0.iter().filter(|weight| weight.name.starts_with(part));
        let size = weights.map(|weight| weight.values.len()).sum();
        prose.add(name, grouped(size));
    }
    Ok(())
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
        assert_eq!(leads(&[row(1, 2.0), row(2, 5.0)]), [1.0, 2.5]);
    }
}
