//! Whether the task can be learned as it is set: rewards, exploration, the budget, and
//! the sizes of what the network sees.

use crate::lab::doctor::case::{Case, largest, last, least, mean, median};
use crate::lab::doctor::causes::{
    EXPLORING, GOAL_NEVER_SEEN, GREEDY_TOO_SOON, HIGH_RATE, LARGE_INPUTS,
    LARGE_REWARDS, LOW_RATE, MEMORY_GROWS, OUTLIERS, TARGET_SLOW,
};
use crate::lab::doctor::rule::Bound::{Above, Below};
use crate::lab::doctor::rule::{Rule, Scope};

/// Can this task be learned with these settings?
pub static TASK: [Rule; 14] = [
    Rule {
        symptom: "The target network is copied too seldom for the run.",
        measured: "copies in the run, or τ times its updates, over the steps that a \
                value has to travel",
        needs: &["target_updates", "gamma"],
        measure: copies_to_travel,
        bound: Below(0.18),
        scope: Scope::Unsettled,
        causes: &[&TARGET_SLOW],
    },
    Rule {
        symptom: "The target network lags far behind.",
        measured: "median distance of the target network",
        needs: &["target_distance"],
        measure: |case| median(&case.values("target_distance")),
        bound: Above(0.2),
        scope: Scope::Unsettled,
        causes: &[&TARGET_SLOW],
    },
    Rule {
        symptom: "The agent explores for a small part of the run only.",
        measured: "share of the run in which ε is a half or more",
        needs: &["epsilon"],
        measure: explored_share,
        bound: Below(0.02),
        scope: Scope::Unsettled,
        causes: &[&GREEDY_TOO_SOON],
    },
    Rule {
        symptom: "Even random actions never reach anything.",
        measured: "share of the worst return among the episodes in which ε is a half \
                or more, or among all where that is less, where all episodes are \
                equally long",
        needs: &["score", "epsilon"],
        measure: worst_of_random,
        bound: Above(0.999),
        scope: Scope::Unsettled,
        causes: &[&GOAL_NEVER_SEEN],
    },
    Rule {
        symptom: "The agent never takes its own advice.",
        measured: "largest share of greedy steps in an episode",
        needs: &["greedy_share"],
        measure: |case| {
            largest(&case.values("greedy_share")).filter(|_| !case.has_begun())
        },
        bound: Below(0.05),
        scope: Scope::All,
        causes: &[&EXPLORING],
    },
    Rule {
        symptom: "The agent still explores at the end.",
        measured: "median ε at the end, over that of the beginning where that is large",
        needs: &["epsilon"],
        measure: |case| {
            let start = median(&case.beginning("epsilon")).filter(|e| *e > 0.3)?;
            let end = median(&case.end("epsilon")).filter(|_| !case.has_begun())?;
            Some(end / start)
        },
        bound: Above(0.8),
        scope: Scope::Unsettled,
        causes: &[&EXPLORING],
    },
    Rule {
        symptom: "The learning rate is far above the usual ones.",
        measured: "learning rate",
        needs: &["learning_rate"],
        measure: |case| case.fact("learning_rate"),
        bound: Above(0.02),
        scope: Scope::Unsettled,
        causes: &[&HIGH_RATE],
    },
    Rule {
        symptom: "The learning rate is far below the usual ones.",
        measured: "learning rate",
        needs: &["learning_rate"],
        measure: |case| case.fact("learning_rate"),
        bound: Below(5e-6),
        scope: Scope::Unsettled,
        causes: &[&LOW_RATE],
    },
    Rule {
        symptom: "The inputs are large.",
        measured: "largest number of a state, over 1 or the median number",
        needs: &["max_abs_input"],
        measure: large_inputs,
        bound: Above(100.0),
        scope: Scope::Unsettled,
        causes: &[&LARGE_INPUTS],
    },
    Rule {
        symptom: "A new network predicts large values.",
        measured: "median |predicted return| before learning starts, where the inputs are \
                not known",
        needs: &["start_q"],
        measure: first_predictions,
        bound: Above(10.0),
        scope: Scope::Unsettled,
        causes: &[&LARGE_INPUTS],
    },
    Rule {
        symptom: "The rewards are large beside what a new network gives.",
        measured: "size of a reward, over 1 or what a new network predicts",
        needs: &["reward_size"],
        measure: |case| {
            let size = median(&case.values("reward_size"));
            let size = size.or_else(|| case.fact("reward_size"))?;
            let predicted = mean(&case.beginning("start_q")).unwrap_or(0.0).abs();
            Some(size / predicted.max(1.0))
        },
        bound: Above(20.0),
        scope: Scope::Unsettled,
        causes: &[&LARGE_REWARDS, &OUTLIERS],
    },
    Rule {
        symptom: "The first TD errors are far beyond what a new network gives.",
        measured: "largest tenth of the first TD errors, over the largest |predicted return| \
                before learning starts",
        needs: &["td_error_p10", "td_error_p90", "start_q"],
        measure: first_errors,
        bound: Above(300.0),
        scope: Scope::Unsettled,
        causes: &[&LARGE_REWARDS, &OUTLIERS],
    },
    Rule {
        symptom: "The first values outrun what the copies can carry.",
        measured: "largest |Q| of the first rows that learn, over what one reward for \
                each copy comes to",
        needs: &["max_abs_q", "target_updates", "episode_return"],
        measure: outrun,
        bound: Above(8.0),
        scope: Scope::Unsettled,
        causes: &[&HIGH_RATE, &LARGE_INPUTS],
    },
    Rule {
        symptom: "The program needs more and more memory.",
        measured: "memory at the end over that of the middle of the run",
        needs: &["memory_mb"],
        measure: |case| {
            let values = case.values("memory_mb");
            let middle = values.get(values.len() / 2)?;
            Some(last(&values)? / middle)
        },
        bound: Above(1.8),
        scope: Scope::All,
        causes: &[&MEMORY_GROWS],
    },
];

