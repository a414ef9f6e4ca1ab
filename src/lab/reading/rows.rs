//! The rows of a run, from a table with names and habits of another program.

use crate::error::Error;
use crate::lab::reading::names::{LENGTH, column_of};
use crate::lab::reading::table::{Line, Table, table};
use crate::lab::runs::{COLUMNS, LEAST_COLUMNS, Row, parse_rows_with};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::path::Path;

/// A run that was read, and what was made of its file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The rows.
    pub rows: Vec<Row>,
    /// What a reader should know of how they were read, a sentence each.
    pub notes: Vec<String>,
}

/// Reads a run of any program from a file at `path`. `given` names columns that the file
/// calls otherwise: the column, and its title there.
///
/// # Errors
/// [`Error::NoSuchColumn`] where nothing gives a score or steps, or where a given title is
/// not there, [`Error::UnknownColumn`], [`Error::BadRow`] where a cell is no number, and
/// [`Error::NoRows`].
pub fn read_run(
    path: &Path,
    file: &[u8],
    given: &[(String, String)],
) -> Result<Reading, Error> {
    if file.starts_with(COLUMNS.join(",").as_bytes()) {
        return own_run(path, file);
    }
    let table = table(path, file)?;
    let mut reader = Reader::new(path, &table, given)?;
    let mut seen = Vec::new();
    for line in &table.lines {
        seen.extend(reader.read(line)?);
    }
    if seen.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    let rows = reader.counted(seen);
    let rows = rows.iter().map(of_columns).collect();
    let notes = reader.notes;
    Ok(Reading { rows, notes })
}

/// A run that this crate recorded: nothing of it is guessed.
fn own_run(path: &Path, file: &[u8]) -> Result<Reading, Error> {
    let rows = parse_rows_with(&LEAST_COLUMNS, path, file)?;
    if rows.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    let notes = Vec::new();
    Ok(Reading { rows, notes })
}

/// The numbers of a row by their columns.
type Numbers = BTreeMap<&'static str, f64>;

struct Reader<'a> {
    path: &'a Path,
    /// The place of each column in a line.
    places: BTreeMap<&'static str, usize>,
    /// The texts in a column of seeds that are no numbers.
    runs: Vec<String>,
    /// What lines without a score have said since the last one with a score.
    gathered: Vec<Numbers>,
    notes: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(
        path: &'a Path,
        table: &Table,
        given: &[(String, String)],
    ) -> Result<Self, Error> {
        let missing = |column: &str| Error::NoSuchColumn {
            path: path.to_owned(),
            column: column.to_owned(),
            titles: table.titles.join(", "),
        };
        for (ours, theirs) in given {
            exact(ours).ok_or_else(|| unknown(ours))?;
            if !table.titles.contains(theirs) {
                return Err(missing(theirs));
            }
        }
        let mut places = BTreeMap::new();
        let mut notes = Vec::new();
        for (place, title) in table.titles.iter().enumerate() {
            let is_given = |(_, theirs): &&(String, String)| theirs == title;
            let named = given.iter().find(is_given).map(|(ours, _)| ours.as_str());
            let Some(column) = named.map_or_else(|| known(title), exact) else {
                continue;
            };
            if places.contains_key(column) {
                continue;
            }
            places.insert(column, place);
            if column != title {
                notes.push(format!("`{column}` is read from `{title}`"));
            }
        }
        let has = |column| places.contains_key(column);
        if !has("score") && !has("episode_return") {
            return Err(missing("score"));
        }
        if !has("steps") && !has(LENGTH) {
            return Err(missing("steps"));
        }
        Ok(Self {
            path,
            places,
            runs: Vec::new(),
            gathered: Vec::new(),
            notes,
        })
    }

    /// The numbers of a line with a score, with the means of those since the last.
    fn read(&mut self, line: &Line) -> Result<Option<Numbers>, Error> {
        let mut numbers = Numbers::new();
        let places = self.places.clone();
        for (column, place) in places {
            let Some(text) = &line.cells[place] else {
                continue;
            };
            let number = match (column, text.parse()) {
                ("seed", Err(_)) => self.number_of_run(text),
                (_, Ok(number)) => number,
                (_, Err(_)) => return Err(self.no_number(line, column, text)),
            };
            numbers.insert(column, number);
        }
        if let (None, Some(achieved)) =
            (numbers.get("score"), numbers.get("episode_return").copied())
        {
            numbers.insert("score", achieved);
        }
        if !numbers.contains_key("score") {
            self.gathered.push(numbers);
            return Ok(None);
        }
        for column in self.places.keys() {
            let values = self.gathered.iter().filter_map(|line| line.get(column));
            let values: Vec<f64> = values.copied().collect();
            if !values.is_empty() {
                let mean = values.iter().sum::<f64>() / values.len() as f64;
                numbers.entry(column).or_insert(mean);
            }
        }
        self.gathered.clear();
        Ok(Some(numbers))
    }

    /// The place of a run's name among all of them.
    fn number_of_run(&mut self, name: &str) -> f64 {
        let known = self.runs.iter().position(|run| run == name);
        let place = known.unwrap_or_else(|| {
            self.runs.push(name.to_owned());
            let seed = self.runs.len() - 1;
            self.notes
                .push(format!("the run `{name}` is called seed {seed}"));
            seed
        });
        place as f64
    }

    fn no_number(&self, line: &Line, column: &str, text: &str) -> Error {
        Error::BadRow {
            path: self.path.to_owned(),
            line: line.number,
            reason: format!("`{text}` in the column of `{column}` is no number"),
        }
    }

    /// Episodes that count from 1, and steps that count from the start of the run.
    fn counted(&mut self, mut rows: Vec<Numbers>) -> Vec<Numbers> {
        let per_episode = self.places.contains_key(LENGTH)
            && !self.places.contains_key("steps")
            || falls(&rows, "steps") > rows.len() / 4;
        if per_episode {
            self.notes.push(
                "the steps are those of each episode, and are added up".to_owned(),
            );
        }
        let mut runs: BTreeMap<u64, Count> = BTreeMap::new();
        for row in &mut rows {
            let seed = row.get("seed").copied().unwrap_or(0.0);
            let run = runs.entry(seed.to_bits()).or_default();
            if run.count(row, per_episode) {
                self.notes.push(format!(
                    "seed {seed} begins anew after its episode {}: it is read as a \
                     run that goes on",
                    run.before
                ));
            }
        }
        rows
    }
}

