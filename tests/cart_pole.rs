//! The cart-pole against the real Gymnasium, step by step.

mod golden;

use deepq::foundations::{CartPoleState, observe};
use deepq::prelude::*;
use golden::{Columns, columns};

/// Gymnasium's state in row `row`.
fn state(golden: &Columns, row: usize) -> CartPoleState {
    ["x", "x_dot", "theta", "theta_dot"].map(|name| golden[name][row])
}

fn is_start(golden: &Columns, row: usize) -> bool {
    golden["step"][row] == 0.0
}

/// The largest difference between two states.
fn distance(a: CartPoleState, b: CartPoleState) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max)
}

#[test]
fn every_step_of_every_episode_is_gymnasiums() {
    let golden = columns("cart_pole.csv");
    let mut cart_pole = CartPole::new();
    let mut steps = 0;
    for row in golden::rows(&golden) {
        if is_start(&golden, row) {
            cart_pole = CartPole::from_state(state(&golden, row));
            continue;
        }
        let action = usize::from(golden["action"][row] == 1.0);
        let step = cart_pole.step(action);
        let expected = state(&golden, row);
        let off = distance(cart_pole.state(), expected);
        assert!(off <= 1e-12, "row {row}: {off:e} away");
        assert_eq!(step.state, observe(cart_pole.state()), "row {row}");
        assert_eq!(f64::from(step.reward), golden["reward"][row], "row {row}");
        assert_eq!(
            step.terminated,
            golden["terminated"][row] == 1.0,
            "row {row}"
        );
        assert_eq!(step.truncated, golden["truncated"][row] == 1.0, "row {row}");
        steps += 1;
    }
    assert!(steps > 5000, "only {steps} steps compared");
}

/// How many f64 lie from one number to another of the same sign.
fn units_in_the_last_place(a: f64, b: f64) -> u64 {
    a.to_bits().abs_diff(b.to_bits())
}

#[test]
fn a_step_from_gymnasiums_own_state_agrees_to_one_unit_in_the_last_place() {
    let golden = columns("cart_pole.csv");
    let mut farthest = 0;
    for row in golden::rows(&golden).skip(1) {
        if is_start(&golden, row) {
            continue;
        }
        // An unstable pole amplifies any last bit, so no step builds on one of ours.
        let mut cart_pole = CartPole::from_state(state(&golden, row - 1));
        cart_pole.step(usize::from(golden["action"][row] == 1.0));
        let pairs = cart_pole.state().into_iter().zip(state(&golden, row));
        for (found, expected) in pairs {
            let apart = units_in_the_last_place(found, expected);
            assert!(apart <= 1, "row {row}: {found} against {expected}");
            farthest = farthest.max(apart);
        }
    }
    println!("at most {farthest} unit in the last place");
}

#[test]
fn the_golden_episodes_end_in_every_way() {
    let golden = columns("cart_pole.csv");
    let rows = golden::rows(&golden);
    let is_end = |row: &usize| row + 1 == rows.end || is_start(&golden, row + 1);
    let ends: Vec<usize> = rows.clone().filter(is_end).collect();
    let count =
        |is: &dyn Fn(&usize) -> bool| ends.iter().filter(|row| is(row)).count();
    let column = |name: &str, row: usize| golden[name][row];
    let truncated = |row: &usize| column("truncated", *row) == 1.0;
    let terminated = |row: &usize| column("terminated", *row) == 1.0;
    let limit = 12.0_f64.to_radians();
    assert!(ends.len() >= 20);
    assert!(count(&|row| truncated(row) && !terminated(row)) >= 4);
    assert!(count(&|row| truncated(row) && terminated(row)) >= 1);
    assert!(count(&|row| column("theta", *row) > limit) >= 2);
    assert!(count(&|row| column("theta", *row) < -limit) >= 2);
    assert!(count(&|row| column("x", *row) > 2.4) >= 2);
    assert!(count(&|row| column("x", *row) < -2.4) >= 2);
}

#[test]
fn an_episode_starts_near_the_middle_and_differs_from_the_next() {
    let mut cart_pole = CartPole::new();
    let mut starts = random(12, Stream::Starts);
    let first = cart_pole.reset(&mut starts);
    let second = cart_pole.reset(&mut starts);
    assert_ne!(first, second);
    assert!(
        first
            .iter()
            .chain(&second)
            .all(|number| number.abs() <= 0.05)
    );
}

#[test]
fn start_states_fill_their_range() {
    let mut starts = random(12, Stream::Starts);
    let mut numbers = (0..1000).flat_map(|_| CartPole::new().reset(&mut starts));
    assert!(numbers.any(|number| number > 0.049));
    assert!(numbers.any(|number| number < -0.049));
}

#[test]
fn a_new_episode_has_all_of_its_steps() {
    let mut cart_pole = CartPole::new();
    let mut starts = random(12, Stream::Starts);
    for _ in 0..400 {
        cart_pole.step(0);
    }
    cart_pole.reset(&mut starts);
    let is_truncated: Vec<bool> =
        (0..500).map(|_| cart_pole.step(0).truncated).collect();
    assert_eq!(is_truncated.iter().position(|&t| t), Some(499));
}
