//! The experiments of papers that the book makes again whole.

use crate::experiments::streams::{ABLATIONS_OF_STREAMS, Ablation, STREAM_SEEDS};
use crate::lab::runs::on_one_thread;
use crate::papers::{
    biased_sampling, cliffwalk, corridor, deep_sea, noisy_maximum, polynomials,
    random_walk, temptation,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

// ANCHOR: paper
/// An experiment of a paper: its rows have columns of their own.
#[derive(Clone, Copy)]
pub struct Paper {
    /// Its name: on the command line, and of its file.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What makes its rows.
    pub rows: &'static dyn Rows,
}

/// What makes the rows of an experiment, as a file of comma-separated values.
pub trait Rows: Sync {
    /// All of them.
    fn all(&self) -> String;

    /// The first of them, as many as take a few seconds.
    fn beginning(&self) -> String {
        self.all()
    }
}

/// Rows that take a few seconds.
struct Soon(fn() -> String);

impl Rows for Soon {
    fn all(&self) -> String {
        (self.0)()
    }
}
// ANCHOR_END: paper

/// All that are made in a few seconds each.
pub const PAPERS: &[Paper] = &[
    Paper {
        name: "papers/temptation",
        title: "Q-learning and double Q-learning before a gamble that loses",
        rows: &Soon(|| csv(temptation::lines())),
    },
    Paper {
        name: "papers/noisy-maximum",
        title: "the largest of noisy estimates, and what a second set says",
        rows: &Soon(|| csv(noisy_maximum::lines())),
    },
    Paper {
        name: "papers/polynomials",
        title: "the largest of polynomials fitted in different states",
        rows: &Soon(|| csv(polynomials::lines())),
    },
    Paper {
        name: "papers/deep-sea",
        title: "who finds the treasure of the deep sea",
        rows: &Soon(|| csv(deep_sea::lines())),
    },
    Paper {
        name: "papers/cliffwalk",
        title: "what each way to draw costs on the Blind Cliffwalk",
        rows: &Soon(|| csv(cliffwalk::lines())),
    },
    Paper {
        name: "papers/biased-sampling",
        title: "what an estimate comes to by the exponents of a prioritised memory",
        rows: &Soon(|| csv(biased_sampling::lines())),
    },
    Paper {
        name: "papers/corridor",
        title: "the error of a plain and of a dueling network by the number of actions",
        rows: &Soon(|| csv(corridor::lines())),
    },
    Paper {
        name: "papers/random-walk",
        title: "the error of n-step targets by n and by the step size",
        rows: &Soon(|| csv(random_walk::lines())),
    },
];

/// All of them: what is left out of an agent is in a file of its own.
pub fn papers() -> impl Iterator<Item = Paper> {
    let of_streams = ABLATIONS_OF_STREAMS.iter().map(|ablation| Paper {
        name: ablation.name,
        title: ablation.title,
        rows: ablation,
    });
    PAPERS.iter().copied().chain(of_streams)
}

/// The steps of one run that are made again in a few seconds.
const BEGINNING: usize = 20_000;

const SOUND: &str = "the recipe of a chapter and its world are sound";

impl Rows for Ablation {
    fn all(&self) -> String {
        csv(self.lines().expect(SOUND))
    }

    fn beginning(&self) -> String {
        let lines = on_one_thread(|| self.run(STREAM_SEEDS[0], BEGINNING));
        csv(lines.and_then(|lines| lines).expect(SOUND))
    }
}

/// A row in each line, under the names of its fields.
fn csv(lines: impl IntoIterator<Item = impl Serialize>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.serialize(line).expect("rows of plain fields");
    }
    let bytes = writer.into_inner().expect("memory takes all bytes");
    String::from_utf8(bytes).expect("fields are text")
}

impl Paper {
    /// The file of its rows among the `results`.
    pub fn path(&self, results: &Path) -> PathBuf {
        results.join(format!("{}.csv", self.name))
    }

    /// True for a name of the command line that means it: its own, or its folder's.
    pub fn is_called(&self, name: &str) -> bool {
        let folder = self.name.split_once('/').map(|(folder, _)| folder);
        name == self.name || Some(name) == folder
    }
}
