//! The worlds besides the cart-pole against the real Gymnasium, step by step.

mod golden;

use deepq::prelude::*;
use deepq::worlds::breakout::{BREAKOUT_STATE, CHANNELS, GRID};
use deepq::worlds::frozen_lake::{
    CELLS, DIRECTIONS, is_end, lake_reward, outcomes, value_iteration,
};
use deepq::worlds::mountain_car::{GOAL, LEFT_WALL};
use deepq::worlds::{Acrobot, Breakout, FrozenLake, MountainCar};
use golden::{Columns, columns};
use std::f64::consts::PI;

/// A world that can be put into a state of Gymnasium's.
trait Golden<const S: usize, const A: usize, const N: usize>: Environment<S, A> {
    /// The file, and the columns of the full state and of what the agent sees.
    const FILE: &'static str;
    const STATE: [&'static str; N];
    const SEEN: [&'static str; S];

    fn from_state(state: [f64; N]) -> Self;
    fn state(&self) -> [f64; N];
}

impl Golden<6, 3, 4> for Acrobot {
    const FILE: &'static str = "acrobot.csv";
    const STATE: [&'static str; 4] =
        ["theta1", "theta2", "theta1_dot", "theta2_dot"];
    const SEEN: [&'static str; 6] =
        ["cos1", "sin1", "cos2", "sin2", "speed1", "speed2"];

    fn from_state(state: [f64; 4]) -> Self {
        Self::from_state(state)
    }
    fn state(&self) -> [f64; 4] {
        self.state()
    }
}

impl Golden<2, 3, 2> for MountainCar {
    const FILE: &'static str = "mountain_car.csv";
    const STATE: [&'static str; 2] = ["position", "velocity"];
    const SEEN: [&'static str; 2] = ["seen_position", "seen_velocity"];

    fn from_state(state: [f64; 2]) -> Self {
        Self::from_state(state)
    }
    fn state(&self) -> [f64; 2] {
        self.state()
    }
}

fn is_start(golden: &Columns, row: usize) -> bool {
    golden["step"][row] == 0.0
}

fn action(golden: &Columns, row: usize) -> usize {
    whole(golden["action"][row])
}

/// How far two numbers are apart, in units in the last place of the larger of the
/// second and `least`: sums of numbers that large are rounded by as much.
fn units_apart(found: f64, expected: f64, least: f64) -> f64 {
    (found - expected).abs() / (f64::EPSILON * expected.abs().max(least))
}

/// One step from each of Gymnasium's own states. What the agent sees agrees to one unit
/// in the last place of an `f32`, and the full state to `units` of an `f64` that is at least `least`. The share of
/// the numbers of the state that agree to one.
fn one_step_each<W, const S: usize, const A: usize, const N: usize>(
    units: f64,
    least: f64,
) -> f64
where
    W: Golden<S, A, N>,
{
    let golden = columns(W::FILE);
    let mut apart_by = Vec::new();
    for row in golden::rows(&golden).filter(|&row| !is_start(&golden, row)) {
        let before = W::STATE.map(|name| golden[name][row - 1]);
        let mut world = W::from_state(before);
        let step = world.step(action(&golden, row));
        for (found, name) in world.state().into_iter().zip(W::STATE) {
            let apart = units_apart(found, golden[name][row], least);
            assert!(apart <= units, "row {row}, {name}: {apart} units");
            apart_by.push(apart);
        }
        for (found, name) in step.state.into_iter().zip(W::SEEN) {
            #[expect(clippy::cast_possible_truncation, reason = "it was an `f32`")]
            let expected = golden[name][row] as f32;
            let apart = found.to_bits().abs_diff(expected.to_bits());
            assert!(apart <= 1, "row {row}, {name}: {found} against {expected}");
        }
        assert_eq!(f64::from(step.reward), golden["reward"][row], "row {row}");
        let terminated = golden["terminated"][row] == 1.0;
        assert_eq!(step.terminated, terminated, "row {row}");
    }
    assert!(
        apart_by.len() > 5000,
        "only {} numbers compared",
        apart_by.len()
    );
    let near = apart_by.iter().filter(|&&apart| apart <= 1.0).count();
    near as f64 / apart_by.len() as f64
}

/// Whole episodes from Gymnasium's start states: the same rewards, and the same ends on
/// the same steps.
fn whole_episodes<W, const S: usize, const A: usize, const N: usize>(within: f64)
where
    W: Golden<S, A, N>,
{
    let golden = columns(W::FILE);
    let mut world = None;
    for row in golden::rows(&golden) {
        let state = W::STATE.map(|name| golden[name][row]);
        if is_start(&golden, row) {
            world = Some(W::from_state(state));
            continue;
        }
        let world = world.as_mut().unwrap();
        let step = world.step(action(&golden, row));
        for (found, expected) in world.state().into_iter().zip(state) {
            let apart = (found - expected).abs();
            assert!(apart <= within, "row {row}: {found} against {expected}");
        }
        let ends = [step.terminated, step.truncated];
        let expected = ["terminated", "truncated"];
        let expected = expected.map(|name| golden[name][row] == 1.0);
        assert_eq!(ends, expected, "row {row}");
    }
}

#[test]
fn what_an_agent_sees_of_a_step_of_acrobot_is_gymnasiums_to_one_unit() {
    // The sines and cosines of the two programs differ in the last bit now and then, and
    // links that turn fast multiply that by their squared speeds.
    let near = one_step_each::<Acrobot, 6, 3, 4>(4.0, 1.0);
    assert!(near > 0.997, "{near}");
}

#[test]
fn a_step_of_the_mountain_car_is_gymnasiums_to_one_unit_in_the_last_place() {
    assert_eq!(one_step_each::<MountainCar, 2, 3, 2>(1.0, 0.01), 1.0);
}

#[test]
fn whole_episodes_of_the_mountain_car_are_gymnasiums() {
    whole_episodes::<MountainCar, 2, 3, 2>(1e-12);
}

#[test]
fn whole_episodes_of_acrobot_are_gymnasiums() {
    whole_episodes::<Acrobot, 6, 3, 4>(1e-6);
}

#[test]
fn the_golden_episodes_come_to_every_bound_and_end() {
    let golden = columns("acrobot.csv");
    let reaches = |name: &str, bound: f64| {
        golden[name].iter().any(|number| number.abs() == bound)
    };
    assert!(reaches("theta1_dot", 4.0 * PI) && reaches("theta2_dot", 9.0 * PI));
    let turns = |name: &str| {
        let rows = golden::rows(&golden).filter(|&row| !is_start(&golden, row));
        rows.filter(|&row| (golden[name][row] - golden[name][row - 1]).abs() > PI)
            .count()
    };
    assert!(turns("theta1") > 0 && turns("theta2") > 0);
    let golden = columns("mountain_car.csv");
    let rows = golden::rows(&golden);
    let count =
        |is: &dyn Fn(usize) -> bool| rows.clone().filter(|&row| is(row)).count();
    let is = |name: &str, row: usize| golden[name][row] == 1.0;
    assert!(count(&|row| golden["position"][row] == LEFT_WALL) > 0);
    assert!(count(&|row| is("terminated", row) && is("truncated", row)) == 1);
    assert!(count(&|row| is("truncated", row)) > 5);
    // Beyond the goal and on its way back, a car goes on.
    assert!(
        count(&|row| golden["position"][row] >= GOAL
            && golden["velocity"][row] < 0.0
            && !is("terminated", row))
            > 0
    );
}

#[test]
fn an_episode_is_cut_short_on_the_last_step_and_starts_where_it_should() {
    let mut starts = random(12, Stream::Starts);
    let mut acrobot = Acrobot::default();
    let mut car = MountainCar::default();
    for _ in 0..200 {
        let [.., speed, other] = acrobot.reset(&mut starts);
        assert!(speed.abs() <= 0.1 && other.abs() <= 0.1);
        assert!(acrobot.state().iter().all(|number| number.abs() <= 0.1));
        let [position, velocity] = car.reset(&mut starts);
        assert!((-0.6..=-0.4).contains(&position) && velocity == 0.0);
    }
    let ends: Vec<bool> = (0..500).map(|_| acrobot.step(1).truncated).collect();
    assert_eq!(ends.iter().position(|&end| end), Some(499));
    let ends: Vec<bool> = (0..200).map(|_| car.step(1).truncated).collect();
    assert_eq!(ends.iter().position(|&end| end), Some(199));
}

/// A small whole number of a golden file.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is one"
)]
fn whole(number: f64) -> usize {
    number as usize
}

#[test]
fn the_chances_of_the_lake_are_gymnasiums() {
    let golden = columns("frozen_lake.csv");
    for row in golden::rows(&golden) {
        let is = |name: &str| golden[name][row];
        let [state, action] = ["state", "action"].map(|name| whole(is(name)));
        assert!(!is_end(state) && action < DIRECTIONS);
        let next = ["next0", "next1", "next2"].map(|name| whole(is(name)));
        assert_eq!(outcomes(state, action), next, "row {row}");
        for (k, cell) in next.into_iter().enumerate() {
            let reward = f64::from(lake_reward(cell));
            assert_eq!(reward, is(&format!("reward{k}")), "row {row}");
            assert_eq!(is_end(cell), is(&format!("end{k}")) == 1.0, "row {row}");
        }
    }
    let ends = (0..CELLS).filter(|&cell| is_end(cell)).count();
    assert_eq!(golden::rows(&golden).len(), (CELLS - ends) * DIRECTIONS);
}

#[test]
fn value_iteration_agrees_with_policy_iteration() {
    let golden = columns("frozen_lake.csv");
    for (name, gamma) in [("q_099", 0.99), ("q_1", 1.0)] {
        let values = value_iteration(gamma, 1e-14);
        for row in golden::rows(&golden) {
            let [state, action] =
                ["state", "action"].map(|name| whole(golden[name][row]));
            let apart = (values[state][action] - golden[name][row]).abs();
            assert!(apart < 1e-11, "{name}, row {row}: {apart:e}");
        }
    }
}

/// What the golden games say of a state of Breakout: the columns and rows of paddle, ball
/// and trail, and the bricks as bits.
fn places(state: &[f32; BREAKOUT_STATE]) -> [usize; 6] {
    let held = |channel: usize| {
        let cells = (0..GRID * GRID)
            .filter(move |cell| state[cell * CHANNELS + channel] == 1.0);
        cells.collect::<Vec<usize>>()
    };
    let [paddle, ball, trail] = [0, 1, 2].map(|channel| {
        let cells = held(channel);
        assert_eq!(cells.len(), 1, "channel {channel}");
        cells[0]
    });
    let bricks = held(3).iter().map(|cell| 1 << (cell - GRID)).sum();
    let (column, row) = (|cell| cell % GRID, |cell| cell / GRID);
    [
        paddle % GRID,
        column(ball),
        row(ball),
        column(trail),
        row(trail),
        bricks,
    ]
}

#[test]
fn whole_games_of_breakout_are_those_of_the_package() {
    let golden = columns("breakout.csv");
    let names = ["paddle", "ball_x", "ball_y", "trail_x", "trail_y", "bricks"];
    let mut game = Breakout::default();
    let (mut refills, mut broken, mut inside) = (0, 0.0, 0);
    for row in golden::rows(&golden) {
        let expected = names.map(|name| whole(golden[name][row]));
        if is_start(&golden, row) {
            game = Breakout::new(expected[1] == GRID - 1);
            continue;
        }
        let step = game.step(action(&golden, row));
        assert_eq!(places(&step.state), expected, "row {row}");
        assert_eq!(f64::from(step.reward), golden["reward"][row], "row {row}");
        let terminated = golden["terminated"][row] == 1.0;
        assert_eq!((step.terminated, step.truncated), (terminated, false));
        let bricks_before = golden["bricks"][row - 1];
        refills += usize::from(golden["bricks"][row] > bricks_before);
        broken += golden["reward"][row];
        // Just after a strike, a ball that comes to another brick leaves it whole.
        let cell = expected[2] * GRID + expected[1];
        let is_in_brick = (GRID..4 * GRID).contains(&cell)
            && (expected[5] >> (cell - GRID)) & 1 == 1;
        inside += usize::from(is_in_brick && golden["reward"][row] == 0.0);
    }
    let met = format!("{refills} refills, {broken} bricks, {inside} times inside");
    assert!(refills >= 8 && broken > 300.0 && inside >= 4, "{met}");
}

#[test]
fn the_worlds_pass_the_check_of_any_world() {
    let verdicts = [
        check_world(Acrobot::default).is_right(),
        check_world(MountainCar::default).is_right(),
        check_world(FrozenLake::default).is_right(),
        check_world(Breakout::default).is_right(),
    ];
    assert_eq!(verdicts, [true; 4]);
}
