//! What a run is called.

use std::fmt::{Display, Formatter, Result as Written};
use std::str::FromStr;

/// A run: `deepq/TASK/FAULT/SEED`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub task: String,
    /// [`Name::HEALTHY`] where there is none.
    pub fault: String,
    pub seed: u64,
}

impl Name {
    /// What a run without a fault is called.
    pub const HEALTHY: &str = "healthy";

    /// True without a fault.
    pub fn is_healthy(&self) -> bool {
        self.fault == Self::HEALTHY
    }

    /// The run of the same task and seed without a fault.
    pub fn twin(&self) -> Self {
        Self {
            fault: Self::HEALTHY.to_owned(),
            ..self.clone()
        }
    }
}

impl FromStr for Name {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let parts: Vec<&str> = name.split('/').collect();
        let ["deepq", task, fault, seed] = parts[..] else {
            return Err("a run is called deepq/TASK/FAULT/SEED".to_owned());
        };
        Ok(Self {
            task: task.to_owned(),
            fault: fault.to_owned(),
            seed: seed.parse().map_err(|_| format!("{seed} is no seed"))?,
        })
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        write!(f, "deepq/{}/{}/{}", self.task, self.fault, self.seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let name: Name = "deepq/catch/no-mask/1".parse().unwrap();
        assert_eq!(
            (&*name.task, &*name.fault, name.seed),
            ("catch", "no-mask", 1)
        );
        assert_eq!(name.to_string(), "deepq/catch/no-mask/1");
        assert_eq!(name.twin().to_string(), "deepq/catch/healthy/1");
        assert!("pytorch/catch/no-mask/1".parse::<Name>().is_err());
        assert!("deepq/catch/no-mask/first".parse::<Name>().is_err());
    }
}
