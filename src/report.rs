//! What an episode leaves behind: the numbers that tell whether an agent learns.
//!
//! Watching never changes what is watched: a report is made from what the learner
//! computed anyway, and from copies of its weights.

use crate::dqn::{Learner, UpdateStats};
use crate::exploration::Clock;
use crate::foundations::{Dev, Step, distance, norm};
use crate::replay::{PrioritySpread, Replay, Sample, Transition};
use dfdx::prelude::BuildModule;

// ANCHOR: reports
/// What happened in one training episode.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeReport {
    /// The episode, counted from 1.
    pub episode: usize,
    /// Environment steps since training began, this episode included.
    pub steps: usize,
    /// The sum of the episode's rewards.
    pub episode_return: f64,
    /// True when the episode was cut short rather than ended by its last state.
    pub truncated: bool,
    /// ε on the last step (the temperature, where the action rule has one).
    pub epsilon: f64,
    /// The share of steps on which the agent asked its network and took the best
    /// action.
    pub greedy_share: f64,
    /// ‖θ − θ⁻‖ / ‖θ‖ at the end of the episode: how far the target network lags; 0
    /// where the two are equal, also if both are 0.
    pub target_distance: f64,
    /// Learner steps since training began.
    pub learner_steps: usize,
    /// Updates of the target network since training began.
    pub target_updates: usize,
    /// What the learner steps saw; `None` before learning starts.
    pub learning: Option<LearningReport>,
    /// How unequal the priorities are; `None` where the memory has none.
    pub priorities: Option<PrioritySpread>,
}

/// What the learner steps of one episode saw, over all transitions of their batches.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningReport {
    /// The mean of the losses L(θ).
    pub loss: f64,
    /// ‖∇L(θ)‖ of the episode's last learner step.
    pub gradient_norm: f64,
    /// The share of the weights whose gradient was 0 in that step.
    pub zero_gradient_share: f64,
    /// The mean of |Q(s, a; θ)|.
    pub mean_abs_q: f64,
    /// The largest |Q(s, a; θ)|.
    pub max_abs_q: f64,
    /// The TD error δ that a tenth of all δ lies below.
    pub td_error_p10: f64,
    /// The median of the TD errors δ.
    pub td_error_p50: f64,
    /// The TD error δ that nine tenths of all δ lie below.
    pub td_error_p90: f64,
    /// The mean over the states of Q of the best action minus Q of the second best.
    pub action_gap: f64,
    /// The share of the transitions whose next state is terminal.
    pub terminal_share: f64,
    /// The share of the transitions whose reward is not 0.
    pub rewarded_share: f64,
    /// The share of the transitions whose next state is their state.
    pub unmoved_share: f64,
    /// The largest |number| in the states.
    pub max_abs_input: f64,
    /// The median |number| in the states of a batch, as a mean over the batches.
    pub median_abs_input: f64,
    /// The mean number of environment steps since the transitions were stored;
    /// `None` where the memory does not tell.
    pub sample_age: Option<f64>,
    /// The slope of ln w over ln P in the batches, which is −β where the weights are
    /// right; `None` where the memory has no priorities, or all are equal.
    pub weight_slope: Option<f64>,
}
// ANCHOR_END: reports

/// What an agent has done since training began.
#[derive(Clone, Copy, Default)]
pub(crate) struct Progress {
    pub(crate) learner_steps: usize,
    pub(crate) target_updates: usize,
}

/// What a report tells of the networks themselves.
pub(crate) trait Networks {
    /// ‖θ − θ⁻‖ / ‖θ‖; 0 where the two are equal, and where there is no θ⁻.
    fn target_distance(&self) -> f64 {
        0.0
    }

    /// ‖∇L(θ)‖ of the last learner step; 0 before the first.
    fn gradient_norm(&self) -> f64;

    /// The share of the weights whose gradient was 0 in the last learner step; 0 before
    /// the first.
    fn zero_gradient_share(&self) -> f64;
}

impl<N: Clone + BuildModule<Dev, f32>> Networks for Learner<N> {
    fn target_distance(&self) -> f64 {
        match distance(&self.online, &self.target) {
            0.0 => 0.0,
            distance => distance / norm(&self.online),
        }
    }

    fn gradient_norm(&self) -> f64 {
        self.gradient_norm()
    }

    fn zero_gradient_share(&self) -> f64 {
        self.zero_gradient_share()
    }
}

/// Sums over the steps of one episode.
#[derive(Default)]
pub(crate) struct EpisodeStats {
    pub(crate) steps: usize,
    pub(crate) greedy_steps: usize,
    episode_return: f64,
    truncated: bool,
    pub(crate) epsilon: f64,
    updates: f64,
    loss: f64,
    abs_q: Vec<f32>,
    td_errors: Vec<f32>,
    action_gap: f64,
    age: Option<f64>,
    weights: WeightSlope,
    batches: BatchStats,
}

impl EpisodeStats {
    /// Counts one environment step.
    pub(crate) fn count<const S: usize>(&mut self, step: &Step<S>) {
        self.steps += 1;
        self.episode_return += f64::from(step.reward);
        self.truncated = step.truncated && !step.terminated;
    }

