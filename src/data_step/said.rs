//! Reading of what a step says to people: its texts in every language, its wait and its risk.

use std::collections::BTreeMap;

use jsonc_parser::ast::Value as Node;

use super::read::Reader;
use super::tree::Members;
use crate::json_node::visible;
use crate::lang::Lang;
use crate::lint::SCRIPT_TEXT;
use crate::risk::Level;

/// A text in English and in each further language.
pub(super) struct Said {
    pub english: String,
    pub others: BTreeMap<&'static str, String>,
}

impl Reader<'_> {
    pub fn wait(&mut self, members: &Members<'_>) -> Option<Option<(u16, Option<Said>)>> {
        let Some(node) = members.get("wait") else {
            return Some(None);
        };
        let inner = self
            .findings
            .members(node, "wait", &["minutes", "meanwhile"])?;
        let minutes = self
            .findings
            .required(&inner, "minutes", "how long at most")?;
        let minutes = self.findings.minutes(minutes, "wait.minutes");
        let meanwhile = match inner.get("meanwhile") {
            Some(node) => Some(self.both(node, "wait.meanwhile")?),
            None => None,
        };
        Some(Some((minutes?, meanwhile)))
    }

    pub fn risk(&mut self, members: &Members<'_>) -> Option<(Level, Said)> {
        let what = "{\"level\": ..., \"reason\": ...}: what its changes put at risk";
        let node = self.findings.required(members, "risk", what)?;
        let inner = self.findings.members(node, "risk", &["level", "reason"])?;
        let level = self
            .findings
            .required(&inner, "level", "how much can go wrong");
        let level = level.and_then(|node| self.findings.choice(node, "risk.level", &Level::ALL));
        let reason = self
            .findings
            .required(&inner, "reason", "what can go wrong, in a sentence");
        let reason = reason.and_then(|node| self.both(node, "risk.reason"));
        Some((level?, reason?))
    }

    pub fn said(&mut self, members: &Members<'_>, key: &str, what: &str) -> Option<Said> {
        let what = format_args!("{{\"en\": ..., \"ko\": ...}}: {what}");
        let node = self.findings.required(members, key, what)?;
        self.both(node, key)
    }

    /// A text in every language; the English one stands in the help of scripts.
    fn both(&mut self, node: &Node<'_>, path: &str) -> Option<Said> {
        let codes: Vec<&str> = Lang::ALL.iter().map(|lang| lang.code()).collect();
        let members = self.findings.members(node, path, &codes)?;
        let mut texts: Vec<Option<(&'static str, String)>> = Vec::new();
        for lang in Lang::ALL {
            let code = lang.code();
            let what = format_args!("the same in the language {code}");
            let node = self.findings.required(&members, code, what);
            let path = members.path(code);
            let text = node.and_then(|node| {
                let text = self.findings.text(node, &path)?;
                if lang == Lang::En {
                    self.printable(node, &path, text)?;
                }
                Some((code, text.to_owned()))
            });
            texts.push(text);
        }
        let mut texts: BTreeMap<_, _> = texts.into_iter().collect::<Option<_>>()?;
        Some(Said {
            english: texts.remove(Lang::En.code())?,
            others: texts,
        })
    }

    /// What stands in a comment of a script: ASCII, and nothing that ends the comment or begins another part of it.
    pub fn printable(&mut self, node: &Node<'_>, path: &str, text: &str) -> Option<()> {
        let what = match text {
            _ if !text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) => {
                "holds characters that are not ASCII"
            }
            _ if text.contains("#>") || text.contains("<#") => "holds #> or <#",
            _ if text.trim_start().starts_with('.') => "starts with a full stop",
            _ => return Some(()),
        };
        let message = format!("the text {what}, and it stands in the help of a script");
        self.findings.report(
            &SCRIPT_TEXT,
            visible(node),
            path,
            message,
            "Write it otherwise.",
        );
        None
    }
}

pub(super) fn other_languages() -> impl Iterator<Item = &'static str> {
    let others = Lang::ALL.iter().filter(|lang| **lang != Lang::En);
    others.map(|lang| lang.code())
}
