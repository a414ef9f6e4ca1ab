//! What each file names of the crate.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The segments of a path, from the root of the crate: `lab`, `stats`, `Band`.
pub type Segments = Vec<String>;

/// The text of each file under `src`, by its path from there.
pub struct Sources(BTreeMap<String, String>);

/// True for a file of code, as opposed to a page of text beside it.
pub fn is_rust(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|it| it == "rs")
}

impl Sources {
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(files.into_iter().collect())
    }

    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(file, text)| (&**file, &**text))
    }

    /// The paths within the crate that `file` names: in `use` lines, in code, in
    /// macros and in tests, but not in comments.
    pub fn paths(&self, file: &str) -> BTreeSet<Segments> {
        let mut paths = BTreeSet::new();
        if is_rust(file) {
            let text: Result<TokenStream, _> = self.0[file].parse();
            let tokens = text.unwrap_or_else(|error| panic!("{file}: {error}"));
            let home = module(file);
            self.walk(tokens, &home, file == "main.rs", &mut paths);
        }
        paths
    }

    /// The files that each file uses.
    pub fn arrows(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let targets = |file: &str| {
            let paths = self.paths(file).into_iter();
            let targets = paths.map(|path| self.file_of(&path));
            targets.filter(|target| target != file).collect()
        };
        self.0.keys().map(|file| (&**file, targets(file))).collect()
    }

    /// The file that holds what a path names: that of the innermost module in it.
    pub fn file_of(&self, path: &[String]) -> String {
        let lengths = (1..=path.len()).rev();
        let mut files =
            lengths.filter_map(|length| self.module_file(&path[..length]));
        files.next().unwrap_or_else(|| "lib.rs".to_owned())
    }

    fn module_file(&self, module: &[String]) -> Option<String> {
        let path = module.join("/");
        let files = [format!("{path}.rs"), format!("{path}/mod.rs")];
        files.into_iter().find(|file| self.0.contains_key(file))
    }

    /// Collects the paths in `tokens`, which are in module `home`.
    fn walk(
        &self,
        tokens: TokenStream,
        home: &[String],
        is_program: bool,
        paths: &mut BTreeSet<Segments>,
    ) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut inner = home.to_vec();
        for (i, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => {
                    let is_module = i >= 2 && is_word(&tokens[i - 2], "mod");
                    if is_module {
                        inner.push(tokens[i - 1].to_string());
                    }
                    self.walk(group.stream(), &inner, is_program, paths);
                    inner.truncate(home.len());
                }
                TokenTree::Ident(head) if begins(&tokens, i) => {
                    let head = head.to_string();
                    if let Some(root) = self.root(&head, home, is_program) {
                        named(&tokens[i + 1..], root, paths);
                    }
                }
                _ => {}
            }
        }
    }

    /// The module in which a path that begins with `head` goes on.
    fn root(
        &self,
        head: &str,
        home: &[String],
        is_program: bool,
    ) -> Option<Segments> {
        match head {
            "crate" => Some(Vec::new()),
            "deepq" if is_program => Some(Vec::new()),
            "self" => Some(home.to_vec()),
            "super" => Some(home[..home.len() - 1].to_vec()),
            child => {
                let path = [home, &[child.to_owned()]].concat();
                self.module_file(&path).map(|_| path)
            }
        }
    }
}

