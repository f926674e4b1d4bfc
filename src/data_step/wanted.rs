//! Reading of what a step wants.

use jsonc_parser::ast::Value as Node;

use super::Strictness;
use super::read::Reader;
use super::test::SERVICES;
use super::tree::Members;
use crate::catalogue;
use crate::domain::plain_text::quoted;
use crate::json_node::visible;
use crate::kind::{self, KINDS, Kind};
use crate::knowledge;
use crate::lint::{DUPLICATE_ITEM, MISSING_KEY, STEP_POLICY, UNKNOWN_KIND, UNKNOWN_VALUE};
use crate::placeholder::whole_list;
use crate::step::{Part, Template};
use crate::wanted::{Ensure, Guard, Keep, Policy, Stop, Then};

const KEYS: [&str; 11] = [
    "what", "kind", "key", "when", "find", "absent", "several", "given", "guards", "ensure", "keep",
];

/// Stands for each of the organisation's own hosts in `unless_own_url`.
const OWN_HOST: &str = "{own_host}";

/// All that the step wants.
pub(super) fn list(reader: &mut Reader<'_>, members: &Members<'_>) -> Option<Vec<Part<Template>>> {
    let node = reader
        .findings
        .required(members, "wanted", "the objects as they shall be")?;
    let items = reader.findings.items(node, "wanted", false);
    if items.is_empty() {
        return None;
    }
    let all = items.iter().map(|(node, path)| reader.wanted(node, path));
    let all: Vec<Option<Part<Template>>> = all.collect();
    all.into_iter().collect()
}

