//! The judges of the exercises on exploration: right answers pass, and each plausible
//! wrong one breaks the claim that is about it.

use deepq::exercises::Verdict;
use deepq::exploration::softmax;
use deepq::prelude::*;
use std::fmt::{Debug, Formatter, Result as Written};

#[track_caller]
fn assert_right(verdict: &Verdict) {
    println!("{verdict}\n");
    assert!(verdict.is_right(), "{verdict}");
}

/// The broken claims are the `expected` ones, in this order, each with a fault that
/// holds these words.
#[track_caller]
fn assert_faults<const N: usize>(verdict: &Verdict, expected: [(&str, &str); N]) {
    println!("{verdict}\n");
    let broken = verdict.findings().iter();
    let broken: Vec<(&str, &str)> = broken
        .filter_map(|f| Some((f.claim.as_str(), f.fault.as_deref()?)))
        .collect();
    assert_eq!(broken.len(), N, "{verdict}");
    for ((claim, fault), (expected, words)) in broken.iter().zip(expected) {
        assert_eq!(*claim, expected);
        assert!(fault.contains(words), "{fault}\nlacks: {words}");
    }
}

// ------------------------------------------------------------------ schedule

const FIRST: &str = "step 0 has the start";
const HALF: &str = "half of the steps are half of the way";
const EQUAL: &str = "all steps are equal";
const LAST: &str = "the last of the steps has the end";
const STAYS: &str = "beyond the last step it stays at the end";
const RISES: &str = "a ramp may rise";
const NO_STEPS: &str = "a ramp of no steps is its end";

/// A schedule of start, end, steps and the clock.
struct Formula<F>(F, f64, f64, usize);

impl<F> Debug for Formula<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        f.write_str("Formula")
    }
}

impl<F: Fn(f64, f64, usize, Clock) -> f64> Schedule for Formula<F> {
    fn value(&self, clock: Clock) -> f64 {
        (self.0)(self.1, self.2, self.3, clock)
    }
}

fn judged(of: impl Fn(f64, f64, usize, Clock) -> f64 + Copy) -> Verdict {
    check_ramp(|start, end, steps| Formula(of, start, end, steps))
}

/// The share of the way at `step`.
fn share(step: usize, steps: usize) -> f64 {
    if step >= steps {
        1.0
    } else {
        step as f64 / steps as f64
    }
}

#[test]
fn the_ramp_of_the_course_is_right() {
    assert_right(&check_ramp(|start, end, steps| LinearSchedule {
        start,
        end,
        steps,
    }));
    assert_right(&judged(|start, end, steps, clock| {
        let share = share(clock.step, steps);
        start * (1.0 - share) + end * share
    }));
}

#[test]
fn a_ramp_that_goes_on_beyond_its_end_is_told() {
    let verdict = judged(|start, end, steps, clock| {
        let steps = steps.max(1);
        start + (end - start) * clock.step as f64 / steps as f64
    });
    assert_faults(
        &verdict,
        [
            (
                STAYS,
                "0.25 at step 12 in episode 1, but must give 0.5 (it goes on",
            ),
            (RISES, "so `max` stops nothing"),
            (NO_STEPS, "(no steps lead to the end: it is there at once)"),
        ],
    );
}

#[test]
fn a_ramp_with_its_ends_swapped_is_told() {
    let verdict = judged(|start, end, steps, clock| {
        end + (start - end) * share(clock.step, steps)
    });
    let swapped = "(start and end are swapped)";
    assert_faults(
        &verdict,
        [
            (FIRST, swapped),
            (EQUAL, swapped),
            (LAST, "gives 1 at step 8"),
            (STAYS, "gives 1 at step 12"),
            (RISES, "at step 9"),
            (NO_STEPS, "gives 1 at step 0"),
        ],
    );
}

#[test]
fn a_quotient_of_integers_is_told() {
    let verdict = judged(|start, end, steps, clock| {
        let share = clock.step.checked_div(steps).map_or(1, |q| q.min(1));
        start + (end - start) * share as f64
    });
    let integers = "(a quotient of integers is 0 until it is 1)";
    assert_faults(
        &verdict,
        [
            (HALF, integers),
            (EQUAL, integers),
            (RISES, "the smaller one"),
        ],
    );
}

