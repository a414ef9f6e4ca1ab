//! The commands in a hostile world: streams that are closed or full, signals, outputs that
//! are no files, inputs without end, and names that a terminal would obey.

#![cfg(unix)]

use deepq::foundations::{Weight, Weights};
use deepq::prelude::*;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const DEEPQ: &str = env!("CARGO_BIN_EXE_deepq");
/// A recorded run of five seeds.
const RUN: &str = "book/results/dqn.csv";

/// A command as it is typed.
fn deepq(arguments: &str) -> Command {
    let mut command = Command::new(DEEPQ);
    command.args(arguments.split(' ')).stdin(Stdio::null());
    command
}

/// The same, as a terminal starts it: a job in the background of a script, as this test may
/// be, has SIGINT ignored, and so have the programs that it starts.
fn deepq_on_a_terminal(arguments: &str) -> Command {
    let mut command = Command::new("env");
    if cfg!(target_os = "linux") {
        command.arg("--default-signal=INT,TERM");
    }
    command.arg(DEEPQ).args(arguments.split(' '));
    command.stdin(Stdio::null());
    command
}

/// What a shell makes of a script in which `$deepq` is the program.
fn shell(script: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).env("deepq", DEEPQ);
    shell.stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The command fails, and says these words.
#[track_caller]
fn assert_refused(output: &Output, words: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("error: "), "{said}");
    assert!(said.contains(words), "{said:?} lacks {words:?}");
}

#[track_caller]
fn assert_succeeds(output: &Output) {
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// The names in a folder, but for the file that processes lock in turns.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.unwrap().file_name().into_string().unwrap()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.retain(|name| name != ".lock");
    names.sort();
    names
}

/// What `train` leaves of one run.
fn trained() -> Vec<String> {
    let kinds = ["csv", "gif", "json", "md", "safetensors", "svg"];
    kinds.map(|kind| format!("dqn-12.{kind}")).to_vec()
}

/// A model that has not learned, so that its episode is short.
fn model(folder: &Path) -> String {
    let path = folder.join("m.safetensors");
    let agent = Agent::new(dqn(), 12).unwrap();
    agent.weights().save(&path, "dqn").unwrap();
    path.display().to_string()
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

// Streams.

#[test]
fn lost_progress_stops_no_training() {
    for lost in ["2>/dev/full", "2>&-"] {
        let (_kept, out) = folder();
        let train = format!("train dqn --episodes 1 --out {}", out.display());
        assert_succeeds(&shell(&format!("$deepq {train} {lost}")));
        assert_eq!(names(&out), trained(), "{lost}");
    }
    let (_kept, out) = folder();
    let train = format!("train dqn --episodes 1 --out {}", out.display());
    let mut child = deepq(&train)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert!(child.wait().unwrap().success());
    assert_eq!(names(&out), trained());
}

#[test]
fn a_lost_report_is_an_error_and_the_files_are_there() {
    let (_kept, out) = folder();
    let train = format!("train dqn --episodes 1 --out {}", out.display());
    let trains = shell(&format!(
        "$deepq {train} >/dev/full 2>{}/said",
        out.display()
    ));
    assert_eq!(trains.status.code(), Some(1));
    let said = fs::read_to_string(out.join("said")).unwrap();
    assert!(said.contains("error: the report is lost"), "{said}");
    fs::remove_file(out.join("said")).unwrap();
    assert_eq!(names(&out), trained());
    for arguments in [
        &format!("doctor {RUN}"),
        "--help",
        "train --help",
        "--version",
    ] {
        let asked = shell(&format!("$deepq {arguments} >/dev/full"));
        assert_refused(&asked, "the report is lost");
    }
    // Nobody reads the error either.
    let silent = shell(&format!("$deepq doctor {RUN} >/dev/full 2>/dev/full"));
    assert_eq!(silent.status.code(), Some(1));
}

#[test]
fn a_closed_standard_output_is_one_that_nobody_wants() {
    let asked = shell(&format!("$deepq doctor {RUN} >&-"));
    assert_succeeds(&asked);
    assert_eq!(text(&asked.stderr), "");
}

#[test]
fn a_reader_that_has_enough_ends_the_report_quietly_and_nothing_else() {
    let (_kept, out) = folder();
    let train = format!("train dqn --episodes 1 --out {}", out.display());
    for arguments in [&train, &format!("doctor {RUN}"), "train --help"] {
        // The reader is gone before the first line comes.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = deepq(arguments).stdout(writer).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(141), "{arguments}: {said}");
        assert!(!said.contains("error") && !said.contains("panic"), "{said}");
    }
    assert_eq!(names(&out), trained());
}

// Signals.

/// Starts a training that takes long, and waits until it has begun.
fn long_training(out: &Path) -> Child {
    let train = format!("train dqn --episodes 100000 --out {}", out.display());
    let child = deepq_on_a_terminal(&train)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&out.join("dqn-12.json"));
    child
}

