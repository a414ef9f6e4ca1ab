//! Worlds that wrap worlds: each changes one thing about another, and is a world
//! itself.
//!
//! They nest, so this cart-pole has normalised states and shorter episodes:
//!
//! ```
//! use deepq::prelude::*;
//!
//! let short = TimeLimited::new(CartPole::new(), 200)?;
//! let world = Normalized::<_, 4>::new(short);
//! assert_eq!(world.describe().value("limit"), "200");
//! # Ok::<(), Error>(())
//! ```
//!
//! A wrapper draws no random numbers of its own, and hands on all that it leaves
//! as it is.

pub mod frames;
pub(crate) mod hand_on;
pub mod normalized;
pub mod returns;
pub mod rewards;
pub mod time_limit;

pub use frames::{FrameSkipped, FrameStacked};
pub(crate) use hand_on::hand_on;
pub use normalized::{Moments, Normalized};
pub use returns::ScaledByReturns;
pub use rewards::{ClipReward, RewardRule, Rewarded, ScaleReward, SignReward};
pub use time_limit::{FiniteHorizon, TimeAware, TimeLimited};
