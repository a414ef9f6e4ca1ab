//! What each technique is worth, whatever it is put together with: main effects and
//! interactions over every combination of the four.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::outcomes::{
    ALL_SCORES, LAST_SCORES, OUTCOMES, OfRuns, SOLVED_AFTER, SURPLUS,
};
use crate::evidence::page::Numbers;
use crate::experiments::{FAIR, Records, TECHNIQUES};
use crate::lab::plots::{DotFigure, Dots, PALETTE, Svg};
use crate::lab::stats::{Estimate, Scale, effect_of, format_interval, table};

/// The techniques by their places in [`TECHNIQUES`]: each alone, then each pair.
pub(crate) fn contrasts() -> Vec<Vec<usize>> {
    let all = 0..TECHNIQUES.len();
    let pairs = all
        .clone()
        .flat_map(|one| (one + 1..TECHNIQUES.len()).map(move |two| vec![one, two]));
    all.clone().map(|one| vec![one]).chain(pairs).collect()
}

fn name(contrast: &[usize]) -> String {
    let names: Vec<&str> = contrast.iter().map(|part| TECHNIQUES[*part]).collect();
    names.join(" × ")
}

/// What the runs of each combination come to.
pub(super) fn cells(records: &Records, of: OfRuns) -> Result<[Vec<f64>; 16], Error> {
    let mut cells = std::array::from_fn(|_| Vec::new());
    for (cell, entry) in cells.iter_mut().zip(FAIR) {
        *cell = of(&records.rows(entry.name)?);
    }
    Ok(cells)
}

/// The effects of one technique for the prose of its chapter: on the steps until a run is
/// solved, on its score over all steps and at the end, and on predicted minus achieved.
pub(crate) fn of_technique(
    records: &Records,
    prose: &mut Numbers,
    technique: usize,
    [steps, all, last, surplus]: [&'static str; 4],
) -> Result<(), Error> {
    let outcomes = [SOLVED_AFTER, ALL_SCORES, LAST_SCORES, SURPLUS];
    for (name, outcome) in [steps, all, last, surplus].into_iter().zip(outcomes) {
        let effect = effect_of(&cells(records, outcome.of)?, &[technique]);
        prose.add(name, format_interval(effect, outcome.decimals));
    }
    Ok(())
}

/// The figure of the effects on the scores, and the tables of all effects and of all
/// combinations.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let mut columns = Vec::new();
    for outcome in &OUTCOMES {
        columns.push((outcome, cells(records, outcome.of)?));
    }
    let effects = contrasts().into_iter().map(|contrast| {
        let effects = columns.iter().map(|(outcome, cells)| {
            format_interval(effect_of(cells, &contrast), outcome.decimals)
        });
        [vec![name(&contrast)], effects.collect()].concat()
    });
    let agents = FAIR.iter().enumerate().map(|(i, entry)| {
        let means = columns.iter().map(|(outcome, cells)| {
            let mean = cells[i].iter().sum::<f64>() / cells[i].len() as f64;
            format!("{mean:.*}", outcome.decimals)
        });
        [vec![entry.title.to_owned()], means.collect()].concat()
    });
    let titles: Vec<&str> = OUTCOMES.iter().map(|o| o.title).collect();
    let titles = titles.join(" | ");
    let table = |name, first, lines: Vec<Vec<String>>| {
        let titles = format!("{first} | {titles}");
        Artifact::table(records, name, table(1, &titles, lines))
    };
    Ok(vec![
        Artifact::figure(records, "effects", figure(&columns[1].1)?),
        table("effects", "technique", effects.collect()),
        table("combinations", "agent", agents.collect()),
    ])
}

/// The effects on the mean score of all steps.
fn figure(cells: &[Vec<f64>; 16]) -> Result<Svg, Error> {
    let contrasts = contrasts();
    let names: Vec<String> = contrasts.iter().map(|c| name(c)).collect();
    let effects = contrasts.iter().map(|contrast| effect_of(cells, contrast));
    let effects: Vec<Estimate> = effects.collect();
    let ends = effects.iter().flat_map(|e| [-e.low, e.high]);
    let largest = ends.fold(0.0, f64::max);
    let end = 50.0 * (largest / 50.0).ceil().max(1.0);
    let agents = names.iter().zip(&effects).zip(&contrasts);
    let agents = agents.map(|((name, effect), contrast)| Dots {
        name,
        // A pair has the colour of none.
        color: PALETTE[contrast.len() - 1],
        runs: Vec::new(),
        estimate: Some(*effect),
    });
    let figure = DotFigure {
        title: "What each technique adds to the score, and each pair",
        x_label: "Difference of mean scores, 95 % interval",
        scale: Scale::Linear,
        range: -end..end,
        reference: Some(0.0),
        names: 330,
        agents: agents.collect(),
    };
    figure.draw()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agents_have_the_techniques_that_their_places_say() {
        let card = |entry: &crate::experiments::Entry| {
            entry.provenance().expect("a recipe").recipe
        };
        let plain = card(&FAIR[0]);
        for (i, entry) in FAIR.iter().enumerate() {
            let card = card(entry);
            let has = [
                card.objective != plain.objective,
                card.replay != plain.replay,
                card.target_update != plain.target_update,
                card.weights != plain.weights,
            ];
            for (part, has) in has.into_iter().enumerate() {
                let name = format!("{}: {}", entry.name, TECHNIQUES[part]);
                assert_eq!(i >> part & 1 == 1, has, "{name}");
            }
            assert_eq!(
                (card.gamma, card.optimizer),
                (0.99, plain.optimizer.clone())
            );
        }
    }

    #[test]
    fn every_pair_of_techniques_is_there_once() {
        let names: Vec<String> = contrasts().iter().map(|c| name(c)).collect();
        assert_eq!(names.len(), 4 + 6);
        assert_eq!(names[0], "double");
        assert_eq!(names[4], "double × PER");
        assert_eq!(names[9], "Polyak × dueling");
    }
}
