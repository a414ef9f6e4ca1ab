//! The commands, run as a user runs them.

use deepq::experiments::entries;
use deepq::foundations::Weights;
use deepq::lab::runs::parse_rows;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A command as it is typed.
fn deepq(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deepq"));
    command.args(arguments.split(' ')).stdin(Stdio::null());
    command
}

/// What a command that must fail says.
#[track_caller]
fn refused(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{command:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: "), "{said}");
    said
}

/// The command fails, and says these words.
#[track_caller]
fn assert_refused(arguments: &str, words: &str) {
    let said = refused(deepq(arguments));
    assert!(said.contains(words), "{said:?} lacks {words:?}");
}

/// Runs a command that must succeed, and returns what it prints and what it says.
#[track_caller]
fn run(arguments: &str) -> [String; 2] {
    let output = deepq(arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {said}");
    [String::from_utf8(output.stdout).unwrap(), said]
}

#[track_caller]
fn printed(arguments: &str) -> String {
    let [printed, _] = run(arguments);
    printed
}

/// The options of runs under seed 12 of one episode, into a folder.
fn one_episode(out: &Path) -> String {
    format!("--episodes 1 --seeds 12 --out {}", out.display())
}

/// Every file of a folder and of the folders in it with its contents, by name, but for
/// the file that is locked.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let within = self::files(&path).into_iter();
            files
                .extend(within.map(|(file, text)| (format!("{name}/{file}"), text)));
        } else if name != ".lock" {
            files.push((name, fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

/// The files of an experiment, for one that is called `name`.
fn all_files(name: &str) -> Vec<String> {
    let kinds = ["csv", "gif", "json", "md", "safetensors", "svg"];
    kinds.map(|kind| format!("{name}.{kind}")).to_vec()
}

#[test]
fn bad_arguments_are_refused_with_a_remedy() {
    assert_refused("reproduce --only dpn", "did you mean `dqn`");
    assert_refused("reproduce --only equal-term", "did you mean `equal-terms`");
    let twice = "seed 7 is given more than once";
    assert_refused("reproduce --only dqn --seeds 7,8,7 --out none", twice);
    assert_refused("train dqn --episodes 0", "at least 1 episode");
    let missing = "cannot read no-such.safetensors";
    assert_refused("watch no-such.safetensors", missing);
}

#[test]
fn a_study_keeps_its_rows_in_a_folder_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let options = one_episode(folder.path());
    printed(&format!("reproduce --only longer {options}"));
    let recorded = files(&folder.path().join("longer"));
    for name in ["dqn", "ddqn-lecture", "per-lecture", "dueling"] {
        let file = format!("{name}.csv");
        assert!(names(&recorded).contains(&file.as_str()), "{file}");
    }
}

#[test]
fn runs_too_short_to_learn_are_drawn_without_values() {
    let folder = tempfile::tempdir().unwrap();
    let options = one_episode(folder.path());
    printed(&format!("reproduce --only longer,discount {options}"));
    let table = fs::read_to_string(folder.path().join("discount.md")).unwrap();
    let row = "| DQN, γ = 0.99 | – | – | – | – |";
    assert!(table.contains(row), "{table}");
    assert!(folder.path().join("discount.svg").exists());
}

#[test]
fn runs_too_short_for_a_final_score_are_compared_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let options = one_episode(folder.path());
    printed(&format!("reproduce --only fair {options}"));
    let table = fs::read_to_string(folder.path().join("equal-terms.md")).unwrap();
    let line = "| DQN | 0 of 1 | > 60,000 | – | 9.2 (9.2–9.2) | – | – |";
    assert!(table.contains(line), "{table}");
}

#[test]
fn with_episodes_of_ones_own_every_recipe_is_trained_and_no_study() {
    let folder = tempfile::tempdir().unwrap();
    printed(&format!("reproduce {}", one_episode(folder.path())));
    for made in [
        "nfq.csv",
        "swapped-polyak.csv",
        "triad/1-off-network.csv",
        "triad.svg",
    ] {
        assert!(folder.path().join(made).exists(), "{made}");
    }
    assert!(!folder.path().join("longer").exists());
}

#[test]
fn the_book_is_built_and_the_lab_opened_in_the_repository_only() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in ["book", "lab --prepare", "weave"] {
        let mut command = deepq(arguments);
        command.current_dir(&folder);
        let said = refused(command);
        assert!(said.contains("SUMMARY.md"), "{said}");
        // It says so before it installs anything.
        assert_eq!(files(folder.path()), []);
    }
}

#[test]
fn a_notebook_that_is_not_there_is_refused_before_anything_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    let tools = folder.path().join("tools");
    let said = refused(deepq(&format!("lab ddqm --tools {}", tools.display())));
    assert!(said.contains("no notebook named `ddqm`"), "{said}");
    let course = "the course has nfq, replay, target, ";
    assert!(said.contains(course), "{said}");
    assert!(!tools.exists());
}

