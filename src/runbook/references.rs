//! What the appendices say once: the documented cmdlets by name, other pages by number.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memchr::memchr;
use serde::Serialize;

use super::step::two;
use crate::cmdlets;
use crate::layout::{File, ORGANIZATION};
use crate::scripts;
use crate::step::Numbered;

/// The appendices; whatever cites a page adds it.
#[derive(Debug, Serialize)]
pub struct Sources<'a> {
    pages: Vec<&'a str>,
    cmdlets: Vec<Cmdlet<'a>>,
}

#[derive(Debug, Serialize)]
struct Cmdlet<'a> {
    name: &'a str,
    url: Option<&'static str>,
    /// The steps that call it.
    steps: Vec<String>,
}

/// Where a page stands in the appendices.
#[derive(Debug, Serialize)]
pub struct Citation {
    /// The number of the page, or the name of the cmdlet that it is about.
    text: String,
    place: String,
}

impl<'a> Sources<'a> {
    /// With the cmdlets of the bundle's scripts, by name.
    pub fn of(steps: &[Numbered<'a>], scripts: &[File]) -> Self {
        let mut cmdlets: Vec<Cmdlet<'a>> = Vec::new();
        for numbered in steps {
            let number = two(numbered.number);
            for name in called(numbered, scripts) {
                match cmdlets.iter_mut().find(|known| known.name == name) {
                    Some(known) if known.steps.contains(&number) => {}
                    Some(known) => known.steps.push(number.clone()),
                    None => cmdlets.push(Cmdlet {
                        name,
                        url: cmdlets::page(name),
                        steps: vec![number.clone()],
                    }),
                }
            }
        }
        cmdlets.sort_by_key(|cmdlet| cmdlet.name);
        Self {
            pages: Vec::new(),
            cmdlets,
        }
    }

    /// The places of some pages.
    pub fn cite(&mut self, pages: impl Iterator<Item = &'a str>) -> Vec<Citation> {
        pages.map(|page| self.cite_one(page)).collect()
    }

    fn cite_one(&mut self, page: &'a str) -> Citation {
        if let Some(cmdlet) = self.cmdlets.iter().find(|one| one.url == Some(page)) {
            return Citation {
                text: cmdlet.name.to_owned(),
                place: format!("cmdlet-{}", cmdlet.name),
            };
        }
        let at = self.pages.iter().position(|known| *known == page);
        let at = at.unwrap_or_else(|| {
            self.pages.push(page);
            self.pages.len() - 1
        });
        Citation {
            text: (at + 1).to_string(),
            place: format!("page-{}", at + 1),
        }
    }
}

/// The cmdlets of the step that this bundle's script calls, itself or in the shared one: a step may
/// have more, for tenants that need them.
fn called<'a>(numbered: &Numbered<'a>, scripts: &[File]) -> Vec<&'a str> {
    let paths = [numbered.path(), ORGANIZATION.to_owned()];
    let files = scripts.iter().filter(|file| paths.contains(&file.path));
    let texts = files.filter_map(|file| std::str::from_utf8(&file.bytes).ok());
    let own: Vec<&str> = texts.flat_map(words).collect();
    let called = |name: &&str| own.contains(name) || SHARED.contains(name);
    let names = numbered.step.cmdlets.iter().map(AsRef::as_ref);
    names.filter(called).collect()
}

/// Those of the script that all load: the same in every bundle, gathered once.
static SHARED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| words(scripts::common()).collect());

/// The words of a script that have a hyphen, names of cmdlets among them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let mut rest = text;
    std::iter::from_fn(move || {
        let (before, after) = rest.as_bytes().split_at(memchr(b'-', rest.as_bytes())?);
        let from = before.len() - before.iter().rev().take_while(|byte| of_word(byte)).count();
        let to = before.len() + after.iter().take_while(|byte| of_word(byte)).count();
        let word = &rest[from..to];
        rest = &rest[to..];
        Some(word)
    })
}
