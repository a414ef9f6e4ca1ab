//! The frozen lake as a task, and how it is drawn.

use crate::experiments::worlds::film::Shown;
use crate::experiments::worlds::shapes::{Frame, Place, Shape};
use crate::lab::plots::{INK, ORANGE, PALETTE, PAPER, PENCIL};
use crate::lab::runs::Task;
use crate::worlds::FrozenLake;
use crate::worlds::frozen_lake::{CELLS, LAKE, SIDE};
use plotters::style::RGBColor;

/// FrozenLake-v1 of Gymnasium, slippery, which counts it as solved at 0.7.
pub const FROZEN_LAKE: Task = Task {
    name: "FrozenLake-v1",
    solved: 0.7,
    scores: 0.0..1.0,
    window: 100,
};

/// Ice: a light blue of which an animation holds each shade.
const ICE: RGBColor = RGBColor(204, 238, 255);

/// The middle of a cell; rows go down.
fn middle(cell: usize) -> Place {
    let (row, column) = (cell / SIDE, cell % SIDE);
    (column as f64 + 0.5, (SIDE - row) as f64 - 0.5)
}

/// The cell that the agent is in.
fn cell_of(state: &[f32]) -> usize {
    state.iter().position(|&number| number == 1.0).unwrap_or(0)
}

/// What a cell is called, and its colour.
fn kind(cell: usize) -> (&'static str, RGBColor) {
    match LAKE[cell] {
        b'S' => ("start", ICE),
        b'H' => ("hole", PENCIL),
        b'G' => ("goal", ORANGE),
        _ => ("", ICE),
    }
}

impl Shown for FrozenLake {
    const FRAME: Frame = Frame {
        from: (-0.1, -0.1),
        to: (4.1, 4.1),
        scale: 64.0,
    };
    const MILLISECONDS: u32 = 300;

    fn shapes(state: &[f32]) -> Vec<Shape> {
        let cells = (0..CELLS).flat_map(|cell| {
            let (x, y) = middle(cell);
            let (word, color) = kind(cell);
            let letters = if color == ICE { INK } else { PAPER };
            let (from, to) = ((x - 0.48, y - 0.48), (x + 0.48, y + 0.48));
            [
                Shape::rectangle(from, to, color),
                Shape::Words((x, y + 0.32), word.to_owned(), 0.2, letters),
            ]
        });
        let (x, y) = middle(cell_of(state));
        let agent = Shape::Disc((x, y - 0.1), 0.22, PALETTE[0]);
        cells.chain([agent]).collect()
    }

    fn caption(step: usize, state: &[f32]) -> String {
        match LAKE[cell_of(state)] {
            b'H' => format!("step {step}: in a hole"),
            b'G' => format!("step {step}: at the goal"),
            _ => format!("step {step}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worlds::frozen_lake::one_hot;

    #[test]
    fn the_start_is_at_the_upper_left_and_the_goal_at_the_lower_right() {
        assert_eq!([middle(0), middle(15)], [(0.5, 3.5), (3.5, 0.5)]);
        assert_eq!(cell_of(&one_hot(6)), 6);
        assert_eq!(FrozenLake::caption(7, &one_hot(15)), "step 7: at the goal");
        assert_eq!(kind(5).0, "hole");
    }
}
