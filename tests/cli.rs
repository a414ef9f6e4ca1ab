//! The commands, run as a user runs them.

use deepq::foundations::weights::Weights;
use deepq::lab::runs::results::parse_rows;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

fn deepq(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deepq"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    deepq(arguments).output().unwrap()
}

/// Runs a command that must fail, and returns what it says.
#[track_caller]
fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: "), "{said}");
    said
}

/// Runs a command that must succeed, and returns what it prints.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every file of a folder and of the folders in it with its contents, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let within = self::files(&path).into_iter();
            files
                .extend(within.map(|(file, text)| (format!("{name}/{file}"), text)));
        } else {
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
    let unknown = refusal(&["reproduce", "--only", "dpn"]);
    assert!(unknown.contains("did you mean `dqn`"), "{unknown}");
    let twice = refusal(&["reproduce", "--only", "dqn", "--seeds", "7,8,7"]);
    assert!(twice.contains("seed 7 is given more than once"), "{twice}");
    let none = refusal(&["train", "dqn", "--episodes", "0"]);
    assert!(none.contains("at least 1 episode"), "{none}");
    let missing = refusal(&["watch", "no-such.safetensors"]);
    assert!(
        missing.contains("cannot read no-such.safetensors"),
        "{missing}"
    );
}

#[test]
fn a_study_keeps_its_rows_in_a_folder_of_its_own() {
    let unknown = refusal(&["reproduce", "--only", "equal-term"]);
    assert!(unknown.contains("did you mean `equal-terms`"), "{unknown}");

    let folder = tempfile::tempdir().unwrap();
    let out = [
        "--episodes",
        "1",
        "--seeds",
        "12",
        "--out",
        text(folder.path()),
    ];
    printed(&[&["reproduce", "--only", "longer"], &out[..]].concat());
    let recorded = files(&folder.path().join("longer"));
    for name in [
        "dqn.csv",
        "ddqn-lecture.csv",
        "per-lecture.csv",
        "dueling.csv",
    ] {
        assert!(names(&recorded).contains(&name), "{name}");
    }
}

#[test]
fn runs_too_short_to_learn_are_drawn_without_values() {
    let folder = tempfile::tempdir().unwrap();
    let out = text(folder.path());
    let arguments = ["--episodes", "1", "--seeds", "12", "--out", out];
    printed(&[&["reproduce", "--only", "longer,discount"], &arguments[..]].concat());
    let table = fs::read_to_string(folder.path().join("discount.md")).unwrap();
    assert!(
        table.contains("| DQN, γ = 0.99 | – | – | – | – |"),
        "{table}"
    );
    assert!(folder.path().join("discount.svg").exists());
}

#[test]
fn runs_too_short_for_a_final_score_are_compared_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let out = text(folder.path());
    let agents = "dqn,ddqn,per,polyak,dueling,all,equal-terms";
    let arguments = ["--episodes", "1", "--seeds", "12", "--out", out];
    printed(&[&["reproduce", "--only", agents], &arguments[..]].concat());
    let table = fs::read_to_string(folder.path().join("equal-terms.md")).unwrap();
    assert!(table.contains("| DQN | 0 of 1 | – | – | – |"), "{table}");
}

#[test]
fn with_episodes_of_ones_own_every_recipe_is_trained_and_no_study() {
    let folder = tempfile::tempdir().unwrap();
    let out = text(folder.path());
    printed(&[
        "reproduce",
        "--episodes",
        "1",
        "--seeds",
        "12",
        "--out",
        out,
    ]);
    assert!(folder.path().join("nfq.csv").exists());
    assert!(folder.path().join("swapped-polyak.csv").exists());
    assert!(folder.path().join("triad/1-off-network.csv").exists());
    assert!(folder.path().join("triad.svg").exists());
    assert!(!folder.path().join("longer").exists());
}

