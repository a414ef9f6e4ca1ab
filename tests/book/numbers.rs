//! No number in the prose is typed: the code makes it and the chapter names it.

use crate::pages::{Page, assert_none, assert_one, chapters};
use crate::prose::{Passage, Prose};
use deepq::press::chapter::includes;
use std::ops::Range;

/// What may come before a typed number: it names a place in a source.
const PLACES: [&str; 5] = ["algorithm", "equation", "section", "chapter", "page"];

/// Numbers that are written as words. "One" and "two" are ordinary words.
const WORDS: [&str; 30] = [
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
];

/// Numbers that belong to equations.
const SMALL: [&str; 3] = ["0", "1", "2"];

fn number_faults(chapter: &Page) -> Vec<String> {
    let prose = Prose::of(&without_includes(&chapter.text));
    let mut typed = Vec::new();
    for passage in &prose.passages {
        typed.extend(typed_numbers(passage));
        typed.extend(number_words(passage));
    }
    for formula in &prose.formulas {
        typed.extend(typed_literals(formula));
    }
    typed.sort();
    let faults = typed.iter().map(|(line, number)| {
        let is_small = SMALL.contains(&number.as_str());
        let or = if is_small {
            ", or make it a formula"
        } else {
            ""
        };
        format!(
            "{chapter}:{line}: `{number}` is typed: put it into \
             the evidence of the chapter and show it by \
             `{{{{#include tables/numbers.md:name}}}}`{or}"
        )
    });
    faults.collect()
}

/// The chapter with dots for its includes, so that their names hold no numbers.
fn without_includes(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    for include in includes(markdown) {
        text = text.replace(include.text, &".".repeat(include.text.len()));
    }
    text
}

type Typed = (usize, String);

fn typed_numbers(passage: &Passage) -> Vec<Typed> {
    let letters = &passage.letters;
    numbers(letters, &['.', ','])
        .into_iter()
        .filter(|number| {
            !is_of_a_name(letters, number)
                && !is_year(letters, number)
                && !is_place(letters, number)
        })
        .map(|number| (passage.lines[number.start], text_of(letters, number)))
        .collect()
}

/// Runs of digits, also across a point or comma between two digits.
fn numbers(letters: &[char], joints: &[char]) -> Vec<Range<usize>> {
    let is_digit = |at: usize| letters.get(at).is_some_and(|c| c.is_numeric());
    let is_joint = |at| letters.get(at).is_some_and(|c| joints.contains(c));
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let start = at;
        while is_digit(at) || at > start && is_joint(at) && is_digit(at + 1) {
            at += 1;
        }
        if at > start {
            numbers.push(start..at);
        }
        at += 1;
    }
    numbers
}

fn text_of(letters: &[char], range: Range<usize>) -> String {
    letters[range].iter().collect()
}

/// `CartPole-v1` and `f32`: the word of the number begins with a letter.
fn is_of_a_name(letters: &[char], number: &Range<usize>) -> bool {
    let is_part = |c: &&char| c.is_alphanumeric() || "-_".contains(**c);
    let before = letters[..number.start].iter().rev().take_while(is_part);
    before.last().is_some_and(|first| first.is_alphabetic())
}

/// `(2015)`, `(2015, …)`, `et al. 2015` and `(Lin 1992)`.
fn is_year(letters: &[char], number: &Range<usize>) -> bool {
    let year = text_of(letters, number.clone());
    let is_plausible = year.parse().is_ok_and(|year| (1900..2100).contains(&year));
    let before = word_before(letters, number.start);
    let before = before.trim_end_matches(',');
    let after = letters.get(number.end);
    let is_closed = after.is_some_and(|c| ");".contains(*c));
    let opens = before == "(" && (is_closed || after == Some(&','));
    let author = before.trim_start_matches('(');
    let follows_author = is_closed && author.starts_with(char::is_uppercase);
    is_plausible && (opens || author == "al." || follows_author)
}

/// `algorithm 1` and `Section 2.3`.
fn is_place(letters: &[char], number: &Range<usize>) -> bool {
    let before = word_before(letters, number.start).to_lowercase();
    let before = before.trim_matches(|c: char| !c.is_alphabetic());
    PLACES.contains(&before) && !letters[number.clone()].contains(&',')
}

/// The word that ends before `at`, with the signs around it.
fn word_before(letters: &[char], at: usize) -> String {
    let before = text_of(letters, 0..at);
    before
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .to_owned()
}

