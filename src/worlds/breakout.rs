//! Breakout of MinAtar: a ball, a paddle, and three rows of bricks on a grid of ten by ten.
//!
//! The rules are those of Young and Tian (2019), without sticky actions: a game follows
//! from its start and its actions, and each is one of the package `minatar`.

use crate::foundations::{Environment, Random, Step, describe};
use rand::Rng;

// ANCHOR: breakout_constants
/// Rows and columns of the grid.
pub const GRID: usize = 10;
/// What a cell of the grid can hold: the paddle, the ball, its trail, a brick.
pub const CHANNELS: usize = 4;
/// The numbers of a state.
pub const BREAKOUT_STATE: usize = GRID * GRID * CHANNELS;
/// The actions, those of all games: 1 moves to the left, 3 to the right, and the others
/// do nothing.
pub const BREAKOUT_ACTIONS: usize = 6;
/// The first row of bricks, and the row behind the last one.
const BRICKS: std::ops::Range<usize> = 1..4;
/// The row of the paddle, in which a ball that misses it is lost.
const BOTTOM: usize = GRID - 1;
/// An episode is cut short after this many steps; in the package a game may go on for
/// ever.
pub const BREAKOUT_STEP_LIMIT: usize = 1_000;
// ANCHOR_END: breakout_constants

/// A row of the grid, and a column.
type Cell = [usize; 2];

/// Breakout of MinAtar: 400 numbers in a state, 6 actions, and reward 1 for each brick.
///
/// A state is 1 where a cell holds something, row by row, cell by cell, and channel by
/// channel, and 0 elsewhere. An episode terminates when the ball is lost. All that is
/// random is the side from which the first ball comes.
#[derive(Clone)]
pub struct Breakout {
    paddle: usize,
    ball: Cell,
    trail: Cell,
    /// Whether the ball moves down, and whether it moves to the right.
    is_falling: bool,
    is_rightward: bool,
    bricks: [[bool; GRID]; GRID],
    /// The ball broke a brick on the last step: it breaks no other before it has left.
    has_struck: bool,
    steps: usize,
}

impl Default for Breakout {
    fn default() -> Self {
        Self::new(false)
    }
}

describe!(Breakout as "MinAtar Breakout");

impl Breakout {
    /// A new game, whose ball comes from the left or from the right.
    pub fn new(from_right: bool) -> Self {
        let ball = [3, if from_right { GRID - 1 } else { 0 }];
        Self {
            paddle: 4,
            ball,
            trail: ball,
            is_falling: true,
            is_rightward: !from_right,
            bricks: all_bricks(),
            has_struck: false,
            steps: 0,
        }
    }

    // ANCHOR: breakout_state
    /// What the agent sees.
    fn observe(&self) -> [f32; BREAKOUT_STATE] {
        let mut state = [0.0; BREAKOUT_STATE];
        let mut mark = |channel: usize, [row, column]: Cell| {
            state[(row * GRID + column) * CHANNELS + channel] = 1.0;
        };
        mark(0, [BOTTOM, self.paddle]);
        mark(1, self.ball);
        mark(2, self.trail);
        for row in BRICKS {
            for column in (0..GRID).filter(|&column| self.bricks[row][column]) {
                mark(3, [row, column]);
            }
        }
        state
    }
    // ANCHOR_END: breakout_state

    // ANCHOR: breakout_ball
    /// Moves the ball along its diagonal: the reward, and whether the ball is lost.
    fn move_ball(&mut self) -> (f32, bool) {
        let [row, column] = self.ball;
        self.trail = self.ball;
        let next_column = self.next_column();
        let (mut reward, mut is_lost, mut strikes) = (0.0, false, false);
        let next_row = if !self.is_falling && row == 0 {
            // It comes back from the ceiling.
            self.is_falling = true;
            row
        } else if self.is_falling {
            row + 1
        } else {
            row - 1
        };
        self.ball = [next_row, next_column];
        if self.bricks[next_row][next_column] {
            strikes = true;
            if !self.has_struck {
                reward = 1.0;
                self.bricks[next_row][next_column] = false;
                self.turn_back(row);
            }
        } else if next_row == BOTTOM {
            if !self.bricks.iter().flatten().any(|&brick| brick) {
                self.bricks = all_bricks();
            }
            if column == self.paddle {
                self.turn_back(row);
            } else if next_column == self.paddle {
                self.is_rightward = !self.is_rightward;
                self.turn_back(row);
            } else {
                is_lost = true;
            }
        }
        self.has_struck = strikes;
        (reward, is_lost)
    }

    /// The next column of the ball, which comes back from the walls.
    fn next_column(&mut self) -> usize {
        let column = self.ball[1];
        let wall = if self.is_rightward { GRID - 1 } else { 0 };
        if column == wall {
            self.is_rightward = !self.is_rightward;
            return column;
        }
        if self.is_rightward {
            column + 1
        } else {
            column - 1
        }
    }

    /// The ball stays in its row, and from there it moves the other way.
    fn turn_back(&mut self, row: usize) {
        self.ball[0] = row;
        self.is_falling = !self.is_falling;
    }
    // ANCHOR_END: breakout_ball
}

/// Three whole rows.
fn all_bricks() -> [[bool; GRID]; GRID] {
    std::array::from_fn(|row| [BRICKS.contains(&row); GRID])
}

// ANCHOR: breakout
impl Environment<BREAKOUT_STATE, BREAKOUT_ACTIONS> for Breakout {
    fn reset(&mut self, random: &mut Random) -> [f32; BREAKOUT_STATE] {
        *self = Self::new(random.r#gen());
        self.observe()
    }

    fn step(&mut self, action: usize) -> Step<BREAKOUT_STATE> {
        self.paddle = match action {
            1 => self.paddle.saturating_sub(1),
            3 => (self.paddle + 1).min(GRID - 1),
            _ => self.paddle,
        };
        let (reward, terminated) = self.move_ball();
        self.steps += 1;
        Step {
            state: self.observe(),
            reward,
            terminated,
            truncated: self.steps >= BREAKOUT_STEP_LIMIT,
        }
    }
}
// ANCHOR_END: breakout
