//! Recording by many: processes that share a folder, are killed, or work apart.

use deepq::experiments::find;
use deepq::foundations::Weights;
use deepq::lab::runs::{Event, Experiment, Length, Origin, Recording, parse_rows};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// A command as it is typed, in this folder.
fn deepq_in(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deepq"));
    let arguments = arguments.split(' ');
    command
        .args(arguments)
        .stdin(Stdio::null())
        .current_dir(folder);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs a command that must succeed, and returns what it prints.
#[track_caller]
fn run(folder: &Path, arguments: &str) -> String {
    let output = deepq_in(folder, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The command fails, and says each of these words.
#[track_caller]
fn assert_refused(folder: &Path, arguments: &str, words: &[&str]) {
    let output = deepq_in(folder, arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    let said = said(&output);
    for word in words {
        assert!(said.contains(word), "{said:?} lacks {word:?}");
    }
}

/// Every file that is not hidden, with its contents, by name.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = PathBuf::from(entry.file_name());
        if path.is_dir() {
            let within = self::files(&path).into_iter();
            files.extend(within.map(|(file, text)| (name.join(file), text)));
        } else if !name.to_string_lossy().starts_with('.') {
            files.push((name, fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

#[track_caller]
fn assert_same_files(folder: &Path, other: &Path) {
    let (files, others) = (files(folder), files(other));
    let names = |files: &[(PathBuf, Vec<u8>)]| -> Vec<PathBuf> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&files), names(&others));
    for ((name, bytes), (_, other)) in files.iter().zip(&others) {
        assert!(bytes == other, "{} differs", name.display());
    }
}

/// A folder with DQN's runs of these seeds, made by one process.
fn recorded(seeds: &str, episodes: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    reproduce(&folder, seeds, episodes);
    folder
}

#[track_caller]
fn reproduce(folder: &TempDir, seeds: &str, episodes: usize) {
    let only = format!("reproduce --only dqn --seeds {seeds} --episodes {episodes}");
    run(folder.path(), &format!("{only} --out ."));
}

#[test]
fn four_processes_on_one_folder_lose_no_row_and_leave_the_right_model() {
    let folder = tempfile::tempdir().unwrap();
    let children = ["1,2,5", "2,3,6", "6,4,3", "5,4,1"].map(|seeds| {
        let only = "reproduce --only dqn --episodes 2 --out .";
        deepq_in(folder.path(), &format!("{only} --seeds {seeds}"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
    assert_same_files(folder.path(), recorded("1,2,3,4,5,6", 2).path());
}

fn model(folder: &TempDir) -> PathBuf {
    folder.path().join("dqn.safetensors")
}

#[test]
fn a_model_of_a_run_that_was_killed_before_its_rows_does_not_stay() {
    let folder = recorded("4", 3);
    let whole = files(folder.path());
    // A process that was killed after it wrote the model of seed 1.
    fs::copy(model(&recorded("1", 3)), model(&folder)).unwrap();
    reproduce(&folder, "4", 3);
    assert!(
        files(folder.path()) == whole,
        "the model is not that of seed 4"
    );
    fs::copy(model(&recorded("1", 3)), model(&folder)).unwrap();
    assert_refused(folder.path(), "figures --out .", &["not recorded yet"]);
}

#[test]
fn a_deleted_model_is_that_of_the_lowest_seed_when_it_is_back() {
    let whole = recorded("1,2", 3);
    let folder = recorded("1,2", 3);
    for seeds in ["2", "1,2"] {
        fs::remove_file(model(&folder)).unwrap();
        reproduce(&folder, seeds, 3);
        assert_same_files(folder.path(), whole.path());
    }
    // As long as its rows, whatever is asked for.
    fs::remove_file(model(&folder)).unwrap();
    reproduce(&folder, "1", 2);
    assert_same_files(folder.path(), whole.path());
    // Also one that is no model, or does not say of which run it is.
    fs::write(model(&folder), "no model").unwrap();
    reproduce(&folder, "2", 3);
    assert_same_files(folder.path(), whole.path());
    let weights = Weights::load(&model(&whole)).unwrap();
    weights.save(&model(&folder), "dqn").unwrap();
    reproduce(&folder, "2", 3);
    assert_same_files(folder.path(), whole.path());
}

#[test]
fn rows_that_are_not_made_again_are_refused_with_the_episode() {
    let folder = recorded("1", 3);
    let path = folder.path().join("dqn.csv");
    let rows = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = rows.lines().map(str::to_owned).collect();
    let (seed, rest) = lines[2].split_once(",2,").unwrap();
    lines[2] = format!("{seed},2,9{rest}");
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    fs::remove_file(model(&folder)).unwrap();
    let only = "reproduce --only dqn --seeds 1 --episodes 3 --out .";
    let words = ["differ in episode 2 of seed 1", "remove it"];
    assert_refused(folder.path(), only, &words);
}

#[test]
fn a_folder_that_is_removed_in_mid_run_is_found_out_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let recording = Recording::new(folder.path(), "dqn", "dqn");
    let dqn = find("dqn").unwrap();
    let experiment = Experiment {
        trial: &|seed| dqn.trial(seed),
        seeds: &[1, 2, 3],
        length: Length::Episodes(2),
    };
    let mut ended = Vec::new();
    let recorded = experiment.record(&recording, &mut |event| {
        if let Event::Finished { seed, .. } = event {
            ended.push(*seed);
            if ended.len() == 2 {
                fs::remove_dir_all(folder.path()).unwrap();
            }
        }
    });
    let said = recorded.unwrap_err().to_string();
    let mut lost = ended[..2].to_vec();
    lost.sort_unstable();
    let lost = format!("lacks what was asked for of seed {}, {}", lost[0], lost[1]);
    assert!(said.contains(&lost), "{said}");
    // The next one makes these.
    experiment.record(&recording, &mut |_| ()).unwrap();
    assert_eq!(recording.read().unwrap().len(), 6);
}

#[test]
fn the_command_says_which_runs_are_lost_and_how_to_make_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments =
        "reproduce --only dqn --seeds 1,2,3,4,5,6 --episodes 12 --out out";
    // When the folder goes in the moment of a write, that write is the error.
    for _ in 0..9 {
        let child = deepq_in(folder.path(), arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !out.join("dqn.csv").exists() {
            sleep(Duration::from_millis(1));
        }
        sleep(Duration::from_millis(15));
        let _ = fs::remove_dir_all(&out);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let said = said(&output);
        if said.contains("lacks what was asked for of seed") {
            let again = format!("run `deepq {arguments}` again");
            assert!(said.contains(&again), "{said}");
            return;
        }
        let _ = fs::remove_dir_all(&out);
    }
    panic!("a write failed each time");
}

const ONLY: &str = "--only dqn,ddqn --seeds 1,2 --episodes 2";

#[test]
fn units_made_anywhere_and_in_any_order_come_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    run(folder, &format!("reproduce {ONLY} --out plain"));
    let plan = run(folder, &format!("reproduce --plan {ONLY}"));
    let units = plan.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["expected_seconds"].as_f64().unwrap() > 0.0);
        assert_eq!(line["length"]["episodes"], 2);
        line["unit"].as_str().unwrap().to_owned()
    });
    let mut units: Vec<String> = units.collect();
    units.sort();
    assert_eq!(units, ["ddqn/1", "ddqn/2", "dqn/1", "dqn/2"]);
    let unit = |units: &str, out| {
        run(
            folder,
            &format!("reproduce --unit {units} --episodes 2 --out {out}"),
        )
    };
    // On one folder, and there twice.
    unit("dqn/2,ddqn/1", "shared");
    unit("dqn/2,ddqn/2", "shared");
    unit("dqn/1", "shared");
    let gather = format!("gather {ONLY} --out");
    run(folder, &format!("{gather} shared"));
    assert_same_files(&folder.join("shared"), &folder.join("plain"));
    // In folders of their own, of which one is a summary already.
    unit("dqn/2,ddqn/2", "a");
    unit("ddqn/1", "b");
    let words = [
        "1 of the units",
        "dqn/1",
        "--unit dqn/1 --episodes 2 --out all",
    ];
    assert_refused(folder, &format!("gather a b {ONLY} --out all"), &words);
    run(
        folder,
        "reproduce --only dqn --seeds 1 --episodes 2 --out c",
    );
    let sources = ["a", "b", "c"].map(|source| files(&folder.join(source)));
    run(folder, &format!("gather a b c {ONLY} --out all"));
    assert_same_files(&folder.join("all"), &folder.join("plain"));
    assert!(sources == ["a", "b", "c"].map(|source| files(&folder.join(source))));
    // Again, and what is there stays.
    run(folder, &format!("gather a b c {ONLY} --out all"));
    assert_same_files(&folder.join("all"), &folder.join("plain"));
    assert_refused(
        folder,
        &format!("gather d {ONLY} --out all"),
        &["cannot read d"],
    );
}

#[test]
fn what_does_not_belong_together_is_not_gathered() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for out in ["a", "b"] {
        run(
            folder,
            &format!("reproduce --unit dqn/1 --episodes 2 --out {out}"),
        );
    }
    let gather = "gather a b --only dqn --seeds 1 --episodes 2 --out all";
    let rows = folder.join("b/dqn.runs/1-2/rows.csv");
    let own = fs::read_to_string(&rows).unwrap();
    let fingerprint = own.trim_end().rsplit(',').next().unwrap();
    fs::write(&rows, own.replace(fingerprint, "0123456789abcdef")).unwrap();
    let words = [
        "holds rows of recipe 0123456789abcdef",
        "b/dqn.runs/1-2/rows.csv",
    ];
    assert_refused(folder, gather, &words);
    fs::write(&rows, own.replacen("\n1,2,", "\n1,2,9", 1)).unwrap();
    let words = [
        "a/dqn.runs/1-2",
        "b/dqn.runs/1-2",
        "differ in episode 2 of seed 1",
    ];
    assert_refused(folder, gather, &words);
    fs::write(&rows, &own[..own.len() - 5]).unwrap();
    let words = ["b/dqn.runs/1-2 is not a whole record", "copy it again"];
    assert_refused(folder, gather, &words);
    assert!(!folder.join("all/dqn.csv").exists());
    fs::write(&rows, &own).unwrap();
    run(folder, gather);
    let model = folder.join("all/dqn.safetensors");
    let origin = Origin::of_model(&model).unwrap().unwrap();
    assert_eq!((origin.seed, origin.episodes), (1, 2));
}

#[test]
fn a_unit_killed_at_any_moment_is_whole_or_absent() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let unit = "reproduce --unit dqn/1 --episodes 8 --out a";
    let record = folder.join("a/dqn.runs/1-8");
    for wait in 0.. {
        let mut child = deepq_in(folder, unit)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(40 * wait));
        child.kill().unwrap();
        let is_over = child.wait().unwrap().success();
        if record.exists() {
            let rows = record.join("rows.csv");
            let read = parse_rows(&rows, &fs::read(&rows).unwrap()).unwrap();
            assert_eq!(read.len(), 8);
            Weights::load(&record.join("model.safetensors")).unwrap();
        }
        if is_over {
            break;
        }
    }
    run(folder, "gather --only dqn --seeds 1 --episodes 8 --out a");
    run(
        folder,
        "reproduce --only dqn --seeds 1 --episodes 8 --out b",
    );
    assert_same_files(&folder.join("a"), &folder.join("b"));
}

#[test]
fn units_that_there_are_not_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for unit in ["dqn", "dqn/x", "nothing/12"] {
        let arguments = format!("reproduce --unit {unit} --out .");
        assert_refused(folder.path(), &arguments, &["--plan", unit]);
    }
}

