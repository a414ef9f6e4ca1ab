//! What a chapter swaps: two recipes side by side.

use crate::evidence::artifact::Artifact;
use crate::experiments::Records;
use crate::lab::stats::Sheet;
use crate::recipe::RecipeCard;

/// The table of two recipes, in the lines in which they differ: that of `chapter`.
pub(crate) fn pieces(
    records: &Records,
    chapter: &str,
    before: &RecipeCard,
    after: &RecipeCard,
) -> Artifact {
    let cell = |text: &str| format!("`{text}`");
    let pairs = before.pieces().into_iter().zip(after.pieces());
    let differ = pairs.filter(|((_, before), (_, after))| before != after);
    let lines = differ.map(|((name, old), (_, new))| {
        vec![name.to_owned(), cell(&old), cell(&new)]
    });
    let sheet = Sheet::new(&["piece", "before", "now"], lines.collect());
    Artifact::table(records, &format!("{chapter}-pieces"), sheet.to_markdown())
}