    /// Counts the sample of a learner step: the mean age of its transitions, where the
    /// memory knows it, and their weights, where their probabilities differ.
    pub(crate) fn draw<const S: usize>(
        &mut self,
        replay: &dyn Replay<S>,
        sample: &Sample<S>,
    ) {
        self.see(sample);
        let indices = sample.indices.iter();
        let ages: Option<usize> = indices.clone().map(|&i| replay.age(i)).sum();
        let age = ages.map(|sum| sum as f64 / sample.indices.len() as f64);
        self.age = age.map(|age| self.age.unwrap_or(0.0) + age);
        let relative = indices.map(|&i| replay.relative_probability(i));
        if let Some(relative) = relative.collect::<Option<Vec<f64>>>() {
            self.weights.add(&relative, &sample.weights);
        }
    }

    /// The same episode, with the learner steps that `learned` has counted.
    pub(crate) fn with_learning_of(self, learned: Self) -> Self {
        Self {
            steps: self.steps,
            greedy_steps: self.greedy_steps,
            episode_return: self.episode_return,
            truncated: self.truncated,
            epsilon: self.epsilon,
            ..learned
        }
    }

    /// Counts the transitions of a learner step.
    pub(crate) fn see<const S: usize>(&mut self, sample: &Sample<S>) {
        self.batches.add(&sample.transitions);
    }

    /// Counts one learner step.
    pub(crate) fn add(&mut self, update: &UpdateStats) {
        self.updates += 1.0;
        self.loss += f64::from(update.loss);
        self.abs_q.extend(update.q_values.iter().map(|q| q.abs()));
        self.td_errors.extend_from_slice(&update.td_errors);
        self.action_gap += f64::from(update.action_gap);
    }

    /// The report at the end of the episode, when `clock` already counts it.
    pub(crate) fn report(
        mut self,
        clock: Clock,
        done: Progress,
        networks: &dyn Networks,
        priorities: Option<PrioritySpread>,
    ) -> EpisodeReport {
        EpisodeReport {
            episode: clock.episode,
            steps: clock.step,
            episode_return: self.episode_return,
            truncated: self.truncated,
            epsilon: self.epsilon,
            greedy_share: self.greedy_steps as f64 / self.steps as f64,
            target_distance: networks.target_distance(),
            learner_steps: done.learner_steps,
            target_updates: done.target_updates,
            learning: (self.updates > 0.0).then(|| self.learning(networks)),
            priorities,
        }
    }

    fn learning(&mut self, networks: &dyn Networks) -> LearningReport {
        let abs_q = self.abs_q.iter().copied().map(f64::from);
        LearningReport {
            loss: self.loss / self.updates,
            gradient_norm: networks.gradient_norm(),
            zero_gradient_share: networks.zero_gradient_share(),
            mean_abs_q: abs_q.clone().sum::<f64>() / self.abs_q.len() as f64,
            max_abs_q: abs_q.fold(0.0, f64::max),
            td_error_p10: quantile(&mut self.td_errors, 1, 10),
            td_error_p50: quantile(&mut self.td_errors, 5, 10),
            td_error_p90: quantile(&mut self.td_errors, 9, 10),
            action_gap: self.action_gap / self.updates,
            terminal_share: self.batches.share(self.batches.terminal),
            rewarded_share: self.batches.share(self.batches.rewarded),
            unmoved_share: self.batches.share(self.batches.unmoved),
            max_abs_input: f64::from(self.batches.largest_input),
            median_abs_input: self.batches.median_inputs / self.updates,
            sample_age: self.age.map(|age| age / self.updates),
            weight_slope: self.weights.slope(),
        }
    }
}

/// Counts over the transitions of batches.
#[derive(Default)]
struct BatchStats {
    transitions: usize,
    terminal: usize,
    rewarded: usize,
    unmoved: usize,
    largest_input: f32,
    /// The sum of the median |number| in the states of each batch.
    median_inputs: f64,
}

impl BatchStats {
    /// Adds a batch.
    fn add<const S: usize>(&mut self, batch: &[Transition<S>]) {
        for transition in batch {
            self.terminal += usize::from(transition.terminated);
            self.rewarded += usize::from(transition.reward != 0.0);
            self.unmoved += usize::from(transition.state == transition.next_state);
        }
        self.transitions += batch.len();
        let numbers = batch.iter().flat_map(|transition| transition.state);
        let mut inputs: Vec<f32> = numbers.map(f32::abs).collect();
        self.largest_input =
            inputs.iter().copied().fold(self.largest_input, f32::max);
        self.median_inputs += quantile(&mut inputs, 1, 2);
    }

    /// `count` as a share of the transitions.
    fn share(&self, count: usize) -> f64 {
        count as f64 / self.transitions as f64
    }
}

/// How the weights of samples depend on the probabilities of their transitions: sums
/// over the samples, each about its own mean.
#[derive(Default)]
struct WeightSlope {
    /// Σ (ln P − mean ln P) (ln w − mean ln w).
    covariance: f64,
    /// Σ (ln P − mean ln P)².
    variance: f64,
}

