//! What values and TD errors do: rules that see that something is wrong, and can name
//! several causes of it.

use crate::lab::doctor::case::{Case, largest, least, median};
use crate::lab::doctor::causes::{
    BROADCAST, CLIPPED_AWAY, DEAD_OUTPUT, HIGH_RATE, LARGE_INPUTS, LARGE_REWARDS,
    LOST_REWARDS, LOW_RATE, MEAN_OVER_BATCH, NO_BOUND, NO_DETACH, NO_MASK,
    ONE_SIDED_OUTPUT, TARGET_FOLLOWS, TARGET_SLOW, WRONG_AXIS,
};
use crate::lab::doctor::rule::Bound::{Above, Below};
use crate::lab::doctor::rule::{Rule, Scope};
use crate::lab::doctor::rules::task::{
    copies_to_travel, return_of_a_step, reward_of_a_step,
};

/// Do the values go where the returns are?
pub static RATES: [Rule; 18] = [
    Rule {
        symptom: "A number is NaN or infinite.",
        measured: "numbers that are NaN or infinite",
        needs: &[],
        measure: not_finite,
        bound: Above(0.0),
        scope: Scope::All,
        causes: &[&HIGH_RATE, &LARGE_REWARDS],
    },
    Rule {
        symptom: "An output is the same number for all states.",
        measured: "median share of the outputs that are",
        needs: &["constant_outputs"],
        measure: |case| median(&case.end("constant_outputs")),
        bound: Above(0.2),
        scope: Scope::Unsettled,
        causes: &[&HIGH_RATE, &DEAD_OUTPUT],
    },
    Rule {
        symptom: "No weight has a gradient.",
        measured: "largest share of weights without a gradient in an episode",
        needs: &["zero_gradient_share"],
        measure: |case| largest(&case.values("zero_gradient_share")),
        bound: Above(0.99),
        scope: Scope::All,
        causes: &[&CLIPPED_AWAY, &HIGH_RATE],
    },
    Rule {
        symptom: "The first learner steps throw the values far away.",
        measured: "largest loss of the first rows that learn, over the square of a \
                reward or of the mean |Q|",
        needs: &["loss", "mean_abs_q", "episode_return", "rewarded_share"],
        measure: first_loss,
        bound: Above(1.8),
        scope: Scope::Unsettled,
        causes: &[&HIGH_RATE, &LARGE_INPUTS],
    },
    Rule {
        symptom: "All states have one value.",
        measured: "median largest |Q| at the end, over the mean |Q|",
        needs: &["max_abs_q", "mean_abs_q", "score"],
        measure: difference_of_values,
        bound: Below(1.005),
        scope: Scope::Unsettled,
        causes: &[&BROADCAST, &HIGH_RATE],
    },
    Rule {
        symptom: "The values do not follow their targets.",
        measured: "median |TD error| over the mean |Q|, at the end",
        needs: &["td_error_p50", "mean_abs_q"],
        measure: |case| middle_error(case).map(f64::abs),
        bound: Above(0.5),
        scope: Scope::Unsettled,
        causes: &[&LOW_RATE],
    },
    Rule {
        symptom: "The targets run away from the values, and the values are far beyond \
                    the achieved return.",
        measured: "median asymmetry of the TD errors at the end, where the predicted return is \
                no less than the achieved one",
        needs: &["td_error_p10", "td_error_p90", "start_q", "start_return"],
        measure: |case| {
            let is_beyond = predicted_over_achieved(case)? >= 1.0;
            median(&asymmetries(case)).filter(|_| is_beyond)
        },
        bound: Above(0.8),
        scope: Scope::Unsettled,
        causes: &[&WRONG_AXIS, &NO_MASK],
    },
    Rule {
        symptom: "The targets run away from the values, and the values stay far below \
                    the achieved return.",
        measured: "median asymmetry of the TD errors at the end, without its sign, \
                where the predicted return is less than the achieved one",
        needs: &["td_error_p10", "td_error_p90", "start_q", "start_return"],
        measure: |case| {
            let is_below = predicted_over_achieved(case)? < 1.0;
            let asymmetry = median(&asymmetries(case)).map(f64::abs);
            asymmetry.filter(|_| is_below)
        },
        bound: Above(0.8),
        scope: Scope::Unsettled,
        causes: &[&LOW_RATE, &NO_DETACH],
    },
    Rule {
        symptom: "The values follow their targets, and both stay far below the \
                    achieved return.",
        measured: "median |predicted return| or |Q| at the end, the larger, over the median \
                |return|, where the median TD error is small beside the mean |Q|",
        needs: &["td_error_p50", "mean_abs_q", "start_q", "start_return"],
        measure: |case| {
            let error = middle_error(case)?.abs();
            let is_copied =
                copies_to_travel(case).is_some_and(|copies| copies > 1.0);
            // A constant in the returns must not make one of the two small.
            let achieved = median(&case.end("start_return"))?.abs();
            let values = median(&case.end("mean_abs_q"))? / achieved;
            let share = predicted_over_achieved(case)?.max(values);
            (error < 0.05 && !is_copied).then_some(share)
        },
        bound: Below(0.3),
        scope: Scope::Unsettled,
        causes: &[&TARGET_SLOW, &LOST_REWARDS],
    },
    Rule {
        symptom: "From the start, nearly all TD errors lie on one side of zero.",
        measured: "median asymmetry of the TD errors in the first fifth of the rows \
                that learn, without its sign",
        needs: &["td_error_p10", "td_error_p90"],
        measure: |case| {
            let all = asymmetries_of(case);
            median(all.get(..all.len() / 5)?).map(f64::abs)
        },
        bound: Above(1.5),
        scope: Scope::Unsettled,
        causes: &[&LOW_RATE, &WRONG_AXIS],
    },
    Rule {
        symptom: "More than half of the TD errors lie well below zero.",
        measured: "median TD error over the mean |Q|, at the end, where the predicted return is no \
                less than the achieved one",
        needs: &["td_error_p50", "mean_abs_q", "start_q", "start_return"],
        measure: |case| {
            let is_beyond = predicted_over_achieved(case)? >= 1.0;
            middle_error(case).filter(|_| is_beyond)
        },
        bound: Below(-0.01),
        scope: Scope::Unsettled,
        causes: &[&MEAN_OVER_BATCH, &WRONG_AXIS],
    },
    Rule {
        symptom: "The predicted return is far above the achieved one.",
        measured: "median |predicted return| at the end, over the median |return|, where γ is \
                not known to be 1",
        needs: &["start_q", "start_return"],
        measure: |case| {
            predicted_over_achieved(case).filter(|_| case.fact("gamma") != Some(1.0))
        },
        bound: Above(10.0),
        scope: Scope::Unsettled,
        causes: &[&NO_MASK, &WRONG_AXIS],
    },
    Rule {
        symptom: "The loss stays beyond the values.",
        measured: "root of the loss over the mean |Q|, at the end",
        needs: &["loss", "mean_abs_q"],
        measure: |case| {
            let loss = median(&case.end("loss"))?;
            Some(loss.sqrt() / median(&case.end("mean_abs_q"))?)
        },
        bound: Above(2.0),
        scope: Scope::Unsettled,
        causes: &[&LOW_RATE, &ONE_SIDED_OUTPUT],
    },
    Rule {
        symptom: "The first values are far beyond what a step brings.",
        measured: "largest |Q| of the first row that learns, over the largest |return| of \
                a step",
        needs: &["max_abs_q", "score"],
        measure: |case| {
            let (value, steps) = *case.pairs("max_abs_q", "steps").first()?;
            // Where the inputs are known, a rule of their own speaks of them.
            let is_early = steps < 0.12 * case.steps()?;
            let speaks = is_early && !case.has("max_abs_input");
            let step = return_of_a_step(case).filter(|_| speaks)?;
            Some(value / step)
        },
        bound: Above(50.0),
        scope: Scope::Unsettled,
        causes: &[&LARGE_INPUTS, &TARGET_FOLLOWS],
    },
    Rule {
        symptom: "The values are a thousand times the achieved returns.",
        measured: "mean |Q| at the end, over the range of the returns",
        needs: &["mean_abs_q", "score"],
        measure: |case| {
            values_to_range(case).filter(|_| !case.has("target_updates"))
        },
        bound: Above(1000.0),
        scope: Scope::Unsettled,
        causes: &[&TARGET_FOLLOWS, &NO_MASK],
    },
    Rule {
        symptom: "The values are far beyond the achieved returns.",
        measured: "mean |Q| at the end, over the range of the returns",
        needs: &["mean_abs_q", "score"],
        measure: |case| values_to_range(case).filter(|_| !case.has("start_q")),
        bound: Above(10.0),
        scope: Scope::Unsettled,
        causes: &[&NO_MASK, &LARGE_REWARDS],
    },
    Rule {
        symptom: "The values are next to nothing beside the returns, and follow \
                    their targets.",
        measured: "mean |Q| at the end, over the range of the returns, where the root of \
                the loss is small beside it",
        needs: &["mean_abs_q", "loss", "score"],
        measure: |case| {
            let loss = median(&case.end("loss"))?.sqrt();
            let values = median(&case.end("mean_abs_q"))?;
            values_to_range(case).filter(|_| loss < 0.2 * values)
        },
        bound: Below(0.02),
        scope: Scope::Unsettled,
        causes: &[&TARGET_SLOW, &LOST_REWARDS],
    },
    Rule {
        symptom: "The return is lost again, and the values have no bound.",
        measured: "share that is kept at the end of what the score had gained, where \
                |Q| is far beyond any return",
        needs: &["score", "max_abs_q", "start_return"],
        measure: |case| {
            let rise = case.rise()?;
            let is_boundless = beyond_returns(case)? > 20.0;
            (rise.has_risen() && is_boundless).then(|| rise.kept())
        },
        bound: Below(0.2),
        scope: Scope::All,
        causes: &[&NO_BOUND, &HIGH_RATE],
    },
];

