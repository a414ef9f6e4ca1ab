//! The crate as it is packed for others.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The files of the package, and the folders that they are in.
fn packed() -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["package", "--list", "--allow-dirty", "--offline"]);
    let output = cargo.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let files = String::from_utf8(output.stdout).unwrap();
    let paths = files.lines().flat_map(|file| Path::new(file).ancestors());
    paths.map(|path| path.display().to_string()).collect()
}

#[test]
fn every_link_of_the_readme_leads_to_a_file_of_the_package() {
    let packed = packed();
    let readme = std::fs::read_to_string("README.md").unwrap();
    let links = readme.split("](").skip(1);
    let links = links.filter_map(|link| link.split([')', '#']).next());
    let own: Vec<&str> = links.filter(|link| !link.contains("://")).collect();
    assert!(own.len() > 50, "{own:?}");
    for link in own {
        assert!(packed.contains(link), "{link} is not in the package");
    }
}

#[test]
fn recorded_runs_are_no_part_of_the_package_but_for_the_one_that_is_shown() {
    let packed = packed();
    let results = packed
        .iter()
        .filter(|file| file.starts_with("book/results/"));
    assert_eq!(results.collect::<Vec<_>>(), ["book/results/dqn.csv"]);
}
