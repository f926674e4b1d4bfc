//! Reading of tests: `{ "property": "Type", "is": "AzureAD" }`.

use jsonc_parser::ast::Value as Node;

use super::read::Reader;
use crate::domain::plain_text::quoted;
use crate::json_node::visible;
use crate::kind::Kind;
use crate::lint::{DUPLICATE_ITEM, MISSING_KEY, UNKNOWN_VALUE};
use crate::tenant::{ACS_FORMS, EVOSTS_FORMS};
use crate::wanted::{Given, Test};

/// Token services by the names that the format has for them.
pub(super) const SERVICES: [(&str, &str); 2] = [("acs", ACS_FORMS), ("evosts", EVOSTS_FORMS)];

/// What can be asked of a property.
const QUESTIONS: [&str; 7] = [
    "is",
    "is_not",
    "one_of",
    "overlaps",
    "blank",
    "host_below",
    "vanity_url",
];

impl Reader<'_> {
    /// What must hold of the objects of another kind.
    pub fn given(&mut self, node: &Node<'_>, path: &str) -> Option<Given> {
        let keys = ["kind", "all", "there", "otherwise"];
        let members = &self.findings.members(node, path, &keys)?;
        let kind = self.kind(members)?;
        let all = self
            .findings
            .required(members, "all", "tests that must all hold of one object");
        let all = all.and_then(|node| self.all_tests(kind, node, &members.path("all")));
        let what = "whether there must be such an object, or none";
        let there = self.findings.required(members, "there", what);
        let there = there.and_then(|node| self.findings.flag(node, &members.path("there")));
        let what = "what is said where it is otherwise, in a sentence";
        let otherwise = self.findings.required(members, "otherwise", what);
        let otherwise =
            otherwise.and_then(|node| self.sentence(node, &members.path("otherwise"), &[]));
        Some(Given {
            kind: kind.name.to_owned(),
            when: all?,
            there: there?,
            otherwise: otherwise?,
        })
    }

    /// Tests that must all hold, so each is about another property.
    pub fn all_tests(&mut self, kind: &Kind, node: &Node<'_>, path: &str) -> Option<Vec<Test>> {
        let tests = self.tests(kind, node, path)?;
        for (at, test) in tests.iter().enumerate() {
            let twice = tests[..at]
                .iter()
                .any(|other| other.property() == test.property());
            if twice {
                let message = format!("two tests ask about {}", quoted(test.property()));
                let help = "All of them must hold: one test a property.";
                self.findings
                    .report(&DUPLICATE_ITEM, visible(node), path, message, help);
                return None;
            }
        }
        Some(tests)
    }

    /// A list of tests, at least one.
    pub fn tests(&mut self, kind: &Kind, node: &Node<'_>, path: &str) -> Option<Vec<Test>> {
        let items = self.findings.items(node, path, false);
        if items.is_empty() {
            return None;
        }
        let tests: Vec<Option<Test>> = items
            .iter()
            .map(|(node, path)| self.test(kind, node, path))
            .collect();
        tests.into_iter().collect()
    }

    fn test(&mut self, kind: &Kind, node: &Node<'_>, path: &str) -> Option<Test> {
        let known: Vec<&str> = ["property"].into_iter().chain(QUESTIONS).collect();
        let members = self.findings.members(node, path, &known)?;
        let property =
            self.findings
                .required(&members, "property", "the property that is asked about");
        let name = property.and_then(|node| {
            let path = members.path("property");
            let name = self.findings.any_text(node, &path)?;
            self.known_property(kind, node, &path, name)?;
            Some(name.to_owned())
        });
        let asked: Vec<&str> = QUESTIONS
            .into_iter()
            .filter(|key| members.get(key).is_some())
            .collect();
        let [question] = asked[..] else {
            let message = "a test asks one question";
            let help = format!("Write one of: {}.", QUESTIONS.join(", "));
            self.findings
                .report(&MISSING_KEY, members.open(), path, message, help);
            return None;
        };
        let (node, path) = (members.get(question)?, &members.path(question));
        if let ("is", Node::BooleanLit(_)) | ("blank", _) = (question, node) {
            if self.findings.flag(node, path)? {
                let name = name?;
                return Some(if question == "is" {
                    Test::True(name)
                } else {
                    Test::Blank(name)
                });
            }
            let help = "Only true can be asked for.";
            self.findings.report(
                &UNKNOWN_VALUE,
                visible(node),
                path,
                "false stands here",
                help,
            );
            return None;
        }
        let test = match question {
            "is" | "is_not" => {
                let text = self.findings.any_text(node, path)?;
                let text = self.filled(node, path, text, &[])?.to_owned();
                let of = if question == "is" {
                    Test::Is
                } else {
                    Test::IsNot
                };
                of(name?, text)
            }
            "vanity_url" => {
                let forms = self.findings.choice(node, path, &SERVICES)?;
                Test::VanityUrl(name?, forms.to_owned())
            }
            _ => {
                let texts = self.filled_list(node, path)?;
                let of = match question {
                    "one_of" => Test::OneOf,
                    "overlaps" => Test::Overlaps,
                    _ => Test::HostBelow,
                };
                of(name?, texts)
            }
        };
        Some(test)
    }
}
