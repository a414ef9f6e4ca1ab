//! What the page on exploration says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding, holds};
use crate::evidence::exploration::deep_sea::{DIVERS, dives};
use crate::evidence::exploration::numbers::{as_many_steps, final_means, kept};
use crate::evidence::outcomes::{FINAL_SCORES, final_scores, waits_in_episodes};
use crate::experiments::{CART_POLE, SEEDS};
use crate::lab::runs::Row;
use crate::lab::stats::{Runs, in_episode, mean, of_runs, solved_runs};
use crate::papers::deep_sea::{Line, SIZES};

/// With as many steps a run of DQN scores higher than one that always explores, with the
/// seeds of the chapter and with all.
fn more_than_chance(asked: &Asked) -> Result<Finding, Error> {
    let what = "mean score of 25 episodes after as many steps, of DQN";
    let higher = |dqn: &[Row], exploring: &[Row]| {
        let [dqn, exploring] = as_many_steps(dqn, exploring);
        Ok(asked.higher(what, &dqn, &exploring))
    };
    let few = higher(&asked.rows("dqn")?, &asked.rows("exploring")?);
    let [dqn, exploring] = asked.of_both("dqn", "exploring")?;
    Finding::all([few, higher(&dqn, &exploring)])
}

/// The mean return of the training episodes of each run.
fn training_returns(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| {
        let returns = run.iter().map(|row| row.episode_return);
        Some(mean(&returns.collect::<Vec<f64>>()))
    })
}

/// The runs with other seeds than those of the chapter.
fn later_seeds(mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|row| !SEEDS.contains(&row.seed));
    rows
}

/// How many of the runs are solved, and how many end at the level of a solved run.
fn solved_and_kept(
    asked: &Asked,
    rows: &[Row],
    holds: impl Fn(usize, usize) -> bool,
) -> Finding {
    let (solved, kept) = (solved_runs(&CART_POLE, rows), kept(rows));
    let text = format!("{solved} solved, {kept} solved at the end");
    asked.finds(&text, holds(solved, kept))
}

