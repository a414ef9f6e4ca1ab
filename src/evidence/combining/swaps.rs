//! What a part is worth beside other parts: pairs of agents that differ in one piece.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{CART_POLE, Records, find};
use crate::lab::plots::{DotFigure, Dots, PALETTE, Svg};
use crate::lab::runs::{Row, by_seed, of_common_seeds};
use crate::lab::stats::{
    Estimate, Runs, Scale, format_interval, improvement_of, push_line,
};

/// One piece, and the names of the agents that lack it and have it.
struct Swap {
    piece: &'static str,
    /// What is put in, what for where that varies, and into which agent.
    name: &'static str,
    before: &'static str,
    after: &'static str,
}

/// The pairs that are recorded, by the piece in which they differ.
const SWAPS: [Swap; 8] = [
    Swap {
        piece: "bootstrap",
        name: "double value in DQN",
        before: "dqn",
        after: "ddqn",
    },
    Swap {
        piece: "memory",
        name: "priorities in double DQN",
        before: "ddqn",
        after: "per",
    },
    Swap {
        piece: "memory",
        name: "priorities in dueling",
        before: "dueling",
        after: "all",
    },
    Swap {
        piece: "target update",
        name: "copy → small steps, in double DQN",
        before: "ddqn",
        after: "polyak",
    },
    Swap {
        piece: "target update",
        name: "copy → larger steps, in double DQN",
        before: "ddqn",
        after: "polyak-larger",
    },
    Swap {
        piece: "target update",
        name: "small → larger steps, in dueling",
        before: "dueling",
        after: "dueling-larger",
    },
    Swap {
        piece: "network",
        name: "two heads in Polyak",
        before: "polyak",
        after: "dueling",
    },
    Swap {
        piece: "network",
        name: "two heads in larger steps",
        before: "polyak-larger",
        after: "dueling-larger",
    },
];

/// What the runs of a swap come to, of the seeds that both agents have.
struct Outcome {
    piece: &'static str,
    name: &'static str,
    titles: [&'static str; 2],
    /// How many runs are solved before and after, and of how many.
    solved: [usize; 2],
    runs: usize,
    /// How likely a run of the agent with the piece scores higher in the end.
    better: Estimate,
}

impl Swap {
    fn outcome(&self, records: &Records) -> Result<Outcome, Error> {
        let titles = [find(self.before)?.title, find(self.after)?.title];
        let before = records.all_seeds(self.before)?;
        let after = records.all_seeds(self.after)?;
        Ok(Outcome::of(self, titles, before, after))
    }
}

impl Outcome {
    fn of(
        &Swap { piece, name, .. }: &Swap,
        titles: [&'static str; 2],
        before: Vec<Row>,
        after: Vec<Row>,
    ) -> Self {
        let before = of_common_seeds(before, &after);
        let after = of_common_seeds(after, &before);
        let runs = [Runs::of(&CART_POLE, &before), Runs::of(&CART_POLE, &after)];
        let solved =
            |runs: &Runs| runs.steps.iter().filter(|s| s.is_finite()).count();
        Self {
            piece,
            name,
            titles,
            solved: [solved(&runs[0]), solved(&runs[1])],
            runs: by_seed(&after).len(),
            better: improvement_of(&runs[1].final_scores, &runs[0].final_scores),
        }
    }
}

/// The figure and the table of the swaps, as files.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let outcomes = SWAPS.iter().map(|swap| swap.outcome(records));
    let outcomes: Vec<Outcome> = outcomes.collect::<Result<_, Error>>()?;
    Ok(vec![
        Artifact::figure(records, "swaps", figure(&outcomes)?),
        Artifact::table(records, "swaps", table(&outcomes)),
    ])
}

/// The probabilities of improvement. Swaps of one piece have one colour.
fn figure(outcomes: &[Outcome]) -> Result<Svg, Error> {
    let mut pieces: Vec<&str> = outcomes.iter().map(|o| o.piece).collect();
    pieces.dedup();
    let line = |outcome: &Outcome| {
        let place = pieces.iter().position(|&piece| piece == outcome.piece);
        Dots {
            name: outcome.name,
            color: PALETTE[place.unwrap_or_default()],
            runs: Vec::new(),
            estimate: Some(outcome.better),
        }
    };
    let figure = DotFigure {
        title: "One piece swapped: how likely the final score is higher",
        x_label: "Probability of improvement",
        scale: Scale::Linear,
        range: 0.0..1.0,
        reference: Some(0.5),
        names: 600,
        agents: outcomes.iter().map(line).collect(),
    };
    figure.draw()
}

/// The table of the swaps.
fn table(outcomes: &[Outcome]) -> String {
    let mut table = "| piece | from | to | solved before | solved after \
                     | better in the end |\n|:---|:---|:---|---:|---:|---:|\n"
        .to_owned();
    for outcome in outcomes {
        let [before, after] = outcome.solved;
        let [from, to] = outcome.titles.map(str::to_owned);
        let line = [
            outcome.piece.to_owned(),
            from,
            to,
            format!("{before} of {}", outcome.runs),
            format!("{after} of {}", outcome.runs),
            format_interval(outcome.better, 2),
        ];
        push_line(&mut table, &line);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agents_of_a_swap_differ_in_its_piece_alone() {
        for Swap {
            piece,
            before,
            after,
            ..
        } in SWAPS
        {
            let card = |name| find(name).unwrap().provenance().unwrap().recipe;
            let pairs = card(before).pieces().into_iter().zip(card(after).pieces());
            let differ = pairs.filter(|(old, new)| old != new);
            let names: Vec<&str> = differ.map(|((name, _), _)| name).collect();
            assert_eq!(names, [piece], "{before} and {after}");
        }
    }

    #[test]
    fn swaps_of_one_piece_stand_together() {
        let mut pieces: Vec<&str> = SWAPS.iter().map(|swap| swap.piece).collect();
        pieces.dedup();
        let runs = pieces.len();
        pieces.sort_unstable();
        pieces.dedup();
        assert_eq!(pieces.len(), runs);
        assert!(runs <= PALETTE.len());
    }

    #[test]
    fn only_seeds_that_both_agents_have_are_compared() {
        let run = |seed: u64, score: f64| {
            (1..=30).map(move |episode| Row {
                seed,
                episode,
                steps: episode,
                score,
                ..Row::default()
            })
        };
        let before = run(1, 100.0).chain(run(2, 500.0)).collect();
        let after = run(1, 500.0).chain(run(3, 0.0)).collect();
        let outcome = Outcome::of(&SWAPS[1], ["Old", "New"], before, after);
        assert_eq!((outcome.solved, outcome.runs), ([0, 1], 1));
        let table = table(&[outcome]);
        let line = "| memory | Old | New | 0 of 1 | 1 of 1 | 1.00 (1.00–1.00) |\n";
        assert!(table.ends_with(line), "{table}");
    }
}
