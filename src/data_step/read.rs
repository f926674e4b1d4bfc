//! From a tree to a step: the head; what it wants is read by `wanted`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jsonc_parser::ast::Value as Node;

use super::said::{Said, other_languages};
use super::tree::{Findings, Members};
use super::when;
use super::{Strictness, wanted};
use crate::condition::When;
use crate::domain::plain_text::quoted;
use crate::json_node::visible;
use crate::kind::kind;
use crate::lint::{SCRIPT_TEXT, STEP_ID, UNKNOWN_STEP};
use crate::risk::Risk;
use crate::step::{
    Context, Data, Direction, Does, OwnCode, Part, Step, StepWords, Template, Text, Wait,
};

const KEYS: [&str; 17] = [
    "id",
    "context",
    "replaces",
    "title",
    "summary",
    "undo",
    "acts",
    "minutes",
    "wait",
    "roles",
    "scopes",
    "links",
    "direction",
    "requires",
    "when",
    "risk",
    "wanted",
];

pub(super) struct Reader<'a> {
    pub findings: Findings,
    pub strictness: Strictness,
    /// The program's own steps.
    pub known: &'a [&'a Step],
    pub context: Context,
    /// The conditions of the parts that are being read, the outermost first.
    pub conditions: Vec<When>,
}

impl<'a> Reader<'a> {
    /// The ids of the program's own steps.
    pub fn known_ids(&self) -> Vec<&'a str> {
        self.known.iter().map(|step| step.id.as_ref()).collect()
    }
}

