//! The corners of the triad differ in the switch that they name, and all of them train.

use super::pieces::twins;
use deepq::experiments::{
    CORNERS, Entry, GAMMA, Job, LARGEST_RETURN, discounted, entries, find,
    full_returns, linear, network, newest, one_step, prioritised, selected, table,
    ten_steps, uniform,
};
use deepq::prelude::*;

/// The part of the triad whose switches are all on.
fn triad() -> Recipe<Mlp<4, 2>, 4, 2> {
    one_step(prioritised(), network())
}

#[test]
fn the_data_is_a_matter_of_the_memory_alone() {
    assert_eq!(twins(&triad(), &one_step(uniform(), network())), ["memory"]);
    assert_eq!(twins(&triad(), &one_step(newest(), network())), ["memory"]);
    let sizes = [newest().capacity(), uniform().capacity()];
    assert_eq!(sizes, [prioritised().capacity(); 2]);
}

#[test]
fn the_values_are_a_matter_of_the_network_and_its_learning_rate() {
    let switch = ["network", "η, the learning rate"];
    assert_eq!(twins(&triad(), &one_step(prioritised(), table())), switch);
    assert_eq!(twins(&triad(), &one_step(prioritised(), linear())), switch);
    // The weights of a state together move as far as the one of the table.
    let (linear, table) = (linear().learning_rate, table().learning_rate);
    assert!((8.0 * linear.at_start() - table.at_start()).abs() < 1e-12);
}

#[test]
fn the_targets_are_a_matter_of_what_is_stored() {
    let full = full_returns(prioritised(), network());
    assert_eq!(twins(&triad(), &full), ["memory"]);
    let ten = ten_steps(prioritised(), network());
    assert_eq!(twins(&triad(), &ten), ["memory"]);
    // The memory within is that of the triad.
    for (recipe, look_ahead) in [(full, "FullReturns"), (ten, "NStep")] {
        let memory = recipe.card().replay;
        assert_eq!(memory.value("memory"), triad().card().replay.to_string());
        assert!(memory.value("look_ahead").starts_with(look_ahead));
    }
}

#[test]
fn without_a_switch_the_agents_are_the_dqn_of_the_course_with_a_discount() {
    let uniform = one_step(uniform(), network());
    assert!(twins(&discounted(), &uniform).is_empty());
    let largest = 1.0 / (1.0 - f64::from(GAMMA));
    assert!((largest - LARGEST_RETURN).abs() < 1e-4 * LARGEST_RETURN);
}

/// The three words of a title: targets, data, values.
fn words(entry: &Entry) -> [&'static str; 3] {
    let words: Vec<&str> = entry.title.split(", ").collect();
    words.try_into().unwrap()
}

#[test]
fn a_title_names_what_the_agent_has() {
    for entry in CORNERS {
        let card = entry.provenance().unwrap().recipe;
        let [targets, data, values] = words(&entry);
        let in_memory = |text| card.replay.to_string().contains(text);
        assert_eq!(targets == "full returns", in_memory("FullReturns"));
        assert_eq!(targets == "10 steps", in_memory("NStep"));
        assert_eq!(data == "newest", in_memory("NewestReplay"));
        assert_eq!(data == "uniform", in_memory("UniformReplay"));
        assert_eq!(data == "prioritised", in_memory("slip: NoWeights"));
        assert_eq!(values == "table", card.weights == ["weights [1, 4096, 2]"]);
        assert_eq!(values == "linear", card.weights == ["weights [8, 4096, 2]"]);
        assert_eq!(values == "network", card.weights.len() == 6);
    }
}

#[test]
fn there_are_eight_corners_and_three_middles_of_edges() {
    let all: Vec<[&str; 3]> = CORNERS.iter().map(words).collect();
    for targets in ["1 step", "full returns"] {
        for data in ["newest", "prioritised"] {
            for values in ["table", "network"] {
                let corner = [targets, data, values];
                let count = all.iter().filter(|words| **words == corner).count();
                assert_eq!(count, 1, "{corner:?}");
            }
        }
    }
    let triad = ["1 step", "prioritised", "network"];
    for middle in ["10 steps", "uniform", "linear"] {
        let has_it = |words: &&[&str; 3]| words.contains(&middle);
        let words: Vec<_> = all.iter().filter(has_it).collect();
        assert_eq!(words.len(), 1);
        let pairs = words[0].iter().zip(triad);
        assert_eq!(pairs.filter(|(word, part)| *word != part).count(), 1);
    }
}

#[test]
fn the_folder_of_the_corners_selects_them_all() {
    let selected = selected(&["triad".to_owned()]).unwrap();
    let names: Vec<&str> = selected.iter().map(|job| job.entry.name).collect();
    assert_eq!(names, CORNERS.map(|entry| entry.name));
    for Job { entry, file, .. } in selected {
        assert_eq!(file, entry.name);
        assert!(file.starts_with("triad/"));
        assert_eq!(entries().filter(|other| other.name == file).count(), 1);
        assert_eq!(
            (entry.seeds.len(), entry.length),
            (10, Length::Episodes(150))
        );
    }
    assert!(find("triad").is_err());
}

#[test]
fn every_corner_trains() {
    for entry in CORNERS {
        let run = entry.trial(12).unwrap().take(20);
        let rows: Vec<Row> = run.map(Result::unwrap).collect();
        let largest = |row: &Row| row.max_abs_q.unwrap_or(0.0);
        let first = rows.iter().map(largest).find(|&q| q > 0.0).unwrap();
        let last = largest(&rows[19]);
        // Values begin at about 0 and rise towards the returns.
        assert!(
            last > 2.0 && last > first,
            "{}: {first}, {last}",
            entry.name
        );
        let distances = rows.iter().filter_map(|row| row.target_distance);
        assert!(distances.fold(0.0, |sum, x| sum + x).is_finite());
    }
}
