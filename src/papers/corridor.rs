//! A corridor in which most actions do the same: what a value of its own saves a network
//! that has to learn each of them.
//!
//! From its lower left end the way goes up, then to the right, then up to the goal. The
//! policy is fixed, and its values are learned from the steps that it takes.
//!
//! Source: Wang et al. (2016), section 4.1 and figure 3. The paper does not print the
//! rewards, the discount and the learning rate: those here are the course's own.

use crate::dqn::Learner;
use crate::dueling::{TwoHeads, policy_value};
use crate::error::Error;
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::{
    Architecture, Description, FirstLayer, Layer, PerSample, QNetwork, ReLU, Sgd,
    States, describe, per_sample, rows,
};
use crate::objective::SquaredError;
use crate::replay::{Sample, Transition};
use crate::target::Bootstrap;
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

// ANCHOR: corridor
/// The cells: 10 upwards, 50 to the right, and 10 upwards. The last one is the goal.
pub const CELLS: usize = 70;
const GOAL: usize = CELLS - 1;
/// The actions that lead somewhere. All others do nothing.
const UP: usize = 0;
const DOWN: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;

/// Whether the way from a cell to the next goes up; else it goes to the right.
fn goes_up(cell: usize) -> bool {
    !(9..60).contains(&cell)
}

/// Where an action leads: to the next cell, to the one before, or nowhere.
pub fn step(cell: usize, action: usize) -> usize {
    match action {
        UP if goes_up(cell) => cell + 1,
        RIGHT if !goes_up(cell) => cell + 1,
        DOWN if cell > 0 && goes_up(cell - 1) => cell - 1,
        LEFT if cell > 0 && !goes_up(cell - 1) => cell - 1,
        _ => cell,
    }
}

/// π(a|s): the action towards the goal, except that with the probability ε any action is
/// drawn.
pub fn policy<const A: usize>(cell: usize) -> [f32; A] {
    let mut policy = [EPSILON / A as f32; A];
    policy[best(cell)] += 1.0 - EPSILON;
    policy
}

/// The action towards the goal.
fn best(cell: usize) -> usize {
    if goes_up(cell) { UP } else { RIGHT }
}
// ANCHOR_END: corridor

// ANCHOR: corridor_setting
/// ε of the policy, as in the paper.
pub const EPSILON: f32 = 0.001;
/// The discount. The step into the goal has a reward of 1, and all others 0.
pub const GAMMA: f32 = 0.99;
/// The learning rate of stochastic gradient descent.
pub const RATE: f64 = 0.01;

/// The plain network of the paper.
pub type OneHead<const A: usize> = (
    FirstLayer<CELLS, 50>,
    ReLU,
    Layer<50, 50>,
    ReLU,
    Layer<50, A>,
);
/// Its dueling network.
pub type Duel<const A: usize> = TwoHeads<
    (FirstLayer<CELLS, 50>, ReLU),
    (Layer<50, 25>, ReLU, Layer<25, 1>),
    (Layer<50, 25>, ReLU, Layer<25, A>),
>;
// ANCHOR_END: corridor_setting

impl<const A: usize> Architecture for Duel<A> {
    fn architecture() -> Description {
        Description::new(format!("Duel<{A}>"))
    }
}

// ANCHOR: expected_value
/// v(s′) = Σₐ π(a|s′) Q(s′, a; θ): the mean over what the policy does next.
///
/// Source: Wang et al. (2016), section 4.1; Sutton and Barto (2018), equation 6.9.
#[derive(Clone, Copy)]
pub struct ExpectedValue;

impl<N: QNetwork<CELLS, A>, const A: usize> Bootstrap<N, CELLS, A>
    for ExpectedValue
{
    fn next_values(
        &self,
        online: &N,
        _target: &N,
        next_states: States<CELLS>,
    ) -> PerSample {
        let device = next_states.device().clone();
        let states = rows(&next_states);
        let cells = states.iter().map(cell_of);
        let q_values = rows(&online.q(next_states));
        let values = q_values
            .into_iter()
            .zip(cells)
            .map(|(q_values, cell)| policy_value::<A>(q_values, policy(cell)));
        per_sample(&device, values.collect())
    }
}
// ANCHOR_END: expected_value

describe!(ExpectedValue as "ExpectedValue");

