//! What a command shows while it works: bars on a terminal, lines elsewhere.

use crate::lab::runs::{Event, Length, Row};
use crate::press::output::{tell, visible};
use indicatif::{HumanDuration, MultiProgress, ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::time::Duration;

/// Away from a terminal, a line is printed once per this many episodes.
const EPISODES_PER_LINE: usize = 25;

/// Shows the runs of one experiment on standard error.
pub struct Console {
    name: String,
    length: Length,
    bars: Option<MultiProgress>,
    /// What all runs that are made come to, in the unit of their length.
    total: ProgressBar,
    /// The bar of each run that is being made.
    runs: BTreeMap<u64, ProgressBar>,
    has_trained: bool,
}

impl Console {
    /// A console for experiment `name`: `runs` runs of this length.
    pub fn new(name: &str, runs: usize, length: Length) -> Self {
        let bars = has_bars().then(MultiProgress::new);
        let all = runs.saturating_mul(length.amount());
        let total = bar(bars.as_ref(), &format!("{name} in all"), all);
        Self {
            name: name.to_owned(),
            length,
            bars,
            total,
            runs: BTreeMap::new(),
            has_trained: false,
        }
    }

    /// Shows one event.
    pub fn show(&mut self, event: &Event) {
        match event {
            Event::Kept(seed) => {
                self.total.dec_length(self.length.amount() as u64);
                self.print(&format!("{} seed {seed}: recorded already", self.name));
            }
            Event::Started(seed) => self.start(*seed),
            Event::Row(row) => self.show_row(row),
            Event::Finished { seed, best, .. } => {
                if let Some(bar) = self.runs.remove(seed) {
                    bar.finish_and_clear();
                }
                self.print(&format!(
                    "{} seed {seed}: recorded, best score {:.1} after episode {}",
                    self.name, best.score, best.episode
                ));
            }
        }
    }

    fn start(&mut self, seed: u64) {
        self.has_trained = true;
        let prefix = format!("{} seed {seed}", self.name);
        let bar = bar(self.bars.as_ref(), &prefix, self.length.amount());
        self.runs.insert(seed, bar);
    }

    /// Clears the bars, and says what to do when there was nothing to do.
    pub fn finish(&self) {
        self.total.finish_and_clear();
        if !self.has_trained {
            let name = &self.name;
            self.print(&format!(
                "{name}: every run is recorded; to train anew, name another folder \
                 with --out"
            ));
        }
    }

    fn show_row(&mut self, row: &Row) {
        let (name, length) = (&self.name, self.length);
        let Some(bar) = self.runs.get(&row.seed) else {
            return;
        };
        let (done, amount) = (length.done(row), length.amount());
        self.total.inc(done as u64 - bar.position());
        let elapsed = bar.elapsed();
        let score = row.score;
        let speed = row.steps as f64 / elapsed.as_secs_f64().max(1e-3);
        bar.set_position(done as u64);
        bar.set_message(format!("score {score:.1}, {speed:.0} steps/s,"));
        let is_due = row.episode.is_multiple_of(EPISODES_PER_LINE);
        if self.bars.is_none() && (is_due || length.is_over(row)) {
            let share_left = (amount - done) as f64 / done as f64;
            let left = time_left(elapsed, share_left);
            self.print(&format!(
                "{name} seed {}: {} {done} of {amount}, score {score:.1}, \
                 {speed:.0} steps/s, {left} left",
                row.seed,
                length.unit(),
            ));
        }
    }

    fn print(&self, line: &str) {
        match &self.bars {
            // A lost line of progress is no reason to stop a run.
            Some(bars) => drop(bars.println(visible(line))),
            None => tell!("{line}"),
        }
    }
}

/// Whether standard error is a terminal that can move its cursor.
fn has_bars() -> bool {
    let terminal = std::env::var_os("TERM");
    std::io::stderr().is_terminal()
        && terminal.as_deref() != Some(OsStr::new("dumb"))
}

/// How long the rest takes, where it takes `share` times as long as what is `over`: in
/// words, also of a time that no clock tells.
fn time_left(over: Duration, share: f64) -> HumanDuration {
    let left = Duration::try_from_secs_f64(over.as_secs_f64() * share);
    HumanDuration(left.unwrap_or(Duration::MAX))
}

/// A bar of `amount` episodes or steps, or a hidden one away from a terminal.
fn bar(bars: Option<&MultiProgress>, prefix: &str, amount: usize) -> ProgressBar {
    let Some(bars) = bars else {
        return ProgressBar::hidden();
    };
    let template = "{prefix} {bar:14} {pos:>3}/{len} {msg} {eta} left";
    let style = ProgressStyle::with_template(template).expect("a valid template");
    bars.add(ProgressBar::new(amount as u64))
        .with_style(style.progress_chars("█▌ "))
        .with_prefix(prefix.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_of_any_length() {
        let left = |seconds, share| {
            let over = Duration::from_secs(seconds);
            time_left(over, share).to_string()
        };
        assert_eq!(left(10, 3.0), "30 seconds");
        assert_eq!(left(10, 0.0), "0 seconds");
        // 2⁶⁴ episodes of five seconds.
        assert_eq!(left(5, 18_446_744_073_709_551_614.0), "584942417355 years");
        assert!(left(0, f64::NAN).ends_with("years"));
    }
}
