//! Every sentence that compares recorded runs is a claim, and the rows bear it.

use crate::pages::{Page, assert_none, assert_one, chapters, events, root};
use deepq::evidence::PAGES;
use deepq::evidence::claims::Claim;
use deepq::experiments::Records;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::{fs, iter, mem};

/// What a sentence compares with.
const COMPARING: &[&str] = &[
    "alike", "apart", "best", "better", "differ", "differs", "earlier", "equally",
    "faster", "fewer", "hardly", "higher", "highest", "larger", "largest", "later",
    "less", "longer", "lower", "lowest", "more", "most", "rarer", "slower",
    "smaller", "sooner", "steadier", "than", "worse", "worst",
];

/// The sentences of a page, and those of them that stand in a section with a figure or a
/// table of its own.
fn sentences(page: &Page) -> [Vec<String>; 2] {
    let mut reader = Reader::default();
    for (event, _) in events(&page.text) {
        reader.read(event);
    }
    reader.section();
    [reader.all, reader.kept]
}

#[derive(Default)]
struct Reader {
    text: String,
    section: Vec<String>,
    shows_runs: bool,
    is_apart: bool,
    all: Vec<String>,
    kept: Vec<String>,
}

impl Reader {
    fn read(&mut self, event: Event) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.section();
                self.is_apart = true;
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.shows_runs |= dest_url.starts_with("figures/");
                self.is_apart = true;
            }
            Event::Start(Tag::CodeBlock(_)) => self.is_apart = true,
            Event::End(TagEnd::Image | TagEnd::CodeBlock | TagEnd::Heading(_)) => {
                self.is_apart = false;
            }
            Event::Text(text) if !self.is_apart => {
                let names = text.trim().strip_prefix("{{#include tables/");
                self.shows_runs |= names.is_some_and(|name| {
                    name.contains(".md}}") && self.text.is_empty()
                });
                self.text += &text;
            }
            Event::Code(code) | Event::InlineMath(code) => self.text += &code,
            Event::SoftBreak => self.text += " ",
            Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                self.section.extend(split(&mem::take(&mut self.text)));
            }
            _ => {}
        }
    }

    /// Ends a section.
    fn section(&mut self) {
        let section = mem::take(&mut self.section);
        self.all.extend_from_slice(&section);
        if mem::take(&mut self.shows_runs) {
            self.kept.extend(section);
        }
        self.text.clear();
    }
}

/// The sentences of a paragraph.
fn split(paragraph: &str) -> Vec<String> {
    let ends = paragraph.match_indices(['.', '!', '?', ':']);
    let ends = ends.map(|(at, _)| at + 1).filter(|end| {
        let mut rest = paragraph[*end..].chars();
        rest.next() == Some(' ') && rest.next().is_some_and(|c| !c.is_lowercase())
    });
    let mut begin = 0;
    ends.chain(iter::once(paragraph.len()))
        .map(|end| {
            paragraph[mem::replace(&mut begin, end)..end]
                .trim()
                .to_owned()
        })
        .collect()
}

/// Whether a sentence compares. What it includes is a number.
fn compares(sentence: &str) -> bool {
    let typed = sentence.split("{{").map(|part| part.rsplit("}}").next());
    let typed: String = typed.flatten().collect();
    let mut words = typed.split(|c: char| !c.is_alphabetic());
    words.any(|word| COMPARING.contains(&word.to_lowercase().as_str()))
}

/// The asides of a page: words of sentences beside recorded runs that compare something
/// else, from lines with what it is behind a bar.
fn asides(page: &str) -> Vec<String> {
    let file = root().join("tests/book/asides").join(format!("{page}.txt"));
    let lines = fs::read_to_string(file).unwrap_or_default();
    let words = lines.lines().map(|line| match line.split_once(" | ") {
        Some((words, what)) if !what.is_empty() => words.to_owned(),
        _ => panic!("{page}: an aside without what it is: {line:?}"),
    });
    words.collect()
}

/// What the claims and the asides of a page lack, and what they have too much.
fn claim_faults(page: &Page, claims: &[&str], asides: &[&str]) -> Vec<String> {
    let [sentences, beside_runs] = sentences(page);
    let all: Vec<&&str> = claims.iter().chain(asides).collect();
    let gone = all.iter().filter(|words| {
        sentences.iter().filter(|s| s.contains(**words)).count() != 1
    });
    let gone = gone.map(|words| format!("{page}: not in one sentence: {words:?}"));
    let bare = beside_runs.iter().filter(|sentence| {
        compares(sentence) && !all.iter().any(|words| sentence.contains(**words))
    });
    let bare = bare.map(|s| format!("{page}: neither a claim nor an aside: {s:?}"));
    gone.chain(bare).collect()
}

#[test]
fn every_sentence_that_compares_runs_is_a_claim() {
    let faults = chapters().into_iter().flat_map(|page| {
        let name = page.path.file_stem().unwrap().to_str().unwrap().to_owned();
        let of = PAGES.iter().find(|of| of.chapter == name);
        let claims = of.map_or(&[][..], |of| of.claims);
        let says: Vec<&str> = claims.iter().map(|claim| claim.says).collect();
        let asides = asides(&name);
        let asides: Vec<&str> = asides.iter().map(String::as_str).collect();
        claim_faults(&page, &says, &asides)
    });
    assert_none(&faults.collect::<Vec<_>>());
}

#[test]
fn every_claim_follows_from_the_rows() {
    let records = Records::of_book(&root().join("book"));
    let claims = PAGES.iter().flat_map(|page| page.claims);
    let fault = |claim: &Claim| {
        let finding = claim.judge(&records).unwrap_or_else(|e| panic!("{e}"));
        (!finding.holds).then(|| format!("{:?}: {}", claim.says, finding.text))
    };
    assert_none(&claims.filter_map(fault).collect::<Vec<_>>());
}

const TEXT: &str = "# Title\n\nHere nothing is better.\n\n## Runs\n\n\
    ![Runs](figures/a.svg)\n\nThe first is higher, by\n{{#include tables/n.md:x}}. \
    It is so. The *second* is later.\n";

fn faults(claims: &[&str], asides: &[&str]) -> Vec<String> {
    claim_faults(&Page::new("a.md", TEXT), claims, asides)
}

#[test]
fn a_comparison_is_asked_for_where_runs_are_shown() {
    assert_none(&faults(&["first is higher"], &["second is later"]));
    // A page may claim something where it shows no runs.
    let more = ["first is higher", "Here nothing"];
    assert_none(&faults(&more, &["second is later"]));
    assert_one(&faults(&["first is higher"], &[]), "The second is later");
}

#[test]
fn a_claim_that_its_page_no_longer_makes_is_a_fault() {
    let gone = faults(&["first is higher", "third"], &["second is later"]);
    assert_one(&gone, "not in one sentence: \"third\"");
}