#[cfg(unix)]
#[test]
fn a_lab_without_python_or_a_compiler_says_what_to_install() {
    // What is said where only these programs are there.
    let prepared = |programs: &Path, tools: &Path| {
        let mut lab = deepq(&format!("lab --prepare --tools {}", tools.display()));
        lab.env("PATH", programs);
        refused(lab)
    };
    let folder = tempfile::tempdir().unwrap();
    for (present, missing) in [("cc", "python3"), ("python3", "cc")] {
        let programs = folder.path().join(missing);
        fs::create_dir(&programs).unwrap();
        std::os::unix::fs::symlink("/bin/true", programs.join(present)).unwrap();
        let tools = programs.join("tools");
        let said = prepared(&programs, &tools);
        assert!(said.contains(&format!("`{missing}`")), "{said}");
        assert!(said.contains("apt install"), "{said}");
        assert!(!tools.exists(), "it installed first");
    }
    // A Python that is too old says so through its exit status.
    let programs = folder.path().join("old");
    fs::create_dir(&programs).unwrap();
    std::os::unix::fs::symlink("/bin/true", programs.join("cc")).unwrap();
    let old = "#!/bin/sh\ntest \"$1\" = --version\n";
    let python = programs.join("python3");
    fs::write(&python, old).unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&python, executable).unwrap();
    let said = prepared(&programs, &programs);
    assert!(said.contains("older than 3.11"), "{said}");
}

#[test]
fn figures_of_nothing_recorded_say_what_to_run() {
    let folder = tempfile::tempdir().unwrap();
    let figures = format!("figures --out {}", folder.path().display());
    let advice = format!("run `deepq reproduce --out {}`", folder.path().display());
    assert_refused(&figures, &advice);
    // A file with a header and no rows says no more than no file.
    let header = deepq::lab::runs::results::COLUMNS.join(",") + "\n";
    fs::write(folder.path().join("dqn.csv"), header).unwrap();
    assert_refused(&figures, "dqn.csv is not recorded yet");
}

#[test]
fn figures_of_another_recipe_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    printed(&format!("reproduce {}", one_episode(folder.path())));
    let path = folder.path().join("dqn.csv");
    let rows = fs::read_to_string(&path).unwrap();
    let fingerprint = rows.trim_end().rsplit(',').next().unwrap();
    fs::write(&path, rows.replace(fingerprint, "0123456789abcdef")).unwrap();
    let figures = format!("figures --out {}", folder.path().display());
    assert_refused(&figures, "holds rows of recipe 0123456789abcdef");
}

#[test]
fn a_folder_that_cannot_be_made_is_refused_before_training() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let said = refused(deepq(&format!("train dqn --out {}/runs", file.display())));
    assert!(said.contains("cannot write"), "{said}");
    assert!(!said.contains("episode 25"), "it trained first: {said}");
}

