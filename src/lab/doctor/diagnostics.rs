//! The diagnostics: the columns of a run that tell how it learns, and what each of them
//! looks like when all is well.

use crate::lab::runs::Row;
use crate::lab::stats::Scale;

// ANCHOR: diagnostic
/// One number per episode.
#[derive(Clone, Copy, Debug)]
pub struct Diagnostic {
    /// The column of a file of rows.
    pub column: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it does in a run in which all is well.
    pub healthy: &'static str,
    /// Its value in a row, where there is one.
    pub of: fn(&Row) -> Option<f64>,
    /// How it is drawn.
    pub scale: Scale,
}
// ANCHOR_END: diagnostic

/// The diagnostic of a column: its title, what is healthy, and its scale.
macro_rules! diagnostic {
    ($column:ident, $title:expr, $healthy:expr, $scale:expr) => {
        Diagnostic {
            column: stringify!($column),
            title: $title,
            healthy: $healthy,
            of: |row| row.$column.into(),
            scale: $scale,
        }
    };
}

/// Every diagnostic, in the order in which one looks at them.
pub const DIAGNOSTICS: [Diagnostic; 18] = [
    diagnostic!(
        score,
        "Score",
        "rises, with falls on the way",
        Scale::Linear
    ),
    diagnostic!(
        episode_return,
        "Return of the training episode",
        "lies below the score, far below it while ε is large",
        Scale::Linear
    ),
    diagnostic!(
        start_q,
        "Promised: Q of the start states",
        "comes near what is obtained; with γ = 1 it passes it",
        Scale::Logarithmic
    ),
    diagnostic!(
        start_return,
        "Obtained: return from the start states",
        "rises as the score does",
        Scale::Linear
    ),
    diagnostic!(
        max_abs_q,
        "Largest |Q| of the batches",
        "stays near the largest return there is; with γ = 1 it has no bound",
        Scale::Logarithmic
    ),
    diagnostic!(
        mean_abs_q,
        "Mean |Q| of the batches",
        "rises with the returns; with γ = 1 it has no bound",
        Scale::Logarithmic
    ),
    diagnostic!(
        loss,
        "Loss",
        "rises and falls with Q: it is no measure of learning",
        Scale::Logarithmic
    ),
    diagnostic!(
        gradient_norm,
        "Norm of the gradient",
        "rises with Q",
        Scale::Logarithmic
    ),
    diagnostic!(
        td_error_p10,
        "TD error: a tenth lies below",
        "lies below zero, about half as far as the ninth tenth lies above",
        Scale::Linear
    ),
    diagnostic!(
        td_error_p50,
        "TD error: half lie below",
        "stays small beside the mean |Q|",
        Scale::Linear
    ),
    diagnostic!(
        td_error_p90,
        "TD error: nine tenths lie below",
        "lies above zero, about twice as far as the first tenth lies below",
        Scale::Linear
    ),
    diagnostic!(
        action_gap,
        "Lead of the best action",
        "grows from nearly nothing, and stays below |Q|",
        Scale::Logarithmic
    ),
    diagnostic!(
        epsilon,
        "ε",
        "falls over many episodes, and not to zero",
        Scale::Linear
    ),
    diagnostic!(
        greedy_share,
        "Share of greedy steps",
        "rises as ε falls",
        Scale::Linear
    ),
    diagnostic!(
        target_distance,
        "Distance of the target network",
        "stays small; it is zero before learning starts and right after a copy, and not otherwise",
        Scale::Logarithmic
    ),
    diagnostic!(
        sample_age,
        "Mean age of a sample, in steps",
        "is half of what the memory holds",
        Scale::Linear
    ),
    diagnostic!(
        priority_spread,
        "Highest probability, times N",
        "lies above one; empty without priorities",
        Scale::Logarithmic
    ),
    diagnostic!(
        weight_slope,
        "Exponent of the weights",
        "is −β; empty without priorities",
        Scale::Linear
    ),
];

/// The diagnostic of that column.
pub fn diagnostic(column: &str) -> Option<&'static Diagnostic> {
    DIAGNOSTICS.iter().find(|d| d.column == column)
}

/// The diagnostics of `columns`; a column that is none has none.
pub fn diagnostics(columns: &[&str]) -> Vec<&'static Diagnostic> {
    columns.iter().filter_map(|c| diagnostic(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::COLUMNS;

    #[test]
    fn every_diagnostic_is_a_column_of_a_file_of_rows() {
        for diagnostic in DIAGNOSTICS {
            assert!(COLUMNS.contains(&diagnostic.column), "{diagnostic:?}");
        }
    }
}
