//! One run of DQN at three stages: its policy before training, half-way, and as it is
//! kept, side by side and from the same start.

use crate::agent::Agent;
use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::evidence::recipe::load_recorded;
use crate::experiments::Records;
use crate::experiments::cart_pole::episode::{Episode, steps_shown};
use crate::experiments::cart_pole::frame::Frame;
use crate::foundations::{CartPoleState, has_fallen};
use crate::lab::plots::{
    Area, Drawn, Gif, INK, PENCIL, Picture, gif, smooth_pixels, text,
};
use crate::lab::runs::{EVALUATION_EPISODES, Evaluation, Row, by_seed};
use crate::lab::stats::RunSummary;
use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

/// The picture of one stage: as much of the track as the kept policy needs.
const FRAME: Frame = Frame {
    scale: 80.0,
    half_width: 1.55,
    above: 2.7,
    below: 0.15,
};
/// Height of the letters above the cart-pole, and of a line of them, in m.
const LETTERS: f64 = 0.3;
const LINE: f64 = 0.41;

/// The steps that are shown at most: the kept policy balances for far longer.
const STEPS: usize = 80;
/// This many times as slow as in reality, because a fall is over in a moment.
const SLOWER: usize = 2;
/// How long a picture is shown, in ms: as long as its steps, times [`SLOWER`].
const MILLISECONDS: u32 = 80;
/// How often the last picture is shown again before the animation starts over.
const LAST_PICTURE_REPEATS: usize = 10;

/// The animation, as a file.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let animation = animate(&stages(records)?)?;
    Ok(vec![Artifact::animation(records, "dqn-stages", animation)])
}

/// The rows at the two stages after the start of the run whose network is kept, which
/// is that of the lowest seed: the first episode that ends with half of the learner
/// steps or more, and the first with the highest score.
pub(crate) fn milestones(rows: &[Row]) -> [Row; 2] {
    let (_, run) = &by_seed(rows)[0];
    let best = RunSummary::of(rows)[0].best_episode;
    let is_best = |row: &&&Row| row.episode == best;
    let kept = run.iter().find(is_best).unwrap_or(&run[0]);
    let steps = learner_steps(kept).div_ceil(2);
    let is_half = |row: &&&Row| learner_steps(row) >= steps;
    let half = run.iter().find(is_half).unwrap_or(kept);
    [half, kept].map(|row| (*row).clone())
}

/// The learner steps of DQN until the end of the episode of `row`.
fn learner_steps(row: &Row) -> usize {
    row.steps.saturating_sub(dqn().warm_up)
}

/// Where the run is at each stage, and how it is shown.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let [half, kept] = milestones(&records.rows("dqn")?);
    prose.add("stages_half_episode", half.episode);
    prose.rounded("stages_half_score", half.score, 0);
    prose.add("stages_half_learned", learner_steps(&half));
    prose.add("stages_kept_learned", learner_steps(&kept));
    prose.add("stages_steps", STEPS);
    prose.add("stages_slower", SLOWER);
    Ok(())
}

/// A policy of the run, and an episode that it plays.
struct Stage {
    /// The training episodes behind it.
    episode: usize,
    score: f64,
    states: Vec<CartPoleState>,
}

/// The stages of the recorded run. What lies before the kept network is trained again,
/// which is a matter of the recipe and the seed.
fn stages(records: &Records) -> Result<[Stage; 3], Error> {
    let [half, kept] = milestones(&records.rows("dqn")?);
    let mut agent = Agent::new(dqn(), kept.seed)?;
    let mut evaluation = Evaluation::new(&agent, EVALUATION_EPISODES, kept.seed);
    let stage = |agent: &_, episode, score| Stage {
        episode,
        score,
        states: Episode::play(agent, kept.seed).0,
    };
    let score = evaluation.score(&agent)?.mean_return;
    let untrained = stage(&agent, 0, score);
    let mut reports = agent.by_ref().take(half.episode);
    reports.try_for_each(|report| report.map(drop))?;
    let halfway = stage(&agent, half.episode, half.score);
    load_recorded(&mut agent, records, "dqn")?;
    let trained = stage(&agent, kept.episode, kept.score);
    Ok([untrained, halfway, trained])
}

/// All stages at once, in slow motion, until the last pole has fallen.
fn animate(stages: &[Stage]) -> Result<Gif, Error> {
    let (width, height) = FRAME.size();
    let amount = u32::try_from(stages.len()).expect("few stages");
    let size = (width * amount, height);
    let longest = stages.iter().map(Stage::last_step).max().unwrap_or(0);
    let steps = steps_shown(longest.min(STEPS), LAST_PICTURE_REPEATS);
    gif(size, MILLISECONDS, steps.map(|step| picture(stages, step)))
}