#[test]
fn train_leaves_rows_model_chart_table_and_animation_and_watch_plays_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let train = "train dqn --seed 7 --episodes 30";
    let summary = printed(&format!("{train} --out {out}"));
    assert!(
        summary.contains("dqn-7.csv") && summary.contains("best score"),
        "{summary}"
    );
    assert_eq!(names(&files(folder.path())), all_files("dqn-7"));

    let gif = folder.path().join("watched.gif");
    let model = folder.path().join("dqn-7.safetensors");
    let watch = format!("watch {out}/dqn-7.safetensors");
    let watched = printed(&format!("{watch} --gif {} --seed 7", gif.display()));
    assert!(watched.contains("steps upright"), "{watched}");
    let unknown = folder.path().join("unknown.safetensors");
    let weights = Weights::load(&model).unwrap();
    weights.save(&unknown, "xyz").unwrap();
    let unknown = format!("watch {}", unknown.display());
    assert_refused(&unknown, "no recipe named `xyz`");
    // The same policy from the same start state as the animation of `train`.
    let animation = fs::read(folder.path().join("dqn-7.gif")).unwrap();
    assert_eq!(fs::read(&gif).unwrap(), animation);
}

/// The provenance that `train` writes into `folder` for these arguments, in the file
/// called `name`.
#[track_caller]
fn provenance(folder: &Path, arguments: &str, name: &str) -> String {
    let out = folder.display();
    printed(&format!("train {arguments} --episodes 1 --out {out}"));
    fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()
}

