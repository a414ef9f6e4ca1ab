//! The rows of a run, from a table with names and habits of another program.

use crate::error::Error;
use crate::lab::doctor::{Case, Columns, FURTHER, Facts};
use crate::lab::reading::names::{LENGTH, column_of};
use crate::lab::reading::table::{Line, Table, table};
use crate::lab::runs::{COLUMNS, LEAST_COLUMNS, Row, by_seed, parse_rows_with};
use csv::StringRecord;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
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
    /// What a reader should know of how they were read, a sentence each.
    pub notes: Vec<String>,
}

impl Reading {
    /// The runs as the doctor looks at them.
    pub fn cases(&self) -> Vec<Case> {
        let runs = by_seed(&self.rows).into_iter();
        runs.map(|(seed, run)| {
            let mut case = Case::of(seed, &run);
            for column in &self.missing {
                case.columns.remove(column);
            }
            let is_of_run = |place: &usize| self.rows[*place].seed == seed;
            let places: Vec<usize> =
                (0..self.rows.len()).filter(is_of_run).collect();
            let own = |values: &Vec<Option<f64>>| {
                places.iter().map(|&place| values[place]).collect()
            };
            let further = self.further.iter();
            let further = further.map(|(column, values)| (*column, own(values)));
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
/// [`Error::UnknownColumn`], [`Error::BadRow`] where a cell is no number, and
/// [`Error::NoRows`].
pub fn read_run(
    path: &Path,
    file: &[u8],
    given: &[(String, String)],
) -> Result<Reading, Error> {
    let file = &*unpacked(path, file)?;
    if given.is_empty() && file.starts_with(COLUMNS.join(",").as_bytes()) {
        return own_run(path, file);
    }
    let (table, facts) = table_and_facts(path, file)?;
    let mut reader = Reader::new(path, &table, given)?;
    let mut seen = Vec::new();
    for line in &table.lines {
        seen.extend(reader.read(line)?);
    }
    if seen.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    let mut seen = reader.counted(seen);
    without_gaps(&mut seen);
    Ok(reader.reading(&seen, facts))
}

/// The file itself, or what it holds where it is compressed by gzip.
#[cfg(feature = "readers")]
fn unpacked<'a>(path: &Path, file: &'a [u8]) -> Result<Cow<'a, [u8]>, Error> {
    use std::io::Read;

    if !file.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(file));
    }
    let mut whole = Vec::new();
    let mut packed = flate2::read::MultiGzDecoder::new(file);
    let read = packed.read_to_end(&mut whole);
    read.map_err(|error| Error::BadRow {
        path: path.to_owned(),
        line: 1,
        reason: format!("it cannot be unpacked: {error}"),
    })?;
    Ok(Cow::Owned(whole))
}

#[cfg(not(feature = "readers"))]
fn unpacked<'a>(path: &Path, file: &'a [u8]) -> Result<Cow<'a, [u8]>, Error> {
    if file.starts_with(&[0x1f, 0x8b]) {
        return Err(Error::BadRow {
            path: path.to_owned(),
            line: 1,
            reason: "it is compressed, and that needs the feature `readers`"
                .to_owned(),
        });
    }
    Ok(Cow::Borrowed(file))
}

#[cfg(feature = "readers")]
fn table_and_facts(path: &Path, file: &[u8]) -> Result<(Table, Facts), Error> {
    use crate::lab::reading::beside::facts_of_table;
    use crate::lab::reading::events::{events, is_event_file};

    if !is_event_file(file) {
        return Ok((table(path, file)?, Facts::default()));
    }
    let events = events(path, file)?;
    if events.table.lines.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    let mut facts = Facts::default();
    for text in &events.texts {
        facts.fill(&facts_of_table(text));
    }
    Ok((events.table, facts))
}

#[cfg(not(feature = "readers"))]
fn table_and_facts(path: &Path, file: &[u8]) -> Result<(Table, Facts), Error> {
    Ok((table(path, file)?, Facts::default()))
}

