//! Reading of a procedure: its steps with their conditions, and what stands beside them.

use jsonc_parser::ast::Value as Node;

use super::Strictness;
use super::read::Reader;
use super::tree::Members;
use crate::condition::When;
use crate::domain::plain_text::quoted;
use crate::json_node::visible;
use crate::lang::{Lang, Words};
use crate::lint::{DUPLICATE_ITEM, MISSING_KEY, STEP_ORDER, UNKNOWN_STEP, UNKNOWN_VALUE};
use crate::procedure::{Description, Entry, MethodIs, WORDS};

const KEYS: [&str; 10] = [
    "meaning",
    "method",
    "needs_oauth",
    "steps",
    "only_next_certificate",
    "application_undo",
    "warnings",
    "principal_names",
    "outbound",
    "inbound",
];

/// The step whose names a procedure states.
const NAMED: &str = "service-principal-names";

impl Reader<'_> {
    /// The procedure; none where anything is wrong with it. `name` is that of its file.
    pub fn procedure(&mut self, node: &Node<'_>, name: Option<&str>) -> Option<Description> {
        let members = &self.findings.members(node, "", &KEYS)?;
        self.has_words(members, name);
        let meaning = self
            .findings
            .required(members, "meaning", "what it is for, in one line");
        let meaning = meaning.and_then(|node| self.help(node, "meaning"));
        let what = "what `method` of the config means to it";
        let method = self.chosen(members, "method", &MethodIs::ALL, what);
        let what = "true or false: whether it is about OAuth";
        let needs_oauth = self.findings.required(members, "needs_oauth", what);
        let needs_oauth = needs_oauth.and_then(|node| self.findings.flag(node, "needs_oauth"));
        let only_next = members
            .get("only_next_certificate")
            .map_or(Some(false), |node| {
                self.findings.flag(node, "only_next_certificate")
            });
        let undo = members.get("application_undo").map_or(Some(None), |node| {
            self.help(node, "application_undo").map(Some)
        });
        let steps = self.entries(members);
        let warnings = self.warnings(members);
        let names = match steps.iter().flatten().any(|entry| entry.step == NAMED) {
            true => self.texts(
                members,
                "principal_names",
                Some("the names that the service principal is to have"),
            ),
            false => self.texts(members, "principal_names", None),
        };
        let outbound = self.texts(members, "outbound", Some("the hosts that it must reach"));
        let inbound = self.texts(members, "inbound", None);
        meaning?;
        Some(Description {
            steps: steps?,
            method: method?,
            needs_oauth: needs_oauth?,
            only_next_certificate: only_next?,
            application_undo: undo?,
            warnings: warnings?,
            principal_names: names?,
            outbound: outbound?,
            inbound: inbound?,
        })
    }

    /// A text that stands in the help of a script or of the program.
    fn help(&mut self, node: &Node<'_>, path: &str) -> Option<String> {
        let text = self.findings.text(node, path)?;
        self.printable(node, path, text)?;
        Some(text.to_owned())
    }

    fn texts(
        &mut self,
        members: &Members<'_>,
        key: &str,
        what: Option<&str>,
    ) -> Option<Vec<String>> {
        let Some(node) = self.member(members, key, what)? else {
            return Some(Vec::new());
        };
        self.filled_list(node, key)
    }

    /// Each step once, and behind those that it requires.
    fn entries(&mut self, members: &Members<'_>) -> Option<Vec<Entry>> {
        let node = self
            .findings
            .required(members, "steps", "the ids of its steps, in order")?;
        let mut all: Vec<Entry> = Vec::new();
        let items = self.findings.items(node, "steps", false);
        let mut good = !items.is_empty();
        for (node, path) in items {
            match self.entry(node, &path, &all) {
                Some(entry) => all.push(entry),
                None => good = false,
            }
        }
        if self.strictness == Strictness::Whole && good {
            good = self.are_in_order(node, &all).is_some();
        }
        good.then_some(all)
    }

    /// The id of a step, or an object of it and the condition for it.
    fn entry(&mut self, node: &Node<'_>, path: &str, before: &[Entry]) -> Option<Entry> {
        let (node, path, when) = match node {
            Node::Object(_) => {
                let members = self.findings.members(node, path, &["step", "when"])?;
                let step = self.findings.required(&members, "step", "the id of a step");
                let when = self
                    .findings
                    .required(&members, "when", "the condition for it");
                let when = when.and_then(|node| {
                    super::when::read(&mut self.findings, node, &members.path("when"))
                });
                (step?, members.path("step"), when?)
            }
            _ => (node, path.to_owned(), When::default()),
        };
        let step = self.findings.any_text(node, &path)?.to_owned();
        if before.iter().any(|entry| entry.step == step) {
            let message = format!("the step {} stands twice", quoted(&step));
            let help = "Each once; a list under `when` holds for several values.";
            self.findings
                .report(&DUPLICATE_ITEM, visible(node), &path, message, help);
            return None;
        }
        let known: Vec<&str> = match self.strictness {
            Strictness::Compiled => vec![&step],
            _ => self.known_ids(),
        };
        if !known.contains(&step.as_str()) {
            self.findings
                .unknown(&UNKNOWN_STEP, node, &path, &step, &known);
            return None;
        }
        Some(Entry { step, when })
    }

    fn are_in_order(&mut self, node: &Node<'_>, all: &[Entry]) -> Option<()> {
        let place = |id: &str| all.iter().position(|entry| entry.step == id);
        for step in self.known {
            let Some(at) = place(&step.id) else {
                continue;
            };
            for required in &step.requires {
                if place(required).is_some_and(|other| other > at) {
                    let (id, required) = (quoted(&step.id), quoted(required));
                    let message =
                        format!("the step {id} stands before {required}, which it requires");
                    let help = format!("Put {required} before it.");
                    self.findings
                        .report(&STEP_ORDER, visible(node), "steps", message, help);
                    return None;
                }
            }
        }
        Some(())
    }

    fn warnings(&mut self, members: &Members<'_>) -> Option<Vec<String>> {
        let keys = self.list(members, "warnings", None)?;
        let node = members.get("warnings");
        let known = Words::of(Lang::En).messages["warnings"].as_object();
        let known: Vec<&str> = known
            .into_iter()
            .flat_map(|all| all.keys())
            .map(String::as_str)
            .collect();
        for (node, path) in
            node.map_or_else(Vec::new, |node| self.findings.items(node, "warnings", true))
        {
            let key = self.findings.any_text(node, &path)?;
            if !known.contains(&key) {
                self.findings
                    .unknown(&UNKNOWN_VALUE, node, &path, key, &known);
                return None;
            }
        }
        Some(keys.into_iter().map(Into::into).collect())
    }

    /// What documents say of it, in each language.
    fn has_words(&mut self, members: &Members<'_>, name: Option<&str>) {
        if self.strictness == Strictness::Compiled {
            return;
        }
        let name = name.unwrap_or_default();
        for lang in Lang::ALL {
            let messages = &Words::of(lang).messages;
            let missing = |section: &&&'static str| {
                messages[**section][name].as_str().is_none_or(str::is_empty)
            };
            if let Some(section) = WORDS.iter().find(missing) {
                let message = format!("no document has words for the procedure {}", quoted(name));
                let help = format!(
                    "Add {} under `{section}` of templates/lang/{}.json.",
                    quoted(name),
                    lang.code()
                );
                self.findings
                    .report(&MISSING_KEY, members.open(), "", message, help);
            }
        }
    }
}
