//! Every run as a dot, and what the runs of an agent come to as an interval.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{
    Drawn, INK, MARGIN, NUMBER, SvgArea, failure, svg, text,
};
use crate::lab::plots::legend::draw_head;
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{Axes, Plot, reference};
use crate::lab::stats::{Estimate, Scale};
use plotters::element::{Circle, PathElement};
use plotters::series::DashedLineSeries;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};
use std::ops::Range;

const WIDTH: u32 = 1200;
/// The height of one agent's line, that of one among many, and of all that is no such
/// line.
const LINE: u32 = 96;
const LOW_LINE: u32 = 60;
const MANY: usize = 10;
const REST: u32 = 250;

/// From the right end of the axis to the runs that never get there, as a share of it.
const NEVER: f64 = 0.14;

/// The runs of one agent.
#[derive(Clone, Debug)]
pub struct Dots<'a> {
    /// The name of the agent.
    pub name: &'a str,
    /// The colour of its dots.
    pub color: RGBColor,
    /// One number for each run; ∞ for a run that never gets there. They may be left
    /// out where there is an estimate.
    pub runs: Vec<f64>,
    /// What the runs come to. One that is NaN, as of runs that are too short for it, is
    /// not drawn.
    pub estimate: Option<Estimate>,
}

impl Dots<'_> {
    fn known_estimate(&self) -> Option<Estimate> {
        self.estimate.filter(|estimate| !estimate.value.is_nan())
    }
}

/// A figure with one line of dots for each agent.
#[derive(Clone, Debug)]
pub struct DotFigure<'a> {
    /// The title.
    pub title: &'a str,
    /// What the numbers are.
    pub x_label: &'a str,
    /// How the axis is divided.
    pub scale: Scale,
    /// The numbers from the left to the right end.
    pub range: Range<f64>,
    /// A number to compare with.
    pub reference: Option<f64>,
    /// The room for the names of the agents, in pixels.
    pub names: u32,
    /// The agents from above to below.
    pub agents: Vec<Dots<'a>>,
}