#[track_caller]
fn wait_for(file: &Path) {
    let start = Instant::now();
    while !file.exists() {
        assert!(
            start.elapsed() < Duration::from_mins(1),
            "{}",
            file.display()
        );
        sleep(Duration::from_millis(10));
    }
}

fn send(signal: &str, child: &Child) {
    let mut kill = Command::new("kill");
    kill.args([signal, &child.id().to_string()]);
    assert!(kill.status().unwrap().success());
}

/// The exit status of a child, and what it said.
fn ended(mut child: Child) -> (ExitStatus, String) {
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    (child.wait().unwrap(), said)
}

#[test]
fn a_signal_ends_a_training_with_its_status_and_words_on_what_is_kept() {
    for (signal, name, status) in
        [("-INT", "SIGINT", 130), ("-TERM", "SIGTERM", 143)]
    {
        let (_kept, out) = folder();
        let child = long_training(&out);
        send(signal, &child);
        let (ended, said) = ended(child);
        assert_eq!(ended.code(), Some(status), "{said}");
        let words =
            format!("stopped by {name}: the runs that are recorded are kept");
        assert!(said.contains(&words), "{said}");
        assert!(said.contains("give the same command again"), "{said}");
        assert_eq!(names(&out), ["dqn-12.json"]);
    }
}

#[test]
fn a_signal_at_any_moment_leaves_no_temporary_file() {
    let (_kept, out) = folder();
    let seeds: Vec<String> = (1..=200).map(|seed| seed.to_string()).collect();
    let train = format!(
        "train dqn --episodes 1 --seeds {} --out {}",
        seeds.join(","),
        out.display()
    );
    for attempt in 0..8 {
        let mut child = deepq(&train)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(150 + 37 * attempt));
        send("-TERM", &child);
        let status = child.wait().unwrap();
        assert!(status.success() || status.code() == Some(143), "{status}");
        let mut all = names(&out);
        if all.iter().any(|name| name == "dqn.runs") {
            all.extend(names(&out.join("dqn.runs")));
        }
        assert!(all.iter().all(|name| !name.starts_with('.')), "{all:?}");
    }
}

#[test]
fn a_program_that_a_command_waits_for_ends_with_it() {
    let (_kept, out) = folder();
    let pid = out.join("pid");
    let cargo = format!(
        "#!/bin/sh\necho $$ >{0}.new\nmv {0}.new {0}\nexec sleep 100\n",
        pid.display()
    );
    fs::write(out.join("cargo"), cargo).unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(out.join("cargo"), executable).unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut web = deepq(&format!("web --out {}/doctor.js", out.display()));
    web.env("PATH", format!("{}:{path}", out.display()));
    let child = web
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&pid);
    send("-TERM", &child);
    let (status, said) = ended(child);
    assert_eq!(status.code(), Some(143), "{said}");
    let program = fs::read_to_string(pid).unwrap();
    let is_there = Command::new("kill")
        .args(["-0", program.trim()])
        .output()
        .unwrap();
    assert!(!is_there.status.success(), "{program} goes on");
}

