//! The doctor for a page, as WebAssembly.

use deepq::lab::consulting;
use deepq::lab::doctor::{FACTS, Fact};
use js_sys::Uint8Array;
use std::iter::zip;
use wasm_bindgen::{prelude::wasm_bindgen, throw_str};

/// What the doctor says of a run.
#[wasm_bindgen(getter_with_clone)]
pub struct Answer {
    /// How the file was read, a sentence each.
    pub notes: Vec<String>,
    /// The verdict, as `deepq doctor` prints it.
    pub text: String,
    /// The panel of all diagnostics, the text of an SVG file.
    pub panel: String,
}

/// A setting that the doctor can use.
#[wasm_bindgen(getter_with_clone)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// What it is.
    pub meaning: String,
}

/// The settings that the doctor can use.
#[wasm_bindgen]
#[must_use]
pub fn facts() -> Vec<Setting> {
    let setting = |fact: &Fact| Setting {
        name: fact.name.to_owned(),
        meaning: fact.meaning.to_owned(),
    };
    FACTS.iter().map(setting).collect()
}

/// Asks the doctor about files: their names, and their bytes in the same order.
///
/// # Errors
/// Why the files are refused, as a string.
#[wasm_bindgen]
pub fn consult(
    names: Vec<String>,
    files: Vec<Uint8Array>,
) -> Result<Answer, String> {
    // What no one has foreseen reaches the page as an exception with its message.
    std::panic::set_hook(Box::new(|panic| throw_str(&panic.to_string())));
    let files = zip(names, files).map(|(name, bytes)| (name, bytes.to_vec()));
    let said = consulting::consult(&files.collect::<Vec<_>>());
    let said = said.map_err(|error| error.to_string())?;
    Ok(Answer {
        notes: said.notes,
        text: said.text,
        panel: said.panel.0,
    })
}
