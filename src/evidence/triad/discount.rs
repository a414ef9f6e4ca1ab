//! What a discount changes after an agent has learned to balance: the size of its
//! values, and its score.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_of;
use crate::evidence::triad::corners::final_score;
use crate::experiments::cart_pole::learning_curves;
use crate::experiments::{
    CART_POLE, DISCOUNT, LARGEST_RETURN, LONGER, Records, discounted,
};
use crate::lab::plots::{DecadeFigure, Lines, PALETTE, Svg};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Band, at_the_end, format_count, median, none, push_line};
use crate::recipe::Recipe;
use plotters::style::RGBColor;

/// DQN without a discount and with one, each under its name in the figures, with the
/// rows of its longer runs.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub fn recorded_agents(records: &Records) -> Result<[(String, Vec<Row>); 2], Error> {
    let agent = |recipe: Recipe<_, 4, 2>, study, name| {
        let rows = records.rows_in(study, name)?;
        Ok((format!("DQN, γ = {}", recipe.gamma), rows))
    };
    Ok([
        agent(dqn(), &LONGER, "dqn")?,
        agent(discounted(), &DISCOUNT, "discounted")?,
    ])
}

/// The figures and the table of the two.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = recorded_agents(records)?;
    let figure = |name, svg: Svg| Artifact::figure(records, name, svg);
    let curves = agents.iter().map(|(name, rows)| (&name[..], &rows[..]));
    let title = "The scores of the same runs";
    Ok(vec![
        figure("discount", values(&agents)?),
        figure(
            "discount-scores",
            learning_curves(title, &curves_of(curves))?,
        ),
        Artifact::table(records, "discount", in_numbers(&agents)),
    ])
}

/// The largest |Q| of each episode, run by run.
fn line((name, rows): &(String, Vec<Row>), color: RGBColor) -> Lines<'_> {
    let point = |row: &&Row| Some((row.episode, row.max_abs_q?));
    let runs = by_seed(rows).into_iter();
    let runs = runs.map(|(_, run)| run.iter().filter_map(point).collect());
    let runs = runs.collect();
    Lines { name, color, runs }
}

/// The figure of the largest |Q| of each episode.
fn values(agents: &[(String, Vec<Row>)]) -> Result<Svg, Error> {
    let lines = agents.iter().zip(PALETTE);
    let bound = format!("1 / (1 − γ) = {LARGEST_RETURN}");
    let figure = DecadeFigure {
        title: "How large the values of DQN grow, without a discount and with one",
        y_label: "Largest |Q| in the batches of an episode, on a logarithmic axis",
        x_label: "Training episode",
        reference: Some((LARGEST_RETURN, &bound)),
        agents: lines.map(|(agent, color)| line(agent, color)).collect(),
    };
    figure.draw()
}

/// The largest |Q| in the last episode of each run.
pub fn last_values(rows: &[Row]) -> Vec<f64> {
    at_the_end(rows, |row| row.max_abs_q)
}

/// The table of the largest |Q| in the last episode, and of the final scores.
fn in_numbers(agents: &[(String, Vec<Row>)]) -> String {
    let mut table = format!(
        "| agent | largest $\\lvert Q \\rvert$ of the last episode, median | least run \
         | largest run | score of the last {} episodes |\n\
         |:---|---:|---:|---:|---:|\n",
        CART_POLE.window
    );
    for (name, rows) in agents {
        let values = last_values(rows);
        let band = Band::of(&values);
        let line = [
            name.clone(),
            median(&values).map_or_else(none, format_count),
            band.map_or_else(none, |band| format_count(band.min)),
            band.map_or_else(none, |band| format_count(band.max)),
            final_score(rows).map_or_else(none, |score| format!("{score:.1}")),
        ];
        push_line(&mut table, &line);
    }
    table
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
        assert_eq!(last_values(&rows), [50.0, 70.0]);
        let table = in_numbers(&[("DQN".to_owned(), rows.clone())]);
        assert!(table.ends_with("| DQN | 60 | 50 | 70 | – |\n"), "{table}");
        assert!(values(&[("DQN".to_owned(), rows)]).is_ok());
    }
}
