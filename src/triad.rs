//! The deadly triad: bootstrapping, function approximation and the play of another
//! policy diverge together, and none of their pairs does here.
//!
//! Source: Baird (1995), "Residual algorithms: reinforcement learning with function
//! approximation"; as here, Sutton and Barto (2018), section 11.2, example 11.1.

// ANCHOR: setting
/// The states of Baird's counterexample: the upper ones, and the lower one.
pub const STATES: usize = 7;
/// The weights of its linear values: one for each state, and one for all of them.
pub const WEIGHTS: usize = STATES + 1;
/// The state that the policy which is judged always goes to.
const LOWER: usize = STATES - 1;

/// γ of the example.
const GAMMA: f64 = 0.99;
// ANCHOR_END: setting

// ANCHOR: baird
/// Baird's counterexample, with any of the three parts of the triad taken out.
///
/// Every reward is 0, so every value is 0, and the weights 0 represent it exactly. The
/// policy that is judged always goes to the lower state; the policy that plays goes to
/// any state alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baird {
    /// Targets come from the values that are learned; without, from the returns, which
    /// are all 0.
    pub bootstraps: bool,
    /// The weights are shared between states; without, each state has its own.
    pub approximates: bool,
    /// Each state is visited as often as the policy that plays visits it; without, as
    /// often as the policy that is judged does, which is always in the lower state.
    pub off_policy: bool,
}
// ANCHOR_END: baird

impl Baird {
    /// The triad: all three parts.
    pub const TRIAD: Self = Self {
        bootstraps: true,
        approximates: true,
        off_policy: true,
    };

    /// The triad without one of its parts: bootstrapping, approximation, and the play
    /// of another policy, in this order.
    pub const ABLATIONS: [Self; 3] = [
        Self {
            bootstraps: false,
            ..Self::TRIAD
        },
        Self {
            approximates: false,
            ..Self::TRIAD
        },
        Self {
            off_policy: false,
            ..Self::TRIAD
        },
    ];

    // ANCHOR: features
    /// The weights from which the example starts: 1, but 10 for the lower state.
    pub fn start() -> [f64; WEIGHTS] {
        let mut weights = [1.0; WEIGHTS];
        weights[LOWER] = 10.0;
        weights
    }

    /// x(s), with v(s) = wᵀ x(s): 2 wₛ + w₈ in an upper state, w₇ + 2 w₈ in the lower
    /// one; wₛ without approximation.
    pub fn features(self, state: usize) -> [f64; WEIGHTS] {
        let mut features = [0.0; WEIGHTS];
        let (own, shared) = match (self.approximates, state) {
            (false, _) => (1.0, 0.0),
            (true, LOWER) => (1.0, 2.0),
            (true, _) => (2.0, 1.0),
        };
        features[state] = own;
        features[WEIGHTS - 1] = shared;
        features
    }
    // ANCHOR_END: features

    /// v(s) = wᵀ x(s).
    pub fn value(self, weights: &[f64; WEIGHTS], state: usize) -> f64 {
        let features = self.features(state);
        weights.iter().zip(features).map(|(w, x)| w * x).sum()
    }

    /// The share of the visits that go to `state`.
    fn visits(self, state: usize) -> f64 {
        match (self.off_policy, state) {
            (true, _) => 1.0 / STATES as f64,
            (false, LOWER) => 1.0,
            (false, _) => 0.0,
        }
    }

    // ANCHOR: update
    /// One expected update of semi-gradient TD(0), in which nothing is left to chance:
    ///
    /// w ← w + α Σₛ μ(s) (y(s) − v(s)) x(s), with y(s) = γ v(lower) where it
    /// bootstraps, and μ(s) the share of the visits.
    ///
    /// Source: Sutton and Barto (2018), section 11.2, equation 11.9.
    pub fn update(self, weights: &mut [f64; WEIGHTS], alpha: f64) {
        let before = *weights;
        let target = if self.bootstraps {
            GAMMA * self.value(&before, LOWER)
        } else {
            0.0
        };
        for state in 0..STATES {
            let error = target - self.value(&before, state);
            let step = alpha * self.visits(state) * error;
            for (weight, x) in weights.iter_mut().zip(self.features(state)) {
                *weight += step * x;
            }
        }
    }
    // ANCHOR_END: update

    /// √(Σₛ v(s)² / 7) at the start and after each of `updates` updates: how far
    /// the values are from 0, which they should become.
    pub fn errors(self, alpha: f64, updates: usize) -> Vec<f64> {
        let mut weights = Self::start();
        let error = |weights: &[f64; WEIGHTS]| {
            let values = (0..STATES).map(|state| self.value(weights, state));
            (values.map(|v| v * v).sum::<f64>() / STATES as f64).sqrt()
        };
        let mut errors = vec![error(&weights)];
        for _ in 0..updates {
            self.update(&mut weights, alpha);
            errors.push(error(&weights));
        }
        errors
    }
}
