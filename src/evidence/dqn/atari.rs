//! What DQN and its successors came to on Atari games, as their papers report it.

use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::{Records, lines_of_file};
use crate::lab::stats::{Sheet, grouped, table};
use serde::Deserialize;

/// The games of the medians.
const GAMES: usize = 57;
/// The frames of a game that an action lasts: the agent sees one of them.
const FRAMES_OF_AN_ACTION: usize = 4;
/// The frames of training of Mnih et al. (2015), as the agent sees them: the paper says
/// that they are around 38 days of play, so it counts a frame for each action.
const FRAMES: usize = 50_000_000;
/// The frames after which Rainbow is as good as DQN at the end.
///
/// Source: Hessel et al. (2018), "Comparison to published baselines".
const RAINBOW_IS_AS_GOOD: usize = 7_000_000;

/// A line of what the papers on DQN report; a cell is empty where one says nothing.
///
/// Source: Mnih et al. (2013), sections 1 and 5; Mnih et al. (2015), page 530 and
/// "Methods".
#[derive(Debug, Deserialize)]
struct Reported {
    what: String,
    mnih_2013: String,
    mnih_2015: String,
}

/// The median over the games of the score of an agent, in percent of the human's.
///
/// Source: Hessel et al. (2018), table 2.
#[derive(Debug, Deserialize)]
struct Median {
    agent: String,
    /// Where an episode starts after up to 30 actions that do nothing.
    no_ops: Option<u32>,
    /// Where an episode starts from a state that a human has reached.
    human_starts: u32,
    /// Whose runs they are.
    source: String,
}

fn reported() -> Vec<Reported> {
    lines_of_file(include_str!("../../../book/reference/atari.csv"))
}

fn medians() -> Vec<Median> {
    lines_of_file(include_str!("../../../book/reference/atari_medians.csv"))
}

/// Both tables.
pub(super) fn artifacts(records: &Records) -> Vec<Artifact> {
    let lines = reported().into_iter();
    let lines = lines.map(|line| {
        let cells = [line.what, line.mnih_2013, line.mnih_2015];
        cells.map(or_dash).to_vec()
    });
    let titles = ["", "Mnih et al. (2013)", "Mnih et al. (2015)"];
    let papers = Sheet::new(&titles, lines.collect()).to_markdown();
    let titles = "agent | whose runs | starts with no-ops | starts of a human";
    let lines = medians().into_iter().map(|median| {
        let no_ops = median.no_ops.map_or_else(String::new, percent);
        let human_starts = percent(median.human_starts);
        [median.agent, median.source, no_ops, human_starts]
            .map(or_dash)
            .to_vec()
    });
    vec![
        Artifact::table(records, "atari", papers),
        Artifact::table(records, "atari-medians", table(2, titles, lines)),
    ]
}

fn percent(number: u32) -> String {
    format!("{number} %")
}

fn or_dash(cell: String) -> String {
    if cell.is_empty() {
        "–".to_owned()
    } else {
        cell
    }
}

/// The numbers of the prose.
pub(super) fn numbers(numbers: &mut Numbers) {
    numbers.add("atari_games", GAMES);
    numbers.add("atari_frames", grouped(FRAMES_OF_AN_ACTION * FRAMES));
    numbers.add("rainbow_is_as_good", grouped(RAINBOW_IS_AS_GOOD));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_medians_begin_with_dqn_and_end_with_rainbow() {
        let medians = medians();
        assert_eq!(medians[0].no_ops, Some(79));
        let last = medians.last().unwrap();
        assert_eq!((last.no_ops, last.human_starts), (Some(223), 153));
        assert!(medians.iter().all(|median| median.human_starts >= 68));
    }

    #[test]
    fn the_frames_are_those_of_the_paper_and_of_38_days_of_play() {
        let reported = reported();
        let line = reported.iter().find(|line| line.what.starts_with("frames"));
        assert_eq!(line.unwrap().mnih_2015, grouped(FRAMES));
        let days = (FRAMES_OF_AN_ACTION * FRAMES) as f64 / (60.0 * 24.0 * 3600.0);
        assert!((38.0..39.0).contains(&days), "{days}");
    }
}
