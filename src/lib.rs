//! # deepq: Deep Q-Networks, with nothing taken on trust
//!
//! A course in one crate. Every equation is one function with a test worked by hand;
//! every number and every figure comes out of recorded runs that can be made again,
//! bit for bit.
//!
//! ```
//! use deepq::prelude::*;
//!
//! let mut agent = Agent::new(dqn(), 12)?;
//! for report in agent.by_ref().take(5) {
//!     let report = report?;
//!     println!("episode {}: return {}", report.episode, report.episode_return);
//! }
//! println!("Q(s, ·) upright and at rest: {:?}", agent.q_values(&[[0.0; 4]])[0]);
//! # Ok::<(), Error>(())
//! ```
//!
//! ## Reading order
//!
//! | module | question it answers | paper |
//! | --- | --- | --- |
//! | [`nfq`] | where does the story start? | Riedmiller 2005 |
//! | [`replay`] | where do samples come from that are not all alike? | Lin 1992; Mnih et al. 2015 |
//! | [`target`] | what is Q(s, a) pulled towards, and what makes that hold still? | Mnih et al. 2015 |
//! | [`exploration`] | how often does the agent try something else? | Sutton and Barto 2018, ch. 2 |
//! | [`dqn`] | how do the pieces make one learner step? | Mnih et al. 2015, algorithm 1 |
//! | [`ddqn`] | how does one avoid a maximum of noise? | van Hasselt et al. 2016 |
//! | [`per`], [`sum_tree`], [`rank`] | which transitions are worth learning from? | Schaul et al. 2016 |
//! | [`polyak`] | must the target network leap? | Lillicrap et al. 2016 |
//! | [`dueling`] | what is a state worth, whatever one does? | Wang et al. 2016 |
//! | [`as_printed`] | what do slips in a listing cost? | |
//! | [`faults`], [`lab::museum`] | what do classic faults cost? | |
//! | [`n_step`] | how many rewards come before the network is asked? | Sutton and Barto 2018, ch. 7 |
//! | [`tiles`] | what are values without a network? | Sutton and Barto 2018, ch. 9 |
//! | [`triad`] | which three parts diverge together? | Baird 1995; van Hasselt et al. 2018 |
//! | [`lab::doctor`], [`lab::rules`] | what is wrong with a run? | |
//! | [`recipe`], [`agent`], [`report`] | how do they make an agent, and what does it report? | |
//!
//! The chapters stand on [`foundations`] (tensors, the cart-pole, networks, RMSprop).
//! [`lab`] trains agents and draws what came out. [`press`] makes the book and the
//! notebooks, shows values in them, judges exercises, and holds the commands. An arrow
//! never points back: no chapter knows the lab, and the lab not the press.
//!
//! The text of each chapter stands in `book/src`, in a file that is called like its
//! module. Its code runs as a test of this crate.
//!
//! ## The five pieces that can be swapped
//!
//! | piece | type | DQN has |
//! | --- | --- | --- |
//! | memory | [`replay::Replay`] | [`replay::UniformReplay`] |
//! | bootstrap | [`target::Bootstrap`] | [`target::MaxValue`] |
//! | network | [`foundations::network::QNetwork`] | [`foundations::network::Mlp`] |
//! | target update | [`target::TargetUpdate`] | [`target::HardCopy`] |
//! | exploration | [`exploration::Schedule`] and [`exploration::ActionRule`] | [`exploration::LogDecay`], [`exploration::EpsilonGreedy`] |
//!
//! A [`recipe::Recipe`] names one of each. To try a piece of your own, implement its
//! trait and name it: `Recipe { target_update: Box::new(Mine), ..dqn() }`.
//!
//! ## Notation
//!
//! s, a, r, s′: state, action, reward, next state. θ: weights of the online network,
//! θ⁻: of the target network. y: the target; δ = y − Q(s, a; θ): the TD error. γ: the
//! discount; ε: the probability of exploring; η: the learning rate; w: the weight of
//! a transition in the loss. `B`, `S`, `A`: transitions in a batch, numbers in a
//! state, actions.

pub mod agent;
pub mod as_printed;
pub mod ddqn;
pub mod dqn;
pub mod dueling;
pub mod error;
pub mod evidence;
pub mod exercises;
pub mod experiments;
pub mod exploration;
pub mod faults;
pub mod faulty_replay;
pub mod foundations;
pub mod lab;
pub mod n_step;
pub mod nfq;
pub mod per;
pub mod polyak;
pub mod prelude;
pub mod press;
pub mod rank;
pub mod recipe;
pub mod replay;
pub mod report;
pub mod storage;
pub mod sum_tree;
pub mod target;
pub mod tiles;
pub mod triad;

// A notebook keeps a variable from one cell to the next only if it can name the
// variable's type, and the type of a recipe names layers of dfdx.
pub use dfdx;

/// What a reader runs in the chapters runs here too.
#[cfg(doctest)]
mod chapters {
    #[doc = include_str!("../book/src/introduction.md")]
    struct Introduction;
    #[doc = include_str!("../book/src/nfq.md")]
    struct Nfq;
    #[doc = include_str!("../book/src/replay.md")]
    struct Replay;
    #[doc = include_str!("../book/src/target.md")]
    struct Target;
    #[doc = include_str!("../book/src/exploration.md")]
    struct Exploration;
    #[doc = include_str!("../book/src/dqn.md")]
    struct Dqn;
    #[doc = include_str!("../book/src/play.md")]
    struct Play;
    #[doc = include_str!("../book/src/ddqn.md")]
    struct Ddqn;
    #[doc = include_str!("../book/src/per.md")]
    struct Per;
    #[doc = include_str!("../book/src/dueling.md")]
    struct Dueling;
    #[doc = include_str!("../book/src/polyak.md")]
    struct Polyak;
    #[doc = include_str!("../book/src/combining.md")]
    struct Combining;
    #[doc = include_str!("../book/src/yours.md")]
    struct Yours;
    #[doc = include_str!("../book/src/triad.md")]
    struct Triad;
    #[doc = include_str!("../book/src/failures.md")]
    struct Failures;
    #[doc = include_str!("../book/src/museum.md")]
    struct Museum;
    #[doc = include_str!("../book/src/doctor.md")]
    struct Doctor;
    #[doc = include_str!("../book/src/comparison.md")]
    struct Comparison;
    #[doc = include_str!("../book/src/reproducing.md")]
    struct Reproducing;
    #[doc = include_str!("../book/src/differences.md")]
    struct Differences;
    #[doc = include_str!("../book/src/notation.md")]
    struct Notation;
    #[doc = include_str!("../book/src/glossary.md")]
    struct Glossary;
    #[doc = include_str!("../book/src/bibliography.md")]
    struct Bibliography;
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
