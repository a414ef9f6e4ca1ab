//! The agents that are compared after equally many steps differ in what their names say.

use deepq::experiments::{Millimetres, PIECES, STEPS};
use deepq::prelude::*;

#[test]
fn a_cart_pole_in_millimetres_is_the_same_world() {
    let (mut metres, mut millimetres) = (CartPole::new(), Millimetres::default());
    let start = metres.reset(&mut random(12, Stream::Starts));
    let converted = |[x, speed, angle, turning]: [f32; 4]| {
        [1_000.0 * x, 1_000.0 * speed, angle, turning]
    };
    let same = millimetres.reset(&mut random(12, Stream::Starts));
    assert_eq!(same, converted(start));
    for action in [1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] {
        let (step, same) = (metres.step(action), millimetres.step(action));
        assert_eq!(same.state, converted(step.state));
        assert_eq!(
            (same.reward, same.terminated),
            (step.reward, step.terminated)
        );
    }
}

/// What each agent has otherwise than the first.
const OTHERWISE: [(&str, &[&str]); 16] = [
    ("pieces/dqn", &[]),
    ("pieces/huber", &["objective"]),
    ("pieces/adam", &["optimiser"]),
    ("pieces/huber-adam", &["objective", "optimiser"]),
    ("pieces/clipped-adam", &["optimiser"]),
    ("pieces/slow-target", &["target update"]),
    ("pieces/huber-slow-target", &["objective", "target update"]),
    ("pieces/learn-every-4", &["learning"]),
    ("pieces/learner-steps-4", &["learning"]),
    ("pieces/memory-1000", &["memory"]),
    ("pieces/memory-10000", &["memory"]),
    ("pieces/normalized", &["environment"]),
    ("pieces/layer-norm", &["network"]),
    ("pieces/millimetres", &["environment"]),
    ("pieces/normalized-millimetres", &["environment"]),
    ("pieces/layer-norm-millimetres", &["network", "environment"]),
];

#[test]
fn an_agent_at_equal_steps_has_the_pieces_that_its_name_says_and_no_others() {
    let card =
        |entry: &deepq::experiments::Entry| entry.provenance().unwrap().recipe;
    let dqn = card(&PIECES[0]);
    for (entry, (name, expected)) in PIECES.iter().zip(OTHERWISE) {
        let pieces = card(entry).pieces().into_iter().zip(dqn.pieces());
        let changed = pieces.filter(|(own, dqn)| own != dqn);
        let changed: Vec<&str> = changed.map(|((piece, _), _)| piece).collect();
        assert_eq!((entry.name, &changed[..]), (name, expected));
        assert_eq!(entry.length, Length::Steps(STEPS));
        assert_eq!(entry.seeds.len(), 10);
    }
}
