//! The numbers of the prose on exploration.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::dqn::numbers::last;
use crate::evidence::exploration::sketch::{
    BY_EPISODE, EPSILON, STRAIGHT, TEMPERATURES, VALUES,
};
use crate::evidence::page::Named;
use crate::experiments::{CART_POLE, Records, SEEDS};
use crate::exploration::{Clock, softmax};
use crate::lab::runs::{Row, by_seed, of_common_seeds};
use crate::lab::stats::{
    Band, grouped, grouped_text, in_episode, of_runs, solved_runs, trailing_mean,
};
use crate::nfq::nfq;

/// What u(t) of [`crate::exploration::LogDecay`] falls to.
const CURVE_END: f64 = 0.01;

/// The lecture's first run of DQN, of 500 episodes: the ε that it ends with, and after
/// how many steps.
const LECTURES_FIRST_RUN: (f64, usize) = (0.01, 10_000);

/// What the schedules and the rules are made of, and what the recorded runs came to.
pub(crate) fn explored(records: &Records) -> Result<Vec<Named>, Error> {
    let mut numbers = settings();
    numbers.extend(of_chapter(records)?);
    numbers.extend(of_all_seeds(records)?);
    Ok(numbers)
}

fn settings() -> Vec<Named> {
    let percent = |share: f64| format!("{:.0}", 100.0 * share);
    let [cold, warm] = TEMPERATURES;
    let likeliest = |temperature| percent(softmax(&VALUES, temperature)[1]);
    let (lectures_end, lectures_steps) = LECTURES_FIRST_RUN;
    vec![
        ("explored_curve_end", CURVE_END.to_string()),
        ("explored_a_third", percent(fall_after(STRAIGHT.steps / 3))),
        ("explored_half_way", grouped(half_way())),
        ("explored_straight_half_way", grouped(STRAIGHT.steps / 2)),
        ("explored_factor", BY_EPISODE.factor.to_string()),
        (
            "explored_nfq",
            nfq().exploration.value(Clock::default()).to_string(),
        ),
        ("explored_epsilon", EPSILON.to_string()),
        ("explored_greedy_part", percent(1.0 - EPSILON)),
        ("explored_best", percent(1.0 - EPSILON / 2.0)),
        ("explored_cold", cold.to_string()),
        ("explored_cold_best", likeliest(cold)),
        ("explored_warm", warm.to_string()),
        ("explored_warm_best", likeliest(warm)),
        ("explored_lectures_end", lectures_end.to_string()),
        ("explored_lectures_steps", grouped(lectures_steps)),
    ]
}

/// The share of DQN's fall that is done at `step`.
fn fall_after(step: usize) -> f64 {
    let exploration = dqn().exploration;
    let value = exploration.value(Clock { step, episode: 0 });
    (STRAIGHT.start - value) / (STRAIGHT.start - STRAIGHT.end)
}

/// The first step at which half of DQN's fall is done.
fn half_way() -> usize {
    let mut steps = 0..STRAIGHT.steps;
    let is_done = |step: &usize| fall_after(*step) >= 0.5;
    steps.find(is_done).unwrap_or(STRAIGHT.steps)
}

/// What the runs of the chapter came to.
fn of_chapter(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = |name| records.rows(name);
    let (dqn, exploring) = (rows("dqn")?, rows("exploring")?);
    let soon = rows("greedy-too-soon")?;
    let returns: Vec<f64> = exploring.iter().map(|r| r.episode_return).collect();
    let steps = last(&exploring, |row| Some(row.steps as f64));
    let range = |b: Band| {
        let [least, largest] =
            [b.min, b.max].map(|end| grouped_text(&in_whole(end)));
        format!("{least} to {largest}")
    };
    let budget = steps.as_ref().map_or(0.0, |band| band.mean);
    let as_far = scores_within(&dqn, budget);
    let share = last(&dqn, |row| row.greedy_share);
    Ok(vec![
        ("explored_random_return", in_whole(mean(&returns))),
        (
            "explored_random_steps",
            steps.map_or_else(String::new, range),
        ),
        (
            "explored_random_score",
            in_whole(mean(&final_means(&exploring, |row| row.score))),
        ),
        ("explored_dqn_as_far", in_whole(mean(&as_far))),
        (
            "explored_dqn_as_far_range",
            Band::of(&as_far).map_or_else(String::new, range),
        ),
        ("explored_first_lead", first_leads(&dqn)),
        (
            "explored_last_lead",
            last(&dqn, |row| row.action_gap).map_or_else(String::new, range),
        ),
        (
            "explored_untrained_score",
            in_whole(mean(&first_scores(&dqn))),
        ),
        (
            "explored_soon_solved",
            solved_runs(&CART_POLE, &soon).to_string(),
        ),
        (
            "explored_greedy_share",
            share.map_or_else(String::new, |band| format!("{:.2}", band.mean)),
        ),
        (
            "explored_dqn_return",
            in_whole(mean(&final_means(&dqn, |row| row.episode_return))),
        ),
        (
            "explored_dqn_score",
            in_whole(mean(&final_means(&dqn, |row| row.score))),
        ),
    ])
}

