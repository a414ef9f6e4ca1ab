//! What the book shows of the clinic: how often the doctor is right by what it is shown,
//! by fault, and beside another program.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::doctor::clinic::{
    CLINIC_FAULTS, Clinic, ClinicRun, Tally, VIEWS, index_of,
};
use crate::evidence::doctor::museum::named;
use crate::evidence::page::Numbers;
use crate::experiments::{Records, lines_of_file};
use crate::lab::doctor::{Case, Cause, Diagnosis};
use crate::lab::stats::{format_interval, median, percent_of, table};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The folder of the clinic, which is beside the book.
pub(super) fn folder(records: &Records) -> PathBuf {
    records.folders().results.join("../../clinic")
}

/// The tables of the clinic: how often the doctor is right by what it is shown, by fault,
/// and beside another program.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let clinic = Clinic::read(&folder(records))?;
    Ok(vec![
        Artifact::table(records, "clinic", by_view(&clinic)),
        Artifact::table(records, "clinic-faults", by_fault(&clinic)),
        Artifact::table(records, "clinic-peer", beside_peer(&clinic)),
    ])
}

/// What the clinic consists of.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let runs = index_of(&folder(records))?;
    let kinds = |of: fn(&ClinicRun) -> &str| {
        runs.iter().map(of).collect::<BTreeSet<&str>>().len()
    };
    prose.count("clinic_runs", runs.len() as f64);
    prose.add("clinic_tasks", kinds(|run| &run.task));
    prose.add("clinic_frameworks", kinds(|run| &run.framework));
    prose.add("clinic_faults", CLINIC_FAULTS.len());
    let slower = peer_runs().into_iter();
    let slower = slower.map(|run| run.seconds / run.seconds_without);
    let slower = median(&slower.collect::<Vec<f64>>()).unwrap_or(f64::NAN);
    prose.rounded("peer_slowdown", slower, 1);
    let gammas: Vec<f64> = runs.iter().map(|run| run.gamma).collect();
    prose.range("clinic_gammas", &gammas, |gamma| gamma.to_string());
    Ok(())
}

/// A part of the clinic: what it is for, and which runs are in it.
pub(super) type Part = (&'static str, fn(&ClinicRun) -> bool);

/// The two parts of the clinic.
pub(super) const PARTS: [Part; 2] = [
    ("set bounds", |run| !run.is_kept_out()),
    ("kept out", ClinicRun::is_kept_out),
];

fn by_view(clinic: &Clinic) -> String {
    let mut lines = Vec::new();
    for (part, is_asked) in PARTS {
        for view in &VIEWS {
            let tally = clinic.tally(view, is_asked);
            let Tally {
                faulty, healthy, ..
            } = tally;
            let percent = |count, all| format_interval(percent_of(count, all), 0);
            lines.push(vec![
                part.to_owned(),
                view.title.to_owned(),
                faulty.to_string(),
                percent(tally.right, faulty),
                percent(tally.wrong + tally.called_clean, faulty),
                tally.called_clean.to_string(),
                healthy.to_string(),
                percent(tally.alarms, healthy),
            ]);
        }
    }
    let titles = "runs | the doctor is shown | faulty runs | right, % | wrong, % | \
                  of them called clean | healthy runs | false alarms, %";
    table(2, titles, lines)
}

fn by_fault(clinic: &Clinic) -> String {
    let [every, seven, ..] = &VIEWS;
    let line = |(fault, causes): &(&str, &[&Cause])| {
        let share = |view, (_, is_asked): Part| {
            let is_own = |run: &ClinicRun| run.fault.as_deref() == Some(*fault);
            let tally = clinic.tally(view, |run| is_own(run) && is_asked(run));
            let Tally { right, faulty, .. } = tally;
            format!("{right} of {faulty}")
        };
        let [bounds, kept_out] = PARTS;
        vec![
            format!("`{fault}`"),
            causes[0].name.to_owned(),
            share(every, bounds),
            share(every, kept_out),
            share(seven, kept_out),
        ]
    };
    let titles = "fault | cause | set bounds, every column | kept out, every column \
                  | kept out, seven columns and settings";
    table(2, titles, CLINIC_FAULTS.iter().map(line))
}

/// What `RLExplorer` said of a run of the clinic while it was trained.
#[derive(Clone, Debug, Deserialize)]
struct PeerRun {
    /// The run.
    run: String,
    /// The kinds of its warnings.
    warnings: usize,
    /// Those that name the true cause.
    naming: usize,
    /// Those of them that it did not give of the healthy twin.
    lacking: usize,
    /// The processor time that the run took with its hook.
    seconds: f64,
    /// And without.
    seconds_without: f64,
}

/// What it said of all runs that were tried.
fn peer_runs() -> Vec<PeerRun> {
    lines_of_file(include_str!("../../../book/reference/rlexplorer.csv"))
}

fn beside_peer(clinic: &Clinic) -> String {
    let peer = peer_runs();
    let named: BTreeMap<&str, Vec<&Cause>> = clinic
        .runs()
        .map(|(run, case)| {
            let diagnosis = Diagnosis::of_cases(std::slice::from_ref(case));
            (&*run.run, named(&diagnosis))
        })
        .collect();
    let is_tried = |run: &ClinicRun| peer.iter().any(|other| other.run == run.run);
    let tally = clinic.tally(&VIEWS[0], is_tried);
    let is_specific = |(run, _): &&(ClinicRun, Case)| {
        let of_twin = named.get(&*run.twin);
        let is_of_run = |cause: &&&Cause| named[&*run.run].contains(*cause);
        let mut own = run.causes().iter().filter(is_of_run);
        own.any(|cause| !of_twin.is_some_and(|causes| causes.contains(cause)))
    };
    let tried = clinic.runs().filter(|(run, _)| is_tried(run));
    let specific = tried.filter(is_specific).count();
    let is_healthy = |run: &&PeerRun| run.run.contains("/healthy/");
    let (healthy, faulty): (Vec<&PeerRun>, Vec<&PeerRun>) =
        peer.iter().partition(is_healthy);
    let count = |runs: &[&PeerRun], of: fn(&PeerRun) -> usize| {
        runs.iter().filter(|run| of(run) > 0).count()
    };
    let line = |what: &str, all: usize, theirs: usize, ours: usize| {
        let of_all = |count: usize| format!("{count} of {all}");
        vec![what.to_owned(), of_all(theirs), of_all(ours)]
    };
    let lines = [
        line(
            "the true cause is named",
            faulty.len(),
            count(&faulty, |run| run.naming),
            tally.right,
        ),
        line(
            "and not of the healthy twin",
            faulty.len(),
            count(&faulty, |run| run.lacking),
            specific,
        ),
        line(
            "a healthy run is warned of",
            healthy.len(),
            count(&healthy, |run| run.warnings),
            tally.alarms,
        ),
    ];
    table(1, "what | RLExplorer | the doctor", lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_run_that_the_peer_was_tried_on_is_judged() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let clinic = Clinic::read(&root.join("clinic")).unwrap();
        for peer in peer_runs() {
            let mut runs = clinic.runs();
            assert!(runs.any(|(run, _)| run.run == peer.run), "{}", peer.run);
            assert!(peer.lacking <= peer.naming && peer.naming <= peer.warnings);
        }
    }
}