#[test]
fn a_ramp_that_is_one_step_short_is_told() {
    let verdict = judged(|start, end, steps, clock| {
        start + (end - start) * share(clock.step, steps.saturating_sub(1))
    });
    let early = "(this comes to the end one step early)";
    assert_faults(
        &verdict,
        [(HALF, early), (EQUAL, early), (RISES, "at step 2")],
    );
}

#[test]
fn a_ramp_over_episodes_is_told() {
    let verdict = judged(|start, end, steps, clock| {
        start + (end - start) * share(clock.episode, steps)
    });
    let episodes = "(this counts episodes, not steps)";
    assert_faults(
        &verdict,
        [
            (FIRST, episodes),
            (HALF, episodes),
            (EQUAL, episodes),
            (LAST, episodes),
            (STAYS, episodes),
            (RISES, "gives 0.5 at step 2"),
        ],
    );
}

#[test]
fn a_ramp_that_begins_anew_is_told() {
    let verdict = judged(|start, end, steps, clock| {
        let share = if steps == 0 {
            1.0
        } else {
            share(clock.step % steps, steps)
        };
        start + (end - start) * share
    });
    let anew = "(it begins anew)";
    assert_faults(
        &verdict,
        [(LAST, anew), (STAYS, anew), (RISES, "at step 9")],
    );
}

#[test]
fn a_bound_that_suits_a_falling_ramp_only_is_told() {
    let falling = |start: f64, end: f64, steps: usize, clock: Clock| {
        let share = clock.step as f64 / steps.max(1) as f64;
        let value = if steps == 0 {
            end
        } else {
            start + (end - start) * share
        };
        value.max(end)
    };
    let leaps = "(here the end is the larger one, so `max` leaps to it)";
    assert_faults(&judged(falling), [(RISES, leaps)]);
    let bounded = |start: f64, end: f64, steps: usize, clock: Clock| {
        (start + (end - start) * share(clock.step, steps)).clamp(0.0, 1.0)
    };
    assert_faults(
        &judged(bounded),
        [(RISES, "(a temperature may well be above 1)")],
    );
}

#[test]
fn a_ramp_that_divides_by_no_steps_is_told() {
    let verdict = judged(|start, end, steps, clock| {
        let share = clock.step as f64 / steps as f64;
        let share = if share > 1.0 { 1.0 } else { share };
        start + (end - start) * share
    });
    assert_faults(&verdict, [(NO_STEPS, "gives NaN at step 0")]);
    assert!(verdict.to_string().ends_with("(0 / 0 is no number)"));
}

// ------------------------------------------------------------- ε-greedy rule

const GREEDY: &str = "with ε = 0 it takes the best action";
const BELOW: &str = "the best of values below 0 is found as well";
const EXPLORES: &str = "with ε = 1 all actions are equally likely";
const BETWEEN: &str = "with ε in between it does the one or the other";
const CHANCE: &str = "all chance comes from the generator handed in";

/// A rule of values, ε and a generator.
struct Rule<F>(F);

impl<F> Debug for Rule<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        f.write_str("Rule")
    }
}

impl<F: Fn(&[f32; 3], f64, &mut Random) -> usize> ActionRule<3> for Rule<F> {
    fn choose(
        &self,
        q_values: &dyn Fn() -> [f32; 3],
        epsilon: f64,
        random: &mut Random,
    ) -> Result<usize, Error> {
        Ok((self.0)(&q_values(), epsilon, random))
    }
}

fn ruled(of: impl Fn(&[f32; 3], f64, &mut Random) -> usize) -> Verdict {
    check_epsilon_greedy(Rule(of))
}

#[test]
fn the_rule_of_the_course_is_right() {
    assert_right(&check_epsilon_greedy(EpsilonGreedy));
}

#[test]
fn a_rule_with_another_choice_among_equals_is_right() {
    assert_right(&ruled(|q, epsilon, random| {
        if random.gen_range(0.0..1.0) < epsilon {
            return random.gen_range(0..3);
        }
        (0..3).max_by(|&a, &b| q[a].total_cmp(&q[b])).unwrap()
    }));
}