impl WeightSlope {
    /// Adds a sample: `relative` are N · P of its transitions.
    fn add(&mut self, relative: &[f64], weights: &[f32]) {
        let pairs = relative.iter().zip(weights);
        let logs = pairs.map(|(p, &w)| (libm::log(*p), libm::log(f64::from(w))));
        // A weight can be too small for an f32.
        let logs = logs.filter(|(p, w)| p.is_finite() && w.is_finite());
        let logs: Vec<(f64, f64)> = logs.collect();
        let mean = |of: fn(&(f64, f64)) -> f64| {
            logs.iter().map(of).sum::<f64>() / logs.len() as f64
        };
        let (mean_p, mean_w) = (mean(|log| log.0), mean(|log| log.1));
        let sum = |of: fn(f64, f64) -> f64| {
            let distances = logs.iter().map(|(p, w)| of(p - mean_p, w - mean_w));
            distances.sum::<f64>()
        };
        self.covariance += sum(|p, w| p * w);
        self.variance += sum(|p, _| p * p);
    }

    /// The slope of ln w over ln P, unless rounding alone tells the P apart.
    fn slope(&self) -> Option<f64> {
        (self.variance > 1e-12).then(|| self.covariance / self.variance)
    }
}

/// The value below which `numerator`/`denominator` of all values lie: the one of
/// that rank, rounded down. `values` are reordered.
fn quantile(values: &mut [f32], numerator: usize, denominator: usize) -> f64 {
    let rank = (values.len() - 1) * numerator / denominator;
    let (_, value, _) = values.select_nth_unstable_by(rank, f32::total_cmp);
    f64::from(*value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::{Layer, RmsProp};

    type Line = Layer<1, 2>;

    #[test]
    fn a_quantile_has_its_share_of_the_values_below_it() {
        let mut values: Vec<f32> = (0..=10).rev().map(|n| n as f32).collect();
        assert_eq!(quantile(&mut values, 1, 10), 1.0);
        assert_eq!(quantile(&mut values, 5, 10), 5.0);
        assert_eq!(quantile(&mut values, 9, 10), 9.0);
        assert_eq!(quantile(&mut [7.0], 9, 10), 7.0);
    }

    #[test]
    fn the_stats_of_an_episode_are_means_over_learner_steps_and_over_transitions() {
        let update = |q: [f32; 2], loss, action_gap| UpdateStats {
            q_values: q.to_vec(),
            td_errors: vec![-1.0, 3.0],
            loss,
            action_gap,
        };
        let transition = |from: f32, to: f32, reward, terminated| Transition {
            state: [from],
            action: 0,
            reward,
            next_state: [to],
            terminated,
            truncated: false,
            discount: 1.0,
        };
        let sample = |transitions: Vec<_>| Sample {
            indices: (0..transitions.len()).collect(),
            weights: vec![1.0; transitions.len()],
            transitions,
        };
        let mut stats = EpisodeStats::default();
        let moves = transition(-3.0, 2.0, 0.0, false);
        let unmoved = transition(0.5, 0.5, 0.0, false);
        let ends = transition(1.0, 2.0, -1.0, true);
        stats.see(&sample(vec![moves, unmoved, ends]));
        stats.see(&sample(vec![moves]));
        stats.add(&update([1.0, -4.0], 2.0, 0.5));
        stats.add(&update([2.0, 1.0], 4.0, 1.5));
        let learner: Learner<Line> = Learner::new(1, Box::new(RmsProp::new()));
        let report = stats.learning(&learner);
        assert_eq!(report.loss, 3.0);
        assert_eq!(report.mean_abs_q, 2.0);
        assert_eq!(report.max_abs_q, 4.0);
        assert_eq!(report.action_gap, 1.0);
        assert_eq!((report.td_error_p10, report.td_error_p90), (-1.0, 3.0));
        assert_eq!((report.sample_age, report.weight_slope), (None, None));
        assert_eq!((report.terminal_share, report.rewarded_share), (0.25, 0.25));
        assert_eq!(report.unmoved_share, 0.25);
        // The medians of 0.5, 1, 3 and of 3.
        assert_eq!((report.max_abs_input, report.median_abs_input), (3.0, 2.0));
    }

    #[test]
    fn the_slope_of_the_weights_is_their_exponent_in_each_sample() {
        let mut weights = WeightSlope::default();
        // Equal frequencies have no slope.
        weights.add(&[], &[]);
        weights.add(&[1.0, 1.0], &[0.5, 1.0]);
        assert_eq!(weights.slope(), None);
        // w = P^−½, and in another sample 3 P^−½; a weight of 0 is left out.
        weights.add(&[1.0, 4.0, 16.0], &[1.0, 0.5, 0.25]);
        weights.add(&[1.0, 64.0, 8.0], &[3.0, 0.375, 0.0]);
        assert!((weights.slope().unwrap() + 0.5).abs() < 1e-12);
    }
}