#[test]
fn the_book_is_built_and_the_lab_opened_in_the_repository_only() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["book"][..], &["lab", "--prepare"], &["weave"]] {
        let output = deepq(arguments).current_dir(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("SUMMARY.md"), "{said}");
        // It says so before it installs anything.
        assert_eq!(files(folder.path()), []);
    }
}

#[test]
fn a_notebook_that_is_not_there_is_refused_before_anything_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    let tools = folder.path().join("tools");
    let said = refusal(&["lab", "ddqm", "--tools", text(&tools)]);
    assert!(said.contains("no notebook named `ddqm`"), "{said}");
    assert!(
        said.contains("the course has nfq, replay, target, "),
        "{said}"
    );
    assert!(!tools.exists());
}

#[cfg(unix)]
#[test]
fn a_lab_without_python_or_a_compiler_says_what_to_install() {
    let folder = tempfile::tempdir().unwrap();
    for (present, missing) in [("cc", "python3"), ("python3", "cc")] {
        let programs = folder.path().join(missing);
        fs::create_dir(&programs).unwrap();
        std::os::unix::fs::symlink("/bin/true", programs.join(present)).unwrap();
        let tools = programs.join("tools");
        let mut lab = deepq(&["lab", "--prepare", "--tools", text(&tools)]);
        let output = lab.env("PATH", &programs).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
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
    let mut lab = deepq(&["lab", "--prepare", "--tools", text(&programs)]);
    let output = lab.env("PATH", &programs).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("older than 3.11"), "{said}");
}

#[test]
fn figures_of_nothing_recorded_say_what_to_run() {
    let folder = tempfile::tempdir().unwrap();
    let figures = ["figures", "--out", text(folder.path())];
    let said = refusal(&figures);
    assert!(said.contains("run `deepq reproduce` first"), "{said}");
    // A file with a header and no rows says no more than no file.
    let header = deepq::lab::runs::results::COLUMNS.join(",") + "\n";
    fs::write(folder.path().join("dqn.csv"), header).unwrap();
    let said = refusal(&figures);
    assert!(said.contains("dqn.csv is not recorded yet"), "{said}");
}

#[test]
fn figures_of_another_recipe_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = text(folder.path());
    printed(&["reproduce", "--seeds", "1", "--episodes", "1", "--out", out]);
    let path = folder.path().join("dqn.csv");
    let rows = fs::read_to_string(&path).unwrap();
    let fingerprint = rows.trim_end().rsplit(',').next().unwrap();
    fs::write(&path, rows.replace(fingerprint, "0123456789abcdef")).unwrap();
    let said = refusal(&["figures", "--out", out]);
    assert!(
        said.contains("holds rows of recipe 0123456789abcdef"),
        "{said}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_refused_before_training() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let said = refusal(&["train", "dqn", "--out", text(&file.join("runs"))]);
    assert!(said.contains("cannot write"), "{said}");
    assert!(!said.contains("episode 25"), "it trained first: {said}");
}

#[test]
fn train_leaves_rows_model_chart_table_and_animation_and_watch_plays_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let out = text(folder.path());
    let arguments = [
        "train",
        "dqn",
        "--seed",
        "7",
        "--episodes",
        "30",
        "--out",
        out,
    ];
    let summary = printed(&arguments);
    assert!(
        summary.contains("dqn-7.csv") && summary.contains("best score"),
        "{summary}"
    );
    assert_eq!(names(&files(folder.path())), all_files("dqn-7"));

    let gif = folder.path().join("watched.gif");
    let model = folder.path().join("dqn-7.safetensors");
    let watched =
        printed(&["watch", text(&model), "--gif", text(&gif), "--seed", "7"]);
    assert!(watched.contains("steps upright"), "{watched}");
    let unknown = folder.path().join("unknown.safetensors");
    Weights::load(&model)
        .unwrap()
        .save(&unknown, "xyz")
        .unwrap();
    let said = refusal(&["watch", text(&unknown)]);
    assert!(said.contains("no recipe named `xyz`"), "{said}");
    // The same policy from the same start state as the animation of `train`.
    let animation = fs::read(folder.path().join("dqn-7.gif")).unwrap();
    assert_eq!(fs::read(&gif).unwrap(), animation);
}

