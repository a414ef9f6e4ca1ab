//! Breakout as a task, and how it is drawn.

use crate::experiments::worlds::film::Shown;
use crate::experiments::worlds::shapes::{Frame, Place, Shape};
use crate::lab::plots::{INK, ORANGE, PALETTE, PENCIL};
use crate::lab::runs::Task;
use crate::worlds::Breakout;
use crate::worlds::breakout::{CHANNELS, GRID};

/// Breakout of MinAtar. A game has no largest score: 30 is one for each of the first
/// bricks. Solved is what DQN comes to after 5 million frames.
///
/// Source: Young and Tian (2019).
pub const BREAKOUT: Task = Task {
    name: "MinAtar Breakout",
    solved: 10.0,
    scores: 0.0..30.0,
    window: 100,
};

/// The corner of a cell at the lower left; rows go down.
fn corner(cell: usize) -> Place {
    let (row, column) = (cell / GRID, cell % GRID);
    (column as f64, (GRID - 1 - row) as f64)
}

/// The cells that hold something of this channel.
fn cells_with(state: &[f32], channel: usize) -> impl Iterator<Item = usize> {
    let cells = state.chunks_exact(CHANNELS).enumerate();
    cells.filter_map(move |(cell, held)| (held[channel] == 1.0).then_some(cell))
}

impl Shown for Breakout {
    const FRAME: Frame = Frame {
        from: (-0.1, -0.1),
        to: (10.1, 10.1),
        scale: 20.0,
    };
    const MILLISECONDS: u32 = 90;

    fn shapes(state: &[f32]) -> Vec<Shape> {
        let square = |cell, color| {
            let (x, y) = corner(cell);
            Shape::rectangle((x + 0.04, y + 0.04), (x + 0.96, y + 0.96), color)
        };
        let disc = |cell, radius, color| {
            let (x, y) = corner(cell);
            Shape::Disc((x + 0.5, y + 0.5), radius, color)
        };
        let frame = [
            ((0.0, 0.0), (10.0, 0.0)),
            ((0.0, 10.0), (10.0, 10.0)),
            ((0.0, 0.0), (0.0, 10.0)),
            ((10.0, 0.0), (10.0, 10.0)),
        ];
        let frame = frame.map(|(from, to)| Shape::line(from, to, 0.06, PENCIL));
        let paddle = cells_with(state, 0).map(|cell| square(cell, INK));
        let ball = cells_with(state, 1).map(|cell| disc(cell, 0.4, ORANGE));
        let trail = cells_with(state, 2).map(|cell| disc(cell, 0.15, ORANGE));
        let bricks = cells_with(state, 3).map(|cell| square(cell, PALETTE[0]));
        let moving = trail.chain(ball).chain(paddle);
        frame.into_iter().chain(bricks).chain(moving).collect()
    }

    fn caption(step: usize, state: &[f32]) -> String {
        let bricks = cells_with(state, 3).count();
        format!("step {step}, bricks {bricks}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::random::random;
    use crate::foundations::{Environment, Stream};

    #[test]
    fn a_new_game_has_its_bricks_near_the_top_and_its_paddle_at_the_bottom() {
        let state = Breakout::default().reset(&mut random(12, Stream::Starts));
        assert_eq!(Breakout::caption(0, &state), "step 0, bricks 30");
        let paddle: Vec<Place> = cells_with(&state, 0).map(corner).collect();
        assert_eq!(paddle, [(4.0, 0.0)]);
        let highest = cells_with(&state, 3).map(|cell| corner(cell).1);
        assert_eq!(highest.fold(0.0, f64::max), 8.0);
    }
}
