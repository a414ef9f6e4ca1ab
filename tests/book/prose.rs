//! The words of a chapter, apart from its code, its tags and its list of sources.

use crate::pages::{events, line_of};
use pulldown_cmark::{Event, TagEnd};
use std::mem;

/// A stretch of text, with the line of each letter.
#[derive(Default)]
pub struct Passage {
    pub letters: Vec<char>,
    pub lines: Vec<usize>,
}

impl Passage {
    fn push(&mut self, text: &str, line: usize) {
        self.letters.extend(text.chars());
        self.lines.resize(self.letters.len(), line);
    }

    fn text(&self) -> String {
        self.letters.iter().collect()
    }
}

/// What a chapter says.
#[derive(Default)]
pub struct Prose {
    /// The text of each paragraph, heading, item and cell.
    pub passages: Vec<Passage>,
    pub formulas: Vec<Passage>,
}

impl Prose {
    pub fn of(markdown: &str) -> Self {
        let mut reader = Reader::default();
        for (event, range) in events(markdown) {
            reader.read(event, line_of(markdown, range.start));
        }
        reader.prose
    }
}

/// Stands for code or a formula in a passage.
const APART: &str = "\u{fffc}";

#[derive(Default)]
struct Reader {
    prose: Prose,
    /// The passage that is being read.
    passage: Passage,
    /// The heading that it is under.
    heading: String,
    /// How many lists it is in.
    lists: usize,
    is_code: bool,
    is_tag: bool,
}

impl Reader {
    fn read(&mut self, event: Event, line: usize) {
        match event {
            Event::Text(text) if !self.is_code => self.passage.push(&text, line),
            Event::SoftBreak | Event::HardBreak | Event::InlineHtml(_) => {
                self.passage.push(" ", line);
            }
            Event::Html(html) => {
                let text = self.between_tags(&html);
                self.passage.push(&text, line);
            }
            Event::Code(_) => self.passage.push(APART, line),
            Event::InlineMath(math) | Event::DisplayMath(math) => {
                self.passage.push(APART, line);
                let mut formula = Passage::default();
                for (i, part) in math.split_inclusive('\n').enumerate() {
                    formula.push(part, line + i);
                }
                self.prose.formulas.push(formula);
            }
            Event::Start(tag) => self.border(tag.to_end(), true),
            Event::End(tag) => self.border(tag, false),
            _ => {}
        }
    }

    /// Ends the passage, unless the tag is within it.
    fn border(&mut self, tag: TagEnd, begins: bool) {
        use TagEnd::{CodeBlock, Emphasis, Heading, Image, Link, List, Strong};
        if matches!(tag, Emphasis | Strong | Link | Image) {
            return;
        }
        let passage = mem::take(&mut self.passage);
        if matches!(tag, Heading(_)) && !begins {
            self.heading = passage.text();
        }
        if self.lists == 0 || self.heading != "Sources" {
            self.prose.passages.push(passage);
        }
        match tag {
            CodeBlock => self.is_code = begins,
            List(_) if begins => self.lists += 1,
            List(_) => self.lists -= 1,
            _ => {}
        }
    }

    /// The text of a line of HTML; a tag may go on from the line before.
    fn between_tags(&mut self, html: &str) -> String {
        let mut text = String::new();
        for letter in html.chars() {
            match letter {
                '<' => self.is_tag = true,
                '>' if self.is_tag => self.is_tag = false,
                _ if self.is_tag => {}
                letter => text.push(letter),
            }
        }
        text
    }
}