/// The share of the worst return of the run among the episodes in which ε is a half or
/// more, of 20 such episodes or more; `None` where episodes end sooner or later.
fn worst_of_random(case: &Case) -> Option<f64> {
    let column = ["episode_return", "score"]
        .into_iter()
        .find(|c| case.has(c))?;
    let worst = least(&case.values(column))?;
    let pairs = case.pairs(column, "epsilon");
    let random: Vec<f64> = pairs
        .iter()
        .filter(|(_, epsilon)| *epsilon >= 0.5)
        .map(|(achieved, _)| *achieved)
        .collect();
    let share = |returns: &[f64]| {
        let worsts = returns.iter().filter(|achieved| **achieved == worst);
        worsts.count() as f64 / returns.len() as f64
    };
    let all = case.values(column);
    let lengths = case.lengths();
    let are_alike = largest(&lengths)? == least(&lengths)?;
    (are_alike && random.len() >= 20).then(|| share(&random).min(share(&all)))
}

/// Copies, or τ times the updates of a target network that follows, over the steps that
/// a value has to travel: 1/(1 − γ), or the longest episode where that is less.
pub(super) fn copies_to_travel(case: &Case) -> Option<f64> {
    let tau = case.fact("tau").filter(|tau| *tau < 1.0);
    let share = median(&case.values("target_follow"))
        .filter(|share| *share < 0.9)
        .or(tau)
        .unwrap_or(1.0);
    let steps = case.steps()?;
    let starts = case.fact("learning_starts").unwrap_or(0.0);
    let counted = largest(&case.values("target_updates"));
    let updates = match (counted, case.fact("target_interval"), tau) {
        (Some(counted), _, _) => counted,
        (None, Some(interval), _) => (steps - starts) / interval,
        (None, None, Some(_)) => steps - starts,
        (None, None, None) => return None,
    };
    let longest = largest(&case.lengths())?;
    let horizon = case
        .fact("gamma")
        .map_or(f64::INFINITY, |g| 1.0 / (1.0 - g));
    Some(updates * share / horizon.min(longest).max(1.0))
}

/// The share of the run's steps up to the last row in which ε is a half or more.
fn explored_share(case: &Case) -> Option<f64> {
    let pairs = case.pairs("epsilon", "steps");
    let all = case.steps().filter(|_| !pairs.is_empty())?;
    let explored = pairs.iter().rev().find(|(epsilon, _)| *epsilon >= 0.5);
    Some(explored.map_or(0.0, |(_, steps)| *steps) / all)
}

/// The largest input over the median one, or over 1 where that is larger.
fn large_inputs(case: &Case) -> Option<f64> {
    let middle = median(&case.values("median_abs_input")).unwrap_or(1.0);
    let largest = largest(&case.values("max_abs_input"))?;
    Some(largest / middle.max(1.0))
}

/// The median |prediction| before learning starts; `None` where the inputs are known.
fn first_predictions(case: &Case) -> Option<f64> {
    if case.has("max_abs_input") {
        return None;
    }
    let predicted = case.before_learning("start_q");
    median(&predicted.iter().map(|q| q.abs()).collect::<Vec<f64>>())
}

/// The larger of the outer tenths of the TD errors in the first rows that learn, over the
/// largest prediction in the rows before them.
fn first_errors(case: &Case) -> Option<f64> {
    let tenths = case.pairs("td_error_p10", "td_error_p90");
    let sizes = tenths.get(..3)?.iter();
    let sizes: Vec<f64> = sizes.map(|(l, h)| l.abs().max(h.abs())).collect();
    let predicted = case.before_learning("start_q");
    let predicted: Vec<f64> = predicted.iter().map(|q| q.abs()).collect();
    let most = largest(&predicted).filter(|predicted| *predicted > 0.0)?;
    Some(median(&sizes)? / most)
}

/// The largest |Q| of the first rows that learn, over a reward times the number of copies
/// and one: each copy carries a value one step further, so that no target can be larger.
fn outrun(case: &Case) -> Option<f64> {
    let reward = reward_of_a_step(case)?;
    let share = median(&case.values("target_follow")).unwrap_or(1.0);
    let pairs = case.pairs("max_abs_q", "target_updates");
    let ratios = pairs
        .get(..3)?
        .iter()
        .map(|(value, copies)| value / (reward * (1.0 + share * copies)));
    largest(&ratios.collect::<Vec<f64>>())
}

/// The size of a reward that is not zero: as it was recorded, or as the returns, their
/// lengths, and the share of the rewards that are not zero tell.
pub(super) fn reward_of_a_step(case: &Case) -> Option<f64> {
    if let Some(size) = median(&case.values("reward_size")) {
        return Some(size);
    }
    let share = mean(&case.values("rewarded_share"))?;
    Some(return_of_a_step(case)? / share).filter(|size| size.is_finite())
}

/// The largest |return| over the longest episode.
pub(super) fn return_of_a_step(case: &Case) -> Option<f64> {
    let returns = case.returns();
    let sizes: Vec<f64> = returns.iter().map(|r| r.abs()).collect();
    let size = largest(&sizes)? / largest(&case.lengths())?;
    (size > 0.0).then_some(size)
}