#[test]
fn a_rule_with_epsilon_swapped_is_told() {
    let verdict = ruled(|q, epsilon, random| {
        if random.gen_bool(epsilon) {
            greedy(q)
        } else {
            random.gen_range(0..3)
        }
    });
    let swapped = "(ε and 1 − ε are swapped)";
    assert_faults(
        &verdict,
        [
            (GREEDY, swapped),
            (BELOW, swapped),
            (
                EXPLORES,
                "(it never explores: is ε the probability to do so?)",
            ),
            (BETWEEN, swapped),
        ],
    );
}

#[test]
fn a_rule_that_explores_among_the_others_is_told() {
    let verdict = ruled(|q, epsilon, random| {
        let best = greedy(q);
        if random.gen_bool(epsilon) {
            (best + random.gen_range(1..3)) % 3
        } else {
            best
        }
    });
    let others = "(it explores among the other actions only)";
    assert_faults(&verdict, [(EXPLORES, others), (BETWEEN, others)]);
}

#[test]
fn a_rule_that_never_explores_is_told() {
    let verdict = ruled(|q, _, _| greedy(q));
    assert_faults(
        &verdict,
        [
            (
                EXPLORES,
                "(it never explores: is ε the probability to do so?)",
            ),
            (
                BETWEEN,
                "(it never explores: is ε the probability to do so?)",
            ),
            (CHANCE, "one generator gives action 1 again and again"),
        ],
    );
}

#[test]
fn a_rule_that_leaves_out_the_last_action_is_told() {
    let verdict = ruled(|q, epsilon, random| {
        if random.gen_bool(epsilon) {
            random.gen_range(0..2)
        } else {
            greedy(q)
        }
    });
    let last = "(the last action is never drawn)";
    assert_faults(&verdict, [(EXPLORES, last), (BETWEEN, last)]);
}

#[test]
fn a_search_that_begins_at_zero_is_told() {
    let verdict = ruled(|q, epsilon, random| {
        if random.gen_bool(epsilon) {
            return random.gen_range(0..3);
        }
        let (mut best, mut largest) = (0, 0.0);
        for (action, &value) in q.iter().enumerate() {
            if value > largest {
                (best, largest) = (action, value);
            }
        }
        best
    });
    assert_faults(
        &verdict,
        [(
            BELOW,
            "(the search for the largest begins at 0, and all values lie",
        )],
    );
}

#[test]
fn a_rule_that_takes_the_worst_action_is_told() {
    let verdict = ruled(|q, epsilon, random| {
        if random.gen_bool(epsilon) {
            random.gen_range(0..3)
        } else {
            greedy(&q.map(|q| -q))
        }
    });
    let worst = "(this is the worst one)";
    let between = "for the values [1.0, 5.0, 2.0] and ε = 0.3, it takes";
    // Of three values below 0 the first is the least, where a search from 0 ends too.
    let below = "[4000, 0, 0] times in 4000, but must take a best one";
    assert_faults(
        &verdict,
        [(GREEDY, worst), (BELOW, below), (BETWEEN, between)],
    );
}

#[test]
fn a_rule_that_copies_the_generator_or_has_its_own_is_told() {
    let verdict = ruled(|q, epsilon, random| {
        let mut copy = random.clone();
        if copy.gen_bool(epsilon) {
            copy.gen_range(0..3)
        } else {
            greedy(q)
        }
    });
    assert_faults(&verdict, [(CHANCE, "not from a copy of it")]);

    let own = std::cell::RefCell::new(random(7, Stream::Exploration));
    let verdict = ruled(|q, epsilon, _| {
        let mut own = own.borrow_mut();
        if own.gen_bool(epsilon) {
            own.gen_range(0..3)
        } else {
            greedy(q)
        }
    });
    assert_faults(&verdict, [(CHANCE, "(some chance comes from elsewhere)")]);
}

#[test]
fn an_action_that_does_not_exist_is_told() {
    let verdict = ruled(|q, epsilon, random| {
        if random.gen_bool(epsilon) {
            random.gen_range(0..=3)
        } else {
            greedy(q)
        }
    });
    let none = "it takes action 3, but there are only 0, 1 and 2";
    assert_faults(
        &verdict,
        [(EXPLORES, none), (BETWEEN, none), (CHANCE, none)],
    );
}

