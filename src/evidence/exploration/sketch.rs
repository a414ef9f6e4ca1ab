//! Two pictures of exploration: what schedules give over the steps of a run, and what
//! the two rules make of one pair of action values.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{Records, exploring_for_ever, greedy_too_soon};
use crate::exploration::{Clock, EpisodeDecay, LinearSchedule, softmax};
use crate::foundations::greedy;
use crate::lab::plots::{
    BLUE, Drawn, INK, LABEL, MARGIN, NUMBER, PENCIL, Svg, SvgArea, TITLE,
    schedule_curves, svg, whole, words, write_fitting,
};
use crate::lab::runs::{Row, by_seed};
use crate::nfq::nfq;
use plotters::element::{PathElement, Rectangle};
use plotters::style::{Color, RGBColor};

/// DQN's ends with a straight line in between.
pub(crate) const STRAIGHT: LinearSchedule = LinearSchedule {
    start: 1.0,
    end: 0.3,
    steps: 20_000,
};
/// DQN's ends, with a fall in each episode.
pub(crate) const BY_EPISODE: EpisodeDecay = EpisodeDecay {
    start: 1.0,
    factor: 0.99,
    end: 0.3,
};
/// The picture of the schedules ends here, and its points are this many steps
/// apart.
const LAST_STEP: usize = 25_000;
const STEPS_APART: usize = 25;

/// The action values of the second picture, the ε, and the temperatures.
pub(crate) const VALUES: [f32; 2] = [9.0, 10.0];
pub(crate) const EPSILON: f64 = 0.3;
pub(crate) const TEMPERATURES: [f64; 2] = [0.5, 5.0];

/// Both pictures.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let dqn = records.rows("dqn")?;
    let (_, run) = &by_seed(&dqn)[0];
    Ok(vec![
        Artifact::figure(records, "schedules", schedules(&clocks(run))?),
        Artifact::figure(records, "action-rules", rules()?),
    ])
}

/// The clock of a recorded run, again and again up to [`LAST_STEP`].
fn clocks(run: &[&Row]) -> Vec<Clock> {
    let clock = |step| Clock {
        step,
        episode: run.partition_point(|row| row.steps <= step),
    };
    (0..=LAST_STEP).step_by(STEPS_APART).map(clock).collect()
}

fn schedules(clocks: &[Clock]) -> Result<Svg, Error> {
    let (dqn, soon) = (dqn().exploration, greedy_too_soon().exploration);
    let (nfq, ever) = (nfq().exploration, exploring_for_ever().exploration);
    schedule_curves(
        "Schedules of ε, over the steps of a run of DQN",
        clocks,
        &[
            ("DQN: a logarithmic curve", &*dqn),
            ("the same ends, straight", &STRAIGHT),
            ("a share less in each episode", &BY_EPISODE),
            ("greedy too soon", &*soon),
            ("NFQ", &*nfq),
            ("exploring for ever", &*ever),
        ],
    )
}

/// The probabilities of actions under one rule.
struct Chances {
    rule: &'static str,
    setting: String,
    /// The probability of each action, and the part of it that comes of chance alone.
    of_actions: [(f64, f64); 2],
}

/// ε-greedy beside softmax at each temperature.
fn chances() -> [Chances; 3] {
    let [cold, warm] = TEMPERATURES.map(|temperature| Chances {
        rule: "softmax",
        setting: format!("T = {temperature}"),
        of_actions: softmax(&VALUES, temperature).map(|p| (p, 0.0)),
    });
    let best = greedy(&VALUES);
    let share = EPSILON / VALUES.len() as f64;
    let chance = |action| {
        let exploits = if action == best { 1.0 - EPSILON } else { 0.0 };
        (exploits + share, share)
    };
    let epsilon_greedy = Chances {
        rule: "ε-greedy",
        setting: format!("ε = {EPSILON}"),
        of_actions: [chance(0), chance(1)],
    };
    [epsilon_greedy, cold, warm]
}

const SIZE: (u32, u32) = (1200, 760);
/// Where the bars are, the height of a probability of 1, and the width of a bar.
const GROUND: i32 = 610;
const CERTAIN: f64 = 390.0;
const BAR: i32 = 110;
/// From the middle of a group to the middle of a bar.
const ASIDE: i32 = 80;
/// The colour of the action that is worth less.
const WORSE: RGBColor = RGBColor(204, 121, 167);

