//! What the museum says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::doctor;
use crate::evidence::failures::claims::FIRST_VALUES;
use crate::evidence::museum::marks::{
    FALLS, GAP, LAST_PREDICTED, PREDICTED, RETURNS, SCORES, SCORES_OVER_RETURNS,
    first_losses, grows_for_nothing, has_one_reward, leaps_at_first, trails,
    trails_at_first,
};
use crate::evidence::outcomes::{FINAL_SCORES, are_solved, final_scores};
use crate::experiments::{CART_POLE, FAULTS};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::Runs;

/// Every run of a recipe has a mark.
fn every_run(
    asked: &Asked,
    name: &str,
    what: &str,
    has: fn(&[&Row]) -> bool,
) -> Result<Finding, Error> {
    let rows = asked.all_seeds(name)?;
    let have = by_seed(&rows).into_iter().map(|(_, run)| has(&run));
    let have: Vec<bool> = have.collect();
    Ok(asked.count(what, &have, |count, all| count == all))
}

fn no_run_is_solved(asked: &Asked, name: &str) -> Result<Finding, Error> {
    let solved = are_solved(&asked.all_seeds(name)?);
    Ok(asked.count("solved", &solved, |count, _| count == 0))
}

/// The runs with the fault end lower.
fn ends_lower(asked: &Asked, fault: &str, healthy: &str) -> Result<Finding, Error> {
    asked.more_of_both(&FINAL_SCORES, healthy, fault)
}

/// Which of them ends higher is open.
fn ends_open(asked: &Asked, fault: &str, healthy: &str) -> Result<Finding, Error> {
    asked.alike_of_both(&FINAL_SCORES, fault, healthy)
}

/// The largest τ solves more runs than each below 0.1, and ends higher.
fn slow_is_worse(asked: &Asked) -> Result<Finding, Error> {
    let slow = ["polyak", "tau-0.001", "tau-0.0001"].map(|slow| {
        let [none, rows] = asked.of_both("tau-1", slow)?;
        let [none, solved] = [none, rows].map(|rows| {
            let solved = are_solved(&rows).into_iter();
            solved.filter(|solved| *solved).count()
        });
        let text = format!("solved {none} and {solved}");
        let more = asked.finds(&text, none > solved);
        Finding::all([Ok(more), ends_lower(asked, slow, "tau-1")])
    });
    Finding::all(slow)
}

/// Which runs of the agent that is greedy too soon are solved before any of DQN,
/// and their last scores.
fn soon_solved(asked: &Asked) -> Result<Vec<(bool, f64)>, Error> {
    let [soon, dqn] = asked.of_both("greedy-too-soon", "dqn")?;
    let ends = final_scores(&soon);
    let [soon, dqn] = [soon, dqn].map(|rows| Runs::of(&CART_POLE, &rows).steps);
    let soonest = dqn.into_iter().fold(f64::INFINITY, f64::min);
    Ok(soon
        .iter()
        .map(|steps| *steps < soonest)
        .zip(ends)
        .collect())
}

/// In how many rows two recordings of the same seeds have the same training.
fn same_training(
    asked: &Asked,
    [one, other]: [&[Row]; 2],
    follows: fn(usize, usize) -> bool,
) -> Finding {
    let sees = |row: &Row| (row.steps, row.episode_return, row.loss);
    let pairs = one.iter().filter_map(|row| {
        let place = (row.seed, row.episode);
        let twin = other.iter().find(|twin| (twin.seed, twin.episode) == place);
        Some(sees(row) == sees(twin?))
    });
    let same: Vec<bool> = pairs.collect();
    asked.count("rows with the same training", &same, follows)
}