/// A run that this crate recorded: nothing of it is guessed.
fn own_run(path: &Path, file: &[u8]) -> Result<Reading, Error> {
    let rows = parse_rows_with(&LEAST_COLUMNS, path, file)?;
    if rows.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    Ok(Reading {
        rows,
        further: Columns::new(),
        missing: Vec::new(),
        facts: Facts::default(),
        notes: Vec::new(),
    })
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
        let (places, mut notes) = places(table, given);
        if places.is_empty() {
            return Err(missing("score"));
        }
        let has = |column| places.contains_key(column);
        if !has("score") && !has("episode_return") {
            let titles = table.titles.join(", ");
            notes.push(format!(
                "there is no score, and each line counts as a row: if one of {titles} \
                 is it, say so by --column score=NAME"
            ));
        }
        if !has("steps") && !has(LENGTH) {
            notes
                .push("there are no steps: what needs them is not tried".to_owned());
        }
        Ok(Self {
            path,
            places,
            runs: Vec::new(),
            gathered: Vec::new(),
            notes,
        })
    }

    fn has(&self, column: &str) -> bool {
        self.places.contains_key(column)
    }

    fn has_score(&self) -> bool {
        self.has("score") || self.has("episode_return")
    }

    /// The numbers of a line with a score, with the means of those since the last.
    fn read(&mut self, line: &Line) -> Result<Option<Numbers>, Error> {
        let mut numbers = Numbers::new();
        let places = self.places.clone();
        for (column, place) in places {
            let Some(text) = &line.cells[place] else {
                continue;
            };
            let number = match (column, number_of(text)) {
                ("seed", None) => self.number_of_run(text),
                (_, Some(number)) if is_count(column, number) => number,
                _ => return Err(self.no_number(line, column, text)),
            };
            numbers.insert(column, number);
        }
        let achieved = numbers.get("episode_return").copied();
        if numbers.get("score").is_none_or(|score| score.is_nan()) {
            numbers.remove("score");
            if let Some(achieved) = achieved.filter(|score| !score.is_nan()) {
                numbers.insert("score", achieved);
            }
        }
        if self.has_score() && !numbers.contains_key("score") {
            self.gathered.push(numbers);
            return Ok(None);
        }
        for column in self.places.keys() {
            let values = self.gathered.iter().filter_map(|line| line.get(column));
            let values: Vec<f64> =
                values.copied().filter(|value| !value.is_nan()).collect();
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
            reason: format!(
                "`{text}` in the column of `{column}` is no number{}",
                if COUNTS.contains(&column) {
                    " from 0 up"
                } else {
                    ""
                }
            ),
        }
    }

    /// Episodes that count from 1, and steps that count from the start of the run.
    fn counted(&mut self, mut rows: Vec<Numbers>) -> Vec<Numbers> {
        let per_episode = self.has(LENGTH) && !self.has("steps")
            || 4 * stays(&rows, "steps") > rows.len();
        if per_episode {
            self.notes.push(
                "the steps are those of each episode, and are added up".to_owned(),
            );
        }
        let mut runs: BTreeMap<u64, Count> = BTreeMap::new();
        let mut resumed = Vec::new();
        for row in &mut rows {
            let seed = row.get("seed").copied().unwrap_or(0.0);
            let run = runs.entry(seed.to_bits()).or_default();
            if run.count(row, per_episode) {
                resumed.push(format!(
                    "seed {seed} begins anew after its episode {}: it is read as a \
                     run that goes on",
                    run.before
                ));
            }
        }
        let more = resumed.len().saturating_sub(NOTED);
        self.notes.extend(resumed.into_iter().take(NOTED));
        if more > 0 {
            self.notes.push(format!(
                "and so {more} times more: are these rows of steps? Write one for each \
                 episode"
            ));
        }
        self.note_gaps(&rows);
        rows
    }

    /// Says so where most rows are several episodes after the one before.
    fn note_gaps(&mut self, rows: &[Numbers]) {
        let pairs = rows.windows(2);
        let mut gaps: Vec<f64> = pairs
            .filter(|pair| seed_bits(&pair[0]) == seed_bits(&pair[1]))
            .filter_map(|pair| {
                Some(pair[1].get("episode")? - pair[0].get("episode")?)
            })
            .collect();
        gaps.sort_by(f64::total_cmp);
        if let Some(&gap) = gaps.get(gaps.len() / 2).filter(|gap| **gap > 1.0) {
            self.notes
                .push(format!("there is a row for each {gap} episodes"));
        }
    }

    /// What was read, as rows and further columns.
    fn reading(self, seen: &[Numbers], facts: Facts) -> Reading {
        let mut further = Columns::new();
        for column in FURTHER.map(|further| further.name) {
            if self.has(column) {
                let values = seen.iter().map(|row| row.get(column).copied());
                further.insert(column, values.collect());
            }
        }
        let empty = |column: &&&str| {
            self.has(column) && seen.iter().all(|row| !row.contains_key(**column))
        };
        for column in COLUMNS.iter().filter(empty) {
            further.insert(*column, vec![None; seen.len()]);
        }
        let mut missing = Vec::new();
        if !self.has("steps") && !self.has(LENGTH) {
            missing.push("steps");
        }
        if !self.has("episode_return") {
            missing.push("episode_return");
        }
        if !self.has_score() {
            missing.push("score");
        }
        Reading {
            rows: seen.iter().map(of_columns).collect(),
            further,
            missing,
            facts,
            notes: self.notes,
        }
    }
}

