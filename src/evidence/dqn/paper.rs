//! DQN as it was published, beside the DQN of the course.

use crate::dqn::dqn;
use crate::exploration::Clock;
use crate::lab::stats::{Sheet, grouped, grouped_text};

/// The table of the settings of Mnih et al. (2015) and of the course, in Markdown.
///
/// Source: Mnih et al. (2015), "Methods" and extended data table 1.
pub fn paper() -> String {
    let recipe = dqn();
    let card = recipe.card();
    let epsilon = |step| recipe.exploration.value(Clock { step, episode: 0 });
    let decay = grouped_text(&card.exploration.value("steps"));
    let from_to = |from: &str, to: &str, steps: &str| {
        format!("from {from} to {to} over {steps} steps")
    };
    // A layer is known by its weight, `0.weight [512, 4]`: outputs, inputs.
    let shapes: Vec<(&str, &str)> =
        card.weights.iter().filter_map(|w| shape(w)).collect();
    let inputs = shapes.first().map_or("", |(_, inputs)| inputs);
    let hidden: Vec<&str> =
        shapes.iter().skip(1).map(|(_, inputs)| *inputs).collect();
    let lines: [(&str, &str, String); 12] = [
        (
            "environment",
            "Atari 2600 games",
            card.environment.to_string(),
        ),
        (
            "state",
            "4 screens of 84 by 84 points",
            format!("{inputs} numbers"),
        ),
        (
            "network",
            "3 convolutions, a hidden layer of 512",
            format!("hidden layers of {}", hidden.join(" and ")),
        ),
        ("memory", "1,000,000", grouped(recipe.replay.capacity())),
        ("learning starts at", "50,000", grouped(recipe.warm_up)),
        ("batch size", "32", recipe.batch_size.to_string()),
        (
            "learner steps",
            "1 for 4 actions",
            "1 for 1 action".to_owned(),
        ),
        (
            "target network",
            "a copy every 10,000 learner steps",
            format!("a copy every {} steps", card.target_update.value("every")),
        ),
        ("γ", "0.99", recipe.gamma.to_string()),
        (
            "ε",
            "from 1 to 0.1 over 1,000,000 frames",
            from_to(
                &epsilon(0).to_string(),
                &epsilon(usize::MAX - 1).to_string(),
                &decay,
            ),
        ),
        (
            "optimiser",
            "RMSprop, η = 0.00025, with momentum",
            format!("RMSprop, η = {}, without", recipe.learning_rate),
        ),
        (
            "clipped to [−1, 1]",
            "rewards, and δ in the gradient",
            "nothing".to_owned(),
        ),
    ];
    let lines = lines
        .into_iter()
        .map(|(what, theirs, ours)| vec![what.to_owned(), theirs.to_owned(), ours]);
    let titles = ["", "Mnih et al. (2015)", "here"];
    Sheet::new(&titles, lines.collect()).to_markdown()
}

/// The outputs and the inputs of a layer, from the line of its weight.
fn shape(line: &str) -> Option<(&str, &str)> {
    let (_, shape) = line.split_once(".weight [")?;
    shape.trim_end_matches(']').split_once(", ")
}
