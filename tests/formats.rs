//! Twenty-six everyday forms of one run are read as the same run.

use deepq::lab::reading::{Reading, read_run};
use std::fmt::Write as _;
use std::path::Path;

/// The lengths of the run's episodes; each return is the length.
const LENGTHS: [usize; 40] = {
    let mut lengths = [0; 40];
    let mut i = 0;
    while i < 40 {
        lengths[i] = 20 + (7 * i) % 13;
        i += 1;
    }
    lengths
};

/// Episode, steps so far, and score of each row.
fn rows() -> Vec<(usize, usize, usize)> {
    let mut steps = 0;
    let row = |(i, length): (usize, &usize)| {
        steps += length;
        (i + 1, steps, *length)
    };
    LENGTHS.iter().enumerate().map(row).collect()
}

/// A file of `titles`, and of what `line` makes of each row.
fn file(titles: &str, line: impl Fn((usize, usize, usize)) -> String) -> String {
    let mut text = format!("{titles}\n");
    for row in rows() {
        let _ = writeln!(text, "{}", line(row));
    }
    text
}

fn plain() -> String {
    file("episode,steps,score", |(e, n, r)| format!("{e},{n},{r}.0"))
}

fn read(name: &str, file: &str) -> Reading {
    read_run(Path::new(name), file.as_bytes(), &[])
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn numbers(reading: &Reading) -> Vec<(usize, usize, usize)> {
    let rows = reading.rows.iter();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small"
    )]
    rows.map(|row| (row.episode, row.steps, row.score as usize))
        .collect()
}

/// A form of the run by its name.
type Form = (&'static str, String);

/// Separated values in the dialects that people have.
fn dialects() -> [Form; 19] {
    [
        ("ok", plain()),
        ("bom", format!("\u{feff}{}", plain())),
        ("crlf", plain().replace('\n', "\r\n")),
        ("no final newline", plain().trim_end().to_owned()),
        ("semicolons", plain().replace(',', ";")),
        ("tabs", plain().replace(',', "\t")),
        ("comma and space", plain().replace(',', ", ")),
        (
            "capitals",
            plain().replacen("episode,steps,score", "Episode,Steps,Score", 1),
        ),
        (
            "other names",
            plain().replacen("episode,steps,score", "ep,global_step,reward", 1),
        ),
        ("a comment", format!("# my run\n{}", plain())),
        (
            "an index",
            file(",episode,steps,score", |(e, n, r)| {
                format!("{e},{e},{n},{r}")
            }),
        ),
        (
            "float steps",
            file("episode,steps,score", |(e, n, r)| format!("{e},{n}.0,{r}")),
        ),
        (
            "from zero",
            file("episode,steps,score", |(e, n, r)| {
                format!("{},{n},{r}", e - 1)
            }),
        ),
        (
            "decimal commas",
            file("episode,steps,score", |(e, n, r)| format!("{e},{n},{r},0")),
        ),
        (
            "decimal commas beside semicolons",
            file("episode;steps;score", |(e, n, r)| format!("{e};{n};{r},0")),
        ),
        (
            "NaN",
            file("episode,steps,score,loss", |(e, n, r)| {
                format!("{e},{n},{r},NaN")
            }),
        ),
        (
            "None",
            file("episode,steps,score,loss", |(e, n, r)| {
                format!("{e},{n},{r},None")
            }),
        ),
        (
            "NA",
            file("episode,steps,score,loss", |(e, n, r)| {
                format!("{e},{n},{r},NA")
            }),
        ),
        (
            "an empty score",
            file("episode,steps,score,episode_return", |(e, n, r)| {
                format!("{e},{n},,{r}")
            }),
        ),
    ]
}

/// What programs leave.
fn exports() -> [Form; 7] {
    let json = |(e, n, r)| {
        format!("{{\"episode\": {e}, \"steps\": {n}, \"score\": {r}.0}}")
    };
    let lines = file("", json);
    let array = format!("[{}]", lines.trim().replace('\n', ","));
    [
        (
            "the name of a run",
            file("seed,episode,steps,score", |(e, n, r)| {
                format!("a__1,{e},{n},{r}")
            }),
        ),
        (
            "monitor.csv",
            file("#{\"t_start\": 1.0}\nr,l,t", |(_, _, r)| {
                format!("{r}.0,{r},0.1")
            }),
        ),
        (
            "Weights & Biases",
            file("\"Step\",\"run - charts/episodic_return\"", |(_, n, r)| {
                format!("\"{n}\",\"{r}\"")
            }),
        ),
        (
            "TensorBoard's export",
            file("Wall time,Step,Value", |(_, n, r)| format!("1.5,{n},{r}")),
        ),
        (
            "MLflow",
            file("", |(_, n, r)| format!("17000 {r}.0 {n}"))
                .trim_start()
                .to_owned(),
        ),
        ("JSON lines", lines.trim_start().to_owned()),
        ("JSON", array),
    ]
}

#[test]
fn forms_of_one_run_are_one_run() {
    let forms: Vec<Form> = dialects().into_iter().chain(exports()).collect();
    assert_eq!(forms.len(), 26);
    for (name, form) in forms {
        assert_eq!(numbers(&read(name, &form)), rows(), "{name}");
    }
}

#[test]
fn a_run_that_was_resumed_and_rows_of_steps_are_put_together() {
    let again = plain() + plain().split_once('\n').unwrap().1;
    let resumed = read("resumed", &again);
    let (last, all) = (*rows().last().unwrap(), resumed.rows.len());
    let expected = (2 * last.0, 2 * last.1, last.2);
    assert_eq!((all, numbers(&resumed)[all - 1]), (80, expected));

    let steps = file("step,loss,reward", |(e, n, r)| {
        format!("{},0.{e},\n{n},,{r}", n - 1)
    });
    let gathered = read("rows of steps", &steps);
    assert_eq!(numbers(&gathered), rows());
    assert_eq!(gathered.rows[0].loss, Some(0.1));
}

#[test]
fn a_row_for_ten_episodes_and_a_file_without_scores_or_steps_say_what_they_are() {
    let tenth: Vec<String> = plain()
        .lines()
        .skip(10)
        .step_by(10)
        .map(str::to_owned)
        .collect();
    let tenth = read(
        "each tenth",
        &format!("episode,steps,score\n{}\n", tenth.join("\n")),
    );
    let episodes: Vec<usize> = tenth.rows.iter().map(|row| row.episode).collect();
    assert_eq!(episodes, [10, 20, 30, 40]);
    assert!(
        tenth
            .notes
            .contains(&"there is a row for each 10 episodes".to_owned())
    );
    let said = |file: String| read("said", &file).notes.join("; ");
    let no_steps = said(file("episode,score", |(e, _, r)| format!("{e},{r}")));
    assert!(no_steps.contains("no steps"), "{no_steps}");
    let no_score = said(file("step,loss", |(_, n, _)| format!("{n},0.5")));
    assert!(no_score.contains("no score"), "{no_score}");
}