#[test]
fn a_signal_that_a_script_ignores_stays_ignored() {
    let (_kept, out) = folder();
    let train = format!("train dqn --episodes 9 --out {}", out.display());
    let script = format!("trap '' INT; exec $deepq {train}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).env("deepq", DEEPQ);
    let child = shell
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&out.join("dqn-12.json"));
    send("-INT", &child);
    let (status, said) = ended(child);
    assert!(status.success(), "{said}");
}

#[test]
fn what_a_killed_process_left_is_swept_by_the_next_and_what_a_living_one_holds_is_not()
 {
    let (_kept, out) = folder();
    fs::write(out.join(".deepq-stale"), "half of a file").unwrap();
    let held = File::create(out.join(".deepq-held")).unwrap();
    held.lock().unwrap();
    fs::write(out.join(".other"), "not ours").unwrap();
    let train = format!("train dqn --episodes 1 --out {}", out.display());
    assert_succeeds(&deepq(&train).output().unwrap());
    let expected = [
        vec![".deepq-held".to_owned(), ".other".to_owned()],
        trained(),
    ];
    assert_eq!(names(&out), expected.concat());
}

// Files.

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let (_kept, out) = folder();
    let target = |name: &str| out.join("targets").join(name);
    fs::create_dir(out.join("targets")).unwrap();
    fs::write(target("old.gif"), "old").unwrap();
    let linked = |link: &str, to: &Path| symlink(to, out.join(link)).unwrap();
    linked("a.gif", &target("old.gif"));
    // One that leads nowhere yet, by way of another.
    linked("b.svg", Path::new("c.svg"));
    linked("c.svg", Path::new("targets/new.svg"));
    linked("dqn-12.csv", &target("rows.csv"));
    linked("dqn-12.safetensors", &target("model"));
    let place = out.display();
    let (_models, models) = folder();
    let model = model(&models);
    for command in [
        format!("watch {model} --gif {place}/a.gif"),
        format!("doctor {RUN} --plot {place}/b.svg"),
        format!("train dqn --episodes 1 --out {place}"),
    ] {
        assert_succeeds(&deepq(&command).output().unwrap());
    }
    for link in [
        "a.gif",
        "b.svg",
        "c.svg",
        "dqn-12.csv",
        "dqn-12.safetensors",
    ] {
        let metadata = fs::symlink_metadata(out.join(link)).unwrap();
        assert!(metadata.is_symlink(), "{link} is no link any more");
    }
    assert!(fs::read(target("old.gif")).unwrap().starts_with(b"GIF89a"));
    assert!(
        fs::read_to_string(target("new.svg"))
            .unwrap()
            .contains("<svg")
    );
    assert!(
        fs::read_to_string(target("rows.csv"))
            .unwrap()
            .starts_with("seed,")
    );
    let model = fs::read(out.join("dqn-12.safetensors")).unwrap();
    assert_eq!(fs::read(target("model")).unwrap(), model);
    assert_eq!(
        names(&out.join("targets")),
        ["model", "new.svg", "old.gif", "rows.csv"]
    );
}

#[test]
fn what_is_no_regular_file_is_not_replaced() {
    let (_kept, out) = folder();
    let place = out.display();
    assert!(shell(&format!("mkfifo {place}/pipe")).status.success());
    let model = model(&out);
    symlink("/dev/null", out.join("null")).unwrap();
    symlink("round", out.join("round")).unwrap();
    for (name, kind) in [
        ("pipe", "a named pipe"),
        (".", "a folder"),
        ("null", "a device"),
        ("round", "a link that leads round in a circle"),
    ] {
        for command in ["watch MODEL --gif", "doctor RUN --plot"] {
            let command = command.replace("MODEL", &model).replace("RUN", RUN);
            let output = deepq(&format!("{command} {place}/{name}"))
                .output()
                .unwrap();
            assert_refused(&output, &format!("is {kind}, and would be replaced"));
            // It says so before it does anything.
            assert_eq!(text(&output.stdout), "");
        }
    }
    let plot = format!("$deepq doctor {RUN} --plot /dev/stdout >{place}/said");
    assert_refused(&shell(&plot), "what a process has open");
    let is_pipe = fs::symlink_metadata(out.join("pipe")).unwrap().file_type();
    assert!(is_pipe.is_fifo());
    // Rows and models: before any time is spent on training.
    for name in ["dqn-12.csv", "dqn-12.safetensors"] {
        let own = out.join(name.replace('.', "-"));
        fs::create_dir_all(own.join(name)).unwrap();
        let train = format!("train dqn --episodes 100000 --out {}", own.display());
        assert_refused(&deepq(&train).output().unwrap(), "is a folder");
    }
}

