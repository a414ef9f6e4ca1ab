//! Bad input gets a clear error: what was wrong, the bound, and the remedy.

use deepq::experiments::find;
use deepq::foundations::{Weight, Weights};
use deepq::lab::runs::{
    COLUMNS, EVALUATION_EPISODES, Experiment, Length, Provenance, Recording,
    TWIN_COLUMNS, parse_rows_with,
};
use std::fs;
use std::path::PathBuf;

use deepq::prelude::*;

/// The message of an error that must mention each of `words`.
#[track_caller]
fn assert_says<T>(result: Result<T, Error>, words: &[&str]) {
    let message = match result {
        Ok(_) => panic!("no error"),
        Err(error) => error.to_string(),
    };
    for word in words {
        assert!(message.contains(word), "{message:?} lacks {word:?}");
    }
}

type MlpRecipe = Recipe<Mlp<4, 2>, 4, 2>;

fn agent(recipe: MlpRecipe) -> Result<Agent<4, 2>, Error> {
    Agent::new(recipe, 12)
}

/// The recipe of DQN after a change.
fn changed(change: impl Fn(&mut MlpRecipe)) -> MlpRecipe {
    let mut recipe = dqn();
    change(&mut recipe);
    recipe
}

/// An agent that explores by another schedule.
fn exploring(schedule: impl Schedule + 'static) -> Result<Agent<4, 2>, Error> {
    let exploration = Box::new(schedule);
    agent(Recipe {
        exploration,
        ..dqn()
    })
}

#[test]
fn an_unknown_recipe_suggests_the_nearest() {
    assert_says(find("dqm"), &["`dqm`", "did you mean `dqn`"]);
}

/// Records runs of DQN under `seeds`.
fn record(
    recording: &Recording,
    seeds: &[u64],
    length: Length,
) -> Result<(), Error> {
    let dqn = find("dqn").unwrap();
    let experiment = Experiment {
        trial: &|seed| dqn.trial(seed),
        seeds,
        length,
    };
    experiment.record(recording, &mut |_| ())
}

#[test]
fn an_experiment_needs_seeds_that_differ_and_at_least_one_episode() {
    let folder = tempfile::tempdir().unwrap();
    let recording = Recording::new(folder.path(), "dqn", "dqn");
    let record = |seeds: &[u64], length| record(&recording, seeds, length);
    let one = Length::Episodes(1);
    assert_says(record(&[], one), &["at least one seed"]);
    assert_says(record(&[12, 34, 12], one), &["seed 12", "more than once"]);
    let words = ["at least 1 episode", "0 were asked for"];
    assert_says(record(&[12], Length::Episodes(0)), &words);
    let words = ["at least 1 step", "0 were asked for"];
    assert_says(record(&[12], Length::Steps(0)), &words);
}

#[test]
fn a_discount_outside_0_to_1_is_refused() {
    for gamma in [-0.1, 1.1, f32::NAN] {
        let words = ["gamma is", "[0, 1]"];
        assert_says(agent(Recipe { gamma, ..dqn() }), &words);
    }
}

#[test]
fn a_learning_rate_that_is_not_positive_and_finite_is_refused() {
    for learning_rate in [0.0, -0.001, f64::INFINITY, f64::NAN] {
        let recipe = changed(|recipe| {
            recipe.learning_rate = Box::new(Constant(learning_rate));
        });
        assert_says(agent(recipe), &["learning_rate is", "(0, ∞)"]);
    }
}

#[test]
fn an_epsilon_outside_0_to_1_is_refused_before_training() {
    let explore = |start, end| {
        let steps = 100;
        exploring(LinearSchedule { start, end, steps })
    };
    let decay = |start, factor, end| exploring(EpisodeDecay { start, factor, end });
    let nan = f64::NAN;
    for (start, factor, end) in [(nan, 0.9, 0.1), (1.0, nan, 0.1), (1.0, 0.9, nan)] {
        assert_says(decay(start, factor, end), &["epsilon is NaN", "[0, 1]"]);
    }
    for epsilon in [-0.1, 1.5, f64::NAN] {
        assert_says(explore(epsilon, 0.1), &["epsilon is", "[0, 1]"]);
        assert_says(explore(1.0, epsilon), &["epsilon is", "[0, 1]"]);
    }
    assert!(explore(1.0, 0.0).is_ok());
}

