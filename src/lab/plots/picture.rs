//! Pictures in memory: what is drawn, before it is written or shown.

use std::ops::Deref;

/// The text of an SVG picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Svg(pub String);

impl Deref for Svg {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// The bytes of an animated GIF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gif(pub Vec<u8>);

impl Deref for Gif {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