/// A cell as a network reads it: 1 in its own place, 0 in all others.
fn state(cell: usize) -> [f32; CELLS] {
    std::array::from_fn(|place| f32::from(u8::from(place == cell)))
}

fn cell_of(state: &[f32; CELLS]) -> usize {
    state.iter().position(|&one| one == 1.0).unwrap_or(GOAL)
}

// ANCHOR: exact_values
/// qπ of every action in every cell before the goal, to which the Bellman equation is
/// applied until nothing changes.
pub fn exact_values<const A: usize>() -> Vec<[f64; A]> {
    let mut values = [0.0; CELLS];
    let of_action = |values: &[f64; CELLS], cell, action| match step(cell, action) {
        GOAL => 1.0,
        next => f64::from(GAMMA) * values[next],
    };
    let of_cell = |values: &[f64; CELLS], cell| -> [f64; A] {
        std::array::from_fn(|action| of_action(values, cell, action))
    };
    loop {
        let before = values;
        for cell in (0..GOAL).rev() {
            let q = of_cell(&values, cell).into_iter().zip(policy::<A>(cell));
            values[cell] = q.map(|(q, p)| f64::from(p) * q).sum();
        }
        if values == before {
            return (0..GOAL).map(|cell| of_cell(&values, cell)).collect();
        }
    }
}

/// Σ (Q(s, a) − qπ(s, a))² over every action in every cell before the goal.
pub fn squared_error<const A: usize>(
    estimates: &[[f32; A]],
    exact: &[[f64; A]],
) -> f64 {
    let pairs = estimates.as_flattened().iter().zip(exact.as_flattened());
    let squares = pairs.map(|(estimate, exact)| f64::from(*estimate) - exact);
    squares.map(|error| error * error).sum()
}
// ANCHOR_END: exact_values

/// Draws an action of the policy.
fn draw<const A: usize>(cell: usize, random: &mut Random) -> usize {
    if random.gen_bool(f64::from(EPSILON)) {
        random.gen_range(0..A)
    } else {
        best(cell)
    }
}

// ANCHOR: learned
/// The squared errors of a network after each of these numbers of steps, from the lower
/// left end to the goal again and again. Each step is learned from once.
///
/// # Errors
/// Those of [`Learner::learn`].
pub fn errors<N: QNetwork<CELLS, A>, const A: usize>(
    seed: u64,
    after: &[usize],
) -> Result<Vec<f64>, Error> {
    let objective = SquaredError {
        bootstrap: ExpectedValue,
    };
    let mut learner = Learner::<N>::of_run(seed, Box::new(Sgd));
    let mut random = random(seed, Stream::Exploration);
    let states: Vec<_> = (0..GOAL).map(state).collect();
    let exact = exact_values::<A>();
    let (mut cell, mut taken, mut errors) = (0, 0, Vec::new());
    for &steps in after {
        for _ in taken..steps {
            let transition = transition::<A>(cell, draw::<A>(cell, &mut random));
            let sample = Sample::of(vec![transition]);
            learner.learn(&sample, &objective, RATE)?;
            cell = match cell_of(&transition.next_state) {
                GOAL => 0,
                next => next,
            };
        }
        taken = steps;
        errors.push(squared_error(&learner.q_values(&states), &exact));
    }
    Ok(errors)
}
// ANCHOR_END: learned

fn transition<const A: usize>(cell: usize, action: usize) -> Transition<CELLS> {
    let next = step(cell, action);
    let terminated = next == GOAL;
    Transition {
        state: state(cell),
        action,
        reward: f32::from(u8::from(terminated)),
        next_state: state(next),
        terminated,
        truncated: false,
        discount: GAMMA,
    }
}

/// The numbers of actions of the figure.
pub const ACTIONS: [usize; 3] = [5, 10, 20];
/// The seeds of each.
pub const SEEDS: u64 = 3;
/// The steps after which the errors are taken.
pub const STEPS: [usize; 8] = [
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000,
];

/// A run after so many steps: the squared errors of both networks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The number of actions.
    pub actions: usize,
    /// The seed.
    pub seed: u64,
    /// The steps.
    pub steps: usize,
    /// Of the plain network.
    pub single: f64,
    /// Of the dueling one.
    pub dueling: f64,
}

