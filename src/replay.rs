//! Experience replay: a memory of transitions from which batches are drawn.
//!
//! Source: Lin (1992); Mnih et al. (2015), algorithm 1.

use crate::foundations::Clock;
use crate::foundations::{
    Actions, Describe, Description, Dev, PerSample, Random, States, Step,
    actions_tensor, per_sample, states_tensor,
};
use rand::seq::index;

// ANCHOR: transition
/// One step of experience: (s, a, r, s′) and how the step ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transition<const S: usize> {
    /// s, the state that the agent acted in.
    pub state: [f32; S],
    /// a, the index of the action.
    pub action: usize,
    /// r, the reward of the action.
    pub reward: f32,
    /// s′, the state that followed.
    pub next_state: [f32; S],
    /// s′ has no future: its value is 0.
    pub terminated: bool,
    /// The episode was cut short at s′, which has a future.
    pub truncated: bool,
    /// What v(s′) counts for if s′ has a future: γ, and γᵏ where r is the return of k
    /// steps.
    pub discount: f32,
}

impl<const S: usize> Transition<S> {
    /// What happened when `action` was played in `state`, `step` came of it, and one
    /// step is discounted by γ.
    pub fn new(state: [f32; S], action: usize, step: &Step<S>, gamma: f32) -> Self {
        Self {
            state,
            action,
            reward: step.reward,
            next_state: step.state,
            terminated: step.terminated,
            truncated: step.truncated,
            discount: gamma,
        }
    }

    /// γ (1 − terminated): what v(s′) counts for in the target.
    pub fn bootstrap_discount(&self) -> f32 {
        if self.terminated { 0.0 } else { self.discount }
    }

    /// True when it ends its episode, for either reason.
    pub fn is_last(&self) -> bool {
        self.terminated || self.truncated
    }
}
// ANCHOR_END: transition

// ANCHOR: replay
/// A memory that stores transitions and draws samples from them.
///
/// [`Describe`] names the memory and its settings in the record of a run; it must not
/// tell the stored transitions.
pub trait Replay<const S: usize>: Describe {
    /// Stores one transition, in place of the oldest when the memory is full.
    fn store(&mut self, transition: Transition<S>);

    /// Draws `batch_size` transitions; all of them when there are fewer. `clock` is the
    /// time of the run, for settings that change with it.
    fn sample(
        &mut self,
        batch_size: usize,
        clock: Clock,
        random: &mut Random,
    ) -> Sample<S>;

    /// Tells the memory the TD errors δ (target less estimate) of the transitions at
    /// `indices`, as they were just learned from. A memory that ranks its transitions
    /// listens.
    fn update(&mut self, _indices: &[usize], _td_errors: &[f32]) {}

    /// The number of transitions stored now.
    fn len(&self) -> usize;

    /// The number of transitions that the memory can hold.
    fn capacity(&self) -> usize;

    /// True when nothing is stored.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The transitions stored since the one at `index`, where the memory knows.
    fn age(&self, _index: usize) -> Option<usize> {
        None
    }

    /// N · P of the transition at `index`: its probability relative to that of a uniform
    /// draw, where the memory has priorities.
    fn relative_probability(&self, _index: usize) -> Option<f64> {
        None
    }

    /// How unequal the priorities are, where the memory has any.
    fn priorities(&self) -> Option<PrioritySpread> {
        let relative = (0..self.len()).map(|index| self.relative_probability(index));
        PrioritySpread::of(&relative.collect::<Option<Vec<_>>>()?)
    }
}
// ANCHOR_END: replay

/// A memory that is chosen while the program runs can be part of another.
impl<const S: usize> Replay<S> for Box<dyn Replay<S>> {
    fn store(&mut self, transition: Transition<S>) {
        (**self).store(transition);
    }

    fn sample(
        &mut self,
        batch_size: usize,
        clock: Clock,
        random: &mut Random,
    ) -> Sample<S> {
        (**self).sample(batch_size, clock, random)
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        (**self).update(indices, td_errors);
    }

    fn len(&self) -> usize {
        (**self).len()
    }

    fn capacity(&self) -> usize {
        (**self).capacity()
    }

    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }

    fn age(&self, index: usize) -> Option<usize> {
        (**self).age(index)
    }

    fn relative_probability(&self, index: usize) -> Option<f64> {
        (**self).relative_probability(index)
    }

    fn priorities(&self) -> Option<PrioritySpread> {
        (**self).priorities()
    }
}

impl<const S: usize> Describe for Box<dyn Replay<S>> {
    fn describe(&self) -> Description {
        (**self).describe()
    }
}

/// How unequal the probabilities P are with which a memory draws its N transitions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrioritySpread {
    /// N · max P: how many times more often than on average the most frequent
    /// transition is drawn. 1 where all are drawn equally often.
    pub largest: f64,
    /// 1 / Σ P²: the number of transitions that, drawn equally often, would repeat
    /// themselves as much. N where all are drawn equally often.
    pub effective_samples: f64,
}

