//! Facts from what programs leave beside a run: JSON objects, however deep.

use crate::lab::doctor::Facts;
use crate::lab::doctor::facts::fact_of;
use serde_json::Value;

/// The facts in a JSON value: each key that names one and holds a number, however deep.
/// Text that holds settings, as `HardCopy { every: 15 }` in a record of this crate, is
/// read too.
pub fn facts_of_json(value: &Value) -> Facts {
    let mut facts = Facts::default();
    let mut others = Facts::default();
    // A name of the doctor's own counts before one of another program.
    gather(value, &mut facts, |key| {
        fact_of(key).is_some_and(|f| f.name == key)
    });
    gather(value, &mut others, |_| true);
    facts.fill(&others);
    facts
}

fn gather(value: &Value, facts: &mut Facts, is_taken: fn(&str) -> bool) {
    let Value::Object(object) = value else {
        return;
    };
    for (key, value) in object {
        match value {
            Value::Object(inner) if inner.get("value").is_none() => {
                gather(value, facts, is_taken);
            }
            _ if !is_taken(key) && !PIECES.contains(&&**key) => {}
            // The frequency of learning may count episodes, and says so beside its number.
            Value::Number(number)
                if counts_episodes(key, object.get("train_unit")) =>
            {
                add(facts, "train_episodes", number.as_f64());
            }
            Value::Array(pair) if counts_episodes(key, pair.get(1)) => {
                add(facts, "train_episodes", pair[0].as_f64());
            }
            Value::Array(pair) if pair.get(1).is_some_and(Value::is_string) => {
                add(facts, key, pair[0].as_f64());
            }
            Value::Number(number) => add(facts, key, number.as_f64()),
            Value::String(text) => add_words(facts, key, text),
            // RLlib and Weights & Biases keep a value in an object of its own.
            Value::Object(inner) => {
                add(facts, key, inner.get("value").and_then(Value::as_f64));
            }
            _ => {}
        }
    }
}

/// The pieces of a recipe of this crate that tell facts.
const PIECES: [&str; 2] = ["replay", "target_update"];

/// Whether the key is the frequency of learning, in this unit.
fn counts_episodes(key: &str, unit: Option<&Value>) -> bool {
    let is_frequency = fact_of(key).is_some_and(|f| f.name == "train_frequency");
    is_frequency && unit.and_then(Value::as_str) == Some("episode")
}

/// Adds a number by its key, where the key names a fact.
fn add(facts: &mut Facts, key: &str, number: Option<f64>) {
    if let (Some(fact), Some(number)) = (fact_of(key), number) {
        // What is out of its range is no fact.
        let _ = facts.add(fact.name, number);
    }
}

/// The facts in a text: a number, or a description of a piece of this crate.
fn add_words(facts: &mut Facts, key: &str, text: &str) {
    if let Ok(number) = text.trim().parse() {
        return add(facts, key, Some(number));
    }
    let inner = |name: &str, open: &str| {
        let (_, after) = text.split_once(name)?;
        let after = after.trim_start().strip_prefix(open)?;
        let end = after.find([',', ')', ' ', '}']).unwrap_or(after.len());
        after[..end].parse::<f64>().ok()
    };
    match key {
        "learning_rate" => add(facts, key, inner("Constant", "(")),
        "replay" => add(facts, "buffer_size", inner("capacity", ": ")),
        "target_update" => {
            add(facts, "target_interval", inner("every", ": "));
            add(facts, "tau", inner("tau", ": "));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn facts_are_found_by_their_names_however_deep() {
        let facts = facts_of_json(&json!({
            "config": { "gamma": 0.9, "lr": "0.001" },
            "tau": { "value": 0.005 },
            "policy": "MlpPolicy",
        }));
        let known: Vec<_> = facts.known().collect();
        assert_eq!(
            known,
            [("gamma", 0.9), ("learning_rate", 0.001), ("tau", 0.005)]
        );
    }

    #[test]
    fn a_frequency_of_learning_may_count_episodes() {
        let known = |value| facts_of_json(&value).known().collect::<Vec<_>>();
        let of_episodes = [("train_episodes", 2.0)];
        let beside = json!({ "train_frequency": 2, "train_unit": "episode" });
        assert_eq!(known(beside), of_episodes);
        assert_eq!(known(json!({ "train_freq": [2, "episode"] })), of_episodes);
        let of_steps = [("train_frequency", 4.0)];
        assert_eq!(known(json!({ "train_freq": [4, "step"] })), of_steps);
        let beside = json!({ "train_frequency": 4, "train_unit": "step" });
        assert_eq!(known(beside), of_steps);
    }

    #[test]
    fn a_record_of_this_crate_tells_its_facts() {
        let facts = facts_of_json(&json!({ "recipe": {
            "replay": "UniformReplay { capacity: 50000 }",
            "learning_rate": "Constant(0.0007)",
            "target_update": "HardCopy { every: 15 }",
            "gamma": 1.0,
        }}));
        assert_eq!(facts.number("buffer_size"), Some(50_000.0));
        assert_eq!(facts.number("learning_rate"), Some(0.0007));
        assert_eq!(facts.number("target_interval"), Some(15.0));
        assert_eq!(facts.number("tau"), None);
    }
}
