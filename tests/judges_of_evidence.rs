//! The judges of the exercises on runs, on their rows, and on a reader's world.

use deepq::exercises::Verdict;
use deepq::lab::stats::reliability::{
    interquartile_mean, probability_of_improvement,
};
use deepq::lab::stats::statistics::median;
use deepq::prelude::*;

/// The claims that the answer breaks, each with what the judge says of it.
fn faults(verdict: &Verdict) -> Vec<(&str, &str)> {
    let findings = verdict.findings().iter();
    findings
        .filter_map(|found| Some((&*found.claim, found.fault.as_deref()?)))
        .collect()
}

/// The only fault is that of `claim`, and it says `words`.
#[track_caller]
fn assert_only(verdict: &Verdict, claim: &str, words: &str) {
    let faults = faults(verdict);
    assert_eq!(faults.len(), 1, "{verdict}");
    assert_eq!(faults[0].0, claim);
    assert!(faults[0].1.contains(words), "{verdict}");
}

/// The first fault says `words`.
#[track_caller]
fn assert_first(verdict: &Verdict, words: &str) {
    let faults = faults(verdict);
    assert!(
        faults
            .first()
            .is_some_and(|(_, fault)| fault.contains(words)),
        "{verdict}"
    );
}

fn mean(scores: &[f64]) -> f64 {
    scores.iter().sum::<f64>() / scores.len() as f64
}

#[test]
fn the_interquartile_mean_of_the_library_is_right() {
    assert!(check_interquartile_mean(interquartile_mean).is_right());
}

#[test]
fn means_of_other_parts_of_the_runs_are_told_apart() {
    assert_first(
        &check_interquartile_mean(mean),
        "makes 375, but must make 250 (all runs are in it",
    );
    assert_only(
        &check_interquartile_mean(|scores| median(scores).unwrap()),
        "a quarter is rounded down to whole runs",
        "makes 20, but must make 30 (a quarter of 5 runs is 1 run",
    );
    let unsorted = |scores: &[f64]| {
        let quarter = scores.len() / 4;
        mean(&scores[quarter..scores.len() - quarter])
    };
    assert_only(
        &check_interquartile_mean(unsorted),
        "the order of the runs does not matter",
        "sort them first",
    );
    let of_all = |scores: &[f64]| {
        let middle = scores.len() - 2 * (scores.len() / 4);
        interquartile_mean(scores) * middle as f64 / scores.len() as f64
    };
    assert_first(&check_interquartile_mean(of_all), "gone and still counted");
}

#[test]
fn the_probability_of_improvement_of_the_library_is_right() {
    assert!(check_improvement(probability_of_improvement).is_right());
}

#[test]
fn ties_pairs_and_roles_that_are_wrong_are_told_apart() {
    let share = |wins: fn(f64, f64) -> bool| {
        move |first: &[f64], second: &[f64]| {
            let of = |&x| second.iter().filter(|&&y| wins(x, y)).count();
            let won: usize = first.iter().map(of).sum();
            won as f64 / (first.len() * second.len()) as f64
        }
    };
    let tie = "a tie counts half";
    assert_only(&check_improvement(share(|x, y| x > y)), tie, "gives 0");
    assert_only(&check_improvement(share(|x, y| x >= y)), tie, "gives 1");
    let swapped = |x: &[f64], y: &[f64]| probability_of_improvement(y, x);
    assert_first(&check_improvement(swapped), "each pair is won");
    let side_by_side = |first: &[f64], second: &[f64]| {
        let pairs = first.iter().zip(second);
        let share = |(x, y): (&f64, &f64)| probability_of_improvement(&[*x], &[*y]);
        mean(&pairs.map(share).collect::<Vec<_>>())
    };
    assert_only(
        &check_improvement(side_by_side),
        "every run meets every run of the other",
        "not those of one place",
    );
}

