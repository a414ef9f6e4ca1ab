//! Schedules as curves: what each of them gives as training goes on.

use crate::error::Error;
use crate::exploration::{Clock, Schedule};
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{PALETTE, failure};
use crate::lab::plots::curve::{SHOWABLE, Span, middles};
use crate::lab::plots::lines::{AgentLine, LineFigure};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::Plot;
use crate::lab::stats::Scale;

/// The most numbers along an axis.
const MOST: usize = 6;

/// The SVG text of the values of `schedules`, each with its name, at each of `clocks`,
/// over the environment steps.
///
/// # Errors
/// [`Error::Drawing`], also for no clock or schedule, for more schedules than
/// [`PALETTE`] has colours, and for a value that no axis can show.
pub fn schedule_curves(
    title: &str,
    clocks: &[Clock],
    schedules: &[(&str, &dyn Schedule)],
) -> Result<Svg, Error> {
    check(clocks, schedules).map_err(|reason| failure(title, &reason))?;
    let lines = schedules.iter().zip(PALETTE);
    let lines = lines.map(|(&(name, schedule), color)| {
        let value = |clock: &Clock| Span::of((clock.step, schedule.value(*clock)));
        AgentLine {
            name,
            color,
            what: None,
            runs: Vec::new(),
            spans: clocks.iter().map(value).collect(),
        }
    });
    let lines: Vec<AgentLine> = lines.collect();
    let steps = clocks.iter().map(|clock| clock.step as f64);
    let values = lines.iter().flat_map(|line| middles(&line.spans));
    let axis = |values: Vec<f64>| Axis::new(Scale::Linear, &values, MOST);
    let plot = Plot {
        x_label: "Environment steps of training",
        above: 18,
        right: 60,
        ..Plot::new(
            axis(steps.collect()),
            axis(values.map(|(_, value)| value).collect()),
        )
    };
    LineFigure::new(plot, lines).svg(title)
}

/// Refuses what cannot be drawn, with the reason.
fn check(
    clocks: &[Clock],
    schedules: &[(&str, &dyn Schedule)],
) -> Result<(), String> {
    if clocks.is_empty() || schedules.is_empty() {
        return Err("there is no curve; hand in a schedule and clocks".to_owned());
    }
    if schedules.len() > PALETTE.len() {
        return Err(format!(
            "{} schedules are too many; draw {} at most",
            schedules.len(),
            PALETTE.len()
        ));
    }
    for (name, schedule) in schedules {
        for clock in clocks {
            let (step, value) = (clock.step, schedule.value(*clock));
            if !SHOWABLE.contains(&value) {
                return Err(format!(
                    "`{name}` is {value} at step {step}, but must lie in {SHOWABLE:?}"
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Wild;

    impl Schedule for Wild {
        fn value(&self, _clock: Clock) -> f64 {
            f64::NAN
        }
    }

    fn refusal(clocks: &[Clock], schedules: &[(&str, &dyn Schedule)]) -> String {
        let refused = schedule_curves("None", clocks, schedules);
        refused.unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_the_reason() {
        let clock = Clock {
            step: 0,
            episode: 0,
        };
        let wild: (&str, &dyn Schedule) = ("wild", &Wild);
        assert!(refusal(&[], &[wild]).contains("there is no curve"));
        assert!(refusal(&[clock], &[]).contains("there is no curve"));
        let reason = refusal(&[clock], &[wild]);
        assert!(reason.contains("`wild` is NaN at step 0"), "{reason}");
        assert!(refusal(&[clock], &[wild; 7]).contains("7 schedules are too"));
    }
}
