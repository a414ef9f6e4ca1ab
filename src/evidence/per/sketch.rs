//! Pictures of prioritised replay: how often transitions are drawn and how much they
//! count, and what recorded runs of PER came to.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::comparison::fair::in_numbers as at_equal_steps;
use crate::evidence::curves::curves_of;
use crate::experiments::{CART_POLE, FAILURES, Records, find};
use crate::exploration::{Clock, Constant};
use crate::lab::doctor::diagnostics::diagnostics;
use crate::lab::plots::panel::panel;
use crate::lab::plots::{
    Drawn, INK, MARGIN, Mark, Over, PALETTE, PENCIL, Summary, Svg, SvgArea, TITLE,
    draw_legend, learning_curves_over, svg, text, whole,
};
use crate::per::{Prioritization, PrioritizedReplay, prioritization};
use crate::replay::{Replay, Transition};
use plotters::element::{PathElement, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

/// The pictures and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = [
        ("Double DQN", records.rows("undiscounted/double")?),
        ("PER", records.rows("undiscounted/double-per")?),
    ];
    let curves = curves_of(&agents);
    let title = "Double DQN and PER at equal steps, γ = 1";
    let (over, summary) = (Over::Steps, Summary::InterquartileMean);
    let terms = learning_curves_over(&CART_POLE, over, summary, title, &curves)?;
    Ok(vec![
        Artifact::figure(records, "per-bars", bars()?),
        Artifact::figure(records, "per-terms", terms),
        Artifact::figure(records, "per-telltale", telltale(records)?),
        Artifact::table(records, "per-terms", at_equal_steps(&agents)),
    ])
}

/// PER and those of its faults that a diagnostic gives away under the same seeds, in the
/// two diagnostics of priorities.
fn telltale(records: &Records) -> Result<Svg, Error> {
    let mut agents = Vec::new();
    for name in ["per", "per-unwritten", "per-unweighted", "per-wrong-sign"] {
        let entry = find(name)?;
        let mut rows = records.all_seeds(name)?;
        let seeds = [entry.seeds, FAILURES.seeds].concat();
        rows.retain(|row| seeds.contains(&row.seed));
        agents.push((entry.title, rows));
    }
    let columns = diagnostics(&["priority_spread", "weight_slope"]);
    panel(
        "What gives faults of PER away",
        &curves_of(&agents),
        &columns,
    )
}

/// The TD errors of the transitions in the picture.
const ERRORS: [f32; 8] = [0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0];

/// N · P of each transition in a memory that ranks them with `alpha`.
fn relative_probability(alpha: f64) -> Vec<f64> {
    let settings = Prioritization::new(alpha, Constant(1.0));
    let mut memory: PrioritizedReplay<1> =
        PrioritizedReplay::new(ERRORS.len(), settings);
    let nothing = Transition {
        state: [0.0],
        action: 0,
        reward: 0.0,
        next_state: [0.0],
        terminated: false,
        truncated: false,
        discount: 1.0,
    };
    for _ in ERRORS {
        memory.store(nothing);
    }
    let indices: Vec<usize> = (0..ERRORS.len()).collect();
    memory.update(&indices, &ERRORS);
    let often = indices.iter().map(|&i| memory.relative_probability(i));
    often.collect()
}

/// The weights that go with these N · P.
fn weights(often: &[f64], beta: f64) -> Vec<f64> {
    let settings = prioritization();
    let weights = often.iter().map(|&np| settings.weight(np, beta));
    let largest = weights.clone().fold(0.0, f64::max);
    weights.map(|weight| weight / largest).collect()
}

const SIZE: (u32, u32) = (1200, 1080);
/// Where the bars are, and the room for those of one transition.
const LEFT: i32 = 100;
const GROUP: i32 = 134;
const RIGHT: i32 = LEFT + 8 * GROUP;
const LETTERS: f64 = 32.0;
/// From the lower end of a chart to its upper one.
const HEIGHT: i32 = 330;

/// Bars of one colour, one for each transition.
struct Bars {
    name: String,
    color: RGBColor,
    values: Vec<f64>,
}

/// A chart of bars side by side.
struct BarChart {
    title: &'static str,
    /// The numbers along the upright axis, the last one being its end.
    ticks: &'static [f64],
    /// How wide a bar is, with the room beside it.
    wide: i32,
    bars: Vec<Bars>,
}

