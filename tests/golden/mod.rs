//! Reads the golden files of this folder.
#![allow(dead_code, reason = "each test file uses a part of it")]

use deepq::prelude::{Sample, Transition};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A CSV file by column; a cell that is empty reads as NaN.
pub type Columns = HashMap<String, Vec<f64>>;

/// Where a golden file lies.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

/// The columns of a golden CSV file, without those that hold words.
pub fn columns(name: &str) -> Columns {
    columns_of(&path(name))
}

/// The columns of any CSV file, without those that hold words.
pub fn columns_of(path: &Path) -> Columns {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().clone();
    let mut columns = Columns::new();
    for record in reader.records() {
        let record = record.unwrap();
        for (name, cell) in names.iter().zip(&record) {
            let number = cell.parse().unwrap_or(f64::NAN);
            columns.entry(name.to_owned()).or_default().push(number);
        }
    }
    columns
}

/// The numbers of the rows.
pub fn rows(columns: &Columns) -> std::ops::Range<usize> {
    0..columns.values().next().map_or(0, Vec::len)
}

/// Asserts that two numbers agree to `relative` of |expected|.
pub fn assert_relative(found: f64, expected: f64, relative: f64, what: &str) {
    let distance = (found - expected).abs();
    let bound = relative * expected.abs();
    assert!(distance <= bound, "{what}: {found} against {expected}");
}

/// Asserts that two numbers agree to `relative`, in units of the larger of
/// |expected| and 1.
pub fn assert_close(found: f64, expected: f64, relative: f64, what: &str) {
    let bound = relative * expected.abs().max(1.0);
    let distance = (found - expected).abs();
    assert!(distance <= bound, "{what}: {found} against {expected}");
}

/// A file of tensors.
pub struct Tensors(Vec<u8>);

impl Tensors {
    fn load(name: &str) -> Self {
        Self::of(&path(name))
    }

    pub fn of(path: &Path) -> Self {
        Self(std::fs::read(path).unwrap())
    }

    /// The bytes of the tensor `name`, number by number.
    fn numbers<const BYTES: usize>(&self, name: &str) -> Vec<[u8; BYTES]> {
        let file = safetensors::SafeTensors::deserialize(&self.0).unwrap();
        file.tensor(name).unwrap().data().as_chunks().0.to_vec()
    }

    pub fn floats(&self, name: &str) -> Vec<f32> {
        let numbers = self.numbers(name).into_iter();
        numbers.map(f32::from_le_bytes).collect()
    }

    /// The transitions that the file holds, in their order.
    fn transitions(&self) -> Vec<Transition<4>> {
        let (states, next_states) =
            (self.floats("states"), self.floats("next_states"));
        let (states, next_states) =
            (states.as_chunks().0, next_states.as_chunks().0);
        let actions = self.numbers("actions").into_iter();
        let actions =
            actions.map(|bytes| usize::try_from(i64::from_le_bytes(bytes)));
        let others = self.floats("rewards").into_iter();
        let others = others.zip(self.floats("terminated"));
        let rows = states.iter().zip(next_states).zip(actions).zip(others);
        rows.map(|(((state, next_state), action), (reward, terminated))| {
            Transition {
                state: *state,
                action: action.unwrap(),
                reward,
                next_state: *next_state,
                terminated: terminated == 1.0,
                truncated: false,
                discount: 1.0,
            }
        })
        .collect()
    }
}

fn sample(transitions: Vec<Transition<4>>, weights: Vec<f32>) -> Sample<4> {
    Sample {
        indices: (0..transitions.len()).collect(),
        transitions,
        weights,
    }
}

/// The 100 batches that PyTorch's DQN learned from.
pub fn batches() -> Vec<Sample<4>> {
    let transitions = Tensors::load("dqn_batches.safetensors").transitions();
    let batches = transitions.chunks_exact(64);
    batches
        .map(|batch| sample(batch.to_vec(), vec![1.0; 64]))
        .collect()
}

/// The 100 batches that the technique `name` learned from, weighted or not.
pub fn batches_of(name: &str, is_weighted: bool) -> Vec<Sample<4>> {
    batches_in(&path(""), name, is_weighted)
}

/// Those that it learned from, of which `folder` has the files.
pub fn batches_in(folder: &Path, name: &str, is_weighted: bool) -> Vec<Sample<4>> {
    let pool = Tensors::of(&folder.join("pool.safetensors")).transitions();
    let draws = Tensors::of(&folder.join("pool_draws.safetensors"));
    let indices = draws.numbers(name).into_iter();
    let indices = indices.map(|b| usize::try_from(i16::from_le_bytes(b)).unwrap());
    let chosen: Vec<Transition<4>> = indices.map(|index| pool[index]).collect();
    let weights = if is_weighted {
        draws.floats("weights")
    } else {
        vec![1.0; chosen.len()]
    };
    let batches = chosen.chunks_exact(64).zip(weights.chunks_exact(64));
    batches
        .map(|(batch, weights)| sample(batch.to_vec(), weights.to_vec()))
        .collect()
}