fn rules() -> Result<Svg, Error> {
    let title = "How likely each of two actions is, by rule";
    svg(title, SIZE, |area| {
        write_fitting(area, title, TITLE, (MARGIN, MARGIN))?;
        for (chances, middle) in chances().iter().zip([200, 600, 1000]) {
            draw_group(area, chances, middle)?;
        }
        let ground = [(MARGIN, GROUND), (1200 - MARGIN, GROUND)];
        area.draw(&PathElement::new(ground, INK.stroke_width(2)))
    })
}

/// The upper end of a bar that stands for `probability`.
fn top(probability: f64) -> i32 {
    GROUND - whole(CERTAIN * probability)
}

fn draw_group(area: &SvgArea, chances: &Chances, middle: i32) -> Drawn {
    words(area, (middle, 120), &[chances.rule], TITLE, INK)?;
    words(area, (middle, 166), &[&chances.setting], LABEL, PENCIL)?;
    let names = ["left", "right"].into_iter().zip(VALUES);
    let bars = names.zip(chances.of_actions).zip([-ASIDE, ASIDE]);
    for (((name, value), (chance, share)), aside) in bars {
        let color = if aside < 0 { WORSE } else { BLUE };
        let x = middle + aside;
        let (left, right) = (x - BAR / 2, x + BAR / 2);
        let bar = [(left, top(chance)), (right, top(share))];
        area.draw(&Rectangle::new(bar, color.filled()))?;
        let bar = [(left, top(share)), (right, GROUND)];
        area.draw(&Rectangle::new(bar, color.mix(0.4).filled()))?;
        let percent = format!("{:.0} %", 100.0 * chance);
        words(area, (x, top(chance) - 28), &[&percent], LABEL, INK)?;
        let below = [name, &format!("Q = {value}")];
        words(area, (x, GROUND + 62), &below, NUMBER, INK)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::{ActionRule, EpsilonGreedy, Schedule};
    use crate::foundations::Stream;
    use crate::foundations::random::random;

    #[test]
    fn a_clock_counts_the_episodes_that_are_over() {
        let row = |steps| Row {
            steps,
            ..Row::default()
        };
        let rows = [row(20), row(50), row(110)];
        let rows: Vec<&Row> = rows.iter().collect();
        let clocks = clocks(&rows);
        let episodes: Vec<usize> = clocks.iter().map(|c| c.episode).collect();
        // Steps 0, 25, 50, 75, 100 and 125.
        assert_eq!(episodes[..6], [0, 1, 2, 2, 2, 3]);
        assert_eq!(clocks[5].step, 125);
        assert_eq!(clocks.last().unwrap().step, LAST_STEP);
    }

    #[test]
    fn the_schedules_of_the_picture_have_the_ends_of_dqn() {
        let recipe = dqn();
        let clock = |step| Clock {
            step,
            episode: step,
        };
        for step in [0, 20_000] {
            let value = recipe.exploration.value(clock(step));
            assert_eq!(STRAIGHT.value(clock(step)), value);
            assert_eq!(BY_EPISODE.value(clock(step)), value);
        }
    }

    #[test]
    fn the_bars_are_the_probabilities_of_the_rules() {
        let [epsilon_greedy, cold, warm] = chances();
        let mut random = random(3, Stream::Exploration);
        let mut counts = [0; 2];
        for _ in 0..10_000 {
            let action = EpsilonGreedy.choose(&|| VALUES, EPSILON, &mut random);
            counts[action.unwrap()] += 1;
        }
        for (count, (chance, _)) in counts.iter().zip(epsilon_greedy.of_actions) {
            // √(10 000 · 0.15 · 0.85) = 36
            assert!((f64::from(*count) - 10_000.0 * chance).abs() < 144.0);
        }
        // A lead of one: e² : 1 and e^0.2 : 1.
        let odds = |chances: &Chances| {
            let [(worse, _), (better, _)] = chances.of_actions;
            libm::log(better / worse)
        };
        assert!((odds(&cold) - 2.0).abs() < 1e-9);
        assert!((odds(&warm) - 0.2).abs() < 1e-9);
    }
}