/// The stages side by side at `step`.
fn picture(stages: &[Stage], step: usize) -> Picture {
    let frames = stages.iter().map(|stage| {
        smooth_pixels(FRAME.size(), |area, times| {
            stage.draw(&FRAME.enlarged(times), area, step)
        })
    });
    let frames = frames.collect::<Result<Vec<_>, _>>()?;
    Ok(side_by_side(&frames, 3 * FRAME.size().0 as usize))
}

/// Pictures whose rows have `row` bytes as one picture.
fn side_by_side(pictures: &[Vec<u8>], row: usize) -> Vec<u8> {
    let rows = pictures.first().map_or(0, |picture| picture.len() / row);
    let line = |at| pictures.iter().map(move |p| &p[at * row..(at + 1) * row]);
    (0..rows).flat_map(line).flatten().copied().collect()
}

impl Stage {
    /// The step that the episode ends with.
    fn last_step(&self) -> usize {
        self.states.len() - 1
    }

    /// The words above the state of `step`, line by line.
    fn words(&self, step: usize) -> [String; 3] {
        let has_fallen = has_fallen(self.states[step]);
        let ending = if has_fallen { ": failure" } else { "" };
        [
            format!("episode {}", self.episode),
            format!("score {:.1}", self.score),
            format!("step {step}{ending}"),
        ]
    }

    /// Draws the state of `step`; once the episode is over, its last state.
    fn draw<DB: DrawingBackend>(
        &self,
        frame: &Frame,
        area: &Area<DB>,
        step: usize,
    ) -> Drawn<DB> {
        let step = step.min(self.last_step());
        let state = self.states[step];
        let letters = text(LETTERS * frame.scale, INK, HPos::Center, VPos::Top);
        for (line, words) in self.words(step).iter().enumerate() {
            let height = frame.above - 0.12 - LINE * line as f64;
            area.draw_text(words, &letters, frame.at((0.0, height)))?;
        }
        // A gap on either side keeps the tracks of two stages apart.
        let end = frame.half_width - 0.1;
        area.draw(&frame.rectangle((-end, 0.0), (end, -0.03), PENCIL))?;
        frame.draw_cart(area, state[0])?;
        frame.draw_pole(area, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiments::cart_pole::episode::FRAME_STRIDE;
    use crate::foundations::TIME_STEP;

    fn row(seed: u64, episode: usize, steps: usize, score: f64) -> Row {
        Row {
            seed,
            episode,
            steps,
            score,
            ..Row::default()
        }
    }

    #[test]
    fn half_way_is_half_of_the_learner_steps_and_not_of_the_episodes() {
        // Learning begins after step 320; 99 of the 199 learner steps are not half.
        let mut rows = vec![row(1, 1, 300, 9.0), row(1, 2, 419, 20.0)];
        rows.extend([row(1, 3, 420, 30.0), row(1, 4, 519, 500.0)]);
        rows.extend([row(1, 5, 900, 500.0), row(2, 1, 10, 499.0)]);
        let [half, kept] = milestones(&rows);
        assert_eq!((half.episode, kept.episode), (3, 4));
        assert_eq!(learner_steps(&rows[0]), 0);
    }

    #[test]
    fn a_run_that_is_best_at_once_has_one_stage() {
        let rows = [row(1, 1, 10, 9.0), row(1, 2, 20, 8.0)];
        let [half, kept] = milestones(&rows);
        assert_eq!((half.episode, kept.episode), (1, 1));
    }

    #[test]
    fn a_stage_is_labelled_with_its_episode_its_score_and_the_step() {
        let stage = Stage {
            episode: 18,
            score: 29.0,
            states: vec![[0.0; 4], [0.0, 0.0, 0.3, 0.0]],
        };
        assert_eq!(stage.words(0), ["episode 18", "score 29.0", "step 0"]);
        assert_eq!(stage.words(1)[2], "step 1: failure");
        // After its end it does not move.
        let stages = [stage];
        assert_eq!(picture(&stages, 1).unwrap(), picture(&stages, 9).unwrap());
        assert_ne!(picture(&stages, 0).unwrap(), picture(&stages, 1).unwrap());
    }

    #[test]
    fn pictures_stand_side_by_side_row_by_row() {
        let pictures = [vec![1, 2, 3, 4], vec![5, 6, 7, 8]];
        assert_eq!(side_by_side(&pictures, 2), [1, 2, 5, 6, 3, 4, 7, 8]);
    }

    #[test]
    fn an_animation_is_so_many_times_slower_than_the_cart_pole() {
        let real = 1_000.0 * TIME_STEP * FRAME_STRIDE as f64;
        assert_eq!(f64::from(MILLISECONDS), real * SLOWER as f64);
    }
}
