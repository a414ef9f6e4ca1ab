//! The doctor: what the rows of a run say about what is wrong with it.
//!
//! It knows no more than the numbers in the rows and the facts that it is told. Its
//! rules and its causes are data: see [`rules`](mod@crate::lab::doctor::rules).

use crate::lab::doctor::case::Case;
use crate::lab::doctor::rule::{Cause, FEWEST_ROWS, Finding, Rule};
use crate::lab::doctor::rules::{SHARED_STREAM, TASK, WIRING, rules};
use crate::lab::runs::{COLUMNS, Row, by_seed};
use std::collections::BTreeMap;

// ANCHOR: verdict
/// What the doctor can say of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A fault is seen: there are symptoms, and causes that they point to.
    FaultSeen,
    /// Nothing is seen: the score has settled, and no column is missing in which a fault
    /// would have shown.
    NothingSeen,
    /// The run does not tell: the score does not settle and no rule says why, or it does
    /// and columns are missing in which a fault might show.
    CannotTell,
}
// ANCHOR_END: verdict

/// The columns of priorities: where there is one, all of them are needed.
const PRIORITIES: [&str; 3] =
    ["priority_spread", "weight_slope", "effective_samples"];

/// The settings that anyone knows of their run, and that rules use.
const ASKED: [&str; 6] = [
    "gamma",
    "target_interval",
    "batch_size",
    "buffer_size",
    "learning_starts",
    "learning_rate",
];

/// A run that shows a symptom is called clean only where it keeps so much of what its best
/// episode gained.
const FIRM: f64 = 0.9;

/// What the doctor sees in one run or in several.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// How many runs were looked at.
    pub runs: usize,
    /// How many of them have a score that has risen and settled.
    pub settled: usize,
    /// How many of them have settled firmly.
    firm: usize,
    /// How many of them have too few rows for a rule.
    pub(crate) short: usize,
    /// How many of them have running means for scores.
    pub(crate) smoothed: usize,
    /// The symptoms, in the order of the rules.
    pub findings: Vec<Finding>,
    /// What the rules see in runs that have settled all the same, or are too short to tell.
    pub remarks: Vec<Finding>,
    /// The rules that some run had the columns and the length for.
    pub tried: Vec<&'static Rule>,
    /// The rules that no run had them for.
    pub untried: Vec<&'static Rule>,
    /// What the runs have of the columns and facts that rules need.
    known: Vec<&'static str>,
    /// The episodes that were compared with those of a second recording.
    pub compared: usize,
}

impl Diagnosis {
    /// The diagnosis of the runs in `rows`, each seed on its own.
    pub fn of(rows: &[Row]) -> Self {
        let runs = by_seed(rows);
        let cases = runs.iter().map(|(seed, run)| Case::of(*seed, run));
        Self::of_cases(&cases.collect::<Vec<Case>>())
    }

    /// The diagnosis of `cases`, each on its own.
    pub fn of_cases(cases: &[Case]) -> Self {
        let mut diagnosis = Self {
            runs: cases.len(),
            settled: count(cases, Case::has_settled),
            firm: count(cases, |case| {
                let steadiness = case.rise().map(|rise| rise.steadiness());
                case.has_settled() && steadiness.is_some_and(|kept| kept > FIRM)
            }),
            short: count(cases, |case| case.episodes < FEWEST_ROWS),
            smoothed: count(cases, |case| case.smoothed),
            findings: Vec::new(),
            remarks: Vec::new(),
            tried: Vec::new(),
            untried: Vec::new(),
            known: known(cases),
            compared: 0,
        };
        for rule in rules() {
            let measured = |case| Some((case, rule.value(case)?));
            let values: Vec<(&Case, f64)> =
                cases.iter().filter_map(measured).collect();
            if values.is_empty() {
                diagnosis.untried.push(rule);
                continue;
            }
            diagnosis.tried.push(rule);
            let seen = |is_seen: fn(&Rule, &Case, f64) -> bool| {
                let seen = values.iter().filter(|(c, v)| is_seen(rule, c, *v));
                let runs: Vec<(u64, f64)> =
                    seen.map(|(c, v)| (c.seed, *v)).collect();
                (!runs.is_empty()).then_some(Finding { rule, runs })
            };
            diagnosis.findings.extend(seen(Rule::is_symptom));
            diagnosis.remarks.extend(seen(Rule::is_remark));
        }
        diagnosis
    }

    /// As [`Diagnosis::of`], with a second recording of the same seeds, which differs
    /// in its evaluation only: what the training saw must be the same in both.
    pub fn with_twin(rows: &[Row], twin: &[Row]) -> Self {
        Self::of(rows).compared_with(rows, twin)
    }

