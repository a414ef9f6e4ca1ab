//! What is known of the lake, beside what DQN learns of it.

use crate::agent::Agent;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::evidence::recipe::load_recorded;
use crate::evidence::worlds::outcomes::LAKE;
use crate::experiments::{CleanRlMlp, LAKE_STEPS, Records, cleanrl_dqn_on};
use crate::lab::plots::{
    Block, Drawn, INK, LABEL, ORANGE, PALETTE, PENCIL, Svg, SvgArea, TITLE, svg,
    words,
};
use crate::lab::stats::at_the_end;
use crate::worlds::FrozenLake;
use crate::worlds::frozen_lake::{
    CELLS, DIRECTIONS, LAKE as CELLS_OF_LAKE, LAKE_STEP_LIMIT, LakeValues, SIDE,
    is_end, lake_success, one_hot, value_iteration,
};

/// The discount of the agent, and so of the values that it should learn.
const GAMMA: f64 = 0.99;
/// No value changes by more in the last sweep.
const TOLERANCE: f64 = 1e-12;

/// Values of each cell and action, and the policy that is greedy in them.
struct Known {
    values: LakeValues,
    policy: [usize; CELLS],
}

impl Known {
    fn of(values: &LakeValues) -> Self {
        Self {
            policy: values.map(|of_cell| best(&of_cell).0),
            values: *values,
        }
    }
}

/// The first action with the largest value, and that value. What rounding alone
/// separates is equal.
fn best(values: &[f64; DIRECTIONS]) -> (usize, f64) {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let first = values.iter().position(|&v| v > largest - 1e-9);
    (first.unwrap_or(0), largest)
}

/// The best values with this discount.
fn oracle(gamma: f64) -> Known {
    Known::of(&value_iteration(gamma, TOLERANCE))
}

/// The values of the saved network.
fn learned(records: &Records) -> Result<Known, Error> {
    let recipe = cleanrl_dqn_on::<CleanRlMlp<CELLS, DIRECTIONS>, _, _>(
        FrozenLake::default(),
        LAKE_STEPS,
    );
    let mut agent = Agent::new(recipe, 0)?;
    load_recorded(&mut agent, records, LAKE)?;
    let cells: [_; CELLS] = std::array::from_fn(one_hot);
    let values = agent.q_values(&cells);
    Ok(Known::of(&std::array::from_fn(|cell| {
        values[cell].map(f64::from)
    })))
}

pub(super) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let svg = figure(&oracle(GAMMA), &learned(records)?)?;
    Ok(vec![
        Artifact::figure(records, "lake-values", svg).of_a_network(),
    ])
}

/// Pixels from a cell to the next, and of a cell.
const STEP: i32 = 132;
const CELL: i32 = 124;
/// The width and the height of the figure, and the upper left corner of each lake.
const SIZE: (u32, u32) = (1200, 700);
const LEFTS: [i32; 2] = [36, 636];
const TOP: i32 = 150;

/// The width of so many cells.
fn pixels(cells: usize) -> i32 {
    STEP * i32::try_from(cells).expect("a small lake")
}

/// Both lakes side by side.
fn figure(oracle: &Known, learned: &Known) -> Result<Svg, Error> {
    svg("The values of the lake, known and learned", SIZE, |area| {
        let names = ["value iteration", "the saved network"];
        for ((known, name), left) in [oracle, learned].iter().zip(names).zip(LEFTS) {
            let middle = (left + pixels(SIDE) / 2, 70);
            words(area, middle, &[name], TITLE, INK)?;
            draw_lake(area, known, left)?;
        }
        Ok(())
    })
}

/// In each cell the best action as an arrow, and its value.
fn draw_lake(area: &SvgArea, known: &Known, left: i32) -> Drawn {
    for cell in 0..CELLS {
        let block = Block {
            middle: (
                left + STEP / 2 + pixels(cell % SIDE),
                TOP + STEP / 2 + pixels(cell / SIDE),
            ),
            size: (CELL, CELL),
            color: match CELLS_OF_LAKE[cell] {
                b'H' => PENCIL,
                b'G' => ORANGE,
                _ => PALETTE[0],
            },
        };
        if is_end(cell) {
            let name = if CELLS_OF_LAKE[cell] == b'H' {
                "hole"
            } else {
                "goal"
            };
            block.filled(area, &[name], LABEL)?;
        } else {
            let arrow = ["←", "↓", "→", "↑"][known.policy[cell]];
            let value = format!("{:.2}", best(&known.values[cell]).1);
            block.outlined(area, &[arrow, &value], LABEL)?;
        }
    }
    Ok(())
}

/// How often the policies come to the goal, and how far the values are from each other.
pub(super) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let (known, learned) = (oracle(GAMMA), learned(records)?);
    let whole = best(&oracle(1.0).values[0]).1;
    prose.percent("lake_unlimited", whole);
    let success = |known: &Known| lake_success(&known.policy, LAKE_STEP_LIMIT);
    prose.percent("lake_best", success(&known));
    prose.percent("lake_learned", success(&learned));
    let acts = (0..CELLS).filter(|&cell| !is_end(cell));
    let alike = acts
        .clone()
        .filter(|&cell| known.policy[cell] == learned.policy[cell]);
    prose.add("lake_cells", acts.clone().count());
    prose.add("lake_cells_alike", alike.count());
    let start = |known: &Known| best(&known.values[0]).1;
    prose.rounded("lake_start_value", start(&known), 2);
    let ends = at_the_end(&records.rows(LAKE)?, |row| row.start_q);
    prose.range("lake_start_learned", &ends, |value| format!("{value:.2}"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_policy_is_the_one_that_gymnasium_has_a_threshold_for() {
        // Gymnasium says that the optimum is 0.74, within 100 steps.
        let success = lake_success(&oracle(GAMMA).policy, LAKE_STEP_LIMIT);
        assert!((success - 0.74).abs() < 0.005, "{success}");
    }
}
