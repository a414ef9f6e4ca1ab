//! What the book shows of the museum of faults.

pub(crate) mod faults;
pub(crate) mod numbers;
