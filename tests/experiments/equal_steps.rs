//! The agents that are compared after equally many steps differ in what their names say.

use deepq::experiments::{
    COPIED_EVERY, FAIR, FAIR_SEEDS, LAGS, MARKOV, Millimetres, PIECES, STEPS,
    SWEEPS, SWEPT, TEN_SEEDS, WithoutSpeeds, entries, find,
};
use deepq::polyak::Polyak;
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

/// The pieces in which two agents differ, with what the second has.
fn changed(before: &str, after: &str) -> Vec<(&'static str, String)> {
    let card = |name: &str| find(name).unwrap().provenance().unwrap().recipe;
    let pairs = card(before).pieces().into_iter().zip(card(after).pieces());
    let changed = pairs.filter(|(before, after)| before != after);
    changed.map(|(_, after)| after).collect()
}

#[test]
fn a_swept_agent_differs_from_the_courses_in_its_setting_alone() {
    let pieces = [
        "η, the learning rate",
        "target update",
        "batch size",
        "memory",
        "learning",
    ];
    let mut swept = Vec::new();
    for (sweep, piece) in SWEEPS.iter().zip(pieces) {
        assert!(sweep.agents.is_sorted_by(|a, b| a.0 < b.0), "{sweep:?}");
        for (value, name) in sweep.agents {
            swept.push(*name);
            match &changed("pieces/dqn", name)[..] {
                [] => assert_eq!(*name, "pieces/dqn"),
                [(found, text)] => {
                    assert_eq!(*found, piece, "{name}");
                    // The replay ratio is written as its two parts.
                    let numbers = [value.to_string(), format!("{value:?}")];
                    let is_said = numbers.iter().any(|n| text.contains(n));
                    assert!(is_said || piece == "learning", "{name}: {text}");
                }
                others => panic!("{name}: {others:?}"),
            }
        }
    }
    for entry in SWEPT {
        assert!(swept.contains(&entry.name), "{}", entry.name);
        assert_eq!(
            (entry.length, entry.seeds),
            (Length::Steps(STEPS), &TEN_SEEDS[..])
        );
    }
}

#[test]
fn the_target_networks_of_a_pair_are_equally_late() {
    for (every, pair) in COPIED_EVERY[1..].iter().zip(LAGS[1..].chunks(2)) {
        let [copied, following] = pair else {
            panic!("a pair has two agents")
        };
        let update = changed(FAIR[0].name, copied.name);
        let expected = format!("HardCopy {{ every: {every} }}");
        assert_eq!(update, [("target update", expected)]);
        let [(piece, text)] = &changed(FAIR[0].name, following.name)[..] else {
            panic!("{} differs in one piece", following.name)
        };
        assert_eq!(*piece, "target update");
        let tau = text
            .trim_start_matches("Polyak { tau: ")
            .trim_end_matches(" }");
        let lag = Polyak {
            tau: tau.parse().unwrap(),
        }
        .lag();
        let expected = (*every as f64 - 1.0) / 2.0;
        assert!((lag - expected).abs() < 1e-9, "{lag} is not {expected}");
    }
}

#[test]
fn no_other_recording_has_a_seed_of_the_fair_comparison() {
    for entry in entries().filter(|entry| entry.folder() != Some("fair")) {
        let is_apart = entry.seeds.iter().all(|seed| !FAIR_SEEDS.contains(seed));
        assert!(is_apart, "{}", entry.name);
    }
}

#[test]
fn the_speeds_are_hidden_and_two_frames_tell_them() {
    let (mut whole, mut hidden) = (CartPole::new(), WithoutSpeeds::default());
    let mut stacked = FrameStacked::<_, 2, 4>::new(WithoutSpeeds::default());
    let start = || random(12, Stream::Starts);
    let [x, _, angle, _] = whole.reset(&mut start());
    assert_eq!(hidden.reset(&mut start()), [x, angle]);
    assert_eq!(stacked.reset(&mut start()), [x, angle, x, angle]);
    let mut before = [x, angle];
    for action in [1, 0, 1, 1] {
        let [x, speed, angle, turning] = whole.step(action).state;
        assert_eq!(hidden.step(action).state, [x, angle]);
        let state = stacked.step(action).state;
        assert_eq!(state, [before[0], before[1], x, angle]);
        // A picture shows all of it.
        assert_eq!(stacked.unwrapped(state), [x, speed, angle, turning]);
        before = [x, angle];
    }
    let lengths = MARKOV.map(|entry| entry.length);
    assert_eq!(lengths, [Length::Steps(STEPS); 2]);
}
