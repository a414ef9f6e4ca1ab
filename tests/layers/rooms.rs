//! The rooms of the crate, and what may be seen from each.

use crate::paths::{Sources, is_rust};
use std::collections::{BTreeMap, BTreeSet};

/// The first chapters in their reading order, with what they are assembled into. Those
/// that the map in `lib.rs` names besides come after them.
const CHAPTERS: [&str; 24] = [
    "replay",
    "target",
    "exploration",
    "objective",
    "huber",
    "recipe",
    "dqn",
    "report",
    "agent",
    "nfq",
    "growing_batch",
    "ddqn",
    "sum_tree",
    "per",
    "rank",
    "polyak",
    "dueling",
    "faulty_replay",
    "as_printed",
    "faults",
    "n_step",
    "tiles",
    "triad",
    "worlds",
];

/// The rooms from the top to the bottom, with the files and folders of each. A room
/// sees those below it.
const ROOMS: [(&str, &[&str]); 9] = [
    ("main", &["main", "lib", "prelude", "display"]),
    ("press", &["press"]),
    ("evidence", &["evidence"]),
    ("experiments", &["experiments"]),
    ("exercises", &["exercises"]),
    ("lab", &["lab"]),
    ("papers", &["papers"]),
    ("chapters", &CHAPTERS),
    ("foundations", &["foundations", "error", "storage"]),
];

/// The exercises are beside this line: only `main` sees them.
const EXERCISES: usize = 4;
const THE_CHAPTERS: usize = 7;

/// What the lab, which knows no agent and no task, sees of the chapters.
const SEEN_BY_THE_LAB: [&str; 5] = [
    "agent",
    "recipe",
    "report",
    "exploration::Schedule",
    "exploration::Clock",
];

/// A task, which no file of the lab names, in code or in words.
const TASK: [&str; 2] = ["CartPole", "cart_pole"];

/// Everything that is against the rule.
pub fn faults(sources: &Sources) -> Vec<String> {
    let checks = [homeless, upward, told_to_the_lab, circles];
    checks.iter().flat_map(|check| check(sources)).collect()
}

/// The first part of a path: a file or folder of `src`.
fn top(file: &str) -> &str {
    let top = file.split('/').next().unwrap_or_default();
    top.trim_end_matches(".rs")
}

fn room(file: &str) -> Option<usize> {
    let holds = |(_, tops): &(&str, &[&str])| tops.contains(&top(file));
    let is_beside_the_chapters = !file.contains('/') && is_rust(file);
    let chapters = is_beside_the_chapters.then_some(THE_CHAPTERS);
    ROOMS.iter().position(holds).or(chapters)
}

/// True when the room `from` may use what is in room `to`.
fn sees(from: usize, to: usize) -> bool {
    let is_below = to > from && (to != EXERCISES || from == 0);
    from == to || is_below
}

/// Files that belong to no room.
fn homeless(sources: &Sources) -> Vec<String> {
    let map = sources.files().find(|(file, _)| *file == "lib.rs");
    let is_on_the_map = |file: &str| {
        map.is_some_and(|(_, text)| text.contains(&format!("`src/{file}`")))
    };
    let is_homeless = |file: &str| {
        let is_listed = ROOMS.iter().any(|(_, tops)| tops.contains(&top(file)));
        room(file).is_none() || !(is_listed || is_on_the_map(file))
    };
    let homeless = sources.files().filter(|(file, _)| is_homeless(file));
    let homeless = homeless.map(|(file, _)| {
        format!(
            "{file} belongs to no room: move it into one, or name the chapter in the \
             map of lib.rs"
        )
    });
    homeless.collect()
}

/// Names in the list of rooms that no file or folder has.
pub fn empty(sources: &Sources) -> Vec<String> {
    let tops: BTreeSet<&str> = sources.files().map(|(file, _)| top(file)).collect();
    let listed = ROOMS.iter().flat_map(|(_, listed)| *listed);
    let empty = listed.filter(|name| !tops.contains(**name));
    empty.map(|name| format!("there is no {name}")).collect()
}

