//! DQN as it was published, beside the DQN of the course.

use crate::dqn::dqn;
use crate::exploration::Clock;
use crate::lab::stats::{Sheet, grouped, grouped_text};
use std::fmt::Display;

/// The table of the settings of Mnih et al. (2015) and of the course, in Markdown.
///
/// Source: Mnih et al. (2015), "Methods" and extended data table 1.
pub fn paper() -> String {
    let recipe = dqn();
    let card = recipe.card();
    let epsilon = |step| recipe.exploration.value(Clock { step, episode: 0 });
    let decay = grouped_text(&card.exploration.value("steps"));
    // A layer is known by its weight, `0.weight [512, 4]`: outputs, inputs.
    let shapes: Vec<(&str, &str)> =
        card.weights.iter().filter_map(|w| shape(w)).collect();
    let inputs = shapes.first().map_or("", |(_, inputs)| inputs);
    let hidden: Vec<&str> =
        shapes.iter().skip(1).map(|(_, inputs)| *inputs).collect();
    let (first, last) = (epsilon(0), epsilon(usize::MAX - 1));
    let every = card.target_update.value("every");
    let (rate, hidden) = (recipe.learning_rate.at_start(), hidden.join(" and "));
    let mut lines = Vec::new();
    let mut line = |what: &str, theirs: &str, ours: &dyn Display| {
        lines.push(vec![what.to_owned(), theirs.to_owned(), ours.to_string()]);
    };
    line("environment", "Atari 2600 games", &card.environment);
    line("an action lasts", "4 frames", &"1 time step");
    let theirs = "after up to 30 actions that do nothing";
    line("an episode starts", theirs, &"near the upright position");
    let theirs = "4 screens of 84 by 84 points";
    line("state", theirs, &format!("{inputs} numbers"));
    let theirs = "3 convolutions, a hidden layer of 512";
    line("network", theirs, &format!("hidden layers of {hidden}"));
    line("memory", "1,000,000", &grouped(recipe.replay.capacity()));
    line("learning starts at", "50,000", &grouped(recipe.warm_up));
    line("batch size", "32", &recipe.batch_size);
    line("learner steps", "1 for 4 actions", &"1 for 1 action");
    let theirs = "a copy every 10,000 learner steps";
    line(
        "target network",
        theirs,
        &format!("a copy every {every} steps"),
    );
    line("γ", "0.99", &recipe.gamma);
    let ours = format!("from {first} to {last} over {decay} steps");
    line("ε", "from 1 to 0.1 over 1,000,000 frames", &ours);
    let ours = format!("RMSprop, η = {rate}, without");
    line(
        "optimiser",
        "centred RMSprop, η = 0.00025, with momentum",
        &ours,
    );
    line("an evaluation plays with", "ε = 0.05", &"ε = 0");
    let theirs = "rewards, and δ in the gradient";
    line("clipped to [−1, 1]", theirs, &"nothing");
    let titles = ["", "Mnih et al. (2015)", "here"];
    Sheet::new(&titles, lines).to_markdown()
}

/// The outputs and the inputs of a layer, from the line of its weight.
fn shape(line: &str) -> Option<(&str, &str)> {
    let (_, shape) = line.split_once(".weight [")?;
    shape.trim_end_matches(']').split_once(", ")
}
