//! Where the promise holds that a run gives the same bits.

// ANCHOR: is_promised
/// True where a recorded run is reproduced bit for bit: on an x86-64 processor with
/// AVX2 and fused multiply-add, computing on the processor rather than on a graphics
/// card.
pub fn is_promised() -> bool {
    if cfg!(feature = "cuda") {
        return false;
    }
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("avx2")
        && std::arch::is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    return false;
}
// ANCHOR_END: is_promised

// ANCHOR: versions
/// The versions on which the bits of a run depend, for the record beside its rows.
///
/// The first is our own: it is raised with each change of the code that changes the
/// bits of a run, and then every experiment is recorded again. The others are those
/// that `Cargo.toml` pins.
pub const VERSIONS: [(&str, &str); 6] = [
    ("arithmetic", "1"),
    ("dfdx", "0.13.0"),
    ("gemm", "0.15.5"),
    ("libm", "0.2.16"),
    ("rand", "0.8.8"),
    ("rand_chacha", "0.3.1"),
];

/// The libraries that compute products now, which `Cargo.toml` pins as well.
///
/// When the first runs were recorded, gemm did. These give the same bits, so they are
/// not in the record of a run, and the rows from before are still valid. If you raise
/// one of them and the bits change, raise our own version above as well.
pub const PRODUCTS: [(&str, &str); 3] = [
    ("faer", "0.24.0"),
    ("private-gemm-x86", "0.1.22"),
    ("pulp", "0.22.3"),
];
// ANCHOR_END: versions

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_are_those_that_the_manifest_pins() {
        let manifest = include_str!("../../Cargo.toml");
        for (name, version) in VERSIONS[1..].iter().chain(&PRODUCTS) {
            let pins = [
                format!("{name} = \"={version}\""),
                format!("{name} = {{ version = \"={version}\""),
                format!("[dependencies.{name}]\nversion = \"={version}\""),
            ];
            let is_pinned = pins.iter().any(|pin| manifest.contains(pin));
            assert!(is_pinned, "Cargo.toml does not pin {name} to {version}");
        }
    }
}
