//! What each of several parts is worth, of agents with every combination of them.

use crate::lab::stats::reliability::{Estimate, estimated};

// ANCHOR: effect
/// The effect of some `parts` on what the runs of 2ᵏ agents come to. Agent i has part j
/// where digit j of the binary number i is 1.
///
/// Of one part it is the main effect: the mean of the agents that have it, minus the mean
/// of those that have it not. Of two it is their interaction: half of what one part gains
/// by the other. An agent counts by the mean of its runs.
///
/// 2¹⁻ᵏ Σᵢ ± mean(xᵢ), with − where i lacks an odd number of the parts.
///
/// Source: Box, Hunter and Hunter (2005), "Statistics for experimenters", chapter 5.
///
/// # Panics
/// Where the number of agents is no power of two.
///
/// ```
/// use deepq::lab::stats::factorial::effect;
/// // Neither part, the first, the second, both.
/// let agents = [[1.0], [3.0], [1.0], [7.0]];
/// assert_eq!(effect(&agents, &[0]), 4.0);
/// assert_eq!(effect(&agents, &[1]), 2.0);
/// assert_eq!(effect(&agents, &[0, 1]), 2.0);
/// ```
pub fn effect(agents: &[impl AsRef<[f64]>], parts: &[usize]) -> f64 {
    assert!(agents.len().is_power_of_two(), "{} agents", agents.len());
    let signed = agents.iter().enumerate().map(|(i, runs)| {
        let lacking = parts.iter().filter(|part| i >> **part & 1 == 0).count();
        let runs = runs.as_ref();
        let mean = runs.iter().sum::<f64>() / runs.len() as f64;
        if lacking.is_multiple_of(2) {
            mean
        } else {
            -mean
        }
    });
    signed.sum::<f64>() * 2.0 / agents.len() as f64
}
// ANCHOR_END: effect

/// The effect with its interval: the runs of each agent are drawn anew.
pub fn effect_of(agents: &[Vec<f64>; 16], parts: &[usize]) -> Estimate {
    estimated(agents.each_ref().map(Vec::as_slice), |agents| {
        effect(agents, parts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_add_up_have_no_interaction() {
        let value = |i: usize| 10.0 * (i & 1) as f64 + 3.0 * (i >> 3) as f64;
        let agents = std::array::from_fn(|i| vec![value(i), value(i)]);
        let of = |parts: &[usize]| effect_of(&agents, parts);
        let expected = [
            (vec![0], 10.0),
            (vec![1], 0.0),
            (vec![2], 0.0),
            (vec![3], 3.0),
            (vec![0, 3], 0.0),
        ];
        for (parts, effect) in expected {
            let Estimate { value, low, high } = of(&parts);
            // Runs that are alike leave nothing to chance.
            for number in [value, low, high] {
                assert!((number - effect).abs() < 1e-9, "{parts:?}: {number}");
            }
        }
    }

    #[test]
    fn runs_that_differ_widen_the_interval() {
        let agents = std::array::from_fn(|_| vec![0.0, 1.0, 2.0, 3.0]);
        let Estimate { value, low, high } = effect_of(&agents, &[2]);
        assert!(value.abs() < 1e-9);
        // The standard error of a mean of four is √(1.25 / 4) here, that of the effect
        // √(2 / 8) times that.
        let expected = 1.96 * 0.5 * (1.25_f64 / 4.0).sqrt();
        assert!((high - expected).abs() < 0.05, "{low} {high}");
        assert!((low + expected).abs() < 0.05, "{low} {high}");
    }
}