/// Refuses every ε above a half.
#[derive(Debug)]
struct Refuses;
impl ActionRule<3> for Refuses {
    fn choose(
        &self,
        q_values: &dyn Fn() -> [f32; 3],
        epsilon: f64,
        random: &mut Random,
    ) -> Result<usize, Error> {
        EpsilonGreedy.choose(q_values, epsilon * 2.0, random)
    }
}

#[test]
fn a_rule_that_refuses_is_told() {
    let verdict = check_epsilon_greedy(Refuses);
    assert!(
        verdict
            .to_string()
            .contains("with ε = 1 it gives an error: ")
    );
}

// ------------------------------------------------------------------- softmax

const SUM: &str = "the probabilities sum to 1";
const ODDS: &str = "a lead of 1 is a factor e in the odds, at T = 1";
const DIVIDES: &str = "the temperature divides the values";
const LARGE: &str = "large values do not overflow";
const FAR_BELOW: &str = "values far below 0 do not vanish";

/// The powers of e, over their sum.
fn shares(powers: [f64; 3]) -> [f64; 3] {
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

#[test]
fn the_softmax_of_the_course_is_right() {
    assert_right(&check_softmax(softmax));
}

#[test]
fn a_softmax_that_overflows_is_told() {
    let verdict =
        check_softmax(|q, t| shares(q.map(|q| libm::exp(f64::from(q) / t))));
    assert_faults(
        &verdict,
        [
            (
                LARGE,
                "∞ / ∞ is no number: subtract the largest value first)",
            ),
            (
                FAR_BELOW,
                "0 / 0 is no number: subtract the largest value, also",
            ),
        ],
    );
}

#[test]
fn a_largest_value_that_begins_at_zero_is_told() {
    let verdict = check_softmax(|q, t| {
        let largest = q.iter().copied().fold(0.0, f32::max);
        shares(q.map(|q| libm::exp(f64::from(q - largest) / t)))
    });
    assert_faults(&verdict, [(FAR_BELOW, "also where it lies below 0)")]);
}

#[test]
fn a_temperature_on_the_wrong_side_is_told() {
    let verdict = check_softmax(|q, t| softmax(q, 1.0 / t));
    assert_faults(
        &verdict,
        [
            (
                DIVIDES,
                "(the temperature is multiplied where it must divide)",
            ),
            (
                LARGE,
                "(the temperature is multiplied where it must divide)",
            ),
        ],
    );
    let verdict = check_softmax(|q, _| softmax(q, 1.0));
    assert_faults(
        &verdict,
        [
            (DIVIDES, "(the temperature is missing)"),
            (LARGE, "(the temperature is missing)"),
        ],
    );
}

#[test]
fn a_softmax_with_the_wrong_sign_is_told() {
    let verdict = check_softmax(|q, t| softmax(&q.map(|q| -q), t));
    let sign = "(the sign is wrong: the worst action is the likeliest)";
    assert_faults(
        &verdict,
        [
            (ODDS, sign),
            (DIVIDES, sign),
            (LARGE, sign),
            (FAR_BELOW, sign),
        ],
    );
}

#[test]
fn powers_that_are_not_divided_by_their_sum_are_told() {
    let verdict = check_softmax(|q, t| {
        let largest = f64::from(q[greedy(q)]);
        q.map(|q| libm::exp((f64::from(q) - largest) / t))
    });
    assert_faults(
        &verdict,
        [
            (
                SUM,
                "it gives [1.0000, 1.0000, 1.0000], whose sum is 3.0000",
            ),
            (ODDS, "gives [0.0498, 0.1353, 1.0000], but must give"),
            (DIVIDES, "and T = 0.5 it gives"),
            (LARGE, "it gives [0.3679, 0.1353, 1.0000]"),
            (FAR_BELOW, "it gives [0.3679, 1.0000, 0.1353]"),
        ],
    );
}

#[test]
fn shares_of_the_values_themselves_are_told() {
    let verdict = check_softmax(|q, _| {
        if q.iter().all(|&q| q == 0.0) {
            return [1.0 / 3.0; 3];
        }
        shares(q.map(f64::from))
    });
    let shares = "(these are shares of the values: the exponential is missing)";
    assert_faults(
        &verdict,
        [
            (ODDS, shares),
            (DIVIDES, shares),
            (LARGE, shares),
            (FAR_BELOW, shares),
        ],
    );
}
