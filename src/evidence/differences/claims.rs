//! What the page on the differences from the lecture says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::outcomes::{FINAL_SCORES, SOLVED_AFTER, are_solved};
use crate::lab::runs::Row;

/// Two recipes have the same rows, but for the fingerprints of their recipes.
fn same_rows(asked: &Asked, one: &str, other: &str) -> Result<Finding, Error> {
    let rows = |name| -> Result<Vec<Row>, Error> {
        let mut rows = asked.rows(name)?;
        for row in &mut rows {
            row.recipe.clear();
        }
        Ok(rows)
    };
    let [one, other] = [rows(one)?, rows(other)?];
    let rows = one.len().max(other.len());
    let same = one.iter().zip(&other).filter(|(one, other)| one == other);
    let same = same.count();
    Ok(asked.finds(&format!("{same} of {rows} rows the same"), same == rows))
}

/// So many of all runs of a recipe are solved, under all of its seeds.
fn solved(
    asked: &Asked,
    name: &str,
    follows: fn(usize, usize) -> bool,
) -> Result<Finding, Error> {
    let solved = are_solved(&asked.all_seeds(name)?);
    Ok(asked.count("solved", &solved, follows))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "The curves are the same, row for row",
        bears: |asked| same_rows(asked, "printed-dqn", "dqn"),
    },
    Claim {
        says: "PER as printed is PER whose priorities never change, row for row",
        bears: |asked| same_rows(asked, "printed-per", "never-updated"),
    },
    Claim {
        says: "What squared weights cost alone, these seeds do not tell",
        bears: |asked| asked.alike(&FINAL_SCORES, "squared-weights", "per-lecture"),
    },
    Claim {
        says: "The last scores of PER as printed and of the right PER are not told \
               apart by these seeds",
        bears: |asked| asked.alike(&FINAL_SCORES, "printed-per", "per-lecture"),
    },
    Claim {
        says: "in most pairs of runs it takes more steps until it is solved than \
               double DQN, and which of them ends higher is open",
        bears: |asked| {
            Finding::all([
                solved(asked, "per", |count, all| count == all),
                solved(asked, "ddqn", |count, all| count == all),
                asked.more_of_both(&SOLVED_AFTER, "per", "ddqn"),
                asked.alike_of_both(&FINAL_SCORES, "per", "ddqn"),
            ])
        },
    },
    Claim {
        says: "What the naive sum alone does to the last scores",
        bears: |asked| asked.alike(&FINAL_SCORES, "naive-sum", "dueling"),
    },
    Claim {
        says: "Dueling as printed is solved by all seeds",
        bears: |asked| solved(asked, "printed-dueling", |count, all| count == all),
    },
    Claim {
        says: "The target network as printed is enough to end higher",
        bears: |asked| asked.more(&FINAL_SCORES, "swapped-dueling", "dueling"),
    },
    Claim {
        says: "and their last scores are not told apart",
        bears: |asked| asked.alike(&FINAL_SCORES, "swapped-polyak", "polyak"),
    },
    Claim {
        says: "the swapped agent ends higher",
        bears: |asked| asked.more_of_both(&FINAL_SCORES, "swapped-polyak", "polyak"),
    },
    Claim {
        says: "gives a target network that follows, and all runs are solved",
        bears: |asked| {
            let names = ["polyak-larger", "dueling-larger"];
            Finding::all(
                names.map(|name| solved(asked, name, |count, all| count == all)),
            )
        },
    },
    Claim {
        says: "less than half of its runs are solved, under all seeds",
        bears: |asked| {
            let names = ["polyak", "dueling"];
            Finding::all(
                names.map(|name| solved(asked, name, |count, all| 2 * count < all)),
            )
        },
    },
];
