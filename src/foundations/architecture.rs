//! What a network is made of, in words.

use crate::foundations::description::Description;
use crate::foundations::tensors::{DEVICE, Dev};
use dfdx::nn::modules::{LayerNorm1D, Linear, Repeated, Residual};

// ANCHOR: architecture
/// What can say of which layers it is made. It is the type that says it: two networks
/// of one type differ in their weights alone.
///
/// A row of layers, written as a tuple, has it from its layers. A network that is
/// written by hand gives its name:
///
/// ```
/// use deepq::prelude::*;
///
/// struct Mine;
/// impl Architecture for Mine {
///     fn architecture() -> Description {
///         Description::new("Mine")
///     }
/// }
/// assert_eq!(<(Mine, ReLU)>::architecture(), "(Mine, ReLU)");
/// ```
#[diagnostic::on_unimplemented(
    note = "a network that is no row of layers gives its name: implement `Architecture` \
            for it",
    note = "a row has up to six layers: put tuples into a tuple for more"
)]
pub trait Architecture {
    /// The layers, or the name of the network.
    fn architecture() -> Description;
}
// ANCHOR_END: architecture

// A trait of its own, and no method of `QNetwork`: that one is implemented for every
// module of dfdx at once, so nobody could say there what his own is called.

impl<const I: usize, const O: usize> Architecture for Linear<I, O, f32, Dev> {
    fn architecture() -> Description {
        Description::new(format!("Linear<{I}, {O}, f32, {DEVICE}>"))
    }
}

impl<const N: usize> Architecture for LayerNorm1D<N, f32, Dev> {
    fn architecture() -> Description {
        Description::new(format!("LayerNorm1D<{N}, f32, {DEVICE}>"))
    }
}

impl<F: Architecture> Architecture for Residual<F> {
    fn architecture() -> Description {
        Description::new("Residual").of(F::architecture())
    }
}

impl<F: Architecture, const N: usize> Architecture for Repeated<F, N> {
    fn architecture() -> Description {
        Description::new(format!("Repeated<{N}>")).of(F::architecture())
    }
}

macro_rules! rows_of_layers {
    ($(($($layer:ident),+)),+) => { $(
        impl<$($layer: Architecture),+> Architecture for ($($layer,)+) {
            fn architecture() -> Description {
                Description::new("")$(.of($layer::architecture()))+
            }
        }
    )+ };
}

rows_of_layers!(
    (A),
    (A, B),
    (A, B, C),
    (A, B, C, D),
    (A, B, C, D, E),
    (A, B, C, D, E, F)
);