/// y, with the value discounted by `power` of the number of rewards.
fn target(
    rewards: &[f32],
    terminated: bool,
    value: f32,
    gamma: f32,
    power: impl Fn(i32) -> i32,
) -> f32 {
    let rewards_sum = (0..).zip(rewards).map(|(k, r)| gamma.powi(k) * r);
    let value = if terminated { 0.0 } else { value };
    let ahead = power(i32::try_from(rewards.len()).unwrap());
    rewards_sum.sum::<f32>() + gamma.powi(ahead) * value
}

#[test]
fn a_target_of_several_rewards_is_right() {
    let right =
        |r: &[f32], terminated, v, gamma| target(r, terminated, v, gamma, |n| n);
    assert!(check_n_step_target(right).is_right());
}

#[test]
fn slips_in_a_target_of_several_rewards_are_told_apart() {
    assert_first(
        &check_n_step_target(|r, t, v, gamma| target(r, t, v, gamma, |_| 1)),
        "gives 6, but must give 4 (the value lies two steps ahead",
    );
    assert_first(
        &check_n_step_target(|r, t, v, gamma| target(r, t, v, gamma, |n| n + 1)),
        "rewards [1.0], terminated false",
    );
    assert_only(
        &check_n_step_target(|r, _, v, gamma| target(r, false, v, gamma, |n| n)),
        "after a failure the rewards are all there is",
        "nothing comes after the rewards",
    );
    let flat = |r: &[f32], terminated: bool, v: f32, gamma: f32| {
        let ahead = i32::try_from(r.len()).unwrap();
        let value = if terminated { 0.0 } else { v };
        r.iter().sum::<f32>() + gamma.powi(ahead) * value
    };
    assert_first(
        &check_n_step_target(flat),
        "the second reward lies one step ahead",
    );
}

/// A sound rule: the last age is below a hundredth of the steps.
fn sees_only_new_steps(rows: &[Row]) -> bool {
    let measured = rows.iter().rev().find(|row| row.sample_age.is_some());
    measured.is_some_and(|row| {
        row.steps > 5_000 && row.sample_age.unwrap() < row.steps as f64 / 100.0
    })
}

#[test]
fn a_rule_that_reads_the_end_of_a_run_is_right() {
    let verdict = check_memory_rule(sees_only_new_steps);
    assert!(verdict.is_right(), "{verdict}");
}

#[test]
fn rules_that_judge_too_soon_or_what_is_missing_are_told_apart() {
    let any = |rows: &[Row]| {
        let is_low = |row: &Row| row.sample_age.unwrap_or(0.0) < 64.0;
        rows.iter().any(is_low)
    };
    let seen = check_memory_rule(any);
    let claims: Vec<&str> = faults(&seen).iter().map(|fault| fault.0).collect();
    assert!(
        faults(&seen)[0].1.starts_with("it sees only new steps"),
        "{seen}"
    );
    assert_eq!(
        claims,
        [
            "ages of half the steps are no symptom",
            "rows before learning starts say nothing",
            "a run without the column says nothing",
            "a run that has hardly begun says nothing",
        ]
    );
    let never = check_memory_rule(|_| false);
    assert_only(&never, "ages that stay near 0 are one", "31.5 after 25000");
    let hasty =
        check_memory_rule(|rows| rows.last().unwrap().sample_age < Some(64.0));
    assert!(!hasty.is_right());
    let claims = faults(&hasty);
    assert!(claims.iter().any(|(claim, fault)| {
        *claim == "no rows say nothing" && fault.contains("panics")
    }));
}

#[test]
fn the_cart_pole_is_a_sound_world() {
    let verdict = check_world(CartPole::new);
    assert!(verdict.is_right(), "{verdict}");
}

/// A world whose numbers are drawn by `next`.
#[derive(Clone)]
struct Drawn {
    luck: std::rc::Rc<std::cell::RefCell<Random>>,
    steps: usize,
    limit: usize,
    value: f32,
}

impl Drawn {
    fn new(limit: usize, value: f32) -> Self {
        let luck = random(12, Stream::Starts);
        Self {
            luck: std::rc::Rc::new(std::cell::RefCell::new(luck)),
            steps: 0,
            limit,
            value,
        }
    }
}

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Drawn at {:p}", self.luck)
    }
}

