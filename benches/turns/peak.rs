//! What the core can do at most: fused multiply-adds that wait for nothing.

use super::super::work::BATCH;
use super::seconds_of;
use deepq::dqn::multiply_adds;
use pulp::{Simd, WithSimd};

/// Sums that are added to in turns: enough to hide how long an addition takes.
const SUMS: usize = 12;
/// Additions to each of them in one go.
const ADDITIONS: usize = 20_000;

/// The seconds of the products of a learner step at the peak of this core, with
/// vectors of 256 bits and with the widest that it has.
pub fn seconds() -> (f64, f64) {
    let widest = pulp::Arch::new();
    let widest = seconds_with(|| widest.dispatch(Sums));
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = pulp::x86::V3::try_new() {
        return (seconds_with(|| Simd::vectorize(avx2, Sums)), widest);
    }
    (widest, widest)
}

/// The numbers in the widest vector that this core has.
pub fn widest_lanes() -> usize {
    pulp::Arch::new().dispatch(Sums)
}

/// The best of many goes, for a peak is the least time that it ever takes.
fn seconds_with(work: impl Fn() -> usize) -> f64 {
    let mut lanes = 0;
    let seconds = (0..50).map(|_| seconds_of(1, || lanes = work()));
    let least = seconds.fold(f64::INFINITY, f64::min);
    let per_second = (SUMS * ADDITIONS * lanes) as f64 / least;
    multiply_adds(&[4, 512, 128, 2], BATCH) as f64 / per_second
}

struct Sums;

impl WithSimd for Sums {
    /// The numbers in a vector.
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        let (a, b) = (simd.splat_f32s(0.5), simd.splat_f32s(1.0));
        let mut sums = [simd.splat_f32s(0.0); SUMS];
        for _ in 0..ADDITIONS {
            for sum in &mut sums {
                *sum = simd.mul_add_f32s(a, *sum, b);
            }
        }
        std::hint::black_box(sums);
        S::F32_LANES
    }
}
