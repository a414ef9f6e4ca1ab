//! A run of any program: its rows, further columns and facts, from the bytes of a file.

use crate::error::Error;
use crate::lab::doctor::{Case, Columns, FURTHER, Facts};
use crate::lab::reading::columns::{
    Numbers, Places, exact, of_columns, places, unknown,
};
use crate::lab::reading::counting::counted;
use crate::lab::reading::gaps::without_gaps;
use crate::lab::reading::lines::Lines;
use crate::lab::reading::names::{LENGTH, is_running_mean};
use crate::lab::reading::source::table_and_facts;
use crate::lab::reading::table::Table;
use crate::lab::runs::unpacked;
use crate::lab::runs::{COLUMNS, Row, by_seed, parse_rows_with};
use std::collections::BTreeMap;
use std::path::Path;

/// Runs that were read, and what was made of their file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The rows. A score or steps that the file has not are 0 in all of them.
    pub rows: Vec<Row>,
    /// Further columns that the doctor knows, in the order of the rows.
    pub further: Columns,
    /// Columns of a row that the file has not, although a row always has them.
    pub missing: Vec<&'static str>,
    /// What the file says of the settings.
    pub facts: Facts,
    /// Whether each score is a running mean of many episodes.
    pub smoothed: bool,
    /// What a reader should know of how they were read, a sentence each.
    pub notes: Vec<String>,
}

impl Reading {
    /// The runs as the doctor looks at them.
    pub fn cases(&self) -> Vec<Case> {
        let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (place, row) in self.rows.iter().enumerate() {
            places.entry(row.seed).or_default().push(place);
        }
        let runs = by_seed(&self.rows).into_iter();
        runs.map(|(seed, run)| {
            let mut case = Case::of(seed, &run);
            for column in &self.missing {
                case.columns.remove(column);
            }
            let places = &places[&seed];
            let own = |values: &Vec<Option<f64>>| {
                places.iter().map(|&place| values[place]).collect()
            };
            let further = self.further.iter();
            let further = further.map(|(column, values)| (*column, own(values)));
            case.smoothed = self.smoothed;
            case.with(further.collect(), &self.facts)
        })
        .collect()
    }
}

/// Reads a run of any program from a file at `path`. `given` names columns that the file
/// calls otherwise: the column, and its title there.
///
/// # Errors
/// [`Error::NoSuchColumn`] where no column is known, or where a given title is not there,
/// [`Error::UnknownColumn`], [`Error::BadRow`] where a cell is no number,
/// [`Error::NoRows`], and [`Error::SettingsAlone`] of a model.
pub fn read_run(
    path: &Path,
    file: &[u8],
    given: &[(String, String)],
) -> Result<Reading, Error> {
    if file.starts_with(b"PK") {
        return Err(Error::SettingsAlone(path.to_owned()));
    }
    let file = &*unpacked(path, file)?;
    if given.is_empty() && file.starts_with(COLUMNS.join(",").as_bytes()) {
        return own_run(path, file);
    }
    let (table, facts) = table_and_facts(path, file)?;
    check_given(path, &table, given)?;
    let (places, mut notes) = places(&table, given);
    if places.is_empty() {
        return Err(no_such_column(path, &table, "score"));
    }
    let has_score = HAVE_SCORES.iter().any(|column| places.contains_key(column));
    note_missing(&table, &places, &mut notes);
    let mut lines = Lines::new(path, &places, has_score);
    let mut seen = Vec::new();
    for line in &table.lines {
        seen.extend(lines.read(line)?);
    }
    if seen.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    notes.extend(lines.notes());
    let mut seen = counted(seen, &places, &mut notes);
    without_gaps(&mut seen);
    Ok(Reading {
        rows: seen.iter().map(of_columns).collect(),
        further: further(&seen, &places),
        missing: missing(&places),
        facts,
        smoothed: places
            .get("score")
            .is_some_and(|&place| is_running_mean(&table.titles[place])),
        notes,
    })
}