impl Environment<1, 2> for Drawn {
    /// Its generator is that of all copies.
    fn reset(&mut self, random: &mut Random) -> [f32; 1] {
        self.steps = 0;
        *self.luck.borrow_mut() = random.clone();
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        self.steps += 1;
        Step {
            state: [self.luck.borrow_mut().r#gen::<f32>()],
            reward: self.value,
            terminated: false,
            truncated: self.steps >= self.limit,
        }
    }
}

#[test]
fn a_world_without_an_end_or_with_a_number_that_is_none_is_told() {
    let claims = |verdict: &Verdict| -> Vec<String> {
        faults(verdict)
            .iter()
            .map(|fault| fault.1.to_owned())
            .collect()
    };
    let endless = claims(&check_world(|| Drawn::new(usize::MAX, 1.0)));
    assert!(endless.iter().any(|f| f.contains("after 100000 steps")));
    assert!(
        endless
            .iter()
            .any(|f| f.contains("the record of every run"))
    );
    let infinite = claims(&check_world(|| Drawn::new(10, f32::INFINITY)));
    assert!(infinite.iter().any(|f| f.contains("reward is inf")));
}

/// A world whose chance is that of a generator, which it seeds in `reset`.
#[derive(Clone, Debug)]
struct Seeded {
    luck: Random,
    seed: fn(&mut Random) -> Random,
}

impl Environment<1, 2> for Seeded {
    fn reset(&mut self, random: &mut Random) -> [f32; 1] {
        self.luck = (self.seed)(random);
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        Step {
            state: [0.0],
            reward: self.luck.r#gen(),
            terminated: true,
            truncated: false,
        }
    }
}

#[test]
fn a_world_whose_episodes_are_all_alike_is_told() {
    let judged = |seed: fn(&mut Random) -> Random| {
        let luck = random(1, Stream::Starts);
        check_world(|| Seeded {
            luck: luck.clone(),
            seed,
        })
    };
    let drawn = judged(|given| random(given.r#gen(), Stream::Starts));
    assert!(drawn.is_right(), "{drawn}");
    let without_chance = judged(|_| random(1, Stream::Starts));
    assert!(without_chance.is_right(), "{without_chance}");
    assert_only(
        &judged(|given| given.clone()),
        "the next episode has luck of its own",
        "not from a copy",
    );
}

#[test]
fn a_world_whose_copies_share_their_luck_is_told() {
    let verdict = check_world(|| Drawn::new(10, 1.0));
    let claims: Vec<&str> = faults(&verdict).iter().map(|f| f.0).collect();
    assert!(claims.contains(&"a copy does not change what the original does"));
}

/// A world that remembers how many episodes all of its copies have had.
#[derive(Clone, Debug, Default)]
struct Counting {
    episodes: std::rc::Rc<std::cell::Cell<f32>>,
}

impl Environment<1, 1> for Counting {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        self.episodes.set(self.episodes.get() + 1.0);
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        Step {
            state: [self.episodes.get()],
            reward: 1.0,
            terminated: true,
            truncated: false,
        }
    }
}

#[test]
fn a_world_that_remembers_is_told() {
    // The copies are not blamed for it.
    assert_only(
        &check_world(Counting::default),
        "the same generator gives the same episode again",
        "nothing may be left of the episode before",
    );
}

/// A world whose episodes end by failure, until the steps of all of them together
/// reach its limit.
#[derive(Clone, Debug, Default)]
struct Forgetful {
    place: usize,
    steps: usize,
}

impl Environment<1, 1> for Forgetful {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        self.place = 0;
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        self.place += 1;
        self.steps += 1;
        Step {
            state: [0.0],
            reward: 1.0,
            terminated: self.place == 5,
            truncated: self.steps >= 200,
        }
    }
}

#[test]
fn a_world_that_forgets_to_count_anew_is_told() {
    let verdict = check_world(Forgetful::default);
    let claims: Vec<&str> = faults(&verdict).iter().map(|f| f.0).collect();
    assert_eq!(claims, ["the same generator gives the same episode again"]);
}
