//! What the book shows of parts of your own: DQN in a world of ten actions.

use crate::evidence::curves::curves;
use crate::evidence::page::Page;

// ANCHOR: page
pub(crate) const PAGE: Page = Page {
    chapter: "yours",
    artifacts: &[|records| {
        curves(records, "doors", "DQN behind ten doors", &["doors"])
    }],
    sketches: &[],
    numbers: |_, _| Ok(()),
};
// ANCHOR_END: page