/// A run that this crate recorded: nothing of it is guessed.
fn own_run(path: &Path, file: &[u8]) -> Result<Reading, Error> {
    let rows = parse_rows_with(&COLUMNS, path, file)?;
    if rows.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    Ok(Reading {
        rows,
        further: Columns::new(),
        missing: Vec::new(),
        facts: Facts::default(),
        smoothed: false,
        notes: Vec::new(),
    })
}

/// The columns that can be the score of a row.
const HAVE_SCORES: [&str; 2] = ["score", "episode_return"];
/// The columns of which one must be there so that steps can be counted.
const HAVE_STEPS: [&str; 2] = ["steps", LENGTH];

fn no_such_column(path: &Path, table: &Table, column: &str) -> Error {
    Error::NoSuchColumn {
        path: path.to_owned(),
        column: column.to_owned(),
        titles: table.titles.join(", "),
    }
}

/// Checks that what is given names columns that there are, here and in the file.
fn check_given(
    path: &Path,
    table: &Table,
    given: &[(String, String)],
) -> Result<(), Error> {
    for (ours, theirs) in given {
        exact(ours).ok_or_else(|| unknown(ours))?;
        if !table.titles.contains(theirs) {
            return Err(no_such_column(path, table, theirs));
        }
    }
    Ok(())
}

/// Says so where scores or steps are missing.
fn note_missing(table: &Table, places: &Places, notes: &mut Vec<String>) {
    let lacks = |columns: &[&str]| !columns.iter().any(|c| places.contains_key(c));
    if lacks(&HAVE_SCORES) {
        let titles = table.titles.join(", ");
        notes.push(format!(
            "there is no score, and each line counts as a row: if one of {titles} is it, \
             say so by --column score=NAME"
        ));
    }
    if lacks(&HAVE_STEPS) {
        notes.push("there are no steps: what needs them is not tried".to_owned());
    }
}

/// The columns that every row has and this file has not.
fn missing(places: &Places) -> Vec<&'static str> {
    let has = |columns: &[&str]| columns.iter().any(|c| places.contains_key(c));
    let missing = [
        ("steps", has(&HAVE_STEPS)),
        ("episode_return", has(&["episode_return"])),
        ("score", has(&HAVE_SCORES)),
    ];
    let missing = missing.into_iter().filter(|(_, is_there)| !is_there);
    missing.map(|(column, _)| column).collect()
}