/// Arrows to a room above, to the exercises, and to a later chapter.
fn upward(sources: &Sources) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, targets) in sources.arrows() {
        for target in targets {
            let (Some(from), Some(to)) = (room(file), room(&target)) else {
                continue;
            };
            let place = |file| {
                let listed = CHAPTERS.iter().position(|name| *name == top(file));
                let is_chapter = room(file) == Some(THE_CHAPTERS);
                is_chapter.then(|| listed.unwrap_or(CHAPTERS.len()))
            };
            if !sees(from, to) {
                let (from, to) = (ROOMS[from].0, ROOMS[to].0);
                faults
                    .push(format!("{file} uses {target}: {from} may not see {to}"));
            } else if place(file).is_some() && place(file) < place(&target) {
                faults
                    .push(format!("{file} uses {target}, which is a later chapter"));
            }
        }
    }
    faults
}

/// What files of the lab say of agents and tasks.
fn told_to_the_lab(sources: &Sources) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, text) in sources.files().filter(|(file, _)| top(file) == "lab") {
        for path in sources.paths(file) {
            let top = path.first().and_then(|top| room(&format!("{top}.rs")));
            let is_chapter = top == Some(THE_CHAPTERS);
            let path = path.join("::");
            let is_seen = SEEN_BY_THE_LAB.iter().any(|seen| {
                let rest = path.strip_prefix(seen);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            });
            if is_chapter && !is_seen {
                faults
                    .push(format!("{file} names {path}: the lab knows no chapter"));
            }
        }
        let named = TASK.iter().filter(|task| text.contains(**task));
        faults.extend(
            named.map(|task| format!("{file} names {task}: the lab knows no task")),
        );
    }
    faults
}

/// Files that use each other in a circle.
fn circles(sources: &Sources) -> Vec<String> {
    let arrows = sources.arrows();
    let reached: BTreeMap<&str, BTreeSet<String>> = arrows
        .keys()
        .map(|&file| (file, reached_from(file, &arrows)))
        .collect();
    let mut circles = BTreeSet::new();
    for (file, reached_from_file) in &reached {
        let comes_back = |other: &&String| reached[&***other].contains(*file);
        let circle: Vec<&str> = reached_from_file
            .iter()
            .filter(comes_back)
            .map(String::as_str)
            .collect();
        if !circle.is_empty() {
            circles.insert(format!("a circle: {}", circle.join(", ")));
        }
    }
    circles.into_iter().collect()
}

