//! Objectives: the losses by hand, and one that needs more than a value per action.

mod golden;

use deepq::dqn::Learner;
use deepq::faulty_objective::clamped_loss;
use deepq::foundations::{Gradients, Recorded, Scalar};
use deepq::huber::huber_loss;
use deepq::objective::loss;
use deepq::prelude::*;
use dfdx::nn::tensor_collection::{ModuleVisitor, TensorCollection};
use dfdx::prelude::*;
use golden::assert_close;

fn column(numbers: &[f32]) -> PerSample {
    per_sample(&Dev::default(), numbers.to_vec())
}

/// A transition without a future, so that its target is its reward.
fn ended(state: f32, action: usize, reward: f32) -> Transition<1> {
    Transition {
        state: [state],
        action,
        reward,
        next_state: [0.0],
        terminated: true,
        truncated: false,
        discount: 0.9,
    }
}

fn sample(transitions: &[Transition<1>]) -> Sample<1> {
    Sample {
        transitions: transitions.to_vec(),
        indices: (0..transitions.len()).collect(),
        weights: vec![1.0; transitions.len()],
    }
}

#[test]
fn the_huber_loss_is_squared_below_kappa_and_linear_above() {
    // κ = 2: 1²/2 = 0.5 with weight 1, and 2 (5 − 1) = 8 with weight ½; their mean.
    let (deltas, weights) = (column(&[1.0, -5.0]), column(&[1.0, 0.5]));
    let huber = huber_loss(deltas.leaky_traced(), weights, 2.0);
    assert_eq!(huber.array(), 2.25);
}

#[test]
fn the_gradient_of_the_huber_loss_is_the_error_clipped_to_kappa() {
    let deltas = column(&[0.5, -0.25, 3.0, -7.0]);
    let huber = huber_loss(deltas.leaky_trace(), column(&[1.0; 4]), 1.0);
    // A fourth of each, because the loss is a mean.
    let gradients = huber.backward();
    assert_eq!(
        gradients.get(&deltas).as_vec(),
        [0.125, -0.0625, 0.25, -0.25]
    );
}

#[test]
fn where_all_errors_are_small_huber_is_half_the_squared_error() {
    let deltas = column(&[0.5, -0.25, 0.75]);
    let weights = || column(&[1.0, 0.5, 0.25]);
    let huber = huber_loss(deltas.leaky_trace(), weights(), 1.0).array();
    let squared = loss(deltas.leaky_trace(), weights()).array();
    assert_close(f64::from(huber), f64::from(squared) / 2.0, 1e-7, "half");
}

/// ∂L/∂δ of each TD error.
fn slopes(
    errors: &[f32],
    loss: impl Fn(PerSample<Recorded>, PerSample) -> Scalar<Recorded>,
) -> Vec<f32> {
    let deltas = column(errors);
    let weights = column(&vec![1.0; errors.len()]);
    let gradients = loss(deltas.leaky_trace(), weights).backward();
    gradients.get(&deltas).as_vec()
}

#[test]
fn an_error_beyond_the_bound_of_a_clip_still_has_a_gradient() {
    // h'(δ) is ±κ beyond κ; clip(δ, −1, 1)² is flat there, and 2δ within.
    let errors = [-50.0, 0.25, 50.0];
    let by_huber =
        slopes(&errors, |errors, weights| huber_loss(errors, weights, 1.0));
    assert_eq!(by_huber, [-1.0 / 3.0, 0.25 / 3.0, 1.0 / 3.0]);
    assert_eq!(slopes(&errors, clamped_loss), [0.0, 0.5 / 3.0, 0.0]);
}

#[test]
fn a_kappa_that_is_no_length_is_refused() {
    for kappa in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        let recipe = Recipe {
            objective: Box::new(Huber {
                kappa,
                bootstrap: MaxValue,
            }),
            ..dqn()
        };
        let refusal = Agent::new(recipe, 1).unwrap_err().to_string();
        assert!(refusal.contains("kappa is"), "{refusal}");
        assert!(refusal.contains("(0, ∞)"), "{refusal}");
    }
}

// ------------------------------------------------- two numbers for each action

/// Two numbers for each of two actions: the lower and the upper end of what it may
/// bring. Its value is their mean.
#[derive(Clone, Debug)]
struct Ends<E: Dtype, D: Storage<E>> {
    numbers: deepq::foundations::Affine<1, 4, E, D>,
}

impl Architecture for Ends<f32, Dev> {
    fn architecture() -> Description {
        Description::new("Ends")
    }
}

impl<D: Device<f32>> TensorCollection<f32, D> for Ends<f32, D> {
    type To<E2: Dtype, D2: Device<E2>> = Ends<E2, D2>;

    fn iter_tensors<V: ModuleVisitor<Self, f32, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        visitor.visit_fields(
            Self::module("numbers", |ends| &ends.numbers, |ends| &mut ends.numbers),
            |numbers| Ends { numbers },
        )
    }
}

