//! The doctor: what the rows of a run say about what is wrong with it.
//!
//! It knows no more than the numbers in the rows. Its rules and its causes are data:
//! see [`crate::lab::doctor::rules`].

use crate::lab::doctor::rule::{Cause, Finding, Rule};
use crate::lab::doctor::rules::{RULES, SHARED_STREAM};
use crate::lab::runs::{Row, by_seed};
use std::fmt::{Display, Formatter, Result};

/// What the doctor sees in one run or in several.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// How many runs were looked at.
    pub runs: usize,
    /// The symptoms: first those that point to one cause, then the general ones.
    pub findings: Vec<Finding>,
    /// The rules that no run had the columns or the length for.
    pub untried: Vec<&'static Rule>,
    /// The episodes that were compared with those of a second recording.
    pub compared: usize,
}

impl Diagnosis {
    /// The diagnosis of the runs in `rows`, each seed on its own.
    pub fn of(rows: &[Row]) -> Self {
        let runs = by_seed(rows);
        let mut findings = Vec::new();
        let mut untried = Vec::new();
        for rule in &RULES {
            let measured =
                |(seed, run): &(u64, Vec<&Row>)| Some((*seed, (rule.measure)(run)?));
            let mut runs: Vec<_> = runs.iter().filter_map(measured).collect();
            if runs.is_empty() {
                untried.push(rule);
            }
            runs.retain(|(_, value)| rule.bound.is_crossed_by(*value));
            if !runs.is_empty() {
                findings.push(Finding { rule, runs });
            }
        }
        Self {
            runs: runs.len(),
            findings,
            untried,
            compared: 0,
        }
    }

    /// As [`Diagnosis::of`], with a second recording of the same seeds, which differs
    /// in its evaluation only: what the training saw must be the same in both.
    pub fn with_twin(rows: &[Row], twin: &[Row]) -> Self {
        let mut diagnosis = Self::of(rows);
        let mut runs = Vec::new();
        for (seed, run) in by_seed(rows) {
            let pairs = pairs(&run, twin);
            diagnosis.compared += pairs.len();
            let first = pairs.iter().find(|(row, twin)| differ(row, twin));
            if let Some((row, _)) = first {
                runs.push((seed, row.episode as f64));
            }
        }
        if !runs.is_empty() {
            let rule = &SHARED_STREAM;
            diagnosis.findings.insert(0, Finding { rule, runs });
        }
        diagnosis
    }

    /// True when there is no symptom.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// The likely causes, the likeliest first: those of the symptoms that a third of the
    /// runs have or more, and then those of the others, in the order of the rules.
    pub fn causes(&self) -> Vec<&'static Cause> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by_key(|finding| 3 * finding.runs.len() < self.runs);
        let mut causes: Vec<&'static Cause> = Vec::new();
        for cause in findings.iter().flat_map(|finding| finding.rule.causes) {
            if !causes.contains(cause) {
                causes.push(cause);
            }
        }
        causes
    }
}

/// What the doctor says of the `rows` of the file `name`.
pub fn consultation(name: &str, rows: &[Row], diagnosis: &Diagnosis) -> String {
    format!("{name}: {}\n\n{diagnosis}", amount(rows))
}

/// How many runs there are, and how long they are.
fn amount(rows: &[Row]) -> String {
    let runs = by_seed(rows);
    let lengths = runs.iter().map(|(_, run)| run.len());
    let (least, most) = (lengths.clone().min(), lengths.max());
    let plural = if runs.len() == 1 { "run" } else { "runs" };
    let (least, most) = (least.unwrap_or(0), most.unwrap_or(0));
    let range = if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    };
    format!("{} {plural} of {range} episodes", runs.len())
}

/// The episodes of a run that its twin has too.
fn pairs<'a>(run: &[&'a Row], twin: &'a [Row]) -> Vec<(&'a Row, &'a Row)> {
    let twin_of = |row: &Row| {
        twin.iter()
            .find(|twin| (twin.seed, twin.episode) == (row.seed, row.episode))
    };
    let pairs = run.iter().filter_map(|row| Some((*row, twin_of(row)?)));
    pairs.collect()
}

/// Whether the training of two rows differs. A loss that one of them lacks does not
/// count.
fn differ(row: &Row, twin: &Row) -> bool {
    let bits = |loss: Option<f64>| loss.map(f64::to_bits);
    let losses = bits(row.loss).zip(bits(twin.loss));
    row.steps != twin.steps
        || row.episode_return.to_bits() != twin.episode_return.to_bits()
        || losses.is_some_and(|(one, other)| one != other)
}

impl Display for Diagnosis {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let tried = RULES.len() - self.untried.len();
        if self.is_clean() {
            writeln!(f, "No symptom: {tried} rules see nothing wrong.")?;
        } else {
            self.write_findings(f)?;
        }
        if self.compared > 0 {
            let compared = format!("{} episodes", self.compared);
            writeln!(f, "\nCompared with a second recording: {compared}.")?;
        }
        if !self.untried.is_empty() {
            writeln!(f, "\nNot looked for, as columns or episodes are missing:")?;
        }
        for rule in &self.untried {
            let columns = rule.columns.join(", ");
            f.write_str(&item("-", &format!("{} ({columns})", rule.symptom)))?;
        }
        Ok(())
    }
}

impl Diagnosis {
    fn write_findings(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "Symptoms:")?;
        for finding in &self.findings {
            let (ill, runs) = (finding.runs.len(), self.runs);
            let evidence = format!("{finding}, in {ill} of {runs} runs");
            f.write_str(&item("-", finding.rule.symptom))?;
            f.write_str(&item(" ", &evidence))?;
        }
        writeln!(f, "\nLikely causes, the likeliest first:")?;
        for (i, cause) in self.causes().iter().enumerate() {
            f.write_str(&item(&format!("{}.", i + 1), cause.name))?;
            f.write_str(&item("  ", &format!("Check: {}", cause.check)))?;
        }
        Ok(())
    }
}

/// The longest line that is printed.
const WIDTH: usize = 78;

/// `text` behind its mark, in lines that are no longer than [`WIDTH`].
fn item(mark: &str, text: &str) -> String {
    let mut lines = vec![format!("  {mark}")];
    let indent = lines[0].chars().count();
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > indent && line + 1 + word.chars().count() > WIDTH {
            lines.push(" ".repeat(indent));
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}
