//! An agent that is put together from names is the agent that is put together in Rust,
//! and what is saved of its training can be read again.

use deepq::experiments::FAULTS;
use deepq::experiments::choices::{
    Choices, MEMORIES, NETWORKS, Small, bootstraps, faults,
};
use deepq::experiments::training::{CHOICES_KEY, Training, play_chosen};
use deepq::foundations::weights::metadata_of_model;
use deepq::lab::doctor::{Case, Columns, Diagnosis};
use deepq::lab::runs::parse_rows;
use deepq::prelude::*;
use std::path::Path;

fn trained(choices: Choices, episodes: usize) -> Training {
    let mut training = Training::new(choices, 7).unwrap();
    for _ in 0..episodes {
        training.step().unwrap().unwrap();
    }
    training
}

fn refusal(choices: Choices) -> String {
    Training::new(choices, 7).err().unwrap().to_string()
}

/// Few steps, after which it learns at once.
fn quick() -> Choices {
    let mut choices = Choices::default();
    choices.settings.batch_size = Some(8);
    choices.settings.warm_up = Some(8);
    choices
}

#[test]
fn an_agent_by_names_has_the_rows_of_the_same_recipe_in_rust() {
    let recipe: Recipe<Small, 4, 2> = Recipe {
        replay: Box::new(PrioritizedReplay::new(50_000, prioritization())),
        optimizer: Box::new(Adam::new()),
        learning_rate: Box::new(Constant(0.001)),
        target_update: Box::new(Polyak { tau: 0.25 }),
        exploration: Box::new(LinearSchedule {
            start: 0.5,
            end: 0.125,
            steps: 50,
        }),
        gamma: 0.75,
        batch_size: 8,
        warm_up: 8,
        ..ddqn_on(CartPole::new())
    };
    let run = Run::new(Agent::new(recipe, 7).unwrap(), 7);
    let mut choices = quick();
    choices.memory = "prioritised".to_owned();
    (choices.epsilon_start, choices.epsilon_end) = (0.5, 0.125);
    choices.epsilon_steps = 50;
    choices.settings.gamma = Some(0.75);
    (choices.settings.copy_every, choices.settings.tau) = (None, Some(0.25));
    let training = trained(choices, 4);
    let nameless = |row: Row| Row {
        recipe: String::new(),
        ..row
    };
    let expected = run.take(4).map(|row| nameless(row.unwrap()));
    let found = training.rows().iter().cloned().map(nameless);
    assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn every_name_makes_an_agent_that_learns_and_the_faults_are_those_of_the_museum() {
    let with = |change: &dyn Fn(&mut Choices)| {
        let mut choices = quick();
        change(&mut choices);
        let training = trained(choices, 2);
        assert!(training.rows()[1].loss.is_some());
    };
    for (name, _) in NETWORKS {
        with(&|choices| choices.network = name.to_owned());
    }
    for (name, _) in MEMORIES {
        with(&|choices| choices.memory = name.to_owned());
    }
    for (name, _) in bootstraps::<Small>() {
        with(&|choices| choices.bootstrap = name.to_owned());
    }
    for (name, _) in faults::<Small>() {
        with(&|choices| choices.fault = name.to_owned());
        let is_shown = FAULTS.iter().any(|fault| fault.entry.name == name);
        assert_eq!(is_shown, name != "none", "{name}");
    }
}

#[test]
fn a_fault_reaches_the_rows() {
    let mut choices = quick();
    choices.fault = "no-mask".to_owned();
    let terminal = |choices| trained(choices, 6).rows()[5].terminal_share;
    assert!(terminal(quick()).unwrap() > 0.0);
    assert_eq!(terminal(choices), Some(0.0));
}

#[test]
fn what_makes_no_sense_is_refused_with_what_would() {
    let mut choices = quick();
    choices.memory = "elephant".to_owned();
    let said = refusal(choices);
    let expected = "there is no memory named `elephant`; choose one of newest, uniform, \
                    prioritised";
    assert_eq!(said, expected);
    let mut choices = quick();
    choices.n = 0;
    assert!(refusal(choices).starts_with("n is 0, but must lie in [1, ∞)"));
    let mut choices = quick();
    choices.settings.gamma = Some(2.0);
    assert!(refusal(choices).starts_with("gamma is 2, but must lie in [0, 1]"));
    let mut choices = quick();
    choices.settings.tau = Some(0.5);
    assert!(refusal(choices).contains("give one of them"));
    for text in ["", "{\"memery\": 1}", "{\"n\": -1}"] {
        let said = Choices::from_json(text).unwrap_err().to_string();
        assert!(said.starts_with("these choices cannot be read"), "{said}");
    }
    let default = Choices::from_json("{}").unwrap();
    assert_eq!(default, Choices::default());
    assert_eq!(Choices::from_json(&default.to_json()).unwrap(), default);
}

#[test]
fn the_footage_is_the_newest_training_episode_and_no_evaluation() {
    let mut training = Training::new(quick(), 7).unwrap();
    let mut before = 0;
    for _ in 0..3 {
        let row = training.step().unwrap().unwrap();
        let (steps, episode_return) = (row.steps, row.episode_return);
        let episode = training.episode();
        assert_eq!(episode.steps(), steps - before);
        assert_eq!(episode.steps() as f64, episode_return);
        before = steps;
    }
    let (agent, _) = quick().agent(7).unwrap();
    assert_eq!(agent.card().environment, "CartPole-v1");
}

#[test]
fn the_doctor_knows_the_settings_and_asks_for_none_of_them() {
    let mut training = trained(quick(), 12);
    let number = |training: &Training, name| training.facts().number(name);
    let expected = [
        ("gamma", 0.99),
        ("target_interval", 50.0),
        ("batch_size", 8.0),
        ("buffer_size", 50_000.0),
        ("learning_starts", 8.0),
        ("learning_rate", 0.001),
        ("train_frequency", 1.0),
        ("gradient_steps", 1.0),
        ("time_limit", 500.0),
    ];
    for (name, value) in expected {
        assert_eq!(number(&training, name), Some(value), "{name}");
    }
    assert_eq!(number(&training, "tau"), None);
    let said = training.diagnosis();
    assert!(said.contains("Cannot tell"), "{said}");
    assert!(!said.contains("Tell it the settings"), "{said}");
    let rows: Vec<&Row> = training.rows().iter().collect();
    let told = Case::of(7, &rows).with(Columns::new(), &training.facts());
    assert!(said.contains(&Diagnosis::of_cases(&[told]).to_string()));

    let mut choices = quick();
    (choices.settings.copy_every, choices.settings.tau) = (None, Some(0.25));
    training = trained(choices, 1);
    assert_eq!(number(&training, "tau"), Some(0.25));
    assert_eq!(number(&training, "target_interval"), Some(1.0));
}

#[test]
fn the_rows_and_the_network_that_are_saved_are_read_again() {
    let training = trained(quick(), 3);
    let path = Path::new("rows.csv");
    let rows = parse_rows(path, training.csv().as_bytes()).unwrap();
    assert_eq!(rows, training.rows());
    let said = training.diagnosis();
    assert!(said.starts_with("trained-here-7.csv: 1 run of 3 rows\n"));
    let known = "gamma = 0.99, gradient_steps = 1";
    assert!(said.contains(known), "{said}");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    std::fs::write(&path, training.model().unwrap()).unwrap();
    let choices = &metadata_of_model(&path).unwrap()[CHOICES_KEY];
    let weights = Weights::load(&path).unwrap();
    let episode = play_chosen(choices, &weights, 7).unwrap();
    // The first of the starts of the first evaluation.
    assert!((8..=500).contains(&episode.steps()));
    let other = Choices {
        network: "16".to_owned(),
        ..quick()
    };
    let refused = play_chosen(&other.to_json(), &weights, 7);
    assert!(
        matches!(refused, Err(Error::ModelShape { .. })),
        "{refused:?}"
    );
}
