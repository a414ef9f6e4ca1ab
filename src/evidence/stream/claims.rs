//! What the page on agents without a memory and a target network says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding, holds};
use crate::evidence::stream::outcomes::{Outcome, outcomes};
use crate::lab::stats::{Waiting, hazard_ratio};

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "Every run of stream Q(λ) is solved",
        bears: |asked| {
            solved(asked, "streams/stream-q", |solved, all| solved == all)
        },
    },
    Claim {
        says: "Without its layer norms stream Q(λ) is solved in one run",
        bears: |asked| solved(asked, "streams/no-norm", |solved, _| solved == 1),
    },
    Claim {
        says: "its values grow more than a millionfold beyond those of the whole agent",
        bears: |asked| {
            let largest = |name| -> Result<f64, Error> {
                let runs = of(asked, name)?;
                Ok(runs.iter().map(|run| run.largest_q).fold(0.0, f64::max))
            };
            let times = largest("streams/no-norm")? / largest("streams/stream-q")?;
            Ok(asked.finds(&format!("times the largest: {times:.1e}"), times > 1e6))
        },
    },
    Claim {
        says: "it is solved in no run without its layer norms",
        bears: |asked| {
            solved(asked, "streams/dense-no-norm", |solved, _| solved == 0)
        },
    },
    Claim {
        says: "A plain step is solved in no run, at none of the rates",
        bears: |asked| {
            let of_rate = |name| solved(asked, name, |solved, _| solved == 0);
            Finding::all([
                of_rate("streams/plain-2"),
                of_rate("streams/plain-3"),
                of_rate("streams/plain-4"),
            ])
        },
    },
    Claim {
        says: "they fall further back afterwards",
        bears: |asked| {
            let fallen = |name| -> Result<Vec<f64>, Error> {
                let runs = of(asked, name)?.into_iter();
                Ok(runs.filter_map(|run| run.fallen_to).collect())
            };
            let whole = fallen("streams/stream-q")?;
            let ends = fallen("streams/truncation-ends")?;
            Ok(asked.higher("the least length once solved", &whole, &ends))
        },
    },
    Claim {
        says: "no difference is shown in how soon the runs are solved",
        bears: |asked| {
            let ratio = hazard_ratio(
                &waits(asked, "streams/lambda-0")?,
                &waits(asked, "streams/stream-q")?,
            );
            Ok(asked.estimate("hazard ratio of λ = 0", ratio, holds(1.0)))
        },
    },
    Claim {
        says: "PQN is solved in every run without its layer norms, and in fewer with them",
        bears: |asked| {
            Finding::all([
                solved(asked, "streams/pqn-no-norm", |solved, all| solved == all),
                solved(asked, "streams/pqn", |solved, all| solved < all),
            ])
        },
    },
    Claim {
        says: "its last episodes are longer without them",
        bears: |asked| longer(asked, "streams/pqn-no-norm", "streams/pqn"),
    },
    Claim {
        says: "With targets of one reward PQN's last episodes are shorter",
        bears: |asked| longer(asked, "streams/pqn", "streams/pqn-lambda-0"),
    },
];

fn of(asked: &Asked, name: &str) -> Result<Vec<Outcome>, Error> {
    Ok(outcomes(&asked.paper(name)?))
}

fn waits(asked: &Asked, name: &str) -> Result<Vec<Waiting>, Error> {
    let runs = of(asked, name)?.into_iter();
    Ok(runs.map(|run| run.wait).collect())
}

/// As many runs are solved as `expected` of all.
fn solved(
    asked: &Asked,
    name: &str,
    expected: impl Fn(usize, usize) -> bool,
) -> Result<Finding, Error> {
    let runs = waits(asked, name)?.into_iter();
    let runs: Vec<bool> = runs.map(|wait| wait.happened).collect();
    Ok(asked.count("solved", &runs, expected))
}

/// The last episodes of the runs of `one` are longer than those of `other`.
fn longer(asked: &Asked, one: &str, other: &str) -> Result<Finding, Error> {
    let lengths = |name| -> Result<Vec<f64>, Error> {
        let runs = of(asked, name)?.into_iter();
        Ok(runs.map(|run| run.last_length).collect())
    };
    let (one, other) = (lengths(one)?, lengths(other)?);
    Ok(asked.higher("the length at the end", &one, &other))
}
