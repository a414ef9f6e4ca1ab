//! The numbers of the prose on all parts together.

use crate::error::Error;
use crate::evidence::combining::effects::{contrasts, of_technique};
use crate::evidence::outcomes::OUTCOMES;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::stats::TAIL;

/// What each technique is worth, whatever it is put together with, in the order of
/// [`TECHNIQUES`](crate::experiments::TECHNIQUES).
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let names = [
        [
            "effect_double_steps",
            "effect_double_all",
            "effect_double_last",
            "effect_double_surplus",
        ],
        [
            "effect_per_steps",
            "effect_per_all",
            "effect_per_last",
            "effect_per_surplus",
        ],
        [
            "effect_polyak_steps",
            "effect_polyak_all",
            "effect_polyak_last",
            "effect_polyak_surplus",
        ],
        [
            "effect_dueling_steps",
            "effect_dueling_all",
            "effect_dueling_last",
            "effect_dueling_surplus",
        ],
    ];
    for (technique, names) in names.into_iter().enumerate() {
        of_technique(records, prose, technique, names)?;
    }
    let intervals = OUTCOMES.len() * contrasts().len();
    prose.add("effect_intervals", intervals);
    prose.rounded("effect_by_chance", 2.0 * TAIL * intervals as f64, 0);
    Ok(())
}
