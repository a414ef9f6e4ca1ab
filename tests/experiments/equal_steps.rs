//! The agents that are compared after equally many steps differ in what their names say.

use deepq::experiments::{
    CIRCUITS, COPIED_EVERY, Entry, FAIR, FAIR_SEEDS, GROWING_BATCH, LAGS, MAP,
    MAP_COPIES, MAP_RATES, MAP_SEEDS, MAPPED, MARKOV, Millimetres, PIECES, STEPS,
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

/// The pieces of an agent.
fn pieces(name: &str) -> Vec<(&'static str, String)> {
    let card = find(name).unwrap().provenance().unwrap().recipe;
    card.pieces().to_vec()
}

/// The pieces in which two agents differ, with what the second has.
fn changed(before: &str, after: &str) -> Vec<(&'static str, String)> {
    let pairs = pieces(before).into_iter().zip(pieces(after));
    let changed = pairs.filter(|(before, after)| before != after);
    changed.map(|(_, after)| after).collect()
}

/// What a card says of a value.
type InWords = fn(f64) -> String;

#[test]
fn a_swept_agent_differs_from_the_courses_in_its_setting_alone_and_has_its_value() {
    let sought: [(&str, InWords); 5] = [
        ("η, the learning rate", |rate| {
            format!("Constant({rate:?})")
        }),
        ("target update", |every| {
            format!("HardCopy {{ every: {every} }}")
        }),
        ("batch size", |size| size.to_string()),
        ("memory", |capacity| {
            format!("UniformReplay {{ capacity: {capacity} }}")
        }),
        ("learning", |ratio| {
            let (steps, every) = if ratio < 1.0 {
                (1.0, 1.0 / ratio)
            } else {
                (ratio, 1.0)
            };
            format!("{steps} learner steps every {every} steps")
        }),
    ];
    let mut swept = Vec::new();
    for (sweep, (piece, expected)) in SWEEPS.iter().zip(sought) {
        assert!(sweep.agents.is_sorted_by(|a, b| a.0 < b.0), "{sweep:?}");
        for (value, name) in sweep.agents {
            swept.push(*name);
            let found = (piece, expected(*value));
            assert!(pieces(name).contains(&found), "{name} has not {found:?}");
            let others = changed("pieces/dqn", name);
            assert!(others.iter().all(|other| *other == found), "{others:?}");
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
    let [first, others @ ..] = &LAGS;
    let copying = [&FAIR[0], &others[0], &others[2]];
    let following = [first, &others[1], &others[3]];
    for ((every, copied), follows) in COPIED_EVERY.iter().zip(copying).zip(following)
    {
        let update = |name: &str| {
            let all = pieces(name).into_iter();
            let mut update = all.filter(|(piece, _)| *piece == "target update");
            update.next().unwrap().1
        };
        let expected = format!("HardCopy {{ every: {every} }}");
        assert_eq!(update(copied.name), expected, "{}", copied.name);
        let text = update(follows.name);
        let tau = text.trim_start_matches("Polyak { tau: ");
        let polyak = Polyak {
            tau: tau.trim_end_matches(" }").parse().unwrap(),
        };
        let (lag, expected) = (polyak.lag(), (*every as f64 - 1.0) / 2.0);
        assert!((lag - expected).abs() < 1e-9, "{lag} is not {expected}");
        for name in [copied.name, follows.name] {
            let others = changed(FAIR[0].name, name);
            assert!(others.iter().all(|(piece, _)| *piece == "target update"));
        }
    }
}

#[test]
fn only_what_is_compared_with_given_settings_has_a_seed_of_the_fair_comparison() {
    let folders = [Some("fair"), Some("undiscounted")];
    let is_compared = |entry: &Entry| {
        let mut others = CIRCUITS.iter().chain([&GROWING_BATCH]);
        let is_other = others.any(|other| other.name == entry.name);
        is_other || folders.contains(&entry.folder())
    };
    for entry in entries().filter(|entry| !is_compared(entry)) {
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

#[test]
fn a_cell_of_the_map_has_its_copies_and_its_rate_and_differs_in_nothing_else() {
    let usual = pieces("pieces/dqn");
    for (names, copies) in MAP.iter().zip(MAP_COPIES) {
        for (name, rate) in names.iter().zip(MAP_RATES) {
            let sought = [
                ("η, the learning rate", format!("Constant({rate:?})")),
                ("target update", format!("HardCopy {{ every: {copies} }}")),
            ];
            let found = pieces(name);
            let is_sought = |piece: &_| sought.contains(piece);
            assert_eq!(found.iter().filter(|piece| is_sought(piece)).count(), 2);
            let mut others = found.iter().filter(|piece| !is_sought(piece));
            assert!(others.all(|piece| usual.contains(piece)), "{name}");
            let entry = find(name).unwrap();
            assert_eq!(entry.length, Length::Steps(STEPS));
            assert!(MAP_SEEDS.iter().all(|seed| entry.seeds.contains(seed)));
        }
    }
    let names = MAP.as_flattened();
    assert!(MAPPED.iter().all(|entry| names.contains(&entry.name)));
}
