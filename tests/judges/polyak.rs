//! Polyak averaging, and the τ of a half-life.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;

/// Moves each weight of θ⁻, given it, that of θ, and τ.
fn by(of: fn(f32, f32, f32) -> f32) -> Verdict {
    check_polyak(|target, online, tau| {
        for (target, online) in target.iter_mut().zip(online) {
            *target = of(*target, *online, tau);
        }
    })
}

#[test]
fn polyak_is_judged() {
    Judged::new("polyak")
        .right("a mixture", &by(|t, o, tau| tau * o + (1.0 - tau) * t))
        .right("a step", &by(|t, o, tau| t + tau * (o - t)))
        .wrong(
            "swapped roles",
            [1, 2, 4],
            &by(|t, o, tau| tau * t + (1.0 - tau) * o),
        )
        .wrong("θ⁻ keeps all", [1, 2, 3, 4], &by(|t, o, tau| tau * o + t))
        .wrong("θ⁻ keeps nothing", [1, 2, 3, 4], &by(|_, o, tau| tau * o))
        .wrong("a copy", [1, 2, 4], &by(|_, o, _| o))
        .wrong("nothing moves", [1, 2, 4], &check_polyak(|_, _, _| ()))
        .wrong(
            "θ moves",
            [1, 2, 4, 5],
            &check_polyak(|target, online, tau| {
                for (target, online) in target.iter().zip(online) {
                    *online = tau * target + (1.0 - tau) * *online;
                }
            }),
        )
        .wrong(
            "the first weight moves",
            [2],
            &check_polyak(|target, online, tau| {
                target[0] = tau * online[0] + (1.0 - tau) * target[0];
            }),
        )
        .told();
}

#[test]
fn half_life_is_judged() {
    let half = |n| libm::pow(0.5, 1.0 / n);
    Judged::new("half_life")
        .right("1 − the root of ½", &check_half_life(|n| 1.0 - half(n)))
        .right(
            "1 − exp(ln ½ / n)",
            &check_half_life(|n| -libm::expm1(libm::log(0.5) / n)),
        )
        // For one step it copies, which is no share of less than all.
        .wrong("1 / n", [1, 2], &check_half_life(|n| 1.0 / n))
        .wrong(
            "ln 2 / n",
            [2],
            &check_half_life(|n| std::f64::consts::LN_2 / n),
        )
        // Right for one step, and wrong from then on.
        .wrong("½ / n", [2], &check_half_life(|n| 0.5 / n))
        // For one step the shares that are kept and taken are the same.
        .wrong("the share that is kept", [2], &check_half_life(half))
        .wrong(
            "the time to 1 / e",
            [2],
            &check_half_life(|n| -libm::expm1(-1.0 / n)),
        )
        .told();
}