impl Reader<'_> {
    fn wanted(&mut self, node: &Node<'_>, path: &str) -> Option<Part<Template>> {
        let members = &self.findings.members(node, path, &KEYS)?;
        let kind = self.kind(members)?;
        self.part(members, |reader| {
            let what = reader
                .findings
                .required(members, "what", "what it is for, in a sentence");
            let what = what.and_then(|node| {
                let path = members.path("what");
                let text = reader.findings.text(node, &path)?;
                reader.printable(node, &path, text)?;
                Some(text.to_owned())
            });
            let key = reader
                .findings
                .required(members, "key", "what it is found by, for people");
            let key = key.and_then(|node| reader.sentence(node, &members.path("key"), &[]));
            let find = reader.find(kind, members);
            let absent = reader.absent(kind, members);
            let several = members.get("several").map_or(Some(None), |node| {
                let told = ["count", "names"];
                reader.stop(node, &members.path("several"), &told).map(Some)
            });
            let given = members.get("given").map_or(Some(None), |node| {
                reader.given(node, &members.path("given")).map(Some)
            });
            let guards = reader.parts(members, "guards", |reader, node, path| {
                reader.guard(kind, node, path)
            });
            let ensure = reader.parts(members, "ensure", |reader, node, path| {
                reader.ensure(kind, node, path)
            });
            let keep = reader.parts(members, "keep", |reader, node, path| {
                reader.keep(kind, node, path)
            });
            let template = Template {
                what: what?,
                kind: kind.name,
                key: key?,
                find: find?,
                absent: absent?,
                several: several?,
                given: given?,
                guards: guards?,
                ensure: ensure?,
                keep: keep?,
            };
            reader.agrees(kind, members, &template)?;
            Some(template)
        })
    }

    pub fn kind(&mut self, members: &Members<'_>) -> Option<&'static Kind> {
        let node = self
            .findings
            .required(members, "kind", "the kind of object")?;
        let path = members.path("kind");
        let name = self.findings.any_text(node, &path)?;
        let there = |kind: &Kind| catalogue::cmdlet(self.context, kind.read).is_some();
        let compiled = self.strictness == Strictness::Compiled;
        let found = kind::find(name).filter(|kind| compiled || there(kind));
        if found.is_none() {
            let known = KINDS
                .iter()
                .filter(|kind| there(kind))
                .map(|kind| kind.name);
            let known: Vec<&str> = known.collect();
            self.findings
                .unknown(&UNKNOWN_KIND, node, &path, name, &known);
        }
        found
    }

    fn find(
        &mut self,
        kind: &Kind,
        members: &Members<'_>,
    ) -> Option<Vec<Part<Vec<crate::wanted::Test>>>> {
        if kind.single {
            if let Some(node) = members.get("find") {
                let message = "there is one object of this kind, which needs no finding";
                let path = members.path("find");
                self.findings
                    .report(&STEP_POLICY, visible(node), &path, message, "Take it out.");
                return None;
            }
            return Some(Vec::new());
        }
        let what = "[{ \"all\": [tests] }]: how it is found";
        let node = self.findings.required(members, "find", what)?;
        let all = self.parts(members, "find", |reader, node, path| {
            let inner = reader.findings.members(node, path, &["all", "when"])?;
            let tests = reader
                .findings
                .required(&inner, "all", "tests that must all hold")?;
            reader.part(&inner, |reader| {
                reader.all_tests(kind, tests, &inner.path("all"))
            })
        })?;
        if !all.iter().any(|one| one.when.is_always()) {
            let message = "nothing tells how it is found where no `when` holds";
            let help = "Leave `when` out of one of them.";
            let path = members.path("find");
            self.findings
                .report(&MISSING_KEY, visible(node), &path, message, help);
            return None;
        }
        Some(all)
    }

    pub fn stop(&mut self, node: &Node<'_>, path: &str, told: &[&str]) -> Option<Stop> {
        let members = self.findings.members(node, path, &["reason", "failure"])?;
        let reason = self
            .findings
            .required(&members, "reason", "why it stops, in a sentence");
        let reason = reason.and_then(|node| self.sentence(node, &members.path("reason"), told));
        let mut failure = String::new();
        if let Some(node) = members.get("failure") {
            let path = members.path("failure");
            self.findings
                .any_text(node, &path)?
                .clone_into(&mut failure);
            let failures = || knowledge::table().failures.iter();
            let compiled = self.strictness == Strictness::Compiled;
            if !compiled && !failures().any(|known| known.id == failure) {
                let ids: Vec<&str> = failures().map(|known| known.id.as_str()).collect();
                self.findings
                    .unknown(&UNKNOWN_VALUE, node, &path, &failure, &ids);
                return None;
            }
        }
        Some(Stop {
            reason: reason?,
            failure,
        })
    }

    fn guard(&mut self, kind: &Kind, node: &Node<'_>, path: &str) -> Option<Part<Guard>> {
        let keys = ["any", "when", "stop", "warn", "leave", "note", "plan"];
        let members = &self.findings.members(node, path, &keys)?;
        let properties = self.properties_told(kind);
        self.part(members, |reader| {
            let any = reader
                .findings
                .required(members, "any", "tests of which one must hold");
            let any = any.and_then(|node| reader.tests(kind, node, &members.path("any")));
            let then: Option<Then> = reader.then(kind, members, &properties, path);
            Some(Guard {
                when: any?,
                then: then?,
            })
        })
    }

    fn keep(&mut self, kind: &Kind, node: &Node<'_>, path: &str) -> Option<Part<Keep>> {
        let members = &self
            .findings
            .members(node, path, &["all", "because", "when"])?;
        self.part(members, |reader| {
            let all = reader
                .findings
                .required(members, "all", "tests that must all hold");
            let all = all.and_then(|node| reader.all_tests(kind, node, &members.path("all")));
            let because =
                reader
                    .findings
                    .required(members, "because", "why it stays, in a sentence");
            let because =
                because.and_then(|node| reader.sentence(node, &members.path("because"), &[]));
            Some(Keep {
                when: all?,
                because: because?,
            })
        })
    }

    fn ensure(&mut self, kind: &'static Kind, node: &Node<'_>, path: &str) -> Option<Part<Ensure>> {
        let members = &self
            .findings
            .members(node, path, &["property", "to", "policy", "when"])?;
        self.part(members, |reader| {
            let property =
                reader
                    .findings
                    .required(members, "property", "the property that is set");
            let to = reader.findings.required(members, "to", "the wanted value");
            let (property, to) = (property?, to?);
            let path = &members.path("property");
            let name = reader.findings.any_text(property, path)?;
            let parameter = reader.settable(kind, property, path, name)?;
            let value = reader.value(to, &members.path("to"), parameter)?;
            let policy = reader.policy(members)?;
            let is_list =
                value.is_array() || value.as_str().is_some_and(|one| whole_list(one).is_some());
            reader.fits(members, &policy, is_list, value.is_boolean())?;
            Some(Ensure {
                property: name.to_owned(),
                to: value,
                policy,
            })
        })
    }

    fn policy(&mut self, members: &Members<'_>) -> Option<Policy> {
        let Some(node) = members.get("policy") else {
            return Some(Policy::Exact);
        };
        let path = &members.path("policy");
        if let Node::StringLit(_) = node {
            let plain = [("exact", 0), ("if_empty", 1), ("union", 2), ("extend", 3)];
            let chosen = self.findings.choice(node, path, &plain)?;
            let all = [
                Policy::Exact,
                Policy::IfEmpty,
                Policy::Union,
                Policy::Extend,
            ];
            return Some(all[chosen].clone());
        }
        let ways = ["unless", "unless_tenant_url", "unless_own_url"];
        let inner = self.findings.members(node, path, &ways)?;
        let there: Vec<&str> = ways
            .into_iter()
            .filter(|key| inner.get(key).is_some())
            .collect();
        let [way] = there[..] else {
            let message = "a policy is one thing";
            let help = format!("Write one of: {}.", ways.join(", "));
            self.findings
                .report(&MISSING_KEY, inner.open(), path, message, help);
            return None;
        };
        let (node, path) = (inner.get(way)?, &inner.path(way));
        Some(match way {
            "unless" => Policy::Unless(self.filled_list(node, path)?),
            "unless_tenant_url" => {
                Policy::UnlessTenantUrl(self.findings.choice(node, path, &SERVICES)?.to_owned())
            }
            _ => Policy::UnlessOwnUrl(self.own_url(node, path)?),
        })
    }

    /// A URL in which one name stands for each of the organisation's own hosts; the scripts format it.
    fn own_url(&mut self, node: &Node<'_>, path: &str) -> Option<String> {
        let text = self.findings.text(node, path)?;
        let form = text.replacen(OWN_HOST, "\u{0}", 1);
        if form == text || form.contains(['{', '}']) {
            let message = format!("{} is no URL with one {OWN_HOST} in it", quoted(text));
            let help =
                "Write for example https://{own_host}/ews/exchange.asmx, without other braces.";
            self.findings
                .report(&UNKNOWN_VALUE, visible(node), path, message, help);
            return None;
        }
        Some(form.replace('\u{0}', "{0}"))
    }

    /// A list is only ever added to, and the other policies are about texts.
    fn fits(
        &mut self,
        members: &Members<'_>,
        policy: &Policy,
        is_list: bool,
        is_flag: bool,
    ) -> Option<()> {
        let message = match policy {
            Policy::Union | Policy::Extend if !is_list => "only a list can be added to",
            policy if is_list && !matches!(policy, Policy::Union | Policy::Extend) => {
                "a list is only ever added to: its policy is union or extend"
            }
            policy if is_flag && *policy != Policy::Exact => {
                "a flag is set or not: its policy is exact"
            }
            _ => return Some(()),
        };
        let (node, path) = (members.get("policy"), members.path("policy"));
        let span = node.map_or_else(|| members.open(), visible);
        self.findings.report(
            &STEP_POLICY,
            span,
            &path,
            message,
            "Write the policy that fits.",
        );
        None
    }

    /// Refuses two orders for one property.
    pub fn each_once(&mut self, members: &Members<'_>, key: &str, names: &[&str]) -> Option<()> {
        let mut all = names.iter().enumerate();
        let twice = all.find(|(at, name)| names[..*at].contains(name));
        let Some((_, name)) = twice else {
            return Some(());
        };
        let span = members.get(key).map_or_else(|| members.open(), visible);
        let message = format!("{} is set twice", quoted(name));
        let help = "One order a property; `when` on it says where it holds.";
        self.findings
            .report(&DUPLICATE_ITEM, span, &members.path(key), message, help);
        None
    }
}
