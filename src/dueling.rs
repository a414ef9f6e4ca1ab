//! The dueling network: what a state is worth, and what an action adds.
//!
//! Source: Wang et al. (2016), "Dueling network architectures for deep reinforcement
//! learning".

use crate::error::Error;
use crate::foundations::{
    Architecture, CartPole, DEVICE, Description, Dev, Environment, FirstLayer,
    Layer, QValues, ReLU, States, Weights, rows, states_tensor,
};
use crate::per::{PrioritizedReplay, prioritization};
use crate::polyak::polyak_on;
use crate::recipe::Recipe;
use dfdx::nn::tensor_collection::{ModuleVisitor, TensorCollection};
use dfdx::prelude::*;
use std::marker::PhantomData;

// ANCHOR: policy_value
/// `v_π(s) = Σₐ π(a|s) q_π(s, a)`: the mean of the action values of a state, each
/// weighted by how likely the policy takes that action.
///
/// Source: Sutton and Barto (2018), section 3.5; Wang et al. (2016), equation 1.
pub fn policy_value<const A: usize>(q_values: [f32; A], policy: [f32; A]) -> f32 {
    let weighted = q_values.iter().zip(policy).map(|(q, p)| p * q);
    weighted.sum()
}
// ANCHOR_END: policy_value

// ANCHOR: policy_advantages
/// `a_π(s, a) = q_π(s, a) − v_π(s)`: how much better an action is than the policy is
/// on average. Weighted by the policy, the advantages add up to 0.
///
/// Source: Baird (1993); Wang et al. (2016), equation 3.
pub fn policy_advantages<const A: usize>(
    q_values: [f32; A],
    policy: [f32; A],
) -> [f32; A] {
    let value = policy_value(q_values, policy);
    q_values.map(|q| q - value)
}
// ANCHOR_END: policy_advantages

// ANCHOR: aggregate
/// How V(s) and A(s, ·) make Q(s, ·).
pub trait Aggregate: Clone + 'static {
    /// What it is called in the record of a run.
    const NAME: &'static str;

    /// Q(s, ·) from V(s), which is repeated for each action, and A(s, ·); all of the
    /// shape `(B, A)`.
    fn aggregate<const A: usize, T: Tape<f32, Dev> + Merge<T>>(
        values: QValues<A, T>,
        advantages: QValues<A, T>,
    ) -> QValues<A, T>;
}
// ANCHOR_END: aggregate

// ANCHOR: mean_advantage
/// Q(s, a) = V(s) + A(s, a) − (1/|A|) Σₐ′ A(s, a′).
///
/// In the sum V + A a constant can move from one to the other and change nothing, so
/// neither of them means anything. Here such a constant drops out of A, and V is the
/// mean of Q over the actions.
///
/// Source: Wang et al. (2016), equation 9.
#[derive(Clone, Copy)]
pub struct MeanAdvantage;

impl Aggregate for MeanAdvantage {
    const NAME: &'static str = "MeanAdvantage";

    fn aggregate<const A: usize, T: Tape<f32, Dev> + Merge<T>>(
        values: QValues<A, T>,
        advantages: QValues<A, T>,
    ) -> QValues<A, T> {
        let shape = *advantages.shape();
        let means = advantages.with_empty_tape().mean::<_, Axis<1>>();
        values + advantages - means.broadcast_like(&shape)
    }
}
// ANCHOR_END: mean_advantage

// ANCHOR: max_advantage
/// Q(s, a) = V(s) + A(s, a) − maxₐ′ A(s, a′): the best action adds nothing, and V is
/// its value.
///
/// Source: Wang et al. (2016), equation 8.
#[derive(Clone, Copy)]
pub struct MaxAdvantage;

impl Aggregate for MaxAdvantage {
    const NAME: &'static str = "MaxAdvantage";

    fn aggregate<const A: usize, T: Tape<f32, Dev> + Merge<T>>(
        values: QValues<A, T>,
        advantages: QValues<A, T>,
    ) -> QValues<A, T> {
        let shape = *advantages.shape();
        let largest = advantages.with_empty_tape().max::<_, Axis<1>>();
        values + advantages - largest.broadcast_like(&shape)
    }
}
// ANCHOR_END: max_advantage

// ANCHOR: two_heads
/// A network whose body `B` is read by two heads, `V` for V(s) and `H` for A(s, ·), which
/// `G` joins to Q(s, ·).
#[derive(Clone, Debug)]
pub struct TwoHeads<B, V, H, G = MeanAdvantage> {
    /// The features that both heads read.
    pub body: B,
    /// The head for V(s).
    pub value: V,
    /// The head for A(s, ·).
    pub advantage: H,
    aggregate: PhantomData<G>,
}

/// The dueling network of the course: the body S → 512 → 128 and heads of one layer, with
/// the mean advantage subtracted unless `G` says otherwise.
pub type Dueling<const S: usize, const A: usize, G = MeanAdvantage> = TwoHeads<
    (FirstLayer<S, 512>, ReLU, Layer<512, 128>, ReLU),
    Layer<128, 1>,
    Layer<128, A>,
    G,
