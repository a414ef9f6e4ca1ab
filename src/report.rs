//! What an episode leaves behind: the numbers that tell whether an agent learns.
//!
//! Watching never changes what is watched: a report is made from what the learner
//! computed anyway, and from copies of its weights.

use crate::dqn::{Learner, Lesson};
use crate::exploration::Clock;
use crate::foundations::network::QNetwork;
use crate::foundations::norms::{distance, norm};
use crate::replay::PrioritySpread;

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
    /// ‖θ − θ⁻‖ / ‖θ‖ at the end of the episode: how far the target network lags.
    pub target_distance: f64,
    /// What the learner steps saw; `None` before learning starts.
    pub learning: Option<LearningReport>,
    /// How unequal the priorities are; `None` where the memory has none.
    pub priorities: Option<PrioritySpread>,
}

/// What the learner steps of one episode saw, over all transitions of their batches.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningReport {
    /// The mean of the losses mean(w δ²).
    pub loss: f64,
    /// ‖∇L(θ)‖ of the episode's last learner step.
    pub gradient_norm: f64,
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
    /// The mean lead of the best action over the second best, in units of Q.
    pub action_gap: f64,
    /// The mean number of environment steps since the transitions were stored;
    /// `None` where the memory does not tell.
    pub sample_age: Option<f64>,
}

/// Sums over the steps of one episode.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) steps: usize,
    pub(crate) greedy_steps: usize,
    pub(crate) episode_return: f64,
    pub(crate) epsilon: f64,
    lessons: f64,
    loss: f64,
    abs_q: Vec<f32>,
    td_errors: Vec<f32>,
    action_gap: f64,
    age: Option<f64>,
}

impl Tally {
    /// Counts one learner step, from transitions of the mean age `age`.
    pub(crate) fn add(&mut self, lesson: &Lesson, age: Option<f64>) {
        self.lessons += 1.0;
        self.loss += f64::from(lesson.loss);
        self.abs_q.extend(lesson.q_values.iter().map(|q| q.abs()));
        self.td_errors.extend_from_slice(&lesson.td_errors);
        self.action_gap += f64::from(lesson.action_gap);
        self.age = age.map(|age| self.age.unwrap_or(0.0) + age);
    }

    /// The report at the end of the episode, when `clock` already counts it.
    pub(crate) fn report<N: QNetwork<S, A>, const S: usize, const A: usize>(
        mut self,
        clock: Clock,
        truncated: bool,
        learner: &Learner<N>,
        priorities: Option<PrioritySpread>,
    ) -> EpisodeReport {
        EpisodeReport {
            episode: clock.episode,
            steps: clock.step,
            episode_return: self.episode_return,
            truncated,
            epsilon: self.epsilon,
            greedy_share: self.greedy_steps as f64 / self.steps as f64,
            target_distance: distance(&learner.online, &learner.target)
                / norm(&learner.online),
            learning: (self.lessons > 0.0).then(|| self.learning(learner)),
            priorities,
        }
    }

    fn learning<N: QNetwork<S, A>, const S: usize, const A: usize>(
        &mut self,
        learner: &Learner<N>,
    ) -> LearningReport {
        let abs_q = self.abs_q.iter().copied().map(f64::from);
        LearningReport {
            loss: self.loss / self.lessons,
            gradient_norm: learner.gradient_norm(),
            mean_abs_q: abs_q.clone().sum::<f64>() / self.abs_q.len() as f64,
            max_abs_q: abs_q.fold(0.0, f64::max),
            td_error_p10: quantile(&mut self.td_errors, 1, 10),
            td_error_p50: quantile(&mut self.td_errors, 5, 10),
            td_error_p90: quantile(&mut self.td_errors, 9, 10),
            action_gap: self.action_gap / self.lessons,
            sample_age: self.age.map(|age| age / self.lessons),
        }
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
    use crate::foundations::layer::Layer;

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
    fn a_tally_means_over_learner_steps_and_over_transitions() {
        let lesson = |q: [f32; 2], loss, action_gap| Lesson {
            q_values: q.to_vec(),
            td_errors: vec![-1.0, 3.0],
            loss,
            action_gap,
        };
        let mut tally = Tally::default();
        tally.add(&lesson([1.0, -4.0], 2.0, 0.5), Some(10.0));
        tally.add(&lesson([2.0, 1.0], 4.0, 1.5), Some(30.0));
        let learner: Learner<Line> = Learner::new(1, 0.1);
        let report = tally.learning(&learner);
        assert_eq!(report.loss, 3.0);
        assert_eq!(report.mean_abs_q, 2.0);
        assert_eq!(report.max_abs_q, 4.0);
        assert_eq!(report.action_gap, 1.0);
        assert_eq!(report.sample_age, Some(20.0));
        assert_eq!((report.td_error_p10, report.td_error_p90), (-1.0, 3.0));
    }
}