impl NonMutableModule for Ends<f32, Dev> {}

/// The ends of both actions, shape `(B, 2, 2)`.
type BothEnds<T> = Tensor<(usize, Const<2>, Const<2>), f32, Dev, T>;

impl Ends<f32, Dev> {
    fn ends<T: Tape<f32, Dev> + Merge<T>>(
        &self,
        states: States<1, T>,
    ) -> BothEnds<T> {
        let (batch, _) = *states.shape();
        let numbers = self.numbers.forward(states);
        numbers.reshape_like(&(batch, Const, Const))
    }
}

impl<T: Tape<f32, Dev> + Merge<T>> Module<States<1, T>> for Ends<f32, Dev> {
    type Output = QValues<2, T>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(
        &self,
        states: States<1, T>,
    ) -> Result<Self::Output, Self::Error> {
        self.ends(states).try_mean::<_, Axis<2>>()
    }
}

/// Moves the ends towards targets that are `width` apart.
#[derive(Debug)]
struct Apart {
    width: f32,
}

impl Objective<Ends<f32, Dev>, 1, 2> for Apart {
    fn loss(
        &self,
        online: &Ends<f32, Dev>,
        target: &Ends<f32, Dev>,
        batch: Batch<1>,
        gradients: Gradients,
    ) -> Loss {
        let next_values = target.q(batch.next_states).max::<_, Axis<1>>();
        let y = td_target(batch.rewards, batch.discounts, next_values).as_vec();
        let half = self.width / 2.0;
        let ends = y.iter().flat_map(|y| [y - half, y + half]).collect();
        let targets = y.len();
        let device = Dev::default();
        let targets: Tensor<(usize, Const<2>), f32, Dev> =
            device.tensor_from_vec(ends, (targets, Const));

        let ends = online.ends(batch.states.traced(gradients));
        let chosen = ends.select(batch.actions);
        let values = chosen.with_empty_tape().mean::<_, Axis<1>>().as_vec();
        Loss {
            td_errors: y.iter().zip(&values).map(|(y, q)| y - q).collect(),
            q_values: values,
            action_gap: 0.0,
            value: (chosen - targets).square().mean(),
        }
    }
}

#[test]
fn an_objective_can_have_two_numbers_for_each_action() {
    let mut learner: Learner<Ends<f32, Dev>> =
        Learner::new(1, Box::new(RmsProp::new()));
    let batch = sample(&[ended(1.0, 0, 3.0), ended(1.0, 1, -1.0)]);
    let apart = Apart { width: 4.0 };
    for _ in 0..3_000 {
        learner.learn(&batch, &apart, 0.002).unwrap();
    }
    let states = states_tensor(&Dev::default(), &[[1.0]]);
    let ends = learner.online.ends(states).as_vec();
    for (found, expected) in ends.iter().zip([1.0, 5.0, -3.0, 1.0]) {
        assert!((found - expected).abs() < 0.01, "{ends:?}");
    }
    let q_values = learner.q_values::<1, 2>(&[[1.0]])[0];
    assert!((q_values[0] - 3.0).abs() < 0.01 && (q_values[1] + 1.0).abs() < 0.01);
    let update = learner.learn(&batch, &apart, 0.002).unwrap();
    assert!(update.td_errors.iter().all(|delta| delta.abs() < 0.01));
}

/// One step, after which the reward is the number of the action.
#[derive(Clone, Debug)]
struct Choice;

impl Environment<1, 2> for Choice {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        [1.0]
    }

    fn step(&mut self, action: usize) -> Step<1> {
        Step {
            state: [0.0],
            reward: action as f32,
            terminated: true,
            truncated: false,
        }
    }
}

fn choosing() -> Recipe<Ends<f32, Dev>, 1, 2> {
    Recipe {
        objective: Box::new(Apart { width: 4.0 }),
        learning_rate: Box::new(Constant(0.01)),
        ..dqn_on(Choice)
    }
}

#[test]
fn an_agent_learns_by_it_and_its_memory_hears_its_td_errors() {
    let prioritised = Recipe {
        replay: Box::new(PrioritizedReplay::new(1_000, prioritization())),
        ..choosing()
    };
    for recipe in [choosing(), prioritised] {
        let mut agent = Agent::new(recipe, 12).unwrap();
        let last = agent.by_ref().take(800).last().unwrap().unwrap();
        let q_values = agent.q_values(&[[1.0]])[0];
        assert!((q_values[0]).abs() < 0.1, "{q_values:?}");
        assert!((q_values[1] - 1.0).abs() < 0.1, "{q_values:?}");
        let heard = last.priorities.is_none_or(|spread| spread.largest > 1.5);
        assert!(heard, "{:?}", last.priorities);
    }
}
