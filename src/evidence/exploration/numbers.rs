//! The numbers of the prose on exploration.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::exploration::deep_sea;
use crate::evidence::exploration::sketch::{
    BY_EPISODE, EPSILON, STRAIGHT, TEMPERATURES, VALUES,
};
use crate::evidence::outcomes::waits_in_episodes;
use crate::evidence::page::Numbers;
use crate::experiments::{CART_POLE, Records, SEEDS};
use crate::exploration::{Clock, softmax};
use crate::lab::runs::{Row, by_seed, of_common_seeds};
use crate::lab::stats::{
    at_the_end, format_count, format_interval, grouped, hazard_ratio, in_episode,
    mean, of_runs, trailing_mean,
};
use crate::nfq::nfq;

/// What u(t) of [`crate::exploration::LogDecay`] falls to.
const CURVE_END: f64 = 0.01;

/// The lecture's first run of DQN, of 500 episodes: the ε that it ends with, and after
/// how many steps.
const LECTURES_FIRST_RUN: (f64, usize) = (0.01, 10_000);

/// What the schedules and the rules are made of, and what the recorded runs came to.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    settings(prose);
    deep_sea::numbers(prose);
    of_chapter(records, prose)?;
    of_all_seeds(records, prose)
}

fn settings(prose: &mut Numbers) {
    let [cold, warm] = TEMPERATURES;
    let likeliest = |temperature| softmax(&VALUES, temperature)[1];
    let (lectures_end, lectures_steps) = LECTURES_FIRST_RUN;
    let constant = nfq().exploration.value(Clock::default());
    let half_of_straight = grouped(STRAIGHT.steps / 2);
    prose.add("explored_curve_end", CURVE_END);
    prose.percent("explored_a_third", fall_after(STRAIGHT.steps / 3));
    prose.add("explored_half_way", grouped(half_way()));
    prose.add("explored_straight_half_way", half_of_straight);
    prose.add("explored_factor", BY_EPISODE.factor);
    prose.add("explored_nfq", constant);
    prose.add("explored_epsilon", EPSILON);
    prose.percent("explored_greedy_part", 1.0 - EPSILON);
    prose.percent("explored_best", 1.0 - EPSILON / 2.0);
    prose.add("explored_cold", cold);
    prose.percent("explored_cold_best", likeliest(cold));
    prose.add("explored_warm", warm);
    prose.percent("explored_warm_best", likeliest(warm));
    prose.add("explored_lectures_end", lectures_end);
    prose.add("explored_lectures_steps", grouped(lectures_steps));
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
fn of_chapter(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let (dqn, exploring) = (records.rows("dqn")?, records.rows("exploring")?);
    let returns: Vec<f64> = exploring.iter().map(|r| r.episode_return).collect();
    let steps = at_the_end(&exploring, |row| Some(row.steps as f64));
    let score = final_mean(&exploring, |row| row.score);
    prose.rounded("explored_random_return", mean(&returns), 0);
    prose.range("explored_random_steps", &steps, format_count);
    prose.rounded("explored_random_score", score, 0);

    let [as_far, of_chance] = as_many_steps(&dqn, &exploring);
    let last_leads = at_the_end(&dqn, |row| row.action_gap);
    let untrained = in_episode(&dqn, 1, |row| Some(row.score));
    prose.rounded("explored_dqn_as_far", mean(&as_far), 0);
    prose.range("explored_dqn_as_far_range", &as_far, format_count);
    prose.higher("explored_dqn_better", &as_far, &of_chance);
    let lead = |lead: f64| format!("{lead:.2}");
    prose.range("explored_first_lead", &first_leads(&dqn), lead);
    prose.range("explored_last_lead", &last_leads, format_count);
    prose.rounded("explored_untrained_score", mean(&untrained), 0);
    let soon = records.rows("greedy-too-soon")?;
    let [waits, of_dqn] = [&soon, &dqn].map(|rows| waits_in_episodes(rows));
    let hazard = format_interval(hazard_ratio(&waits, &of_dqn), 1);
    prose.solved("explored_soon_solved", &soon);
    prose.add("explored_soon_hazard", hazard);

    let greedy = at_the_end(&dqn, |row| row.greedy_share);
    let episode_return = final_mean(&dqn, |row| row.episode_return);
    let score = final_mean(&dqn, |row| row.score);
    prose.rounded("explored_greedy_share", mean(&greedy), 2);
    prose.rounded("explored_dqn_return", episode_return, 0);
    prose.rounded("explored_dqn_score", score, 0);
    Ok(())
}

/// What more seeds say of the agent that is greedy too soon.
fn of_all_seeds(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let soon = records.all_seeds("greedy-too-soon")?;
    let dqn = of_common_seeds(records.all_seeds("dqn")?, &soon);
    let mut more = soon.clone();
    more.retain(|row| !SEEDS.contains(&row.seed));
    let best = final_means(&more, |row| row.score).into_iter();
    prose.add("explored_all_seeds", by_seed(&soon).len());
    prose.add("explored_more_seeds", by_seed(&more).len());
    prose.solved("explored_more_solved", &more);
    prose.add("explored_more_kept", kept(&more));
    prose.rounded("explored_more_best", best.fold(0.0, f64::max), 0);
    prose.solved("explored_all_solved", &soon);
    prose.add("explored_all_kept", kept(&soon));
    prose.solved("explored_dqn_all_solved", &dqn);
    prose.add("explored_dqn_all_kept", kept(&dqn));
    let [dqn, soon] = [&dqn, &soon].map(|rows| final_means(rows, |row| row.score));
    prose.higher("explored_dqn_all_higher", &dqn, &soon);
    Ok(())
}

/// The last scores of DQN within as many steps as the agent that always explores has, and
/// those of that agent.
pub(crate) fn as_many_steps(dqn: &[Row], exploring: &[Row]) -> [Vec<f64>; 2] {
    let steps = at_the_end(exploring, |row| Some(row.steps as f64));
    let of_chance = final_means(exploring, |row| row.score);
    [scores_within(dqn, mean(&steps)), of_chance]
}

/// The mean of a column over the last `CART_POLE.window` episodes of each run.
pub(crate) fn final_means(rows: &[Row], of: fn(&Row) -> f64) -> Vec<f64> {
    of_runs(rows, |run| {
        let values: Vec<f64> = run.iter().map(|row| of(row)).collect();
        *trailing_mean(&values, CART_POLE.window).last()?
    })
}

fn final_mean(rows: &[Row], of: fn(&Row) -> f64) -> f64 {
    mean(&final_means(rows, of))
}

/// How many runs end at the level at which a run counts as solved.
pub(crate) fn kept(rows: &[Row]) -> usize {
    let means = final_means(rows, |row| row.score).into_iter();
    means.filter(|&mean| mean >= CART_POLE.solved).count()
}

/// The mean score of each run over the last episodes that begin and end
/// within `steps` steps.
fn scores_within(rows: &[Row], steps: f64) -> Vec<f64> {
    let mut within = rows.to_vec();
    within.retain(|row| row.steps as f64 <= steps);
    final_means(&within, |row| row.score)
}

/// The lead of the best action in the first episode of each run that learns.
fn first_leads(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| run.iter().find_map(|row| row.action_gap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::{LogDecay, Schedule};
    use crate::lab::runs::results::samples::run;
    use crate::lab::stats::solved_runs;

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
        assert_eq!(first_leads(&rows), [0.5, 0.25]);
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
    }
}
