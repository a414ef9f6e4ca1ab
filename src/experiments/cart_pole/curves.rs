//! Learning curves on the cart-pole.

use crate::error::Error;
use crate::experiments::cart_pole::CART_POLE;
use crate::lab::plots::{Curve, Over, Summary, Svg, learning_curves_over};

/// The learning curves of agents on the cart-pole over the episodes, with mean and
/// range. For another task there is [`learning_curves_over`].
///
/// # Errors
/// As [`learning_curves_over`].
pub fn learning_curves(title: &str, curves: &[Curve]) -> Result<Svg, Error> {
    let (over, summary) = (Over::default(), Summary::default());
    learning_curves_over(&CART_POLE, over, summary, title, curves)
}