/// A schedule that leaves the range on its third step and comes back.
#[derive(Debug)]
struct Spike;

impl Schedule for Spike {
    fn value(&self, clock: Clock) -> f64 {
        if clock.step == 2 { 3.0 } else { 0.5 }
    }
}

#[test]
fn an_epsilon_that_leaves_its_range_later_ends_the_training() {
    let mut agent = exploring(Spike).unwrap();
    assert_says(agent.next().unwrap(), &["epsilon is 3", "[0, 1]"]);
    assert!(agent.next().is_none(), "the agent goes on after an error");
}

#[test]
fn a_temperature_that_is_not_positive_is_refused() {
    let recipe = Recipe {
        exploration: Box::new(Constant(0.0)),
        action_rule: Box::new(Boltzmann),
        ..dqn()
    };
    assert_says(agent(recipe), &["temperature is 0", "(0, ∞)"]);
}

#[test]
fn a_batch_must_fit_the_warm_up_and_the_warm_up_the_memory() {
    let batch = |size| agent(changed(|recipe| recipe.batch_size = size));
    assert_says(batch(321), &["batch_size is 321", "320", "raise warm_up"]);
    assert_says(batch(0), &["batch_size is 0", "[1, warm_up]"]);
    let small = changed(|r| r.replay = Box::new(UniformReplay::new(320)));
    let words = ["holds 320", "more than 320", "raise the capacity"];
    assert_says(agent(small), &words);
}

/// An environment that breaks on a given step: 0 is its start state.
#[derive(Clone, Debug)]
struct Breaks {
    on: usize,
    reward: f32,
    step: usize,
}

impl Environment<4, 2> for Breaks {
    fn reset(&mut self, _random: &mut Random) -> [f32; 4] {
        self.step = 0;
        [0.0, 0.0, if self.on == 0 { f32::NAN } else { 0.0 }, 0.0]
    }

    fn step(&mut self, _action: usize) -> Step<4> {
        self.step += 1;
        let breaks = self.step == self.on;
        Step {
            state: [if breaks { f32::INFINITY } else { 0.0 }; 4],
            reward: self.reward,
            terminated: false,
            truncated: self.step == 10,
        }
    }
}

#[test]
fn an_environment_that_returns_nan_is_named_with_the_place() {
    let first_report = |on, reward| {
        let world = Breaks {
            on,
            reward,
            step: 0,
        };
        agent(dqn_on(world)).unwrap().next().unwrap()
    };
    let start = ["state[2] = NaN", "step 0 of episode 1"];
    assert_says(first_report(0, 1.0), &start);
    assert_says(
        first_report(7, 1.0),
        &["state[0] = inf", "step 7 of episode 1"],
    );
    assert_says(first_report(99, f32::NAN), &["reward = NaN", "step 1 of"]);
    assert!(first_report(99, 1.0).is_ok());
}

/// A recording of two short runs, and what damages it.
fn damaged(damage: impl Fn(&str) -> String) -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let recording = Recording::new(folder.path(), "dqn", "dqn");
    record(&recording, &[12, 34], Length::Episodes(2))?;
    let rows = fs::read_to_string(recording.path()).unwrap();
    let damaged = damage(&rows);
    assert_ne!(rows, damaged);
    fs::write(recording.path(), &damaged).unwrap();
    let result = record(&recording, &[12, 34], Length::Episodes(2));
    let after = fs::read_to_string(recording.path()).unwrap();
    assert_eq!(after, damaged, "a damaged file is left as it is");
    result
}

#[test]
fn results_without_a_column_are_refused() {
    let result = damaged(|rows| rows.replace(",score,", ",points,"));
    assert_says(result, &["no column `score`", &COLUMNS.join(", ")]);
}

#[test]
fn results_whose_last_line_is_cut_are_refused() {
    let cut = |characters: usize| {
        damaged(move |rows| rows[..rows.len() - characters].to_owned())
    };
    // Inside the last cell, and before it.
    assert_says(cut(3), &["line 5", "cut short", "restore the file"]);
    assert_says(cut(40), &["line 5", "restore the file"]);
}

#[test]
fn results_with_a_word_for_a_number_are_refused() {
    let result = damaged(|rows| rows.replacen("\n12,1,", "\n12,one,", 1));
    assert_says(result, &["line 2", "restore the file"]);
}