/// A course with a book in it.
fn course() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    fs::create_dir_all(book.join("src")).unwrap();
    fs::create_dir(book.join("results")).unwrap();
    fs::write(book.join("src/SUMMARY.md"), "").unwrap();
    folder
}

#[test]
fn runs_of_ones_own_do_not_spoil_the_book() {
    let folder = course();
    let before = files(folder.path());
    for (arguments, words) in [
        (
            "reproduce --seeds 1 --episodes 3",
            ["3 episodes", "--out DIR"],
        ),
        ("reproduce --only dqn --seeds 1", ["seed 1", "--out DIR"]),
        ("reproduce --only dqn --episodes 3", ["3 episodes", "--out"]),
        (
            "reproduce --only dqn --steps 300",
            ["300 steps", "--out DIR"],
        ),
        ("reproduce --unit dqn/1", ["seed 1", "--out DIR"]),
        (
            "reproduce --unit dqn/12 --episodes 3",
            ["3 episodes", "--out"],
        ),
        ("gather --only dqn --seeds 1", ["seed 1", "--out DIR"]),
        (
            "reproduce --only dqn --seeds 1 --out book/results",
            ["in the book", "outside of it"],
        ),
        (
            "train dqn --out book/new/folder",
            ["in the book", "outside"],
        ),
        (
            "train dqn --gamma 0.9 --out ./book",
            ["in the book", "outside"],
        ),
        (
            "figures --out book/results",
            ["in the book", "outside of it"],
        ),
    ] {
        assert_refused(folder.path(), arguments, &words);
        assert!(
            files(folder.path()) == before,
            "{arguments} wrote something"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_into_the_book_is_in_the_book() {
    let folder = course();
    let link = folder.path().join("mine");
    std::os::unix::fs::symlink(folder.path().join("book/results"), link).unwrap();
    assert_refused(folder.path(), "train dqn --out mine", &["in the book"]);
}

#[test]
fn elsewhere_than_in_the_course_results_need_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().canonicalize().unwrap();
    let words = [
        place.to_str().unwrap(),
        "say where they belong with --out DIR",
    ];
    for command in ["reproduce", "gather", "figures", "reproduce --unit dqn/12"] {
        assert_refused(folder.path(), command, &words);
        assert_eq!(files(folder.path()), []);
    }
}
