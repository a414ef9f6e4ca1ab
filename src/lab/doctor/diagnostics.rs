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

/// Every diagnostic, in the order in which one looks at them.
pub const DIAGNOSTICS: [Diagnostic; 18] = [
    Diagnostic {
        column: "score",
        title: "Score",
        healthy: "rises, with falls on the way",
        of: |row| Some(row.score),
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "episode_return",
        title: "Return of the training episode",
        healthy: "lies below the score, far below it while ε is large",
        of: |row| Some(row.episode_return),
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "start_q",
        title: "Promised: Q of the start states",
        healthy: "comes near what is obtained; with γ = 1 it passes it",
        of: |row| row.start_q,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "start_return",
        title: "Obtained: return from the start states",
        healthy: "rises as the score does",
        of: |row| row.start_return,
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "max_abs_q",
        title: "Largest |Q| of the batches",
        healthy: "stays near the largest return there is; with γ = 1 it has no bound",
        of: |row| row.max_abs_q,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "mean_abs_q",
        title: "Mean |Q| of the batches",
        healthy: "rises with the returns; with γ = 1 it has no bound",
        of: |row| row.mean_abs_q,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "loss",
        title: "Loss",
        healthy: "rises and falls with Q: it is no measure of learning",
        of: |row| row.loss,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "gradient_norm",
        title: "Norm of the gradient",
        healthy: "rises with Q",
        of: |row| row.gradient_norm,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "td_error_p10",
        title: "TD error: a tenth lies below",
        healthy: "lies below zero, about half as far as the ninth tenth lies above",
        of: |row| row.td_error_p10,
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "td_error_p50",
        title: "TD error: half lie below",
        healthy: "stays small beside the mean |Q|",
        of: |row| row.td_error_p50,
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "td_error_p90",
        title: "TD error: nine tenths lie below",
        healthy: "lies above zero, about twice as far as the first tenth lies below",
        of: |row| row.td_error_p90,
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "action_gap",
        title: "Lead of the best action",
        healthy: "grows from nearly nothing, and stays below |Q|",
        of: |row| row.action_gap,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "epsilon",
        title: "ε",
        healthy: "falls over many episodes, and not to zero",
        of: |row| row.epsilon,
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "greedy_share",
        title: "Share of greedy steps",
        healthy: "rises as ε falls",
        of: |row| row.greedy_share,
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "target_distance",
        title: "Distance of the target network",
        healthy: "stays small; it is zero before learning starts and right after a copy, and not otherwise",
        of: |row| row.target_distance,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "sample_age",
        title: "Mean age of a sample, in steps",
        healthy: "is half of what the memory holds",
        of: |row| row.sample_age,
        scale: Scale::Linear,
    },
    Diagnostic {
        column: "priority_spread",
        title: "Highest probability, times N",
        healthy: "lies above one; empty without priorities",
        of: |row| row.priority_spread,
        scale: Scale::Logarithmic,
    },
    Diagnostic {
        column: "weight_slope",
        title: "Exponent of the weights",
        healthy: "is −β; empty without priorities",
        of: |row| row.weight_slope,
        scale: Scale::Linear,
    },
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
