//! Tiles: which cells a state activates, and what learning changes.

use deepq::dqn::Learner;
use deepq::foundations::Weights;
use deepq::prelude::*;
use deepq::tiles::{BINS, CELLS, Linear, Table, Tiles, cell};

const CENTRE: [f32; 4] = [0.0; 4];

/// The cells of a state in the tilings of a linear function.
fn cells(state: [f32; 4]) -> [usize; 8] {
    std::array::from_fn(|tiling| cell(state, tiling, 8))
}

/// The weights of a learner's online values, by tiling, cell and action.
fn weights<const TILINGS: usize>(learner: &Learner<Tiles<TILINGS>>) -> Vec<f32> {
    Weights::of(&learner.online).0[0].values.clone()
}

/// The objective of DQN.
const SQUARED: SquaredError<MaxValue> = SquaredError {
    bootstrap: MaxValue,
};

/// A transition without a future, so that its target is its reward.
fn ended(state: [f32; 4], action: usize, reward: f32) -> Transition<4> {
    Transition {
        state,
        action,
        reward,
        next_state: state,
        terminated: true,
        truncated: false,
        discount: 0.99,
    }
}

/// A batch of transitions, all of the weight 1.
fn sample(transitions: &[Transition<4>]) -> Sample<4> {
    Sample {
        transitions: transitions.to_vec(),
        indices: (0..transitions.len()).collect(),
        weights: vec![1.0; transitions.len()],
    }
}

#[test]
fn the_cells_of_a_table_are_counted_along_the_numbers_of_a_state() {
    // Upright and at rest is on the border between the bins 3 and 4.
    assert_eq!(cell(CENTRE, 0, 1), ((4 * 8 + 4) * 8 + 4) * 8 + 4);
    // A bin of positions is 4.8 / 8 = 0.6 m wide, one of speeds 6 / 8 = 0.75 m/s.
    assert_eq!(cell([-2.3, 0.0, 0.0, 0.0], 0, 1), (4 * 8 + 4) * 8 + 4);
    assert_eq!(cell([-1.7, -2.9, -0.2, -3.4], 0, 1), 8 * 8 * 8);
    assert_eq!(cell([-2.3, -2.2, -0.2, -3.4], 0, 1), 8 * 8);
}

#[test]
fn what_is_beyond_the_bounds_belongs_to_the_outermost_cells() {
    assert_eq!(cell([-9.0; 4], 0, 1), 0);
    assert_eq!(cell([9.0; 4], 0, 1), CELLS - 1);
    assert_eq!(CELLS, BINS * BINS * BINS * BINS);
    assert!((0..8).all(|tiling| cell([9.0; 4], tiling, 8) == CELLS - 1));
}

#[test]
fn a_state_activates_one_cell_in_each_tiling() {
    let mut learner: Learner<Linear> = Learner::new(1, Box::new(RmsProp::new()));
    // With all weights 1, a value is the number of active cells.
    let mut ones = Weights::of(&learner.online);
    assert_eq!(ones.0[0].name, "weights");
    assert_eq!(ones.0[0].shape, [8, CELLS, 2]);
    ones.0[0].values.fill(1.0);
    ones.copy_into(&mut learner.online).unwrap();
    let states = [CENTRE, [9.0; 4], [-0.3, 1.0, 0.02, -2.0]];
    assert_eq!(learner.q_values(&states), [[8.0; 2]; 3]);
}

#[test]
fn near_states_share_most_of_their_cells() {
    let shared = |state| {
        let pairs = cells(CENTRE).into_iter().zip(cells(state));
        pairs.filter(|(one, other)| one == other).count()
    };
    // Tilings are shifted by eighths of a cell. A step of three eighths along the
    // position, which is 3/8 · 0.6 m, crosses a border in three of eight tilings.
    assert_eq!(shared(CENTRE), 8);
    assert_eq!(shared([0.23, 0.0, 0.0, 0.0]), 5);
    assert_eq!(shared([0.0, 0.0, 0.0, 0.33]), 5);
    // A whole cell away, nothing is shared.
    assert_eq!(shared([0.61, 0.0, 0.0, 0.0]), 0);
}

#[test]
fn a_learner_step_changes_the_active_cells_of_the_action_and_no_others() {
    let mut learner: Learner<Linear> = Learner::new(1, Box::new(RmsProp::new()));
    let batch = sample(&[ended(CENTRE, 1, 5.0)]);
    learner.learn(&batch, &SQUARED, 0.1).unwrap();
    let changed: Vec<usize> = weights(&learner)
        .into_iter()
        .enumerate()
        .filter_map(|(i, weight)| (weight != 0.0).then_some(i))
        .collect();
    let active = cells(CENTRE).into_iter().enumerate();
    let expected = active.map(|(k, cell)| (k * CELLS + cell) * 2 + 1);
    assert_eq!(changed, expected.collect::<Vec<_>>());
}

#[test]
fn the_gradient_of_a_cell_is_the_sum_over_the_states_in_it() {
    let mut learner: Learner<Table> = Learner::new(1, Box::new(RmsProp::new()));
    // Two of four transitions are of one cell: −2/4 · (5 + 3) = −4, and −2/4 · 6 = −3
    // and −2/4 · −8 = 4 of two others; √(16 + 9 + 16).
    let batch = sample(&[
        ended(CENTRE, 0, 5.0),
        ended([0.02; 4], 0, 3.0),
        ended(CENTRE, 1, 6.0),
        ended([-0.1; 4], 0, -8.0),
    ]);
    learner.learn(&batch, &SQUARED, 0.1).unwrap();
    assert!((learner.gradient_norm() - 41.0_f64.sqrt()).abs() < 1e-6);
}

#[test]
fn a_cell_of_the_table_comes_to_the_mean_of_its_targets() {
    let mut learner: Learner<Table> = Learner::new(1, Box::new(RmsProp::new()));
    // (1 + 2 + 6) / 3 = 3 in one cell, and −1 in another.
    let batch = sample(&[
        ended(CENTRE, 0, 1.0),
        ended([0.02; 4], 0, 2.0),
        ended([0.04; 4], 0, 6.0),
        ended([-0.1; 4], 0, -1.0),
    ]);
    for _ in 0..5_000 {
        learner.learn(&batch, &SQUARED, 0.001).unwrap();
    }
    let q = learner.q_values(&[[0.15, 0.15, 0.01, 0.15], [-0.1; 4], [1.0; 4]]);
    assert!((q[0][0] - 3.0).abs() < 0.01, "{q:?}");
    assert!((q[1][0] + 1.0).abs() < 0.01, "{q:?}");
    assert_eq!((q[0][1], q[2]), (0.0, [0.0, 0.0]));
}

#[test]
fn tiles_are_saved_and_loaded() {
    let mut learner: Learner<Linear> = Learner::new(1, Box::new(RmsProp::new()));
    let batch = sample(&[ended(CENTRE, 1, 5.0)]);
    learner.learn(&batch, &SQUARED, 0.1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiles.safetensors");
    Weights::of(&learner.online).save(&path, "tiles").unwrap();

    let mut other: Learner<Linear> = Learner::new(2, Box::new(RmsProp::new()));
    let loaded = Weights::load(&path).unwrap();
    loaded.copy_into(&mut other.online).unwrap();
    assert_eq!(weights(&other), weights(&learner));
    assert!(
        loaded
            .copy_into(
                &mut Learner::<Table>::new(1, Box::new(RmsProp::new())).online
            )
            .is_err()
    );
}