impl DotFigure<'_> {
    /// The figure as SVG.
    ///
    /// # Errors
    /// [`Error::Drawing`], also for a number outside of the range.
    pub fn draw(&self) -> Result<Svg, Error> {
        self.check()
            .map_err(|reason| failure(self.title, &reason))?;
        let line = if self.agents.len() > MANY {
            LOW_LINE
        } else {
            LINE
        };
        let height = REST + line * u32::try_from(self.agents.len()).unwrap_or(0);
        svg(self.title, (WIDTH, height), |area| self.draw_on(area))
    }

    fn check(&self) -> Result<(), String> {
        let Range { start, end } = self.range;
        if self.scale == Scale::Logarithmic && start <= 0.0 {
            return Err(format!(
                "the axis starts at {start}, but a logarithmic one starts above 0"
            ));
        }
        for agent in &self.agents {
            let estimate = agent.known_estimate().into_iter();
            let ends = estimate.flat_map(|e| [e.low, e.value, e.high]);
            let runs = agent.runs.iter().copied();
            let runs = runs.filter(|&run| run != f64::INFINITY);
            let outside = |number: &f64| !(start..=end).contains(number);
            if let Some(number) = ends.chain(runs).find(outside) {
                return Err(format!(
                    "{number} of `{}` does not lie in {start}..={end}; widen the \
                     range",
                    agent.name
                ));
            }
        }
        Ok(())
    }

    fn draw_on(&self, area: &SvgArea) -> Drawn {
        let below_head = draw_head(area, self.title, Vec::new())?;
        let (_, chart) = area.split_vertically(below_head);
        let mut axes = self.plot().draw_on(&chart)?;
        if let Some(number) = self.reference {
            let ends = [(number, 0.0), (number, self.lines())];
            axes.draw_series(DashedLineSeries::new(ends, 16, 10, reference()))?;
        }
        for (line, agent) in self.agents.iter().enumerate() {
            let middle = line as f64 + 0.5;
            let (_, y) = axes.backend_coord(&(self.range.start, middle));
            let letters = text(NUMBER, INK, HPos::Left, VPos::Center);
            area.draw_text(agent.name, &letters, (MARGIN, y))?;
            self.draw_runs(&mut axes, agent, middle)?;
            draw_estimate(&mut axes, agent, middle)?;
        }
        if self.has_never() {
            let (x, y) = axes.backend_coord(&(self.never(), self.lines()));
            let letters = text(NUMBER, INK, HPos::Center, VPos::Top);
            area.draw_text("never", &letters, (x, y + 16))?;
        }
        Ok(())
    }

    /// The axes: the number of a run, and the line of its agent, counted from above.
    fn plot(&self) -> Plot<'_> {
        // Some room for the right half of the last dot.
        let room = if self.has_never() {
            NEVER + 0.06
        } else {
            0.015
        };
        let places = self.scale.place(self.range.start)..self.beyond(room);
        let last = self.scale.place(self.range.end);
        let x = Axis::between(self.scale, places, 6).with_numbers_to(last);
        Plot {
            x_label: self.x_label,
            above: 0,
            x_numbers: 96,
            y_numbers: self.names,
            ..Plot::new(x, Axis::bare(self.lines()..0.0))
        }
    }

    fn lines(&self) -> f64 {
        self.agents.len() as f64
    }

    /// True where a run never gets there.
    fn has_never(&self) -> bool {
        let mut runs = self.agents.iter().flat_map(|agent| &agent.runs);
        runs.any(|&run| run == f64::INFINITY)
    }

    /// Where the runs that never get there are drawn.
    fn never(&self) -> f64 {
        self.scale.number(self.beyond(NEVER))
    }

    /// The place beyond the right end by a share of the axis.
    fn beyond(&self, share: f64) -> f64 {
        let [start, end] =
            [self.range.start, self.range.end].map(|end| self.scale.place(end));
        end + share * (end - start)
    }

    /// Draws the runs side by side around the middle of their line, so that equal ones
    /// do not hide each other.
    fn draw_runs(&self, axes: &mut Axes, agent: &Dots, middle: f64) -> Drawn {
        let style = agent.color.mix(0.55).filled();
        let runs = agent.runs.len() as f64;
        let dots = agent.runs.iter().enumerate().map(|(i, &run)| {
            let x = if run.is_finite() { run } else { self.never() };
            let aside = (i as f64 + 0.5) / runs - 0.5;
            Circle::new((x, middle + 0.62 * aside), 6, style)
        });
        axes.draw_series(dots)?;
        Ok(())
    }
}

/// Draws an estimate as a large dot with its interval.
fn draw_estimate(axes: &mut Axes, agent: &Dots, middle: f64) -> Drawn {
    let Some(Estimate { value, low, high }) = agent.known_estimate() else {
        return Ok(());
    };
    let color = if agent.runs.is_empty() {
        agent.color
    } else {
        INK
    };
    let interval = vec![(low, middle), (high, middle)];
    axes.draw_series([PathElement::new(interval, color.stroke_width(5))])?;
    axes.draw_series([Circle::new((value, middle), 11, color.filled())])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::canvas::BLUE;

    fn figure(runs: &[f64]) -> DotFigure<'static> {
        DotFigure {
            title: "A figure",
            x_label: "steps",
            scale: Scale::Linear,
            range: 0.0..100.0,
            reference: None,
            names: 270,
            agents: vec![Dots {
                name: "DQN",
                color: BLUE,
                runs: runs.to_vec(),
                estimate: None,
            }],
        }
    }

    #[test]
    fn an_estimate_that_is_no_number_is_not_drawn() {
        let with = |value| {
            let mut figure = figure(&[]);
            figure.agents[0].estimate = Some(Estimate {
                value,
                low: value,
                high: value,
            });
            figure.draw().unwrap()
        };
        assert!(!with(f64::NAN).contains("<circle"));
        assert!(with(50.0).contains("<circle"));
    }

    #[test]
    fn a_number_beside_the_axis_is_refused() {
        let said = figure(&[101.0]).draw().unwrap_err().to_string();
        assert!(said.contains("101 of `DQN`"), "{said}");
        assert!(said.contains("0..=100; widen the range"), "{said}");
        assert!(figure(&[f64::NAN]).draw().is_err());
        let zero = DotFigure {
            scale: Scale::Logarithmic,
            ..figure(&[1.0])
        };
        assert!(zero.draw().unwrap_err().to_string().contains("above 0"));
    }
}
