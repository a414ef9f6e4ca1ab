//! The clinic: runs of other programs on other tasks whose fault is known, and how often
//! the doctor is right about them.

use crate::error::Error;
use crate::evidence::doctor::museum::named;
use crate::lab::doctor::causes::{
    ALIASED_STATE, BOUNDED_OUTPUT, BROADCAST, DEAD_OUTPUT, EXPLORING,
    GREEDY_TOO_SOON, HIGH_RATE, LARGE_INPUTS, LARGE_REWARDS, LEARNS_RARELY,
    LIMIT_IS_FAILURE, LOST_REWARDS, LOW_RATE, NEVER_LEARNS, NO_DETACH, NO_MASK,
    NO_REPLAY, ONE_SIDED_OUTPUT, SHIFTED_ACTION, TARGET_FOLLOWS, TARGET_SLOW,
    WRONG_AXIS,
};
use crate::lab::doctor::{Case, Cause, Diagnosis, Facts, Verdict};
use crate::lab::reading::{facts_of_json, read_run};
use crate::storage::{read_text, read_whole};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The faults of the clinic by their names there, each with the causes that are right.
pub const CLINIC_FAULTS: [(&str, &[&Cause]); 21] = [
    ("online-target", &[&TARGET_FOLLOWS]),
    ("slow-target", &[&TARGET_SLOW]),
    ("newest-only", &[&NO_REPLAY]),
    ("no-mask", &[&NO_MASK]),
    ("limit-is-end", &[&LIMIT_IS_FAILURE]),
    ("high-rate", &[&HIGH_RATE]),
    ("low-rate", &[&LOW_RATE]),
    ("greedy-too-soon", &[&GREEDY_TOO_SOON]),
    ("exploring", &[&EXPLORING]),
    ("late-start", &[&NEVER_LEARNS]),
    ("learns-rarely", &[&LEARNS_RARELY]),
    ("large-rewards", &[&LARGE_REWARDS]),
    ("large-input", &[&LARGE_INPUTS]),
    ("softmax", &[&BOUNDED_OUTPUT]),
    ("relu-output", &[&ONE_SIDED_OUTPUT, &DEAD_OUTPUT]),
    ("shifted-action", &[&SHIFTED_ACTION]),
    ("broadcast", &[&BROADCAST]),
    ("no-detach", &[&NO_DETACH]),
    ("batch-maximum", &[&WRONG_AXIS]),
    ("aliased-state", &[&ALIASED_STATE]),
    ("lost-rewards", &[&LOST_REWARDS]),
];

/// The tasks and the framework of the runs that set no bound.
const KEPT_OUT_TASKS: [&str; 2] = ["lunar-lander", "breakout"];
const KEPT_OUT_FRAMEWORK: &str = "cleanrl";

/// A faulty run counts if its gain is below this share of its twin's.
const COSTS: f64 = 0.8;

// ANCHOR: run
/// A run of the clinic, as its index has it.
#[derive(Clone, Debug, Deserialize)]
pub struct ClinicRun {
    /// `framework/task/fault/seed`.
    pub run: String,
    /// The framework that trained it.
    pub framework: String,
    /// Its task.
    pub task: String,
    /// Its fault; `None` of a healthy run.
    pub fault: Option<String>,
    /// The healthy run with the same settings otherwise.
    pub twin: String,
    /// γ, its discount.
    pub gamma: f64,
    /// What was recorded of its settings.
    pub facts: serde_json::Value,
    /// The mean score over the first tenth of its steps, where an episode ends there.
    pub first_score: Option<f64>,
    /// The mean score over the last tenth.
    pub end_score: Option<f64>,
    /// The mean score over all.
    pub mean_score: Option<f64>,
}
// ANCHOR_END: run

impl ClinicRun {
    /// Whether its task or its framework set no bound.
    pub fn is_kept_out(&self) -> bool {
        KEPT_OUT_TASKS.contains(&&*self.task) || self.framework == KEPT_OUT_FRAMEWORK
    }

    // ANCHOR: counts
    /// Whether the run should be judged: a healthy one that ends better than it began,
    /// and a faulty one whose twin does, is better over all, and gains a quarter more.
    fn counts(&self, twin: &Self) -> bool {
        let scores = (self.end_score, twin.first_score, twin.end_score);
        let (Some(end), Some(first), Some(twin_end)) = scores else {
            return false;
        };
        let costs = end - first < COSTS * (twin_end - first);
        let is_worse = self.mean_score < twin.mean_score;
        twin_end > first && (self.fault.is_none() || (costs && is_worse))
    }
    // ANCHOR_END: counts

    /// The causes that are right; none of a healthy run.
    pub(crate) fn causes(&self) -> &'static [&'static Cause] {
        let is_own = |(name, _): &&(&str, _)| Some(*name) == self.fault.as_deref();
        let found = CLINIC_FAULTS.iter().find(is_own);
        found.map_or(&[], |(_, causes)| causes)
    }
}