/// How often a column falls from one row to the next.
fn falls(rows: &[Numbers], column: &str) -> usize {
    let pairs = rows.windows(2);
    let falls = pairs.filter(|pair| pair[1].get(column) < pair[0].get(column));
    falls.count()
}

/// How far a run has come, and what is added to its numbers since it went on.
#[derive(Default)]
struct Count {
    episode: f64,
    steps: f64,
    /// The last episode before it went on.
    before: f64,
    shift: Option<(f64, f64)>,
    rows: usize,
}

impl Count {
    /// Counts one more row. True where the run begins anew.
    fn count(&mut self, row: &mut Numbers, per_episode: bool) -> bool {
        let own = row.get("episode").copied();
        let first = self.rows == 0;
        let (mut added, mut steps_added) = self.shift.unwrap_or_default();
        if first && own == Some(0.0) {
            added = 1.0;
            self.shift = Some((added, 0.0));
        }
        let begins_anew =
            !first && own.is_some_and(|own| own + added <= self.episode);
        if begins_anew {
            self.before = self.episode;
            (added, steps_added) = (self.episode, self.steps);
            self.shift = Some((added, steps_added));
        }
        self.episode = own.map_or(self.episode + 1.0, |own| own + added);
        let length = row.get(LENGTH).or(row.get("steps")).copied();
        self.steps = match (per_episode, row.get("steps"), length) {
            (true, _, Some(length)) => self.steps + length,
            (_, Some(steps), _) => (steps + steps_added).max(self.steps),
            _ => self.steps,
        };
        row.insert("episode", self.episode);
        row.insert("steps", self.steps);
        self.rows += 1;
        begins_anew
    }
}

/// The column that a title is, or that it names in another program.
fn known(title: &str) -> Option<&'static str> {
    exact(title).or_else(|| column_of(title))
}

/// The column of a row that has this very name.
fn exact(name: &str) -> Option<&'static str> {
    let columns = COLUMNS.iter().copied();
    columns
        .filter(|column| *column != "recipe")
        .find(|column| *column == name)
}

fn unknown(column: &str) -> Error {
    Error::UnknownColumn {
        column: column.to_owned(),
        known: COLUMNS.join(", "),
    }
}

/// The row of these numbers.
fn of_columns(numbers: &Numbers) -> Row {
    let own = numbers.iter().filter(|(column, _)| **column != LENGTH);
    let (titles, cells): (Vec<&str>, Vec<String>) = own
        .map(|(column, number)| (*column, number.to_string()))
        .unzip();
    let (titles, cells) = (StringRecord::from(titles), StringRecord::from(cells));
    let row = cells.deserialize(Some(&titles));
    row.expect("the columns of a row hold numbers")
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
        assert!(refusal(file).contains("score"));
        assert!(refusal("score\n1\n").contains("steps"));
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
