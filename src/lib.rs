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
//! | [`objective`], [`huber`] | what does a learner step minimise? | Mnih et al. 2015; Huber 1964 |
//! | [`dqn`] | how do the pieces make one learner step? | Mnih et al. 2015, algorithm 1 |
//! | [`ddqn`] | how does one avoid a maximum of noise? | van Hasselt et al. 2016 |
//! | [`per`], [`sum_tree`], [`rank`] | which transitions are worth learning from? | Schaul et al. 2016 |
//! | [`polyak`] | must updates be abrupt? | Lillicrap et al. 2016 |
//! | [`dueling`] | what is a state worth, regardless of the action? | Wang et al. 2016 |
//! | [`as_printed`] | what do bugs in a listing cost? | |
//! | [`faults`], [`experiments::variants`] | what do classic faults cost? | |
//! | [`n_step`] | how many rewards come before the network is asked? | Sutton and Barto 2018, ch. 7 |
//! | [`tiles`] | what are values without a network? | Sutton and Barto 2018, ch. 9 |
//! | [`yours`] | how does another world with other actions learn? | |
//! | [`worlds`] | what makes a world hard for DQN? | Moore 1990; Sutton 1996 |
//! | [`stream`], [`pqn`] | what if there is no memory and no target network? | Elsayed et al. 2024; Gallici et al. 2024 |
//! | [`circuit`], [`qubits`] | can a quantum circuit be the network? | Skolik et al. 2022 |
//! | [`triad`] | which three parts diverge together? | Baird 1995; van Hasselt et al. 2018 |
//! | [`lab::doctor::rules`](mod@lab::doctor::rules) | what is wrong with a run? | |
//! | [`recipe`], [`agent`], [`report`] | how do they make an agent, and what does it report? | |
//!
//! ## The rooms
//!
//! | room | what is in it |
//! | --- | --- |
//! | `src/main.rs`, `src/press/` | the commands; the book, the notebooks and the programs that they need |
//! | `src/evidence/` | for each chapter its figures, tables and numbers |
//! | `src/experiments/` | which agents, worlds, seeds and faults the book records |
//! | `src/exercises/` | the judges of the exercises, beside the lab |
//! | `src/lab/` | what is done with any agent in any world: run it, count, draw, diagnose |
//! | `src/papers/` | experiments of papers that a test makes again whole |
//! | `src/*.rs` | the chapters: equations as code, and recipes |
//! | `src/foundations/` | tensors, environment, worlds, networks, optimiser, random numbers |
//!
//! Each room uses those below it and none above, except that only the [`prelude`] and
//! what notebooks display use the exercises. `tests/layers/main.rs` reads every path
//! in every file. How to add a chapter, an agent or a figure: `CONTRIBUTING.md`.
//!
//! The features follow the rooms: `cli`, on by default, holds the press and the
//! evidence. Notebooks and dependents compile the library without it.
//!
//! ## From an equation to its code, test, figure and numbers
//!
//! 1. **Code.** Below the equation, the page includes the function that computes it, as
//!    `src/ddqn.rs:double_value`: the file, and the name at its `// ANCHOR:`.
//! 2. **Test.** Search for that function, or for the type that has it, in the tests of
//!    the table.
//! 3. **Figure.** The page shows `figures/maximum-of-noise.svg`: search for the name in
//!    the evidence of the table, else in all of `src/evidence/`. Those of the museum are
//!    called `fault-<name>` after the entries in `src/experiments/faults.rs`.
//! 4. **Number.** The page includes `tables/numbers.md:double_trials`: search likewise.
//! 5. **Exercise.** What `check_double_value` asks is in `src/exercises/`, and wrong
//!    answers to it in `tests/judges/`.
//!
//! The table names the main files of each page.
//!
//! | page | code | tests | evidence |
//! | --- | --- | --- | --- |
//! | `book/src/nfq.md` | `src/nfq.rs`, `src/growing_batch.rs` | `tests/learning/nfq.rs`, `tests/learning/growing_batch.rs` | `src/evidence/nfq/` |
//! | `book/src/replay.md` | `src/replay.rs` | `tests/replay.rs` | `src/evidence/replay/` |
//! | `book/src/target.md` | `src/target.rs` | `tests/equations.rs` | `src/evidence/target/` |
//! | `book/src/exploration.md` | `src/exploration.rs` | `tests/equations.rs` | `src/evidence/exploration/` |
//! | `book/src/dqn.md` | `src/objective.rs`, `src/huber.rs`, `src/foundations/optimizers/`, `src/dqn.rs`, `src/recipe.rs`, `src/agent.rs` | `tests/equations.rs`, `tests/objectives.rs`, `tests/units.rs`, `tests/optimizers.rs`, `tests/parity.rs`, `tests/learning/dqn.rs` | `src/evidence/dqn/` |
//! | `book/src/play.md` | `src/agent.rs` | `tests/browser/play.py` | `src/evidence/play/` |
//! | `book/src/train.md` | `src/experiments/choices.rs`, `src/experiments/training.rs` | `tests/training.rs`, `tests/browser/train.py` | `src/press/web.rs` |
//! | `book/src/ddqn.md` | `src/ddqn.rs`, `src/target.rs` | `tests/techniques.rs`, `tests/parity.rs` | `src/evidence/ddqn/` |
//! | `book/src/per.md` | `src/per.rs`, `src/sum_tree.rs`, `src/rank.rs` | `tests/prioritized.rs`, `tests/sum_tree.rs` | `src/evidence/per/` |
//! | `book/src/dueling.md` | `src/dueling.rs` | `tests/techniques.rs`, `tests/parity.rs` | `src/evidence/dueling/` |
//! | `book/src/polyak.md` | `src/polyak.rs` | `tests/techniques.rs`, `tests/parity.rs` | `src/evidence/polyak/` |
//! | `book/src/n_step.md` | `src/n_step.rs`, `src/papers/random_walk.rs` | `tests/judges/n_step.rs`, `tests/papers.rs` | `src/evidence/n_step/` |
//! | `book/src/combining.md` | `src/dueling.rs` | `tests/techniques.rs` | `src/evidence/combining/` |
//! | `book/src/yours.md` | `src/yours.rs`, `src/foundations/` | `src/yours.rs`, `tests/cart_pole.rs`, `tests/wrappers.rs` | `src/evidence/yours/` |
//! | `book/src/worlds.md` | `src/worlds/`, `src/experiments/worlds/` | `tests/worlds.rs`, `tests/judges/worlds.rs` | `src/evidence/worlds/` |
//! | `book/src/stream.md` | `src/stream.rs`, `src/pqn.rs`, `src/foundations/vector.rs` | `src/stream.rs`, `src/pqn.rs`, `tests/judges/stream.rs`, `tests/papers.rs` | `src/evidence/stream/` |
//! | `book/src/triad.md` | `src/triad.rs`, `src/tiles.rs` | `tests/learning/`, `tests/experiments/corners.rs` | `src/evidence/triad/` |
//! | `book/src/failures.md` | `src/lab/doctor/diagnostics.rs` | `tests/sanity.rs` | `src/evidence/failures/` |
//! | `book/src/museum.md` | `src/faults.rs`, `src/faulty_replay.rs`, `src/faulty_objective.rs`, `src/faulty_normalization.rs`, `src/experiments/variants.rs` | `tests/experiments/` | `src/evidence/museum/` |
//! | `book/src/doctor.md` | `src/lab/doctor/`, `src/lab/reading/` | `tests/doctor.rs` | `src/evidence/doctor/` |
//! | `book/src/ask.md` | `src/lab/consulting.rs` | `tests/browser/ask.py` | `src/press/web.rs` |
//! | `book/src/comparison.md` | `src/lab/stats/reliability.rs` | `tests/reliability.rs` | `src/evidence/comparison/` |
//! | `book/src/reproducing.md` | `src/lab/runs/`, `src/experiments/units.rs` | `tests/reproduction.rs`, `tests/recording.rs`, `tests/evaluation.rs` | `src/evidence/page.rs`, `src/evidence/reproducing/` |
//! | `book/src/differences.md` | `src/as_printed.rs` | `tests/techniques.rs` | `src/evidence/differences/` |
//! | `book/src/circuit.md` | `src/circuit.rs`, `src/qubits.rs` | `tests/circuit.rs` | `src/evidence/circuit/` |
//! | `book/src/claims.md` | `src/evidence/claims.rs` | `tests/book/claims.rs` | `src/evidence/*/claims.rs` |
//!
//! ## The pieces that can be swapped
//!
//! | piece | type | DQN has |
//! | --- | --- | --- |
//! | memory | [`replay::Replay`] | [`replay::UniformReplay`] |
//! | network | [`foundations::network::QNetwork`] | [`foundations::network::Mlp`] |
//! | objective | [`objective::Objective`] | [`objective::SquaredError`] |
//! | its bootstrap | [`target::Bootstrap`] | [`target::MaxValue`] |
//! | optimiser | [`foundations::optimizer::Optimizer`] | [`foundations::optimizers::RmsProp`] |
//! | learning rate | [`exploration::Schedule`] | [`exploration::Constant`] |
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

