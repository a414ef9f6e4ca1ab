//! Which copy of this code is running.
//!
//! A program has one copy of each static. A notebook has one for each cell, because
//! every cell is compiled into a library of its own. dfdx numbers its tensors with a
//! static counter, so tensors of two libraries can bear the same number: a gradient
//! would then reach the wrong weight, in silence. Whoever keeps gradients remembers
//! the library that they belong to, and refuses to work in another.

/// Its address tells one library from another.
static MARK: u8 = 0;

/// A library that holds a copy of this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Library(usize);

impl Library {
    /// The library that the caller runs in.
    pub fn current() -> Self {
        Self(std::ptr::from_ref(&MARK).addr())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_one_library() {
        assert_eq!(Library::current(), Library::current());
    }
}