/// More evaluation makes another run of an agent with one stream.
fn differs_from_its_twin(asked: &Asked) -> Result<Finding, Error> {
    let name = "shared-stream";
    let rows = asked.all_seeds(name)?;
    let fault = FAULTS.iter().find(|fault| fault.entry.name == name);
    let twin = asked.other("its twin", |records| {
        fault.map_or_else(|| Ok(Vec::new()), |fault| doctor::twin(fault, records))
    })?;
    let few = |same: usize, all: usize| 10 * same < all;
    Ok(same_training(asked, [&rows, &twin], few))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "Without both parts, the largest value leaps upwards as soon as learning \
               begins, and no run is solved",
        bears: |asked| {
            Finding::all([
                asked.more_of_both(&FIRST_VALUES, "online", "dqn"),
                no_run_is_solved(asked, "online"),
            ])
        },
    },
    Claim {
        says: "runs are solved later than with DQN",
        bears: |asked| asked.sooner_of_both("dqn", "no-target"),
    },
    Claim {
        says: "Whether they end lower, these runs do not show",
        bears: |asked| ends_open(asked, "no-target", "dqn"),
    },
    Claim {
        says: "about why it ends higher than the right one",
        bears: |asked| ends_lower(asked, "polyak", "swapped-polyak"),
    },
    Claim {
        says: "the online network learns one reward and little more",
        bears: |asked| {
            let what = "predicted return between 1 and 2";
            every_run(asked, "tau-0.0001", what, has_one_reward)
        },
    },
    Claim {
        says: "Slow is worse than none here",
        bears: slow_is_worse,
    },
    Claim {
        says: "the predicted return rises far above the achieved one, while the score stays \
               where it began",
        bears: |asked| {
            let what = "values that grow for nothing";
            every_run(asked, "no-mask", what, grows_for_nothing)
        },
    },
    Claim {
        says: "The score does not show the fault in a run of this length",
        bears: |asked| ends_open(asked, "limit-is-failure", "dqn"),
    },
    Claim {
        says: "At the end of these runs the predicted return is lower than with DQN",
        bears: |asked| {
            asked.more_of_both(&LAST_PREDICTED, "dqn", "limit-is-failure")
        },
    },
    Claim {
        says: "The lead of the best action is a smaller part of the values than with \
               DQN, and the median TD error is above zero in every episode that learns",
        bears: |asked| {
            let what = "median TD error always above zero";
            Finding::all([
                asked.more_of_both(&GAP, "dqn", "max-over-batch"),
                every_run(asked, "max-over-batch", what, trails),
            ])
        },
    },
    Claim {
        says: "the runs end lower than those of DQN",
        bears: |asked| ends_lower(asked, "large-rewards", "dqn"),
    },
    Claim {
        says: "the loss of the first episode that learns is larger than the square of \
               the mean |Q| in every run",
        bears: |asked| {
            every_run(asked, "rate-times-10", "such a first loss", leaps_at_first)
        },
    },
    Claim {
        says: "falls again more often than with the right rate",
        bears: |asked| asked.more_of_both(&FALLS, "rate-times-10", "dqn"),
    },
    Claim {
        says: "Everything happens more slowly, and no run is solved within these \
               episodes",
        bears: |asked| {
            Finding::all([
                no_run_is_solved(asked, "rate-over-10"),
                ends_lower(asked, "rate-over-10", "dqn"),
            ])
        },
    },
    Claim {
        says: "The predicted return climbs, and far more slowly",
        bears: |asked| asked.more_of_both(&PREDICTED, "dqn", "rate-over-10"),
    },
    Claim {
        says: "in the first episodes that learn, all but a tenth of the TD errors lie \
               above zero",
        bears: |asked| {
            let what = "runs with such errors";
            every_run(asked, "rate-over-10", what, trails_at_first)
        },
    },
    Claim {
        says: "Most runs are solved before any run of DQN is",
        bears: |asked| {
            let soon = soon_solved(asked)?.into_iter();
            let soon: Vec<bool> = soon.map(|(is_before, _)| is_before).collect();
            let what = "solved before any run of DQN";
            Ok(asked.count(what, &soon, |count, all| 2 * count > all))
        },
    },
    Claim {
        says: "Some of these end near the bottom all the same",
        bears: |asked| {
            let soon = soon_solved(asked)?.into_iter();
            let low = soon.filter(|(is_before, _)| *is_before);
            let low: Vec<bool> = low.map(|(_, end)| end < 100.0).collect();
            Ok(asked.count("of these below 100 at the end", &low, |low, _| low > 1))
        },
    },
    Claim {
        says: "The greedy policy that comes of it is far better than the play that it \
               learned from, and stops short of the goal",
        bears: |asked| {
            let rows = asked.all_seeds("exploring")?;
            let [score, played] = [&SCORES, &RETURNS].map(|of| (of.of)(&rows));
            let better = asked.higher("score than return", &score, &played);
            Finding::all([Ok(better), no_run_is_solved(asked, "exploring")])
        },
    },
    Claim {
        says: "That this costs anything on this task, the seeds do not show",
        bears: |asked| ends_open(asked, "no-warm-up", "dqn"),
    },
    Claim {
        says: "In half of the runs the loss of the first episodes that learn shows it",
        bears: |asked| {
            let [outliers, per] = asked.of_both("per-outliers", "per")?;
            let usual = first_losses(&per).into_iter().fold(0.0, f64::max);
            let far = first_losses(&outliers).into_iter();
            let far: Vec<bool> = far.map(|loss| loss > 10.0 * usual).collect();
            let what = "loss above ten times the largest without outliers";
            Ok(asked.count(what, &far, |count, all| 2 * count == all))
        },
    },
    Claim {
        says: "The bound on the priorities helps",
        bears: |asked| ends_lower(asked, "per-outliers", "per-bounded-priorities"),
    },
    Claim {
        says: "The bound on the weights is not shown to help",
        bears: |asked| ends_open(asked, "per-bounded-weights", "per-outliers"),
    },
    Claim {
        says: "With a slower target network the runs end lower still, as they do \
               without outliers",
        bears: |asked| {
            Finding::all([
                ends_lower(asked, "per-slower-target", "per-outliers"),
                ends_lower(asked, "slow-target", "dqn"),
            ])
        },
    },
    Claim {
        says: "its play is worse than random",
        bears: |asked| {
            asked.more_of_both(&RETURNS, "exploring", "dueling-over-batch")
        },
    },
    Claim {
        says: "its score higher than what the agent gets when it learns",
        bears: |asked| {
            let rows = asked.all_seeds("dueling-over-batch")?;
            let [score, played] = [&SCORES, &RETURNS].map(|of| (of.of)(&rows));
            Ok(asked.higher("score than return", &score, &played))
        },
    },
    Claim {
        says: "The training is the same run as without the fault, row for row, and the \
               score falls behind its returns",
        bears: |asked| {
            let [fault, healthy] =
                asked.of_both("fresh-statistics", "normalized")?;
            let rows = [&fault[..], &healthy];
            let same = same_training(asked, rows, |same, all| same == all);
            let behind = asked.more_of_both(
                &SCORES_OVER_RETURNS,
                "normalized",
                "fresh-statistics",
            );
            Finding::all([Ok(same), behind])
        },
    },
    Claim {
        says: "that the agent learns less well is not shown",
        bears: |asked| ends_open(asked, "shared-stream", "dqn"),
    },
    Claim {
        says: "But more evaluation, or less, gives another run",
        bears: differs_from_its_twin,
    },
];