#[test]
fn each_setting_is_in_the_provenance_and_in_the_names_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let unchanged = provenance(folder.path(), "dqn", "dqn-12");
    for (given, value, line) in [
        ("gamma", "0.99", r#""gamma": 0.99"#),
        (
            "learning-rate",
            "0.001",
            r#""learning_rate": "Constant(0.001)""#,
        ),
        ("batch-size", "32", r#""batch_size": 32"#),
        ("warm-up", "100", r#""warm_up": 100"#),
        ("learn-every", "4", r#""learn_every": 4"#),
        ("learner-steps", "2", r#""learner_steps": 2"#),
        ("copy-every", "100", r#""HardCopy { every: 100 }""#),
        ("tau", "0.005", r#""Polyak { tau: 0.005 }""#),
        ("optimizer", "adam", r#""optimizer": "Adam { beta1: 0.9, "#),
    ] {
        assert!(!unchanged.contains(line), "{line} says nothing");
        let name = format!("dqn-{given}-{value}-12");
        let changed =
            provenance(folder.path(), &format!("dqn --{given} {value}"), &name);
        assert!(changed.contains(line), "{changed} lacks {line}");
        let lines = changed.lines().zip(unchanged.lines());
        let others: Vec<_> = lines.filter(|(new, old)| new != old).collect();
        assert_eq!(others.len(), 1, "--{given} changes {others:?}");
    }
}

#[test]
fn each_optimiser_has_a_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, optimizer) in [
        ("rms-prop", "RmsProp {"),
        ("centered-rms-prop", "CenteredRmsProp {"),
        ("adam", "Adam {"),
        ("ams-grad", "AmsGrad {"),
        ("momentum", "Momentum {"),
        ("nesterov", "Nesterov {"),
        ("sgd", "Sgd"),
        ("rprop", "Rprop {"),
    ] {
        let given = format!("dqn --optimizer {name}");
        let file = format!("dqn-optimizer-{name}-12");
        let card = provenance(folder.path(), &given, &file);
        let line = format!(r#""optimizer": "{optimizer}"#);
        assert!(card.contains(&line), "{card} lacks {line}");
    }
}

#[test]
fn a_value_that_is_written_in_two_ways_has_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let name = "dqn-gamma-0.9-learning-rate-0.001-12";
    provenance(folder.path(), "dqn --learning-rate 1e-3 --gamma .90", name);
    let out = folder.path().display();
    let train = "train dqn --gamma 0.9 --learning-rate 0.001 --episodes 1";
    let [_, said] = run(&format!("{train} --out {out}"));
    let kept = format!("{name} seed 12: recorded already");
    assert!(said.contains(&kept), "{said}");
}

#[test]
fn settings_that_make_no_sense_are_refused_with_the_bound() {
    for (given, words) in [
        ("gamma 1.5", "gamma is 1.5, but must lie in [0, 1]: choose"),
        (
            "gamma -0.5",
            "gamma is -0.5, but must lie in [0, 1]: choose",
        ),
        ("gamma nan", "gamma is NaN, but must lie in [0, 1]: choose"),
        ("tau -0.1", "tau is -0.1, but must lie in [0, 1]: choose"),
        ("tau 1.1", "tau is 1.1, but must lie in [0, 1]: choose"),
        (
            "learning-rate 0",
            "learning_rate is 0, but must lie in (0, ∞)",
        ),
        (
            "learning-rate inf",
            "learning_rate is inf, but must lie in (0, ∞)",
        ),
        (
            "batch-size 0",
            "batch_size is 0, but must lie in [1, warm_up]",
        ),
        ("batch-size 5000", "lower batch_size or raise warm_up"),
        ("warm-up 50000", "raise the capacity above warm_up"),
        ("learn-every 0", "learn_every is 0, but must lie in [1, ∞)"),
        (
            "learner-steps 0",
            "learner_steps is 0, but must lie in [1, ∞)",
        ),
        ("optimizer adan", "no optimiser named `adan`"),
        ("optimizer adan", "are: rms-prop, centered-rms-prop, adam, "),
        ("tau 0.1 --copy-every 9", "`--copy-every` copies"),
    ] {
        assert_refused(&format!("train dqn --{given}"), words);
    }
    // Worlds that nothing draws, and values in a table, are no exception.
    assert_refused("train doors --gamma 2", "gamma is 2");
    assert_refused("train triad/1-on-table --tau 2", "tau is 2");
}

#[test]
fn an_agent_without_memory_refuses_a_setting_that_it_has_no_use_for() {
    for (given, words) in [
        ("stream-q --tau 0.1", "no meaning for stream Q(λ)"),
        (
            "stream-q --learning-rate 1",
            "which bounds its steps itself",
        ),
        ("stream-q --gamma 2", "gamma is 2"),
        ("pqn --copy-every 9", "no meaning for PQN"),
        (
            "pqn --batch-size 9",
            "which goes through all that its worlds",
        ),
        ("pqn --learning-rate 0", "learning_rate is 0"),
    ] {
        assert_refused(&format!("train {given}"), words);
    }
}

#[test]
fn nfq_refuses_a_setting_that_it_has_no_use_for() {
    for (given, words) in [
        ("copy-every 9", "`--copy-every` has no meaning for NFQ"),
        ("tau 0.1", "which has no target network: leave it out"),
        ("warm-up 9", "`--warm-up` has no meaning for NFQ"),
        ("learn-every 9", "which learns when its batch is full"),
    ] {
        assert_refused(&format!("train nfq --{given}"), words);
    }
    let folder = tempfile::tempdir().unwrap();
    let given = "nfq --gamma 0.9 --learning-rate 0.01 --optimizer sgd --batch-size 64 \
                 --learner-steps 3";
    let name = "nfq-gamma-0.9-learning-rate-0.01-optimizer-sgd-batch-size-64\
                -learner-steps-3-12";
    let card = provenance(folder.path(), given, name);
    for line in [
        r#""gamma": 0.9"#,
        r#""learning_rate": "Constant(0.01)""#,
        r#""optimizer": "Sgd""#,
        r#""none: 3 fits to each batch of 64""#,
    ] {
        assert!(card.contains(line), "{card} lacks {line}");
    }
}

#[test]
fn several_seeds_are_in_one_file_to_which_later_ones_are_added() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let train = |seeds| {
        run(&format!(
            "train dqn --gamma 0.9 --seeds {seeds} --episodes 2 --out {out}"
        ))
    };
    let [summary, _] = train("2,1");
    assert!(
        summary.starts_with("DQN, gamma 0.9 on CartPole-v1"),
        "{summary}"
    );
    let name = "dqn-gamma-0.9";
    assert_eq!(names(&files(folder.path())), all_files(name));
    let seeds = || {
        let path = folder.path().join(format!("{name}.csv"));
        let rows = parse_rows(&path, &fs::read(&path).unwrap()).unwrap();
        rows.iter().map(|row| row.seed).collect::<Vec<u64>>()
    };
    assert_eq!(seeds(), [1, 1, 2, 2]);
    let [_, said] = train("3,1");
    assert!(said.contains("seed 1: recorded already"), "{said}");
    assert_eq!(seeds(), [1, 1, 2, 2, 3, 3]);
    assert_refused("train dqn --seeds 7,8,7", "seed 7 is given more than once");
}

#[test]
fn a_changed_agent_is_beside_the_unchanged_one_and_watch_plays_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let train = "train dqn --episodes 2 --out";
    printed(&format!("{train} {out}"));
    let unchanged = files(folder.path());
    printed(&format!("{train} {out} --gamma 0.9"));
    let all = files(folder.path());
    assert!(unchanged.iter().all(|file| all.contains(file)));
    let changed = "dqn-gamma-0.9-12";
    let expected = [all_files("dqn-12"), all_files(changed)].concat();
    assert_eq!(names(&all), expected);
    // The lecture prints runs of the unchanged agent only.
    let table = |name: &str| {
        fs::read_to_string(folder.path().join(format!("{name}.md"))).unwrap()
    };
    assert!(table("dqn-12").contains("in the lecture"));
    assert!(!table(changed).contains("in the lecture"));
    let watched = printed(&format!("watch {out}/{changed}.safetensors"));
    assert!(watched.contains("steps upright"), "{watched}");
    // Other rows under this name are refused.
    let rows = |name: &str| folder.path().join(format!("{name}.csv"));
    fs::copy(rows("dqn-12"), rows(changed)).unwrap();
    assert_refused(
        &format!("{train} {out} --gamma 0.9"),
        "holds rows of recipe",
    );
}

#[test]
fn the_help_of_train_lists_every_recipe_with_its_title() {
    let help = printed("train --help");
    for entry in entries() {
        let is_of_entry = |line: &str| {
            let line = line.trim().split_once(' ');
            line.is_some_and(|(name, title)| {
                name == entry.name && title.trim() == entry.title
            })
        };
        assert!(help.lines().any(is_of_entry), "{} is missing", entry.name);
    }
    assert!(help.starts_with("Train one agent"), "{help}");
}

#[test]
fn train_goes_on_as_long_as_the_book_does_also_where_nothing_draws_the_world() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    printed(&format!("train doors --seed 7 --out {out}"));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    // 150 episodes and the header.
    assert_eq!(read("doors-7.csv").lines().count(), 151);
    let titles = "| seed | episodes | steps | last score | best score |";
    assert!(
        read("doors-7.md").starts_with(titles),
        "{}",
        read("doors-7.md")
    );
    assert!(!folder.path().join("doors-7.gif").exists());
    let watch = format!("watch {out}/doors-7.safetensors");
    assert_refused(&watch, "doors");
}

#[test]
fn an_experiment_that_is_there_is_kept_and_more_episodes_are_added() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let reproduce = |episodes: usize| {
        run(&format!(
            "reproduce --seeds 1,2 --episodes {episodes} --out {out}"
        ))
    };
    reproduce(4);
    let four = files(folder.path());
    let [_, said] = reproduce(3);
    assert!(said.contains("dqn seed 1: recorded already"), "{said}");
    assert!(said.contains("dqn seed 2: recorded already"), "{said}");
    assert_eq!(files(folder.path()), four);

    reproduce(5);
    let lines = |files: &[(String, Vec<u8>)]| {
        String::from_utf8_lossy(&files[0].1).lines().count()
    };
    assert_eq!(lines(&four), 1 + 2 * 4);
    assert_eq!(lines(&files(folder.path())), 1 + 2 * 5);
}

#[test]
fn a_deleted_model_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let reproduce = |seeds| {
        run(&format!(
            "reproduce --seeds {seeds} --episodes 4 --out {out}"
        ))
    };
    reproduce("1,2");
    let before = files(folder.path());
    let model = folder.path().join("dqn.safetensors");
    fs::remove_file(&model).unwrap();
    reproduce("1,2");
    assert_eq!(files(folder.path()), before);
    // Also when the run that it came from is not asked for.
    fs::remove_file(&model).unwrap();
    reproduce("2");
    assert!(model.exists());
}

