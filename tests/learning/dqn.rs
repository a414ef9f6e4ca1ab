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
        learning_rate: Box::new(Constant(0.001)),
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

/// ε that falls while the agent learns, for the algorithm written out.
const EPSILON: LinearSchedule = LinearSchedule {
    start: 1.0,
    end: 0.5,
    steps: 500,
};

/// DQN on the chain written out plainly, for `steps` environment steps.
fn written_out(seed: u64, steps: usize) -> Weights {
    let initial = random(seed, Stream::Weights).next_u64();
    let mut learner: Learner<Network> =
        Learner::new(initial, Box::new(RmsProp::new()));
    let mut chain = Chain::default();
    let mut memory = UniformReplay::new(50_000);
    let mut starts = random(seed, Stream::Starts);
    let mut exploration = random(seed, Stream::Exploration);
    let mut replay = random(seed, Stream::Replay);
    let mut state = chain.reset(&mut starts);
    let squared = SquaredError {
        bootstrap: MaxValue,
    };
    for step in 0..steps {
        let q_values = || learner.q_values(&[state])[0];
        let epsilon = EPSILON.value(Clock { step, episode: 0 });
        let rule = EpsilonGreedy;
        let action = rule.choose(&q_values, epsilon, &mut exploration).unwrap();
        let next = chain.step(action);
        memory.store(Transition::new(state, action, &next, 0.9));
        if memory.len() > 320 {
            let sample = memory.sample(32, Clock::default(), &mut replay);
            learner.learn(&sample, &squared, 0.001).unwrap();
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
    let recipe = Recipe {
        exploration: Box::new(EPSILON),
        ..recipe()
    };
    let mut agent = Agent::new(recipe, 5).unwrap();
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

/// Every action pays 1 and falls on the step on which the time is up as well; or it
/// does not fall, and only the time is up.
#[derive(Clone, Debug)]
struct LastStep {
    falls: bool,
}

impl Environment<1, 2> for LastStep {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        [1.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        Step {
            state: [1.0],
            reward: 1.0,
            terminated: self.falls,
            truncated: true,
        }
    }
}

/// Q after 3000 steps, with γ = 0.5 and a target that is copied every 15 steps.
fn learned_q(falls: bool) -> (f32, EpisodeReport) {
    let recipe: Recipe<Network1, 1, 2> = Recipe {
        gamma: 0.5,
        learning_rate: Box::new(Constant(0.001)),
        ..dqn_on(LastStep { falls })
    };
    let mut agent = Agent::new(recipe, 2).unwrap();
    let report = agent.by_ref().take(3000).last().unwrap().unwrap();
    (agent.q_values(&[[1.0]])[0][0], report)
}

type Network1 = (Layer<1, 16>, ReLU, Layer<16, 2>);

#[test]
fn a_fall_on_the_last_step_has_no_future_and_a_time_limit_has_one() {
    // Q = 1 after a fall, and 1 + ½ Q = 2 where only the time was up.
    let (fall, report) = learned_q(true);
    assert!((fall - 1.0).abs() < 0.05, "{fall}");
    assert!(!report.truncated);
    let (limit, report) = learned_q(false);
    assert!((limit - 2.0).abs() < 0.05, "{limit}");
    assert!(report.truncated);
}

#[test]
fn the_target_network_starts_as_a_copy_of_the_online_network() {
    let learner: Learner<Network> = Learner::new(1, Box::new(RmsProp::new()));
    assert_eq!(Weights::of(&learner.target), Weights::of(&learner.online));
}

/// What a memory was told: the indices it gave, and the TD errors it heard of them.
type Heard = std::rc::Rc<std::cell::RefCell<Vec<(Vec<usize>, Vec<f32>)>>>;

/// A uniform memory that writes down what it is told.
struct Listener {
    memory: UniformReplay<CELLS>,
    heard: Heard,
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listener")
    }
}

impl Replay<CELLS> for Listener {
    fn store(&mut self, transition: Transition<CELLS>) {
        self.memory.store(transition);
    }

    fn sample(
        &mut self,
        batch_size: usize,
        clock: Clock,
        random: &mut Random,
    ) -> Sample<CELLS> {
        let sample = self.memory.sample(batch_size, clock, random);
        self.heard
            .borrow_mut()
            .push((sample.indices.clone(), Vec::new()));
        sample
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        let mut heard = self.heard.borrow_mut();
        let last = heard.last_mut().unwrap();
        assert_eq!(
            last.0, indices,
            "the indices are not those of the last sample"
        );
        last.1 = td_errors.to_vec();
    }

    fn len(&self) -> usize {
        self.memory.len()
    }

    fn capacity(&self) -> usize {
        self.memory.capacity()
    }
}

#[test]
fn a_memory_hears_the_td_errors_of_what_it_gave() {
    let heard = Heard::default();
    let listener = Listener {
        memory: UniformReplay::new(1000),
        heard: heard.clone(),
    };
    let recipe = Recipe {
        replay: Box::new(listener),
        ..recipe()
    };
    let mut agent = Agent::new(recipe, 5).unwrap();
    let learned = |report: &EpisodeReport| report.learning.is_some();
    let report = agent.by_ref().map(Result::unwrap).find(learned).unwrap();
    // The mean over the episode's samples of the mean of δ² is its loss.
    let heard = heard.borrow();
    let mean_square = |(_, errors): &(Vec<usize>, Vec<f32>)| {
        assert_eq!(errors.len(), 32);
        errors.iter().map(|&e| f64::from(e * e)).sum::<f64>() / 32.0
    };
    let loss = heard.iter().map(mean_square).sum::<f64>() / heard.len() as f64;
    let reported = report.learning.unwrap().loss;
    assert!(
        (loss / reported - 1.0).abs() < 1e-5,
        "{loss} and {reported}"
    );
}

#[test]
fn loaded_weights_are_those_of_both_networks() {
    let never_again = Recipe {
        target_update: Box::new(HardCopy { every: 0 }),
        ..recipe()
    };
    let mut agent = Agent::new(never_again, 5).unwrap();
    agent.next().unwrap().unwrap();
    let others = Agent::new(recipe(), 6).unwrap().weights();
    agent.set_weights(&others).unwrap();
    // Too few transitions to learn from yet: only the loading moved the weights.
    let report = agent.next().unwrap().unwrap();
    assert_eq!((report.learning, report.target_distance), (None, 0.0));
}