// ANCHOR: view
/// How much of a run the doctor is shown.
#[derive(Debug)]
pub struct View {
    /// What it is called.
    pub title: &'static str,
    /// The columns; `None` for every column that there is.
    pub columns: Option<&'static [&'static str]>,
    /// Whether the settings are known.
    pub facts: bool,
}

/// The columns of a usual script.
const SEVEN: [&str; 7] = [
    "episode",
    "steps",
    "score",
    "epsilon",
    "loss",
    "mean_abs_q",
    "max_abs_q",
];

/// What people have: a recorder's rows, a script's own log, or episodes alone.
pub const VIEWS: [View; 4] = [
    View {
        title: "every column, and the settings",
        columns: None,
        facts: true,
    },
    View {
        title: "seven columns, and the settings",
        columns: Some(&SEVEN),
        facts: true,
    },
    View {
        title: "seven columns",
        columns: Some(&SEVEN),
        facts: false,
    },
    View {
        title: "three columns",
        columns: Some(SEVEN.split_at(3).0),
        facts: false,
    },
];
// ANCHOR_END: view

impl View {
    /// What is shown of a case. A script logs the returns of training as its score.
    fn of(&self, case: &Case) -> Case {
        let mut case = case.clone();
        if let Some(shown) = self.columns {
            if let Some(returns) = case.columns.get("episode_return").cloned() {
                case.columns.insert("score", returns);
            }
            case.columns.retain(|column, _| shown.contains(column));
        }
        if !self.facts {
            case.facts = Facts::default();
        }
        case
    }
}

// ANCHOR: tally
/// How the doctor judges some runs. Those that are not in a count cannot be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Faulty runs.
    pub faulty: usize,
    /// Those in which a right cause is among the first.
    pub right: usize,
    /// Those in which a fault is seen, and only wrong causes are among the first.
    pub wrong: usize,
    /// Those of which the doctor says that nothing is seen.
    pub called_clean: usize,
    /// Healthy runs.
    pub healthy: usize,
    /// Those of which the doctor says that nothing is seen.
    pub left_alone: usize,
    /// Those in which a fault is seen.
    pub alarms: usize,
}
// ANCHOR_END: tally

impl Tally {
    fn add(&mut self, causes: &[&'static Cause], diagnosis: &Diagnosis) {
        let verdict = diagnosis.verdict();
        let (is_seen, is_clean) = (
            verdict == Verdict::FaultSeen,
            verdict == Verdict::NothingSeen,
        );
        if causes.is_empty() {
            self.healthy += 1;
            self.left_alone += usize::from(is_clean);
            self.alarms += usize::from(is_seen);
            return;
        }
        let is_right = named(diagnosis).iter().any(|cause| causes.contains(cause));
        self.faulty += 1;
        self.right += usize::from(is_right);
        self.wrong += usize::from(is_seen && !is_right);
        self.called_clean += usize::from(is_clean && !is_right);
    }
}

// ANCHOR: clinic
/// The runs of the clinic that count, as the doctor looks at them.
#[derive(Clone, Debug)]
pub struct Clinic(Vec<(ClinicRun, Case)>);

impl Clinic {
    /// Reads the runs that count from the folder of the clinic.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::BadFacts`], and those of [`read_run`].
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let runs = index_of(folder)?;
        let twins: BTreeMap<&str, &ClinicRun> =
            runs.iter().map(|run| (&*run.run, run)).collect();
        let twin = |run: &ClinicRun| twins.get(&*run.twin).copied();
        let counting = runs
            .iter()
            .filter(|run| twin(run).is_some_and(|twin| run.counts(twin)));
        let read = |run: &ClinicRun| Ok((run.clone(), case_of(folder, run)?));
        Ok(Self(counting.map(read).collect::<Result<_, Error>>()?))
    }

    /// The runs, each with what the doctor can be shown of it.
    pub fn runs(&self) -> impl Iterator<Item = &(ClinicRun, Case)> {
        self.0.iter()
    }

    /// How the doctor judges the runs that `is_asked` names, when it is shown a `view`.
    pub fn tally(
        &self,
        view: &View,
        is_asked: impl Fn(&ClinicRun) -> bool,
    ) -> Tally {
        let mut tally = Tally::default();
        for (run, case) in self.runs().filter(|(run, _)| is_asked(run)) {
            let diagnosis = Diagnosis::of_cases(&[view.of(case)]);
            tally.add(run.causes(), &diagnosis);
        }
        tally
    }
}
// ANCHOR_END: clinic