fn number_words(passage: &Passage) -> Vec<Typed> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in passage.letters.split(|c| !c.is_alphabetic()) {
        let word_text: String = word.iter().collect();
        if WORDS.contains(&word_text.to_lowercase().as_str()) {
            words.push((passage.lines[at], word_text));
        }
        at += word.len() + 1;
    }
    words
}

/// The numbers of a formula, but for those that belong to equations.
fn typed_literals(formula: &Passage) -> Vec<Typed> {
    let letters = &formula.letters;
    numbers(letters, &['.'])
        .into_iter()
        .map(|number| (formula.lines[number.start], text_of(letters, number)))
        .filter(|(_, number)| !SMALL.contains(&number.as_str()))
        .collect()
}

#[test]
fn no_number_of_the_prose_is_typed() {
    let faults: Vec<String> = chapters().iter().flat_map(number_faults).collect();
    assert_none(&faults);
}

fn faults_of(text: &str) -> Vec<String> {
    number_faults(&Page::new("book/src/a.md", format!("# A\n\n{text}\n")))
}

#[test]
fn a_number_that_is_included_is_right() {
    assert_none(&faults_of(
        "It has {{#include tables/numbers.md:at_12}} cells.",
    ));
}

#[test]
fn a_typed_number_is_a_fault_with_its_line() {
    let faults = faults_of("It holds\n50,000 steps.");
    assert_one(&faults, "book/src/a.md:4: `50,000` is typed");
    assert_one(&faults_of("A 10k memory."), "`10`");
    assert_one(&faults_of("Half a step: 0.5."), "`0.5`");
    assert_one(&faults_of("A 64-bit number."), "`64`");
}

#[test]
fn a_typed_number_is_found_in_headings_tables_lists_and_pictures() {
    assert_one(&faults_of("## The 5 seeds"), "`5`");
    assert_one(&faults_of("| a |\n| --- |\n| 7 |"), ":5: `7`");
    assert_one(&faults_of("- **9** lives"), "`9`");
    assert_one(&faults_of("![8 curves](a.svg)"), "`8`");
}

#[test]
fn the_text_between_tags_counts_and_the_tags_do_not() {
    assert_none(&faults_of("<div\nwidth=\"9\">\nWords.\n</div>"));
    assert_one(&faults_of("<summary>The 3 lines</summary>"), "`3`");
    assert_one(&faults_of("Words <b id=\"4\">6</b>."), "`6`");
}

#[test]
fn code_and_links_may_have_any_number() {
    assert_none(&faults_of(
        "`x[17]` and [text](https://x.org/17)\n\n```sh\na 17\n```",
    ));
}

#[test]
fn years_and_places_of_sources_are_right_and_other_numbers_like_them_are_not() {
    assert_none(&faults_of(
        "Mnih et al. (2015), Lin (1992, page 3), Mnih et al. 2015",
    ));
    assert_none(&faults_of("It was known (Lin 1992; Mnih et al., 2015)."));
    assert_none(&faults_of(
        "Algorithm 1 and equation\n2.3 of chapter 4, (section 5)",
    ));
    assert_one(&faults_of("After 2000 steps."), "`2000`");
    assert_one(&faults_of("Steps (500)."), "`500`");
    assert_one(&faults_of("Figure 3."), "`3`");
}

#[test]
fn names_may_have_digits() {
    assert_none(&faults_of("CartPole-v1, f32, x86-64 and GPT-2"));
}

#[test]
fn the_list_of_sources_may_have_any_number() {
    let list = "- Nature 518(7540):529–533, ten pages";
    assert_none(&faults_of(&format!("## Sources\n\n{list}")));
    assert_eq!(faults_of(&format!("## Others\n\n{list}")).len(), 5);
    assert_one(&faults_of("## Sources\n\nThere are 5."), "`5`");
    assert_one(
        &faults_of(&format!("## Sources\n\n{list}\n\n## B\n\n5")),
        "`5`",
    );
}

#[test]
fn a_number_word_is_a_fault() {
    assert_none(&faults_of(
        "One of two; the third. Often, someone, thousands.",
    ));
    assert_one(&faults_of("Five seeds."), "`Five`");
    assert_one(&faults_of("More than a\nhundred."), ":4: `hundred`");
}

#[test]
fn a_formula_has_no_numbers_but_small_ones() {
    assert_none(&faults_of("$x_0 + 1$ and $x^2$\n\n$$\n(1, 2)\n$$"));
    assert_one(&faults_of("It is near 0."), "or make it a formula");
    assert_one(&faults_of("$\\gamma = 0.99$"), "`0.99`");
    assert_one(&faults_of("$$\nx +\n10\n$$"), ":5: `10`");
}
