//! Links and pictures: each leads somewhere, and all that is drawn is shown.

use crate::pages::{
    Page, assert_none, assert_one, chapters, dialect, events, exists,
    expanded_chapters, files_below, readme,
};
use pulldown_cmark::{BrokenLink, Event, LinkType, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What may be linked to: files, and the headings of pages.
struct Places<'a> {
    exists: &'a dyn Fn(&Path) -> bool,
    headings: BTreeMap<PathBuf, Vec<String>>,
}

impl<'a> Places<'a> {
    fn new(pages: &[Page], exists: &'a dyn Fn(&Path) -> bool) -> Self {
        let headings = pages.iter();
        Self {
            exists,
            headings: headings
                .map(|page| (page.path.clone(), heading_ids(&page.text)))
                .collect(),
        }
    }

    /// Why a link of the page leads nowhere.
    fn fault(&self, page: &Page, link: &str) -> Option<String> {
        if link.contains("://") {
            let is_safe = link.starts_with("https://");
            return (!is_safe).then(|| "links to other sites are https".to_owned());
        }
        let (file, fragment) = match link.split_once('#') {
            Some((file, fragment)) => (file, Some(fragment)),
            None => (link, None),
        };
        let path = match file {
            "" => page.path.clone(),
            file => page.resolved(file),
        };
        let name = path.display();
        if path.is_absolute() || !(self.exists)(&path) {
            return Some(format!("there is no file {name}"));
        }
        let fragment = fragment?;
        match self.headings.get(&path) {
            None => Some(format!(
                "only chapters have headings to link to, not {name}"
            )),
            Some(ids) if ids.iter().any(|id| id == fragment) => None,
            Some(ids) => Some(format!("{name} has only #{}", ids.join(", #"))),
        }
    }
}

/// The names that mdBook gives to the headings of a page.
fn heading_ids(markdown: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut heading = None;
    for (event, _) in events(markdown) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let id = heading_id(&heading.take().unwrap_or_default());
                let repeated = (1..).map(|n| format!("{id}-{n}"));
                let mut free = std::iter::once(id.clone()).chain(repeated);
                ids.extend(free.find(|id| !ids.contains(id)));
            }
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    ids
}

fn heading_id(heading: &str) -> String {
    let letters = heading.trim().to_lowercase();
    let letters = letters.chars().filter_map(|c| match c {
        c if c.is_whitespace() => Some('-'),
        c => (c.is_alphanumeric() || c == '_' || c == '-').then_some(c),
    });
    letters.collect()
}

fn link_faults(page: &Page, places: &Places) -> Vec<String> {
    let links = page.links();
    let lost = links.iter().filter_map(|link| {
        let fault = places.fault(page, link)?;
        Some(format!("{page}: `{link}`: {fault}"))
    });
    lost.chain(undefined_links(page))
        .chain(unseen_links(page))
        .collect()
}

/// `[text][name]` where no line says what the name stands for.
fn undefined_links(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let note = |link: BrokenLink| {
        // A shortcut, `[text]`, is as likely an interval or an index.
        if link.link_type != LinkType::Shortcut {
            let name = &link.reference;
            faults.push(format!("{page}: `[{name}]: …` is missing"));
        }
        None
    };
    let parser =
        Parser::new_with_broken_link_callback(&page.text, dialect(), Some(note));
    parser.for_each(drop);
    faults
}

/// Links and pictures in HTML, which this file does not follow.
fn unseen_links(page: &Page) -> Vec<String> {
    let html = events(&page.text).filter_map(|(event, _)| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html),
        _ => None,
    });
    html.filter(|html| html.contains("<img") || html.contains("href="))
        .map(|html| format!("{page}: {}: write it as Markdown", html.trim()))
        .collect()
}

/// Pictures that say nothing to who cannot see them, or that are not in the book.
fn picture_faults(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let mut picture: Option<(String, String)> = None;
    for (event, _) in events(&page.text) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                picture = Some((dest_url.into_string(), String::new()));
            }
            Event::End(TagEnd::Image) => {
                let (file, alt) = picture.take().unwrap_or_default();
                if alt.chars().count() < 20 {
                    faults.push(format!(
                        "{page}: `{file}`: say in 20 letters or more what it shows"
                    ));
                }
                if file.contains("://") {
                    faults.push(format!("{page}: `{file}`: keep it in the book"));
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => {
                if let Some((_, alt)) = &mut picture {
                    alt.push_str(&text);
                }
            }
            _ => {}
        }
    }
    faults
}