impl PrioritySpread {
    /// Of N · P of all N transitions; `None` where there is none.
    pub fn of(relative: &[f64]) -> Option<Self> {
        let amount = relative.len() as f64;
        let squares: f64 = relative.iter().map(|np| np * np).sum();
        (!relative.is_empty()).then(|| Self {
            largest: relative.iter().copied().fold(0.0, f64::max),
            // Σ P² = Σ (N·P)² / N².
            effective_samples: amount * amount / squares,
        })
    }
}

// ANCHOR: sample
/// Transitions drawn from a memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<const S: usize> {
    /// The transitions, in the order in which they were drawn.
    pub transitions: Vec<Transition<S>>,
    /// Where the memory keeps each of them, for [`Replay::update`].
    pub indices: Vec<usize>,
    /// w, the weight of each in the loss: 1 where all are drawn equally often.
    pub weights: Vec<f32>,
}
// ANCHOR_END: sample

impl<const S: usize> Sample<S> {
    /// Transitions that no memory has drawn, each of the weight 1.
    pub(crate) fn of(transitions: Vec<Transition<S>>) -> Self {
        Self {
            indices: (0..transitions.len()).collect(),
            weights: vec![1.0; transitions.len()],
            transitions,
        }
    }

    /// Adds a transition of the weight 1.
    pub(crate) fn push(&mut self, transition: Transition<S>) {
        self.indices.push(self.transitions.len());
        self.weights.push(1.0);
        self.transitions.push(transition);
    }
}

// ANCHOR: ring
/// A ring of transitions, one column per field: the newest takes the place of the
/// oldest once the ring is full.
///
/// The columns are allocated once. A transition of `S` numbers per state takes
/// [`Ring::BYTES_PER_TRANSITION`] bytes, 50 for the cart-pole.
pub struct Ring<const S: usize> {
    capacity: usize,
    newest: usize,
    states: Vec<[f32; S]>,
    actions: Vec<usize>,
    rewards: Vec<f32>,
    next_states: Vec<[f32; S]>,
    terminated: Vec<bool>,
    truncated: Vec<bool>,
    discounts: Vec<f32>,
}
// ANCHOR_END: ring

impl<const S: usize> Ring<S> {
    /// The memory that one transition takes.
    pub const BYTES_PER_TRANSITION: usize = 2 * size_of::<[f32; S]>()
        + size_of::<usize>()
        + 2 * size_of::<f32>()
        + 2 * size_of::<bool>();

    /// An empty ring for `capacity` transitions, and for one at least.
    pub fn new(capacity: usize) -> Self {
        let capacity = capacity.max(1);
        // A larger ring grows as it fills: it may never.
        let at_once = capacity.min(1 << 20);
        Self {
            capacity,
            // The first transition follows it, at place 0.
            newest: capacity - 1,
            states: Vec::with_capacity(at_once),
            actions: Vec::with_capacity(at_once),
            rewards: Vec::with_capacity(at_once),
            next_states: Vec::with_capacity(at_once),
            terminated: Vec::with_capacity(at_once),
            truncated: Vec::with_capacity(at_once),
            discounts: Vec::with_capacity(at_once),
        }
    }

    /// Stores a transition and returns its index.
    pub fn push(&mut self, transition: Transition<S>) -> usize {
        let index = (self.newest + 1) % self.capacity;
        put(&mut self.states, index, transition.state);
        put(&mut self.actions, index, transition.action);
        put(&mut self.rewards, index, transition.reward);
        put(&mut self.next_states, index, transition.next_state);
        put(&mut self.terminated, index, transition.terminated);
        put(&mut self.truncated, index, transition.truncated);
        put(&mut self.discounts, index, transition.discount);
        self.newest = index;
        index
    }

    /// The transition at `index`, which must be below `len`.
    pub fn get(&self, index: usize) -> Transition<S> {
        Transition {
            state: self.states[index],
            action: self.actions[index],
            reward: self.rewards[index],
            next_state: self.next_states[index],
            terminated: self.terminated[index],
            truncated: self.truncated[index],
            discount: self.discounts[index],
        }
    }

    /// The transitions at `indices` as a sample with these weights.
    pub fn sample(&self, indices: Vec<usize>, weights: Vec<f32>) -> Sample<S> {
        Sample {
            transitions: indices.iter().map(|&index| self.get(index)).collect(),
            indices,
            weights,
        }
    }

    /// The transitions stored since the one at `index`; 0 for the newest.
    pub fn age(&self, index: usize) -> usize {
        (self.capacity + self.newest - index) % self.capacity
    }

    /// The index of the transition of that `age`, which must be below `len`.
    pub fn index_of_age(&self, age: usize) -> usize {
        (self.capacity + self.newest - age) % self.capacity
    }

    /// The number of transitions stored.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// The number of transitions that fit.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// True when nothing is stored.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }
}

