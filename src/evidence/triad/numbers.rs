//! The numbers of the prose on the deadly triad.

use crate::error::Error;
use crate::evidence::page::Named;
use crate::evidence::triad::corners::{
    BAIRD_STEP, BAIRD_UPDATES, largest_values, softly_divergent,
};
use crate::experiments::{
    CORNERS, Records, linear, network, newest, table, ten_steps,
};
use crate::lab::runs::Row;
use crate::lab::stats::{format_count, grouped, median};
use crate::tiles::{BINS, CELLS, Linear};
use crate::triad::Baird;

/// What the experiments on the triad are made of, and what came out.
pub(crate) fn diverged(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = |name| records.rows(name);
    let mut numbers = settings();
    numbers.extend(baird());
    for (number, name) in [
        ("triad_median", "triad/1-off-network"),
        ("uniform_median", "triad/1-uniform-network"),
        ("newest_median", "triad/1-on-network"),
        ("ten_median", "triad/10-off-network"),
        ("linear_median", "triad/1-off-linear"),
    ] {
        numbers.push((number, median_of_largest(&rows(name)?)));
    }
    let full = softly_divergent(&rows("triad/full-off-network")?);
    numbers.push(("full_divergent", full.to_string()));
    Ok(numbers)
}

fn median_of_largest(rows: &[Row]) -> String {
    median(&largest_values(rows)).map_or_else(String::new, format_count)
}

fn settings() -> Vec<Named> {
    let [first, ..] = CORNERS;
    let ten = ten_steps(newest(), network()).card().replay;
    vec![
        ("corners", CORNERS.len().to_string()),
        ("corner_seeds", first.seeds.len().to_string()),
        ("corner_episodes", first.episodes.to_string()),
        ("look_ahead", ten.value("n")),
        ("bins", BINS.to_string()),
        ("cells", grouped(CELLS)),
        ("tilings", Linear::TILINGS.to_string()),
        ("table_rate", table().learning_rate.to_string()),
        ("linear_rate", linear().learning_rate.to_string()),
    ]
}

/// How the errors of Baird's counterexample grow, with all parts and at most without
/// one of them.
fn baird() -> Vec<Named> {
    let growth = |baird: Baird| {
        let errors = baird.errors(BAIRD_STEP, BAIRD_UPDATES);
        let largest = errors.iter().fold(0.0_f64, |a, &b| a.max(b));
        (errors[BAIRD_UPDATES] / errors[0], largest / errors[0])
    };
    let without = Baird::ABLATIONS.map(|baird| growth(baird).1);
    let most = without.into_iter().fold(0.0, f64::max);
    vec![
        ("baird_step", BAIRD_STEP.to_string()),
        ("baird_updates", grouped(BAIRD_UPDATES)),
        ("baird_growth", format_count(growth(Baird::TRIAD).0)),
        ("baird_without", format!("{most:.1}")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_growth_of_an_error_is_a_multiple_of_its_start() {
        let numbers = baird();
        let find = |name| {
            let found = numbers.iter().find(|(known, _)| *known == name);
            found.unwrap().1.clone()
        };
        assert!(find("baird_growth").ends_with(" million"));
        // Without approximation the upper values, 1 at first, follow the lower one,
        // 10: from √(106 / 7) to nearly 10 at most.
        let most: f64 = find("baird_without").parse().unwrap();
        assert!((2.0..2.6).contains(&most), "{most}");
    }

    #[test]
    fn the_settings_are_read_off_the_recipes() {
        let settings = settings();
        assert!(settings.contains(&("look_ahead", "10".to_owned())));
        assert!(settings.contains(&("cells", "4,096".to_owned())));
        assert!(settings.contains(&("linear_rate", "0.0125".to_owned())));
    }
}