#[test]
fn what_cannot_be_read_is_named_with_its_line_its_column_and_its_value() {
    let title = "seed,episode,steps,score,episode_return\n";
    let refusal = |rows: &str| {
        let file = title.to_owned() + rows;
        let path = PathBuf::from("rows.csv");
        parse_rows_with(&TWIN_COLUMNS, &path, file.as_bytes())
    };
    for (rows, words) in [
        (
            "1,1,9,nine,9\n",
            ["line 2:", "`nine` in the column of `score` is no number"],
        ),
        (
            "1,1,9.5,9,9\n",
            ["line 2:", "`9.5` in the column of `steps` is no whole"],
        ),
        (
            "-1,1,9,9,9\n",
            ["line 2:", "`-1` in the column of `seed` is no whole"],
        ),
        (
            "1,1,9,9,9\n1,2,9\n",
            ["line 3:", "it has 3 cells under 5 titles"],
        ),
        // Blank lines count as lines.
        (
            "\n\n1,1,9,9,9\n\r\n\n1,2,9,,9\n",
            ["line 7:", "`` in the column of `score`"],
        ),
        (
            "\n1,1,9,9,9\n\n1,3,9,9,9\n",
            ["line 5:", "episode 3 of seed 1 follows"],
        ),
        ("\n\n1,1,9\n", ["line 4:", "3 cells"]),
        (
            "1,0,9,9,9\n",
            ["line 2:", "episodes count from 1, so add 1 to each"],
        ),
    ] {
        assert_says(refusal(rows), &words);
    }
}

#[test]
fn a_column_that_is_spelled_or_separated_otherwise_gets_a_hint() {
    let title = "seed,episode,steps,score,episode_return";
    for (title, hint) in [
        (
            title.replace("score", "Score"),
            "(`Score` is spelled otherwise: rename it)",
        ),
        (
            title.replace(',', ";"),
            "(its cells are separated by ';': commas are needed)",
        ),
        (
            title.replace(',', "\t"),
            r"(its cells are separated by '\t': commas",
        ),
        (
            title.replace("score", "points"),
            "no column `score`; its columns must be",
        ),
    ] {
        let path = PathBuf::from("rows.csv");
        let rows = parse_rows_with(&TWIN_COLUMNS, &path, title.as_bytes());
        assert_says(rows, &[hint]);
    }
}

#[test]
fn results_with_an_episode_missing_or_doubled_are_refused() {
    let without = |n: usize| {
        damaged(move |rows| {
            let kept = rows.lines().enumerate().filter(|(i, _)| *i != n);
            let lines: Vec<&str> = kept.map(|(_, line)| line).collect();
            lines.join("\n") + "\n"
        })
    };
    assert_says(
        without(1),
        &["line 2", "episode 2 of seed 12 follows", "restore"],
    );
    let doubled = damaged(|rows| {
        let last = rows.lines().last().unwrap();
        format!("{rows}{last}\n")
    });
    assert_says(
        doubled,
        &["line 6", "episode 2 of seed 34 follows its episode 2"],
    );
}

#[test]
fn results_of_another_recipe_are_never_mixed_with_new_ones() {
    let own = Provenance::new(dqn().card(), EVALUATION_EPISODES).fingerprint();
    let result = damaged(|rows| rows.replace(&own, "0123456789abcdef"));
    assert_says(
        result,
        &["recipe 0123456789abcdef", &own, "move the file away"],
    );
}