/// The place of each column that a title names, and a note where it is called otherwise.
fn places(
    table: &Table,
    given: &[(String, String)],
) -> (BTreeMap<&'static str, usize>, Vec<String>) {
    let mut places = BTreeMap::new();
    let mut notes = Vec::new();
    for (place, title) in table.titles.iter().enumerate() {
        let is_given = |(_, theirs): &&(String, String)| theirs == title;
        let named = given.iter().find(is_given).map(|(ours, _)| ours.as_str());
        let Some(column) = named.map_or_else(|| known(title), exact) else {
            continue;
        };
        let is_taken = places.contains_key(column)
            || named.is_none() && given.iter().any(|(ours, _)| ours == column);
        if is_taken {
            continue;
        }
        places.insert(column, place);
        if column != title {
            notes.push(format!("`{column}` is read from `{title}`"));
        }
    }
    (places, notes)
}

/// So many notes of one kind are enough.
const NOTED: usize = 3;

/// The columns that count something.
const COUNTS: [&str; 5] = [
    "seed",
    "episode",
    "steps",
    "learner_steps",
    "target_updates",
];

/// The largest count: up to it, each whole number is a number of its own.
const MOST: f64 = 9_007_199_254_740_992.0;

/// Whether a number can be in a column: a count is no less than 0, and a seed is whole.
fn is_count(column: &str, number: f64) -> bool {
    let is_whole = column != "seed" || number.fract() == 0.0;
    !COUNTS.contains(&column) || is_whole && (0.0..=MOST).contains(&number)
}

/// The number that a text is, with a point or a comma before its decimals.
fn number_of(text: &str) -> Option<f64> {
    text.parse()
        .or_else(|_| text.replacen(',', ".", 1).parse())
        .ok()
}

/// A NaN with a number after it, or with none before, is a gap: nothing was written
/// there. A column that comes to NaN and stays there has come to NaN.
fn without_gaps(rows: &mut [Numbers]) {
    let columns: BTreeSet<&str> =
        rows.iter().flat_map(|row| row.keys().copied()).collect();
    let mut runs: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        runs.entry(seed_bits(row)).or_default().push(place);
    }
    for (places, column) in runs
        .values()
        .flat_map(|places| columns.iter().map(move |column| (places, *column)))
    {
        let is_nan = |place: &usize| rows[*place].get(column).map(|v| v.is_nan());
        let last = places.iter().rfind(|place| is_nan(place) == Some(false));
        // Where nothing was written before, a NaN that is written is no gap.
        let has_blanks = places.iter().any(|place| is_nan(place).is_none());
        if last.is_none() && has_blanks {
            continue;
        }
        let gaps: Vec<usize> = places
            .iter()
            .copied()
            .filter(|place| last.is_none_or(|last| place < last))
            .filter(|place| is_nan(place) == Some(true))
            .collect();
        for place in gaps {
            rows[place].remove(column);
        }
    }
}

fn seed_bits(row: &Numbers) -> u64 {
    row.get("seed").copied().unwrap_or(0.0).to_bits()
}

/// How often a column falls, or stays as it is, from one row of a run to the next.
fn stays(rows: &[Numbers], column: &str) -> usize {
    let mut last: BTreeMap<u64, f64> = BTreeMap::new();
    let is_no_rise = |row: &&Numbers| {
        let number = row.get(column).copied().unwrap_or(f64::INFINITY);
        let before = last.insert(seed_bits(row), number);
        before.is_some_and(|before| number <= before)
    };
    rows.iter().filter(is_no_rise).count()
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

/// The column of a row, or the further column, that has this very name.
fn exact(name: &str) -> Option<&'static str> {
    let further = FURTHER.iter().map(|further| further.name);
    let columns = COLUMNS.iter().copied().chain(further);
    columns
        .filter(|column| *column != "recipe")
        .find(|column| *column == name)
}

fn unknown(column: &str) -> Error {
    let further = FURTHER.iter().map(|further| further.name);
    let columns = COLUMNS.iter().copied().filter(|column| *column != "recipe");
    Error::UnknownColumn {
        column: column.to_owned(),
        known: columns.chain(further).collect::<Vec<_>>().join(", "),
    }
}

/// The row of these numbers.
fn of_columns(numbers: &Numbers) -> Row {
    let is_own = |column: &str| COLUMNS.contains(&column);
    let own = numbers.iter().filter(|(column, _)| is_own(column));
    let (titles, cells): (Vec<&str>, Vec<String>) = own
        .map(|(column, number)| {
            let is_count = COUNTS.contains(column);
            // A sum of counts may be beyond the largest; and −0 is 0.
            let count = number.floor().min(MOST) + 0.0;
            let number = if is_count { count } else { *number };
            (*column, number.to_string())
        })
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
    fn a_count_below_zero_is_refused_and_a_mean_of_counts_is_a_count() {
        let refused = read_run(Path::new("f"), b"steps,score\n-5,1\n", &[]);
        let said = refused.unwrap_err().to_string();
        assert!(
            said.contains("`-5`") && said.contains("from 0 up"),
            "{said}"
        );
        let gathered = read("steps,score,n_updates\n1,,1\n2,,2\n3,5,\n");
        assert_eq!(gathered.rows[0].learner_steps, Some(1));
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