/// The further columns of the rows, and the columns of a row that are empty: that they are
/// there tells something too.
fn further(seen: &[Numbers], places: &Places) -> Columns {
    let mut further = Columns::new();
    let is_further = |column: &&str| FURTHER.iter().any(|f| f.name == *column);
    let is_empty = |column: &str| seen.iter().all(|row| !row.contains_key(column));
    for column in places.keys().filter(|column| **column != LENGTH) {
        if is_further(column) || is_empty(column) {
            let values = seen.iter().map(|row| row.get(column).copied());
            further.insert(*column, values.collect());
        }
    }
    further
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> Reading {
        read_run(Path::new("a file"), file.as_bytes(), &[]).unwrap()
    }

    fn numbers(reading: &Reading) -> Vec<(u64, usize, usize, f64)> {
        let rows = reading.rows.iter();
        rows.map(|row| (row.seed, row.episode, row.steps, row.score))
            .collect()
    }

    #[test]
    fn the_monitor_of_stable_baselines3_is_read_as_it_is() {
        let monitor = read(
            "#{\"t_start\": 1.5, \"env_id\": \"World-v1\"}\nr,l,t\n\
                            18.0,18,0.1\n30.0,30,0.2\n",
        );
        assert_eq!(numbers(&monitor), [(0, 1, 18, 18.0), (0, 2, 48, 30.0)]);
        assert!(
            monitor
                .notes
                .contains(&"`score` is read from `r`".to_owned())
        );
    }

    #[test]
    fn its_progress_has_no_loss_before_the_first_learner_step() {
        let progress = read(
            "time/episodes,time/total_timesteps,rollout/ep_rew_mean,train/loss\n\
             4,59,14.75,\n8,131,16.4,0.5\n",
        );
        assert_eq!(numbers(&progress), [(0, 4, 59, 14.75), (0, 8, 131, 16.4)]);
        let losses: Vec<_> = progress.rows.iter().map(|row| row.loss).collect();
        assert_eq!(losses, [None, Some(0.5)]);
    }

    #[test]
    fn rows_of_steps_are_gathered_to_the_episode_that_they_belong_to() {
        let rows = read("step,loss,reward\n10,2.0,\n20,4.0,\n21,,9.0\n30,1.0,8.0\n");
        assert_eq!(numbers(&rows), [(0, 1, 21, 9.0), (0, 2, 30, 8.0)]);
        let losses: Vec<_> = rows.rows.iter().map(|row| row.loss).collect();
        assert_eq!(losses, [Some(3.0), Some(1.0)]);
    }

    #[test]
    fn episodes_from_0_resumed_runs_and_names_of_runs_are_counted_anew() {
        let zero = read("episode,steps,score\n0,5,1\n1,9.0,2\n2,12,3\n");
        let episodes: Vec<_> = zero.rows.iter().map(|row| row.episode).collect();
        assert_eq!(episodes, [1, 2, 3]);

        let resumed = read("episode,steps,score\n1,5,1\n2,9,2\n1,4,3\n2,8,4\n");
        let expected = [
            (0, 1, 5, 1.0),
            (0, 2, 9, 2.0),
            (0, 3, 13, 3.0),
            (0, 4, 17, 4.0),
        ];
        assert_eq!(numbers(&resumed), expected);
        assert!(
            resumed
                .notes
                .iter()
                .any(|note| note.contains("begins anew"))
        );

        let named = read("seed,episode,steps,score\na,1,5,1\nb,1,6,2\na,2,9,3\n");
        let expected = [(0, 1, 5, 1.0), (1, 1, 6, 2.0), (0, 2, 9, 3.0)];
        assert_eq!(numbers(&named), expected);
    }

    #[test]
    fn steps_of_each_episode_are_added_up() {
        let rows = read("episode,steps,score\n1,20,1\n2,10,2\n3,30,3\n4,5,4\n");
        let steps: Vec<_> = rows.rows.iter().map(|row| row.steps).collect();
        assert_eq!(steps, [20, 30, 60, 65]);
    }

    #[test]
    fn a_gap_is_no_nan_and_a_column_that_comes_to_nan_has_come_to_it() {
        let gaps = "steps,score,loss\n1,1,NaN\n2,1,0.5\n3,1,nan\n4,1,0.7\n";
        let losses = |file: &str| -> Vec<Option<f64>> {
            read(file).rows.iter().map(|row| row.loss).collect()
        };
        assert_eq!(losses(gaps), [None, Some(0.5), None, Some(0.7)]);
        let broken = losses("steps,score,loss\n1,1,0.5\n2,1,NaN\n3,1,NaN\n");
        assert!(broken[1].unwrap().is_nan() && broken[2].unwrap().is_nan());
        assert_eq!(losses("steps,score,loss\n1,1,NaN\n2,1,NaN\n"), [None, None]);
    }

    #[test]
    fn an_empty_column_is_known_and_a_missing_one_is_not() {
        let case = |file: &str| read(file).cases().remove(0);
        let empty = case("steps,score,loss\n1,1,\n2,1,\n");
        assert!(empty.columns.contains_key("loss") && !empty.has("loss"));
        assert!(!case("steps,score\n1,1\n2,1\n").columns.contains_key("loss"));
        let further = case("steps,score,action_mismatch\n1,1,0.5\n");
        assert_eq!(further.columns["action_mismatch"], [Some(0.5)]);
    }

    #[test]
    fn a_count_below_zero_is_refused_and_the_last_of_gathered_counts_is_told() {
        for file in ["steps,score\n-5,1\n", "l,r\n-5,1\n"] {
            let refused = read_run(Path::new("f"), file.as_bytes(), &[]);
            let said = refused.unwrap_err().to_string();
            let is_told = said.contains("`-5`") && said.contains("from 0 to");
            assert!(is_told, "{said}");
        }
        let gathered = read("steps,score,n_updates\n1,,1\n2,,2\n3,5,\n");
        assert_eq!(gathered.rows[0].learner_steps, Some(2));
        let two = "seed,step,reward,loss\n1,1,,8\n2,1,,2\n1,2,5,\n2,2,6,\n";
        let losses: Vec<_> = read(two).rows.iter().map(|row| row.loss).collect();
        assert_eq!(losses, [Some(8.0), Some(2.0)]);
        let seed = read_run(Path::new("f"), b"seed,steps,score\n0.5,1,1\n", &[]);
        assert!(seed.unwrap_err().to_string().contains("no whole number"));
    }

    #[test]
    fn the_results_of_rllib_are_read_with_their_configuration() {
        let line = |episode: usize, achieved: f64| {
            format!(
                "{{\"env_runners\": {{\"episode_return_mean\": {achieved}}}, \
                 \"num_env_steps_sampled_lifetime\": {}, \
                 \"config\": {{\"gamma\": 0.9, \"lr\": 0.001}}}}\n",
                1000 * episode
            )
        };
        let run = read(&(line(1, 21.5) + &line(2, 25.5)));
        assert_eq!(numbers(&run), [(0, 1, 1000, 21.5), (0, 2, 2000, 25.5)]);
        let known: Vec<_> = run.facts.known().collect();
        assert_eq!(known, [("gamma", 0.9), ("learning_rate", 0.001)]);
    }

    #[test]
    fn a_second_column_for_one_thing_is_named_and_not_read() {
        let both = read("step,a - reward,b - reward\n1,5,6\n");
        assert_eq!(both.rows[0].score, 5.0);
        let said = "`b - reward` is not read, as `score` is `a - reward`".to_owned();
        assert!(both.notes.contains(&said), "{:?}", both.notes);
    }

    #[test]
    fn a_model_is_no_run_and_a_running_mean_hides_whether_a_run_settles() {
        let refused = read_run(Path::new("model.zip"), b"PK\x03\x04", &[]);
        let said = refused.unwrap_err().to_string();
        assert!(
            said.contains("model.zip") && said.contains("settings"),
            "{said}"
        );
        let of = |title: &str| {
            let file = format!("episode,steps,{title}\n1,9,9\n2,18,9\n");
            let read = read_run(Path::new("run.csv"), file.as_bytes(), &[]).unwrap();
            read.cases()[0].smoothed
        };
        assert!(of("rollout/ep_rew_mean") && of("episode_reward_mean"));
        assert!(!of("score") && !of("reward"));
    }

    #[test]
    fn a_column_can_be_named_and_what_is_missing_is_said() {
        let file = "episode,steps,points\n1,5,7\n";
        let given = [("score".to_owned(), "points".to_owned())];
        let rows = read_run(Path::new("f"), file.as_bytes(), &given)
            .unwrap()
            .rows;
        assert_eq!(rows[0].score, 7.0);
        let refusal = |file: &str| {
            let refused = read_run(Path::new("f"), file.as_bytes(), &[]);
            refused.unwrap_err().to_string()
        };
        assert!(refusal("points\n1\n").contains("--column score=NAME"));
        let notes = |file: &str| read(file).notes.join("; ");
        assert!(notes(file).contains("no score"), "{}", notes(file));
        assert!(notes("score\n1\n").contains("no steps"));
        let given = |ours: &str, theirs: &str| {
            let given = [(ours.to_owned(), theirs.to_owned())];
            let refused = read_run(Path::new("f"), file.as_bytes(), &given);
            refused.unwrap_err().to_string()
        };
        assert!(given("points", "score").contains("no column `points`"));
        assert!(given("score", "pionts").contains("episode, steps, points"));
        let word = refusal("steps,score\n5,many\n");
        assert!(word.contains("many") && word.contains("line 2"), "{word}");
    }
}