/// Overwrites `column[index]`, or appends when the column ends there.
fn put<T>(column: &mut Vec<T>, index: usize, value: T) {
    match column.get_mut(index) {
        Some(place) => *place = value,
        None => column.push(value),
    }
}

// ANCHOR: uniform
/// A memory that draws every stored transition equally often.
pub struct UniformReplay<const S: usize> {
    ring: Ring<S>,
}

impl<const S: usize> UniformReplay<S> {
    /// An empty memory for `capacity` transitions.
    pub fn new(capacity: usize) -> Self {
        Self {
            ring: Ring::new(capacity),
        }
    }

    /// Where the transitions are kept.
    pub fn ring(&self) -> &Ring<S> {
        &self.ring
    }
}

impl<const S: usize> Replay<S> for UniformReplay<S> {
    fn store(&mut self, transition: Transition<S>) {
        self.ring.push(transition);
    }

    // ANCHOR: uniform_sample
    /// Draws without replacement, at a cost that does not grow with the memory.
    fn sample(
        &mut self,
        batch_size: usize,
        _clock: Clock,
        random: &mut Random,
    ) -> Sample<S> {
        let amount = batch_size.min(self.len());
        let indices = index::sample(random, self.len(), amount).into_vec();
        self.ring.sample(indices, vec![1.0; amount])
    }
    // ANCHOR_END: uniform_sample

    fn len(&self) -> usize {
        self.ring.len()
    }

    fn capacity(&self) -> usize {
        self.ring.capacity()
    }

    fn age(&self, index: usize) -> Option<usize> {
        Some(self.ring.age(index))
    }
}
// ANCHOR_END: uniform

impl<const S: usize> Describe for UniformReplay<S> {
    fn describe(&self) -> Description {
        Description::new("UniformReplay").with("capacity", &self.capacity())
    }
}

// ANCHOR: newest
/// A memory that draws its newest transitions in the order in which they came:
/// learning without replay.
///
/// Such a sample is a stretch of one or a few episodes, so its transitions are
/// alike, and alike to those of the sample before. This memory is here to measure
/// what drawing at random is worth.
pub struct NewestReplay<const S: usize> {
    ring: Ring<S>,
}

impl<const S: usize> NewestReplay<S> {
    /// An empty memory for `capacity` transitions.
    pub fn new(capacity: usize) -> Self {
        Self {
            ring: Ring::new(capacity),
        }
    }

    /// Where the transitions are kept.
    pub fn ring(&self) -> &Ring<S> {
        &self.ring
    }
}

impl<const S: usize> Replay<S> for NewestReplay<S> {
    fn store(&mut self, transition: Transition<S>) {
        self.ring.push(transition);
    }

    fn sample(
        &mut self,
        batch_size: usize,
        _clock: Clock,
        _random: &mut Random,
    ) -> Sample<S> {
        let amount = batch_size.min(self.len());
        let ages = (0..amount).rev();
        let indices = ages.map(|age| self.ring.index_of_age(age)).collect();
        self.ring.sample(indices, vec![1.0; amount])
    }

    fn len(&self) -> usize {
        self.ring.len()
    }

    fn capacity(&self) -> usize {
        self.ring.capacity()
    }

    fn age(&self, index: usize) -> Option<usize> {
        Some(self.ring.age(index))
    }
}
// ANCHOR_END: newest

impl<const S: usize> Describe for NewestReplay<S> {
    fn describe(&self) -> Description {
        Description::new("NewestReplay").with("capacity", &self.capacity())
    }
}

/// A sample as tensors, one row per transition.
pub struct Batch<const S: usize> {
    /// s, shape `(B, S)`.
    pub states: States<S>,
    /// a, shape `(B,)`.
    pub actions: Actions,
    /// r, shape `(B,)`.
    pub rewards: PerSample,
    /// s′, shape `(B, S)`.
    pub next_states: States<S>,
    /// d = γ (1 − terminated), what v(s′) counts for, shape `(B,)`.
    pub discounts: PerSample,
    /// w, shape `(B,)`.
    pub weights: PerSample,
}

impl<const S: usize> Batch<S> {
    /// The tensors of `sample` on `device`.
    pub fn new(device: &Dev, sample: &Sample<S>) -> Self {
        let all = || sample.transitions.iter();
        let states = |of: fn(&Transition<S>) -> [f32; S]| {
            states_tensor(device, &all().map(of).collect::<Vec<_>>())
        };
        let column = |of: fn(&Transition<S>) -> f32| {
            per_sample(device, all().map(of).collect())
        };
        Self {
            states: states(|t| t.state),
            actions: actions_tensor(device, all().map(|t| t.action).collect()),
            rewards: column(|t| t.reward),
            next_states: states(|t| t.next_state),
            discounts: column(Transition::bootstrap_discount),
            weights: per_sample(device, sample.weights.clone()),
        }
    }
}
