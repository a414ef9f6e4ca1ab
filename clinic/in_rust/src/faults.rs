//! The faults of the clinic that are no settings, each as a piece of the crate: what a
//! recipe becomes by it.

use crate::objectives::{Broadcast, NotDetached};
use crate::stored::{AliasedState, ShiftedAction};
use deepq::faults::{
    MaxOverBatch, NeverTerminal, ScaledReward, TruncationIsTerminal,
};
use deepq::faulty_replay::{FaultyReplay, ReplayFault};
use deepq::prelude::*;

/// What a fault makes of a recipe.
pub type Fault<N, const S: usize, const A: usize> =
    fn(Recipe<N, S, A>) -> Recipe<N, S, A>;

/// The faults that change pieces of a recipe, by name. All others are in the settings,
/// in the network, or in what the agent sees of the world.
pub fn faults<N: QNetwork<S, A>, const S: usize, const A: usize>()
-> [(&'static str, Fault<N, S, A>); 9] {
    [
        ("newest-only", newest_only),
        ("no-mask", |recipe| storing(NeverTerminal, recipe)),
        ("limit-is-end", |recipe| {
            storing(TruncationIsTerminal, recipe)
        }),
        ("lost-rewards", |recipe| {
            storing(ScaledReward { factor: 0.0 }, recipe)
        }),
        ("shifted-action", |recipe| {
            storing(ShiftedAction::<A>, recipe)
        }),
        ("aliased-state", |recipe| storing(AliasedState, recipe)),
        ("batch-maximum", |recipe| {
            minimising(huber(MaxOverBatch), recipe)
        }),
        ("broadcast", |recipe| minimising(Broadcast, recipe)),
        ("no-detach", |recipe| minimising(NotDetached, recipe)),
    ]
}

/// The Huber loss of PyTorch, whose targets bootstrap by `bootstrap`.
pub fn huber<B>(bootstrap: B) -> Huber<B> {
    Huber {
        kappa: 1.0,
        bootstrap,
    }
}

/// Each batch is made of the newest transitions of a memory as large as ever.
fn newest_only<N, const S: usize, const A: usize>(
    recipe: Recipe<N, S, A>,
) -> Recipe<N, S, A> {
    Recipe {
        replay: Box::new(NewestReplay::new(50_000)),
        ..recipe
    }
}

/// Something is wrong with each transition that is stored.
fn storing<N, const S: usize, const A: usize>(
    fault: impl ReplayFault<S, UniformReplay<S>> + 'static,
    recipe: Recipe<N, S, A>,
) -> Recipe<N, S, A> {
    let memory = UniformReplay::new(recipe.replay.capacity());
    Recipe {
        replay: Box::new(FaultyReplay { memory, fault }),
        ..recipe
    }
}

/// Another objective.
fn minimising<N, const S: usize, const A: usize>(
    objective: impl Objective<N, S, A> + 'static,
    recipe: Recipe<N, S, A>,
) -> Recipe<N, S, A> {
    Recipe {
        objective: Box::new(objective),
        ..recipe
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deepq::dqn::dqn;

    /// The pieces of DQN that a fault replaces, as they are called.
    fn replaced(name: &str) -> String {
        let faults = faults();
        let (_, fault) = faults.iter().find(|(n, _)| *n == name).unwrap();
        let (before, after) = (dqn().card().pieces(), fault(dqn()).card().pieces());
        let pieces = before.into_iter().zip(after);
        let changed = pieces.filter(|(before, after)| before != after);
        let named = changed.map(|(_, (piece, words))| format!("{piece}: {words}"));
        named.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_fault_replaces_one_piece() {
        let memory = |fault| {
            format!(
                "memory: Slipped {{ memory: UniformReplay {{ capacity: 50000 }}, \
                 slip: {fault} }}"
            )
        };
        assert_eq!(replaced("no-mask"), memory("NeverTerminal"));
        assert_eq!(replaced("limit-is-end"), memory("TruncationIsTerminal"));
        assert_eq!(replaced("shifted-action"), memory("ShiftedAction"));
        assert_eq!(replaced("aliased-state"), memory("AliasedState"));
        let lost = memory("ScaledReward { factor: 0.0 }");
        assert_eq!(replaced("lost-rewards"), lost);
        let newest = "memory: NewestReplay { capacity: 50000 }";
        assert_eq!(replaced("newest-only"), newest);
        let maximum = "objective: Huber { kappa: 1.0, bootstrap: MaxOverBatch }";
        assert_eq!(replaced("batch-maximum"), maximum);
        assert_eq!(replaced("broadcast"), "objective: Broadcast");
        assert_eq!(replaced("no-detach"), "objective: NotDetached");
    }
}
