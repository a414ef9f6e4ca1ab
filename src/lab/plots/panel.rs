//! A panel of small charts, one for each diagnostic: how runs learn, at a glance.

use crate::error::Error;
use crate::lab::doctor::{DIAGNOSTICS, Diagnostic};
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{BLUE, failure};
use crate::lab::plots::chart::{Chart, median};
use crate::lab::plots::curve::{Curve, check_rows, window};
use crate::lab::plots::grid::{MOST_EPISODES, SmallChart, grid};
use crate::lab::plots::lines::legend;
use crate::lab::plots::picture::Svg;
use crate::lab::runs::Row;
use crate::lab::stats::Scale;

/// A point of the score is the mean of this many scores, its own and those before it.
const WINDOW: usize = 25;

/// SVG text of one small chart for each of `diagnostics`, two side by side, over the
/// training episodes.
///
/// Of an agent with one run a chart shows the line of its values; of one with several,
/// the median over the seeds as a thick line, and a band from the least to the
/// largest where no more than three agents are shown. At each episode both are those
/// of the runs that have a value there: some may be over, or not yet learn. An episode
/// without any value is a gap, and so is a value that no axis can show, such as NaN.
/// The values are shown as they are, but for the score, which becomes its trailing
/// mean over 25 episodes where no run is shorter than two windows; its title says so.
///
/// On a logarithmic axis, zero and negative values are at a mark of their own
/// below the least positive value. A diagnostic of which no run has a value has
/// no chart.
///
/// # Errors
/// [`Error::Drawing`], also for a curve without rows, and where no run has a value of
/// any of the diagnostics.
pub fn panel(
    title: &str,
    curves: &[Curve],
    diagnostics: &[&Diagnostic],
) -> Result<Svg, Error> {
    let charts = charts(curves, diagnostics);
    let charts = charts.map_err(|reason| failure(title, &reason))?;
    // The lines of all charts have the same names and colours.
    let first = &charts[0].1;
    let bands = first.has_bands().then_some("min–max");
    let (_, legend) = legend(&first.lines, median, bands);
    let (axes, charts): (Vec<_>, Vec<Chart>) = charts.into_iter().unzip();
    grid(title, legend, axes, |i, axes| charts[i].draw(axes))
}

/// The panel of all diagnostics of the `rows` of one agent.
pub fn all_diagnostics(name: &str, rows: &[Row]) -> Result<Svg, Error> {
    diagnostics_without(name, rows, &[])
}

/// The panel of the diagnostics of the `rows` of one agent, but for those whose column a
/// file does not have.
pub fn diagnostics_without(
    name: &str,
    rows: &[Row],
    missing: &[&str],
) -> Result<Svg, Error> {
    let curve = Curve {
        name,
        color: BLUE,
        rows,
    };
    let title = format!("The diagnostics of {name}");
    let is_there = |d: &&Diagnostic| !missing.contains(&d.column);
    let diagnostics: Vec<&Diagnostic> =
        DIAGNOSTICS.iter().filter(is_there).collect();
    panel(&title, &[curve], &diagnostics)
}