#[test]
fn a_run_killed_at_any_moment_resumes_to_the_same_bytes() {
    let whole = tempfile::tempdir().unwrap();
    let killed = tempfile::tempdir().unwrap();
    let reproduce = "reproduce --only dqn --seeds 1,2,3 --episodes 60 --out";
    printed(&format!("{reproduce} {}", whole.path().display()));

    let mut kills = 0;
    for attempt in 0.. {
        let mut child = deepq(&format!("{reproduce} {}", killed.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(100 + 120 * attempt));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            break;
        }
        kills += 1;
        // What is there is whole.
        let rows = killed.path().join("dqn.csv");
        if let Ok(file) = fs::read(&rows) {
            parse_rows(&rows, &file).unwrap();
            Weights::load(&killed.path().join("dqn.safetensors")).unwrap();
        }
    }
    assert!(kills >= 3, "killed only {kills} times");
    // Whatever a killed process left half-written is gone.
    let resumed = files(killed.path());
    assert_eq!(names(&resumed), all_files("dqn"));
    assert!(
        resumed == files(whole.path()),
        "other bytes than an unstopped run"
    );
}

#[test]
fn the_doctor_reads_a_recording_and_draws_its_panel() {
    let folder = tempfile::tempdir().unwrap();
    let plot = folder.path().join("panel.svg");
    let run = "book/results/no-replay.csv";
    let said = printed(&format!("doctor {run} --plot {}", plot.display()));
    assert!(said.contains("\nKnown of the settings:\n"), "{said}");
    assert!(said.contains("gamma = 1,"), "{said}");
    assert!(said.starts_with("book/results/no-replay.csv: 5 runs of 250"));
    let cause = "1. the batches come from the newest steps only";
    assert!(said.contains(cause), "{said}");
    let words: Vec<&str> = said.split_whitespace().collect();
    assert!(words.join(" ").contains("in 5 of 5 runs"), "{said}");
    let svg = fs::read_to_string(plot).unwrap();
    assert!(svg.contains("Mean age of a sample"));
}

