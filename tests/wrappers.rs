//! Worlds that wrap worlds: each changes one thing, they nest, and an evaluation plays
//! with what the training has learned.

mod golden;

use deepq::faulty_normalization::FreshStatistics;
use deepq::foundations::{metadata_of_model, observe};
use deepq::lab::runs::Evaluation;
use deepq::prelude::*;
use golden::{Columns, columns};
use std::fs;
use std::path::Path;

/// Shows the given numbers one by one, pays each as it comes, and ends with the last.
#[derive(Clone, Debug)]
struct Given {
    numbers: Vec<f32>,
    at: usize,
}

impl Given {
    fn new(numbers: &[f32]) -> Self {
        let numbers = numbers.to_vec();
        Self { numbers, at: 0 }
    }
}

impl Environment<1, 2> for Given {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        self.at = 0;
        [self.numbers[0]]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        self.at += 1;
        Step {
            state: [self.numbers[self.at]],
            reward: self.numbers[self.at],
            terminated: self.at + 1 == self.numbers.len(),
            truncated: false,
        }
    }
}

/// The first state and the steps of one episode.
fn played<const S: usize>(
    world: &mut impl Environment<S, 2>,
) -> ([f32; S], Vec<Step<S>>) {
    let first = world.reset(&mut random(12, Stream::Starts));
    let mut steps: Vec<Step<S>> = Vec::new();
    while !steps.last().is_some_and(Step::is_last) {
        steps.push(world.step(steps.len() % 2));
    }
    (first, steps)
}

fn rewards<const S: usize>(world: &mut impl Environment<S, 2>) -> Vec<f32> {
    played(world).1.iter().map(|step| step.reward).collect()
}

fn assert_near(found: f32, expected: f32, tolerance: f32) {
    let distance = (found - expected).abs();
    assert!(distance <= tolerance, "{found} against {expected}");
}

type Small = (Layer<4, 16>, ReLU, Layer<16, 2>);

fn small(world: impl Environment<4, 2> + 'static) -> Recipe<Small, 4, 2> {
    Recipe {
        warm_up: 64,
        ..dqn_on(world)
    }
}

fn normalized_agent(seed: u64) -> Agent<4, 2> {
    Agent::new(small(Normalized::new(CartPole::new())), seed).unwrap()
}

fn train<const S: usize>(agent: &mut Agent<S, 2>, episodes: usize) {
    for report in agent.take(episodes) {
        report.unwrap();
    }
}

#[test]
fn the_moments_of_one_to_five_are_three_and_two() {
    let mut moments = Moments::default();
    for number in 1_u8..=5 {
        moments.update([number.into(), 7.0]);
    }
    // Of the 5 + 1e-4 states, the prior has mean 0 and variance 1.
    assert_eq!(moments.count, 5.0);
    assert_near(moments.mean[0], 3.0, 1e-4);
    assert_near(moments.variance[0], 2.0, 3e-4);
    assert_near(moments.mean[1], 7.0, 2e-4);
    assert_near(moments.variance[1], 0.0, 2e-3);
}

#[test]
fn a_state_is_shifted_scaled_and_clipped() {
    let moments = Moments {
        count: 9.0,
        mean: [2.0, -1.0, 0.0],
        variance: [4.0, 0.25, 0.0],
    };
    let normal = moments.normalize([6.0, -2.0, 0.0]);
    assert_near(normal[0], 2.0, 1e-6);
    assert_near(normal[1], -2.0, 1e-6);
    assert_eq!(normal[2], 0.0);
    // √ε is 1e-4, so the last is 0.5 / 1e-4 before it is clipped.
    assert_eq!(moments.normalize([100.0, -100.0, 0.5]), [10.0, -10.0, 10.0]);
    assert_near(moments.normalize([2.0, -1.0, 1e-4])[2], 1.0, 1e-6);
    let back = moments.denormalize(normal);
    assert_near(back[0], 6.0, 1e-6);
    assert_near(back[1], -2.0, 1e-6);
}

/// Shows the states of the golden file, episode after episode.
#[derive(Clone)]
struct Recorded {
    golden: Columns,
    row: usize,
}

