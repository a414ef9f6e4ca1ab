//! A case: what a judge asks, what a right answer gives, and what typical slips give.

use super::verdict::{Trial, each, ensure, hinted};

/// An input, the output that a right answer gives, and what to say of wrong ones.
pub(super) struct Case<Input, Output> {
    input: Input,
    right: Output,
    same: fn(&Output, &Output) -> bool,
    slips: Vec<(Output, &'static str)>,
    signs: Vec<(Sign<Output>, &'static str)>,
}

/// True of the outputs that a hint is about.
type Sign<Output> = Box<dyn Fn(&Output) -> bool>;

impl<Input, Output> Case<Input, Output> {
    /// A case that has one right output, to the last bit.
    pub(super) fn new(input: Input, right: Output) -> Self
    where
        Output: PartialEq,
    {
        Self {
            input,
            right,
            same: Output::eq,
            slips: Vec::new(),
            signs: Vec::new(),
        }
    }

    /// Outputs are the same where `same` says so, of one that is found and another.
    pub(super) fn compared(mut self, same: fn(&Output, &Output) -> bool) -> Self {
        self.same = same;
        self
    }

    /// A slip gives this output. Of several that fit, the first is named.
    pub(super) fn slip(mut self, wrong: Output, hint: &'static str) -> Self {
        self.slips.push((wrong, hint));
        self
    }

    /// Slips give these outputs.
    pub(super) fn slips(
        mut self,
        slips: impl IntoIterator<Item = (Output, &'static str)>,
    ) -> Self {
        self.slips.extend(slips);
        self
    }

    /// A hint at outputs of a kind, where no slip fits.
    pub(super) fn when(
        mut self,
        sign: impl Fn(&Output) -> bool + 'static,
        hint: &'static str,
    ) -> Self {
        self.signs.push((Box::new(sign), hint));
        self
    }

    /// Tries an answer. `fault` words what is wrong, given the input, the output found
    /// and the right one; the hint follows in brackets.
    pub(super) fn tried(
        &self,
        answer: impl Fn(&Input) -> Output,
        fault: impl Fn(&Input, &Output, &Output) -> String,
    ) -> Trial {
        let found = answer(&self.input);
        ensure((self.same)(&found, &self.right), || {
            let slips = self.slips.iter();
            let slips =
                slips.map(|(wrong, hint)| ((self.same)(&found, wrong), *hint));
            let signs = self.signs.iter().map(|(sign, hint)| (sign(&found), *hint));
            fault(&self.input, &found, &self.right) + &hinted(slips.chain(signs))
        })
    }
}

/// Tries an answer on each case, up to the first fault.
pub(super) fn tried<Input, Output>(
    cases: &[Case<Input, Output>],
    answer: impl Fn(&Input) -> Output,
    fault: impl Fn(&Input, &Output, &Output) -> String,
) -> Trial {
    each(cases, |case| case.tried(&answer, &fault))
}

/// As many outputs must be found as there are inputs, for each number in
/// `amounts`; `fault` words the message, given the number of inputs and that of
/// outputs.
pub(super) fn one_for_each<const N: usize>(
    amounts: [usize; N],
    count: impl Fn(usize) -> usize,
    fault: impl Fn(usize, usize) -> String,
) -> Trial {
    each(amounts, |amount| {
        let found = count(amount);
        ensure(found == amount, || fault(amount, found))
    })
}

/// Equal but for rounding.
pub(super) fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

/// Equal but for rounding, where single precision may have been at work.
pub(super) fn roughly(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-6
}
