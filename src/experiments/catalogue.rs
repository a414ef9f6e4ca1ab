//! Every recipe of the course by its name.

use crate::as_printed::{
    dueling_with_naive_sum, dueling_with_swapped_polyak, per_never_updated,
    per_with_squared_weights, printed_dqn, printed_dueling, printed_per,
    sign_lost_per,
};
use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{all, dueling};
use crate::error::Error;
use crate::experiments::circuit::CIRCUITS;
use crate::experiments::corners::CORNERS;
use crate::experiments::doors::DOORS;
use crate::experiments::entry::{Entry, OnCartPole, entry, on_cart_pole};
use crate::experiments::fair::{FAIR, FAIR_NFQ, LAGS};
use crate::experiments::faults::{FAULTS, REMEDIES};
use crate::experiments::growing_batch::GROWING_BATCH;
use crate::experiments::look_ahead::THREE_STEPS;
use crate::experiments::map::MAPPED;
use crate::experiments::markov::MARKOV;
use crate::experiments::more_actions::MORE_ACTIONS;
use crate::experiments::pieces::{PIECES, learning, with_huber};
use crate::experiments::settings::Configure;
use crate::experiments::streams::{PQN, STREAM_Q};
use crate::experiments::sweep::SWEPT;
use crate::experiments::undiscounted::UNDISCOUNTED;
use crate::experiments::variants::{
    at_the_lectures_rate, copying_every, discounted, on_normalized,
    with_larger_steps, with_slow_target,
};
use crate::experiments::worlds::agents::{IN_WORLDS, unrecorded};
use crate::lab::runs::Length;
use crate::nfq::nfq;
use crate::per::per;
use crate::polyak::polyak;
use crate::rank::rank_per;

/// NFQ makes its agents itself.
const NFQ: OnCartPole<4> =
    OnCartPole(|settings, seed| nfq().with(settings)?.agent(seed));

/// The course's agents in the order of the chapters, then with the settings of the
/// lecture and as the lecture prints them, then in a world of its own. Those with a fault
/// of the museum are in [`FAULTS`].
pub const CATALOGUE: &[Entry] = &[
    Entry {
        length: Length::Episodes(2_500),
        ..on_cart_pole("nfq", "NFQ", &NFQ)
    },
    entry!("dqn", "DQN", dqn()),
    entry!("discounted", "DQN with a discount", discounted()),
    entry!(
        "huber",
        "DQN, Huber, slow target",
        with_huber(with_slow_target())
    ),
    entry!("normalized", "DQN, normalised", on_normalized()),
    entry!(
        "learn-every-4",
        "DQN, learning every 4",
        copying_every(100, learning(4, 1, dqn()))
    ),
    entry!("ddqn", "Double DQN", ddqn()),
    entry!("per", "PER", per()),
    entry!("rank", "PER by rank", rank_per()),
    entry!("polyak", "Polyak", polyak()),
    entry!("dueling", "Dueling", dueling()),
    entry!("all", "All together", all()),
    entry!(
        "polyak-larger",
        "Polyak, larger steps",
        with_larger_steps(polyak())
    ),
    entry!(
        "dueling-larger",
        "Dueling, larger steps",
        with_larger_steps(dueling())
    ),
    entry!(
        "ddqn-lecture",
        "Double DQN (lecture)",
        at_the_lectures_rate(ddqn())
    ),
    entry!("per-lecture", "PER (lecture)", at_the_lectures_rate(per())),
    entry!("printed-dqn", "DQN as printed", printed_dqn()),
    entry!(
        "printed-per",
        "PER as printed",
        at_the_lectures_rate(printed_per())
    ),
    entry!(
        "sign-lost",
        "PER, weights as printed",
        at_the_lectures_rate(sign_lost_per())
    ),
    entry!(
        "squared-weights",
        "PER, squared weights",
        at_the_lectures_rate(per_with_squared_weights())
    ),
    entry!(
        "never-updated",
        "PER, no priority changes",
        at_the_lectures_rate(per_never_updated())
    ),
    entry!("printed-dueling", "Dueling as printed", printed_dueling()),
    entry!("naive-sum", "Dueling, naive sum", dueling_with_naive_sum()),
    entry!(
        "swapped-dueling",
        "Dueling, roles swapped",
        dueling_with_swapped_polyak()
    ),
    GROWING_BATCH,
    DOORS,
    STREAM_Q,
    PQN,
];

/// The recipe named `name`, also one in another world, which is called `world/recipe`.
///
/// # Errors
/// [`Error::UnknownRecipe`], which suggests the name that begins like it, or else the one
/// that is spelled most like it.
pub fn find(name: &str) -> Result<Entry, Error> {
    let mut all = entries().chain(unrecorded());
    if let Some(entry) = all.find(|entry| entry.name == name) {
        return Ok(entry);
    }
    let known: Vec<&str> = entries().map(|entry| entry.name).collect();
    Err(unknown(name, &known))
}

/// Every entry: the course's agents, then the faults of the museum and what belongs to
/// them, then the corners of the triad, the pieces and the settings at equal steps,
/// the fair comparison with a discount and without one, the quantum circuit, and other
/// worlds.
pub fn entries() -> impl Iterator<Item = Entry> {
    let faulty = FAULTS.into_iter().map(|fault| fault.entry);
    let twins = FAULTS.into_iter().filter_map(|fault| fault.twin);
    let museum = faulty.chain(twins).chain(REMEDIES);
    CATALOGUE
        .iter()
        .copied()
        .chain(museum)
        .chain(CORNERS)
        .chain(PIECES)
        .chain(SWEPT)
        .chain(MAPPED)
        .chain(MARKOV)
        .chain(FAIR)
        .chain([FAIR_NFQ])
        .chain(LAGS)
        .chain(UNDISCOUNTED)
        .chain([THREE_STEPS])
        .chain(MORE_ACTIONS)
        .chain(CIRCUITS)
        .chain(IN_WORLDS)
}

/// The refusal of a name that is none of `known`.
pub(crate) fn unknown(name: &str, known: &[&str]) -> Error {
    let asked = name.to_lowercase();
    // A beginning, of its name or of a word of its title, counts more than letters.
    let begins = |known: &str| {
        let title = entries().find(|entry| entry.name == known);
        let title = title.map_or(String::new(), |entry| entry.title.to_lowercase());
        let mut words = std::iter::once(known).chain(title.split([' ', ',']));
        asked.len() > 2 && words.any(|word| word.starts_with(&asked))
    };
    let distance =
        |known: &&&str| (!begins(known), strsim::levenshtein(known, &asked));
    let nearest = known.iter().min_by_key(distance).copied();
    Error::UnknownRecipe {
        // It may be what a file says.
        name: name.escape_debug().to_string(),
        nearest: nearest.unwrap_or_default().to_owned(),
        known: known.join(", "),
    }
}