/// The rows of the figure.
pub fn lines() -> Vec<Line> {
    let runs: [fn(u64) -> Vec<Line>; 3] =
        [lines_of::<5>, lines_of::<10>, lines_of::<20>];
    let runs = runs
        .into_iter()
        .flat_map(|of| (0..SEEDS).map(move |seed| (of, seed)));
    let runs: Vec<_> = runs.collect();
    let lines = runs.into_par_iter().map(|(of, seed)| of(seed));
    lines.flatten_iter().collect()
}

fn lines_of<const A: usize>(seed: u64) -> Vec<Line> {
    const SAME: &str = "one copy of the code made the learner and its objective";
    let single = errors::<OneHead<A>, A>(seed, &STEPS).expect(SAME);
    let dueling = errors::<Duel<A>, A>(seed, &STEPS).expect(SAME);
    let errors = STEPS.into_iter().zip(single.into_iter().zip(dueling));
    let line = |(steps, (single, dueling))| Line {
        actions: A,
        seed,
        steps,
        single,
        dueling,
    };
    errors.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::{Dev, states_tensor};
    use dfdx::prelude::*;

    #[test]
    fn the_way_goes_up_to_the_right_and_up_again() {
        let leads =
            |cell| [UP, DOWN, LEFT, RIGHT, 4].map(|action| step(cell, action));
        assert_eq!(leads(0), [1, 0, 0, 0, 0]);
        assert_eq!(leads(5), [6, 4, 5, 5, 5]);
        // The corners: from 9 to the right, from 60 up.
        assert_eq!(leads(9), [9, 8, 9, 10, 9]);
        assert_eq!(leads(10), [10, 10, 9, 11, 10]);
        assert_eq!(leads(60), [61, 60, 59, 60, 60]);
        assert_eq!(leads(68), [69, 67, 68, 68, 68]);
    }

    #[test]
    fn a_policy_is_a_distribution_that_prefers_the_way() {
        let policy = policy::<5>(3);
        assert!((policy.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((policy[UP] - 0.9992).abs() < 1e-6);
        assert!((policy[4] - 0.0002).abs() < 1e-6);
    }

    #[test]
    fn the_exact_values_solve_the_bellman_equation() {
        let exact = exact_values::<10>();
        let value = |cell: usize| -> f64 {
            let q = exact[cell].iter().zip(policy::<10>(cell));
            q.map(|(q, p)| q * f64::from(p)).sum()
        };
        let gamma = f64::from(GAMMA);
        assert_eq!(exact[68][UP], 1.0);
        for (cell, q) in exact.iter().enumerate() {
            // What does nothing is worth the next look at the same cell.
            assert!((q[9] - gamma * value(cell)).abs() < 1e-12);
            assert!(q.iter().all(|other| *other <= q[best(cell)]));
        }
        // 68 steps of discount, and one action in 1,000 that is no help.
        assert!((exact[0][UP] / gamma.powi(68) - 1.0).abs() < 0.01);
    }

    #[test]
    fn the_expected_value_is_the_mean_over_the_policy() {
        let network = Duel::<5>::build(&Dev::default());
        let states = states_tensor(&Dev::default(), &[state(30)]);
        let q = rows(&network.q(states.clone()))[0];
        let others = q[UP] + q[DOWN] + q[LEFT] + q[4];
        let expected = 0.9992 * q[RIGHT] + 0.0002 * others;
        let values = ExpectedValue.next_values(&network, &network, states);
        assert!((values.as_vec()[0] - expected).abs() < 1e-6);
    }

    #[test]
    fn an_error_is_a_sum_over_every_action_in_every_cell() {
        let error =
            squared_error(&[[1.0, 2.0], [0.0, -1.0]], &[[1.0, 0.0], [3.0, 0.0]]);
        assert_eq!(error, 4.0 + 9.0 + 1.0);
    }

    #[test]
    fn with_many_actions_a_dueling_network_has_learned_more_after_as_many_steps() {
        let single = errors::<OneHead<20>, 20>(1, &[0, 4_000]).unwrap();
        let dueling = errors::<Duel<20>, 20>(1, &[0, 4_000]).unwrap();
        assert!(dueling[1] < dueling[0]);
        assert!(dueling[1] < single[1], "{dueling:?} {single:?}");
    }
}
