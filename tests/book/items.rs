//! What the library offers: each public item is named by a chapter.

use crate::pages::{Page, assert_none, expanded_chapters, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::{Attribute, Ident, Item, ItemMod, Visibility};

type Sources = BTreeMap<PathBuf, String>;

/// The paths of the public items of a library, from its root file down.
fn public_items(sources: &Sources) -> Vec<String> {
    let mut found = Vec::new();
    collect_file(sources, Path::new("src/lib.rs"), "", &mut found);
    found.sort();
    found
}

fn collect_file(
    sources: &Sources,
    file: &Path,
    module: &str,
    found: &mut Vec<String>,
) {
    let text = sources.get(file);
    let text = text.unwrap_or_else(|| panic!("there is no {}", file.display()));
    let parsed = syn::parse_file(text);
    let parsed = parsed.unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    // The modules of `lib.rs` and `mod.rs` lie beside them, others' in a folder.
    let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
        Some("lib" | "mod") => file.parent().unwrap_or(Path::new("")).to_owned(),
        _ => file.with_extension(""),
    };
    collect(sources, &parsed.items, &folder, module, found);
}

fn collect(
    sources: &Sources,
    items: &[Item],
    folder: &Path,
    module: &str,
    found: &mut Vec<String>,
) {
    for item in items {
        if let Item::Mod(inner) = item
            && is_shown(&inner.vis, &inner.attrs)
        {
            collect_module(sources, inner, folder, module, found);
        } else if let Some((visibility, attributes, name)) = described(item)
            && is_shown(visibility, attributes)
        {
            found.push(format!("{module}{name}"));
        }
    }
}

fn collect_module(
    sources: &Sources,
    inner: &ItemMod,
    folder: &Path,
    module: &str,
    found: &mut Vec<String>,
) {
    let name = inner.ident.to_string();
    let path = format!("{module}{name}::");
    if let Some((_, items)) = &inner.content {
        return collect(sources, items, &folder.join(name), &path, found);
    }
    let beside = folder.join(format!("{name}.rs"));
    let file = if sources.contains_key(&beside) {
        beside
    } else {
        folder.join(name).join("mod.rs")
    };
    collect_file(sources, &file, &path, found);
}

/// Who sees an item, its attributes, and its name.
fn described(item: &Item) -> Option<(&Visibility, &[Attribute], &Ident)> {
    Some(match item {
        Item::Fn(item) => (&item.vis, &item.attrs, &item.sig.ident),
        Item::Struct(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Enum(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Trait(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Const(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Type(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Static(item) => (&item.vis, &item.attrs, &item.ident),
        _ => return None,
    })
}

/// Public, and neither for tests only nor hidden from the documentation.
fn is_shown(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    let says = |attribute: &Attribute, path: &str, word: &str| {
        attribute.path().is_ident(path)
            && attribute
                .parse_args::<Ident>()
                .is_ok_and(|argument| argument == word)
    };
    let is_apart =
        |a: &Attribute| says(a, "cfg", "test") || says(a, "doc", "hidden");
    matches!(visibility, Visibility::Public(_)) && !attributes.iter().any(is_apart)
}

/// The items whose names no chapter has.
fn waiting<'a>(items: &'a [String], chapters: &[Page]) -> Vec<&'a str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let words = |page| -> BTreeSet<&str> {
        let page: &Page = page;
        page.text.split(|c| !is_part(c)).collect()
    };
    let known: BTreeSet<&str> = chapters.iter().flat_map(words).collect();
    let name = |item: &'a str| item.rsplit("::").next().unwrap_or_default();
    let items = items.iter().map(String::as_str);
    items.filter(|item| !known.contains(name(item))).collect()
}

#[test]
fn every_public_item_is_named_by_a_chapter() {
    let sources = sources().into_iter();
    let sources: Sources = sources.map(|page| (page.path, page.text)).collect();
    let items = public_items(&sources);
    assert!(items.iter().any(|item| item == "replay::UniformReplay"));
    let waiting = waiting(&items, &expanded_chapters());
    let faults = waiting.iter().map(|item| {
        format!("no chapter names `{item}`: explain it, or make it private")
    });
    assert_none(&faults.collect::<Vec<_>>());
}

fn items_of(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter();
    let sources =
        files.map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    public_items(&sources.collect())
}

#[test]
fn public_items_are_found_in_files_folders_and_modules() {
    let items = items_of(&[
        (
            "src/lib.rs",
            "pub mod a;\npub mod b;\npub mod c { pub trait T {} }",
        ),
        ("src/a.rs", "pub mod d;\npub fn f() {}\npub struct S;"),
        ("src/a/d.rs", "pub enum E {}\npub type T = u8;"),
        ("src/b/mod.rs", "pub mod e;\npub const C: u8 = 1;"),
        ("src/b/e.rs", "pub static X: u8 = 1;"),
    ]);
    let all = [
        "a::S", "a::d::E", "a::d::T", "a::f", "b::C", "b::e::X", "c::T",
    ];
    assert_eq!(items, all);
}

#[test]
fn what_is_private_hidden_or_for_tests_is_not_public() {
    let items = items_of(&[(
        "src/lib.rs",
        "mod a { pub fn f() {} }\npub(crate) fn g() {}\nfn h() {}\n\
         #[cfg(test)] pub mod tests { pub fn i() {} }\n\
         #[doc(hidden)] pub fn j() {}\n#[cfg(feature = \"cuda\")] pub fn k() {}\n\
         pub struct S;\nimpl S { pub fn l() {} }",
    )]);
    assert_eq!(items, ["S", "k"]);
}

#[test]
fn an_item_is_reached_by_its_whole_name_only() {
    let items = ["a::Ring".to_owned(), "a::get".to_owned()];
    let list = |text: &str| -> Vec<String> {
        let waiting = waiting(&items, &[Page::new("book/src/a.md", text)]);
        waiting.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(list("A `Ring::<4>` and get(1)."), Vec::<String>::new());
    assert_eq!(list("Rings that forget."), items);
    assert_eq!(list("`Ring`"), ["a::get"]);
}