impl Describe for Recorded {
    fn describe(&self) -> Description {
        Description::new("Recorded")
    }
}

impl Recorded {
    fn state(&self, prefix: &str) -> [f32; 4] {
        let number = |name| self.golden[&format!("{prefix}{name}")][self.row];
        observe(["x", "x_dot", "theta", "theta_dot"].map(number))
    }
}

impl Environment<4, 2> for Recorded {
    fn reset(&mut self, _random: &mut Random) -> [f32; 4] {
        self.state("")
    }

    fn step(&mut self, _action: usize) -> Step<4> {
        self.row += 1;
        Step {
            state: self.state(""),
            reward: 0.0,
            terminated: false,
            truncated: false,
        }
    }
}

#[test]
fn states_are_normalised_as_by_gymnasium_across_episodes_and_frozen() {
    let golden = columns("normalized.csv");
    let recorded = |row| Recorded {
        golden: golden.clone(),
        row,
    };
    let is_frozen = |row: usize| golden["episode"][row] == 2.0;
    let mut world = Normalized::new(recorded(0));
    let mut largest = 0.0_f32;
    for row in golden::rows(&golden) {
        if is_frozen(row) {
            world.enter_evaluation();
        }
        let state = if row == 0 {
            world.reset(&mut random(12, Stream::Starts))
        } else {
            world.step(0).state
        };
        for (found, expected) in state.iter().zip(recorded(row).state("normalized_"))
        {
            assert_near(*found, expected, 1e-4 * expected.abs().max(1.0));
            largest = largest.max(expected.abs());
        }
    }
    assert!(golden::rows(&golden).any(is_frozen));
    assert!(largest < 10.0, "Gymnasium does not clip");
}

#[test]
fn the_moments_go_on_from_one_episode_to_the_next() {
    let mut world = Normalized::<_, 1>::new(Given::new(&[1.0, 5.0, 9.0]));
    let (first, _) = played(&mut world);
    assert_eq!(world.moments().count, 3.0);
    let (second, _) = played(&mut world);
    let mut all = Moments::default();
    for number in [1.0, 5.0, 9.0, 1.0, 5.0, 9.0] {
        all.update([number]);
    }
    assert_eq!(*world.moments(), all);
    // The first state of all is its own mean. Of 1, 5, 9 and 1, the mean is 4 and the
    // variance 11.
    assert_near(first[0], 0.0, 0.01);
    assert_near(second[0], -3.0 / 11.0_f32.sqrt(), 1e-4);
}

#[test]
fn an_evaluation_plays_with_the_moments_of_the_training_and_leaves_them() {
    let mut agent = normalized_agent(12);
    let mut evaluation = Evaluation::new(&agent, 1, 7);
    let mut starts = random(7, Stream::Evaluation);
    for _ in 0..3 {
        train(&mut agent, 2);
        let kept = agent.kept();
        let score = evaluation.score(&agent).unwrap();
        assert_eq!(agent.kept(), kept);
        let moments = Moments {
            count: kept.vector::<1>("count").unwrap()[0],
            mean: kept.vector("mean").unwrap(),
            variance: kept.vector("variance").unwrap(),
        };
        let start = moments.normalize(CartPole::new().reset(&mut starts));
        let q = agent.q_values(&[start])[0].map(f64::from);
        assert_eq!(score.start_q, q[0].max(q[1]));
    }
}

#[test]
fn an_evaluated_training_with_moments_is_that_of_an_agent_alone() {
    let alone = normalized_agent(12).take(20).map(Result::unwrap);
    let evaluated = Run::new(normalized_agent(12), 12).map(Result::unwrap);
    for (report, row) in alone.zip(evaluated) {
        assert_eq!(report.episode_return, row.episode_return);
        assert_eq!(report.steps, row.steps);
        // A row has fewer digits.
        let digits = |loss: f64| format!("{loss:.5e}");
        let loss = report.learning.as_ref().map(|l| digits(l.loss));
        assert_eq!(loss, row.loss.map(digits));
    }
}

