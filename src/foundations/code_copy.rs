//! Which copy of this code is running.
//!
//! A program has one copy of each static. A notebook has one for each cell, because
//! every cell is compiled into a library of its own. dfdx numbers its tensors with a
//! static counter, so tensors of two libraries can bear the same number: a gradient
//! would then reach the wrong weight, in silence. Whatever keeps gradients remembers
//! the copy of the code that they belong to, and refuses to work in another.

/// Its address tells one copy from another.
static MARK: u8 = 0;

/// One copy of this code, in a library of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeCopy(usize);

impl CodeCopy {
    /// The copy that the caller runs in.
    pub fn current() -> Self {
        Self(std::ptr::from_ref(&MARK).addr())
    }
}