#[test]
fn the_doctor_says_what_the_book_shows() {
    let shown = fs::read_to_string("book/src/tables/doctor-says.md").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let plot = folder.path().join("panel.svg");
    let doctor = "doctor book/results/no-mask.csv";
    let said = printed(doctor);
    assert!(shown.contains(said.trim_end()), "{said}");
    printed(&format!("{doctor} --plot {}", plot.display()));
    let panel = fs::read("book/src/figures/panel-no-mask.svg").unwrap();
    assert!(
        fs::read(plot).unwrap() == panel,
        "the book shows another panel"
    );
    let run = "book/results/shared-stream";
    let said = printed(&format!("doctor {run}.csv --twin {run}-again.csv"));
    assert!(shown.contains(said.trim_end()), "{said}");
}

#[test]
fn the_doctor_refuses_what_is_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.csv");
    let doctor = format!("doctor {}", file.display());
    assert_refused(&doctor, "cannot read");
    for (rows, words) in [
        ("episode,steps,score\n", "has no rows"),
        ("points\n9\n", "--column score=NAME"),
        ("episode,steps,score\n1,9,nine\n", "line 2"),
        ("episode,steps,score\n1,9,9\n2,9,9,5\n", "a decimal comma?"),
    ] {
        fs::write(&file, rows).unwrap();
        assert_refused(&doctor, words);
    }
    let twins = "seed,episode,steps,score,episode_return\n1,1,9,9,9\n";
    fs::write(&file, twins).unwrap();
    let other = format!("doctor book/results/dqn.csv --twin {}", file.display());
    assert_refused(&other, "record the same seeds twice");
}

#[test]
fn the_doctor_reads_the_monitor_of_another_framework_and_says_how() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("monitor.csv");
    let rows: Vec<String> = (1..=60).map(|i| format!("{i}.0,20,{i}\n")).collect();
    let rows = rows.concat();
    fs::write(&file, format!("#{{\"t_start\": 1.5}}\nr,l,t\n{rows}")).unwrap();
    let said = printed(&format!("doctor {}", file.display()));
    assert!(
        said.starts_with("read: `score` is read from `r`\n"),
        "{said}"
    );
    assert!(said.contains("1 run of 60 rows"), "{said}");
    fs::write(&file, format!("points,l,t\n{rows}")).unwrap();
    let doctor = format!("doctor {}", file.display());
    assert!(printed(&doctor).contains("--column score=NAME"));
    let said = printed(&format!("{doctor} --column score=points"));
    assert!(said.contains("1 run of 60 rows"), "{said}");
}