/// What is drawn and shown nowhere.
fn unshown_faults(drawn: &[PathBuf], pages: &[Page]) -> Vec<String> {
    let mut shown = BTreeSet::new();
    for page in pages {
        shown.extend(page.includes().map(|(path, _)| path));
        shown.extend(page.links().iter().map(|link| page.resolved(link)));
    }
    let unshown = drawn.iter().filter(|file| !shown.contains(*file));
    unshown
        .map(|file| {
            let file = file.display();
            format!("{file} is shown by no chapter: show it, or draw it no more")
        })
        .collect()
}

fn pages_with_links() -> Vec<Page> {
    let mut pages = expanded_chapters();
    pages.push(readme());
    pages
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages_with_links();
    let places = Places::new(&pages, &exists);
    let faults = pages.iter().flat_map(|page| link_faults(page, &places));
    assert_none(&faults.collect::<Vec<_>>());
}

#[test]
fn every_picture_is_told_in_words() {
    let pages = pages_with_links();
    let faults: Vec<String> = pages.iter().flat_map(picture_faults).collect();
    assert_none(&faults);
}

#[test]
fn all_that_is_drawn_is_shown() {
    let folders = ["figures", "tables", "pictures"];
    let files = folders.map(|folder| files_below(&format!("book/src/{folder}")));
    let mut pages = chapters();
    pages.push(readme());
    assert_none(&unshown_faults(&files.concat(), &pages));
}

fn page(text: &str) -> Page {
    Page::new("book/src/a.md", text)
}

fn faults_of(link: &str) -> Vec<String> {
    let a = page(&format!(
        "# Die Größe, `f` & $x$\n\n## B\n\n## B\n\n{link}\n"
    ));
    let exists = |path: &Path| path == "src/f.rs" || path == "book/src/a.md";
    link_faults(&a, &Places::new(&[page(&a.text)], &exists))
}

#[test]
fn a_link_to_a_file_that_exists_is_right() {
    assert_none(&faults_of(
        "[f](../../src/f.rs) [a](a.md) [s](https://x.org/#y)",
    ));
    assert_none(&faults_of("[t][r] and [0, 1]\n\n[r]: ../../src/f.rs\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_a_fault() {
    assert_one(
        &faults_of("[f](../src/f.rs)"),
        "a.md: `../src/f.rs`: there is no",
    );
    assert_one(&faults_of("![f](f.svg)"), "no file book/src/f.svg");
    assert_one(&faults_of("[f](/src/f.rs)"), "no file /src/f.rs");
    assert_one(&faults_of("[f](http://x.org)"), "are https");
}

#[test]
fn headings_have_the_names_that_mdbook_gives_them() {
    assert_none(&faults_of("[a](#die-größe-f--x) [b](a.md#b) [c](#b-1)"));
    assert_one(
        &faults_of("[c](#b-2)"),
        "has only #die-größe-f--x, #b, #b-1",
    );
    assert_one(&faults_of("[f](../../src/f.rs#L1)"), "only chapters");
}

#[test]
fn a_reference_that_is_not_defined_is_a_fault() {
    assert_one(&faults_of("[t][r]"), "`[r]: …` is missing");
    assert_one(&faults_of("[t][]"), "`[t]: …` is missing");
}

#[test]
fn a_link_in_html_is_a_fault() {
    assert_one(&faults_of("<img src=\"f.svg\">"), "as Markdown");
    assert_one(&faults_of("A <a href=\"f.rs\">b</a>."), "as Markdown");
}

#[test]
fn a_picture_without_words_or_from_elsewhere_is_a_fault() {
    let words = "Learning curves of a pole";
    assert_none(&picture_faults(&page(&format!("![{words}](a.svg)"))));
    assert_one(
        &picture_faults(&page("![A curve](a.svg)")),
        "`a.svg`: say in 20",
    );
    let elsewhere = page(&format!("![{words}](https://x.org/a.svg)"));
    assert_one(&picture_faults(&elsewhere), "keep it in the book");
}

#[test]
fn a_figure_that_no_chapter_shows_is_a_fault() {
    let files = ["figures/f.svg", "tables/numbers.md"];
    let drawn = files.map(|file| Path::new("book/src").join(file));
    let shown = "![f](figures/f.svg) {{#include tables/numbers.md:n}}";
    assert_none(&unshown_faults(&drawn, &[page(shown)]));
    let (_, half) = shown.split_once(' ').unwrap();
    assert_one(
        &unshown_faults(&drawn, &[page(half)]),
        "book/src/figures/f.svg is",
    );
    let readme = Page::new("README.md", "![f](book/src/figures/f.svg)");
    assert_none(&unshown_faults(&drawn, &[page(half), readme]));
}
