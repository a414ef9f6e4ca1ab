//! What each rule of the doctor measures, worked by hand on runs of twenty rows.

use deepq::lab::doctor::{Case, rules};

/// A column: a number, or a gap, for each row.
type Column = Vec<Option<f64>>;

/// 1, 2, …, 20, each times `factor`.
fn count(factor: f64) -> Column {
    (1..=20).map(|row| Some(f64::from(row) * factor)).collect()
}

/// Twenty rows of one number.
fn all(number: f64) -> Column {
    vec![Some(number); 20]
}

/// Twenty rows, the first ones with these numbers and the others with `rest`.
fn first(numbers: &[f64], rest: Option<f64>) -> Column {
    let numbers = numbers.iter().map(|number| Some(*number));
    let mut column: Column = numbers.collect();
    column.resize(20, rest);
    column
}

/// Twenty rows, the first `rows` of them with `early`, the others with `late`.
fn then(rows: usize, early: Option<f64>, late: Option<f64>) -> Column {
    let mut column = vec![early; rows];
    column.resize(20, late);
    column
}

/// A run of these columns of which these facts are known.
fn run(columns: &[(&'static str, Column)], facts: &[(&str, f64)]) -> Case {
    let mut case = Case {
        episodes: columns[0].1.len(),
        columns: columns.iter().cloned().collect(),
        ..Case::default()
    };
    for (name, number) in facts {
        case.facts.add(name, *number).unwrap();
    }
    case
}

/// What the rule with that symptom measures.
fn measure(symptom: &str, case: &Case) -> Option<f64> {
    let mut rules = rules().filter(|rule| rule.symptom.starts_with(symptom));
    let (rule, other) = (rules.next(), rules.next());
    assert!(other.is_none(), "two rules begin with {symptom}");
    rule.unwrap_or_else(|| panic!("no rule begins with {symptom}"))
        .value(case)
}

fn assert_measure(symptom: &str, case: &Case, expected: Option<f64>) {
    let found = measure(symptom, case);
    let is_right = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
        (found, expected) => found == expected,
    };
    assert!(is_right, "{symptom}: {found:?} is not {expected:?}");
}

/// Twenty episodes of 50 steps each.
fn episodes() -> [(&'static str, Column); 2] {
    [("episode", count(1.0)), ("steps", count(50.0))]
}

/// Twenty rows of as many episodes as a run needs that has not only begun.
fn long() -> (&'static str, Column) {
    ("episode", count(3.0))
}

#[test]
fn a_run_of_nineteen_rows_tells_only_what_is_not_finite() {
    let short = |rows: usize| {
        let mut loss = all(f64::NAN);
        loss.truncate(rows);
        run(
            &[("loss", loss), ("unmoved_share", vec![Some(1.0); rows])],
            &[],
        )
    };
    assert_measure("The state does not change", &short(19), None);
    assert_measure("The state does not change", &short(20), Some(1.0));
    assert_measure("A number is NaN", &short(19), Some(19.0));
    let infinite = run(
        &[("loss", first(&[f64::INFINITY, f64::NAN], Some(1.0)))],
        &[],
    );
    assert_measure("A number is NaN", &infinite, Some(2.0));
}

#[test]
fn medians_and_maxima_are_those_of_their_columns() {
    for (symptom, column) in [
        ("The state does not change", "unmoved_share"),
        ("The next state in the memory", "next_mismatch"),
        ("The action in the memory", "action_mismatch"),
        ("An end is not marked", "unflagged_ends"),
        ("A transition that a time limit", "flagged_limits"),
        ("The target of an end", "terminal_error"),
        ("The targets have a gradient", "target_gradient"),
        ("The targets are not", "target_error"),
        ("The value of a state depends", "alone_error"),
        ("Greedy actions are not", "acting_error"),
        ("Frequently drawn transitions count more", "weight_slope"),
        ("The target network lags", "target_distance"),
    ] {
        assert_measure(symptom, &run(&[(column, count(0.05))], &[]), Some(0.525));
    }
    for (symptom, column) in [
        ("Each target meets", "terms_per_sample"),
        ("All priorities are equal", "priority_spread"),
        ("No weight has a gradient", "zero_gradient_share"),
    ] {
        assert_measure(symptom, &run(&[(column, count(0.05))], &[]), Some(1.0));
    }
    let unsigned = run(&[("weight_slope", count(-0.05))], &[]);
    assert_measure(
        "Frequently drawn transitions count as",
        &unsigned,
        Some(0.525),
    );
    // The end is the last five rows: 16 to 20.
    let constant = run(&[("constant_outputs", count(0.05))], &[]);
    assert_measure("An output is the same", &constant, Some(0.9));
}

#[test]
fn settings_are_measured_as_they_are() {
    let of = |facts: &[(&str, f64)]| run(&[("score", all(1.0))], facts);
    let sizes = of(&[
        ("learning_starts", 96.0),
        ("buffer_size", 128.0),
        ("batch_size", 32.0),
        ("learning_rate", 0.25),
    ]);
    assert_measure("Learning begins before", &sizes, Some(3.0));
    assert_measure("The memory holds hardly more", &sizes, Some(4.0));
    assert_measure("The learning rate is far above", &sizes, Some(0.25));
    assert_measure("The learning rate is far below", &sizes, Some(0.25));
    assert_measure("Learning begins before", &of(&[("batch_size", 32.0)]), None);
}

#[test]
fn learner_steps_are_counted_or_told_by_the_loss_or_by_the_settings() {
    let never = "The agent never learns";
    assert_measure(
        never,
        &run(&[("learner_steps", count(1.0))], &[]),
        Some(20.0),
    );
    let none = ("learner_steps", all(0.0));
    assert_measure(never, &run(&[none.clone(), long()], &[]), Some(0.0));
    assert_measure(never, &run(&[none], &[]), None);
    let loss = |loss| run(&[("loss", loss), long()], &[]);
    assert_measure(never, &loss(all(0.5)), Some(1.0));
    assert_measure(never, &loss(vec![None; 20]), Some(0.0));
    let starts = |at| {
        run(
            &[("steps", count(50.0)), long()],
            &[("learning_starts", at)],
        )
    };
    assert_measure(never, &starts(1_000.0), Some(0.0));
    assert_measure(never, &starts(999.0), Some(1.0));
    assert_measure(never, &run(&[("steps", count(50.0)), long()], &[]), None);
}

#[test]
fn learning_begins_with_the_first_learner_step_or_loss_or_as_set() {
    let late = "The agent begins to learn late";
    let steps = ("steps", count(10.0));
    let counted = ("learner_steps", then(5, Some(0.0), Some(9.0)));
    let case = run(&[steps.clone(), counted.clone(), long()], &[]);
    assert_measure(late, &case, Some(60.0 / 200.0));
    // The plan has twice the steps, and half of it is done.
    let planned = run(&[steps.clone(), counted.clone()], &[("total_steps", 400.0)]);
    assert_measure(late, &planned, Some(60.0 / 400.0));
    let begun = run(&[steps.clone(), counted], &[("total_steps", 401.0)]);
    assert_measure(late, &begun, None);
    let loss = ("loss", then(7, None, Some(0.5)));
    assert_measure(late, &run(&[steps.clone(), loss, long()], &[]), Some(0.4));
    let set = run(&[steps.clone(), long()], &[("learning_starts", 100.0)]);
    assert_measure(late, &set, Some(0.5));
    assert_measure(late, &run(&[steps, long()], &[]), None);
}

#[test]
fn a_learner_step_is_rare_where_an_episode_has_one() {
    let rare = "The agent hardly ever learns";
    let counted = |most: f64| {
        let [episode, steps] = episodes();
        run(
            &[episode, steps, ("learner_steps", count(most / 20.0))],
            &[],
        )
    };
    // 1,000 steps in 20 episodes.
    assert_measure(rare, &counted(20.0), Some(50.0));
    assert_measure(rare, &counted(30.0), Some(0.0));
    let planned = |facts: &[(&str, f64)]| run(&episodes(), facts);
    assert_measure(rare, &planned(&[("train_frequency", 50.0)]), Some(50.0));
    assert_measure(rare, &planned(&[("train_frequency", 10.0)]), Some(0.0));
    let twice = [("train_frequency", 50.0), ("gradient_steps", 2.0)];
    assert_measure(rare, &planned(&twice), Some(0.0));
    assert_measure(rare, &planned(&[("train_episodes", 2.0)]), Some(100.0));
    assert_measure(rare, &planned(&[]), None);
}

#[test]
fn samples_are_as_young_as_in_the_first_fifth_and_in_ten_rows_at_least() {
    let young = "Batches hold only the newest";
    let steps: f64 = 400.0;
    let case = |rows: u32, known: u32| {
        let age = |row| (row < known).then(|| steps * f64::from(row) / 100.0);
        let age: Column = (0..rows).map(age).collect();
        run(
            &[
                ("sample_age", age),
                ("steps", vec![Some(steps); rows as usize]),
            ],
            &[],
        )
    };
    assert_measure(young, &case(20, 20), Some(0.045));
    assert_measure(young, &case(100, 100), Some(0.095));
    assert_measure(young, &case(20, 10), Some(0.045));
    assert_measure(young, &case(20, 9), None);
}

#[test]
fn rewards_and_ends_are_missed_only_where_there_are_some() {
    let lost = "No reward in the memory";
    let with =
        |score| run(&[("rewarded_share", count(0.05)), ("score", score)], &[]);
    assert_measure(lost, &with(all(0.0)), None);
    assert_measure(lost, &with(first(&[0.0, -1.0], Some(0.0))), Some(1.0));

    let never = "No transition is ever terminal";
    // Nine or ten of nineteen episodes of 10 steps, the others of `longest`.
    let lengths = |short: usize, longest: f64| {
        let mut steps = vec![Some(0.0)];
        for episode in 0..19 {
            let length = if episode < short { 10.0 } else { longest };
            steps.push(steps[episode].map(|steps| steps + length));
        }
        let terminal = ("terminal_share", count(0.05));
        run(&[("episode", count(1.0)), ("steps", steps), terminal], &[])
    };
    assert_measure(never, &lengths(10, 100.0), Some(1.0));
    assert_measure(never, &lengths(9, 100.0), None);
    assert_measure(never, &lengths(10, 10.5), None);
    assert_measure(never, &lengths(10, 10.6), Some(1.0));
    let mut cut = lengths(19, 10.0);
    assert_measure(never, &cut, None);
    cut.facts.add("time_limit", 100.0).unwrap();
    assert_measure(never, &cut, Some(1.0));
}

#[test]
fn a_target_network_follows_by_its_updates_times_their_share() {
    let follows = "The target network never leaves";
    let case = |distance: f64, more: &[(&'static str, Column)]| {
        let mut columns = vec![
            ("loss", all(0.5)),
            ("target_distance", all(distance)),
            ("target_updates", count(2.5)),
        ];
        columns.extend_from_slice(more);
        run(&columns, &[])
    };
    let learned = ("learner_steps", count(5.0));
    let near = case(0.000_5, std::slice::from_ref(&learned));
    assert_measure(follows, &near, Some(0.5));
    let far = case(0.002, std::slice::from_ref(&learned));
    assert_measure(follows, &far, Some(0.0));
    let share = case(0.002, &[learned, ("target_follow", all(0.1))]);
    assert_measure(follows, &share, Some(0.05));
    // Not counted: the two never part, and one of them moves.
    assert_measure(follows, &case(0.0, &[]), Some(1.0));
    assert_measure(follows, &case(0.000_5, &[]), None);
    assert_measure(follows, &case(0.002, &[]), Some(0.0));
    let still = |share| case(0.0, &[("zero_gradient_share", all(share))]);
    assert_measure(follows, &still(0.95), None);
    assert_measure(follows, &still(0.85), Some(1.0));
    assert_measure(
        follows,
        &case(0.0, &[("learner_steps", all(0.0))]),
        Some(1.0),
    );

    let set = |facts: &[(&str, f64)]| run(&[("score", all(1.0))], facts);
    let settings = [
        ("tau", 0.5),
        ("target_interval", 10.0),
        ("train_frequency", 4.0),
        ("gradient_steps", 2.0),
    ];
    assert_measure(follows, &set(&settings), Some(0.1));
    assert_measure(follows, &set(&settings[1..2]), Some(0.1));
    assert_measure(follows, &set(&settings[..1]), None);
}

#[test]
fn values_of_zero_and_bounded_values_are_told_apart_from_small_ones() {
    let zero = "The network predicts exactly zero";
    let predicted = |column| run(&[("start_q", column)], &[]);
    assert_measure(zero, &predicted(first(&[0.0; 5], Some(2.0))), Some(0.25));
    assert_measure(zero, &predicted(then(19, Some(0.0), None)), None);

    let one_sided = "No value is ever below zero";
    let low = |number| run(&[("output_low", first(&[number], Some(1.0)))], &[]);
    assert_measure(one_sided, &low(0.0), Some(1.0));
    assert_measure(one_sided, &low(-0.5), Some(0.0));
    assert_measure(one_sided, &low(0.5), Some(0.0));

    let bounded = "The values come to one";
    let largest = ("max_abs_q", count(0.1));
    let outputs = |low| {
        let high = ("output_high", count(1.0));
        run(&[("output_low", all(low)), high, largest.clone()], &[])
    };
    assert_measure(bounded, &outputs(0.0), Some(20.0));
    assert_measure(bounded, &outputs(-1.0), None);
    let returns = |column, achieved, values| {
        run(&[(column, all(achieved)), ("max_abs_q", values)], &[])
    };
    assert_measure(
        bounded,
        &returns("start_return", -3.0, count(0.1)),
        Some(2.0),
    );
    assert_measure(bounded, &returns("score", 3.0, count(0.1)), Some(2.0));
    assert_measure(bounded, &returns("score", 2.0, count(0.1)), None);
    assert_measure(bounded, &returns("score", 3.0, all(0.8)), None);
}

#[test]
fn copies_are_counted_over_the_way_of_a_value() {
    let seldom = "The target network is copied too seldom";
    let counted = |more: &[(&'static str, Column)], facts: &[(&str, f64)]| {
        let mut columns = episodes().to_vec();
        columns.push(("target_updates", count(1.0)));
        columns.extend_from_slice(more);
        run(&columns, facts)
    };
    // 20 copies, and episodes of 50 steps.
    assert_measure(seldom, &counted(&[], &[("gamma", 0.9)]), Some(2.0));
    assert_measure(seldom, &counted(&[], &[("gamma", 0.99)]), Some(0.4));
    assert_measure(seldom, &counted(&[], &[]), Some(0.4));
    assert_measure(seldom, &counted(&[], &[("gamma", 0.0)]), Some(20.0));
    let half = [("target_follow", all(0.5))];
    assert_measure(seldom, &counted(&half, &[("gamma", 0.9)]), Some(1.0));
    let most = [("target_follow", all(0.9))];
    assert_measure(seldom, &counted(&most, &[("tau", 0.1)]), Some(0.04));
    let whole = [("target_follow", all(0.95))];
    assert_measure(seldom, &counted(&whole, &[("tau", 0.1)]), Some(0.04));
    assert_measure(seldom, &counted(&whole, &[("tau", 1.0)]), Some(0.4));

    let set = |facts: &[(&str, f64)]| run(&episodes(), facts);
    let copied = [("target_interval", 100.0), ("learning_starts", 200.0)];
    assert_measure(seldom, &set(&copied), Some(0.16));
    let follows = [("tau", 0.01), ("learning_starts", 200.0)];
    assert_measure(seldom, &set(&follows), Some(0.16));
    assert_measure(seldom, &set(&[("learning_starts", 200.0)]), None);
    assert_measure(seldom, &set(&[("tau", 1.0)]), None);
}

#[test]
fn exploration_is_a_share_of_the_steps_and_of_the_start() {
    let little = "The agent explores for a small part";
    let epsilon = |column| run(&[("epsilon", column), ("steps", count(50.0))], &[]);
    assert_measure(little, &epsilon(then(5, Some(0.5), Some(0.4))), Some(0.25));
    assert_measure(little, &epsilon(all(0.4)), Some(0.0));
    assert_measure(little, &epsilon(vec![None; 20]), None);

    let advice = "The agent never takes";
    let greedy = ("greedy_share", count(0.05));
    assert_measure(advice, &run(&[greedy.clone(), long()], &[]), Some(1.0));
    assert_measure(advice, &run(&[greedy], &[]), None);

    let still = "The agent still explores";
    let falls = |start| ("epsilon", then(12, Some(start), Some(0.25)));
    assert_measure(still, &run(&[falls(0.5), long()], &[]), Some(0.5));
    assert_measure(still, &run(&[falls(0.3), long()], &[]), None);
    assert_measure(still, &run(&[falls(0.5)], &[]), None);
}

#[test]
fn random_actions_are_at_their_worst_in_a_share_of_their_episodes() {
    let nothing = "Even random actions";
    // 25 random episodes, of which 20 are the worst, and 15 that `then` come to.
    let case = |random: usize, late: f64, last_length: f64| {
        let mut returns = vec![Some(-5.0); 20];
        returns.resize(25, Some(-4.0));
        returns.resize(40, Some(late));
        let mut epsilon = vec![Some(0.5); random];
        epsilon.resize(40, Some(0.0));
        let mut steps: Vec<f64> =
            (1..=40).map(|row| 10.0 * f64::from(row)).collect();
        steps[39] += last_length - 10.0;
        let steps = steps.into_iter().map(Some).collect();
        let episode = (1..=40).map(|row| Some(f64::from(row))).collect();
        let columns = [
            ("score", returns),
            ("epsilon", epsilon),
            ("steps", steps),
            ("episode", episode),
        ];
        run(&columns, &[])
    };
    assert_measure(nothing, &case(25, -5.0, 10.0), Some(0.8));
    assert_measure(nothing, &case(25, 0.0, 10.0), Some(0.5));
    assert_measure(nothing, &case(20, -5.0, 10.0), Some(35.0 / 40.0));
    assert_measure(nothing, &case(19, -5.0, 10.0), None);
    assert_measure(nothing, &case(25, -5.0, 11.0), None);
}

#[test]
fn inputs_and_first_predictions_are_measured_against_one_or_the_usual() {
    let large = "The inputs are large";
    let most = ("max_abs_input", count(1.0));
    let middle =
        |middle| run(&[most.clone(), ("median_abs_input", all(middle))], &[]);
    assert_measure(large, &middle(4.0), Some(5.0));
    assert_measure(large, &middle(0.5), Some(20.0));
    assert_measure(large, &run(std::slice::from_ref(&most), &[]), Some(20.0));

    let new = "A new network predicts";
    let predicted = ("start_q", first(&[-3.0, 4.0, 5.0], Some(100.0)));
    let loss = ("loss", then(3, None, Some(0.5)));
    let case = run(&[predicted.clone(), loss.clone()], &[]);
    assert_measure(new, &case, Some(4.0));
    assert_measure(new, &run(&[predicted, loss, most], &[]), None);
}

#[test]
fn rewards_and_first_errors_are_measured_against_a_new_network() {
    let rewards = "The rewards are large";
    let sizes = ("reward_size", count(1.0));
    let predicted = |number| ("start_q", all(number));
    let case = run(&[sizes.clone(), predicted(-3.0)], &[]);
    assert_measure(rewards, &case, Some(3.5));
    assert_measure(rewards, &run(&[sizes], &[]), Some(10.5));
    let known = run(&[predicted(0.5)], &[("reward_size", 7.0)]);
    assert_measure(rewards, &known, Some(7.0));
    assert_measure(rewards, &run(&[predicted(0.5)], &[]), None);

    let errors = "The first TD errors";
    let tenths = |rows: usize, predicted: f64| {
        let cells = |numbers: [f64; 3]| {
            let mut column = vec![None; 3];
            column.extend(numbers[..rows].iter().map(|number| Some(*number)));
            column.resize(20, None);
            column
        };
        let predicted = first(&[predicted, 0.5 * predicted, 0.0], Some(900.0));
        let columns = [
            ("td_error_p10", cells([-9.0, -2.0, 0.0])),
            ("td_error_p90", cells([1.0, 4.0, 5.0])),
            ("td_error_p50", cells([0.0; 3])),
            ("start_q", predicted),
        ];
        run(&columns, &[])
    };
    assert_measure(errors, &tenths(3, -2.0), Some(2.5));
    assert_measure(errors, &tenths(2, -2.0), None);
    assert_measure(errors, &tenths(3, 0.0), None);
}

#[test]
fn first_values_are_measured_against_what_copies_and_steps_bring() {
    let outrun = "The first values outrun";
    let values = ("max_abs_q", first(&[4.0, 10.0, 12.0], Some(1e6)));
    let copies = ("target_updates", first(&[0.0, 1.0, 2.0], Some(3.0)));
    let size = ("reward_size", all(2.0));
    let case = |more: &[(&'static str, Column)]| {
        let mut columns = vec![values.clone(), copies.clone()];
        columns.extend_from_slice(more);
        run(&columns, &[])
    };
    // 4/2, 10/(2·2) and 12/(2·3); with half of the way 4/2, 10/(2·1.5) and 12/(2·2).
    assert_measure(outrun, &case(std::slice::from_ref(&size)), Some(2.5));
    let half = ("target_follow", all(0.5));
    assert_measure(outrun, &case(&[size, half]), Some(10.0 / 3.0));
    // Returns of up to 100 in 50 steps: 2 a step, and 4 a reward where every second has one.
    let [episode, steps] = episodes();
    let score = ("score", count(-5.0));
    let rewarded = |share| ("rewarded_share", all(share));
    let told = [episode.clone(), steps.clone(), score.clone(), rewarded(0.5)];
    assert_measure(outrun, &case(&told), Some(1.25));
    let never = [episode.clone(), steps.clone(), score.clone(), rewarded(0.0)];
    assert_measure(outrun, &case(&never), None);

    let beyond = "The first values are far beyond";
    let begins = |row: usize, more: &[(&'static str, Column)]| {
        let values = ("max_abs_q", then(row, None, Some(60.0)));
        let mut columns =
            vec![values, episode.clone(), steps.clone(), score.clone()];
        columns.extend_from_slice(more);
        run(&columns, &[])
    };
    // The first row that learns is at 50, 100 or 150 of 1,000 steps.
    assert_measure(beyond, &begins(1, &[]), Some(30.0));
    assert_measure(beyond, &begins(2, &[]), None);
    let mut at_the_bound = count(50.0);
    at_the_bound[1] = Some(120.0);
    assert_measure(beyond, &begins(1, &[("steps", at_the_bound)]), None);
    assert_measure(beyond, &begins(0, &[("max_abs_input", all(1.0))]), None);
    assert_measure(beyond, &begins(1, &[("score", all(0.0))]), None);

    let leap = "The first learner steps throw";
    let loss = |numbers: &[f64]| {
        let loss = ("loss", first(numbers, None));
        let values = ("mean_abs_q", first(&[1.0, 3.0, 2.0], Some(1.0)));
        run(&[loss, values, ("reward_size", all(2.0))], &[])
    };
    // 16/2², 27/3² and 8/2².
    assert_measure(leap, &loss(&[16.0, 27.0, 8.0, 1e6]), Some(4.0));
    assert_measure(leap, &loss(&[16.0, 27.0]), None);
}

#[test]
fn memory_is_compared_with_that_of_the_middle() {
    let grows = "The program needs more";
    let case = run(&[("memory_mb", count(1.0))], &[]);
    assert_measure(grows, &case, Some(20.0 / 11.0));
}

#[test]
fn values_are_alike_where_returns_are_not() {
    let alike = "All states have one value";
    let case = |same: usize| {
        let mut score = count(1.0);
        let from = 10 - same / 2;
        score[from..from + same].fill(Some(10.5));
        let largest = ("max_abs_q", count(2.0));
        run(
            &[largest, ("mean_abs_q", count(1.0)), ("score", score)],
            &[],
        )
    };
    assert_measure(alike, &case(9), Some(2.0));
    assert_measure(alike, &case(10), None);
}

/// A run with these TD errors and predictions at its end, and 18 for the mean |Q| there.
fn with_errors(
    [low, middle, high]: [f64; 3],
    predicted: f64,
    achieved: f64,
) -> [(&'static str, Column); 6] {
    [
        ("td_error_p10", then(16, Some(-1.0), Some(low))),
        ("td_error_p50", then(15, Some(0.0), Some(middle))),
        ("td_error_p90", then(16, Some(1.0), Some(high))),
        ("start_q", all(predicted)),
        ("start_return", all(achieved)),
        ("mean_abs_q", count(1.0)),
    ]
}

#[test]
fn td_errors_are_measured_over_values_and_around_their_middle() {
    let follow = "The values do not follow";
    let above =
        "The targets run away from the values, and the values are far beyond";
    let below =
        "The targets run away from the values, and the values stay far below";
    let half = "More than half of the TD errors";
    let start = "From the start";
    // From 1 to 3 the middle is twice the half width above 0.
    let case = |errors, predicted, achieved| {
        run(&with_errors(errors, predicted, achieved), &[])
    };
    let beyond = case([1.0, -9.0, 3.0], -20.0, 10.0);
    assert_measure(follow, &beyond, Some(0.5));
    assert_measure(above, &beyond, Some(2.0));
    assert_measure(below, &beyond, None);
    assert_measure(half, &beyond, Some(-0.5));
    assert_measure(start, &beyond, Some(0.0));
    let within = case([-3.0, -9.0, -1.0], 5.0, 10.0);
    assert_measure(above, &within, None);
    assert_measure(below, &within, Some(2.0));
    assert_measure(half, &within, None);
    let equal = case([1.0, -9.0, 3.0], 10.0, 10.0);
    assert_measure(above, &equal, Some(2.0));
    assert_measure(below, &equal, None);
    assert_measure(half, &equal, Some(-0.5));
    // Nothing is achieved, or all TD errors are alike.
    let nothing = case([1.0, -9.0, 3.0], 10.0, 0.0);
    assert_measure(above, &nothing, None);
    let alike = case([2.0, 2.0, 2.0], 20.0, 10.0);
    assert_measure(above, &alike, Some(0.0));

    let mut turned = beyond;
    for (column, end) in [("td_error_p10", -3.0), ("td_error_p90", -1.0)] {
        turned.columns.insert(column, then(4, Some(end), Some(0.0)));
    }
    // Behind the fourth row both tenths are 0, so only four rows have a width.
    assert_measure(start, &turned, None);
    for (column, end) in [("td_error_p10", -1.0), ("td_error_p90", 1.0)] {
        turned
            .columns
            .insert(column, then(4, Some(end - 2.0), Some(end)));
    }
    assert_measure(start, &turned, Some(2.0));
}

#[test]
fn values_that_follow_are_compared_with_the_returns() {
    let below = "The values follow their targets, and both";
    let case = |error,
                predicted,
                facts: &[(&str, f64)],
                more: &[(&'static str, Column)]| {
        let mut columns = with_errors([0.0, error, 0.0], predicted, 100.0).to_vec();
        columns.extend_from_slice(more);
        run(&columns, facts)
    };
    assert_measure(below, &case(-0.18, 20.0, &[], &[]), Some(0.2));
    assert_measure(below, &case(0.18, 10.0, &[], &[]), Some(0.18));
    assert_measure(below, &case(0.9, 20.0, &[], &[]), None);
    let mut copied = episodes().to_vec();
    copied.push(("target_updates", count(1.0)));
    assert_measure(below, &case(0.18, 20.0, &[("gamma", 0.9)], &copied), None);
    copied[2] = ("target_updates", count(0.1));
    // Two copies over two steps are one, and no more.
    let once = case(0.18, 20.0, &[("gamma", 0.5)], &copied);
    assert_measure(below, &once, Some(0.2));
    let seldom = case(0.18, 20.0, &[("gamma", 0.99)], &copied);
    assert_measure(below, &seldom, Some(0.2));
}

#[test]
fn predictions_are_measured_over_returns_unless_nothing_bounds_them() {
    let above = "The predicted return is far above";
    let case = |gamma| run(&with_errors([0.0; 3], -20.0, 10.0), &[("gamma", gamma)]);
    assert_measure(above, &case(0.99), Some(2.0));
    assert_measure(above, &case(1.0), None);

    let loss = "The loss stays beyond";
    let columns = [("loss", all(16.0)), ("mean_abs_q", all(2.0))];
    assert_measure(loss, &run(&columns, &[]), Some(2.0));
}

#[test]
fn values_are_measured_over_the_range_of_the_returns() {
    let thousand = "The values are a thousand times";
    let far = "The values are far beyond";
    let little = "The values are next to nothing";
    let case =
        |loss, more: Option<(&'static str, Column)>, facts: &[(&str, f64)]| {
            let mut columns = vec![
                ("mean_abs_q", count(1.0)),
                ("score", count(1.0)),
                ("loss", all(loss)),
            ];
            columns.extend(more);
            run(&columns, facts)
        };
    let plain = case(0.01, None, &[]);
    for symptom in [thousand, far, little] {
        assert_measure(symptom, &plain, Some(18.0 / 19.0));
        assert_measure(symptom, &case(0.01, None, &[("gamma", 1.0)]), None);
        let flat = case(0.01, Some(("score", all(1.0))), &[]);
        assert_measure(symptom, &flat, None);
    }
    let counted = case(0.01, Some(("target_updates", all(1.0))), &[]);
    assert_measure(thousand, &counted, None);
    let predicted = case(0.01, Some(("start_q", all(1.0))), &[]);
    assert_measure(far, &predicted, None);
    // √16 is more than a fifth of 18.
    assert_measure(little, &case(16.0, None, &[]), None);
}

#[test]
fn what_is_kept_counts_where_values_have_no_bound() {
    let lost = "The return is lost again";
    let case = |end: f64, values: f64, achieved: f64| {
        let mut score = vec![Some(0.0); 5];
        score[0] = Some(1.0);
        score.resize(15, Some(10.2));
        score.resize(20, Some(end));
        let columns = [
            ("score", score),
            ("max_abs_q", all(values)),
            ("start_return", first(&[-achieved], Some(0.0))),
        ];
        run(&columns, &[])
    };
    // From 0.2 to 10.2, and back to 5.2.
    assert_measure(lost, &case(5.2, 500.0, 10.0), Some(0.5));
    assert_measure(lost, &case(5.2, 200.0, 10.0), None);
    assert_measure(lost, &case(5.2, 20.5, 0.5), Some(0.5));
    let mut flat = case(5.2, 500.0, 10.0);
    flat.columns.insert("score", all(1.0));
    assert_measure(lost, &flat, None);
}
