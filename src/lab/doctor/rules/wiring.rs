//! How the parts of an agent are wired: rules whose bounds follow from what the parts
//! are for, and not from what some runs have shown.

use crate::lab::doctor::case::{Case, largest, last, least, median};
use crate::lab::doctor::causes::{
    ALIASED_STATE, BATCH_IN_NETWORK, BOUNDED_OUTPUT, BROADCAST, DEAD_OUTPUT,
    LEARNS_RARELY, LIMIT_IS_FAILURE, LOST_REWARDS, NEVER_LEARNS, NO_DETACH, NO_MASK,
    NO_REPLAY, NO_WARM_UP, NO_WEIGHTS, ONE_SIDED_OUTPUT, OTHER_ACTOR,
    SHIFTED_ACTION, TARGET_FOLLOWS, UNWRITTEN, WRONG_AXIS, WRONG_SIGN,
};
use crate::lab::doctor::rule::Bound::{Above, Below};
use crate::lab::doctor::rule::{Rule, Scope};

/// Is anything learned, from what, and towards what?
pub static WIRING: [Rule; 26] = [
    Rule {
        symptom: "The agent never learns.",
        measured: "learner steps in the run",
        needs: &["learner_steps"],
        measure: learner_steps,
        bound: Below(1.0),
        scope: Scope::All,
        causes: &[&NEVER_LEARNS],
    },
    Rule {
        symptom: "The agent begins to learn late in the run.",
        measured: "share of the run before the first learner step",
        needs: &["learner_steps"],
        measure: share_before_learning,
        bound: Above(0.5),
        scope: Scope::All,
        causes: &[&NEVER_LEARNS],
    },
    Rule {
        symptom: "The agent hardly ever learns.",
        measured: "environment steps to a learner step, where an episode has one",
        needs: &["learner_steps"],
        measure: steps_to_an_only_learner_step,
        bound: Above(4.0),
        scope: Scope::All,
        causes: &[&LEARNS_RARELY],
    },
    Rule {
        symptom: "Learning begins before there is a choice of transitions.",
        measured: "transitions before the first learner step, over those of a batch",
        needs: &["learning_starts", "batch_size"],
        measure: |case| {
            Some(case.fact("learning_starts")? / case.fact("batch_size")?)
        },
        bound: Below(2.0),
        scope: Scope::Unsettled,
        causes: &[&NO_WARM_UP],
    },
    Rule {
        symptom: "Batches hold only the newest steps.",
        measured: "median age of a sample over the steps so far, in the first fifth \
                of the run that learns",
        needs: &["sample_age"],
        measure: youth,
        bound: Below(0.05),
        scope: Scope::All,
        causes: &[&NO_REPLAY],
    },
    Rule {
        symptom: "The memory holds hardly more than a batch.",
        measured: "transitions in the memory over those of a batch",
        needs: &["buffer_size", "batch_size"],
        measure: |case| Some(case.fact("buffer_size")? / case.fact("batch_size")?),
        bound: Below(4.0),
        scope: Scope::All,
        causes: &[&NO_REPLAY],
    },
    Rule {
        symptom: "The state does not change from one step to the next.",
        measured: "median share of transitions whose next state is their state",
        needs: &["unmoved_share"],
        measure: |case| median(&case.values("unmoved_share")),
        bound: Above(0.8),
        scope: Scope::All,
        causes: &[&ALIASED_STATE],
    },
    Rule {
        symptom: "The next state in the memory is another than the one that came.",
        measured: "median share of transitions with another next state",
        needs: &["next_mismatch"],
        measure: |case| median(&case.values("next_mismatch")),
        bound: Above(0.2),
        scope: Scope::All,
        causes: &[&ALIASED_STATE],
    },
    Rule {
        symptom: "The action in the memory is another than the one that was taken.",
        measured: "median share of transitions with another action",
        needs: &["action_mismatch"],
        measure: |case| median(&case.values("action_mismatch")),
        bound: Above(0.2),
        scope: Scope::All,
        causes: &[&SHIFTED_ACTION],
    },
    Rule {
        symptom: "No reward in the memory differs from zero, and the returns do.",
        measured: "largest share of transitions with a reward, where returns differ \
                from zero",
        needs: &["rewarded_share"],
        measure: rewards_that_arrive,
        bound: Below(1e-9),
        scope: Scope::All,
        causes: &[&LOST_REWARDS],
    },
    Rule {
        symptom: "An end is not marked as one.",
        measured: "median share of terminated transitions without the mark",
        needs: &["unflagged_ends"],
        measure: |case| median(&case.values("unflagged_ends")),
        bound: Above(0.2),
        scope: Scope::All,
        causes: &[&NO_MASK],
    },
    Rule {
        symptom: "A transition that a time limit cut short is marked as an end.",
        measured: "median share of truncated transitions with the mark of an end",
        needs: &["flagged_limits"],
        measure: |case| median(&case.values("flagged_limits")),
        bound: Above(0.2),
        scope: Scope::All,
        causes: &[&LIMIT_IS_FAILURE],
    },
    Rule {
        symptom: "No transition is ever terminal, and episodes end early.",
        measured: "largest share of terminal transitions, where most episodes are \
                shorter than the longest",
        needs: &["terminal_share"],
        measure: ends_that_arrive,
        bound: Below(1e-9),
        scope: Scope::All,
        causes: &[&NO_MASK],
    },
    Rule {
        symptom: "The target of an end is more than its reward.",
        measured: "median |y − r| of transitions that are marked as ends, over the mean \
                |y|",
        needs: &["terminal_error"],
        measure: |case| median(&case.values("terminal_error")),
        bound: Above(0.02),
        scope: Scope::All,
        causes: &[&NO_MASK, &WRONG_AXIS],
    },
    Rule {
        symptom: "Each target meets each value of the batch.",
        measured: "terms of the loss to a transition",
        needs: &["terms_per_sample"],
        measure: |case| largest(&case.values("terms_per_sample")),
        bound: Above(1.5),
        scope: Scope::All,
        causes: &[&BROADCAST],
    },
    Rule {
        symptom: "The targets have a gradient.",
        measured: "share of learner steps whose targets have one",
        needs: &["target_gradient"],
        measure: |case| median(&case.values("target_gradient")),
        bound: Above(0.5),
        scope: Scope::All,
        causes: &[&NO_DETACH],
    },
    Rule {
        symptom: "The targets are not r + γ(1 − d) maxₐ Q(s′, a; θ⁻).",
        measured: "median distance of the targets from that, over their size",
        needs: &["target_error"],
        measure: |case| median(&case.values("target_error")),
        bound: Above(0.02),
        scope: Scope::All,
        causes: &[&NO_MASK, &WRONG_AXIS],
    },
    Rule {
        symptom: "The target network never leaves the online network.",
        measured: "updates to a learner step that take the target network all the way",
        needs: &["target_updates", "learner_steps", "target_distance"],
        measure: following,
        bound: Above(0.5),
        scope: Scope::All,
        causes: &[&TARGET_FOLLOWS, &NO_DETACH],
    },
    Rule {
        symptom: "The value of a state depends on its batch.",
        measured: "median distance of Q of a state alone from Q of it in a batch, \
                over the mean |Q|",
        needs: &["alone_error"],
        measure: |case| median(&case.values("alone_error")),
        bound: Above(0.01),
        scope: Scope::All,
        causes: &[&BATCH_IN_NETWORK],
    },
    Rule {
        symptom: "The network predicts exactly zero, whatever the state.",
        measured: "share of start states whose prediction is exactly zero",
        needs: &["start_q"],
        measure: |case| {
            let predicted = case.values("start_q");
            let zeros = predicted.iter().filter(|value| **value == 0.0);
            let count = zeros.count() as f64;
            (predicted.len() >= 20).then(|| count / predicted.len() as f64)
        },
        bound: Above(0.5),
        scope: Scope::Unsettled,
        causes: &[&ONE_SIDED_OUTPUT, &DEAD_OUTPUT],
    },
    Rule {
        symptom: "The values come to one and never beyond.",
        measured: "largest |Q| of the run, where the returns are beyond two or no output \
                is below zero",
        needs: &["max_abs_q"],
        measure: bounded,
        bound: Below(1.001),
        scope: Scope::Unsettled,
        causes: &[&BOUNDED_OUTPUT],
    },
    Rule {
        symptom: "No value is ever below zero.",
        measured: "1 where the least Q of the run is exactly zero, and 0 otherwise",
        needs: &["output_low"],
        measure: |case| {
            let low = least(&case.values("output_low"))?;
            Some(if low == 0.0 { 1.0 } else { 0.0 })
        },
        bound: Above(0.5),
        scope: Scope::All,
        causes: &[&ONE_SIDED_OUTPUT],
    },
    Rule {
        symptom: "Greedy actions are not those of the online network.",
        measured: "median share of greedy steps with another action",
        needs: &["acting_error"],
        measure: |case| median(&case.values("acting_error")),
        bound: Above(0.2),
        scope: Scope::All,
        causes: &[&OTHER_ACTOR],
    },
    Rule {
        symptom: "All priorities are equal.",
        measured: "highest probability of a transition, times their number",
        needs: &["priority_spread"],
        measure: |case| largest(&case.values("priority_spread")),
        bound: Below(1.01),
        scope: Scope::All,
        causes: &[&UNWRITTEN],
    },
    Rule {
        symptom: "Frequently drawn transitions count more.",
        measured: "median exponent of the weights",
        needs: &["weight_slope"],
        measure: |case| median(&case.values("weight_slope")),
        bound: Above(0.1),
        scope: Scope::All,
        causes: &[&WRONG_SIGN],
    },
    Rule {
        symptom: "Frequently drawn transitions count as much each time.",
        measured: "median exponent of the weights, without its sign",
        needs: &["weight_slope"],
        measure: |case| median(&case.values("weight_slope")).map(f64::abs),
        bound: Below(0.1),
        scope: Scope::All,
        causes: &[&NO_WEIGHTS],
    },
];

