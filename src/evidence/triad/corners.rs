//! What the deadly triad does: in Baird's counterexample, and at its corners on the
//! cart-pole.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{CART_POLE, CORNERS, Entry, LARGEST_RETURN, Records};
use crate::lab::plots::{
    AgentLine, BLUE, DecadeFigure, DotFigure, Dots, PALETTE, Svg,
};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Band, Runs, Scale, decades, format_count, median, none, of_runs, table,
};
use crate::triad::Baird;

/// The step size of Baird's counterexample in the figure.
pub const BAIRD_STEP: f64 = 0.01;
/// The updates that the figure shows, and the distance of its points.
pub const BAIRD_UPDATES: usize = 5_000;
const UPDATES_APART: usize = 25;

/// The largest |Q(s, a; θ)| of each run, in any batch of any of its episodes. A run too
/// short to have learned has none.
pub fn largest_values(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| {
        let values = run.iter().filter_map(|row| row.max_abs_q);
        let largest = values.fold(0.0, f64::max);
        (largest > 0.0).then_some(largest)
    })
}

/// How many runs pass the bound: |Q| passes 1 / (1 − γ), which no policy can get. This is
/// called soft divergence.
///
/// Source: van Hasselt et al. (2018).
pub fn softly_divergent(rows: &[Row]) -> usize {
    let largest = largest_values(rows).into_iter();
    largest.filter(|&value| value > LARGEST_RETURN).count()
}

/// The figure and the table of the corners, and the figure of Baird's counterexample.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let mut corners = Vec::new();
    for entry in CORNERS {
        corners.push((entry, records.rows(entry.name)?));
    }
    Ok(vec![
        Artifact::figure(records, "baird", baird()?),
        Artifact::figure(records, "triad", largest_of_each_run(&corners)?),
        Artifact::table(records, "triad", corners_in_numbers(&corners)),
    ])
}

/// Every run's largest |Q| as a dot. Agents with a run beyond the bound have a colour of
/// their own.
fn largest_of_each_run(corners: &[(Entry, Vec<Row>)]) -> Result<Svg, Error> {
    let line = |(entry, rows): &(Entry, Vec<Row>)| Dots {
        name: entry.title,
        color: match softly_divergent(rows) {
            0 => BLUE,
            _ => PALETTE[4],
        },
        runs: largest_values(rows),
        estimate: None,
    };
    let agents: Vec<Dots> = corners.iter().map(line).collect();
    let runs = agents.iter().flat_map(|agent| &agent.runs).copied();
    let places = decades(runs.chain([LARGEST_RETURN]));
    let figure = DotFigure {
        title: "How large values grow: every run, and the largest return",
        x_label: "Largest |Q| of a run; dashes: the largest return",
        scale: Scale::Logarithmic,
        range: libm::exp10(places.start)..libm::exp10(places.end),
        reference: Some(LARGEST_RETURN),
        names: 460,
        agents,
    };
    figure.draw()
}

/// The table of the corners: their switches, how many runs pass the bound, and what
/// the runs come to.
fn corners_in_numbers(corners: &[(Entry, Vec<Row>)]) -> String {
    let line = |(entry, rows): &(Entry, Vec<Row>)| {
        let runs = by_seed(rows).len();
        let switches = entry.title.split(", ").map(str::to_owned);
        let values = [
            format!("{} of {runs}", softly_divergent(rows)),
            median(&largest_values(rows)).map_or_else(none, format_count),
            final_score(rows).map_or_else(none, |score| format!("{score:.1}")),
        ];
        switches.chain(values).collect()
    };
    let titles = &format!(
        "targets | data | values | runs beyond the bound \
         | largest $\\lvert Q \\rvert$, median | score of the last {} episodes",
        CART_POLE.window,
    );
    table(3, titles, corners.iter().map(line))
}

/// The mean over the runs of the mean of their last scores.
pub(crate) fn final_score(rows: &[Row]) -> Option<f64> {
    let last = Runs::of(&CART_POLE, rows).final_scores;
    Band::of(&last).map(|band| band.mean)
}

/// The error of Baird's triad, and of the three that lack one part.
fn baird() -> Result<Svg, Error> {
    let [unbootstrapped, tabular, on_policy] = Baird::ABLATIONS;
    let parts = [
        ("all three", Baird::TRIAD),
        ("no bootstrapping", unbootstrapped),
        ("no approximation", tabular),
        ("no other policy", on_policy),
    ];
    let line = |((name, baird), color): ((&'static str, Baird), _)| {
        let errors = baird.errors(BAIRD_STEP, BAIRD_UPDATES).into_iter();
        let points = errors.enumerate().step_by(UPDATES_APART);
        AgentLine {
            what: None,
            ..AgentLine::median(name, color, vec![points.collect()])
        }
    };
    let figure = DecadeFigure {
        title: "Baird’s counterexample, with all three parts and with two",
        y_label: "Error of the values, on a logarithmic axis",
        x_label: "Update",
        reference: None,
        agents: parts.into_iter().zip(PALETTE).map(line).collect(),
    };
    figure.draw()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run whose episodes have these largest values.
    fn run(seed: u64, values: &[f64]) -> Vec<Row> {
        let rows = values.iter().enumerate().map(|(i, &value)| Row {
            seed,
            episode: i + 1,
            score: 100.0,
            max_abs_q: (value > 0.0).then_some(value),
            ..Row::default()
        });
        rows.collect()
    }

    #[test]
    fn a_run_diverges_softly_if_any_of_its_episodes_does() {
        let rows = [
            run(1, &[0.0, 100.0, 99.0]),
            run(2, &[0.0, 100.5, 20.0]),
            run(3, &[4_000.0, 50.0]),
        ];
        let rows = rows.concat();
        assert_eq!(largest_values(&rows), [100.0, 100.5, 4_000.0]);
        assert_eq!(softly_divergent(&rows), 2);
        let short = run(1, &[0.0]);
        assert_eq!(softly_divergent(&short), 0);
        assert!(largest_values(&short).is_empty());
        assert!(largest_of_each_run(&[(CORNERS[0], short)]).is_ok());
    }

    #[test]
    fn a_line_of_the_table_names_the_switches_and_counts_the_runs() {
        let rows = [
            run(1, &[90.0; 30]),
            run(2, &[4e6; 30]),
            run(3, &[200.0; 30]),
        ];
        let table = corners_in_numbers(&[(CORNERS[0], rows.concat())]);
        let line = "| full returns | newest | table | 2 of 3 | 200 | 100.0 |\n";
        assert!(table.ends_with(line), "{table}");
        let rows = [run(1, &[4e6; 2]), run(2, &[2e6; 2])].concat();
        let table = corners_in_numbers(&[(CORNERS[0], rows)]);
        assert!(table.ends_with("| 2 of 2 | 3.0 million | – |\n"), "{table}");
    }
}
