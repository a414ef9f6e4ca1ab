//! What the page on prioritised replay says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::outcomes::{LAST_SCORES, SOLVED_AFTER};
use crate::evidence::per::biased_sampling::estimates;
use crate::evidence::per::cliffwalk::{LONG, TIMES, WAYS, updates};
use crate::experiments::CART_POLE;
use crate::lab::stats::Runs;
use crate::papers::biased_sampling::{self, EXPONENTS, fixed_point};
use crate::papers::cliffwalk::{LENGTHS, Line};

/// Under each seed, with the lecture's learning rate.
pub(crate) fn per_is_later(asked: &Asked) -> Result<Finding, Error> {
    let [per, double] = [asked.rows("per-lecture")?, asked.rows("ddqn-lecture")?];
    let [per, double] = [per, double].map(|rows| Runs::of(&CART_POLE, &rows).solved);
    let of = |runs: &[(usize, usize)], part: fn(&(usize, usize)) -> usize| {
        runs.iter()
            .map(|run| part(run) as f64)
            .collect::<Vec<f64>>()
    };
    let later = |what, part| asked.higher(what, &of(&per, part), &of(&double, part));
    Finding::all([
        Ok(later("episodes until solved", |run| run.0)),
        Ok(later("steps until solved", |run| run.1)),
    ])
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "times as many updates as the largest first",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/cliffwalk")?;
            let [uniform, .., greedy, _] = WAYS;
            let long = LENGTHS.into_iter().filter(|states| *states >= LONG);
            let times = long.map(|states| {
                updates(&lines, states, uniform) / updates(&lines, states, greedy)
            });
            let least = times.fold(f64::INFINITY, f64::min);
            Ok(asked.number("least ratio", least, |least| least > TIMES))
        },
    },
    Claim {
        says: "the oracle needs a small share of these",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/cliffwalk")?;
            let [.., greedy, oracle] = WAYS;
            let share = |states| {
                updates(&lines, states, oracle) / updates(&lines, states, greedy)
            };
            let last = share(LENGTHS[LENGTHS.len() - 1]);
            Ok(asked.number("share on the longest row", last, |last| last < 0.1))
        },
    },
    Claim {
        says: "no estimate is further from its fixed point than",
        bears: |asked| {
            let lines: Vec<biased_sampling::Line> =
                asked.paper("papers/biased-sampling")?;
            let distances = EXPONENTS.into_iter().flat_map(|(alpha, beta)| {
                let fixed = fixed_point(alpha, beta);
                let runs = estimates(&lines, (alpha, beta)).into_iter();
                runs.map(move |estimate| (estimate - fixed).abs())
            });
            let largest = distances.fold(0.0, f64::max);
            let finding = asked.number("largest distance", largest, |d| d < 0.05);
            Finding::all([Ok(finding)])
        },
    },
    Claim {
        says: "In most pairs of runs PER comes to the level later than double DQN",
        bears: |asked| per_is_later(asked),
    },
    Claim {
        says: "PER has not been shown to end higher",
        bears: |asked| {
            let (per, double) = ("undiscounted/double-per", "undiscounted/double");
            asked.alike(&LAST_SCORES, per, double)
        },
    },
    Claim {
        says: "It is slower",
        bears: |asked| {
            let (per, double) = ("undiscounted/double-per", "undiscounted/double");
            asked.more(&SOLVED_AFTER, per, double)
        },
    },
    Claim {
        says: "With priorities and without weights the estimate comes to more than twice",
        bears: |asked| {
            let lines: Vec<biased_sampling::Line> =
                asked.paper("papers/biased-sampling")?;
            let alone = [(0.6, 0.0), (1.0, 0.0)]
                .map(|e| estimates(&lines, e))
                .concat();
            let twice: Vec<bool> = alone.iter().map(|q| *q > 2.0).collect();
            Ok(asked.count("estimates above two", &twice, |some, all| some == all))
        },
    },
];