/// What more seeds say of the agent that is greedy too soon.
fn of_all_seeds(records: &Records) -> Result<Vec<Named>, Error> {
    let soon = records.all_seeds("greedy-too-soon")?;
    let dqn = of_common_seeds(records.all_seeds("dqn")?, &soon);
    let mut more = soon.clone();
    more.retain(|row| !SEEDS.contains(&row.seed));
    let best = final_means(&more, |row| row.score).into_iter();
    Ok(vec![
        ("explored_all_seeds", by_seed(&soon).len().to_string()),
        ("explored_more_seeds", by_seed(&more).len().to_string()),
        (
            "explored_more_solved",
            solved_runs(&CART_POLE, &more).to_string(),
        ),
        ("explored_more_kept", kept(&more).to_string()),
        ("explored_more_best", in_whole(best.fold(0.0, f64::max))),
        (
            "explored_all_solved",
            solved_runs(&CART_POLE, &soon).to_string(),
        ),
        ("explored_all_kept", kept(&soon).to_string()),
        (
            "explored_dqn_all_solved",
            solved_runs(&CART_POLE, &dqn).to_string(),
        ),
        ("explored_dqn_all_kept", kept(&dqn).to_string()),
    ])
}

/// The mean of a column over the last `CART_POLE.window` episodes of each run.
fn final_means(rows: &[Row], of: fn(&Row) -> f64) -> Vec<f64> {
    of_runs(rows, |run| {
        let values: Vec<f64> = run.iter().map(|row| of(row)).collect();
        trailing_mean(&values, CART_POLE.window)
            .last()
            .copied()
            .flatten()
    })
}

/// How many runs end at the level at which a run counts as solved.
fn kept(rows: &[Row]) -> usize {
    let means = final_means(rows, |row| row.score).into_iter();
    means.filter(|&mean| mean >= CART_POLE.solved).count()
}

/// The mean score of each run over the last episodes that begin and end
/// within so many steps.
fn scores_within(rows: &[Row], steps: f64) -> Vec<f64> {
    let mut within = rows.to_vec();
    within.retain(|row| row.steps as f64 <= steps);
    final_means(&within, |row| row.score)
}

/// The score of each run after its first episode, when nothing is learned yet.
fn first_scores(rows: &[Row]) -> Vec<f64> {
    in_episode(rows, 1, |row| Some(row.score))
}

/// The least and the largest lead of the best action in the first episode of a run
/// that learns.
fn first_leads(rows: &[Row]) -> String {
    let first = |run: &[&Row]| run.iter().find_map(|row| row.action_gap);
    let leads = Band::of(&of_runs(rows, first));
    let range = |leads: Band| format!("{:.2} to {:.2}", leads.min, leads.max);
    leads.map_or_else(String::new, range)
}

fn mean(numbers: &[f64]) -> f64 {
    Band::of(numbers).map_or(f64::NAN, |band| band.mean)
}

fn in_whole(number: f64) -> String {
    format!("{number:.0}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::{LogDecay, Schedule};
    use crate::lab::runs::results::samples::run;

    #[test]
    fn the_curve_is_that_of_the_chapter() {
        let decay = LogDecay {
            start: 1.0,
            end: 0.0,
            steps: 101,
        };
        for step in [0, 10, 50, 99, 100] {
            let u = libm::pow(CURVE_END, step as f64 / 100.0);
            let expected = (u - CURVE_END) / (1.0 - CURVE_END);
            let found = decay.value(Clock { step, episode: 0 });
            assert!((found - expected).abs() < 1e-9, "{step}");
        }
    }

    #[test]
    fn a_third_of_the_steps_is_most_of_the_fall() {
        // 10^(−2/3) = 0.2154: 1 − (0.2154 − 0.01)/0.99 = 0.7925.
        let share = fall_after(STRAIGHT.steps / 3);
        assert!((share - 0.7925).abs() < 1e-3, "{share}");
        // 10^(−2 t) = 0.505 at t = 0.1484.
        assert!(half_way().abs_diff(2_967) < 3, "{}", half_way());
    }

    #[test]
    fn the_first_lead_is_that_of_the_first_episode_that_learns() {
        let mut rows = [run(1, &[9.0; 3]), run(2, &[9.0; 3])].concat();
        for (row, lead) in rows.iter_mut().zip([0.0, 0.5, 7.0, 0.25, 8.0, 9.0]) {
            row.action_gap = (lead > 0.0).then_some(lead);
        }
        assert_eq!(first_leads(&rows), "0.25 to 0.50");
    }

    #[test]
    fn a_run_is_kept_if_it_ends_at_the_level() {
        let lost = [[500.0; CART_POLE.window], [0.0; CART_POLE.window]].concat();
        let rows = [
            run(1, &lost),
            run(2, &[500.0; CART_POLE.window]),
            run(3, &[480.0; CART_POLE.window]),
        ];
        let rows = rows.concat();
        assert_eq!((solved_runs(&CART_POLE, &rows), kept(&rows)), (3, 2));
        assert_eq!(scores_within(&rows, 250.0), [500.0, 500.0, 480.0]);
        assert_eq!(scores_within(&rows, 260.0), [480.0, 500.0, 480.0]);
        assert_eq!(first_scores(&rows), [500.0, 500.0, 480.0]);
    }
}