/// The lines of the index.
pub(crate) fn index_of(folder: &Path) -> Result<Vec<ClinicRun>, Error> {
    let path = folder.join("runs.jsonl");
    let text = read_text(&path)?;
    let runs: Result<_, serde_json::Error> =
        text.lines().map(serde_json::from_str).collect();
    runs.map_err(|error| Error::BadFacts {
        path,
        reason: error.to_string(),
    })
}

/// The rows of a run, with the facts of the index.
fn case_of(folder: &Path, run: &ClinicRun) -> Result<Case, Error> {
    let path = folder.join("runs").join(format!("{}.csv.gz", run.run));
    let mut reading = read_run(&path, &read_whole(&path)?, &[])?;
    reading.facts = facts_of_json(&run.facts);
    reading.facts.add("gamma", run.gamma)?;
    let mut cases = reading.cases();
    Ok(cases.swap_remove(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::doctor::Columns;

    fn run(fault: Option<&str>, scores: [f64; 3]) -> ClinicRun {
        let [first_score, end_score, mean_score] = scores.map(Some);
        ClinicRun {
            run: String::new(),
            framework: "sb3".to_owned(),
            task: "catch".to_owned(),
            fault: fault.map(str::to_owned),
            twin: String::new(),
            gamma: 0.99,
            facts: serde_json::Value::Null,
            first_score,
            end_score,
            mean_score,
        }
    }

    #[test]
    fn a_fault_counts_where_its_twin_gains_a_quarter_more_and_is_better_over_all() {
        let twin = run(None, [10.0, 110.0, 60.0]);
        assert!(twin.counts(&twin));
        // 80 of the twin's gain of 100 is its four fifths.
        let fault = |end, mean| run(Some("no-mask"), [20.0, end, mean]);
        assert!(fault(89.0, 59.0).counts(&twin));
        assert!(!fault(90.0, 59.0).counts(&twin));
        assert!(!fault(89.0, 60.0).counts(&twin));
        let stuck = run(None, [10.0, 10.0, 10.0]);
        assert!(!fault(5.0, 5.0).counts(&stuck) && !stuck.counts(&stuck));
        let mut unended = fault(0.0, 0.0);
        unended.end_score = None;
        assert!(!unended.counts(&twin));
    }

    #[test]
    fn two_tasks_and_a_framework_set_no_bound() {
        let mut other = run(None, [0.0; 3]);
        assert!(!other.is_kept_out());
        other.task = "breakout".to_owned();
        assert!(other.is_kept_out());
        other.task = "catch".to_owned();
        other.framework = "cleanrl".to_owned();
        assert!(other.is_kept_out());
    }

    #[test]
    fn a_script_is_seen_by_the_returns_of_its_training() {
        let values = |value: f64| vec![Some(value); 30];
        let columns = ["score", "loss", "sample_age"].map(|c| (c, values(1.0)));
        let mut case = Case {
            episodes: 30,
            columns: Columns::from(columns),
            ..Case::default()
        };
        case.columns.insert("episode_return", values(7.0));
        case.facts.add("gamma", 0.9).unwrap();
        let [all, seven, bare, three] =
            [0, 1, 2, 3].map(|place| VIEWS[place].of(&case));
        assert_eq!(all.columns.len(), 4);
        let shown = |case: &Case| case.columns.keys().copied().collect::<Vec<_>>();
        assert_eq!(shown(&seven), ["loss", "score"]);
        assert_eq!(shown(&three), ["score"]);
        assert_eq!(seven.columns["score"], values(7.0));
        assert_eq!(seven.fact("gamma"), Some(0.9));
        assert_eq!(bare.fact("gamma"), None);
    }

    #[test]
    fn a_judgement_is_right_wrong_clean_or_none() {
        let softmax = CLINIC_FAULTS.iter().find(|f| f.0 == "softmax").unwrap().1;
        let of = |columns: [(&'static str, f64); 2]| {
            let values = |(c, value)| (c, vec![Some(value); 30]);
            let columns = columns.map(values);
            let mut case = Case {
                episodes: 30,
                columns: Columns::from(columns),
                ..Case::default()
            };
            let steps = (1..=30).map(|i| Some(f64::from(i)));
            case.columns.insert("steps", steps.collect());
            Diagnosis::of_cases(&[case])
        };
        // The whole run learns from the newest steps: no other rule has its columns.
        let newest = of([("sample_age", 0.1), ("score", 1.0)]);
        let silent = of([("episode", 1.0), ("score", 1.0)]);
        let mut tally = Tally::default();
        for (causes, diagnosis) in [
            (&[&NO_REPLAY][..], &newest),
            (softmax, &newest),
            (softmax, &silent),
            (&[], &newest),
            (&[], &silent),
        ] {
            tally.add(causes, diagnosis);
        }
        let expected = Tally {
            faulty: 3,
            right: 1,
            wrong: 1,
            healthy: 2,
            alarms: 1,
            ..Tally::default()
        };
        assert_eq!(tally, expected);
    }
}
