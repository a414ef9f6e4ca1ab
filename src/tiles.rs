//! Values without a network: a table of cells, and a sum over several tables that are
//! shifted against each other.
//!
//! Source: Sutton and Barto (2018), section 9.5.4.

use crate::foundations::{
    Architecture, DEVICE, Description, Dev, LARGEST_ANGLE, QValues, States,
    TRACK_HALF_LENGTH,
};
use dfdx::nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions};
use dfdx::prelude::*;

/// The cells along each of the four numbers of a state.
pub const BINS: usize = 8;
/// The cells of one tiling.
pub const CELLS: usize = BINS.pow(4);

/// The cells lie between −bound and bound; what is beyond belongs to the outermost
/// ones. The track and the pole end at theirs; the speeds have none, and are seldom
/// larger.
#[expect(clippy::cast_possible_truncation, reason = "the agent sees f32")]
const BOUNDS: [f32; 4] = [TRACK_HALF_LENGTH as f32, 3.0, LARGEST_ANGLE as f32, 3.5];

// ANCHOR: tiles
/// Q(s, a) = Σₖ wₖ[cell of s in tiling k, a]: the state activates one cell in each of
/// `TILINGS` tilings of the cart-pole's states.
///
/// One tiling is a table: a state has one cell, and shares its weights with no other
/// cell. Several are a linear function: the value is a sum of shared weights, and what
/// is learned of a state carries over to all that share some of its cells.
#[derive(Clone, Debug)]
pub struct TileCoding<const TILINGS: usize, E: Dtype, D: Storage<E>> {
    /// w, shape `(TILINGS, CELLS, A)`; 0 at first.
    pub weights: Tensor<Rank3<TILINGS, CELLS, 2>, E, D>,
}
// ANCHOR_END: tiles

/// `TILINGS` tilings on the crate's device.
pub type Tiles<const TILINGS: usize> = TileCoding<TILINGS, f32, Dev>;

/// A table: each state has one cell.
pub type Table = Tiles<1>;

/// A linear function of features: a state has one cell in each of 8 tilings.
pub type Linear = Tiles<8>;

// ANCHOR: cell
/// The cell of `state` in one of `tilings` tilings.
///
/// Each tiling is shifted against the one before by 1, 3, 5 and 7 of the `tilings`
/// parts of a cell along the four numbers of a state.
///
/// Source: Sutton and Barto (2018), section 9.5.4, after Miller and Glanz (1996), who
/// ask for 16 tilings of four numbers; [`Linear`] has 8.
pub fn cell(state: [f32; 4], tiling: usize, tilings: usize) -> usize {
    let numbers = state.iter().zip(BOUNDS).enumerate();
    numbers.fold(0, |cell, (i, (number, bound))| {
        let parts = tiling * (2 * i + 1) % tilings;
        let shift = parts as f32 / tilings as f32;
        let width = 2.0 * bound / BINS as f32;
        BINS * cell + bin((number + bound) / width + shift)
    })
}

/// The bin that holds the point `bins` bins above the lower bound.
#[expect(clippy::cast_possible_truncation, reason = "it lies among the bins")]
#[expect(clippy::cast_sign_loss, reason = "it lies among the bins")]
fn bin(bins: f32) -> usize {
    bins.floor().clamp(0.0, (BINS - 1) as f32) as usize
}
// ANCHOR_END: cell

impl<const TILINGS: usize> Tiles<TILINGS> {
    /// The number of tilings, each of which a state has one cell in.
    pub const TILINGS: usize = TILINGS;
}

impl<const TILINGS: usize> Architecture for Tiles<TILINGS> {
    fn architecture() -> Description {
        Description::new(format!("TileCoding<{TILINGS}, f32, {DEVICE}>"))
    }
}

impl<const TILINGS: usize, E: Dtype, D: Device<E>> TensorCollection<E, D>
    for TileCoding<TILINGS, E, D>
{
    type To<E2: Dtype, D2: Device<E2>> = TileCoding<TILINGS, E2, D2>;

    fn iter_tensors<V: ModuleVisitor<Self, E, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        visitor.visit_fields(
            Self::tensor(
                "weights",
                |tiles| &tiles.weights,
                |tiles| &mut tiles.weights,
                TensorOptions::reset_to_zeros(),
            ),
            |weights| TileCoding { weights },
        )
    }
}

impl<const TILINGS: usize, E: Dtype, D: Storage<E>> NonMutableModule
    for TileCoding<TILINGS, E, D>
{
}

impl<const TILINGS: usize, T> Module<States<4, T>> for Tiles<TILINGS>
where
    T: Tape<f32, Dev>,
{
    type Output = QValues<2, T>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(
        &self,
        states: States<4, T>,
    ) -> Result<Self::Output, Self::Error> {
        let (states, tape) = states.split_tape();
        let numbers = states.as_vec();
        let rows = numbers.as_chunks().0;
        let in_tiling = |k| rows.iter().map(move |&state| cell(state, k, TILINGS));
        let cells: Vec<usize> = (0..TILINGS).flat_map(in_tiling).collect();
        let shape = (Const::<TILINGS>, rows.len());
        let cells = states.device().try_tensor_from_vec(cells, shape)?;
        let active = self.weights.clone().put_tape(tape).try_gather(cells)?;
        active.try_sum::<_, Axis<0>>()
    }
}
