//! The numbers and the table of the prose on all parts together.

use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{all, dueling};
use crate::error::Error;
use crate::evidence::comparisons::rows_of_all_seeds;
use crate::evidence::numbers::Named;
use crate::evidence::polyak::numbers::early;
use crate::experiments::cart_pole::CART_POLE;
use crate::lab::runs::folders::Folders;
use crate::lab::stats::formats::format_count;
use crate::lab::stats::sheet::Sheet;
use crate::lab::stats::summary::solved_runs;
use crate::per::per;
use crate::polyak::polyak;
use crate::recipe::RecipeCard;

/// How many runs of the agents with several parts are solved, and what two of them
/// promise early in a run.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub(crate) fn numbers(folders: &Folders) -> Result<Vec<Named>, Error> {
    let mut numbers = Vec::new();
    for (number, name) in [
        ("all_solved", "all"),
        ("all_dqn_solved", "dqn"),
        ("all_per_solved", "per"),
        ("all_polyak_solved", "polyak"),
        ("all_dueling_solved", "dueling"),
    ] {
        let rows = rows_of_all_seeds(name, folders)?;
        numbers.push((number, solved_runs(&CART_POLE, &rows).to_string()));
    }
    for (promise, obtained, name) in [
        ("all_early_promise", "all_early_return", "all"),
        ("all_per_early_promise", "all_per_early_return", "per"),
    ] {
        let rows = rows_of_all_seeds(name, folders)?;
        numbers.push((promise, format_count(early(&rows, |row| row.start_q))));
        numbers.push((obtained, format_count(early(&rows, |row| row.start_return))));
    }
    Ok(numbers)
}

/// The table of the agents and of their pieces, by the names of the types.
pub(crate) fn all_recipes() -> String {
    let agents = [
        ("DQN", dqn().card()),
        ("double DQN", ddqn().card()),
        ("PER", per().card()),
        ("Polyak", polyak().card()),
        ("dueling", dueling().card()),
        ("all together", all().card()),
    ];
    let line = |(name, card): &(&str, RecipeCard)| {
        let pieces = [
            &card.replay,
            &card.bootstrap,
            &network(card),
            &card.target_update,
        ];
        let pieces = pieces.map(|piece| format!("`{}`", type_name(piece)));
        [vec![(*name).to_owned()], pieces.to_vec()].concat()
    };
    let titles = ["agent", "memory", "bootstrap", "network", "target update"];
    Sheet::new(&titles, agents.iter().map(line).collect()).to_markdown()
}

/// The name of the network: that of its type, which for layers in a row is a tuple.
fn network(card: &RecipeCard) -> String {
    match card.network.strip_prefix('(') {
        Some(_) => "Mlp".to_owned(),
        None => "Dueling".to_owned(),
    }
}

/// The name of a type in what a piece prints of itself.
fn type_name(printed: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let end = printed.find(|c| !is_part(c)).unwrap_or(printed.len());
    &printed[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dueling::Dueling;
    use crate::foundations::network::{Mlp, describe};

    #[test]
    fn a_piece_is_called_by_the_name_of_its_type() {
        assert_eq!(type_name("HardCopy { every: 15 }"), "HardCopy");
        assert_eq!(type_name("MaxValue"), "MaxValue");
        assert_eq!(network(&dqn().card()), "Mlp");
        assert_eq!(dqn().card().network, describe::<Mlp<4, 2>>());
        assert_eq!(network(&dueling().card()), "Dueling");
        assert_eq!(dueling().card().network, describe::<Dueling<4, 2>>());
    }

    #[test]
    fn nothing_but_the_four_pieces_of_the_table_differs() {
        let rest = |card: RecipeCard| -> Vec<_> {
            card.pieces().into_iter().skip(4).collect()
        };
        let cards = [ddqn().card(), per().card(), polyak().card()];
        for card in [&cards[..], &[dueling().card(), all().card()]].concat() {
            assert_eq!(rest(card), rest(dqn().card()));
        }
        let table = all_recipes();
        assert!(table.contains("| DQN | `UniformReplay` | `MaxValue` | `Mlp` |"));
        let all = "| all together | `PrioritizedReplay` | `DoubleValue` | `Dueling` \
                   | `Polyak` |\n";
        assert!(table.ends_with(all), "{table}");
    }
}
