//! Gaps: cells in which a program wrote NaN because there was nothing to write.

use crate::lab::reading::columns::{Numbers, seed_bits};
use std::collections::{BTreeMap, BTreeSet};

/// A NaN with a number after it, or with none before, is a gap: nothing was written
/// there. A column that comes to NaN and stays there has come to NaN.
pub(super) fn without_gaps(rows: &mut [Numbers]) {
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
