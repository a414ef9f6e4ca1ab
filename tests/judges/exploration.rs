//! A linear schedule, the ε-greedy rule, and softmax.

use super::judged::{By, Judged};
use deepq::exercises::Verdict;
use deepq::exploration::softmax;
use deepq::prelude::*;
use std::cell::RefCell;

/// Goes from the start to the end by a share of the steps and of the clock.
fn linear(share: fn(usize, Clock) -> f64) -> Verdict {
    value(move |start, end, steps, clock| {
        start + (end - start) * share(steps, clock)
    })
}

/// Has a value of start, end, steps and the clock.
fn value(of: impl Fn(f64, f64, usize, Clock) -> f64 + Copy) -> Verdict {
    check_linear_schedule(|start, end, steps| {
        By(move |clock| of(start, end, steps, clock))
    })
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
fn a_linear_schedule_is_judged() {
    let of_the_course = |start, end, steps| LinearSchedule { start, end, steps };
    Judged::new("linear_schedule")
        .right("LinearSchedule", &check_linear_schedule(of_the_course))
        .right(
            "shares of both ends",
            &value(|start, end, steps, clock| {
                let share = share(clock.step, steps);
                start * (1.0 - share) + end * share
            }),
        )
        .wrong(
            "it goes on beyond its end",
            [5, 6, 7],
            &linear(|steps, clock| clock.step as f64 / steps.max(1) as f64),
        )
        .wrong(
            "its ends are swapped",
            [1, 3, 4, 5, 6, 7],
            &value(|start, end, steps, clock| {
                end + (start - end) * share(clock.step, steps)
            }),
        )
        .wrong(
            "a quotient of integers",
            [2, 3, 6],
            &linear(|steps, clock| {
                clock.step.checked_div(steps).map_or(1, |q| q.min(1)) as f64
            }),
        )
        .wrong(
            "one step short",
            [2, 3, 6],
            &linear(|steps, clock| share(clock.step, steps.saturating_sub(1))),
        )
        .wrong(
            "over episodes",
            [1, 2, 3, 4, 5, 6],
            &linear(|steps, clock| share(clock.episode, steps)),
        )
        .wrong(
            "it begins anew",
            [4, 5, 6],
            &linear(|steps, clock| match steps {
                0 => 1.0,
                _ => share(clock.step % steps, steps),
            }),
        )
        .wrong(
            "`max` with the end",
            [6],
            &value(|start, end, steps, clock| {
                let share = clock.step as f64 / steps.max(1) as f64;
                let share = if steps == 0 { 1.0 } else { share };
                (start + (end - start) * share).max(end)
            }),
        )
        .wrong(
            "within 0 and 1",
            [6],
            &value(|start, end, steps, clock| {
                (start + (end - start) * share(clock.step, steps)).clamp(0.0, 1.0)
            }),
        )
        .wrong(
            "it divides by no steps",
            [7],
            &linear(|steps, clock| {
                let share = clock.step as f64 / steps as f64;
                if share > 1.0 { 1.0 } else { share }
            }),
        )
        .told();
}

/// Explores with probability ε, and takes one of the values otherwise.
fn rule(
    explore: fn(&[f32; 3], &mut Random) -> usize,
    exploit: fn(&[f32]) -> usize,
) -> Verdict {
    check_epsilon_greedy(By(move |q: &[f32; 3], epsilon, random: &mut Random| {
        if random.gen_bool(epsilon) {
            explore(q, random)
        } else {
            exploit(q)
        }
    }))
}

fn any(_: &[f32; 3], random: &mut Random) -> usize {
    random.gen_range(0..3)
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
fn epsilon_greedy_is_judged() {
    let from_zero = |q: &[f32]| {
        let (mut best, mut largest) = (0, 0.0);
        for (action, &value) in q.iter().enumerate() {
            if value > largest {
                (best, largest) = (action, value);
            }
        }
        best
    };
    let last = |q: &[f32]| (0..3).max_by(|&a, &b| q[a].total_cmp(&q[b])).unwrap();
    let swapped = |q: &[f32; 3], epsilon, random: &mut Random| {
        if random.gen_bool(epsilon) {
            greedy(q)
        } else {
            any(q, random)
        }
    };
    let copying = |q: &[f32; 3], epsilon, random: &mut Random| {
        let mut copy = random.clone();
        EpsilonGreedy.choose(&|| *q, epsilon, &mut copy).unwrap()
    };
    let own = RefCell::new(random(7, Stream::Exploration));
    let with_its_own = |q: &[f32; 3], epsilon, _: &mut Random| {
        let mut own = own.borrow_mut();
        EpsilonGreedy.choose(&|| *q, epsilon, &mut own).unwrap()
    };
    Judged::new("epsilon_greedy")
        .right("EpsilonGreedy", &check_epsilon_greedy(EpsilonGreedy))
        .right("the last of equals", &rule(any, last))
        .wrong(
            "ε and 1 − ε are swapped",
            [1, 2, 3, 4],
            &check_epsilon_greedy(By(swapped)),
        )
        .wrong(
            "it explores among the others",
            [3, 4],
            &rule(|q, random| (greedy(q) + random.gen_range(1..3)) % 3, greedy),
        )
        .wrong(
            "it never explores",
            [3, 4, 5],
            &check_epsilon_greedy(By(|q: &[f32; 3], _, _: &mut Random| greedy(q))),
        )
        .wrong(
            "it leaves out the last action",
            [3, 4],
            &rule(|_, random| random.gen_range(0..2), greedy),
        )
        .wrong("its search begins at 0", [2], &rule(any, from_zero))
        .wrong(
            "it takes the worst",
            [1, 2, 4],
            &rule(any, |q| greedy(&q.iter().map(|q| -q).collect::<Vec<_>>())),
        )
        .wrong(
            "it copies the generator",
            [5],
            &check_epsilon_greedy(By(copying)),
        )
        .wrong(
            "it has a generator of its own",
            [5],
            &check_epsilon_greedy(By(with_its_own)),
        )
        .wrong(
            "it takes an action that is none",
            [3, 4, 5],
            &rule(|_, random| random.gen_range(0..=3), greedy),
        )
        .wrong("it refuses", [3, 4], &check_epsilon_greedy(Refuses))
        .told();
}

/// The powers of e, over their sum.
fn shares(powers: [f64; 3]) -> [f64; 3] {
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// The powers of what is left of the values, over T, when `less` is taken off.
fn powers(q: &[f32; 3], t: f64, less: f32) -> [f64; 3] {
    q.map(|q| libm::exp(f64::from(q - less) / t))
}

#[test]
fn softmax_is_judged() {
    let of_values = |q: &[f32; 3], _| match q {
        [0.0, 0.0, 0.0] => [1.0 / 3.0; 3],
        _ => shares(q.map(f64::from)),
    };
    Judged::new("softmax")
        .right("softmax of the course", &check_softmax(softmax))
        .wrong(
            "it overflows",
            [4, 5],
            &check_softmax(|q, t| shares(powers(q, t, 0.0))),
        )
        .wrong(
            "its largest value begins at 0",
            [5],
            &check_softmax(|q, t| {
                let largest = q.iter().copied().fold(0.0, f32::max);
                shares(powers(q, t, largest))
            }),
        )
        .wrong(
            "the temperature multiplies",
            [3, 4],
            &check_softmax(|q, t| softmax(q, 1.0 / t)),
        )
        .wrong(
            "the temperature is missing",
            [3, 4],
            &check_softmax(|q, _| softmax(q, 1.0)),
        )
        .wrong(
            "the wrong sign",
            [2, 3, 4, 5],
            &check_softmax(|q, t| softmax(&q.map(|q| -q), t)),
        )
        .wrong(
            "powers without their sum",
            [1, 2, 3, 4, 5],
            &check_softmax(|q, t| powers(q, t, q[greedy(q)])),
        )
        .wrong(
            "shares of the values",
            [2, 3, 4, 5],
            &check_softmax(of_values),
        )
        .told();
}

#[test]
fn found_is_judged() {
    fn power(base: f64, exponent: usize) -> f64 {
        (0..exponent).map(|_| base).product()
    }
    fn of_one(size: usize) -> f64 {
        power(0.5, size)
    }
    Judged::new("found")
        .right(
            "less those who never do",
            &check_found(|n, dives| 1.0 - power(1.0 - of_one(n), dives)),
        )
        .wrong(
            "chances added up",
            [3],
            &check_found(|n, dives| of_one(n) * dives as f64),
        )
        .wrong(
            "the others",
            [1, 2, 3],
            &check_found(|n, dives| power(1.0 - of_one(n), dives)),
        )
        .wrong(
            "a way for each step",
            [2, 3],
            &check_found(|n, dives| 1.0 - power(1.0 - 1.0 / n as f64, dives)),
        )
        .wrong(
            "every dive finds it",
            [3],
            &check_found(|n, dives| {
                if dives == 0 {
                    0.0
                } else {
                    power(of_one(n), dives)
                }
            }),
        )
        .told();
}
