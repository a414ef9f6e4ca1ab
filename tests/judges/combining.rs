//! What changed between two recipes, and one part taken out of an agent that has all.

use super::judged::Judged;
use deepq::dueling::all;
use deepq::exercises::Verdict;
use deepq::prelude::*;

/// The verdict on what differs among the first `amount` lines of the cards, as `same`
/// sees it; of that, the first `most` are told.
fn changes(amount: usize, most: usize, same: fn(&str, &str) -> bool) -> Verdict {
    check_changes(|before, after| {
        let pairs = before.pieces().into_iter().zip(after.pieces());
        let differ = pairs.take(amount).filter(|((_, a), (_, b))| !same(a, b));
        differ.map(|((name, _), _)| name).take(most).collect()
    })
}

fn name(text: &str) -> Option<&str> {
    text.split(' ').next()
}

#[test]
fn changes_are_judged() {
    Judged::new("changes")
        .right("all lines of the cards", &changes(12, 12, |a, b| a == b))
        .wrong("the sockets alone", [5], &changes(6, 12, |a, b| a == b))
        .wrong(
            "the names of the types",
            [2, 4, 6],
            &changes(12, 12, |a, b| name(a) == name(b)),
        )
        .wrong("the first alone", [6], &changes(12, 1, |a, b| a == b))
        .wrong(
            "what is the same as well",
            [1, 2, 3, 4, 5, 6],
            &changes(12, 12, |_, _| false),
        )
        .told();
}

#[test]
fn copied_all_is_judged() {
    let copied = || Recipe {
        target_update: Box::new(HardCopy { every: 15 }),
        ..all()
    };
    let copied_seldom = Recipe {
        target_update: Box::new(HardCopy { every: 100 }),
        ..all()
    };
    let from_dueling = Recipe {
        target_update: Box::new(HardCopy { every: 15 }),
        ..dueling()
    };
    let settings = Prioritization::new(0.6, Constant(0.4));
    let with_other_settings = Recipe {
        replay: Box::new(PrioritizedReplay::new(50_000, settings)),
        ..copied()
    };
    let discounted = Recipe {
        gamma: 0.99,
        ..copied()
    };
    let faster = Recipe {
        objective: Box::new(SquaredError {
            bootstrap: DoubleValue,
        }),
        learning_rate: Box::new(Constant(0.001)),
        ..copied()
    };
    Judged::new("copied_all")
        .right("all together with a copy", &check_copied_all(copied()))
        .wrong("all together", [1], &check_copied_all(all()))
        .wrong("seldom copied", [1], &check_copied_all(copied_seldom))
        .wrong("from dueling", [2], &check_copied_all(from_dueling))
        .wrong(
            "with other settings",
            [2],
            &check_copied_all(with_other_settings),
        )
        .wrong("double DQN", [2, 4], &check_copied_all(ddqn()))
        .wrong("DQN", [2, 3, 4], &check_copied_all(dqn()))
        .wrong("discounted", [5], &check_copied_all(discounted))
        .wrong("faster", [5], &check_copied_all(faster))
        .told();
}