#![cfg_attr(
    not(feature = "cli"),
    allow(
        dead_code,
        unused_imports,
        reason = "the evidence alone draws some of the lab's charts"
    )
)]

pub mod agent;
pub mod as_printed;
pub mod circuit;
pub mod ddqn;
mod display;
pub mod dqn;
pub mod dueling;
pub mod error;
#[cfg(feature = "cli")]
pub mod evidence;
pub mod exercises;
pub mod experiments;
pub mod exploration;
pub mod faults;
pub mod faulty_normalization;
pub mod faulty_objective;
pub mod faulty_replay;
pub mod foundations;
pub mod growing_batch;
pub mod huber;
pub mod lab;
pub mod n_step;
pub mod nfq;
pub mod objective;
pub mod papers;
pub mod per;
pub mod polyak;
pub mod pqn;
pub mod prelude;
#[cfg(feature = "cli")]
pub mod press;
pub mod qubits;
pub mod rank;
pub mod recipe;
pub mod replay;
pub mod report;
pub mod storage;
pub mod stream;
pub mod sum_tree;
pub mod target;
pub mod tiles;
pub mod triad;
pub mod worlds;
pub mod yours;

// A notebook keeps a variable from one cell to the next only if it can name the
// variable's type, and the type of a recipe names layers of dfdx.
pub use dfdx;

/// What a reader runs in the chapters runs here too.
#[cfg(doctest)]
mod chapters {
    macro_rules! chapters {
        ($($page:ident)+) => {$(
            #[doc = include_str!(concat!("../book/src/", stringify!($page), ".md"))]
            mod $page {}
        )+};
    }
    chapters! {
        introduction nfq replay target exploration dqn play train ddqn per dueling
        polyak n_step combining yours worlds stream triad failures museum doctor ask comparison
        settings reproducing differences claims circuit notation glossary bibliography
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
