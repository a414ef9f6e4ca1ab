//! DQN learns: a chain whose Q* is known is solved to it.

use deepq::dqn::Learner;
use deepq::prelude::*;
use rand::RngCore;

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
    let value = |cell: usize| libm::pow(0.9, (CELLS - 1 - cell) as f64);
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

/// The algorithm of [`recipe`] written out plainly, for `steps` environment steps.
fn written_out(seed: u64, steps: usize) -> Weights {
    let initial = random(seed, Stream::Weights).next_u64();
    let mut learner: Learner<Network> = Learner::new(initial, 0.001);
    let mut chain = Chain::default();
    let mut memory = UniformReplay::new(50_000);
    let mut starts = random(seed, Stream::Starts);
    let mut exploration = random(seed, Stream::Exploration);
    let mut replay = random(seed, Stream::Replay);
    let mut state = chain.reset(&mut starts);
    for step in 0..steps {
        let q_values = || learner.q_values(&[state])[0];
        let action = EpsilonGreedy
            .choose(&q_values, 1.0, &mut exploration)
            .unwrap();
        let next = chain.step(action);
        memory.store(Transition {
            state,
            action,
            reward: next.reward,
            next_state: next.state,
            terminated: next.terminated,
            truncated: next.truncated,
        });
        if memory.len() > 320 {
            let sample = memory.sample(32, &mut replay);
            learner.learn(&sample, &MaxValue, 0.9);
        }
        if step % 15 == 0 {
            learner.target.clone_from(&learner.online);
        }
        state = if next.is_last() {
            chain.reset(&mut starts)
        } else {
            next.state
        };
    }
    Weights::of(&learner.online)
}

#[test]
fn an_agent_is_its_algorithm_written_out_and_watching_it_changes_nothing() {
    let mut agent = Agent::new(recipe(), 5).unwrap();
    let steps = agent.by_ref().take(25).last().unwrap().unwrap().steps;
    assert!(steps > 340, "the agent has not learned yet: {steps} steps");
    assert_eq!(agent.weights(), written_out(5, steps));
}

#[test]
fn an_episode_report_holds_what_can_be_worked_out_by_hand() {
    let mut agent = Agent::new(recipe(), 5).unwrap();
    let reports: Vec<_> = agent.by_ref().take(40).map(Result::unwrap).collect();
    let (first, last) = (&reports[0], &reports[39]);
    assert_eq!((first.episode, last.episode), (1, 40));
    assert_eq!(first.learning, None);
    assert_eq!(first.target_distance, 0.0);
    assert!(
        last.target_distance > 0.0,
        "the target network does not lag"
    );
    for report in &reports {
        // Only the last step pays, it ends the episode, and ε = 1 throughout.
        assert_eq!(report.episode_return, 1.0);
        assert!(!report.truncated);
        assert_eq!((report.epsilon, report.greedy_share), (1.0, 0.0));
        assert_eq!(report.priorities, None);
    }
    let learning = last.learning.as_ref().unwrap();
    assert!(learning.td_error_p10 <= learning.td_error_p50);
    assert!(learning.td_error_p50 <= learning.td_error_p90);
    assert!(learning.mean_abs_q <= learning.max_abs_q);
    assert!(learning.loss > 0.0 && learning.gradient_norm > 0.0);
    // Uniform draws from n transitions are (n − 1)/2 old on average.
    let age = learning.sample_age.unwrap();
    let expected = (last.steps - 1) as f64 / 2.0;
    assert!(
        (age / expected - 1.0).abs() < 0.2,
        "age {age}, expected {expected}"
    );
}

#[test]
fn an_agent_that_never_explores_is_greedy_on_every_step() {
    let greedy = Recipe {
        exploration: Box::new(Constant(0.0)),
        ..dqn()
    };
    let report = Agent::new(greedy, 1).unwrap().next().unwrap().unwrap();
    assert_eq!(report.greedy_share, 1.0);
}