/// Learner steps of the run; 0 where they are not counted and no loss was ever written
/// in the column for it, or where learning starts after the end of the run. `None` of a run
/// that has only begun, and may learn yet.
fn learner_steps(case: &Case) -> Option<f64> {
    let counted = largest(&case.values("learner_steps"));
    if let Some(counted) = counted.filter(|counted| *counted > 0.0) {
        return Some(counted);
    }
    if case.has_begun() {
        return None;
    }
    if counted.is_some() {
        return counted;
    }
    let never = match case.columns.get("loss") {
        Some(_) => !case.has("loss"),
        None => case.fact("learning_starts")? >= case.steps()?,
    };
    Some(if never { 0.0 } else { 1.0 })
}

/// The share of the run's steps before the first row with a learner step or a loss.
fn share_before_learning(case: &Case) -> Option<f64> {
    let planned = case.fact("total_steps").unwrap_or(0.0);
    let all = case.steps().filter(|_| !case.has_begun())?.max(planned);
    let counted = case.pairs("learner_steps", "steps");
    let first = counted.iter().find(|(learned, _)| *learned > 0.0);
    let learned = case.pairs("loss", "steps");
    let first = first.or(learned.first()).map(|(_, steps)| *steps);
    let first = first.or_else(|| case.fact("learning_starts"))?;
    Some(first / all)
}

