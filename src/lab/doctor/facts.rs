//! Facts: the settings of a run that no column has.

use crate::error::{Error, check_range};
use std::collections::BTreeMap;

/// A setting, what it is, and the names that other programs give it.
#[derive(Debug)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    names: &'static [&'static str],
}

/// Every fact that a rule of the doctor can use.
pub const FACTS: [Fact; 13] = [
    fact("gamma", "γ, the discount", &["discount", "discount_factor"]),
    fact(
        "target_interval",
        "environment steps from one copy of the target network to the next",
        &[
            "target_update_interval",
            "target_network_frequency",
            "target_update_freq",
            "target_network_update_freq",
            "target_model_update",
            "target_update",
        ],
    ),
    fact(
        "tau",
        "τ, the share of the way that the target network follows in an update",
        &["polyak", "soft_update_tau"],
    ),
    fact(
        "batch_size",
        "transitions in a batch",
        &["batch", "train_batch_size"],
    ),
    fact(
        "buffer_size",
        "transitions that the memory holds",
        &[
            "buffer",
            "capacity",
            "memory_size",
            "replay_size",
            "replay_buffer_size",
        ],
    ),
    fact(
        "learning_starts",
        "environment steps before the first learner step",
        &[
            "warm_up",
            "warmup",
            "nb_steps_warmup",
            "train_start",
            "learn_start",
        ],
    ),
    fact("learning_rate", "η, the learning rate", &["lr"]),
    fact(
        "train_frequency",
        "environment steps from one turn of learning to the next",
        &[
            "train_freq",
            "learn_every",
            "update_every",
            "train_interval",
        ],
    ),
    fact(
        "train_episodes",
        "episodes from one turn of learning to the next, where episodes are counted",
        &[],
    ),
    fact(
        "gradient_steps",
        "learner steps in a turn of learning",
        &["learner_steps_per_turn", "updates_per_step"],
    ),
    fact(
        "time_limit",
        "steps after which an episode is cut short",
        &["max_episode_steps", "max_ep_len"],
    ),
    fact(
        "total_steps",
        "environment steps that the run was meant to have",
        &["total_timesteps", "_total_timesteps", "steps", "num_frames"],
    ),
    fact(
        "reward_size",
        "the size of a usual reward that is not zero",
        &[],
    ),
];

const fn fact(
    name: &'static str,
    meaning: &'static str,
    names: &'static [&'static str],
) -> Fact {
    Fact {
        name,
        meaning,
        names,
    }
}

/// The fact of that name, or of that name in another program.
pub fn fact_of(name: &str) -> Option<&'static Fact> {
    let name = name.trim().to_lowercase().replace(['-', ' '], "_");
    FACTS
        .iter()
        .find(|fact| fact.name == name || fact.names.contains(&&*name))
}

/// What is known of the settings of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(BTreeMap<&'static str, f64>);

impl Facts {
    /// A fact as a number, where it is known.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.0.get(name).copied()
    }

    /// The facts that are known, by their names.
    pub fn known(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.0.iter().map(|(name, number)| (*name, *number))
    }

    /// Adds a fact by any of its names. A fact that is known already stays as it is. An
    /// interval between 0 and 1 is a τ, as Keras-RL writes it.
    ///
    /// # Errors
    /// [`Error::UnknownFact`] and [`Error::OutOfRange`].
    pub fn add(&mut self, name: &str, number: f64) -> Result<(), Error> {
        let fact = fact_of(name).ok_or_else(|| Error::UnknownFact {
            fact: name.to_owned(),
            known: FACTS.map(|fact| fact.name).join(", "),
        })?;
        let is_tau = fact.name == "target_interval" && number > 0.0 && number < 1.0;
        let name = if is_tau { "tau" } else { fact.name };
        let is_share = ["gamma", "tau"].contains(&name);
        let is_inside = number >= 0.0 && number.is_finite();
        let bound = if is_share { "[0, 1]" } else { "[0, ∞)" };
        check_range(
            name,
            number,
            is_inside && !(is_share && number > 1.0),
            bound,
        )?;
        self.0.entry(name).or_insert(number);
        Ok(())
    }

    /// Adds those of `others` that are not known yet.
    pub fn fill(&mut self, others: &Self) {
        for (name, number) in &others.0 {
            self.0.entry(name).or_insert(*number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_fact_is_known_by_its_names_in_other_programs() {
        let mut facts = Facts::default();
        facts.add("Target-Network-Frequency", 500.0).unwrap();
        facts.add("target_interval", 10.0).unwrap();
        assert_eq!(facts.number("target_interval"), Some(500.0));
        assert_eq!(facts.number("gamma"), None);
        for (name, number) in
            [("gamma", 1.5), ("gamma", f64::NAN), ("batch_size", -3.0)]
        {
            let refused = facts.add(name, number).unwrap_err().to_string();
            assert!(refused.contains(name), "{refused}");
        }
        facts.add("target_model_update", 0.01).unwrap();
        assert_eq!(facts.number("tau"), Some(0.01));
        let refused = facts.add("gama", 0.9).unwrap_err().to_string();
        assert!(refused.contains("gama") && refused.contains("gamma"));
    }

    #[test]
    fn no_name_is_that_of_two_facts() {
        let mut seen = BTreeSet::new();
        for fact in &FACTS {
            for name in fact.names.iter().chain([&fact.name]) {
                assert!(seen.insert(*name), "{name}");
            }
        }
    }
}