#[test]
fn any_change_of_a_recipe_changes_its_fingerprint() {
    fn fingerprint<N: QNetwork<4, 2>>(recipe: &Recipe<N, 4, 2>) -> String {
        Provenance::new(recipe.card(), EVALUATION_EPISODES).fingerprint()
    }
    type Narrow = (Layer<4, 16>, ReLU, Layer<16, 2>);
    let breaks = Breaks {
        on: 1,
        reward: 1.0,
        step: 0,
    };
    let recipes = [
        dqn(),
        changed(|r| r.environment = Box::new(breaks.clone())),
        changed(|r| r.replay = Box::new(UniformReplay::new(50_001))),
        changed(|r| {
            r.objective = Box::new(SquaredError {
                bootstrap: OtherValue,
            });
        }),
        changed(|r| r.target_update = Box::new(HardCopy { every: 16 })),
        changed(|r| r.exploration = Box::new(Constant(0.5))),
        changed(|r| r.action_rule = Box::new(Boltzmann)),
        changed(|r| r.gamma = 0.99),
        changed(|r| r.learning_rate = Box::new(Constant(0.0008))),
        changed(|r| r.batch_size = 63),
        changed(|r| r.warm_up = 321),
        changed(|r| r.learn_every = 2),
        changed(|r| r.learner_steps = 2),
    ];
    let mut prints: Vec<_> = recipes.iter().map(fingerprint).collect();
    prints.push(fingerprint(&dqn_on::<Narrow, 4, 2>(CartPole::new())));
    prints.push(Provenance::new(dqn().card(), 6).fingerprint());
    let mut other_version = Provenance::new(dqn().card(), EVALUATION_EPISODES);
    other_version
        .versions
        .insert("gemm".into(), "0.15.6".into());
    prints.push(other_version.fingerprint());
    for (i, print) in prints.iter().enumerate() {
        assert!(!prints[..i].contains(print), "recipe {i}");
    }
    assert_eq!(prints[0], fingerprint(&dqn()));
}

/// A bootstrap by another name.
#[derive(Debug)]
struct OtherValue;

impl Bootstrap<Mlp<4, 2>, 4, 2> for OtherValue {
    fn next_values(
        &self,
        online: &Mlp<4, 2>,
        target: &Mlp<4, 2>,
        next_states: States<4>,
    ) -> PerSample {
        MaxValue.next_values(online, target, next_states)
    }
}

/// Saves a model, lets `damage` change the bytes, and loads it again.
fn load(damage: impl Fn(Vec<u8>) -> Vec<u8>) -> Result<Weights, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    agent(dqn()).unwrap().weights().save(&path, "dqn").unwrap();
    fs::write(&path, damage(fs::read(&path).unwrap())).unwrap();
    Weights::load(&path)
}

#[test]
fn a_model_that_is_cut_or_no_model_at_all_is_refused() {
    let words = ["model.safetensors", "not a whole safetensors model"];
    assert_says(load(|bytes| bytes[..bytes.len() - 1].to_vec()), &words);
    assert_says(load(|bytes| bytes[..5].to_vec()), &words);
    assert_says(load(|_| b"a picture of a cat, say".to_vec()), &words);
    assert_says(load(|_| Vec::new()), &words);
}

#[test]
fn a_model_of_another_shape_is_refused_and_changes_nothing() {
    let mut agent = agent(dqn()).unwrap();
    let before = agent.weights();
    let mut set = |change: &dyn Fn(&mut Vec<Weight>)| {
        let mut weights = before.clone();
        change(&mut weights.0);
        let result = agent.set_weights(&weights);
        assert_eq!(agent.weights(), before);
        result
    };
    let narrow = |weights: &mut Vec<Weight>| weights[0].shape = vec![256, 8];
    let words = ["`0.weight`", "[256, 8]", "needs [512, 4]"];
    assert_says(set(&narrow), &words);
    let few = |weights: &mut Vec<Weight>| weights[0].values.truncate(7);
    assert_says(set(&few), &["`0.weight`", "7 numbers", "needs [512, 4]"]);
    let short = |weights: &mut Vec<Weight>| drop(weights.pop());
    assert_says(set(&short), &["no weight `4.bias`", "trained with"]);
    let long = |weights: &mut Vec<Weight>| {
        let mut extra = weights[0].clone();
        extra.name = "6.weight".to_owned();
        weights.push(extra);
    };
    assert_says(set(&long), &["`6.weight`", "lacks"]);
}

#[test]
fn a_model_of_whole_numbers_is_refused() {
    let golden = "tests/golden/dqn_batches.safetensors";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(golden);
    assert_says(Weights::load(&path), &["actions is not of type F32"]);
}

#[test]
fn a_missing_file_is_named() {
    let result = Weights::load(&PathBuf::from("no/such.safetensors"));
    assert_says(
        result,
        &["cannot read no/such.safetensors", "check the path"],
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    // A file where the folder should be: refused no matter who runs the test.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let weights = agent(dqn()).unwrap().weights();
    let result = weights.save(&file.join("model.safetensors"), "dqn");
    assert_says(
        result,
        &[
            "cannot write",
            "file/model.safetensors",
            "that you may write to",
        ],
    );
}
