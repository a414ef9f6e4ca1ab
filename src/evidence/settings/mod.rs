//! What the book shows of settings: one at a time, from far below the course's to
//! far above it; and what choosing the best of many does to its score.

mod claims;

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::equal_steps::{AT_THE_END, mean_scores};
use crate::evidence::page::{Numbers, Page};
use crate::experiments::sweep::USUAL;
use crate::experiments::{CART_POLE, Records, STEPS, SWEEPS, Sweep, TEN_SEEDS};
use crate::lab::plots::{DotFigure, Dots, PALETTE, Svg};
use crate::lab::runs::Row;
use crate::lab::stats::{
    Runs, Scale, format_interval, grouped, improvement_of, interquartile_mean,
    interquartile_mean_of, mean, none, table,
};

pub(crate) const PAGE: Page = Page {
    chapter: "settings",
    artifacts: &[sweeps],
    sketches: &[],
    numbers,
    claims: claims::CLAIMS,
};

/// One value of a setting, and the rows of its agent.
struct Swept {
    sweep: &'static Sweep,
    color: usize,
    value: f64,
    /// Whether it is the course's.
    is_usual: bool,
    rows: Vec<Row>,
}

impl Swept {
    fn name(&self) -> String {
        let value = match self.value {
            value if value < 1.0 => value.to_string(),
            value => grouped_number(value),
        };
        let usual = if self.is_usual { " (here)" } else { "" };
        format!("{}: {value}{usual}", self.sweep.setting)
    }

    fn scores(&self) -> Vec<f64> {
        mean_scores(&self.rows, 0..STEPS)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of steps or transitions"
)]
fn grouped_number(count: f64) -> String {
    grouped(count as usize)
}

/// All values of all settings, sweep by sweep.
fn swept(records: &Records) -> Result<Vec<Swept>, Error> {
    let mut all = Vec::new();
    for (color, sweep) in SWEEPS.iter().enumerate() {
        for (value, name) in sweep.agents {
            all.push(Swept {
                sweep,
                color,
                value: *value,
                is_usual: *name == USUAL,
                rows: records.rows(name)?,
            });
        }
    }
    Ok(all)
}

fn sweeps(records: &Records) -> Result<Vec<Artifact>, Error> {
    let all = swept(records)?;
    Ok(vec![
        Artifact::figure(records, "sweeps", figure(&all)?),
        Artifact::table(records, "sweeps", in_numbers(&all)),
    ])
}

fn figure(all: &[Swept]) -> Result<Svg, Error> {
    let names: Vec<String> = all.iter().map(Swept::name).collect();
    let dots = all.iter().zip(&names).map(|(swept, name)| {
        let runs = swept.scores();
        Dots {
            name,
            color: PALETTE[swept.color],
            estimate: Some(interquartile_mean_of(&runs)),
            runs,
        }
    });
    let figure = DotFigure {
        title: "DQN with one setting changed at a time",
        x_label: "Mean score, 95 % interval",
        scale: Scale::Linear,
        range: CART_POLE.scores,
        reference: None,
        names: 620,
        agents: dots.collect(),
    };
    figure.draw()
}

fn in_numbers(all: &[Swept]) -> String {
    let usual = all.iter().find(|swept| swept.is_usual);
    let usual = usual.map_or_else(Vec::new, Swept::scores);
    let lines = all.iter().map(|swept| {
        let scores = swept.scores();
        let at_the_end = mean_scores(&swept.rows, AT_THE_END);
        vec![
            swept.name(),
            Runs::of(&CART_POLE, &swept.rows).format_solved(),
            format_interval(interquartile_mean_of(&scores), 1),
            format_interval(interquartile_mean_of(&at_the_end), 1),
            if swept.is_usual {
                none()
            } else {
                format_interval(improvement_of(&scores, &usual), 2)
            },
        ]
    });
    let titles = &format!(
        "setting | runs that reach a mean of {} | mean score, all steps \
         | mean score, last {} steps | higher over all steps than with the course’s",
        CART_POLE.solved,
        grouped(AT_THE_END.len()),
    );
    table(1, titles, lines)
}

/// How many seeds choose; the others judge.
const CHOOSING: usize = TEN_SEEDS.len() / 2;

/// What the best of all settings on the first seeds comes to on the others.
fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let all = swept(records)?;
    let scores: Vec<Vec<f64>> = all.iter().map(Swept::scores).collect();
    let chosen = scores.iter().zip(&all).max_by(|(one, _), (other, _)| {
        let on_choosing = |scores: &[f64]| interquartile_mean(&scores[..CHOOSING]);
        on_choosing(one).total_cmp(&on_choosing(other))
    });
    let (scores, swept) = chosen.expect("settings are swept");
    let (choosing, judging) = scores.split_at(CHOOSING);
    prose.add(
        "swept_agents",
        SWEEPS.iter().map(|s| s.agents.len()).sum::<usize>(),
    );
    prose.add("swept_choosing", CHOOSING);
    prose.add("swept_best", swept.name());
    prose.rounded("swept_best_chosen", mean(choosing), 1);
    prose.rounded("swept_best_judged", mean(judging), 1);
    let usual = all.iter().find(|swept| swept.is_usual);
    let usual = usual
        .expect("the course's settings are among them")
        .scores();
    let judging_usual = mean(&usual[CHOOSING..]);
    prose.rounded("swept_usual_judged", judging_usual, 1);
    Ok(())
}