/// The charts of a panel, or the reason why there are none.
fn charts<'a>(
    curves: &[Curve<'a>],
    diagnostics: &[&Diagnostic],
) -> Result<Vec<(SmallChart, Chart<'a>)>, String> {
    check_rows(curves)?;
    let rows = curves.iter().flat_map(|curve| curve.rows);
    let episodes: Vec<f64> = rows.map(|row| row.episode as f64).collect();
    let episodes = Axis::new(Scale::Linear, &episodes, MOST_EPISODES);
    let window = window(curves, WINDOW);
    let chart = |d: &&Diagnostic| Chart::new(d, curves, window, &episodes);
    let charts: Vec<_> = diagnostics.iter().filter_map(chart).collect();
    if charts.is_empty() {
        let columns: Vec<&str> = diagnostics.iter().map(|d| d.column).collect();
        return Err(format!(
            "no run has a value in any of the columns [{}]; name another",
            columns.join(", ")
        ));
    }
    Ok(charts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::doctor::diagnostics::diagnostics;
    use crate::lab::plots::canvas::ORANGE;
    use crate::lab::plots::chart::tests::losses;
    use crate::lab::plots::curve::tests::dqn;
    use crate::lab::runs::results::samples::run;

    fn one_panel(rows: &[Row], columns: &[&str]) -> Result<Svg, Error> {
        panel("A panel", &[dqn(rows)], &diagnostics(columns))
    }

    fn refusal(rows: &[Row], columns: &[&str]) -> String {
        one_panel(rows, columns).unwrap_err().to_string()
    }

    #[test]
    fn the_title_of_a_smoothed_score_says_so() {
        let rows = run(1, &[20.0; 2 * WINDOW]);
        let said = |rows: &[Row]| one_panel(rows, &["score"]).unwrap();
        let smoothed = "Score, mean of the last 25 episodes";
        assert!(said(&rows).contains(smoothed));
        assert!(!said(&rows[1..]).contains(smoothed));
        let mut several = rows;
        for row in &mut several {
            row.episode *= 4;
        }
        let of_rows = "Score, mean of the last 25 rows";
        assert!(said(&several).contains(of_rows));
    }

    #[test]
    fn an_episode_between_two_gaps_is_a_dot() {
        let rows = losses(1, &[None, Some(1.0), Some(2.0), None, Some(4.0)]);
        let svg = one_panel(&rows, &["loss"]).unwrap();
        assert_eq!(svg.matches("<circle").count(), 1);
        // With a second seed the dot has a band, as the line has.
        let rows = [rows, losses(2, &[Some(3.0)])].concat();
        let svg = one_panel(&rows, &["loss"]).unwrap();
        assert_eq!(svg.matches("<circle").count(), 1);
        assert_eq!(svg.matches("<polygon").count(), 1);
        assert_eq!(svg.matches("opacity=\"0.35\"").count(), 1);
    }

    #[test]
    fn an_agent_of_one_seed_is_told_from_one_of_several() {
        let alone = run(1, &[4.0]);
        let rows = [run(1, &[1.0]), run(2, &[3.0])].concat();
        let other = Curve {
            name: "Double DQN",
            color: ORANGE,
            rows: &alone,
        };
        let svg =
            panel("Two", &[dqn(&rows), other], &diagnostics(&["score"])).unwrap();
        for words in ["DQN: median of 2 seeds", "Double DQN: one seed", "min–max"]
        {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn a_column_that_a_file_does_not_have_has_no_chart() {
        let rows = run(1, &[1.0, 2.0, 3.0]);
        let missing = ["episode_return"];
        let svg = diagnostics_without("mine", &rows, &missing).unwrap().0;
        assert!(svg.contains("Score") && !svg.contains("Return of the training"));
        assert!(
            all_diagnostics("mine", &rows)
                .unwrap()
                .contains("Return of the")
        );
    }

    #[test]
    fn a_diagnostic_without_values_has_no_chart() {
        let rows = losses(1, &[Some(1.0), Some(2.0)]);
        let svg = one_panel(&rows, &["loss", "start_q"]).unwrap();
        assert!(svg.contains("Loss") && !svg.contains("start states"));
        let said = refusal(&rows, &["start_q", "weight_slope"]);
        assert!(said.contains("no run has a value"), "{said}");
        assert!(said.contains("[start_q, weight_slope]"), "{said}");
    }

    #[test]
    fn a_number_that_no_axis_can_show_is_a_gap() {
        for value in [f64::NAN, f64::INFINITY, f64::MIN] {
            let with = losses(8, &[Some(1.0), Some(value), Some(2.0)]);
            let without = losses(8, &[Some(1.0), None, Some(2.0)]);
            let svg = |rows: &[Row]| one_panel(rows, &["score", "loss"]).unwrap();
            assert_eq!(svg(&with), svg(&without), "{value}");
            assert!(one_panel(&run(8, &[value; 3]), &["score"]).is_err());
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_the_reason() {
        assert!(refusal(&[], &["score"]).contains("`DQN` has no rows"));
        assert!(refusal(&run(1, &[1.0]), &[]).contains("no run has a value"));
        assert!(panel("Nothing", &[], &diagnostics(&["score"])).is_err());
    }

    #[test]
    fn values_of_any_size_can_be_drawn() {
        for values in [[1e-300, 1e299], [1e299, -1e299], [0.0, 5e-324]] {
            let rows = losses(1, &values.map(Some));
            assert!(one_panel(&rows, &["loss"]).is_ok(), "{values:?}");
            let mut rows = run(1, &values);
            rows[0].td_error_p50 = Some(values[0]);
            rows[1].td_error_p50 = Some(values[1]);
            assert!(one_panel(&rows, &["td_error_p50"]).is_ok(), "{values:?}");
        }
    }
}
