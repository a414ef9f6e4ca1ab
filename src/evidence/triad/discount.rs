//! What a discount changes after an agent has learned to balance: the size of its
//! values, and its score.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::{curves_of, lines_of};
use crate::evidence::triad::corners::final_score;
use crate::experiments::cart_pole::learning_curves;
use crate::experiments::{
    CART_POLE, DISCOUNT, LARGEST_RETURN, LONGER, Records, discounted,
};
use crate::lab::plots::{DecadeFigure, PALETTE, Svg};
use crate::lab::runs::Row;
use crate::lab::stats::{Band, at_the_end, format_count, median, none, table};
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
}