    /// The diagnosis with what a second recording of the same seeds adds to it.
    #[must_use]
    pub fn compared_with(mut self, rows: &[Row], twin: &[Row]) -> Self {
        let mut runs = Vec::new();
        let place = |row: &Row| (row.seed, row.episode);
        let twins: Twins = twin.iter().map(|row| (place(row), row)).collect();
        for (seed, run) in by_seed(rows) {
            let pairs = pairs(&run, &twins);
            self.compared += pairs.len();
            let first = pairs.iter().find(|(row, twin)| differ(row, twin));
            if let Some((row, _)) = first {
                runs.push((seed, row.episode as f64));
            }
        }
        if !runs.is_empty() {
            let rule = &SHARED_STREAM;
            self.findings.insert(0, Finding { rule, runs });
        }
        self
    }

    /// What can be said.
    pub fn verdict(&self) -> Verdict {
        if !self.findings.is_empty() {
            Verdict::FaultSeen
        } else if self.short == 0 && self.learns() && self.knows_enough() {
            Verdict::NothingSeen
        } else {
            Verdict::CannotTell
        }
    }

    /// Whether each run has settled, and firmly where there are remarks.
    fn learns(&self) -> bool {
        let settled = if self.remarks.is_empty() {
            self.settled
        } else {
            self.firm
        };
        settled == self.runs
    }

    /// Whether each column of a row is there that a rule needs.
    fn knows_enough(&self) -> bool {
        let knows = |need: &str| self.known.contains(&need);
        let has_priorities = PRIORITIES.iter().any(|column| knows(column));
        let is_needed = |need: &&str| {
            COLUMNS.contains(need) && (has_priorities || !PRIORITIES.contains(need))
        };
        let needs = rules().flat_map(|rule| rule.needs).copied();
        let mut needs = needs.chain(["steps"]);
        needs.all(|need| !is_needed(&need) || knows(need))
    }

    /// True where no fault is seen.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// The rules of weight that were tried: those on the wiring and on the task.
    pub fn weighty(&self) -> Vec<&'static Rule> {
        let has_weight = |rule: &&&'static Rule| is_weighty(rule);
        self.tried.iter().filter(has_weight).copied().collect()
    }

    /// The columns and facts that untried rules lack, each with those rules, in the order
    /// of the rules. The first would settle most.
    pub fn wanting(&self) -> Vec<(&'static str, Vec<&'static Rule>)> {
        let mut wanting: Vec<(&'static str, Vec<&'static Rule>)> = Vec::new();
        for rule in &self.untried {
            let lacks = |need: &&&str| !self.known.contains(need);
            let Some(need) = rule.needs.iter().find(lacks) else {
                continue;
            };
            match wanting.iter_mut().find(|(other, _)| other == need) {
                Some((_, rules)) => rules.push(rule),
                None => wanting.push((need, vec![rule])),
            }
        }
        wanting
    }

    /// The settings that rules use and that the doctor was not told.
    pub fn asked(&self) -> Vec<&'static str> {
        let asked = ASKED.into_iter();
        asked.filter(|fact| !self.known.contains(fact)).collect()
    }

    /// The likely causes, the likeliest first: those of the symptoms that a third of the
    /// runs have or more, and then those of the others, in the order of the rules.
    pub fn causes(&self) -> Vec<&'static Cause> {
        self.causes_of(&self.findings)
    }

    /// What the remarks point to, in the same order.
    pub fn doubts(&self) -> Vec<&'static Cause> {
        self.causes_of(&self.remarks)
    }

    fn causes_of(&self, findings: &[Finding]) -> Vec<&'static Cause> {
        let mut findings: Vec<&Finding> = findings.iter().collect();
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

fn count(cases: &[Case], is_so: impl Fn(&Case) -> bool) -> usize {
    cases.iter().filter(|case| is_so(case)).count()
}

fn is_weighty(rule: &Rule) -> bool {
    let mut weighty = WIRING.iter().chain(&TASK);
    weighty.any(|other| std::ptr::eq(other, rule))
}

/// The columns and facts that rules need and that each case has.
fn known(cases: &[Case]) -> Vec<&'static str> {
    let needs = rules().flat_map(|rule| rule.needs).copied();
    let needs = needs.chain(PRIORITIES).chain(ASKED).chain(["steps"]);
    let has = |need: &&str| {
        let has = |case: &Case| case.has(need) || case.fact(need).is_some();
        cases.iter().all(has)
    };
    needs.filter(has).collect()
}

/// The rows of a second recording by their seeds and episodes.
type Twins<'a> = BTreeMap<(u64, usize), &'a Row>;

/// The episodes of a run that its twin has too.
fn pairs<'a>(run: &[&'a Row], twins: &Twins<'a>) -> Vec<(&'a Row, &'a Row)> {
    let twin_of = |row: &Row| twins.get(&(row.seed, row.episode)).copied();
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
