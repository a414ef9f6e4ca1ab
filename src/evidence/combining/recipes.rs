//! The agents of the course and their pieces, side by side.

use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{Dueling, all, dueling};
use crate::foundations::{Architecture, Mlp};
use crate::lab::stats::Sheet;
use crate::per::per;
use crate::polyak::polyak;
use crate::recipe::RecipeCard;

/// The table of the agents and of their pieces, by their names.
pub(crate) fn all_recipes() -> String {
    let agents = [
        ("DQN", dqn().card()),
        ("double DQN", ddqn().card()),
        ("PER", per().card()),
        ("Polyak", polyak().card()),
        ("dueling", dueling().card()),
        ("all together", all().card()),
    ];
    let networks = [
        ("Mlp", Mlp::<4, 2>::architecture()),
        ("Dueling", Dueling::<4, 2>::architecture()),
    ];
    let line = |(name, card): &(&str, RecipeCard)| {
        let network = networks.iter().find(|(_, layers)| *layers == card.network);
        let bootstrap = card.objective.value("bootstrap");
        let pieces = [
            card.replay.name(),
            &bootstrap,
            network.map_or("", |(name, _)| name),
            card.target_update.name(),
        ];
        let pieces = pieces.map(|piece| format!("`{piece}`"));
        [vec![(*name).to_owned()], pieces.to_vec()].concat()
    };
    let titles = ["agent", "memory", "bootstrap", "network", "target update"];
    Sheet::new(&titles, agents.iter().map(line).collect()).to_markdown()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_four_pieces_of_the_table_differs() {
        let rest = |card: RecipeCard| -> Vec<_> {
            card.pieces().into_iter().skip(4).collect()
        };
        let cards = [ddqn().card(), per().card(), polyak().card()];
        for card in [&cards[..], &[dueling().card(), all().card()]].concat() {
            assert_eq!(rest(card), rest(dqn().card()));
        }
    }
}