>;
// ANCHOR_END: two_heads

impl<const S: usize, const A: usize, G: Aggregate> Architecture
    for Dueling<S, A, G>
{
    fn architecture() -> Description {
        let join = G::NAME;
        Description::new(format!("TwoHeads<{S}, {A}, {join}, f32, {DEVICE}>"))
    }
}

impl<B, V, H, G, E, D> TensorCollection<E, D> for TwoHeads<B, V, H, G>
where
    E: Dtype,
    D: Device<E>,
    B: TensorCollection<E, D>,
    V: TensorCollection<E, D>,
    H: TensorCollection<E, D>,
{
    type To<E2: Dtype, D2: Device<E2>> =
        TwoHeads<B::To<E2, D2>, V::To<E2, D2>, H::To<E2, D2>, G>;

    fn iter_tensors<M: ModuleVisitor<Self, E, D>>(
        visitor: &mut M,
    ) -> Result<Option<Self::To<M::E2, M::D2>>, M::Err> {
        visitor.visit_fields(
            (
                Self::module("body", |n| &n.body, |n| &mut n.body),
                Self::module("value", |n| &n.value, |n| &mut n.value),
                Self::module("advantage", |n| &n.advantage, |n| &mut n.advantage),
            ),
            |(body, value, advantage)| TwoHeads {
                body,
                value,
                advantage,
                aggregate: PhantomData,
            },
        )
    }
}

// ANCHOR: forward
impl<B, V, H, G, T, const S: usize, const A: usize> Module<States<S, T>>
    for TwoHeads<B, V, H, G>
where
    G: Aggregate,
    T: Tape<f32, Dev> + Merge<T>,
    B: Module<States<S, T>, Output: WithEmptyTape, Error = <Dev as HasErr>::Err>,
    V: Module<B::Output, Output = QValues<1, T>, Error = B::Error>,
    H: Module<B::Output, Output = QValues<A, T>, Error = B::Error>,
{
    type Output = QValues<A, T>;
    type Error = B::Error;

    fn try_forward(
        &self,
        states: States<S, T>,
    ) -> Result<Self::Output, Self::Error> {
        let features = self.body.try_forward(states)?;
        let values = self.value.try_forward(features.with_empty_tape())?;
        let advantages = self.advantage.try_forward(features)?;
        let shape = *advantages.shape();
        let values = values.try_sum::<_, Axis<1>>()?.try_broadcast_like(&shape)?;
        Ok(G::aggregate(values, advantages))
    }
}
// ANCHOR_END: forward

// ANCHOR: heads
/// What the two heads say of a state, before they are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heads<const A: usize> {
    /// V(s).
    pub value: f32,
    /// A(s, ·).
    pub advantages: [f32; A],
}

impl<const A: usize> Heads<A> {
    /// The heads as [`MeanAdvantage`] reads them: the mean advantage is taken off, so
    /// that V and A add up to Q.
    #[must_use]
    pub fn centred(self) -> Self {
        let mean = self.advantages.iter().sum::<f32>() / A as f32;
        Self {
            advantages: self.advantages.map(|advantage| advantage - mean),
            ..self
        }
    }
}

/// What the heads of a dueling network with these `weights` say of each state,
/// `[[f32; S]]` → `[Heads<A>]`.
///
/// How they are joined is no weight, so it makes no difference here.
pub fn heads<const S: usize, const A: usize>(
    weights: &Weights,
    states: &[[f32; S]],
) -> Result<Vec<Heads<A>>, Error> {
    let device = Dev::default();
    let mut network = Dueling::<S, A>::build(&device);
    weights.copy_into(&mut network)?;
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let features = network.body.forward(states_tensor(&device, states));
    let values = network.value.forward(features.clone()).as_vec();
    let advantages = rows(&network.advantage.forward(features));
    let pairs = values.into_iter().zip(advantages);
    let heads = |(value, advantages)| Heads { value, advantages };
    Ok(pairs.map(heads).collect())
}
// ANCHOR_END: heads

// ANCHOR: dueling
/// The lecture's last agent: the dueling network, double Q-learning, and a target
/// network that follows in small steps.
pub fn dueling() -> Recipe<Dueling<4, 2>, 4, 2> {
    dueling_on(CartPole::new())
}

/// The same on any environment: the agent of Polyak averaging with another network,
/// which is named in the type.
pub fn dueling_on<const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Recipe<Dueling<S, A>, S, A> {
    polyak_on(environment)
}
// ANCHOR_END: dueling

// ANCHOR: all
/// Everything together: the dueling network, double Q-learning, a prioritised memory,
/// and a target network that follows in small steps.
pub fn all() -> Recipe<Dueling<4, 2>, 4, 2> {
    all_on(CartPole::new())
}

/// The same on any environment.
pub fn all_on<const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Recipe<Dueling<S, A>, S, A> {
    Recipe {
        replay: Box::new(PrioritizedReplay::new(50_000, prioritization())),
        ..dueling_on(environment)
    }
}
// ANCHOR_END: all
