//! What the appendices say once: the documented cmdlets by name, other pages by number.

use memchr::memmem;
use serde::Serialize;

use super::step::two;
use crate::cmdlets;
use crate::layout::{COMMON, File, ORGANIZATION};
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

/// The cmdlets of the step that this bundle's script calls, itself or in a shared one: a step may have more, for
/// tenants that need them.
fn called<'a>(numbered: &Numbered<'a>, scripts: &[File]) -> Vec<&'a str> {
    let paths = [&numbered.path(), ORGANIZATION, COMMON];
    let file = |path: &&str| scripts.iter().find(|file| file.path == *path);
    let files: Vec<&File> = paths.iter().filter_map(file).collect();
    let called = |name: &&str| files.iter().any(|file| has_word(&file.bytes, name));
    let names = numbered.step.cmdlets.iter().map(AsRef::as_ref);
    names.filter(called).collect()
}

/// Whether a text has the word as a whole.
fn has_word(text: &[u8], word: &str) -> bool {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    memmem::find_iter(text, word).any(|at| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.last().is_some_and(of_word) && !after.first().is_some_and(of_word)
    })
}
