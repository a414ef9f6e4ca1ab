//! How far a training run is.

// ANCHOR: clock
/// How far a training run is, each counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Environment steps since the run began.
    pub step: usize,
    /// Episodes since the run began.
    pub episode: usize,
}
// ANCHOR_END: clock

impl Clock {
    /// The start of a run, and the end of one that never stops.
    pub(crate) fn ends() -> [Self; 2] {
        let (step, episode) = (usize::MAX - 1, usize::MAX - 1);
        [Self::default(), Self { step, episode }]
    }

    /// Counts a step, and the episode that it may end.
    pub fn count(&mut self, is_last: bool) {
        self.step += 1;
        self.episode += usize::from(is_last);
    }
}
