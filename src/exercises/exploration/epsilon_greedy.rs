//! The judge of the ε-greedy rule.

use super::TOLERANCE;
use crate::exercises::verdict::{Trial, Verdict, each, ensure};
use crate::exploration::ActionRule;
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::tensors::greedy;

/// The judge asks for so many actions.
const DRAWS: u64 = 4_000;
/// Values of which the middle one is the largest.
const MIDDLE_BEST: [f32; 3] = [1.0, 5.0, 2.0];

/// Judges a rule that takes any action with probability ε, and otherwise the best one,
/// such as [`crate::exploration::EpsilonGreedy`]. Of several best ones it may take any.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the answers of all exercises are handed in alike"
)]
pub fn check_epsilon_greedy<R: ActionRule<3>>(answer: R) -> Verdict {
    Verdict::new()
        .claim("with ε = 0 it takes the best action", || {
            each(
                [MIDDLE_BEST, [5.0, 1.0, 2.0], [1.0, 5.0, 5.0]],
                |q_values| is_greedy(&answer, q_values),
            )
        })
        .claim("the best of values below 0 is found as well", || {
            is_greedy(&answer, [-3.0, -2.0, -1.0])
        })
        .claim("with ε = 1 all actions are equally likely", || {
            each([MIDDLE_BEST, [5.0, 5.0, 1.0]], |q_values| {
                explores(&answer, q_values, 1.0)
            })
        })
        .claim("with ε in between it does the one or the other", || {
            each([0.3, 0.6], |epsilon| {
                explores(&answer, MIDDLE_BEST, epsilon)
            })
        })
        .claim("all chance comes from the generator handed in", || {
            heeds_the_generator(&answer)
        })
}

/// One action, which must be one.
fn chosen(
    answer: &impl ActionRule<3>,
    q_values: [f32; 3],
    epsilon: f64,
    random: &mut Random,
) -> Result<usize, String> {
    let action = answer.choose(&|| q_values, epsilon, random);
    let action = action
        .map_err(|error| format!("with ε = {epsilon} it gives an error: {error}"))?;
    ensure(action < 3, || {
        format!("it takes action {action}, but there are only 0, 1 and 2")
    })?;
    Ok(action)
}

/// How often each action is taken.
fn counts(
    answer: &impl ActionRule<3>,
    q_values: [f32; 3],
    epsilon: f64,
) -> Result<[u64; 3], String> {
    let mut counts = [0; 3];
    // A generator for each draw: that an answer draws from a copy of its generator is
    // for one claim to say.
    for seed in 0..DRAWS {
        let mut random = random(seed, Stream::Exploration);
        counts[chosen(answer, q_values, epsilon, &mut random)?] += 1;
    }
    Ok(counts)
}

fn is_greedy(answer: &impl ActionRule<3>, q_values: [f32; 3]) -> Trial {
    let counts = counts(answer, q_values, 0.0)?;
    let largest = q_values.into_iter().fold(f32::NEG_INFINITY, f32::max);
    let least = q_values.into_iter().fold(f32::INFINITY, f32::min);
    let only = |of: f32| {
        let mut pairs = counts.iter().zip(q_values);
        pairs.all(|(&count, q)| count == 0 || q == of)
    };
    let hint = if counts.iter().all(|&count| count > DRAWS / 4) {
        " (ε and 1 − ε are swapped)"
    } else if largest < 0.0 && counts[0] == DRAWS {
        " (the search for the largest begins at 0, and all values lie below)"
    } else if only(least) {
        " (this is the worst one)"
    } else {
        ""
    };
    ensure(only(largest), || {
        format!(
            "for the values {q_values:?} and ε = 0, it takes the actions {counts:?} \
             times in {DRAWS}, but must take a best one each time{hint}"
        )
    })
}

/// Each action must come as often as the rule says: ε/3, and 1 − ε more for the best.
fn explores(answer: &impl ActionRule<3>, q_values: [f32; 3], epsilon: f64) -> Trial {
    let counts = counts(answer, q_values, epsilon)?;
    let best = greedy(&q_values);
    let with = |best_part: f64, each: [f64; 2]| {
        let part = |action| {
            if action == best {
                best_part + each[0]
            } else {
                each[1]
            }
        };
        [part(0), part(1), part(2)]
    };
    let agree =
        |p: [f64; 3]| counts.iter().zip(p).all(|(&count, p)| is_near(count, p));
    let share = epsilon / 3.0;
    let expected = with(1.0 - epsilon, [share; 2]);
    let hints = [
        (
            with(1.0 - epsilon, [0.0, epsilon / 2.0]),
            "it explores among the other actions only",
        ),
        (
            with(1.0, [0.0; 2]),
            "it never explores: is ε the probability to do so?",
        ),
        (
            with(epsilon, [(1.0 - epsilon) / 3.0; 2]),
            "ε and 1 − ε are swapped",
        ),
    ];
    let fitting = hints.iter().find(|(p, _)| agree(*p));
    let hint = match fitting {
        Some((_, hint)) => format!(" ({hint})"),
        None if counts[2] == 0 => " (the last action is never drawn)".to_owned(),
        None => String::new(),
    };
    ensure(agree(expected), || {
        let times = expected.map(|p| (p * DRAWS as f64).round());
        format!(
            "for the values {q_values:?} and ε = {epsilon}, it takes the actions \
             {counts:?} times in {DRAWS}, but must take them about {times:?} \
             times{hint}"
        )
    })
}

/// Whether an action of probability `p` may come `count` times: five standard
/// deviations off at most.
fn is_near(count: u64, p: f64) -> bool {
    let draws = DRAWS as f64;
    let deviation = libm::sqrt(draws * p * (1.0 - p));
    (count as f64 - draws * p).abs() <= 5.0 * deviation + TOLERANCE
}

/// The same generator gives the same actions, another gives others, and a generator
/// goes on from one action to the next.
fn heeds_the_generator(answer: &impl ActionRule<3>) -> Trial {
    let actions = |seed| {
        let mut random = random(seed, Stream::Exploration);
        let action = |_| chosen(answer, MIDDLE_BEST, 0.5, &mut random);
        (0..64).map(action).collect::<Result<Vec<usize>, String>>()
    };
    let (first, again, other) = (actions(1)?, actions(1)?, actions(2)?);
    let begins = |actions: &[usize]| format!("{:?}", &actions[..8]);
    ensure(first == again, || {
        format!(
            "from the same generator it takes {} … and {} …, but must take the same \
             (some chance comes from elsewhere)",
            begins(&first),
            begins(&again)
        )
    })?;
    ensure(first.iter().any(|&action| action != first[0]), || {
        format!(
            "one generator gives action {} again and again (draw from the generator \
             itself, not from a copy of it)",
            first[0]
        )
    })?;
    ensure(first != other, || {
        format!(
            "it takes {} … from generators that differ (the generator handed in is \
             not used)",
            begins(&first)
        )
    })
}
