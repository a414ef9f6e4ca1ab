//! The judges of the exercises on prioritised replay.

mod find;
mod priority;
mod weights;

pub use find::check_find;
pub use priority::check_priority;
pub use weights::check_importance_weights;

/// Equal but for rounding.
fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}
