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

/// The diagnostics of these columns: each with its title, how it is drawn, and what it
/// does when all is well.
macro_rules! diagnostics_of {
    ($($column:ident, $title:literal, $scale:ident: $healthy:literal;)+) => {
        [$(Diagnostic {
            column: stringify!($column),
            title: $title,
            healthy: $healthy,
            of: |row| row.$column.into(),
            scale: Scale::$scale,
        }),+]
    };
}

/// Every diagnostic, in the order in which one looks at them.
pub const DIAGNOSTICS: [Diagnostic; 19] = diagnostics_of! {
    score, "Score", Linear:
        "rises, with falls on the way";
    episode_return, "Return of the training episode", Linear:
        "lies below the score, far below it while ε is large";
    start_q, "Predicted return: Q of the start states", Logarithmic:
        "comes near the achieved return; with γ = 1 it passes it";
    start_return, "Achieved return from the start states", Linear:
        "rises as the score does";
    max_abs_q, "Largest |Q| of the batches", Logarithmic:
        "stays near the largest return there is; with γ = 1 it has no bound";
    mean_abs_q, "Mean |Q| of the batches", Logarithmic:
        "rises with the returns; with γ = 1 it has no bound";
    loss, "Loss", Logarithmic:
        "rises and falls with Q: it is no measure of learning";
    gradient_norm, "Norm of the gradient", Logarithmic:
        "rises with Q";
    zero_gradient_share, "Share of weights without a gradient", Linear:
        "stays far below one: with ReLUs about half of the weights have none";
    td_error_p10, "TD error: a tenth lies below", Linear:
        "lies below zero, about half as far as the ninth tenth lies above";
    td_error_p50, "TD error: half lie below", Linear:
        "stays small beside the mean |Q|";
    td_error_p90, "TD error: nine tenths lie below", Linear:
        "lies above zero, about twice as far as the first tenth lies below";
    action_gap, "Action gap", Logarithmic:
        "grows from nearly nothing, and stays below |Q|";
    epsilon, "ε", Linear:
        "falls over many episodes, and not to zero";
    greedy_share, "Share of greedy steps", Linear:
        "rises as ε falls";
    target_distance, "Distance of the target network", Logarithmic:
        "stays small; it is zero before learning starts and right after a copy, \
        and not otherwise";
    sample_age, "Mean age of a sample, in steps", Linear:
        "is half of what the memory holds";
    priority_spread, "Highest probability, times N", Logarithmic:
        "lies above one; empty without priorities";
    weight_slope, "Exponent of the weights", Linear:
        "is −β; empty without priorities";
};

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