/// Which share of its way ε has gone in episodes, and in steps, when half of its fall is
/// done.
fn half_way(run: &[&Row]) -> Option<[f64; 2]> {
    let epsilons = || run.iter().filter_map(|row| row.epsilon);
    let end = epsilons().reduce(f64::min)?;
    let half = f64::midpoint(epsilons().next()?, end);
    let by = |level: f64| {
        let mut rows = run.iter();
        rows.find(|row| row.epsilon.is_some_and(|epsilon| epsilon <= level))
    };
    let (half, end) = (by(half)?, by(end + 0.001)?);
    let share = |of: fn(&Row) -> usize| of(half) as f64 / of(end) as f64;
    Some([share(|row| row.episode), share(|row| row.steps)])
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "the greedy policy of a new network keeps the pole up for",
        bears: |asked| {
            let [dqn, exploring] = asked.of_both("dqn", "exploring")?;
            let new = in_episode(&dqn, 1, |row| Some(row.score));
            let what = "mean return of chance, and score of a new network";
            Ok(asked.higher(what, &training_returns(&exploring), &new))
        },
    },
    Claim {
        says: "Its greedy policy, which it never follows, ends at",
        bears: |asked| {
            let rows = asked.rows("exploring")?;
            let scores = final_scores(&rows).into_iter();
            let least = scores.fold(f64::INFINITY, f64::min);
            let returns = mean(&training_returns(&rows));
            let what = "least final score of a run over the mean training return";
            Ok(asked.number(what, least / returns, |times| times > 5.0))
        },
    },
    Claim {
        says: "It is not enough, and no run is solved",
        bears: |asked| {
            let rows = asked.all_seeds("exploring")?;
            let waits = waits_in_episodes(&rows).into_iter();
            let solved: Vec<bool> = waits.map(|wait| wait.happened).collect();
            Ok(asked.count("solved", &solved, |solved, _| solved == 0))
        },
    },
    Claim {
        says: "A run of DQN is then the better one in",
        bears: more_than_chance,
    },
    Claim {
        says: "the same number of steps of chance probably teaches less",
        bears: more_than_chance,
    },
    Claim {
        says: "DQN goes on, because its episodes become longer",
        bears: |asked| {
            let [dqn, exploring] = [asked.rows("dqn")?, asked.rows("exploring")?]
                .map(|rows| final_means(&rows, |row| row.episode_return));
            let what = "return of the last 25 training episodes, of DQN";
            Ok(asked.higher(what, &dqn, &exploring))
        },
    },
    Claim {
        says: "runs, and these runs end at the maximum",
        bears: |asked| {
            let rows = asked.rows("greedy-too-soon")?;
            let waits = waits_in_episodes(&rows).into_iter();
            let runs = waits.zip(final_scores(&rows));
            let solved = runs.filter(|(wait, _)| wait.happened);
            let ends: Vec<bool> = solved.map(|(_, score)| score > 499.0).collect();
            let what = "of those solved, at the maximum at the end";
            Ok(asked.count(what, &ends, |ends, all| ends == all))
        },
    },
    Claim {
        says: "They take fewer episodes than those of DQN",
        bears: |asked| {
            let waits = |name| -> Result<Vec<f64>, Error> {
                let waits = waits_in_episodes(&asked.rows(name)?).into_iter();
                let solved = waits.filter(|wait| wait.happened);
                Ok(solved.map(|wait| wait.time).collect())
            };
            let soon = waits("greedy-too-soon")?.into_iter().fold(0.0, f64::max);
            let dqn = waits("dqn")?.into_iter().fold(f64::INFINITY, f64::min);
            let text = format!(
                "of those solved, the slowest takes {soon} episodes, the fastest of \
                 DQN {dqn}"
            );
            Ok(asked.finds(&text, soon < dqn))
        },
    },
    Claim {
        says: "With all runs counted, the runs do not tell which agent is solved sooner",
        bears: |asked| {
            let (soon, dqn) = (asked.rows("greedy-too-soon")?, asked.rows("dqn")?);
            Ok(asked.by_episodes([&soon, &dqn], holds(1.0)))
        },
    },
    Claim {
        says: "whether it does is here a matter of the seed",
        bears: |asked| {
            let waits = waits_in_episodes(&asked.rows("greedy-too-soon")?);
            let solved: Vec<bool> = waits.iter().map(|wait| wait.happened).collect();
            Ok(asked.count("solved", &solved, |some, all| some > 0 && some < all))
        },
    },
    Claim {
        says: "falls along a straighter line than over steps",
        bears: |asked| {
            let ways = of_runs(&asked.rows("dqn")?, |run| {
                let [episodes, steps] = half_way(run)?.map(|way| (way - 0.5).abs());
                Some(steps - episodes)
            });
            let straighter: Vec<bool> = ways.iter().map(|way| *way > 0.0).collect();
            let what = "half of the fall is nearer to half of the episodes in";
            Ok(asked.count(what, &straighter, |runs, all| runs == all))
        },
    },
    Claim {
        says: "runs of the seeds that came later, the greedy agent is solved",
        bears: |asked| {
            let rows = later_seeds(asked.all_seeds("greedy-too-soon")?);
            Ok(solved_and_kept(asked, &rows, |solved, kept| {
                solved > 0 && kept == 0
            }))
        },
    },
    Claim {
        says: "The best of them ends at",
        bears: |asked| {
            let rows = later_seeds(asked.all_seeds("greedy-too-soon")?);
            let best = final_scores(&rows).into_iter().fold(0.0, f64::max);
            let what = "highest final score";
            Ok(asked.number(what, best, |best| best < CART_POLE.solved))
        },
    },
    Claim {
        says: "even with all seeds the order of the two at the end is open",
        bears: |asked| {
            let pair = asked.of_both("dqn", "greedy-too-soon")?;
            let [dqn, soon] = pair.map(|rows| final_scores(&rows));
            Ok(asked.open(FINAL_SCORES.title, &dqn, &soon))
        },
    },
    Claim {
        says: "a greedy agent which is solved stays so",
        bears: |asked| {
            let rows = asked.rows("greedy-too-soon")?;
            Ok(solved_and_kept(asked, &rows, |solved, kept| solved == kept))
        },
    },
    Claim {
        says: "most of its solved runs lose it again",
        bears: |asked| {
            let rows = asked.all_seeds("greedy-too-soon")?;
            Ok(solved_and_kept(asked, &rows, |solved, kept| {
                2 * kept < solved
            }))
        },
    },
    Claim {
        says: "DQN is solved later",
        bears: |asked| {
            let solved = |name| -> Result<Vec<f64>, Error> {
                let runs = Runs::of(&CART_POLE, &asked.all_seeds(name)?).solved;
                Ok(runs.iter().map(|run| run.0 as f64).collect())
            };
            let (dqn, soon) = (solved("dqn")?, solved("greedy-too-soon")?);
            Ok(asked.higher("episodes until solved", &dqn, &soon))
        },
    },
    Claim {
        says: "In every run its training episodes return less",
        bears: |asked| {
            let rows = asked.rows("dqn")?;
            let returns = final_means(&rows, |row| row.episode_return).into_iter();
            let pairs = returns.zip(final_scores(&rows));
            let less: Vec<bool> = pairs.map(|(paid, score)| paid < score).collect();
            Ok(
                asked
                    .count("return below the score", &less, |less, all| less == all),
            )
        },
    },
    Claim {
        says: "the ε-greedy diver does worse than chance",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/deep-sea")?;
            let [random, greedy, _] = DIVERS;
            let found = |diver| {
                let runs = SIZES.map(|size| dives(&lines, size, diver)).concat();
                runs.iter().filter(|dives| dives.is_finite()).count()
            };
            let [random, greedy] = [random, greedy].map(found);
            let text = format!("found {greedy} times, at random {random} times");
            Ok(asked.finds(&text, greedy < random))
        },
    },
    Claim {
        says: "a table with its rule of action does not find the treasure of the larger seas",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/deep-sea")?;
            let [_, greedy, _] = DIVERS;
            let large = SIZES.into_iter().filter(|size| *size >= 10);
            let runs: Vec<f64> =
                large.flat_map(|size| dives(&lines, size, greedy)).collect();
            let found: Vec<bool> =
                runs.iter().map(|dives| dives.is_finite()).collect();
            Ok(asked.count("found from 10 rows on", &found, |count, _| count == 0))
        },
    },
    Claim {
        says: "optimistic diver finds the treasure in every sea of the table",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/deep-sea")?;
            let [.., optimistic] = DIVERS;
            let runs = SIZES.map(|size| dives(&lines, size, optimistic)).concat();
            let found: Vec<bool> =
                runs.iter().map(|dives| dives.is_finite()).collect();
            Ok(asked.count("found", &found, |count, all| count == all))
        },
    },
];
