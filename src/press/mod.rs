//! How the course is printed: on the command line, as a book, as notebooks.

pub(crate) mod book;
pub(crate) mod cards;
pub mod chapter;
pub mod commands;
pub(crate) mod console;
pub(crate) mod doctor;
pub(crate) mod kernel;
pub(crate) mod macros;
pub mod notebook;
pub(crate) mod notebooks;
pub(crate) mod output;
pub(crate) mod pages;
pub(crate) mod place;
pub(crate) mod reproduce;
pub(crate) mod runs;
pub(crate) mod selection;
pub(crate) mod signals;
pub(crate) mod tools;
pub mod weave;
pub(crate) mod web;
pub(crate) mod workshop;