/// All files that can be reached from `file`, which is among them only by a circle.
fn reached_from(
    file: &str,
    arrows: &BTreeMap<&str, BTreeSet<String>>,
) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut ahead: Vec<&String> = arrows[file].iter().collect();
    while let Some(file) = ahead.pop() {
        if reached.insert(file.clone()) {
            ahead.extend(&arrows[&**file]);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faults of sources with these files besides sound ones.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let sound = [
            ("lib.rs", "pub mod dqn;"),
            ("prelude.rs", "pub use crate::exercises::check;"),
            ("main.rs", "use deepq::press::book;"),
            ("press/mod.rs", "use crate::evidence::PAGES;"),
            ("evidence/mod.rs", "use crate::experiments::Records;"),
            (
                "experiments/mod.rs",
                "use crate::lab::runs::Row; use crate::dqn::dqn;",
            ),
            (
                "exercises/mod.rs",
                "use crate::lab::runs::Row; use crate::dqn::dqn;",
            ),
            ("lab/mod.rs", ""),
            (
                "lab/runs.rs",
                "use crate::agent::Agent;\nuse crate::exploration::Clock;",
            ),
            ("agent.rs", "use crate::dqn::Learner;"),
            ("exploration.rs", "use crate::replay::Replay;"),
            (
                "dqn.rs",
                "use crate::replay::Replay;\nuse crate::error::Error;",
            ),
            ("replay.rs", "use crate::foundations::tensors::Dev;"),
            ("foundations/mod.rs", ""),
            ("error.rs", ""),
        ];
        let owned =
            |(file, text): &(&str, &str)| ((*file).to_owned(), (*text).to_owned());
        faults(&Sources::new(sound.iter().chain(files).map(owned)))
    }

    fn assert_fault(files: &[(&str, &str)], parts: &[&str]) {
        let faults = found(files);
        assert_eq!(faults.len(), 1, "{faults:?}");
        for part in parts {
            assert!(faults[0].contains(part), "{faults:?}");
        }
    }

    #[test]
    fn sound_sources_have_no_fault() {
        assert_eq!(found(&[]), Vec::<String>::new());
    }

    #[test]
    fn an_arrow_to_a_room_above_is_found() {
        let line = "use crate::experiments::catalogue::find;";
        assert_fault(
            &[("lab/stats.rs", line)],
            &["lab/stats.rs", "see experiments"],
        );
        let inline = "fn f() { crate::lab::runs::f() }";
        assert_fault(&[("foundations/a.rs", inline)], &["lab/runs.rs"]);
        let test = "#[cfg(test)] mod tests { use crate::press::book; }";
        assert_fault(&[("evidence/a.rs", test)], &["evidence/a.rs", "see press"]);
        let everything = "use crate::prelude::*;";
        assert_fault(&[("nfq.rs", everything)], &["nfq.rs uses prelude.rs"]);
    }

    #[test]
    fn only_the_prelude_and_the_display_see_the_exercises() {
        let line = "use crate::exercises::Verdict;";
        assert_eq!(found(&[("display.rs", line)]), Vec::<String>::new());
        assert_fault(&[("evidence/a.rs", line)], &["may not see exercises"]);
        let line = "use crate::experiments::Records;";
        assert_fault(&[("exercises/a.rs", line)], &["may not see experiments"]);
    }

    #[test]
    fn an_arrow_to_a_later_chapter_is_found() {
        let line = "use crate::dqn::Learner;";
        assert_fault(&[("target.rs", line)], &["target.rs uses dqn.rs", "later"]);
        assert_eq!(found(&[("ddqn.rs", line)]), Vec::<String>::new());
    }

    #[test]
    fn a_chapter_or_a_task_in_the_lab_is_found() {
        let line = "use crate::dqn::dqn;";
        assert_fault(&[("lab/a.rs", line)], &["lab/a.rs names dqn::dqn"]);
        let line = "use crate::exploration::{Clock, LogDecay};";
        assert_fault(&[("lab/a.rs", line)], &["exploration::LogDecay"]);
        let line = "const NAME: &str = \"CartPole-v1\";";
        assert_fault(&[("lab/a.rs", line)], &["names CartPole"]);
        let line = "use crate::foundations::cart_pole::LEFT;";
        assert_fault(&[("lab/a.rs", line)], &["names cart_pole"]);
    }

    #[test]
    fn a_circle_is_found_however_long() {
        let files = [
            ("lab/a.rs", "use super::b::x;"),
            ("lab/b.rs", "fn f() { crate::lab::c::x() }"),
            ("lab/c.rs", "use crate::lab::{a::x, runs::Row};"),
        ];
        assert_fault(&files, &["a circle: lab/a.rs, lab/b.rs, lab/c.rs"]);
        let files = [
            ("lab/d/mod.rs", "mod e;\npub use e::E;"),
            ("lab/d/e.rs", "use crate::lab::d::F;"),
        ];
        assert_fault(&files, &["a circle: lab/d/e.rs, lab/d/mod.rs"]);
    }

    #[test]
    fn a_file_or_folder_without_a_room_is_found() {
        assert_fault(&[("helpers.rs", "")], &["helpers.rs belongs to no room"]);
        assert_fault(
            &[("tools/mod.rs", "")],
            &["tools/mod.rs belongs to no room"],
        );
        assert_fault(&[("notes.txt", "")], &["notes.txt"]);
    }
}
