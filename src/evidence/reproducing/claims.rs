//! What the page on reproducing the book says of the benchmarks.

use crate::evidence::claims::Claim;
use crate::evidence::reproducing::benchmarks::{against_jax, against_pytorch};

/// Limits that were measured.
const AVX2: &str = "limit: the core's peak, 256 bits";
const WIDEST: &str = "limit: the core's peak, widest";
const PRODUCTS: &str = "limit: PyTorch's bare products";

pub(crate) const CLAIMS: &[Claim] = &[Claim {
    says: "because this core has wider vectors than AVX2, and a learner step of ours \
           takes less time than PyTorch's products alone",
    bears: |asked| {
        let measured = [against_jax(), against_pytorch()].concat();
        let ratios = |side: &str| -> Vec<f64> {
            let of_side = measured.iter().filter(|m| m.side == side);
            of_side.map(|m| m.to_ours).collect()
        };
        let least = |side| ratios(side).into_iter().fold(f64::INFINITY, f64::min);
        let largest = |side| ratios(side).into_iter().fold(0.0, f64::max);
        let [narrow, products] = [AVX2, PRODUCTS].map(least);
        let wide = largest(WIDEST);
        let holds = wide < 1.0 && 1.0 < narrow && 1.0 < products;
        let text = format!(
            "benchmarks, times ours: widest vectors {wide:.2}, AVX2 {narrow:.2}, \
             products {products:.2}"
        );
        Ok(asked.finds(&text, holds))
    },
}];