#[test]
fn two_runs_with_one_seed_give_the_same_rows_and_moments() {
    let rows = || {
        let mut run = Run::new(normalized_agent(34), 34);
        let rows: Vec<Row> = run.by_ref().take(12).map(Result::unwrap).collect();
        (rows, run.agent().weights())
    };
    let (first, second) = (rows(), rows());
    assert_eq!(first, second);
    assert!(first.0.iter().any(|row| row.loss.is_some()));
}

#[test]
fn a_saved_agent_plays_as_it_did_with_its_moments() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("normalized.safetensors");
    let mut agent = normalized_agent(12);
    train(&mut agent, 30);
    agent.weights().save(&path, "normalized").unwrap();

    let mut loaded = normalized_agent(56);
    train(&mut loaded, 3);
    let score = |agent: &Agent<4, 2>| {
        let mut evaluation = Evaluation::new(agent, 5, 7);
        evaluation.score(agent).unwrap()
    };
    assert_ne!(score(&loaded), score(&agent));
    loaded.set_weights(&Weights::load(&path).unwrap()).unwrap();
    assert_eq!(loaded.kept(), agent.kept());
    assert_eq!(score(&loaded), score(&agent));
    assert_eq!(Episode::play(&loaded, 7), Episode::play(&agent, 7));

    // With the weights alone it would not.
    let mut other = agent.weights();
    for weight in &mut other.0 {
        if weight.name.starts_with("environment.") {
            weight.values.fill(1.0);
        }
    }
    loaded.set_weights(&other).unwrap();
    assert_ne!(score(&loaded), score(&agent));
}

#[test]
fn the_best_weights_of_a_run_hold_its_moments() {
    let mut run = Run::new(normalized_agent(12), 12);
    let rows: Vec<Row> = run.by_ref().take(3).map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    let names: Vec<&str> = run
        .best()
        .weights
        .0
        .iter()
        .map(|w| w.name.as_str())
        .collect();
    for name in [
        "environment.count",
        "environment.mean",
        "environment.variance",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
}

#[test]
fn a_model_with_moments_and_one_without_are_not_mixed_up() {
    let mut plain = Agent::new(small(CartPole::new()), 12).unwrap();
    let mut normalized = normalized_agent(12);
    let (without, with) = (plain.weights(), normalized.weights());
    assert!(without.0.iter().all(|w| !w.name.starts_with("environment")));
    let said = plain.set_weights(&with).unwrap_err().to_string();
    assert!(said.contains("a weight `environment.count`"), "{said}");
    let said = normalized.set_weights(&without).unwrap_err().to_string();
    assert!(said.contains("no weight `environment.count`"), "{said}");
    let mut short = with.clone();
    for weight in &mut short.0 {
        if weight.name == "environment.mean" {
            weight.shape = vec![3];
            weight.values.truncate(3);
        } else {
            weight.values.fill(1.0);
        }
    }
    let said = normalized.set_weights(&short).unwrap_err().to_string();
    assert!(said.contains("`environment.mean`"), "{said}");
    assert_eq!((plain.weights(), normalized.weights()), (without, with));
}

#[test]
fn a_model_without_wrappers_is_the_same_to_the_byte() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/results");
    let recorded = book.join("dqn.safetensors");
    let mut agent = Agent::new(dqn(), 1).unwrap();
    agent
        .set_weights(&Weights::load(&recorded).unwrap())
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dqn.safetensors");
    let metadata = metadata_of_model(&recorded).unwrap();
    agent.weights().save_with(&path, &metadata).unwrap();
    assert_eq!(fs::read(path).unwrap(), fs::read(recorded).unwrap());
}

#[test]
fn an_agent_that_sees_the_time_is_watched_on_the_cart_pole() {
    let world = TimeAware::<_, 4, 5>::new(CartPole::new(), 6).unwrap();
    let recipe: Recipe<Layer<5, 2>, 5, 2> = dqn_on(world);
    let Episode(states) = Episode::play(&Agent::new(recipe, 12).unwrap(), 7);
    let start = CartPole::new().reset(&mut random(7, Stream::Evaluation));
    assert_eq!(states.len(), 7);
    assert_eq!(observe(states[0]), start);
}

