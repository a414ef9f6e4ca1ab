//! What most wrappers do with most methods: they hand them on.

/// The methods of `Environment` by which a wrapper hands on to the world in its
/// field `$inner`, each named where it is wanted.
macro_rules! hand_on {
    ($inner:ident: $($method:ident)+) => {
        $($crate::foundations::wrappers::hand_on::hand_on!(@ $method $inner);)+
    };
    (@ kept $inner:ident) => {
        fn kept(&self) -> $crate::foundations::weights::Weights {
            self.$inner.kept()
        }
    };
    (@ restore $inner:ident) => {
        fn restore(
            &mut self,
            kept: &$crate::foundations::weights::Weights,
        ) -> Result<(), $crate::error::Error> {
            self.$inner.restore(kept)
        }
    };
    (@ enter_evaluation $inner:ident) => {
        fn enter_evaluation(&mut self) {
            self.$inner.enter_evaluation();
        }
    };
    (@ unwrapped $inner:ident) => {
        fn unwrapped(&self, state: [f32; S]) -> Vec<f32> {
            self.$inner.unwrapped(state)
        }
    };
}
pub(crate) use hand_on;
