//! The judges of the exercises on exploration: a schedule, and two rules.

use super::verdict::{Trial, Verdict, each, ensure};
use crate::exploration::{ActionRule, Clock, Schedule, softmax};
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::tensors::greedy;

/// Numbers that are no further apart are equal.
const TOLERANCE: f64 = 1e-6;

fn is_equal(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE
}

// ------------------------------------------------------------------ schedule

/// A ramp at one clock, the value that it must have, and what a typical slip makes of
/// it.
struct Case {
    start: f64,
    end: f64,
    steps: usize,
    step: usize,
    episode: usize,
    value: f64,
    slips: &'static [(f64, &'static str)],
}

const EPISODES: &str = "this counts episodes, not steps";
const INTEGERS: &str = "a quotient of integers is 0 until it is 1";
const ONE_EARLY: &str = "this comes to the end one step early";
const BEYOND: &str = "it goes on beyond its end";
const ANEW: &str = "it begins anew";

// No step is the number of its episode.
const FIRST: Case = Case {
    start: 1.0,
    end: 0.5,
    steps: 8,
    step: 0,
    episode: 1,
    value: 1.0,
    slips: &[
        (0.5, "start and end are swapped"),
        (0.9375, EPISODES),
        (
            0.0,
            "a share alone is no value: it lies between start and end",
        ),
    ],
};
const HALF: Case = Case {
    step: 4,
    value: 0.75,
    slips: &[
        (0.9375, EPISODES),
        (1.0, INTEGERS),
        (1.0 - 2.0 / 7.0, ONE_EARLY),
    ],
    ..FIRST
};
const QUARTER: Case = Case {
    step: 2,
    value: 0.875,
    slips: &[
        (0.9375, EPISODES),
        (1.0, INTEGERS),
        (1.0 - 1.0 / 7.0, ONE_EARLY),
        (0.625, "start and end are swapped"),
    ],
    ..FIRST
};
const THREE_QUARTERS: Case = Case {
    step: 6,
    value: 0.625,
    slips: &[],
    ..FIRST
};
const END: Case = Case {
    step: 8,
    value: 0.5,
    slips: &[(0.9375, EPISODES), (1.0, ANEW), (1.0 - 4.0 / 7.0, BEYOND)],
    ..FIRST
};
const BEYOND_END: Case = Case {
    step: 12,
    value: 0.5,
    slips: &[
        (0.9375, EPISODES),
        (0.25, BEYOND),
        (0.75, ANEW),
        (1.0, ANEW),
    ],
    ..FIRST
};
const FAR_BEYOND: Case = Case {
    step: 1_000,
    value: 0.5,
    slips: &[(-61.5, BEYOND)],
    ..FIRST
};
const RISING: Case = Case {
    start: 0.25,
    end: 1.25,
    steps: 4,
    step: 2,
    episode: 1,
    value: 0.75,
    slips: &[
        (1.25, "here the end is the larger one, so `max` leaps to it"),
        (0.25, "here the start is the smaller one"),
        (1.0, "a temperature may well be above 1"),
    ],
};
const RISEN: Case = Case {
    step: 9,
    value: 1.25,
    slips: &[
        (
            2.5,
            "here the end is the larger one, so `max` stops nothing",
        ),
        (1.0, "a temperature may well be above 1"),
    ],
    ..RISING
};
const NO_STEPS: Case = Case {
    steps: 0,
    step: 0,
    value: 0.5,
    slips: &[(1.0, "no steps lead to the end: it is there at once")],
    ..FIRST
};

/// Judges a schedule that goes from a start to an end in equal steps, and stays there,
/// such as [`crate::exploration::Ramp`]; `new` makes one for a start, an end, and the
/// steps in between.
pub fn check_ramp<S: Schedule>(new: impl Fn(f64, f64, usize) -> S) -> Verdict {
    let tried = |cases: &[Case]| each(cases, |case| case.tried(&new));
    Verdict::new()
        .claim("step 0 has the start", || tried(&[FIRST]))
        .claim("half of the steps are half of the way", || tried(&[HALF]))
        .claim("all steps are equal", || tried(&[QUARTER, THREE_QUARTERS]))
        .claim("the last of the steps has the end", || tried(&[END]))
        .claim("beyond the last step it stays at the end", || {
            tried(&[BEYOND_END, FAR_BEYOND])
        })
        .claim("a ramp may rise", || tried(&[RISING, RISEN]))
        .claim("a ramp of no steps is its end", || tried(&[NO_STEPS]))
}

