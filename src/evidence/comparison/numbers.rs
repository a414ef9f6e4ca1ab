//! The numbers of the prose that compare agents.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::page::Numbers;
use crate::evidence::polyak::promises::EARLY;
use crate::experiments::{
    EQUAL_TERMS, FAIR_SEEDS, FAIR_STEPS, GAMMA, LARGEST_RETURN, LONG_RUN_LAST_SCORE,
    LONGER, Records, SEEDS, at_the_lectures_rate, find, with_larger_steps,
};
use crate::lab::stats::{DRAWS, TAIL, at_the_end, format_count, grouped};
use crate::nfq::nfq;
use crate::polyak::polyak;

/// What the comparisons are made of, and what came out.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    settings(prose)?;
    for (number, recipe) in
        [("dqn_long_max_q", "dqn"), ("dueling_long_max_q", "dueling")]
    {
        let rows = records.rows_in(&LONGER, recipe)?;
        let values = at_the_end(&rows, |row| row.max_abs_q);
        prose.range(number, &values, format_count);
    }
    let rows = |recipe| records.rows(recipe);
    prose.solved("polyak_solved", &rows("polyak")?);
    prose.solved("dueling_solved", &rows("dueling")?);
    prose.solved("sign_lost_solved", &rows("sign-lost")?);
    prose.solved("swapped_polyak_solved", &rows("swapped-polyak")?);
    Ok(())
}

fn settings(prose: &mut Numbers) -> Result<(), Error> {
    let every = dqn().card().target_update.value("every");
    let tau = polyak().card().target_update.value("tau");
    let larger = with_larger_steps(polyak()).card();
    let larger = larger.target_update.value("tau");
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    // Steps by which the target network is behind, on average: Σ n τ (1 − τ)ⁿ.
    let lag = |tau: &str| 1.0 / number(tau) - 1.0;
    let lectures_rate = at_the_lectures_rate(dqn()).learning_rate.at_start();
    prose.add("nfq_episodes", grouped(find("nfq")?.length.amount()));
    prose.add("longer_episodes", grouped(LONGER.length.amount()));
    prose.add("lectures_long_score", LONG_RUN_LAST_SCORE);
    prose.add("fair_seeds", FAIR_SEEDS.len());
    prose.add("more_seeds", SEEDS.len() + EQUAL_TERMS.seeds.len());
    prose.add("fair_steps", grouped(FAIR_STEPS));
    prose.add("fair_gamma", GAMMA);
    prose.add("fair_largest", LARGEST_RETURN);
    prose.add("learning_rate", dqn().learning_rate.at_start());
    prose.add("nfq_rate", nfq().learning_rate.at_start());
    prose.add("tail", 100.0 * TAIL);
    prose.add("lectures_rate", lectures_rate);
    prose.add("bootstrap_draws", grouped(DRAWS));
    prose.rounded("polyak_lag", lag(&tau), 0);
    // The mean of 0 … every − 1.
    prose.rounded("copy_lag", (number(&every) - 1.0) / 2.0, 0);
    prose.rounded("larger_lag", lag(&larger), 0);
    prose.add("larger_tau", larger);
    prose.add("tau", tau);
    prose.add("early_episode", EARLY);
    Ok(())
}