#[test]
fn an_experiment_that_is_there_is_kept_and_more_episodes_are_added() {
    let folder = tempfile::tempdir().unwrap();
    let out = text(folder.path());
    let reproduce = |episodes| {
        let arguments = [
            "reproduce",
            "--seeds",
            "1,2",
            "--episodes",
            episodes,
            "--out",
            out,
        ];
        let output = run(&arguments);
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    reproduce("4");
    let four = files(folder.path());
    let said = reproduce("3");
    assert!(said.contains("dqn seed 1: recorded already"), "{said}");
    assert!(said.contains("dqn seed 2: recorded already"), "{said}");
    assert_eq!(files(folder.path()), four);

    reproduce("5");
    let rows = |files: &[(String, Vec<u8>)]| {
        String::from_utf8(files[0].1.clone())
            .unwrap()
            .lines()
            .count()
    };
    assert_eq!(rows(&four), 1 + 2 * 4);
    assert_eq!(rows(&files(folder.path())), 1 + 2 * 5);
}

#[test]
fn a_deleted_model_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let out = text(folder.path());
    let reproduce = |seeds| {
        printed(&[
            "reproduce",
            "--seeds",
            seeds,
            "--episodes",
            "4",
            "--out",
            out,
        ])
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
    let arguments = |out| {
        [
            "reproduce",
            "--only",
            "dqn",
            "--seeds",
            "1,2,3",
            "--episodes",
            "60",
            "--out",
            out,
        ]
    };
    printed(&arguments(text(whole.path())));

    let mut kills = 0;
    for attempt in 0.. {
        let mut child = deepq(&arguments(text(killed.path())))
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
    let is_ours = |(name, _): &(String, Vec<u8>)| !name.starts_with('.');
    let resumed: Vec<_> = files(killed.path()).into_iter().filter(is_ours).collect();
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
    let said = printed(&["doctor", run, "--plot", text(&plot)]);
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
    let said = printed(&["doctor", "book/results/no-mask.csv"]);
    assert!(shown.contains(said.trim_end()), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let plot = folder.path().join("panel.svg");
    printed(&["doctor", "book/results/no-mask.csv", "--plot", text(&plot)]);
    let panel = fs::read("book/src/figures/panel-no-mask.svg").unwrap();
    assert!(
        fs::read(plot).unwrap() == panel,
        "the book shows another panel"
    );
    let (run, twin) = ("shared-stream.csv", "shared-stream-again.csv");
    let file = |name| format!("book/results/{name}");
    let said = printed(&["doctor", &file(run), "--twin", &file(twin)]);
    assert!(shown.contains(said.trim_end()), "{said}");
}

#[test]
fn the_doctor_refuses_what_is_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.csv");
    assert!(refusal(&["doctor", text(&file)]).contains("cannot read"));
    fs::write(&file, "episode,steps,score\n").unwrap();
    assert!(refusal(&["doctor", text(&file)]).contains("has no rows"));
    fs::write(&file, "episode,score\n1,9\n").unwrap();
    assert!(refusal(&["doctor", text(&file)]).contains("no column `steps`"));
    let twins = "seed,episode,steps,score,episode_return\n1,1,9,9,9\n";
    fs::write(&file, twins).unwrap();
    let other = "book/results/dqn.csv";
    let said = refusal(&["doctor", other, "--twin", text(&file)]);
    assert!(said.contains("record the same seeds twice"), "{said}");
    fs::write(&file, "episode,steps,score\n1,9,nine\n").unwrap();
    assert!(refusal(&["doctor", text(&file)]).contains("line 2"));
}
