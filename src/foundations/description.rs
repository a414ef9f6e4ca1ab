//! What a piece is, in words: its name, and its settings by their names.

use serde::{Serialize, Serializer};
use std::fmt::{Debug, Display, Formatter};

// ANCHOR: describe
/// What can say what it is: a world, or a piece of an agent.
///
/// The card of a recipe is made of this, and so is the fingerprint of every recorded
/// row. Whatever derives `Debug` is described by what that prints, so a piece of your
/// own has nothing to write. The pieces of the course derive no `Debug`: each gives its
/// name as a text, which stays what it is in the records when its type is renamed.
#[diagnostic::on_unimplemented(
    note = "derive `Debug` for `{Self}`, or implement `Describe` for it"
)]
pub trait Describe {
    /// The name and the settings. What is alike must be described alike, and nothing
    /// that changes while an agent trains belongs here.
    fn describe(&self) -> Description;
}

impl<T: Debug> Describe for T {
    fn describe(&self) -> Description {
        Description::new(format!("{self:?}"))
    }
}
// ANCHOR_END: describe

/// Describes each piece by a name and by fields of its own.
macro_rules! describe {
    ($($piece:ty as $name:literal $({ $($setting:ident),+ })?);+ $(;)?) => { $(
        impl $crate::foundations::description::Describe for $piece {
            fn describe(&self) -> $crate::foundations::description::Description {
                $crate::foundations::description::Description::new($name)
                    $($(.with(stringify!($setting), &self.$setting))+)?
            }
        }
    )+ };
}
pub(crate) use describe;

// ANCHOR: description
/// A name, and settings by their names.
///
/// ```
/// use deepq::prelude::*;
///
/// let copy = HardCopy { every: 15 }.describe();
/// assert_eq!((copy.name(), copy.value("every")), ("HardCopy", "15".to_owned()));
/// assert_eq!(copy, "HardCopy { every: 15 }");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    name: String,
    /// A number is a description too, which has its digits as a name.
    settings: Vec<(&'static str, Description)>,
}
// ANCHOR_END: description

impl Description {
    /// A name without settings.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            settings: Vec::new(),
        }
    }

    /// The same with one more setting: a number, or a piece.
    #[must_use]
    pub fn with(mut self, setting: &'static str, value: &dyn Describe) -> Self {
        self.settings.push((setting, value.describe()));
        self
    }

    /// The same with one more part, which has no name besides its own.
    #[must_use]
    pub fn of(mut self, part: Self) -> Self {
        self.settings.push(("", part));
        self
    }

    /// The name alone.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of a setting, of the piece itself or of one in it; empty where there
    /// is none.
    pub fn value(&self, setting: &str) -> String {
        self.find(setting).map_or_else(String::new, Self::to_string)
    }

    fn find(&self, setting: &str) -> Option<&Self> {
        let mut settings = self.settings.iter();
        settings.find_map(|(name, value)| match *name {
            name if name == setting => Some(value),
            _ => value.find(setting),
        })
    }
}

/// As Rust writes a value: `HardCopy { every: 15 }`, and `Constant(0.5)` where no setting
/// has a name. The records of all runs have it so.
impl Display for Description {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let settings = self.settings.iter().map(|(name, value)| match *name {
            "" => value.to_string(),
            name => format!("{name}: {value}"),
        });
        let settings = settings.collect::<Vec<_>>().join(", ");
        match self.settings.iter().find(|(name, _)| !name.is_empty()) {
            Some(_) => write!(f, "{} {{ {settings} }}", self.name),
            None if settings.is_empty() => f.write_str(&self.name),
            None => write!(f, "{}({settings})", self.name),
        }
    }
}

impl Serialize for Description {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl PartialEq<&str> for Description {
    fn eq(&self, text: &&str) -> bool {
        self.to_string().eq(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_derives_debug_is_described_by_it() {
        #[derive(Debug)]
        #[expect(dead_code, reason = "it is printed")]
        struct Mine {
            every: usize,
        }
        assert_eq!(Mine { every: 15 }.describe(), "Mine { every: 15 }");
        assert_eq!(1e-6.describe(), "1e-6");
        assert_eq!(0.99_f32.describe(), "0.99");
        assert_eq!(f64::INFINITY.describe(), "inf");
    }

    #[test]
    fn a_value_is_found_by_its_name_however_deep_it_is() {
        struct Renamed {
            size: usize,
        }
        describe!(Renamed as "Named" { size });
        let outer = Description::new("Outer")
            .with("ratio", &1.0)
            .with("inner", &Renamed { size: 3 });
        assert_eq!(outer, "Outer { ratio: 1.0, inner: Named { size: 3 } }");
        assert_eq!(outer.value("ratio"), "1.0");
        assert_eq!(outer.value("inner"), "Named { size: 3 }");
        assert_eq!(outer.value("size"), "3");
        assert_eq!(outer.value("rat"), "");
    }

    #[test]
    fn parts_without_names_stand_in_round_brackets() {
        let half = Description::new("Constant").of(0.5.describe());
        assert_eq!(half, "Constant(0.5)");
        assert_ne!(half, "Constant(0.6)");
        let mixed = Description::new("Both").with("ratio", &0.1).of(half);
        assert_eq!(mixed, "Both { ratio: 0.1, Constant(0.5) }");
        assert_eq!(
            serde_json::to_string(&mixed).unwrap(),
            format!("\"{mixed}\"")
        );
    }
}