/// How often each transition is drawn, and how much it counts.
fn bars() -> Result<Svg, Error> {
    let settings = prioritization();
    let beta = |step| settings.beta.value(Clock { step, episode: 0 });
    let often = |alpha, color| Bars {
        name: format!("α = {alpha}"),
        color,
        values: relative_probability(alpha),
    };
    let count = |beta, color| Bars {
        name: format!("α = {}, β = {beta}", settings.alpha),
        color,
        values: weights(&relative_probability(settings.alpha), beta),
    };
    let drawn = BarChart {
        title: "How many times as often as on average it is drawn: N · P",
        ticks: &[0.0, 1.0, 2.0, 3.0, 4.0],
        wide: 36,
        bars: vec![
            often(0.0, PENCIL),
            often(settings.alpha, PALETTE[1]),
            often(1.0, PALETTE[2]),
        ],
    };
    let counts = BarChart {
        title: "How much it counts: w",
        ticks: &[0.0, 0.5, 1.0],
        wide: 54,
        bars: vec![
            count(beta(0), PALETTE[3]),
            count(beta(usize::MAX - 1), PALETTE[5]),
        ],
    };
    let title = "How often a transition is drawn, and how much it counts";
    svg(title, SIZE, |area| {
        let (upper, lower) = area.split_vertically(SIZE.1 / 2);
        drawn.draw_on(&upper)?;
        counts.draw_on(&lower)
    })
}

impl BarChart {
    fn draw_on(&self, area: &SvgArea) -> Drawn {
        let letters = text(TITLE, INK, HPos::Left, VPos::Top);
        area.draw_text(self.title, &letters, (MARGIN, MARGIN))?;
        let mark = |bars: &Bars| Mark::Box(bars.color.filled());
        let legend = self.bars.iter().map(|bars| (mark(bars), bars.name.clone()));
        let top = draw_legend(area, legend.collect(), MARGIN + 74)? + 20;
        let bottom = top + HEIGHT;
        self.draw_ticks(area, bottom)?;
        for (i, bars) in (0..).zip(&self.bars) {
            for (group, value) in (0..).zip(&bars.values) {
                let x = LEFT + 13 + GROUP * group + self.wide * i;
                let top = bottom - self.above(*value);
                let corners = [(x, top), (x + self.wide - 3, bottom)];
                area.draw(&Rectangle::new(corners, bars.color.filled()))?;
            }
        }
        Self::draw_errors(area, bottom)
    }

    /// How far above the lower end `value` is.
    fn above(&self, value: f64) -> i32 {
        let end = self.ticks.last().copied().unwrap_or(1.0);
        whole(f64::from(HEIGHT) * value / end)
    }

    fn draw_ticks(&self, area: &SvgArea, bottom: i32) -> Drawn {
        let letters = text(LETTERS, INK, HPos::Right, VPos::Center);
        for &tick in self.ticks {
            let y = bottom - self.above(tick);
            let line = [(LEFT, y), (RIGHT, y)];
            area.draw(&PathElement::new(line, INK.mix(0.25).stroke_width(2)))?;
            area.draw_text(&tick.to_string(), &letters, (LEFT - 14, y))?;
        }
        Ok(())
    }

    /// The TD error of each transition, below its bars.
    fn draw_errors(area: &SvgArea, bottom: i32) -> Drawn {
        let letters = text(LETTERS, INK, HPos::Center, VPos::Top);
        for (group, error) in (0..).zip(ERRORS) {
            let x = LEFT + GROUP * group + GROUP / 2;
            area.draw_text(&error.to_string(), &letters, (x, bottom + 12))?;
        }
        let letters = text(LETTERS, INK, HPos::Right, VPos::Top);
        area.draw_text("|δ|", &letters, (LEFT - 14, bottom + 12))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_alpha_1_bars_are_in_proportion_to_the_errors() {
        assert!(relative_probability(0.0).iter().all(|&np| np == 1.0));
        let often = relative_probability(1.0);
        assert!((often[7] / often[3] - 16.0).abs() < 1e-3);
        assert!((often.iter().sum::<f64>() - 8.0).abs() < 1e-9);
    }

    #[test]
    fn with_beta_1_every_transition_counts_alike_on_average() {
        let often = relative_probability(0.5);
        let weights = weights(&often, 1.0);
        assert_eq!(weights[0], 1.0);
        let mut shares = often.iter().zip(&weights).map(|(np, w)| np * w);
        assert!(shares.all(|share| (share - often[0]).abs() < 1e-9));
    }
}
