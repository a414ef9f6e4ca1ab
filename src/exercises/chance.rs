//! Rules for what is drawn at random.

/// Draws of an answer, by the generator that it was handed.
pub(super) struct Luck<D> {
    /// From one generator.
    pub first: D,
    /// From the same one, right after the first.
    pub second: D,
    /// From the same generator as the first.
    pub again: D,
    /// From another.
    pub other: D,
}

impl<D: PartialEq> Luck<D> {
    /// Two draws in a row from the generator of each seed.
    pub(super) fn of<E>(
        draws: impl Fn(u64) -> Result<[D; 2], E>,
    ) -> Result<Self, E> {
        let [first, second] = draws(1)?;
        let ([again, _], [other, _]) = (draws(1)?, draws(2)?);
        Ok(Self {
            first,
            second,
            again,
            other,
        })
    }

    /// No chance comes from elsewhere.
    pub(super) fn repeats(&self) -> bool {
        self.first == self.again
    }

    /// The generator handed in is used.
    pub(super) fn differs(&self) -> bool {
        self.first != self.other
    }

    /// It is drawn from the generator itself, not from a copy of it.
    pub(super) fn goes_on(&self) -> bool {
        self.first != self.second
    }
}

/// Whether something of probability `p` may come `count` times in `draws` draws:
/// five standard deviations off at most.
pub(super) fn may_come(count: u64, draws: u64, p: f64) -> bool {
    let draws = draws as f64;
    let deviation = libm::sqrt(draws * p * (1.0 - p));
    (count as f64 - draws * p).abs() <= 5.0 * deviation + 1e-6
}

/// Whether counts may be those of equal chances.
///
/// k samples of b out of N transitions give each of them e = k b / N on average.
/// With replacement, Σ (count − e)² / e is χ² with ν = N − 1 degrees of freedom;
/// without, it is smaller by the factor (N − b) / (N − 1). A χ² is above
/// ν + 2√(ν x) + 2 x with a probability below exp(−x), 10⁻⁹ for x = 21.
///
/// Source: Laurent and Massart (2000), lemma 1.
pub(super) fn may_be_equal(counts: &[usize]) -> bool {
    let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    let statistic: f64 = counts
        .iter()
        .map(|&count| (count as f64 - mean).powi(2) / mean)
        .sum();
    let (freedom, x) = (counts.len() as f64 - 1.0, 21.0);
    statistic <= freedom + 2.0 * (freedom * x).sqrt() + 2.0 * x
}
