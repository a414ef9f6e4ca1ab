//! What a command shows while it works: bars on a terminal, lines elsewhere.

use crate::lab::experiment::Event;
use crate::lab::results::Row;
use indicatif::{HumanDuration, MultiProgress, ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Away from a terminal, a line is printed every so many episodes.
const EPISODES_PER_LINE: usize = 25;

/// Shows the runs of one experiment on standard error.
pub struct Console {
    name: String,
    episodes: usize,
    bars: Option<MultiProgress>,
    runs: BTreeMap<u64, RunLine>,
    has_trained: bool,
}

/// The line of one run.
struct RunLine {
    bar: ProgressBar,
    started: Instant,
}

impl Console {
    /// A console for experiment `name`, whose runs have `episodes` episodes.
    pub fn new(name: &str, episodes: usize) -> Self {
        Self {
            name: name.to_owned(),
            episodes,
            bars: std::io::stderr().is_terminal().then(MultiProgress::new),
            runs: BTreeMap::new(),
            has_trained: false,
        }
    }

    /// Shows one event.
    pub fn show(&mut self, event: &Event) {
        match event {
            Event::Kept(seed) => {
                self.print(&format!("{} seed {seed}: recorded already", self.name));
            }
            Event::Row(row) => self.show_row(row),
            Event::Finished(run) => {
                if let Some(line) = self.runs.remove(&run.seed) {
                    line.bar.finish();
                }
            }
        }
    }

    /// Says what to do when there was nothing to do.
    pub fn finish(&self) {
        if self.has_trained {
            return;
        }
        self.print(&format!(
            "{}: every run is recorded; `reproduce --out DIR` trains them anew in DIR",
            self.name
        ));
    }

    fn show_row(&mut self, row: &Row) {
        self.has_trained = true;
        let (name, episodes) = (&self.name, self.episodes);
        let bars = self.bars.as_ref();
        let line = self.runs.entry(row.seed).or_insert_with(|| RunLine {
            bar: bar(bars, name, row.seed, episodes),
            started: Instant::now(),
        });
        let elapsed = line.started.elapsed();
        let score = row.score;
        let speed = row.steps as f64 / elapsed.as_secs_f64().max(1e-3);
        line.bar.set_position(row.episode as u64);
        line.bar
            .set_message(format!("score {score:>5.1}  {speed:>5.0} steps/s"));
        let is_due = row.episode.is_multiple_of(EPISODES_PER_LINE);
        if self.bars.is_none() && (is_due || row.episode == episodes) {
            let left = time_left(elapsed, row.episode, episodes);
            self.print(&format!(
                "{name} seed {}: episode {} of {episodes}, score {score:.1}, \
                 {speed:.0} steps/s, {left} left",
                row.seed, row.episode,
            ));
        }
    }

    fn print(&self, line: &str) {
        match &self.bars {
            // A lost line of progress is no reason to stop a run.
            Some(bars) => drop(bars.println(line)),
            None => eprintln!("{line}"),
        }
    }
}

fn bar(
    bars: Option<&MultiProgress>,
    name: &str,
    seed: u64,
    episodes: usize,
) -> ProgressBar {
    let Some(bars) = bars else {
        return ProgressBar::hidden();
    };
    let template = "{prefix} {bar:24} episode {pos:>3}/{len}  {msg}  {eta} left";
    let style = ProgressStyle::with_template(template).expect("a valid template");
    bars.add(ProgressBar::new(episodes as u64))
        .with_style(style.progress_chars("█▌ "))
        .with_prefix(format!("{name} seed {seed}"))
}

fn time_left(elapsed: Duration, episode: usize, episodes: usize) -> HumanDuration {
    let per_episode = elapsed.as_secs_f64() / episode as f64;
    HumanDuration(Duration::from_secs_f64(
        per_episode * (episodes - episode) as f64,
    ))
}
