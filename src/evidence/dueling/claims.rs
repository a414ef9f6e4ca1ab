//! What the page on the dueling network says of its runs.

use crate::evidence::claims::{Claim, Finding};
use crate::evidence::dueling::corridor::{SHOWN, of, ratio, ratios};
use crate::evidence::outcomes::{FINAL_SCORES, LAST_SCORES};
use crate::experiments::CART_POLE;
use crate::lab::stats::Runs;
use crate::papers::corridor::{ACTIONS, Line};

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "holds one half, so not even the order of the two is settled",
        bears: |asked| {
            let (dueling, polyak) = (
                "undiscounted/double-polyak-dueling",
                "undiscounted/double-polyak",
            );
            asked.alike(&LAST_SCORES, dueling, polyak)
        },
    },
    Claim {
        says: "In runs of the lecture's length both are slow",
        bears: |asked| {
            Finding::all(["dueling", "polyak"].map(|name| {
                let runs = Runs::of(&CART_POLE, &asked.all_seeds(name)?);
                let solved: Vec<bool> =
                    runs.steps.iter().map(|steps| steps.is_finite()).collect();
                Ok(asked.count("solved", &solved, |solved, all| 2 * solved <= all))
            }))
        },
    },
    Claim {
        says: "This interval holds one half, too",
        bears: |asked| {
            asked.alike_of_both(&FINAL_SCORES, "dueling-larger", "polyak-larger")
        },
    },
    Claim {
        says: "In every run the dueling network has the smaller error",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/corridor")?;
            let shown = lines.iter().filter(|line| SHOWN.contains(&line.steps));
            let smaller: Vec<bool> = shown.map(|line| ratio(line) > 1.0).collect();
            let what = "runs, after each number of steps, with the smaller error";
            Ok(asked.count(what, &smaller, |smaller, all| smaller == all))
        },
    },
    Claim {
        says: "At the end of the runs the median of this ratio grows with the number of \
               actions",
        bears: |asked| {
            let ratios = ratios(&asked.paper("papers/corridor")?, SHOWN[2]);
            let text = format!("medians of the ratio {ratios:.1?}");
            Ok(asked.finds(&text, ratios.is_sorted_by(|a, b| a < b)))
        },
    },
    Claim {
        says: "Half-way it does not",
        bears: |asked| {
            let ratios = ratios(&asked.paper("papers/corridor")?, SHOWN[1]);
            let text = format!("medians of the ratio {ratios:.1?}");
            Ok(asked.finds(&text, !ratios.is_sorted_by(|a, b| a < b)))
        },
    },
    Claim {
        says: "the plain network falls behind with more actions: its error grows faster \
               than the number of values",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/corridor")?;
            let [few, .., many] = ACTIONS;
            let least = of(&lines, many, SHOWN[2]).into_iter();
            let least = least.map(|line| line.single).fold(f64::INFINITY, f64::min);
            let largest = of(&lines, few, SHOWN[2]).into_iter();
            let largest = largest.map(|line| line.single).fold(0.0, f64::max);
            let times = least / largest / (many as f64 / few as f64);
            let what = "the least error with many actions over the largest with few, by \
                        value,";
            Ok(asked.number(what, times, |times| times > 1.0))
        },
    },
];
