//! Objectives with a bug in how the estimates and the targets meet.

use deepq::dfdx::prelude::*;
use deepq::prelude::{
    Batch, Bootstrap, Gradients, Loss, MaxValue, Objective, QNetwork, td_target,
};

/// Estimates of shape `(B, 1)` meet targets of shape `(B,)`: the loss is the mean of
/// h(yᵢ − Q(sⱼ, aⱼ)) over all B² pairs, h being the Huber loss.
///
/// Each estimate is pulled towards all targets, and so towards their middle.
#[derive(Clone, Copy, Debug)]
pub struct Broadcast;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Objective<N, S, A>
    for Broadcast
{
    fn loss(
        &self,
        online: &N,
        target: &N,
        batch: Batch<S>,
        gradients: Gradients,
    ) -> Loss {
        let next_values = MaxValue.next_values(online, target, batch.next_states);
        let y = td_target(batch.rewards, batch.discounts, next_values);
        let all = online.q_recorded(batch.states.traced(gradients));
        let action_gap = action_gap::<A>(&all.as_vec());
        let q = all.select(batch.actions);
        let (q_values, td_errors) =
            (q.as_vec(), differences(&y.as_vec(), &q.as_vec()));

        let square = (q_values.len(), q_values.len());
        let targets = y.broadcast_like::<_, Axis<1>>(&square);
        let estimates = q.broadcast_like::<_, Axis<0>>(&square);
        Loss {
            value: estimates.huber_error(targets, 1.0).mean(),
            q_values,
            td_errors,
            action_gap,
        }
    }
}

/// y = r + d maxₐ Q(s′, a; θ), and the gradient flows through the target too: the loss
/// also pulls the next value towards the estimate.
#[derive(Clone, Copy, Debug)]
pub struct NotDetached;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Objective<N, S, A>
    for NotDetached
{
    fn loss(
        &self,
        online: &N,
        _target: &N,
        batch: Batch<S>,
        gradients: Gradients,
    ) -> Loss {
        let next_states = batch.next_states.traced(Gradients::leaky());
        let next_values = online.q_recorded(next_states).max::<_, Axis<1>>();
        let y = next_values * batch.discounts + batch.rewards;
        let all = online.q_recorded(batch.states.traced(gradients));
        let action_gap = action_gap::<A>(&all.as_vec());
        let q = all.select(batch.actions);
        let (q_values, td_errors) =
            (q.as_vec(), differences(&y.as_vec(), &q.as_vec()));
        Loss {
            value: q.huber_error(y, 1.0).mean(),
            q_values,
            td_errors,
            action_gap,
        }
    }
}

/// δ = y − Q(s, a; θ) of each transition.
fn differences(targets: &[f32], q_values: &[f32]) -> Vec<f32> {
    targets.iter().zip(q_values).map(|(y, q)| y - q).collect()
}

/// The mean lead of the best of `A` values over the second best.
fn action_gap<const A: usize>(q_values: &[f32]) -> f32 {
    let rows = q_values.as_chunks::<A>().0;
    let gap = |row: &[f32; A]| {
        let mut sorted = *row;
        sorted.sort_by(|a, b| b.total_cmp(a));
        sorted[0] - sorted[1]
    };
    rows.iter().map(gap).sum::<f32>() / rows.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use deepq::prelude::{Dev, FirstLayer, Sample, Transition};

    /// Q(s, ·) = s W + b.
    type Linear = FirstLayer<1, 2>;

    const RATE: f32 = 0.5;

    /// W = (1, 2), b = 0.
    fn network(device: &Dev) -> Linear {
        Linear::new(device.tensor([[1.0, 2.0]]), device.zeros())
    }

    /// Two transitions: the first has δ = 1 + RATE · 2 · 0.5 − 1, the second 0.2 − 1.
    fn batch(device: &Dev) -> Batch<1> {
        let transition =
            |state, action, reward, next_state, terminated| Transition {
                state: [state],
                action,
                reward,
                next_state: [next_state],
                terminated,
                truncated: false,
                discount: RATE,
            };
        let transitions = vec![
            transition(1.0, 0, 1.0, 0.5, false),
            transition(0.5, 1, 0.2, 0.0, true),
        ];
        let sample = Sample {
            indices: vec![0, 1],
            weights: vec![1.0; 2],
            transitions,
        };
        Batch::new(device, &sample)
    }

    /// The loss, its slopes along W, δ of each transition, and the action gap.
    fn learn(objective: &impl Objective<Linear, 1, 2>) -> [Vec<f32>; 4] {
        let device = Dev::default();
        let network = network(&device);
        let gradients = network.alloc_grads();
        let loss = objective.loss(&network, &network, batch(&device), gradients);
        assert_eq!(loss.q_values, [1.0, 1.0]);
        let value = loss.value.array();
        let slopes = loss.value.backward().get(&*network.weight).as_vec();
        [vec![value], slopes, loss.td_errors, vec![loss.action_gap]]
    }

    fn assert_near(found: &[f32], expected: &[f32]) {
        let near = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-6;
        let is_near = found.iter().zip(expected).all(near);
        assert!(is_near, "{found:?} and not {expected:?}");
    }

    #[test]
    fn where_shapes_are_broadcast_each_estimate_meets_each_target() {
        let [loss, slopes, td_errors, action_gap] = learn(&Broadcast);
        // y = (1.5, 0.2), Q = (1, 1): ½ · 0.5² and ½ · 0.8², each twice.
        assert_near(&td_errors, &[0.5, -0.8]);
        assert_near(&loss, &[0.5 * (0.25 + 0.64) / 2.0]);
        // Each estimate has the slope (−0.5 + 0.8) / 4, times its state.
        assert_near(&slopes, &[0.075, 0.0375]);
        // The second best is 1 lower in one state, and 0.5 in the other.
        assert_near(&action_gap, &[0.75]);
    }

    #[test]
    fn where_the_target_is_not_detached_it_moves_too() {
        let [loss, slopes, td_errors, _] = learn(&NotDetached);
        assert_near(&td_errors, &[0.5, -0.8]);
        assert_near(&loss, &[0.5 * (0.25 + 0.64) / 2.0]);
        // The first estimate has the slope −0.5 / 2 along the first action, its target
        // 0.5 / 2 · d · s′ along the second, and the second estimate 0.8 / 2 · s there.
        assert_near(&slopes, &[-0.25, 0.25 * RATE * 0.5 + 0.4 * 0.5]);
    }
}
