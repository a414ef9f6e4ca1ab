//! The tests that judge mutants, in one program, for it is built once for each of them.
#[path = "../bad_input.rs"]
mod bad_input;
#[path = "../cart_pole.rs"]
mod cart_pole;
#[path = "../doctor.rs"]
mod doctor;
#[path = "../equations.rs"]
mod equations;
#[path = "../evaluation.rs"]
mod evaluation;
#[path = "../experiments/main.rs"]
mod experiments;
#[path = "../formats.rs"]
mod formats;
#[path = "../fuzz.rs"]
mod fuzz;
#[path = "../hostile.rs"]
mod hostile;
#[path = "../judges/main.rs"]
mod judges;
#[path = "../learning/main.rs"]
mod learning;
#[path = "../measures.rs"]
mod measures;
#[path = "../metamorphic.rs"]
mod metamorphic;
#[path = "../objectives.rs"]
mod objectives;
#[path = "../optimizers.rs"]
mod optimizers;
#[path = "../parity.rs"]
mod parity;
#[path = "../prioritized.rs"]
mod prioritized;
#[path = "../recipes.rs"]
mod recipes;
#[path = "../recording.rs"]
mod recording;
#[path = "../reliability.rs"]
mod reliability;
#[path = "../replay.rs"]
mod replay;
#[path = "../sanity.rs"]
mod sanity;
#[path = "../sum_tree.rs"]
mod sum_tree;
#[path = "../survival.rs"]
mod survival;
#[path = "../techniques.rs"]
mod techniques;
#[path = "../units.rs"]
mod units;
#[path = "../wrappers.rs"]
mod wrappers;
