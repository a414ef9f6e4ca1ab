//! Arrows run one way: main → press → evidence → experiments → lab → papers → chapters →
//! foundations, and exercises → lab. No files use each other in a circle.
//!
//! The checks read every file under `src`. One test applies them to the course, the
//! others show on sources of their own that they find what they are for.

mod paths;
mod rooms;

use paths::Sources;
use std::fs;
use std::path::Path;

/// Every file below `folder`, by its path from `root`.
fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            found.push((name.replace('\\', "/"), text));
        }
    }
}

#[test]
fn every_file_has_a_room_and_every_arrow_points_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    let sources = Sources::new(files);
    let faults = [rooms::faults(&sources), rooms::empty(&sources)].concat();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    // It did read: the prelude names what the foundations export.
    let prelude = &sources.arrows()["prelude.rs"];
    assert!(prelude.contains("foundations/mod.rs"), "{prelude:?}");
}
