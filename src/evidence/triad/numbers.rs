//! The numbers of the prose on the deadly triad.

use crate::error::Error;
use crate::evidence::page::Numbers;
use crate::evidence::triad::corners::{
    BAIRD_STEP, BAIRD_UPDATES, largest_values, softly_divergent,
};
use crate::evidence::triad::discount;
use crate::experiments::{
    CORNERS, Records, linear, network, newest, table, ten_steps,
};
use crate::lab::stats::grouped;
use crate::tiles::{BINS, CELLS, Linear};
use crate::triad::Baird;

/// What the experiments on the triad are made of, and what came out.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    settings(prose);
    baird(prose);
    for (number, name) in [
        ("triad_median", "triad/1-off-network"),
        ("uniform_median", "triad/1-uniform-network"),
        ("newest_median", "triad/1-on-network"),
        ("ten_median", "triad/10-off-network"),
        ("linear_median", "triad/1-off-linear"),
    ] {
        prose.median(number, &largest_values(&records.rows(name)?));
    }
    let full = records.rows("triad/full-off-network")?;
    prose.add("full_divergent", softly_divergent(&full));
    discount::numbers(records, prose)
}

fn settings(prose: &mut Numbers) {
    let [first, ..] = CORNERS;
    let ten = ten_steps(newest(), network()).card().replay;
    prose.add("corners", CORNERS.len());
    prose.add("corner_seeds", first.seeds.len());
    prose.add("corner_episodes", first.length.amount());
    prose.add("look_ahead", ten.value("n"));
    prose.add("bins", BINS);
    prose.add("cells", grouped(CELLS));
    prose.add("tilings", Linear::TILINGS);
    prose.add("table_rate", table().learning_rate.at_start());
    prose.add("linear_rate", linear().learning_rate.at_start());
}

/// How the errors of Baird's counterexample grow, with all parts and at most without
/// one of them.
fn baird(prose: &mut Numbers) {
    let growth = |baird: Baird| {
        let errors = baird.errors(BAIRD_STEP, BAIRD_UPDATES);
        let largest = errors.iter().fold(0.0_f64, |a, &b| a.max(b));
        (errors[BAIRD_UPDATES] / errors[0], largest / errors[0])
    };
    let without = Baird::ABLATIONS.map(|baird| growth(baird).1);
    let most = without.into_iter().fold(0.0, f64::max);
    prose.add("baird_step", BAIRD_STEP);
    prose.add("baird_updates", grouped(BAIRD_UPDATES));
    prose.count("baird_growth", growth(Baird::TRIAD).0);
    prose.rounded("baird_without", most, 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_growth_of_an_error_is_a_multiple_of_its_start() {
        let mut prose = Numbers::default();
        baird(&mut prose);
        assert!(prose.get("baird_growth").ends_with(" million"));
        // Without approximation the upper values, 1 at first, follow the lower one,
        // 10: from √(106 / 7) to nearly 10 at most.
        let most: f64 = prose.get("baird_without").parse().unwrap();
        assert!((2.0..2.6).contains(&most), "{most}");
    }

    #[test]
    fn the_settings_are_read_off_the_recipes() {
        let mut prose = Numbers::default();
        settings(&mut prose);
        assert_eq!(prose.get("look_ahead"), "10");
        assert_eq!(prose.get("cells"), "4,096");
        assert_eq!(prose.get("linear_rate"), "0.0125");
    }
}