#[test]
fn what_is_watched_is_the_cart_pole_itself() {
    let mut agent = normalized_agent(12);
    train(&mut agent, 5);
    let Episode(states) = Episode::play(&agent, 7);
    let mut cart_pole = CartPole::new();
    let mut state = cart_pole.reset(&mut random(7, Stream::Evaluation));
    let mut environment = agent.environment();
    let mut seen = environment.reset(&mut random(7, Stream::Evaluation));
    for shown in states {
        for (shown, number) in observe(shown).iter().zip(state) {
            assert_near(*shown, number, 1e-5);
        }
        let action = agent.act(seen);
        (seen, state) =
            (environment.step(action).state, cart_pole.step(action).state);
    }
}

#[test]
fn rewards_are_scaled_clipped_or_signs() {
    let given = || Given::new(&[0.0, 3.0, -0.5, 0.0]);
    let scale = ScaleReward::by(0.5).unwrap();
    assert_eq!(
        rewards(&mut Rewarded::new(given(), scale)),
        [1.5, -0.25, 0.0]
    );
    let clip = ClipReward::to(-0.25, 1.0).unwrap();
    assert_eq!(
        rewards(&mut Rewarded::new(given(), clip)),
        [1.0, -0.25, 0.0]
    );
    let mut signs = Rewarded::new(given(), SignReward);
    assert_eq!(rewards(&mut signs), [1.0, -1.0, 0.0]);
    signs.enter_evaluation();
    assert_eq!(rewards(&mut signs), [3.0, -0.5, 0.0]);
}

#[test]
fn a_score_counts_the_rewards_of_the_world_itself() {
    let rule = ScaleReward::by(0.25).unwrap();
    // A wrapper around it passes on that it is evaluated.
    let world = TimeLimited::new(Rewarded::new(CartPole::new(), rule), 3).unwrap();
    let mut agent = Agent::new(small(world), 12).unwrap();
    assert_eq!(agent.next().unwrap().unwrap().episode_return, 0.75);
    let score = Evaluation::new(&agent, 2, 12).score(&agent).unwrap();
    assert_eq!(score.mean_return, 3.0);
}

#[test]
fn an_episode_is_truncated_at_the_limit_and_has_all_of_its_steps_anew() {
    let mut world = TimeLimited::new(Given::new(&[0.0; 9]), 3).unwrap();
    for _ in 0..2 {
        let (_, steps) = played(&mut world);
        assert_eq!(steps.len(), 3);
        assert!(steps[2].truncated && !steps[2].terminated);
    }
    // What is over at the limit anyway has terminated, and before it nothing changes.
    let mut world = TimeLimited::new(Given::new(&[0.0; 4]), 3).unwrap();
    let last = played(&mut world).1[2];
    assert!(last.truncated && last.terminated);
    let mut world = TimeLimited::new(Given::new(&[0.0; 3]), 3).unwrap();
    assert!(!played(&mut world).1[1].truncated);
}

#[test]
fn the_time_that_is_left_falls_from_one_to_zero() {
    let mut world = TimeAware::<_, 1, 2>::new(Given::new(&[5.0; 9]), 4).unwrap();
    let (first, steps) = played(&mut world);
    assert_eq!(first, [5.0, 1.0]);
    let states: Vec<_> = steps.iter().map(|step| step.state).collect();
    assert_eq!(states, [[5.0, 0.75], [5.0, 0.5], [5.0, 0.25], [5.0, 0.0]]);
    assert!(steps[3].truncated && !steps[3].terminated);
    assert_eq!(world.unwrapped([5.0, 0.25]), [5.0]);

    let mut world = FiniteHorizon::<_, 1, 2>::new(Given::new(&[5.0; 9]), 4).unwrap();
    let (_, ended) = played(&mut world);
    assert!(ended[3].terminated && !ended[2].terminated);
    assert_eq!(ended.iter().map(|s| s.state).collect::<Vec<_>>(), states);
    assert_eq!(world.unwrapped([5.0, 0.25]), [5.0]);
}

