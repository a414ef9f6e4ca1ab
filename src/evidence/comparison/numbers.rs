//! The numbers of the prose that compare agents.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::dqn::numbers::last;
use crate::evidence::page::Named;
use crate::evidence::polyak::promises::EARLY;
use crate::experiments::{
    CART_POLE, EQUAL_TERMS, LONG_RUN_LAST_SCORE, LONGER, Records, SEEDS,
    at_the_lectures_rate, find, with_larger_steps,
};
use crate::lab::stats::{Band, DRAWS, TAIL, format_count, grouped, solved_runs};
use crate::nfq::nfq;
use crate::polyak::polyak;

/// What the comparisons are made of, and what came out.
pub(crate) fn compared(records: &Records) -> Result<Vec<Named>, Error> {
    let mut numbers = settings()?;
    for (number, recipe) in
        [("dqn_long_max_q", "dqn"), ("dueling_long_max_q", "dueling")]
    {
        let values = last(&records.rows_in(&LONGER, recipe)?, |row| row.max_abs_q);
        let range =
            |b: Band| format!("{} to {}", format_count(b.min), format_count(b.max));
        numbers.push((number, values.map_or_else(String::new, range)));
    }
    for (number, recipe) in [
        ("polyak_solved", "polyak"),
        ("dueling_solved", "dueling"),
        ("sign_lost_solved", "sign-lost"),
        ("swapped_polyak_solved", "swapped-polyak"),
    ] {
        numbers.push((
            number,
            solved_runs(&CART_POLE, &records.rows(recipe)?).to_string(),
        ));
    }
    Ok(numbers)
}

fn settings() -> Result<Vec<Named>, Error> {
    let tau = polyak().card().target_update.value("tau");
    let every = dqn().card().target_update.value("every");
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    let larger = with_larger_steps(polyak())
        .card()
        .target_update
        .value("tau");
    // Steps by which the target network is behind, on average: Σ n τ (1 − τ)ⁿ.
    let lag = |tau: &str| format!("{:.0}", 1.0 / number(tau) - 1.0);
    let lectures_rate = at_the_lectures_rate(dqn()).learning_rate;
    let seeds = SEEDS.len() + EQUAL_TERMS.seeds.len();
    Ok(vec![
        ("nfq_episodes", grouped(find("nfq")?.episodes)),
        ("longer_episodes", grouped(LONGER.episodes)),
        ("lectures_long_score", LONG_RUN_LAST_SCORE.to_string()),
        ("fair_seeds", seeds.to_string()),
        ("learning_rate", dqn().learning_rate.to_string()),
        ("nfq_rate", nfq().learning_rate.to_string()),
        ("tail", (100.0 * TAIL).to_string()),
        ("lectures_rate", lectures_rate.to_string()),
        ("bootstrap_draws", grouped(DRAWS)),
        ("polyak_lag", lag(&tau)),
        // The mean of 0 … every − 1.
        ("copy_lag", format!("{:.0}", (number(&every) - 1.0) / 2.0)),
        ("larger_lag", lag(&larger)),
        ("larger_tau", larger),
        ("tau", tau),
        ("early_episode", EARLY.to_string()),
    ])
}
