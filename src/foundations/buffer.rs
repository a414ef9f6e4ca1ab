//! Room for numbers that is used again from step to step.
#![cfg_attr(
    feature = "cuda",
    allow(dead_code, reason = "the graphics card reads the tensors themselves")
)]

use crate::foundations::tensors::Dev;
use dfdx::prelude::{HasShape, Shape, Tensor};
use std::cell::RefCell;
use std::ops::{Deref, DerefMut, Range};

/// As many buffers as a learner step of the course's networks holds at once.
const KEPT: usize = 16;
/// Fewer numbers than this are cleared as fast as their room is found again.
const MANY: usize = 1024;
/// More numbers than this are not kept: no step of a learner needs them.
const TOO_MANY: usize = 1 << 20;

thread_local! {
    static FREE: RefCell<Vec<Vec<f32>>> = const { RefCell::new(Vec::new()) };
}

/// The bytes of a line of the processor's cache. A vector that crosses the end of a line
/// takes two reads.
const LINE: usize = 64;

/// Numbers on loan, from the start of a line. When they are dropped, their room is kept
/// for the next buffer of that length: a step asks for the lengths of the step before,
/// and to clear new room takes as long as to fill it.
#[derive(Debug)]
pub(crate) struct Buffer {
    room: Vec<f32>,
    numbers: Range<usize>,
}

impl Buffer {
    /// Room for `length` numbers. It still holds those of an earlier use.
    pub(crate) fn of_length(length: usize) -> Self {
        let size = length + LINE / size_of::<f32>();
        let room = kept(size).unwrap_or_else(|| vec![0.0; size]);
        let start = room.as_ptr().align_offset(LINE);
        Self {
            numbers: start..start + length,
            room,
        }
    }

    /// A copy of the numbers of a tensor, which dfdx does not lend.
    pub(crate) fn copy_of<S: Shape>(tensor: &Tensor<S, f32, Dev>) -> Self {
        let mut numbers = Self::of_length(tensor.shape().num_elements());
        tensor.copy_into(&mut numbers);
        numbers
    }
}

/// A room of that size, if one is kept.
fn kept(size: usize) -> Option<Vec<f32>> {
    if size < MANY {
        return None;
    }
    FREE.with_borrow_mut(|free| {
        let place = free.iter().position(|room| room.len() == size)?;
        Some(free.remove(place))
    })
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if !(MANY..TOO_MANY).contains(&self.room.len()) {
            return;
        }
        let room = std::mem::take(&mut self.room);
        // A thread that ends keeps nothing any more.
        let _ = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() == KEPT {
                // The oldest: nobody asks for that length any more.
                free.remove(0);
            }
            free.push(room);
        });
    }
}

impl Deref for Buffer {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.room[self.numbers.clone()]
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.room[self.numbers.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_of_a_dropped_buffer_is_used_again() {
        let mut buffer = Buffer::of_length(12_345);
        buffer[7] = 3.0;
        let room = buffer.as_ptr();
        drop(buffer);
        assert_ne!(Buffer::of_length(12_344).as_ptr(), room);
        let buffer = Buffer::of_length(12_345);
        assert_eq!((buffer.as_ptr(), buffer[7]), (room, 3.0));
    }

    #[test]
    fn sixteen_rooms_of_a_moderate_size_are_kept_at_most() {
        drop(Buffer::of_length(TOO_MANY));
        let buffers: Vec<_> =
            (0..100).map(|i| Buffer::of_length(MANY + i)).collect();
        drop(buffers);
        let kept =
            FREE.with_borrow(|free| free.iter().map(Vec::len).collect::<Vec<_>>());
        let newest = (MANY + 100 - KEPT..MANY + 100).map(|length| length + 16);
        assert_eq!(kept, newest.collect::<Vec<_>>());
    }

    #[test]
    fn numbers_begin_at_the_start_of_a_line() {
        for length in [0, 1, 100, 5_000] {
            let buffer = Buffer::of_length(length);
            assert_eq!(
                (buffer.len(), buffer.as_ptr().align_offset(64)),
                (length, 0)
            );
        }
    }
}
