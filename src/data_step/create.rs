//! Reading of how an object is made, and whether it is as wanted then.

use jsonc_parser::ast::Value as Node;
use serde_json::{Value, json};

use super::read::Reader;
use super::tree::Members;
use crate::catalogue::Parameter;
use crate::condition::When;
use crate::domain::plain_text::quoted;
use crate::json_node::visible;
use crate::kind::Kind;
use crate::lint::{
    DUPLICATE_ITEM, MISSING_KEY, PARAMETER_SET, STEP_NOT_DONE, STEP_POLICY, UNKNOWN_PROPERTY,
};
use crate::step::{Create, Missing, Part, Template};
use crate::wanted::Then;

impl Reader<'_> {
    pub fn absent(
        &mut self,
        kind: &'static Kind,
        members: &Members<'_>,
    ) -> Option<Vec<Part<Missing>>> {
        let what = "{ \"create\": ... }, { \"stop\": ... } or { \"fine\": ... }";
        let node = self.findings.required(members, "absent", what)?;
        let path = &members.path("absent");
        let nodes = match node {
            Node::Array(_) => self.findings.items(node, path, false),
            _ => vec![(node, path.clone())],
        };
        let all = nodes
            .iter()
            .map(|(node, path)| self.missing(kind, node, path));
        let all: Vec<Option<Part<Missing>>> = all.collect();
        let all: Vec<Part<Missing>> = all.into_iter().collect::<Option<_>>()?;
        if all.last().is_some_and(|last| !last.when.is_always()) {
            let message = "nothing tells what is done where no `when` holds";
            let help = "Leave `when` out of the last one.";
            self.findings
                .report(&MISSING_KEY, visible(node), path, message, help);
            return None;
        }
        (!all.is_empty()).then_some(all)
    }

    fn missing(
        &mut self,
        kind: &'static Kind,
        node: &Node<'_>,
        path: &str,
    ) -> Option<Part<Missing>> {
        let members = &self
            .findings
            .members(node, path, &["create", "stop", "fine", "when"])?;
        let ways = ["create", "stop", "fine"];
        let there: Vec<&str> = ways
            .into_iter()
            .filter(|key| members.get(key).is_some())
            .collect();
        let [way] = there[..] else {
            let help = format!("Write one of: {}.", ways.join(", "));
            let message = "one thing is done where it is not there";
            self.findings
                .report(&MISSING_KEY, members.open(), path, message, help);
            return None;
        };
        let (node, path) = (members.get(way)?, members.path(way));
        self.part(members, |reader| {
            Some(match way {
                "create" => Missing::Create(reader.create(kind, node, &path)?.into()),
                "stop" => Missing::Stop(reader.stop(node, &path, &[])?),
                _ => Missing::Fine(reader.sentence(node, &path, &[])?),
            })
        })
    }

    pub fn create(&mut self, kind: &'static Kind, node: &Node<'_>, path: &str) -> Option<Create> {
        let members = self
            .findings
            .members(node, path, &["name", "with", "is", "unless"])?;
        if kind.new.is_empty() {
            let message = format!(
                "no documented cmdlet makes an object of the kind {}",
                kind.name
            );
            let help = "Write { \"stop\": ... } or { \"fine\": ... } instead.";
            self.findings
                .report(&UNKNOWN_PROPERTY, members.open(), path, message, help);
            return None;
        }
        self.in_shell(kind.new, members.open(), path)?;
        let name = self
            .findings
            .required(&members, "name", "the name of the new object");
        let name = name.and_then(|node| self.sentence(node, &members.path("name"), &[]));
        let with = self.with(kind, &members);
        let so = self.is(kind, &members);
        let unless = match members.get("unless") {
            Some(node) => self.unless(kind, node, &members.path("unless")).map(Some),
            None => Some(None),
        };
        Some(Create {
            name: name?,
            with: with?,
            so: so?,
            unless: unless?,
        })
    }

    fn with(
        &mut self,
        kind: &'static Kind,
        members: &Members<'_>,
    ) -> Option<Vec<Part<(String, Value)>>> {
        let node = self
            .findings
            .required(members, "with", "the parameters of the cmdlet")?;
        let path = members.path("with");
        let mut all = Some(Vec::new());
        for (name, span, node) in self.findings.named(node, &path) {
            let path = crate::json_node::join(&path, name);
            let part = match self.parameter(kind.new, span.clone(), &path, name) {
                Some(_) if name == kind.key => {
                    let message = format!("{} is the name, which `name` says", quoted(name));
                    self.findings
                        .report(&DUPLICATE_ITEM, span, &path, message, "Take it out.");
                    None
                }
                Some(parameter) => self.argument(node, &path, name, parameter),
                None => None,
            };
            match (part, &mut all) {
                (Some(part), Some(all)) => all.push(part),
                _ => all = None,
            }
        }
        let all = all?;
        let mut given = vec![kind.key];
        given.extend(
            all.iter()
                .map(|one: &Part<(String, Value)>| one.part.0.as_str()),
        );
        let Some(cmdlet) = self.cmdlet(kind.new) else {
            return Some(all);
        };
        if let Err(missing) = cmdlet.takes(&given) {
            let message = match missing[..] {
                [] => format!(
                    "{} has no parameter set with {} together",
                    kind.new,
                    given.join(", ")
                ),
                _ => format!("{} asks for {} as well", kind.new, missing.join(", ")),
            };
            let help = "Its page at learn.microsoft.com/powershell shows the parameter sets.";
            self.findings
                .report(&PARAMETER_SET, visible(node), &path, message, help);
            return None;
        }
        Some(all)
    }

    /// A value, or an object of a value and the condition for it.
    fn argument(
        &mut self,
        node: &Node<'_>,
        path: &str,
        name: &str,
        parameter: Option<&Parameter>,
    ) -> Option<Part<(String, Value)>> {
        let Node::Object(_) = node else {
            return Some(Part {
                when: When::default(),
                part: (name.to_owned(), self.value(node, path, parameter)?),
            });
        };
        let members = self.findings.members(node, path, &["to", "when"])?;
        let node = self
            .findings
            .required(&members, "to", "the value of the parameter")?;
        self.part(&members, |reader| {
            let value = reader.value(node, &members.path("to"), parameter)?;
            Some((name.to_owned(), value))
        })
    }

    /// What it is besides, which no parameter says.
    fn is(&mut self, kind: &Kind, members: &Members<'_>) -> Option<Vec<(String, Value)>> {
        let Some(node) = members.get("is") else {
            return Some(Vec::new());
        };
        let path = members.path("is");
        let mut all = Some(Vec::new());
        for (name, _, value) in self.findings.named(node, &path) {
            let path = crate::json_node::join(&path, name);
            let known = self.known_property(kind, value, &path, name);
            match (
                known.and_then(|()| self.value(value, &path, None)),
                &mut all,
            ) {
                (Some(value), Some(all)) => all.push((name.to_owned(), value)),
                _ => all = None,
            }
        }
        all
    }

    fn unless(
        &mut self,
        kind: &Kind,
        node: &Node<'_>,
        path: &str,
    ) -> Option<Part<(Vec<crate::wanted::Test>, crate::wanted::Stop)>> {
        let members = self
            .findings
            .members(node, path, &["all", "stop", "when"])?;
        let told = self.properties_told(kind);
        self.part(&members, |reader| {
            let all = reader
                .findings
                .required(&members, "all", "tests that must all hold");
            let all = all.and_then(|node| reader.all_tests(kind, node, &members.path("all")));
            let stop = reader
                .findings
                .required(&members, "stop", "why it is not made");
            let stop = stop.and_then(|node| reader.stop(node, &members.path("stop"), &told));
            Some((all?, stop?))
        })
    }

    /// The parameter that sets a property.
    pub fn settable(
        &mut self,
        kind: &'static Kind,
        node: &Node<'_>,
        path: &str,
        name: &str,
    ) -> Option<Option<&'static Parameter>> {
        let message = match kind.beside.get(name) {
            _ if kind.set.is_empty() => format!("no documented cmdlet changes a {}", kind.label),
            Some(_) => format!(
                "{} sets {name} only with a value that no data has",
                kind.set
            ),
            None if name == kind.key => format!("{} is found by {name}", kind.name),
            None => {
                self.in_shell(kind.set, visible(node), path)?;
                let parameter = self.parameter(kind.set, visible(node), path, name)?;
                let given: &[&str] = if kind.single {
                    &[name]
                } else {
                    &["Identity", name]
                };
                let taken = self
                    .cmdlet(kind.set)
                    .map_or(Ok(()), |cmdlet| cmdlet.takes(given));
                match taken {
                    Ok(()) => return Some(parameter),
                    Err(also) => format!("{} sets {name} only with {}", kind.set, also.join(", ")),
                }
            }
        };
        self.findings.report(
            &UNKNOWN_PROPERTY,
            visible(node),
            path,
            message,
            "It cannot be ensured by data.",
        );
        None
    }

    /// Whether the parts of one object fit each other.
    pub fn agrees(
        &mut self,
        kind: &Kind,
        members: &Members<'_>,
        template: &Template,
    ) -> Option<()> {
        let ensured: Vec<&str> = template
            .ensure
            .iter()
            .map(|one| one.part.property.as_str())
            .collect();
        self.each_once(members, "ensure", &ensured)?;
        for guard in &template.guards {
            if let Then::Leave(property, ..) = &guard.part.then
                && !ensured.contains(&property.as_str())
            {
                let message = format!("{} is left alone, and nothing sets it", quoted(property));
                let span = members
                    .get("guards")
                    .map_or_else(|| members.open(), visible);
                let path = members.path("guards");
                self.findings
                    .report(&STEP_POLICY, span, &path, message, "Take `leave` out.");
                return None;
            }
        }
        for one in &template.absent {
            let Missing::Create(create) = &one.part else {
                continue;
            };
            let mut names: Vec<&str> = create.so.iter().map(|(name, _)| name.as_str()).collect();
            names.extend(create.with.iter().map(|one| one.part.0.as_str()));
            self.each_once(members, "absent", &names)?;
            for ensure in &template.ensure {
                let ensure = &ensure.part;
                let given = create.with.iter().any(|one| {
                    one.part.0 == ensure.property && one.part.1 == ensure.to && one.when.is_always()
                });
                let default = kind.defaults.get(ensure.property.as_str());
                if given || default.is_some_and(|one| json!(one) == ensure.to) {
                    continue;
                }
                let message = format!(
                    "a new {} would not have {} as it is wanted",
                    kind.label,
                    quoted(&ensure.property)
                );
                let help = "Give the same value in `with`: one run makes it, and nothing is left for the next.";
                let span = members
                    .get("ensure")
                    .map_or_else(|| members.open(), visible);
                self.findings
                    .report(&STEP_NOT_DONE, span, &members.path("ensure"), message, help);
                return None;
            }
        }
        Some(())
    }
}
