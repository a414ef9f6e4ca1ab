//! What several test files share.

use std::path::Path;

/// Compares a committed file with what the code gives today. Where they differ, the
/// file is rewritten, for its author to look at and to commit, and the test fails;
/// in CI it only fails.
pub fn ensure_file(path: &Path, contents: &[u8]) {
    if std::fs::read(path).is_ok_and(|committed| committed == contents) {
        return;
    }
    let path_text = path.display();
    assert!(
        std::env::var_os("CI").is_none(),
        "{path_text} is not what the code gives: run `cargo test` and commit the file"
    );
    deepq::storage::write_whole(path, contents).unwrap();
    panic!(
        "{path_text} was out of date and has been rewritten: look at it, commit it"
    );
}