#[test]
fn a_command_does_not_replace_what_it_reads() {
    let (_kept, out) = folder();
    let place = out.display();
    let model = model(&out);
    fs::copy(&model, out.join("m.gif")).unwrap();
    fs::copy(RUN, out.join("run.csv")).unwrap();
    fs::copy(RUN, out.join("twin.csv")).unwrap();
    fs::write(out.join("run.json"), "{\"gamma\": 1}").unwrap();
    symlink("run.csv", out.join("link.csv")).unwrap();
    fs::hard_link(out.join("run.csv"), out.join("hard.csv")).unwrap();
    for command in [
        "watch OUT/m.gif",
        "watch OUT/m.gif --gif OUT/../OUT/m.gif",
        "doctor OUT/run.csv --plot OUT/run.csv",
        "doctor OUT/run.csv --plot OUT/link.csv",
        "doctor OUT/link.csv --plot OUT/run.csv",
        "doctor OUT/run.csv --plot OUT/hard.csv",
        "doctor OUT/run.csv --twin OUT/twin.csv --plot OUT/twin.csv",
        "doctor OUT/run.csv --plot OUT/run.json",
    ] {
        let name = out.file_name().unwrap().to_str().unwrap();
        let command = command.replace("../OUT", &format!("../{name}"));
        let command = command.replace("OUT", &place.to_string());
        let output = deepq(&command).output().unwrap();
        assert_refused(&output, "is read by this command");
    }
    assert_eq!(
        fs::read(out.join("m.gif")).unwrap(),
        fs::read(&model).unwrap()
    );
    assert_eq!(
        fs::read(out.join("run.csv")).unwrap(),
        fs::read(RUN).unwrap()
    );
    // The script of the page is made of sources.
    let web = deepq("web --out web/src/../../Cargo.lock")
        .output()
        .unwrap();
    assert_refused(&web, "is read by this command");
}

#[test]
fn an_animation_needs_no_folder_for_temporary_files() {
    let (_kept, out) = folder();
    let gif = out.join("a.gif");
    let (_models, models) = folder();
    let model = model(&models);
    let mut watch = deepq(&format!("watch {model} --gif {}", gif.display()));
    watch.env("TMPDIR", "/no/such/folder");
    assert_succeeds(&watch.output().unwrap());
    assert_eq!(names(&out), ["a.gif"]);
}

#[test]
fn a_last_write_that_fails_is_an_error_and_the_old_file_stays() {
    let (_kept, out) = folder();
    let gif = out.join("a.gif");
    fs::write(&gif, "old").unwrap();
    let (_models, models) = folder();
    let model = model(&models);
    // No file may have more than a few kilobytes, and the signal that says so is ignored.
    let script = format!(
        "trap '' XFSZ; ulimit -f 2; exec $deepq watch {model} --gif {}",
        gif.display()
    );
    assert_refused(&shell(&script), "cannot write");
    assert_eq!(fs::read_to_string(&gif).unwrap(), "old");
    assert_eq!(names(&out), ["a.gif"]);
}

// Numbers and inputs.