/// Environment steps from one learner step to the next, where an episode has hardly more
/// than one; 0 otherwise.
fn steps_to_an_only_learner_step(case: &Case) -> Option<f64> {
    let counted = largest(&case.values("learner_steps"));
    let learned = counted.or_else(|| planned_learner_steps(case));
    let learned = learned.filter(|n| *n > 0.0)?;
    let episodes = last(&case.values("episode"))?;
    let rarely = learned / episodes < 1.5;
    Some(if rarely { case.steps()? / learned } else { 0.0 })
}

/// The learner steps that the settings come to.
fn planned_learner_steps(case: &Case) -> Option<f64> {
    let turns = match case.fact("train_episodes") {
        Some(episodes) => last(&case.values("episode"))? / episodes,
        None => case.steps()? / case.fact("train_frequency")?,
    };
    Some(turns * case.fact("gradient_steps").unwrap_or(1.0))
}

/// The median of sample age over steps, in the first fifth of the rows that have one.
fn youth(case: &Case) -> Option<f64> {
    let pairs = case.pairs("sample_age", "steps");
    let shares: Vec<f64> = pairs.iter().map(|(age, steps)| age / steps).collect();
    let first = shares.len().div_ceil(5).max(10).min(shares.len());
    if shares.len() < 10 {
        return None;
    }
    median(&shares[..first])
}

