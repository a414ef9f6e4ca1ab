//! What a part is worth beside other parts: pairs of agents that differ in one piece.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{CART_POLE, Records, find};
use crate::lab::plots::{DotFigure, Dots, PALETTE};
use crate::lab::runs::{Row, of_common_seeds};
use crate::lab::stats::{
    Estimate, Runs, Scale, format_interval, improvement_of, table,
};

/// What is put in, what for where that varies, and into which agent; and the recipes
/// without it and with it.
type Swap = (&'static str, [&'static str; 2]);

/// The pairs that are recorded, by the piece in which they differ.
const SWAPS: [(&str, &[Swap]); 4] = [
    ("objective", &[("double value in DQN", ["dqn", "ddqn"])]),
    (
        "memory",
        &[
            ("priorities in double DQN", ["ddqn", "per"]),
            ("priorities in dueling", ["dueling", "all"]),
        ],
    ),
    (
        "target update",
        &[
            ("copy → small steps, in double DQN", ["ddqn", "polyak"]),
            (
                "copy → larger steps, in double DQN",
                ["ddqn", "polyak-larger"],
            ),
            (
                "small → larger steps, in dueling",
                ["dueling", "dueling-larger"],
            ),
        ],
    ),
    (
        "network",
        &[
            ("two heads in Polyak", ["polyak", "dueling"]),
            (
                "two heads in larger steps",
                ["polyak-larger", "dueling-larger"],
            ),
        ],
    ),
];

/// How many runs are solved before and after a swap, of the seeds that both agents have,
/// and how likely a run of the agent with the piece scores higher in the end.
fn outcome(before: Vec<Row>, after: Vec<Row>) -> ([String; 2], Estimate) {
    let before = of_common_seeds(before, &after);
    let after = of_common_seeds(after, &before);
    let [before, after] = [before, after].map(|rows| Runs::of(&CART_POLE, &rows));
    let better = improvement_of(&after.final_scores, &before.final_scores);
    ([before.format_solved(), after.format_solved()], better)
}

/// The figure and the table of the swaps, as files. Swaps of one piece have one colour.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let (mut agents, mut lines) = (Vec::new(), Vec::new());
    for ((piece, swaps), color) in SWAPS.iter().zip(PALETTE) {
        for (name, [before, after]) in *swaps {
            let (solved, better) =
                outcome(records.all_seeds(before)?, records.all_seeds(after)?);
            agents.push(Dots {
                name,
                color,
                runs: Vec::new(),
                estimate: Some(better),
            });
            let words = [piece, find(before)?.title, find(after)?.title];
            let mut line = words.map(str::to_owned).to_vec();
            line.extend(solved);
            line.push(format_interval(better, 2));
            lines.push(line);
        }
    }
    let figure = DotFigure {
        title: "One piece swapped: how likely the final score is higher",
        x_label: "Probability of improvement",
        scale: Scale::Linear,
        range: 0.0..1.0,
        reference: Some(0.5),
        names: 600,
        agents,
    };
    let titles =
        "piece | from | to | solved before | solved after | better in the end";
    let table = table(3, titles, lines);
    Ok(vec![
        Artifact::figure(records, "swaps", figure.draw()?),
        Artifact::table(records, "swaps", table),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;

    #[test]
    fn the_agents_of_a_swap_differ_in_its_piece_alone() {
        let card = |name| find(name).unwrap().provenance().unwrap().recipe;
        for (piece, swaps) in SWAPS {
            for (_, [before, after]) in swaps {
                let pairs =
                    card(before).pieces().into_iter().zip(card(after).pieces());
                let differ = pairs.filter(|(old, new)| old != new);
                let names: Vec<&str> = differ.map(|((name, _), _)| name).collect();
                assert_eq!(names, [piece], "{before} and {after}");
            }
        }
    }

    #[test]
    fn only_seeds_that_both_agents_have_are_compared() {
        let before = [run(1, &[100.0; 30]), run(2, &[500.0; 30])].concat();
        let after = [run(1, &[500.0; 30]), run(3, &[0.0; 30])].concat();
        let (solved, better) = outcome(before, after);
        assert_eq!(solved, ["0 of 1", "1 of 1"]);
        assert_eq!(better.value, 1.0);
    }
}
