//! The verdict itself.

use deepq::prelude::*;

#[test]
fn a_verdict_is_shown_claim_by_claim_and_alike_for_debugging() {
    let verdict = check_td_target(
        |r, terminated, _, v, gamma| {
            if terminated { 0.0 } else { r + gamma * v }
        },
    );
    let shown = "\
        ✔ an ordinary step adds the value that follows\n\
        ✘ a terminated step is worth its reward alone: for reward 1, terminated \
        true, truncated false, next value 8 and gamma 1 it gives 0, but must give 1 \
        (the reward was earned: only the next value counts as 0)\n\
        ✔ a truncated step keeps its next value in full\n\
        ✘ a step both terminated and truncated is terminated: for reward 1, \
        terminated true, truncated true, next value 8 and gamma 1 it gives 0, but \
        must give 1 (the reward was earned: only the next value counts as 0)\n\
        ✔ gamma discounts the next value and nothing else";
    assert_eq!(verdict.to_string(), shown);
    assert_eq!(format!("{verdict:?}"), shown);
    let first = &verdict.findings()[0];
    assert_eq!(first.claim, "an ordinary step adds the value that follows");
    assert_eq!(first.fault, None);
}

#[test]
fn a_panic_is_a_fault_of_its_claim_and_the_others_are_still_tried() {
    let verdict = check_td_target(|r, terminated, truncated, v, gamma| {
        assert!(!truncated, "truncated? {r}");
        if terminated { r } else { r + gamma * v }
    });
    let faults = verdict
        .findings()
        .iter()
        .map(|found| found.fault.as_deref());
    let panics = Some("it panics: truncated? 1");
    assert_eq!(
        faults.collect::<Vec<_>>(),
        [None, None, panics, panics, None]
    );
    let verdict = check_td_target(|_, _, _, _, _| std::panic::panic_any(7));
    let fault = verdict.findings()[0].fault.as_deref();
    assert_eq!(fault, Some("it panics: no message"));
}
