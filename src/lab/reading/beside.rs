//! Facts from files that programs leave beside a run: JSON, YAML, tables of settings,
//! and the models that Stable-Baselines3 saves.

use crate::error::Error;
use crate::lab::doctor::Facts;
use crate::lab::reading::facts::facts_of_json;
#[cfg(feature = "readers")]
use crate::storage::within_bound;
use serde_json::Value;
use std::path::Path;

/// The facts in a file of settings, by what it begins with.
///
/// # Errors
/// [`Error::BadFacts`] where it is neither JSON, YAML nor a model, and
/// [`Error::TooLarge`] of a model with more settings than fit into memory.
pub fn facts_of_file(path: &Path, file: &[u8]) -> Result<Facts, Error> {
    if file.starts_with(b"PK") {
        return of_model(path, file);
    }
    let text = std::str::from_utf8(file).map_err(|error| bad(path, &error))?;
    let value = of_text(text).map_err(|reason| bad(path, &reason))?;
    if !value.is_object() {
        return Err(bad(path, &"it holds no names with numbers"));
    }
    Ok(facts_of_json(&value))
}

fn bad(path: &Path, reason: &dyn ToString) -> Error {
    Error::BadFacts {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// JSON, which YAML understands too but for its tabs.
fn of_text(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).or_else(|_| of_yaml(text))
}

#[cfg(feature = "readers")]
fn of_yaml(text: &str) -> Result<Value, String> {
    serde_yaml_ng::from_str(text).map_err(|error| error.to_string())
}

#[cfg(not(feature = "readers"))]
fn of_yaml(_text: &str) -> Result<Value, String> {
    Err("it is no JSON, and YAML needs the feature `readers`".to_owned())
}

/// The settings in a model that Stable-Baselines3 saved: an archive with a file `data`.
#[cfg(feature = "readers")]
fn of_model(path: &Path, file: &[u8]) -> Result<Facts, Error> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(file));
    let mut archive = archive.map_err(|error| bad(path, &error))?;
    let data = archive.by_name("data").map_err(|error| bad(path, &error))?;
    let data = within_bound(path, data)?.map_err(|error| bad(path, &error))?;
    let value: Result<Value, _> = serde_json::from_slice(&data);
    Ok(facts_of_json(&value.map_err(|error| bad(path, &error))?))
}

#[cfg(not(feature = "readers"))]
fn of_model(path: &Path, _file: &[u8]) -> Result<Facts, Error> {
    Err(bad(path, &"models need the feature `readers`"))
}

/// The facts in a table of text, a line `|name|value|` for each, as `CleanRL` writes its
/// arguments for `TensorBoard`.
pub(super) fn facts_of_table(text: &str) -> Facts {
    let pair = |line: &str| {
        let mut cells = line.trim().trim_matches('|').split('|').map(str::trim);
        Some((cells.next()?.to_owned(), Value::from(cells.next()?)))
    };
    let pairs = text.lines().filter_map(pair).collect();
    facts_of_json(&Value::Object(pairs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_arguments_is_read() {
        let facts =
            facts_of_table("|param|value|\n|-|-|\n|gamma|0.99|\n|exp_name|dqn|");
        assert_eq!(facts.known().collect::<Vec<_>>(), [("gamma", 0.99)]);
    }

    #[cfg(feature = "readers")]
    #[test]
    fn json_and_yaml_are_read_and_what_is_neither_is_refused() {
        let facts = |text: &str| facts_of_file(Path::new("f"), text.as_bytes());
        for text in ["{\"gamma\": 0.9}", "gamma: 0.9\nenv: World-v1\n"] {
            assert_eq!(facts(text).unwrap().number("gamma"), Some(0.9), "{text}");
        }
        for text in ["gamma: [0.9", "gamma", "[0.9]"] {
            let refused = facts(text).unwrap_err().to_string();
            assert!(refused.contains("write the facts as"), "{refused}");
        }
    }
}