/// The module of a file.
fn module(file: &str) -> Segments {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    let is_root = ["lib", "main"].contains(&path);
    let parts = path.split('/').filter(|_| !is_root);
    parts.map(str::to_owned).collect()
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// True when `::` comes first in `rest`.
fn leads_on(rest: &[TokenTree]) -> bool {
    is_sign(rest.first(), ':') && is_sign(rest.get(1), ':')
}

/// True when the word at `i` begins a path: `name::`, but not `::name` or `.name`.
fn begins(tokens: &[TokenTree], i: usize) -> bool {
    let is_later = i >= 2 && leads_on(&tokens[i - 2..]);
    !is_later && leads_on(&tokens[i + 1..])
}

/// Collects the paths that go on from `path` with `rest`: one, or a tree of them.
fn named(rest: &[TokenTree], mut path: Segments, paths: &mut BTreeSet<Segments>) {
    if !leads_on(rest) {
        paths.insert(path);
        return;
    }
    match rest.get(2) {
        Some(TokenTree::Ident(word)) => {
            match word.to_string().as_str() {
                "super" => drop(path.pop()),
                "self" => {}
                word => path.push(word.to_owned()),
            }
            named(&rest[3..], path, paths);
        }
        Some(TokenTree::Group(tree)) if tree.delimiter() == Delimiter::Brace => {
            let tokens: Vec<TokenTree> = tree.stream().into_iter().collect();
            for branch in tokens.split(|token| is_sign(Some(token), ',')) {
                tree_branch(branch, &path, paths);
            }
        }
        // `*`, or the types of a generic function.
        _ => drop(paths.insert(path)),
    }
}

fn tree_branch(
    branch: &[TokenTree],
    path: &[String],
    paths: &mut BTreeSet<Segments>,
) {
    match branch.first() {
        Some(TokenTree::Ident(word)) if word != "self" => {
            let path = [path, &[word.to_string()]].concat();
            named(&branch[1..], path, paths);
        }
        Some(_) => drop(paths.insert(path.to_vec())),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths in a file called `lab/stats/tables.rs`, with `::` between segments.
    fn found(text: &str) -> Vec<String> {
        let files = [
            ("lab/stats/tables.rs", text),
            ("lab/stats/mod.rs", ""),
            ("lab/stats/tables/rows.rs", ""),
        ];
        let files = files.map(|(file, text)| (file.to_owned(), text.to_owned()));
        let paths = Sources::new(files).paths("lab/stats/tables.rs");
        paths.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn every_branch_of_a_use_is_a_path() {
        assert_eq!(found("use crate::a::b;"), ["a::b"]);
        assert_eq!(
            found("pub use crate::a::{self, b::{c, D as E}, f::*};"),
            ["a", "a::b::D", "a::b::c", "a::f"]
        );
        assert_eq!(found("use crate::{a, b::C};\nuse std::fmt;"), ["a", "b::C"]);
    }

    #[test]
    fn a_path_is_found_in_code_in_types_and_in_macros() {
        assert_eq!(found("fn f() { let x = crate::a::f::<u8>(1); }"), ["a::f"]);
        assert_eq!(found("struct S(Vec<crate::a::T>);"), ["a::T"]);
        assert_eq!(found("impl crate::a::T for S {}"), ["a::T"]);
        assert_eq!(
            found("fn f() { println!(\"{}\", crate::a::b()); }"),
            ["a::b"]
        );
    }

    #[test]
    fn a_path_counts_from_the_module_in_which_it_stands() {
        assert_eq!(
            found("use super::formats::grouped;"),
            ["lab::stats::formats::grouped"]
        );
        assert_eq!(
            found("use super::super::plots::axis;"),
            ["lab::plots::axis"]
        );
        assert_eq!(
            found("mod rows;\npub use rows::Row;"),
            ["lab::stats::tables::rows::Row"]
        );
        let tests = "#[cfg(test)] mod tests { use super::*; use crate::dqn::dqn; }";
        assert_eq!(found(tests), ["dqn::dqn", "lab::stats::tables"]);
        let after = "mod a { mod b {} } use super::c;";
        assert_eq!(found(after), ["lab::stats::c"]);
    }

    #[test]
    fn words_that_are_no_paths_of_the_crate_are_none() {
        assert_eq!(
            found(
                "//! crate::a\n/// [`crate::b`]\nuse std::c::d;\npub(crate) fn f(self) {\n\
                 let s = \"crate::e\"; // crate::f\n s.rows(::rows::x, 1..rows); }"
            ),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_program_names_the_library_by_its_name() {
        let files = [
            ("main.rs", "use deepq::press::{commands, book};"),
            ("press/mod.rs", ""),
        ];
        let files = files.map(|(file, text)| (file.to_owned(), text.to_owned()));
        let sources = Sources::new(files);
        assert_eq!(sources.paths("main.rs").len(), 2);
        assert!(sources.arrows()["main.rs"].contains("press/mod.rs"));
    }
}
