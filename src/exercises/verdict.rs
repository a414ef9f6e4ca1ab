//! The verdict on an answer: claim by claim, with what went wrong.

use std::any::Any;
use std::cell::Cell;
use std::fmt::{Debug, Display, Formatter, Result as Written};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// What a judge says of an answer: each claim it tried, and where the answer broke
/// it.
///
/// `Debug` is the same as `Display`, because a notebook shows `Debug`.
#[derive(Clone, PartialEq, Eq)]
#[must_use = "a verdict is there to be read"]
pub struct Verdict {
    findings: Vec<Finding>,
}

/// One claim about an answer, and how it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What a right answer does, such as "a terminated step is worth its reward".
    pub claim: String,
    /// What the answer did instead; `None` where the claim holds.
    pub fault: Option<String>,
}

/// The outcome of one trial: what the answer did wrong, or nothing.
pub(super) type Trial = Result<(), String>;

impl Verdict {
    /// A verdict that has tried nothing yet.
    pub(super) fn new() -> Self {
        let findings = Vec::new();
        Self { findings }
    }

    /// Tries one claim more. An answer that panics breaks this claim only.
    pub(super) fn claim(
        mut self,
        claim: &str,
        trial: impl FnOnce() -> Trial,
    ) -> Self {
        let fault = match quietly(trial) {
            Ok(trial) => trial.err(),
            Err(panic) => Some(format!("it panics: {}", message(&*panic))),
        };
        let claim = claim.to_owned();
        self.findings.push(Finding { claim, fault });
        self
    }

    /// True when every claim holds.
    pub fn is_right(&self) -> bool {
        self.findings.iter().all(|finding| finding.fault.is_none())
    }

    /// The claims in the order in which they were tried.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// The trial of every case, up to the first fault.
pub(super) fn each<T>(
    cases: impl IntoIterator<Item = T>,
    trial: impl FnMut(T) -> Trial,
) -> Trial {
    cases.into_iter().try_for_each(trial)
}

/// The fault, unless the claim holds.
pub(super) fn ensure(holds: bool, fault: impl FnOnce() -> String) -> Trial {
    if holds { Ok(()) } else { Err(fault()) }
}

/// What to say of a typical slip: the first hint that fits, in brackets.
pub(super) fn hinted<'a>(
    hints: impl IntoIterator<Item = (bool, &'a str)>,
) -> String {
    let fitting = hints.into_iter().find(|(fits, _)| *fits);
    fitting.map_or_else(String::new, |(_, hint)| format!(" ({hint})"))
}

thread_local! {
    /// True on a thread that tries an answer.
    static IS_TRYING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `trial`. Where it panics, the verdict says so, and standard error does not.
fn quietly<T>(trial: impl FnOnce() -> T) -> std::thread::Result<T> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_TRYING.get() {
                usual(panic);
            }
        }));
    });
    IS_TRYING.set(true);
    // Each trial makes its own answer, so a panic leaves nothing half-changed.
    let outcome = catch_unwind(AssertUnwindSafe(trial));
    IS_TRYING.set(false);
    outcome
}

/// What a panic says.
fn message(panic: &(dyn Any + Send)) -> &str {
    let formatted = panic.downcast_ref::<String>().map(String::as_str);
    let literal = panic.downcast_ref::<&str>().copied();
    formatted.or(literal).unwrap_or("no message")
}

impl Display for Verdict {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        let lines: Vec<String> =
            self.findings.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl Debug for Verdict {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        Display::fmt(self, f)
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        match &self.fault {
            None => write!(f, "✔ {}", self.claim),
            Some(fault) => write!(f, "✘ {}: {fault}", self.claim),
        }
    }
}