#[test]
fn an_input_without_end_is_refused_with_the_bound() {
    let bound = "has more than 536870912 bytes, the most that are read";
    for command in ["doctor /dev/zero", "watch /dev/zero --gif no-such.gif"] {
        assert_refused(&deepq(command).output().unwrap(), bound);
    }
    let fed = shell("yes 1,2 | $deepq doctor /dev/stdin");
    assert_refused(&fed, bound);
}

#[test]
fn what_unpacks_without_end_is_refused_with_the_bound() {
    let (_kept, out) = folder();
    let bomb = out.join("bomb.csv.gz");
    let pack = format!("head -c 1000000 /dev/zero | gzip >{}/part", out.display());
    assert!(shell(&pack).status.success());
    let part = fs::read(out.join("part")).unwrap();
    fs::write(&bomb, part.repeat(600)).unwrap();
    let output = deepq(&format!("doctor {}", bomb.display()))
        .output()
        .unwrap();
    assert_refused(&output, "has more than 536870912 bytes");
}

#[test]
fn a_table_with_more_cells_than_fit_is_refused_with_the_bound() {
    let (_kept, out) = folder();
    let keys = |i: usize| format!("{{\"key{i}\": 1}}\n");
    let wide = (0..20_000).map(keys).collect::<String>();
    let array = wide.trim_end().replace('\n', ",");
    let titles: Vec<String> = (0..20_000).map(|i| format!("t{i}")).collect();
    let lines = titles.join(",") + "\n" + &"1\n".repeat(20_000);
    for (name, text) in [
        ("lines.json", wide),
        ("array.json", format!("[{array}]")),
        ("wide.csv", lines),
    ] {
        let file = out.join(name);
        fs::write(&file, text).unwrap();
        let output = deepq(&format!("doctor {}", file.display()))
            .output()
            .unwrap();
        assert_refused(&output, "has more than 33554432 cells");
    }
}

#[test]
fn a_second_recording_is_read_as_the_first_one_is() {
    let (_kept, out) = folder();
    let twin = format!("{}/twin.csv.gz", out.display());
    assert!(shell(&format!("gzip <{RUN} >{twin}")).status.success());
    let doctor = deepq(&format!("doctor {RUN} --twin {twin}"))
        .output()
        .unwrap();
    assert_succeeds(&doctor);
    let said = text(&doctor.stdout);
    assert!(
        said.contains("Compared with a second recording: 1250 episodes"),
        "{said}"
    );
}

#[test]
fn a_system_without_a_thread_to_spare_is_an_error() {
    let (_kept, out) = folder();
    let mut train =
        deepq(&format!("train dqn --episodes 1 --out {}", out.display()));
    // No address space has room for such a stack.
    train.env("RUST_MIN_STACK", (1_u64 << 52).to_string());
    assert_refused(
        &train.output().unwrap(),
        "the system starts no more threads",
    );
}

#[test]
fn a_model_with_a_weight_that_is_no_number_is_not_played() {
    let (_kept, out) = folder();
    let path = PathBuf::from(model(&out));
    for (value, says) in [(f32::NAN, "a NaN"), (f32::INFINITY, "a inf")] {
        let mut weights = Weights::load(&path).unwrap();
        let weight = weights.0.iter_mut().find(|weight| weight.name == "2.bias");
        weight.unwrap().values[3] = value;
        let bad = out.join("bad.safetensors");
        weights.save(&bad, "dqn").unwrap();
        let output = deepq(&format!("watch {}", bad.display())).output().unwrap();
        assert_refused(&output, &bad.display().to_string());
        assert_refused(&output, &format!("weight `2.bias` of the model has {says}"));
        assert!(!out.join("bad.gif").exists());
    }
}

#[test]
fn a_weight_that_does_not_fit_is_told_with_the_file() {
    let (_kept, out) = folder();
    let odd = out.join("odd.safetensors");
    let weights = Weights(vec![Weight::vector("odd", &[1.0])]);
    weights.save(&odd, "dqn").unwrap();
    let output = deepq(&format!("watch {}", odd.display())).output().unwrap();
    let words = format!(
        "error: {}: the model has no weight `0.weight`",
        odd.display()
    );
    assert_refused(&output, &words);
}