#[test]
fn the_doctor_takes_facts_from_the_command_line_and_from_files_beside_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.csv");
    fs::write(&file, "episode,steps,score\n1,9,9\n").unwrap();
    fs::write(folder.path().join("config.yaml"), "gamma: 0.9\ntau: 0.5\n").unwrap();
    let doctor = format!("doctor {}", file.display());
    assert!(printed(&doctor).contains("  - gamma = 0.9, tau = 0.5\n"));
    // What is given counts before what lies there.
    let said = printed(&format!("{doctor} --fact discount=0.5"));
    assert!(said.contains("  - gamma = 0.5, tau = 0.5\n"), "{said}");
    assert_refused(&format!("{doctor} --fact gama=1"), "the facts are gamma");
    assert_refused(&format!("{doctor} --fact gamma=2"), "must lie in [0, 1]");
    // Nobody has said that a file beside the run holds settings.
    let other = folder.path().join("run.json");
    fs::write(&other, "gamma").unwrap();
    assert!(printed(&doctor).starts_with("read: not read: "));
    assert_refused(&format!("{doctor} --facts {}", other.display()), "--fact");
}

#[test]
fn a_run_of_so_many_steps_ends_with_the_episode_of_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let train = |steps: usize| {
        printed(&format!("train dqn --seeds 12 --steps {steps} --out {out}"));
        let rows = fs::read(folder.path().join("dqn.csv")).unwrap();
        parse_rows(Path::new("dqn.csv"), &rows).unwrap()
    };
    let rows = train(60);
    let (last, before) = rows.split_last().unwrap();
    assert!(last.steps >= 60 && before.iter().all(|row| row.steps < 60));
    // A longer run goes on where the shorter one was, and a shorter one is there.
    let longer = train(90);
    assert_eq!(longer[..rows.len()], rows);
    assert_eq!(train(60), longer);
    assert_refused("train dqn --steps 0", "at least 1 step");
}

#[test]
fn an_agent_in_another_world_says_so_in_its_files_and_watch_and_doctor_take_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let train = format!("train dqn --world frozen-lake --episodes 30 --out {out}");
    let said = printed(&train);
    assert!(said.contains("DQN on FrozenLake-v1"), "{said}");
    let made = folder.path().join("frozen-lake");
    assert_eq!(names(&files(&made)), all_files("dqn-12"));
    let card = fs::read_to_string(made.join("dqn-12.json")).unwrap();
    assert!(
        card.contains("\"environment\": \"FrozenLake-v1\""),
        "{card}"
    );
    let model = made.join("dqn-12.safetensors");
    let recipe = deepq::foundations::recipe_of_model(&model).unwrap();
    assert_eq!(recipe.as_deref(), Some("frozen-lake/dqn"));

    // The same policy from the same start state, and what came of it.
    let gif = folder.path().join("watched.gif");
    let watch = format!("watch {} --gif {}", model.display(), gif.display());
    let watched = printed(&watch);
    assert!(watched.contains("steps, return"), "{watched}");
    let animation = fs::read(made.join("dqn-12.gif")).unwrap();
    assert_eq!(fs::read(&gif).unwrap(), animation);
    let diagnosis = printed(&format!("doctor {}/dqn-12.csv", made.display()));
    assert!(diagnosis.contains("1 run of 30 rows"), "{diagnosis}");
    // The world of the chapters is one of them.
    let own = printed(&format!(
        "train dqn --world cart-pole --episodes 1 --out {out}"
    ));
    assert!(own.contains("DQN on CartPole-v1"), "{own}");
}

#[test]
fn an_unknown_world_is_refused_with_the_names_of_those_that_there_are() {
    let known =
        "the worlds are: cart-pole, acrobot, mountain-car, frozen-lake, breakout";
    assert_refused("train dqn --world pong", known);
    assert_refused("train doors --world acrobot", "no recipe named `doors`");
    let help = printed("train --help");
    for (name, task) in deepq::experiments::WORLDS {
        assert!(help.contains(name) && help.contains(task.name), "{name}");
    }
}
