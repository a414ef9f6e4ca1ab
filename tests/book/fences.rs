//! Blocks of code: either the reader runs it, or the library has it.

use crate::pages::{Page, assert_none, assert_one, chapters, events, line_of};
use deepq::press::chapter::includes;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

struct Block {
    line: usize,
    info: String,
    code: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = None;
    for (event, range) in events(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                open = Some(Block {
                    line: line_of(markdown, range.start),
                    info: match kind {
                        CodeBlockKind::Fenced(info) => info.into_string(),
                        CodeBlockKind::Indented => String::new(),
                    },
                    code: String::new(),
                });
            }
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

fn fence_faults(chapter: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    for Block { line, info, code } in blocks(&chapter.text) {
        let fault = match info.as_str() {
            "" => "a block needs a language: `text` where there is none".to_owned(),
            "rust" if code.contains("{{#") => {
                "code of the library is `rust,ignore`, code to run is written here in \
                 full"
                    .to_owned()
            }
            "rust,ignore" if !is_of_the_library(&code) => {
                "a `rust,ignore` block holds includes of src and nothing else"
                    .to_owned()
            }
            "rust" | "rust,ignore" => continue,
            other if other.starts_with("rust") => {
                format!("`{other}` is neither `rust`, which runs, nor `rust,ignore`")
            }
            _ => continue,
        };
        faults.push(format!("{chapter}:{line}: {fault}"));
    }
    faults
}

/// Whether each line includes a part of a file in src.
fn is_of_the_library(code: &str) -> bool {
    let lines = || code.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_include = |line: &str| {
        let mut includes = includes(line);
        includes.next().is_some_and(|include| {
            include.text == line && include.path.starts_with("../../src/")
        })
    };
    lines().next().is_some() && lines().all(is_include)
}

#[test]
fn every_block_of_rust_either_runs_or_is_code_of_the_library() {
    let faults: Vec<String> = chapters().iter().flat_map(fence_faults).collect();
    assert_none(&faults);
}

fn faults_of(block: &str) -> Vec<String> {
    fence_faults(&Page::new("book/src/a.md", format!("# A\n\n{block}\n")))
}

const INCLUDE: &str = "{{#include ../../src/a.rs:f}}";

#[test]
fn blocks_that_run_that_are_included_or_of_another_language_are_right() {
    assert_none(&faults_of("```rust\nlet x = 1;\n```"));
    assert_none(&faults_of(&format!(
        "```rust,ignore\n{INCLUDE}\n\n{INCLUDE}\n```"
    )));
    assert_none(&faults_of("```sh\ncargo test\n```"));
}

#[test]
fn library_code_that_was_typed_is_a_fault() {
    let typed = format!("```rust,ignore\n{INCLUDE}\nfn f() {{}}\n```");
    assert_one(&faults_of(&typed), "book/src/a.md:3: a `rust,ignore` block");
    assert_one(&faults_of("```rust,ignore\n```"), "nothing else");
    let elsewhere = "```rust,ignore\n{{#include tables/a.md}}\n```";
    assert_one(&faults_of(elsewhere), "nothing else");
}

#[test]
fn a_block_to_run_that_includes_code_is_a_fault() {
    let block = format!("```rust\n{INCLUDE}\n```");
    assert_one(&faults_of(&block), "is written here in full");
}

#[test]
fn rust_that_is_only_compiled_or_may_fail_is_a_fault() {
    for info in [
        "rust,no_run",
        "rust,should_panic",
        "rust, ignore",
        "rust ignore",
    ] {
        let faults = faults_of(&format!("```{info}\nlet x = 1;\n```"));
        assert_one(&faults, "neither `rust`");
    }
}

#[test]
fn a_block_without_a_language_is_a_fault() {
    assert_one(&faults_of("```\nx\n```"), "needs a language");
    assert_one(&faults_of("    x"), "needs a language");
}