impl Reader<'_> {
    /// The step; none where anything is wrong with it. `id` is the name of its file.
    pub fn step(&mut self, node: &Node<'_>, id: Option<&str>) -> Option<Step> {
        let is_code = self.strictness == Strictness::Head;
        let last = if is_code { "cmdlets" } else { "wanted" };
        let keys = KEYS.map(|key| if key == "wanted" { last } else { key });
        let members = &self.findings.members(node, "", &keys)?;
        let contexts = Context::ALL.map(|context| (context.as_str(), context));
        let directions = Direction::ALL.map(|direction| (direction.as_str(), direction));
        // What it wants is judged by the shell, so nothing of it is without one.
        let context = self.chosen(members, "context", &contexts, "the shell that it runs in");
        let id = self.id(members, id);
        let replaces = self.replaces(members);
        let title = self.said(members, "title", "what it does, in one line");
        let summary = self.said(members, "summary", "what it does and why");
        let undo = self.said(members, "undo", "what Rollback does, and what it cannot");
        let acts = self.said(
            members,
            "acts",
            "how long it may take until the change acts",
        );
        let minutes = members.get("minutes");
        let minutes = minutes.map_or(Some(5), |node| self.findings.minutes(node, "minutes"));
        let wait = self.wait(members);
        let roles = self.list(members, "roles", Some("the least roles that may do it"));
        let scopes = self.list(members, "scopes", None);
        let links = self.links(members);
        let direction = self.chosen(members, "direction", &directions, "which calls it serves");
        let requires = self.requires(members);
        let when = members.get("when");
        let when = when.map_or(Some(When::default()), |node| {
            when::read(&mut self.findings, node, "when")
        });
        let risk = self.risk(members);
        self.context = context?;
        self.conditions.push(when.clone().unwrap_or_default());
        let (does, cmdlets, can_change) = match is_code {
            true => {
                let cmdlets = self.called(members);
                let (when, code) = (when?, String::new());
                (Does::Own(OwnCode { when, code }), cmdlets?, true)
            }
            false => {
                let wanted = wanted::list(self, members);
                let (when, wanted) = (when?, wanted?);
                let cmdlets = cmdlets(context?, &wanted);
                let changes = wanted.iter().any(|one| one.part.changes());
                (Does::Data(Data { when, wanted }), cmdlets, changes)
            }
        };
        self.conditions.pop();
        let ((level, reason), wait) = (risk?, wait?);
        let (title, summary, undo, acts) = (title?, summary?, undo?, acts?);
        let mut words = BTreeMap::new();
        for code in other_languages() {
            let of = |said: &Said| Cow::Owned(said.others[code].clone());
            let meanwhile = wait.as_ref().and_then(|(_, meanwhile)| meanwhile.as_ref());
            let own = StepWords {
                title: of(&title),
                summary: of(&summary),
                undo: of(&undo),
                acts: of(&acts),
                meanwhile: meanwhile.map(of).unwrap_or_default(),
                risk: of(&reason),
            };
            words.insert(code, own);
        }
        let own = |said: Said| Text::Owned(said.english);
        Some(Step {
            id: id?,
            context: context?,
            title: own(title),
            summary: own(summary),
            undo: own(undo),
            acts: own(acts),
            minutes: minutes?,
            wait: wait.map(|(minutes, meanwhile)| Wait {
                minutes,
                meanwhile: meanwhile.map(own).unwrap_or_default(),
            }),
            roles: roles?,
            scopes: scopes?,
            cmdlets,
            links: links?,
            direction: direction?,
            can_change,
            is_test: false,
            reads: Vec::new(),
            requires: requires?,
            risk: Risk {
                level,
                reason: own(reason),
            },
            replaces: replaces?,
            words,
            does,
        })
    }

    pub(super) fn chosen<T: Copy>(
        &mut self,
        members: &Members<'_>,
        key: &str,
        choices: &[(&str, T)],
        what: &str,
    ) -> Option<T> {
        let node = self.findings.required(members, key, what)?;
        self.findings.choice(node, key, choices)
    }

    /// An id names scripts and evidence, and is the name of its file.
    fn id(&mut self, members: &Members<'_>, file: Option<&str>) -> Option<Text> {
        let node = self
            .findings
            .required(members, "id", "the name of the file without .json")?;
        let id = self.findings.any_text(node, "id")?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let named = id.len() <= 48
            && id.starts_with(|first: char| first.is_ascii_lowercase())
            && !id.ends_with('-')
            && !id.contains("--")
            && id.bytes().all(plain);
        if !named || id == "collect" {
            let help = "Lower-case letters of English, digits and single hyphens, at most 48, a letter first; not collect.";
            let message = format!("{} cannot name a script", quoted(id));
            self.findings
                .report(&STEP_ID, visible(node), "id", message, help);
            return None;
        }
        if file.is_some_and(|file| file != id) {
            let message = format!("the file is not named {}", quoted(&format!("{id}.json")));
            let help = "A step is looked up by the name of its file: give both the same.";
            self.findings
                .report(&STEP_ID, visible(node), "id", message, help);
            return None;
        }
        Some(id.to_owned().into())
    }

    fn replaces(&mut self, members: &Members<'_>) -> Option<Option<Text>> {
        let Some(node) = members.get("replaces") else {
            return Some(None);
        };
        let id = self.findings.any_text(node, "replaces")?;
        self.known_step(node, "replaces", id)?;
        Some(Some(id.to_owned().into()))
    }

    /// Whether a step of the program has that id; its own steps a customer may name too, which is seen later.
    fn known_step(&mut self, node: &Node<'_>, path: &str, id: &str) -> Option<()> {
        if self.strictness == Strictness::Compiled {
            return Some(());
        }
        let names = self.known_ids();
        if names.contains(&id) {
            return Some(());
        }
        self.findings.unknown(&UNKNOWN_STEP, node, path, id, &names);
        None
    }

    fn requires(&mut self, members: &Members<'_>) -> Option<Vec<Text>> {
        let Some(node) = members.get("requires") else {
            return Some(Vec::new());
        };
        let items = self.findings.items(node, "requires", true);
        let ids = items.into_iter().map(|(node, path)| {
            let id = self.findings.any_text(node, &path)?;
            Some(Text::Owned(id.to_owned()))
        });
        ids.collect()
    }

    /// A member that must be there where `what` says what it is; the inner one is none where it may be left out and is.
    pub(super) fn member<'n>(
        &mut self,
        members: &Members<'n>,
        key: &str,
        what: Option<&str>,
    ) -> Option<Option<&'n Node<'n>>> {
        match what {
            Some(what) => self.findings.required(members, key, what).map(Some),
            None => Some(members.get(key)),
        }
    }

    pub(super) fn list(
        &mut self,
        members: &Members<'_>,
        key: &str,
        what: Option<&str>,
    ) -> Option<Vec<Text>> {
        let Some(node) = self.member(members, key, what)? else {
            return Some(Vec::new());
        };
        let items = self.findings.items(node, key, what.is_none());
        if what.is_some() && items.is_empty() {
            return None;
        }
        let texts = items.into_iter().map(|(node, path)| {
            let text = self.findings.text(node, &path)?;
            self.printable(node, &path, text)?;
            Some(Text::Owned(text.to_owned()))
        });
        let texts: Vec<Option<Text>> = texts.collect();
        texts.into_iter().collect()
    }

    fn links(&mut self, members: &Members<'_>) -> Option<Vec<Text>> {
        let links = self.list(members, "links", Some("the pages that document it"))?;
        let node = members.get("links")?;
        for link in &links {
            let is_url = link.starts_with("https://") && !link.contains([' ', '<', '>', '"']);
            if !is_url {
                let message = format!("{} is not the address of a page", quoted(link));
                let help = "Write the whole address, https:// in front.";
                self.findings
                    .report(&SCRIPT_TEXT, visible(node), "links", message, help);
                return None;
            }
        }
        Some(links)
    }
}

/// The documented cmdlets that the script calls, kind by kind.
fn cmdlets(context: Context, wanted: &[Part<Template>]) -> Vec<Text> {
    let mut all: Vec<Text> = Vec::new();
    let proof = context.proof().iter().copied();
    let mut add = |cmdlet: &'static str| {
        if !cmdlet.is_empty() && !all.iter().any(|known| known == cmdlet) {
            all.push(cmdlet.into());
        }
    };
    proof.for_each(&mut add);
    let mut seen = Vec::new();
    for one in wanted {
        if seen.contains(&one.part.kind) {
            continue;
        }
        seen.push(one.part.kind);
        let kind = kind(one.part.kind);
        let of_kind = || wanted.iter().filter(|other| other.part.kind == kind.name);
        let creates = of_kind().any(|one| one.part.creates());
        let ensures = of_kind().any(|one| !one.part.ensure.is_empty());
        add(kind.read);
        for given in of_kind().filter_map(|one| one.part.given.as_ref()) {
            add(crate::kind::kind(&given.kind).read);
        }
        if creates {
            add(kind.new);
        }
        if ensures {
            add(kind.set);
        }
        if creates {
            add(kind.remove);
        }
    }
    all
}
