//! What the library offers and no chapter speaks of yet.

use crate::pages::{Page, expanded_chapters, root, sources};
use crate::support::ensure_file;
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

/// The list of the items whose names no chapter has.
fn waiting(items: &[String], chapters: &[Page]) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let words = |page| -> BTreeSet<&str> {
        let page: &Page = page;
        page.text.split(|c| !is_part(c)).collect()
    };
    let known: BTreeSet<&str> = chapters.iter().flat_map(words).collect();
    let name = |item: &str| item.rsplit("::").next().unwrap_or_default().to_owned();
    let mut list =
        "# Public items that no chapter reaches yet; a test keeps this list.\n"
            .to_owned();
    for item in items {
        if !known.contains(name(item).as_str()) {
            list.push_str(item);
            list.push('\n');
        }
    }
    list
}

#[test]
fn the_list_of_what_no_chapter_reaches_is_kept() {
    let sources = sources().into_iter();
    let sources: Sources = sources.map(|page| (page.path, page.text)).collect();
    let items = public_items(&sources);
    assert!(items.iter().any(|item| item == "replay::UniformReplay"));
    let list = waiting(&items, &expanded_chapters());
    ensure_file(&root().join("book/waiting.txt"), list.as_bytes());
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
    let list = |text: &str| {
        let list = waiting(&items, &[Page::new("book/src/a.md", text)]);
        list.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list("A `Ring::<4>` and get(1)."), Vec::<String>::new());
    assert_eq!(list("Rings that forget."), items);
    assert_eq!(list("`Ring`"), ["a::get"]);
}
