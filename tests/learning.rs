//! DQN learns: a chain whose Q* is known is solved to it.

use deepq::prelude::*;

/// The number of cells of the chain.
const CELLS: usize = 5;
const LEFT: usize = 0;
const RIGHT: usize = 1;

/// Five cells in a row, seen as one-hot states. Stepping right out of the last cell
/// pays 1 and ends the episode; stepping left from the first cell stays there.
#[derive(Clone, Debug, Default)]
struct Chain {
    cell: usize,
}

impl Chain {
    fn see(&self) -> [f32; CELLS] {
        std::array::from_fn(|cell| if cell == self.cell { 1.0 } else { 0.0 })
    }
}

impl Environment<CELLS, 2> for Chain {
    fn reset(&mut self, _random: &mut Random) -> [f32; CELLS] {
        self.cell = 0;
        self.see()
    }

    fn step(&mut self, action: usize) -> Step<CELLS> {
        let terminated = action == RIGHT && self.cell == CELLS - 1;
        self.cell = match action {
            LEFT => self.cell.saturating_sub(1),
            _ => (self.cell + 1).min(CELLS - 1),
        };
        Step {
            state: self.see(),
            reward: if terminated { 1.0 } else { 0.0 },
            terminated,
            truncated: false,
        }
    }
}

type Network = (Layer<CELLS, 32>, ReLU, Layer<32, 2>);

/// Plain DQN with settings for a small world; it only explores, and learns off-policy.
fn recipe() -> Recipe<Network, CELLS, 2> {
    Recipe {
        exploration: Box::new(Constant(1.0)),
        gamma: 0.9,
        learning_rate: 0.001,
        batch_size: 32,
        ..dqn_on(Chain::default())
    }
}

/// From cell c, right is worth γ^(4 − c); left leads to the cell before, and on from
/// there by the best way: γ · γ^(4 − max(c − 1, 0)).
fn optimal_q(cell: usize) -> [f64; 2] {
    let value = |cell: usize| 0.9_f64.powf((CELLS - 1 - cell) as f64);
    [0.9 * value(cell.saturating_sub(1)), value(cell)]
}

#[test]
fn a_chain_is_solved_to_its_optimal_q() {
    let mut agent = Agent::new(recipe(), 12).unwrap();
    for report in agent.by_ref().take(300) {
        report.unwrap();
    }
    for cell in 0..CELLS {
        let q = agent.q_values(&[Chain { cell }.see()])[0].map(f64::from);
        for (action, (found, expected)) in q.iter().zip(optimal_q(cell)).enumerate()
        {
            println!("cell {cell} action {action}: {found:.3}, Q* {expected:.3}");
            let off = (found - expected).abs();
            assert!(
                off < 0.02,
                "cell {cell}, action {action}: {found} for {expected}"
            );
        }
        assert_eq!(agent.act(Chain { cell }.see()), RIGHT);
    }
}

#[test]
fn the_same_seed_makes_the_same_run_and_another_seed_another() {
    let run = |seed| -> Vec<EpisodeReport> {
        let agent = Agent::new(recipe(), seed).unwrap();
        agent.take(30).map(Result::unwrap).collect()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
