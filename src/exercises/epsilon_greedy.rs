//! The judge of the ε-greedy rule.

use super::chance::{Luck, may_come};
use super::verdict::{Trial, Verdict, each, ensure, hinted};
use crate::exploration::ActionRule;
use crate::foundations::random::random;
use crate::foundations::{Random, Stream, greedy};

/// The judge asks for this many actions.
const DRAWS: u64 = 4_000;
/// Values of which the middle one is the largest.
const MIDDLE_BEST: [f32; 3] = [1.0, 5.0, 2.0];

/// Judges a rule that takes any action with probability ε, and otherwise the best one,
/// such as [`crate::exploration::EpsilonGreedy`]. Of several best ones it may take any.
pub fn check_epsilon_greedy<R: ActionRule<3>>(answer: R) -> Verdict {
    let rule = Rule(answer);
    Verdict::new()
        .claim("with ε = 0 it takes the best action", || {
            each([MIDDLE_BEST, [5.0, 1.0, 2.0], [1.0, 5.0, 5.0]], |q| {
                rule.is_greedy(q)
            })
        })
        .claim("the best of values below 0 is found as well", || {
            rule.is_greedy([-3.0, -2.0, -1.0])
        })
        .claim("with ε = 1 all actions are equally likely", || {
            each([MIDDLE_BEST, [5.0, 5.0, 1.0]], |q| rule.explores(q, 1.0))
        })
        .claim("with ε in between it does the one or the other", || {
            each([0.3, 0.6], |epsilon| rule.explores(MIDDLE_BEST, epsilon))
        })
        .claim("all chance comes from the generator handed in", || {
            rule.heeds_the_generator()
        })
}

struct Rule<R>(R);

impl<R: ActionRule<3>> Rule<R> {
    /// One action, which must be one.
    fn chosen(
        &self,
        q_values: [f32; 3],
        epsilon: f64,
        random: &mut Random,
    ) -> Result<usize, String> {
        let action = self.0.choose(&|| q_values, epsilon, random);
        let action = action.map_err(|error| {
            format!("with ε = {epsilon} it gives an error: {error}")
        })?;
        ensure(action < 3, || {
            format!("it takes action {action}, but there are only 0, 1 and 2")
        })?;
        Ok(action)
    }

    /// How often each action is taken.
    fn counts(&self, q_values: [f32; 3], epsilon: f64) -> Result<[u64; 3], String> {
        let mut counts = [0; 3];
        // A generator for each draw: that an answer draws from a copy of its generator is
        // for one claim to say.
        for seed in 0..DRAWS {
            let mut random = random(seed, Stream::Exploration);
            counts[self.chosen(q_values, epsilon, &mut random)?] += 1;
        }
        Ok(counts)
    }

    fn is_greedy(&self, q_values: [f32; 3]) -> Trial {
        let counts = self.counts(q_values, 0.0)?;
        let largest = q_values.into_iter().fold(f32::NEG_INFINITY, f32::max);
        let least = q_values.into_iter().fold(f32::INFINITY, f32::min);
        let only = |of: f32| {
            let mut pairs = counts.iter().zip(q_values);
            pairs.all(|(&count, q)| count == 0 || q == of)
        };
        ensure(only(largest), || {
            let hint = hinted([
                (
                    counts.iter().all(|&count| count > DRAWS / 4),
                    "ε and 1 − ε are swapped",
                ),
                (
                    largest < 0.0 && counts[0] == DRAWS,
                    "the search for the largest begins at 0, and all values lie below",
                ),
                (only(least), "this is the worst one"),
            ]);
            format!(
                "for the values {q_values:?} and ε = 0, it takes the actions {counts:?} \
             times in {DRAWS}, but must take a best one each time{hint}"
            )
        })
    }

    /// Each action must come as often as the rule says: ε/3, and 1 − ε more for the best.
    fn explores(&self, q_values: [f32; 3], epsilon: f64) -> Trial {
        let counts = self.counts(q_values, epsilon)?;
        // The probabilities, by that of the best action and of each other.
        let with = |best: f64, other: f64| {
            let mut p = [other; 3];
            p[greedy(&q_values)] = best;
            p
        };
        let agree = |p: [f64; 3]| {
            let mut pairs = counts.iter().zip(p);
            pairs.all(|(&count, p)| may_come(count, DRAWS, p))
        };
        let share = epsilon / 3.0;
        let expected = with(1.0 - epsilon + share, share);
        ensure(agree(expected), || {
            let rest = (1.0 - epsilon) / 3.0;
            let hint = hinted([
                (
                    agree(with(1.0 - epsilon, epsilon / 2.0)),
                    "it explores among the other actions only",
                ),
                (
                    agree(with(1.0, 0.0)),
                    "it never explores: is ε the probability to do so?",
                ),
                (agree(with(epsilon + rest, rest)), "ε and 1 − ε are swapped"),
                (counts[2] == 0, "the last action is never drawn"),
            ]);
            let times = expected.map(|p| (p * DRAWS as f64).round());
            format!(
                "for the values {q_values:?} and ε = {epsilon}, it takes the actions \
             {counts:?} times in {DRAWS}, but must take them about {times:?} \
             times{hint}"
            )
        })
    }

    /// The same generator gives the same actions, another gives others, and a generator
    /// goes on from one action to the next.
    fn heeds_the_generator(&self) -> Trial {
        let luck = Luck::of(|seed| {
            let mut random = random(seed, Stream::Exploration);
            let mut action = |_| self.chosen(MIDDLE_BEST, 0.5, &mut random);
            let mut actions = || (0..32).map(&mut action).collect();
            let draws: [Result<Vec<usize>, String>; 2] = [actions(), actions()];
            let [first, second] = draws;
            Ok::<_, String>([first?, second?])
        })?;
        let begins = |actions: &[usize]| format!("{:?}", &actions[..8]);
        let first = begins(&luck.first);
        ensure(luck.repeats(), || {
            format!(
                "from the same generator it takes {first} … and {} …, but must take the \
             same (some chance comes from elsewhere)",
                begins(&luck.again)
            )
        })?;
        ensure(luck.goes_on(), || {
            format!(
                "one generator gives action {} again and again (draw from the generator \
             itself, not from a copy of it)",
                luck.first[0]
            )
        })?;
        ensure(luck.differs(), || {
            format!(
                "it takes {first} … from generators that differ (the generator handed in \
             is not used)"
            )
        })
    }
}
