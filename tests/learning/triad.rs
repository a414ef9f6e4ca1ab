//! Baird's counterexample diverges, and does not without any one part of the triad.

use deepq::triad::{Baird, STATES, WEIGHTS};

/// The step size of the example.
const ALPHA: f64 = 0.01;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + b.abs())
}

#[test]
fn the_first_update_is_the_one_worked_by_hand() {
    let mut weights = Baird::start();
    // v is 2·1 + 1 = 3 in the upper states, and 10 + 2·1 = 12 in the lower one.
    assert_eq!(Baird::TRIAD.value(&weights, 0), 3.0);
    assert_eq!(Baird::TRIAD.value(&weights, 6), 12.0);
    Baird::TRIAD.update(&mut weights, ALPHA);
    // δ is 0.99·12 − 3 = 8.88 above and 0.99·12 − 12 = −0.12 below.
    let step = ALPHA / 7.0;
    for upper in &weights[..6] {
        assert!(close(*upper, 1.0 + step * 2.0 * 8.88));
    }
    assert!(close(weights[6], 10.0 - step * 0.12));
    assert!(close(weights[7], 1.0 + step * (6.0 * 8.88 - 2.0 * 0.12)));
}

/// One update in the three numbers that the symmetry leaves: an upper weight, the
/// lower one, and the shared one, as a matrix.
fn matrix() -> [[f64; 3]; 3] {
    let (g, a) = (0.99, ALPHA / 7.0);
    // Upper δ = g (l + 2c) − (2u + c); lower δ = (g − 1)(l + 2c).
    let upper = [-2.0, g, 2.0 * g - 1.0];
    let lower = [0.0, g - 1.0, 2.0 * (g - 1.0)];
    let mut matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for i in 0..3 {
        matrix[0][i] += a * 2.0 * upper[i];
        matrix[1][i] += a * lower[i];
        matrix[2][i] += a * (6.0 * upper[i] + 2.0 * lower[i]);
    }
    matrix
}

fn product(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let entry = |i: usize, j: usize| (0..3).map(|k| a[i][k] * b[k][j]).sum();
    std::array::from_fn(|i| std::array::from_fn(|j| entry(i, j)))
}

#[test]
fn a_thousand_updates_are_a_power_of_the_matrix() {
    let mut power = matrix();
    for _ in 0..10 {
        power = product(&power, &power);
    }
    let start = [1.0, 10.0, 1.0];
    let after = power.map(|row| (0..3).map(|i| row[i] * start[i]).sum::<f64>());
    let mut weights = Baird::start();
    for _ in 0..1_024 {
        Baird::TRIAD.update(&mut weights, ALPHA);
    }
    assert!(close(weights[0], after[0]), "{} {}", weights[0], after[0]);
    assert!(close(weights[6], after[1]), "{} {}", weights[6], after[1]);
    assert!(close(weights[7], after[2]), "{} {}", weights[7], after[2]);
}

/// The errors of 20,000 updates, which end before they meet infinity.
fn errors(baird: Baird) -> Vec<f64> {
    baird.errors(ALPHA, 20_000)
}

#[test]
fn the_triad_diverges() {
    let errors = errors(Baird::TRIAD);
    assert!(errors[20_000] > 1e6 * errors[0], "{}", errors[20_000]);
    assert!(errors[10_000..].is_sorted());
}

#[test]
fn without_bootstrapping_the_values_become_right() {
    let errors = errors(Baird {
        bootstraps: false,
        ..Baird::TRIAD
    });
    assert!(errors[20_000] < 1e-3 * errors[0], "{}", errors[20_000]);
}

#[test]
fn without_approximation_no_value_grows_beyond_the_largest() {
    // v(lower) shrinks by α (1 − γ) / 7 of itself on each update. The others follow
    // it, and shrink as fast once they are equal to it: then γ l − l = −(1 − γ) l.
    let errors = errors(Baird {
        approximates: false,
        ..Baird::TRIAD
    });
    assert!(errors.iter().all(|&error| error < 10.0));
    let lower = 10.0 * (1.0 - ALPHA * 0.01 / 7.0_f64).powi(20_000);
    assert!((errors[20_000] / lower - 1.0).abs() < 1e-6);
}

#[test]
fn on_policy_the_value_of_the_visited_state_becomes_right() {
    let on_policy = Baird {
        off_policy: false,
        ..Baird::TRIAD
    };
    let mut weights = Baird::start();
    for _ in 0..20_000 {
        on_policy.update(&mut weights, ALPHA);
    }
    // v(lower) shrinks by α (1 − γ) xᵀx of itself, and xᵀx = 1 + 2² = 5.
    let lower = 12.0 * (1.0 - ALPHA * 0.01 * 5.0_f64).powi(20_000);
    assert!((on_policy.value(&weights, 6) / lower - 1.0).abs() < 1e-6);
    assert!(errors(on_policy).iter().all(|&error| error < 12.0));
}

#[test]
fn without_approximation_each_state_has_a_weight_of_its_own() {
    let tabular = Baird {
        approximates: false,
        ..Baird::TRIAD
    };
    let weights: [f64; WEIGHTS] = std::array::from_fn(|i| i as f64);
    for state in 0..STATES {
        assert_eq!(tabular.value(&weights, state), state as f64);
    }
}
