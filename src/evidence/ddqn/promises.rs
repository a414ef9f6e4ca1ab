//! What DQN and double DQN predict for the states in which episodes start, and
//! what their greedy policies achieve from there.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::comparison::fair::in_numbers as at_equal_steps;
use crate::evidence::curves::curves_of;
use crate::experiments::Records;
use crate::lab::doctor::Diagnostic;
use crate::lab::plots::Svg;
use crate::lab::plots::panel::panel;
use crate::lab::runs::Row;
use crate::lab::stats::{
    Estimate, Scale, format_count, format_interval, grouped, improvement_of, median,
    none, of_runs, table,
};

/// The table compares the runs after these numbers of environment steps. All runs
/// are longer.
pub(crate) const STEPS: [usize; 5] = [2_000, 5_000, 10_000, 20_000, 40_000];

/// The rows of DQN and of double DQN at equal steps without a discount.
pub(crate) fn recorded(records: &Records) -> Result<[Vec<Row>; 2], Error> {
    let rows = |name| records.rows(name);
    Ok([rows("undiscounted/dqn")?, rows("undiscounted/double")?])
}

/// The figure and the tables, as files.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = recorded(records)?;
    let (figure, numbers) = (figure(&agents)?, in_numbers(&agents));
    let [dqn, double] = agents;
    let equal = at_equal_steps(&[("DQN", dqn), ("Double DQN", double)]);
    Ok(vec![
        Artifact::figure(records, "double-promises", figure),
        Artifact::table(records, "double-promises", numbers),
        Artifact::table(records, "double-equal", equal),
    ])
}

/// What the network of each run predicts, and what its policy achieves, after the
/// first episode that ends at step `steps` or later.
pub(crate) fn after(rows: &[Row], steps: usize) -> [Vec<f64>; 2] {
    let columns: [fn(&Row) -> Option<f64>; 2] =
        [|row| row.start_q, |row| row.start_return];
    columns.map(|of| {
        of_runs(rows, |run| of(run.iter().find(|row| row.steps >= steps)?))
    })
}

/// How likely a run of the second agent predicts less than one of the first after
/// `steps` steps.
pub(crate) fn predicts_less(
    [dqn, double]: &[Vec<Row>; 2],
    steps: usize,
) -> Estimate {
    // A prediction that is smaller improves on one that is larger.
    improvement_of(&after(dqn, steps)[0], &after(double, steps)[0])
}

/// The episode of each run from which on its network predicts more than its
/// policy achieves; none of a run that ends otherwise.
pub(crate) fn crossings(rows: &[Row]) -> Vec<f64> {
    let breaks = |row: &Row| {
        let both = row.start_q.zip(row.start_return);
        both.is_some_and(|(promised, obtained)| promised > obtained)
    };
    of_runs(rows, |run| {
        let kept = run.iter().rposition(|row| !breaks(row));
        let first = run.get(kept.map_or(0, |at| at + 1))?;
        Some(first.episode as f64)
    })
}

/// The table of the medians over the runs.
fn in_numbers(agents: &[Vec<Row>; 2]) -> String {
    let line = |steps| {
        let of_agents = agents.iter().flat_map(|rows| after(rows, steps));
        let medians = of_agents.map(|values| median(&values));
        let mut line = vec![grouped(steps)];
        line.extend(medians.map(|median| median.map_or_else(none, format_count)));
        line.push(format_interval(predicts_less(agents, steps), 2));
        line
    };
    let titles = "environment steps | DQN predicts | and achieves | double DQN predicts \
         | and achieves | double DQN predicts less";
    table(0, titles, STEPS.map(line))
}

/// The difference in a row in which the agent learns.
const SURPLUS: Diagnostic = Diagnostic {
    column: "start_q - start_return",
    title: "Predicted minus achieved return of the start states",
    healthy: "comes near zero; with γ = 1 it has no bound",
    of: |row| row.loss.and(Some(row.start_q? - row.start_return?)),
    scale: Scale::SignedLogarithmic,
};

/// By how much the predicted return is above the achieved one, over the episodes in
/// which the runs learn.
fn figure([dqn, double]: &[Vec<Row>; 2]) -> Result<Svg, Error> {
    let title = "How far the networks are from what their policies achieve";
    let agents = [("DQN", dqn), ("Double DQN", double)];
    panel(title, &curves_of(&agents), &[&SURPLUS])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seed: u64, episode: usize, promised: f64, obtained: f64) -> Row {
        Row {
            seed,
            episode,
            steps: 10 * episode,
            start_q: Some(promised),
            start_return: Some(obtained),
            loss: Some(1.0),
            ..Row::default()
        }
    }

    #[test]
    fn a_run_is_looked_at_when_it_has_made_so_many_steps() {
        let rows = [
            row(1, 1, 5.0, 9.0),
            row(1, 2, 6.0, 9.0),
            row(2, 1, 7.0, 8.0),
        ];
        assert_eq!(after(&rows, 10), [[5.0, 7.0], [9.0, 8.0]]);
        assert_eq!(after(&rows, 11), [[6.0], [9.0]]);
    }

    #[test]
    fn a_promise_is_too_large_from_the_episode_on_after_which_it_never_is_kept() {
        let rows = [
            row(1, 1, 9.0, 8.0),
            row(1, 2, 7.0, 8.0),
            row(1, 3, 9.0, 8.0),
            row(1, 4, 9.0, 8.0),
        ];
        assert_eq!(crossings(&rows), [3.0]);
    }

    #[test]
    fn the_agent_with_the_lower_promises_predicts_less() {
        let high = [1, 2].map(|seed| row(seed, 4_000, 900.0, 8.0)).to_vec();
        let low = [1, 2].map(|seed| row(seed, 4_000, 30.0, 8.0)).to_vec();
        let agents = [high, low];
        assert_eq!(predicts_less(&agents, 40_000).value, 1.0);
        let table = in_numbers(&agents);
        let last = "| 40,000 | 900 | 8 | 30 | 8 | 1.00 (1.00–1.00) |\n";
        assert!(table.ends_with(last), "{table}");
    }

    #[test]
    fn a_difference_is_that_of_an_episode_in_which_the_agent_learns() {
        let mut row = row(1, 1, 5.0, 9.0);
        assert_eq!((SURPLUS.of)(&row), Some(-4.0));
        row.loss = None;
        assert_eq!((SURPLUS.of)(&row), None);
    }
}
