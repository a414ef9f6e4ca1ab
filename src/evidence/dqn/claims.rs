//! What the page on DQN says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding, holds};
use crate::evidence::dqn::numbers::copies_until;
use crate::evidence::dqn::stages::milestones;
use crate::evidence::outcomes::{EQUAL_LAST_SCORES, EQUAL_SCORES};
use crate::evidence::target::claims::{
    ends_are_open, later_without_target, replay_is_worth_more,
};
use crate::experiments::{LARGEST_RETURN, with_slow_target};
use crate::lab::stats::{at_the_end, interquartile_mean_of};

const LAST_VALUES: &str = "largest |Q| of the last episode";

/// The largest values in the last episode.
fn last_values(asked: &Asked, name: &str) -> Result<Vec<f64>, Error> {
    Ok(at_the_end(&asked.rows(name)?, |row| row.max_abs_q))
}

/// The least of these values over a number.
fn least_over(asked: &Asked, name: &str, number: f64) -> Result<f64, Error> {
    let values = last_values(asked, name)?.into_iter();
    Ok(values.fold(f64::INFINITY, f64::min) / number)
}

/// The largest values in the last episode over the copies of the target network that a
/// run has received.
fn over_copies(asked: &Asked, name: &str) -> Result<Vec<f64>, Error> {
    let over = at_the_end(&asked.rows(name)?, |row| {
        Some(row.max_abs_q? / row.target_updates? as f64)
    });
    Ok(over)
}

/// The copies that the slow target network receives in as many steps.
fn slow_copies(asked: &Asked) -> Result<f64, Error> {
    let ends = at_the_end(&asked.rows("pieces/slow-target")?, |row| {
        Some(copies_until(row.steps, &with_slow_target().card()) as f64)
    });
    Ok(ends.into_iter().fold(0.0, f64::max))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "Half-way is as late as episode",
        bears: |asked| {
            let [half, kept] = milestones(&asked.rows("dqn")?);
            let share = half.episode as f64 / kept.episode as f64;
            let what = "share of the episodes at half of the learner steps";
            Ok(asked.number(what, share, |share| share > 0.5))
        },
    },
    Claim {
        says: "At the end of these runs replay is worth more than the target network",
        bears: replay_is_worth_more,
    },
    Claim {
        says: "a run without a target network ends higher than one without replay",
        bears: replay_is_worth_more,
    },
    Claim {
        says: "Which of the two is solved in fewer episodes is open",
        bears: |asked| {
            let [no_target, no_replay] = asked.of_both("no-target", "no-replay")?;
            Ok(asked.by_episodes([&no_target, &no_replay], holds(1.0)))
        },
    },
    Claim {
        says: "They take longer than those of DQN",
        bears: later_without_target,
    },
    Claim {
        says: "The order of the final scores of these two is open",
        bears: ends_are_open,
    },
    Claim {
        says: "and its values are of that order, and somewhat above",
        bears: |asked| {
            let over = over_copies(asked, "slow-target")?.into_iter();
            let about: Vec<bool> = over.map(|v| (1.0..2.0).contains(&v)).collect();
            let what = "values that are 1 to 2 for each copy";
            Ok(asked.count(what, &about, |about, all| about == all))
        },
    },
    Claim {
        says: "and its values are far beyond",
        bears: |asked| {
            let over = over_copies(asked, "dqn")?.into_iter();
            let least = over.fold(f64::INFINITY, f64::min);
            let what = "least value for each copy";
            Ok(asked.number(what, least, |value| value > 100.0))
        },
    },
    Claim {
        says: "and its values pass that bound too",
        bears: |asked| {
            let times = least_over(asked, "discounted", LARGEST_RETURN)?;
            let what = "least value of a run over the bound";
            Ok(asked.number(what, times, |times| times > 1.0))
        },
    },
    Claim {
        says: "These runs do not tell Adam from RMSprop",
        bears: |asked| {
            let scores = [EQUAL_SCORES, EQUAL_LAST_SCORES];
            let open =
                scores.map(|of| asked.alike(&of, "pieces/adam", "pieces/dqn"));
            Finding::all(open)
        },
    },
    Claim {
        says: "the interval of Adam with a clipped gradient is below that of DQN",
        bears: |asked| {
            let mean = |name| asked.of(&EQUAL_SCORES, name);
            let [clipped, dqn] = [mean("pieces/clipped-adam")?, mean("pieces/dqn")?];
            let low = interquartile_mean_of(&clipped).high;
            let gap = interquartile_mean_of(&dqn).low - low;
            let what = "from the interval of the clipped to that of DQN";
            Ok(asked.number(what, gap, |gap| gap > 0.0))
        },
    },
    Claim {
        says: "The Huber loss ends in a catastrophe here",
        bears: |asked| asked.more(&EQUAL_LAST_SCORES, "pieces/dqn", "pieces/huber"),
    },
    Claim {
        says: "In the last episode the largest |Q| in a batch is between",
        bears: |asked| {
            let times = least_over(asked, "pieces/huber", LARGEST_RETURN)?;
            let what = "least value of a run over the largest return";
            Ok(asked.number(what, times, |times| times > 1000.0))
        },
    },
    Claim {
        says: "with the square, where they are higher",
        bears: |asked| {
            let square = last_values(asked, "pieces/slow-target")?;
            let huber = last_values(asked, "pieces/huber-slow-target")?;
            Ok(asked.higher(LAST_VALUES, &square, &huber))
        },
    },
    Claim {
        says: "these runs end before a value could be far beyond the bound",
        bears: |asked| {
            let times = slow_copies(asked)? / LARGEST_RETURN;
            let what = "copies of the longest run over the largest return";
            Ok(asked.number(what, times, |times| times < 1.0))
        },
    },
    Claim {
        says: "Over all steps the scores with the Huber loss are lower",
        bears: |asked| {
            let (square, huber) = ("pieces/slow-target", "pieces/huber-slow-target");
            asked.more(&EQUAL_SCORES, square, huber)
        },
    },
    Claim {
        says: "At the end of the runs the two are not told apart",
        bears: |asked| {
            let (square, huber) = ("pieces/slow-target", "pieces/huber-slow-target");
            asked.alike(&EQUAL_LAST_SCORES, square, huber)
        },
    },
];
