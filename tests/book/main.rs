//! The book holds together: what its chapters name exists, what exists is named, and
//! no number in them was typed.
//!
//! Each check is a function from texts to faults. One test applies it to the course,
//! the others show on texts of their own that it finds what it is for.

mod anchors;
mod chapters;
mod claims;
mod drawings;
mod fences;
mod guides;
mod items;
mod links;
mod numbers;
mod pages;
mod prose;