/// The median TD error over the mean |Q|, at the end.
fn middle_error(case: &Case) -> Option<f64> {
    let middle = median(&case.end("td_error_p50"))?;
    Some(middle / median(&case.end("mean_abs_q"))?)
}

/// The median |predicted return| at the end over the median |return| from the start states.
fn predicted_over_achieved(case: &Case) -> Option<f64> {
    let size = |column| {
        let values = case.end(column);
        median(&values.iter().map(|value| value.abs()).collect::<Vec<f64>>())
    };
    let achieved = size("start_return").filter(|achieved| *achieved > 0.0)?;
    Some(size("start_q")? / achieved)
}

/// How many numbers are NaN or infinite.
#[expect(clippy::unnecessary_wraps, reason = "other measures may have no value")]
fn not_finite(case: &Case) -> Option<f64> {
    let values = case.columns.values().flatten().flatten();
    Some(values.filter(|value| !value.is_finite()).count() as f64)
}

/// The median largest |Q| at the end over the largest |return| of the run.
fn beyond_returns(case: &Case) -> Option<f64> {
    Some(median(&case.end("max_abs_q"))? / largest_return(case)?)
}

/// The largest |discounted return| of the run, or 1 where that is more.
fn largest_return(case: &Case) -> Option<f64> {
    let returns = case.values("start_return");
    let returns: Vec<f64> = returns.iter().map(|r| r.abs()).collect();
    Some(largest(&returns)?.max(1.0))
}

