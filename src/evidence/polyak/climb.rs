//! How fast values climb when their target network follows slowly.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{Records, find};
use crate::lab::runs::Row;
use crate::lab::stats::{at_the_end, format_count, median, none, table};

// ANCHOR: climbed
/// v = 1 + n / T: the value after n steps where every target is one reward and a value
/// of θ⁻, all values are alike, and θ⁻ takes T steps to follow.
///
/// A copy every T steps lets values rise by one reward from copy to copy. With Polyak
/// averaging and an online network that reaches its targets at once, θ⁻ gains the share
/// τ of one reward on each step, so T = 1 / τ.
pub fn climbed(steps: f64, steps_to_follow: f64) -> f64 {
    1.0 + steps / steps_to_follow
}
// ANCHOR_END: climbed

/// Agents from the slowest target network to the fastest, each with the steps that it
/// takes to follow.
pub(super) const AGENTS: [(&str, f64); 6] = [
    ("tau-0.0001", 10_000.0),
    ("tau-0.001", 1_000.0),
    ("slow-target", 500.0),
    ("polyak", 100.0),
    ("ddqn", 15.0),
    ("polyak-larger", 10.0),
];

/// The table of the agents, as a file.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let mut agents = Vec::new();
    for (name, steps) in AGENTS {
        let rows = records.all_seeds(name)?;
        agents.push((find(name)?.title, steps, rows));
    }
    Ok(vec![Artifact::table(records, "climb", climb(&agents))])
}

/// The table of agents, the steps that each target network takes to follow, and
/// their runs: the steps that they last, how far values can climb in these, and
/// what the networks predict for the states in which episodes start. Medians over
/// the runs.
fn climb(agents: &[(&str, f64, Vec<Row>)]) -> String {
    let line = |(title, steps_to_follow, rows): &(&str, f64, Vec<Row>)| {
        let steps = median(&at_the_end(rows, |row| Some(row.steps as f64)));
        let climbed = steps.map(|steps| climbed(steps, *steps_to_follow));
        let promised = median(&at_the_end(rows, |row| row.start_q));
        vec![
            (*title).to_owned(),
            format_count(*steps_to_follow),
            steps.map_or_else(none, format_count),
            climbed.map_or_else(none, in_tenths),
            promised.map_or_else(none, in_tenths),
        ]
    };
    let titles = "agent | steps to follow | steps of a run | $1 + n / T$ \
         | promised at the end";
    table(1, titles, agents.iter().map(line))
}

/// Of each run, how many times as far as [`climbed`] says the networks have come
/// at its end.
pub(super) fn beyond(rows: &[Row], steps_to_follow: f64) -> Vec<f64> {
    at_the_end(rows, |row| {
        Some(row.start_q? / climbed(row.steps as f64, steps_to_follow))
    })
}

/// A small number to a tenth.
fn in_tenths(number: f64) -> String {
    if number < 100.0 {
        format!("{number:.1}")
    } else {
        format_count(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::Layer;
    use crate::foundations::{Dev, per_sample};
    use crate::polyak::Polyak;
    use crate::target::{HardCopy, TargetUpdate, td_target};
    use dfdx::prelude::*;

    /// A value that reaches its target at once, after `steps` steps with
    /// `update`.
    fn learned(update: &dyn TargetUpdate<Layer<1, 1>>, steps: usize) -> f32 {
        let device = Dev::default();
        let network =
            |value: f32| Layer::new(device.tensor([[0.0]]), device.tensor([value]));
        let column = |number| per_sample(&device, vec![number]);
        let mut target = network(0.0);
        let y = |target: &Layer<1, 1>| {
            let next = column(target.bias.array()[0]);
            td_target(column(1.0), column(1.0), next).as_vec()[0]
        };
        for step in 1..=steps {
            let online = network(y(&target));
            update.follow(&mut target, &online, step);
        }
        y(&target)
    }

    #[test]
    fn a_value_climbs_by_one_reward_in_the_steps_that_its_target_takes_to_follow() {
        assert_eq!(climbed(40.0, 8.0), 6.0);
        assert_eq!(learned(&Polyak { tau: 0.125 }, 40), 6.0);
        assert_eq!(learned(&HardCopy { every: 8 }, 40), 6.0);
        // Between two copies it does not move.
        assert_eq!(learned(&HardCopy { every: 8 }, 47), 6.0);
    }

    #[test]
    fn each_agent_takes_as_long_to_follow_as_its_recipe_says() {
        for (name, steps) in AGENTS {
            let entry = find(name).unwrap();
            let update = entry.provenance().unwrap().recipe.target_update;
            let takes = [("tau", 1.0 / steps), ("every", steps)];
            let says = |(setting, number): (&str, f64)| {
                update.value(setting) == number.to_string()
            };
            assert!(takes.into_iter().any(says), "{name}: {update}");
        }
    }

    #[test]
    fn a_line_of_the_table_has_the_medians_of_the_runs() {
        let run = |seed, steps, promise| Row {
            seed,
            steps,
            start_q: Some(promise),
            ..Row::default()
        };
        let rows = vec![run(1, 100, 2.0), run(2, 300, 4.5), run(3, 200, 9.0)];
        let table = climb(&[("Slow", 100.0, rows)]);
        assert!(
            table.ends_with("| Slow | 100 | 200 | 3.0 | 4.5 |\n"),
            "{table}"
        );
    }
}
