//! Transitions that are stored otherwise than they were.

use deepq::faulty_replay::ReplayFault;
use deepq::prelude::Transition;

/// The action that is stored is the one after the action that was played, of `A`.
#[derive(Clone, Copy, Debug)]
pub struct ShiftedAction<const A: usize>;

impl<const S: usize, const A: usize, R> ReplayFault<S, R> for ShiftedAction<A> {
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        Transition {
            action: (transition.action + 1) % A,
            ..transition
        }
    }
}

/// The state that is stored is the next one: the world has written it into the array
/// that the agent still holds.
#[derive(Clone, Copy, Debug)]
pub struct AliasedState;

impl<const S: usize, R> ReplayFault<S, R> for AliasedState {
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        Transition {
            state: transition.next_state,
            ..transition
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deepq::prelude::Step;

    fn transition() -> Transition<1> {
        let step = Step {
            state: [2.0],
            reward: 3.0,
            terminated: false,
            truncated: true,
        };
        Transition::new([1.0], 2, &step, 0.9)
    }

    #[test]
    fn after_the_last_action_comes_the_first() {
        let stored = |of: &dyn ReplayFault<1, ()>| of.stored(transition()).action;
        assert_eq!(stored(&ShiftedAction::<3>), 0);
        assert_eq!(stored(&ShiftedAction::<4>), 3);
    }

    #[test]
    fn an_aliased_state_is_the_one_that_followed() {
        let stored = ReplayFault::<1, ()>::stored(&AliasedState, transition());
        let expected = Transition {
            state: [2.0],
            ..transition()
        };
        assert_eq!(stored, expected);
    }
}