#[test]
fn a_pipe_is_read_once() {
    let (_kept, out) = folder();
    let (model, place) = (model(&out), out.display());
    let feed = format!("mkfifo {place}/pipe; cat {model} >{place}/pipe &");
    let watch = format!("timeout 100 $deepq watch {place}/pipe");
    let played = shell(&format!("{feed} {watch} --gif {place}/a.gif"));
    assert_succeeds(&played);
    assert!(out.join("a.gif").exists());
    // A pipe says nothing of the place of an animation.
    let nowhere = shell(&format!("{watch} <{model}"));
    assert_refused(&nowhere, "say where it belongs by --gif FILE");
    let run = format!("cat {RUN} | $deepq doctor /dev/stdin");
    assert_succeeds(&shell(&run));
}

#[test]
fn no_name_tells_a_terminal_anything_or_breaks_a_picture() {
    let (_kept, out) = folder();
    let name = "a\u{1b}[31mb\u{1}&<c]]>\u{7f}\u{9b}31m";
    let (run, plot) = (out.join(format!("{name}.csv")), out.join("a.svg"));
    fs::copy(RUN, &run).unwrap();
    let doctor = Command::new(DEEPQ)
        .arg("doctor")
        .arg(&run)
        .arg("--plot")
        .arg(&plot)
        .output();
    let doctor = doctor.unwrap();
    assert_succeeds(&doctor);
    let is_safe = |said: &str| said.chars().all(|c| c == '\n' || !c.is_control());
    assert!(is_safe(&text(&doctor.stdout)), "{}", text(&doctor.stdout));
    assert!(text(&doctor.stdout).contains(r"a\u{1b}[31mb\u{1}&<c"));
    let svg = fs::read_to_string(&plot).unwrap();
    let is_of_xml = |c: char| matches!(c, '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(svg.chars().all(is_of_xml));
    assert!(!svg.contains("]]>"));
    // A model names its recipe.
    let model = PathBuf::from(model(&out));
    let weights = Weights::load(&model).unwrap();
    weights
        .save(&model, "\u{1b}]0;mine\u{7}\nerror: none")
        .unwrap();
    let watch = deepq(&format!("watch {}", model.display()))
        .output()
        .unwrap();
    assert_refused(&watch, r"no recipe named `\u{1b}]0;mine\u{7}\nerror: none`");
    assert!(is_safe(&text(&watch.stderr)));
}

// Messages.

#[test]
fn a_name_is_suggested_by_its_beginning_in_any_case() {
    for (name, suggested) in [
        ("DQN", "dqn"),
        ("double", "ddqn"),
        ("duel", "dueling"),
        ("Dueling", "dueling"),
    ] {
        let output = deepq(&format!("train {name}")).output().unwrap();
        assert_refused(&output, &format!("did you mean `{suggested}`?"));
    }
}

#[test]
fn advice_on_figures_repeats_the_folder() {
    let (_kept, out) = folder();
    let figures = deepq(&format!("figures --out {}", out.display()))
        .output()
        .unwrap();
    let advice = format!("run `deepq reproduce --out {}` first", out.display());
    assert_refused(&figures, &advice);
}

#[test]
fn to_weave_nothing_is_an_error() {
    let (_kept, out) = folder();
    let weave = format!("weave book/src/glossary.md --out {}", out.display());
    let words = "no notebook is made of book/src/glossary.md";
    assert_refused(&deepq(&weave).output().unwrap(), words);
}

#[test]
fn the_help_of_reproduce_lists_recipes_and_studies() {
    let help = deepq("reproduce --help").output().unwrap();
    let help = text(&help.stdout);
    for listed in [
        "Recipes:",
        "  nfq ",
        "Studies:",
        "  equal-terms  recipes: 6, seeds",
    ] {
        assert!(help.contains(listed), "{help}");
    }
}