/// The largest share of rewarded transitions; `None` where all returns are zero.
fn rewards_that_arrive(case: &Case) -> Option<f64> {
    let is_some = |value: &f64| *value != 0.0;
    let returns = ["episode_return", "score"];
    let rewarded = returns.iter().any(|c| case.values(c).iter().any(is_some));
    largest(&case.values("rewarded_share")).filter(|_| rewarded)
}

/// The largest share of terminal transitions; `None` where episodes may all have been
/// cut short.
fn ends_that_arrive(case: &Case) -> Option<f64> {
    let lengths = case.lengths();
    let longest = largest(&lengths)?.max(case.fact("time_limit").unwrap_or(0.0));
    let early = lengths.iter().filter(|length| **length < 0.95 * longest);
    if 2 * early.count() < lengths.len() {
        return None;
    }
    largest(&case.values("terminal_share"))
}

/// Updates to a learner step, times the share of the way that an update takes. Without
/// that share, how near the two networks are tells: 1 where they never part.
fn following(case: &Case) -> Option<f64> {
    let learned = largest(&case.values("learner_steps")).filter(|n| *n > 0.0);
    let updates = largest(&case.values("target_updates")).zip(learned);
    let distances = case.values("target_distance");
    if case.has("loss") && distances.len() >= 10 {
        let farthest = largest(&distances)?;
        let near = if farthest < NEAR { 1.0 } else { 0.0 };
        let way = median(&case.values("target_follow")).unwrap_or(near);
        let Some((updates, learned)) = updates else {
            // As many as it takes where the two never part at all, and one of them moves.
            let still = median(&case.end("zero_gradient_share"));
            let moves = still.is_none_or(|share| share < STILL);
            return (near == 0.0 || farthest == 0.0 && moves).then_some(near);
        };
        let often = updates / learned;
        return Some(often * way);
    }
    let tau = case.fact("tau").unwrap_or(1.0);
    let interval = case.fact("target_interval").filter(|every| *every > 0.0)?;
    let turn = case.fact("train_frequency").unwrap_or(1.0);
    let learned = case.fact("gradient_steps").unwrap_or(1.0).max(1.0);
    Some(turn / (interval * learned) * tau)
}

/// A network hardly moves where this share of its gradients is zero.
const STILL: f64 = 0.9;

/// Two networks are one where the distance between them is less than this part of the
/// weights.
const NEAR: f64 = 0.001;

/// The largest |Q|; `None` where it is far below one, or where values beyond one are not
/// to be expected: no return is larger than 2, and some output lies below 0.
fn bounded(case: &Case) -> Option<f64> {
    let least = least(&case.values("output_low"));
    let highest = largest(&case.values("output_high"));
    if let (Some(least), Some(highest)) = (least, highest)
        && least >= 0.0
    {
        return Some(highest);
    }
    let values = largest(&case.values("max_abs_q"))?;
    let returns = ["start_return", "score"]
        .into_iter()
        .find(|c| case.has(c))?;
    let returns = case.values(returns);
    let returns: Vec<f64> = returns.iter().map(|r| r.abs()).collect();
    (median(&returns)? > 2.0 && values > 0.8).then_some(values)
}