/// The asymmetries of the TD errors in the last fifth of the rows that learn.
fn asymmetries(case: &Case) -> Vec<f64> {
    let mut all = asymmetries_of(case);
    all.drain(..all.len() * 4 / 5);
    all
}

/// How far the middle between the tenths of the TD errors lies from 0, where their half
/// width is 1.
fn asymmetries_of(case: &Case) -> Vec<f64> {
    let tenths = case.pairs("td_error_p10", "td_error_p90");
    let asymmetry = |(low, high): &(f64, f64)| {
        let half_width = (high - low) / 2.0;
        (half_width > 0.0).then(|| f64::midpoint(*low, *high) / half_width)
    };
    tenths.iter().filter_map(asymmetry).collect()
}

/// The median largest |Q| at the end over the mean |Q|; `None` where most episodes end
/// alike, as all states may have one value there.
fn difference_of_values(case: &Case) -> Option<f64> {
    let mut returns = case.returns();
    returns.sort_by(f64::total_cmp);
    let middle = median(&returns)?;
    let alike = returns
        .iter()
        .filter(|achieved| **achieved == middle)
        .count();
    let largest = median(&case.end("max_abs_q"))?;
    let ratio = largest / median(&case.end("mean_abs_q"))?;
    (2 * alike < returns.len()).then_some(ratio)
}

/// The largest loss of the first rows that learn, over the square of a reward, or of the
/// mean |Q| where that is larger.
fn first_loss(case: &Case) -> Option<f64> {
    let reward = reward_of_a_step(case)?;
    let pairs = case.pairs("loss", "mean_abs_q");
    let ratios = pairs.get(..3)?.iter();
    let ratios = ratios.map(|(loss, value)| loss / value.max(reward).powi(2));
    largest(&ratios.collect::<Vec<f64>>())
}

/// The mean |Q| at the end over the range of the returns; `None` where all are alike, or
/// where γ is 1 and values have no bound.
fn values_to_range(case: &Case) -> Option<f64> {
    if case.fact("gamma") == Some(1.0) {
        return None;
    }
    let returns = case.returns();
    let range = largest(&returns)? - least(&returns)?;
    let values = median(&case.end("mean_abs_q"))?;
    (range > 0.0).then(|| values / range)
}
