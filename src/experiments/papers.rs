//! The experiments of papers that the book makes again whole.

use crate::papers::{
    biased_sampling, cliffwalk, corridor, deep_sea, noisy_maximum, polynomials,
    random_walk, temptation,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

// ANCHOR: paper
/// An experiment of a paper: its rows have columns of their own.
pub struct Paper {
    /// Its name: on the command line, and of its file.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Makes its rows, as a file of comma-separated values.
    pub csv: fn() -> String,
}
// ANCHOR_END: paper

/// All of them.
pub const PAPERS: &[Paper] = &[
    Paper {
        name: "papers/temptation",
        title: "Q-learning and double Q-learning before a gamble that loses",
        csv: || csv(temptation::lines()),
    },
    Paper {
        name: "papers/noisy-maximum",
        title: "the largest of noisy estimates, and what a second set says",
        csv: || csv(noisy_maximum::lines()),
    },
    Paper {
        name: "papers/polynomials",
        title: "the largest of polynomials fitted in different states",
        csv: || csv(polynomials::lines()),
    },
    Paper {
        name: "papers/deep-sea",
        title: "who finds the treasure of the deep sea",
        csv: || csv(deep_sea::lines()),
    },
    Paper {
        name: "papers/cliffwalk",
        title: "what each way to draw costs on the Blind Cliffwalk",
        csv: || csv(cliffwalk::lines()),
    },
    Paper {
        name: "papers/biased-sampling",
        title: "what an estimate comes to by the exponents of a prioritised memory",
        csv: || csv(biased_sampling::lines()),
    },
    Paper {
        name: "papers/corridor",
        title: "the error of a plain and of a dueling network by the number of actions",
        csv: || csv(corridor::lines()),
    },
    Paper {
        name: "papers/random-walk",
        title: "the error of n-step targets by n and by the step size",
        csv: || csv(random_walk::lines()),
    },
];

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