#[test]
fn an_action_is_played_k_times_or_to_the_end() {
    let given = Given::new(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    let mut world = FrameSkipped::new(given, 3).unwrap();
    let (_, steps) = played(&mut world);
    assert_eq!(steps.len(), 2);
    assert_eq!((steps[0].state, steps[0].reward), ([3.0], 6.0));
    // Of the second three, the episode has only two.
    assert_eq!((steps[1].state, steps[1].reward), ([5.0], 9.0));
    assert!(steps[1].terminated);
}

#[test]
fn the_last_k_states_are_one_with_the_oldest_first() {
    let given = Given::new(&[1.0, 2.0, 3.0, 4.0]);
    let mut world = FrameStacked::<_, 1, 3>::new(given);
    for _ in 0..2 {
        let (first, steps) = played(&mut world);
        assert_eq!(first, [1.0, 1.0, 1.0]);
        let states: Vec<_> = steps.iter().map(|step| step.state).collect();
        assert_eq!(states, [[1.0, 1.0, 2.0], [1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]);
        assert!(steps[2].terminated);
    }
    assert_eq!(world.unwrapped([2.0, 3.0, 4.0]), [4.0]);
    // States of two numbers stay together.
    let timed = TimeAware::<_, 1, 2>::new(Given::new(&[7.0, 8.0, 9.0]), 2).unwrap();
    let mut world = FrameStacked::<_, 2, 4>::new(timed);
    let (_, steps) = played(&mut world);
    assert_eq!(steps[1].state, [8.0, 0.5, 9.0, 0.0]);
}

#[test]
fn wrappers_nest_and_say_so() {
    let short = TimeLimited::new(CartPole::new(), 200).unwrap();
    let recipe = small(Normalized::new(short));
    assert_eq!(
        recipe.card().environment,
        "Normalized { environment: TimeLimited { environment: CartPole-v1, \
         limit: 200 }, epsilon: 1e-8, clip: 10.0 }"
    );
    let clip = ClipReward::to(-1.0, 1.0).unwrap();
    let world = Rewarded::new(FrameSkipped::new(CartPole::new(), 2).unwrap(), clip);
    assert_eq!(
        world.describe(),
        "Rewarded { environment: FrameSkipped { environment: CartPole-v1, k: 2 }, \
         rule: ClipReward { low: -1.0, high: 1.0 } }"
    );
    let aware = TimeAware::<_, 4, 5>::new(CartPole::new(), 9).unwrap();
    let stacked = FrameStacked::<_, 5, 10>::new(aware);
    assert_eq!(
        stacked.describe(),
        "FrameStacked { environment: TimeAware { environment: CartPole-v1, \
         limit: 9 }, k: 2 }"
    );
    let horizon = FiniteHorizon::<_, 4, 5>::new(CartPole::new(), 9).unwrap();
    assert_eq!(horizon.describe().name(), "FiniteHorizon");
}

#[test]
fn moments_are_kept_under_any_wrapper_and_in_one_another() {
    type Stacked = FrameStacked<FrameSkipped<Inner>, 5, 10>;
    type Inner = FiniteHorizon<Normalized<Rewarded<CartPole, SignReward>, 4>, 4, 5>;
    let world = || {
        let inner = Normalized::new(Rewarded::new(CartPole::new(), SignReward));
        let inner: Inner = FiniteHorizon::new(inner, 20).unwrap();
        let stacked: Stacked =
            FrameStacked::new(FrameSkipped::new(inner, 2).unwrap());
        TimeLimited::new(Normalized::<_, 10>::new(stacked), 5).unwrap()
    };
    let mut trained = world();
    played(&mut trained);
    let kept = trained.kept();
    let names: Vec<&str> =
        kept.0.iter().map(|weight| weight.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "environment.count",
            "environment.mean",
            "environment.variance",
            "count",
            "mean",
            "variance"
        ]
    );
    assert_eq!(kept.vector("count").unwrap(), [6.0]);
    assert_eq!(kept.vector("environment.count").unwrap(), [11.0]);

    let mut other = world();
    other.restore(&kept).unwrap();
    assert_eq!(other.kept(), kept);
    // Both the outer and the inner moments are frozen in an evaluation.
    other.enter_evaluation();
    played(&mut other);
    assert_eq!(other.kept(), kept);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    fn assert_refused<T>(result: Result<T, Error>, name: &str) {
        let said = result.err().expect("it is refused").to_string();
        assert!(said.starts_with(name), "{said}");
        assert!(said.contains("must lie in"), "{said}");
    }
    assert_refused(TimeLimited::new(CartPole::new(), 0), "limit is 0");
    assert_refused(TimeAware::<_, 4, 5>::new(CartPole::new(), 0), "limit");
    assert_refused(FiniteHorizon::<_, 4, 5>::new(CartPole::new(), 0), "limit");
    assert_refused(FrameSkipped::new(CartPole::new(), 0), "k is 0");
    for factor in [f32::NAN, f32::INFINITY, 0.0, -1.0] {
        assert_refused(ScaleReward::by(factor), "factor is");
    }
    assert_refused(ClipReward::to(1.0, -1.0), "low is 1");
    assert_refused(ClipReward::to(f32::NAN, 1.0), "low is NaN");
    assert_refused(ClipReward::to(-1.0, f32::NAN), "high is NaN");
    assert!(ClipReward::to(0.0, f32::INFINITY).is_ok());
}

#[test]
fn with_fresh_statistics_the_training_is_the_same_and_the_evaluation_is_not() {
    let agent = || {
        let recipe = small(FreshStatistics::new(CartPole::new()));
        Agent::new(recipe, 12).unwrap()
    };
    let run = |agent| -> Vec<Row> {
        Run::new(agent, 12).take(20).map(Result::unwrap).collect()
    };
    let (healthy, faulty) = (run(normalized_agent(12)), run(agent()));
    let returns = |rows: &[Row]| -> Vec<f64> {
        rows.iter().map(|row| row.episode_return).collect()
    };
    assert_eq!(returns(&healthy), returns(&faulty));

    // A first state is its own mean to who has seen no other: every episode starts at
    // about 0, where the training knows better.
    let start = |mut agent: Agent<4, 2>| {
        train(&mut agent, 20);
        let mut environment = agent.environment();
        environment.restore(&agent.kept()).unwrap();
        environment.reset(&mut random(7, Stream::Evaluation))
    };
    let largest =
        |state: [f32; 4]| state.map(f32::abs).into_iter().fold(0.0, f32::max);
    assert!(largest(start(agent())) < 0.01);
    assert!(largest(start(normalized_agent(12))) > 0.1);
}

#[test]
fn a_model_that_balances_falls_where_its_statistics_are_not_loaded() {
    let agent = |world: Box<dyn Environment<4, 2>>| {
        let recipe = Recipe {
            environment: world,
            ..dqn()
        };
        Agent::new(recipe, 34).unwrap()
    };
    let mut healthy = agent(Box::new(Normalized::new(CartPole::new())));
    train(&mut healthy, 80);
    let score = |agent: &Agent<4, 2>| {
        let mut evaluation = Evaluation::new(agent, 5, 7);
        evaluation.score(agent).unwrap().mean_return
    };
    let mut faulty = agent(Box::new(FreshStatistics::new(CartPole::new())));
    faulty.set_weights(&healthy.weights()).unwrap();
    let (healthy, faulty) = (score(&healthy), score(&faulty));
    assert_eq!(healthy, 500.0);
    assert!(faulty < 400.0, "{faulty}");
}

#[test]
fn a_world_that_is_wrapped_passes_the_judge_of_worlds() {
    let limited = || TimeLimited::new(CartPole::new(), 30).unwrap();
    let stacked = move || FrameStacked::<_, 4, 8>::new(limited());
    let verdict = check_world::<_, 8, 2>(move || {
        Rewarded::new(FrameSkipped::new(stacked(), 2).unwrap(), SignReward)
    });
    assert!(verdict.is_right(), "{verdict}");
}