impl Case {
    fn tried<S: Schedule>(&self, new: impl Fn(f64, f64, usize) -> S) -> Trial {
        let schedule = new(self.start, self.end, self.steps);
        let found = schedule.value(Clock {
            step: self.step,
            episode: self.episode,
        });
        ensure(is_equal(found, self.value), || self.fault(found))
    }

    fn fault(&self, found: f64) -> String {
        let slip = self.slips.iter().find(|(slip, _)| is_equal(found, *slip));
        let hint = match slip {
            Some((_, hint)) => format!(" ({hint})"),
            None if found.is_nan() => " (0 / 0 is no number)".to_owned(),
            None => String::new(),
        };
        format!(
            "from {} to {} in {} steps, it gives {found} at step {} in episode {}, \
             but must give {}{hint}",
            self.start, self.end, self.steps, self.step, self.episode, self.value
        )
    }
}

// ------------------------------------------------------------- ε-greedy rule

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

// ------------------------------------------------------------------- softmax

/// Judges exp(qₐ/T) / Σ exp(q/T), given as a function of the values and T.
pub fn check_softmax(answer: impl Fn(&[f32; 3], f64) -> [f64; 3]) -> Verdict {
    let weighs = |q_values, temperature| weighs(&answer, q_values, temperature);
    Verdict::new()
        .claim("the probabilities sum to 1", || {
            each([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]], |q| {
                sums_to_one(&answer, q)
            })
        })
        .claim("a lead of 1 is a factor e in the odds, at T = 1", || {
            weighs([1.0, 2.0, 4.0], 1.0)
        })
        .claim("the temperature divides the values", || {
            each([0.5, 2.0], |temperature| {
                weighs([1.0, 2.0, 4.0], temperature)
            })
        })
        .claim("large values do not overflow", || {
            weighs([10_000.0, 9_999.0, 10_001.0], 1.0)?;
            weighs([1.0, 2.0, 3.0], 0.001)
        })
        .claim("values far below 0 do not vanish", || {
            weighs([-10_000.0, -9_999.0, -10_001.0], 1.0)
        })
}

fn sums_to_one(
    answer: impl Fn(&[f32; 3], f64) -> [f64; 3],
    q_values: [f32; 3],
) -> Trial {
    let found = answer(&q_values, 1.0);
    let sum: f64 = found.iter().sum();
    ensure(is_equal(sum, 1.0), || {
        format!(
            "for the values {q_values:?} it gives {}, whose sum is {sum:.4}",
            rounded(found)
        )
    })
}

/// The probabilities must be those of the course's softmax.
fn weighs(
    answer: impl Fn(&[f32; 3], f64) -> [f64; 3],
    q_values: [f32; 3],
    temperature: f64,
) -> Trial {
    let found = answer(&q_values, temperature);
    let expected = softmax(&q_values, temperature);
    let agree = |p: [f64; 3]| found.iter().zip(p).all(|(&a, b)| is_equal(a, b));
    let total: f64 = q_values.iter().map(|&q| f64::from(q)).sum();
    let hints = [
        (
            softmax(&q_values, 1.0 / temperature),
            "the temperature is multiplied where it must divide",
        ),
        (softmax(&q_values, 1.0), "the temperature is missing"),
        (
            softmax(&q_values.map(|q| -q), temperature),
            "the sign is wrong: the worst action is the likeliest",
        ),
        (
            q_values.map(|q| f64::from(q) / total),
            "these are shares of the values: the exponential is missing",
        ),
    ];
    let fitting = hints.iter().find(|(p, _)| agree(*p));
    let hint = match fitting {
        Some((_, hint)) => format!(" ({hint})"),
        None if found.iter().all(|p| p.is_finite()) => String::new(),
        None if q_values[0] > 0.0 => " (the exponential overflows, and ∞ / ∞ is no \
                                      number: subtract the largest value first)"
            .to_owned(),
        None => " (all exponentials are 0, and 0 / 0 is no number: subtract the \
                 largest value, also where it lies below 0)"
            .to_owned(),
    };
    ensure(agree(expected), || {
        format!(
            "for the values {q_values:?} and T = {temperature} it gives {}, but must \
             give {}{hint}",
            rounded(found),
            rounded(expected)
        )
    })
}

fn rounded(numbers: [f64; 3]) -> String {
    let [a, b, c] = numbers.map(|number| format!("{number:.4}"));
    format!("[{a}, {b}, {c}]")
}
