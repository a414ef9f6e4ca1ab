//! What the book shows of the museum of faults.

mod claims;
mod faults;
mod marks;
mod numbers;

use crate::evidence::page::Page;
use crate::evidence::series::panels;

pub(crate) const PAGE: Page = Page {
    chapter: "museum",
    artifacts: &[faults::artifacts, |records| {
        let title = "PER with outliers among the rewards, and three remedies";
        let agents = [
            ("per", "PER"),
            ("per-outliers", "Outliers"),
            ("per-bounded-priorities", "Bounded priorities"),
            ("per-bounded-weights", "Bounded weights"),
            ("per-slower-target", "Slower target"),
        ];
        let columns = ["score", "priority_spread"];
        panels(records, "outliers", title, &agents, &columns)
    }],
    sketches: &[],
    numbers: |_, prose| numbers::numbers(prose),
    claims: claims::CLAIMS,
};
