//! What a discount changes after an agent has learned to balance: the size of its
//! values, and its score.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::{curves_of, lines_of};
use crate::evidence::outcomes::final_scores;
use crate::evidence::page::Numbers;
use crate::evidence::triad::corners::final_score;
use crate::experiments::cart_pole::learning_curves;
use crate::experiments::{
    CART_POLE, DISCOUNT, LARGEST_RETURN, LONGER, Records, discounted,
};
use crate::lab::plots::{DecadeFigure, PALETTE, Svg};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Band, at_the_end, format_count, mean, median, none, table, trailing_mean,
};
use crate::recipe::Recipe;

/// The figures and the table of DQN without a discount and with one.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agent = |recipe: Recipe<_, 4, 2>, study, name| {
        let rows = records.rows_in(study, name)?;
        Ok::<_, Error>((format!("DQN, γ = {}", recipe.gamma), rows))
    };
    let agents = [
        agent(dqn(), &LONGER, "dqn")?,
        agent(discounted(), &DISCOUNT, "discounted")?,
    ];
    let figure = |name, svg: Svg| Artifact::figure(records, name, svg);
    let title = "The scores of the same runs";
    let scores = learning_curves(title, &curves_of(&agents))?;
    Ok(vec![
        figure("discount", values(&agents)?),
        figure("discount-scores", scores),
        Artifact::table(records, "discount", in_numbers(&agents)),
    ])
}

/// The mean over the runs of their mean scores over the last episodes, from episode to
/// episode.
pub(crate) fn mean_curve(rows: &[Row]) -> Vec<f64> {
    let runs: Vec<Vec<f64>> = by_seed(rows)
        .into_iter()
        .map(|(_, run)| {
            let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
            let means = trailing_mean(&scores, CART_POLE.window);
            means.into_iter().flatten().collect()
        })
        .collect();
    let amount = runs.iter().map(Vec::len).min().unwrap_or(0);
    let at = |i: usize| mean(&runs.iter().map(|run| run[i]).collect::<Vec<_>>());
    (0..amount).map(at).collect()
}

/// From the lowest to the highest mean in the second half of that curve.
pub(crate) fn score_range(rows: &[Row]) -> [f64; 2] {
    let means = mean_curve(rows);
    let band = Band::of(&means[means.len() / 2..]);
    band.map_or([f64::NAN; 2], |band| [band.min, band.max])
}

/// How likely a run with a discount ends higher than one without, and the range of the
/// mean score with one.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let without = records.rows_in(&LONGER, "dqn")?;
    let with = records.rows_in(&DISCOUNT, "discounted")?;
    let text = |score: f64| format!("{score:.0}");
    prose.range("longer_discounted_scores", &score_range(&with), text);
    let [without, with] = [without, with].map(|rows| final_scores(&rows));
    prose.higher("longer_discounted_higher", &with, &without);
    Ok(())
}

/// The figure of the largest |Q| of each episode.
fn values(agents: &[(String, Vec<Row>)]) -> Result<Svg, Error> {
    let lines = agents.iter().zip(PALETTE).map(|((name, rows), color)| {
        lines_of(name, color, rows, |row| row.max_abs_q)
    });
    let bound = format!("1 / (1 − γ) = {LARGEST_RETURN}");
    let figure = DecadeFigure {
        title: "How large the values of DQN grow, without a discount and with one",
        y_label: "Largest |Q| in the batches of an episode, on a logarithmic axis",
        x_label: "Training episode",
        reference: Some((LARGEST_RETURN, &bound)),
        agents: lines.collect(),
    };
    figure.draw()
}

/// The table of the largest |Q| in the last episode, and of the final scores.
fn in_numbers(agents: &[(String, Vec<Row>)]) -> String {
    let line = |(name, rows): &(String, Vec<Row>)| {
        let values = at_the_end(rows, |row| row.max_abs_q);
        let band = Band::of(&values);
        vec![
            name.clone(),
            median(&values).map_or_else(none, format_count),
            band.map_or_else(none, |band| format_count(band.min)),
            band.map_or_else(none, |band| format_count(band.max)),
            final_score(rows).map_or_else(none, |score| format!("{score:.1}")),
        ]
    };
    let titles = &format!(
        "agent | largest $\\lvert Q \\rvert$ of the last episode, median \
         | least run | largest run | score of the last {} episodes",
        CART_POLE.window,
    );
    table(1, titles, agents.iter().map(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples;

    #[test]
    fn the_last_episode_of_each_run_tells_how_large_its_values_are() {
        let row = |seed, episode, value| Row {
            seed,
            episode,
            score: 100.0,
            max_abs_q: Some(value),
            ..Row::default()
        };
        let rows = vec![
            row(1, 1, 900.0),
            row(1, 2, 50.0),
            row(2, 1, 1.0),
            row(2, 2, 70.0),
        ];
        let table = in_numbers(&[("DQN".to_owned(), rows.clone())]);
        assert!(table.ends_with("| DQN | 60 | 50 | 70 | – |\n"), "{table}");
        assert!(values(&[("DQN".to_owned(), rows)]).is_ok());
    }
    #[test]
    fn the_curve_is_the_mean_of_the_runs_as_far_as_all_come() {
        let window = CART_POLE.window;
        let scores = [vec![10.0; window], vec![35.0; window]].concat();
        let rows = [samples::run(1, &scores), samples::run(2, &[20.0; 60])].concat();
        let means = mean_curve(&rows);
        assert_eq!(means.len(), scores.len() - window + 1);
        assert!((means[0] - 15.0).abs() < 1e-9);
        assert!((means[window] - 27.5).abs() < 1e-9);
        // The second half begins after 13 of the 25 steps of the rise.
        let [low, high] = score_range(&rows);
        assert!((low - 21.5).abs() < 1e-9 && (high - 27.5).abs() < 1e-9);
    }
}
