//! Wanted objects as the `$resources` of a script: tests and values as data, creation and setters as the
//! documented commands with the organisation's literal values.

use serde_json::{Value, json};

use super::given::given;
use super::tables::{Entry, inline, inner, line, list, table};
use super::{Absent, Create, Ensure, Guard, Policy, Test, Then, Wanted};
use crate::kind::{Kind, kind};
use crate::powershell::{WIDTH, literal, string};

/// How a change tells the cmdlet not to ask and not to go on after an error: a table of `common.ps1` with
/// `WhatIf`, `Confirm` and `ErrorAction`.
const QUIET: &str = "@quiet";

/// The values of `wanted.ps1.tera`; `notice` is what Rollback says first.
#[must_use]
pub fn values(wanted: &[Wanted], notice: Option<&str>) -> Value {
    let all: Vec<Vec<Entry>> = wanted.iter().map(|one| entries(wanted, one)).collect();
    // What all of them say stands once.
    let common: Vec<Entry> = match &all[..] {
        [first, rest @ ..] if !rest.is_empty() => first
            .iter()
            // Names are anybody's words; that two are the same says nothing.
            .filter(|(name, _)| name != "Name")
            .filter(|entry| rest.iter().all(|other| other.contains(entry)))
            .cloned()
            .collect(),
        _ => Vec::new(),
    };
    let common = if common.len() < 3 { Vec::new() } else { common };
    let own = |entries: &Vec<Entry>| -> Vec<Entry> {
        let own = entries.iter().filter(|entry| !common.contains(entry));
        own.cloned().collect()
    };
    let resources: Vec<String> = wanted
        .iter()
        .zip(&all)
        .map(|(one, entries)| {
            let open = if common.is_empty() {
                "@{"
            } else {
                "$common + @{"
            };
            let lines = table(&own(entries), 4, WIDTH);
            format!("# {}\n$resources += {open}\n{lines}}}\n", one.what)
        })
        .collect();
    let mut script = hoisted(wanted);
    if !common.is_empty() {
        let lines = table(&common, 4, WIDTH);
        script.push_str(&format!("$common = @{{ {} }}\n", lines.trim()));
    }
    script.push_str(&resources.concat());
    json!({ "resources": script, "notice": notice })
}

/// Long values that a script needs more than once stand in front of it: `$discoveryEndpoint = 'https://...'`.
fn hoisted(wanted: &[Wanted]) -> String {
    let lines = wanted
        .iter()
        .flat_map(|one| &one.ensure)
        .filter_map(|ensure| {
            let value = literal(&ensure.to);
            let name = variable(wanted, &ensure.property, &ensure.to);
            (name != value).then(|| format!("{name} = {value}\n"))
        });
    lines.collect()
}

/// How a script writes the value of a property: the literal, or the variable that holds a long one.
fn variable(wanted: &[Wanted], property: &str, value: &Value) -> String {
    let literal = literal(value);
    let same = |one: &&Ensure| one.property == property;
    let mut all = wanted
        .iter()
        .flat_map(|one| &one.ensure)
        .filter(same)
        .map(|one| &one.to);
    let Some(at) = all.clone().position(|one| one == value) else {
        return literal;
    };
    // A value that only `Want` names stands there.
    let again = wanted
        .iter()
        .any(|one| matches!(one.absent, Absent::Create(_)));
    if literal.len() < 60 || !again {
        return literal;
    }
    let (first, rest) = property.split_at(1);
    let number = if all.nth(1).is_some() {
        (at + 1).to_string()
    } else {
        String::new()
    };
    format!("${}{rest}{number}", first.to_ascii_lowercase())
}

fn entries(wanted: &[Wanted], one: &Wanted) -> Vec<Entry> {
    let kind = kind(&one.kind);
    let mut out: Vec<Entry> = vec![("Kind".into(), string(kind.name))];
    let mut add = |name: &str, value: String| out.push((name.to_owned(), value));
    if kind.single {
        add("Single", string(&one.key));
    } else if kind.key != "Name" {
        add("Key", string(kind.key));
    }
    if !one.find.is_empty() {
        let tests: Vec<String> = one.find.iter().map(|all| tests(all)).collect();
        add("Find", list(&tests));
    }
    if let Some(stop) = &one.several {
        add("Several", string(&stop.failure));
    }
    match &one.absent {
        Absent::Stop(stop) => add("Absent", string(&stop.reason)),
        Absent::Fine(text) => add("Fine", string(text)),
        Absent::Create(create) => {
            add("Name", string(&create.name));
            if let Some((all, stop)) = &create.unless {
                add(
                    "Unless",
                    line(&[
                        ("If".into(), tests(all)),
                        ("Stop".into(), string(&stop.reason)),
                    ]),
                );
            }
            let also = also(one, create);
            if !also.is_empty() {
                add("Also", inline(&also, true));
            }
        }
    }
    if !one.ensure.is_empty() || matches!(one.absent, Absent::Create(_)) {
        let of = |ensure: &Ensure| variable(wanted, &ensure.property, &ensure.to);
        let want: Vec<Entry> = one
            .ensure
            .iter()
            .map(|one| (one.property.clone(), of(one)))
            .collect();
        add(
            "Want",
            if want.is_empty() {
                "[ordered] @{}".into()
            } else {
                inline(&want, true)
            },
        );
    }
    let good: Vec<Entry> = one
        .ensure
        .iter()
        .filter_map(|ensure| good(wanted, ensure))
        .collect();
    if !good.is_empty() {
        add("Good", inline(&good, false));
    }
    let mut policy = |name: &str, has: fn(&Policy) -> bool| {
        let all = one.ensure.iter().filter(|one| has(&one.policy));
        let all: Vec<String> = all.map(|one| string(&one.property)).collect();
        if !all.is_empty() {
            add(name, format!("@({})", all.join(", ")));
        }
    };
    policy("Open", |one| matches!(one, Policy::Extend));
    if let Some(one) = &one.given {
        add("Given", given(one));
    }
    let looks: Vec<String> = one.guards.iter().map(look).collect();
    if !looks.is_empty() {
        add("Look", list(&looks));
    }
    let keep: Vec<String> = one
        .keep
        .iter()
        .map(|keep| {
            line(&[
                ("If".into(), tests(&keep.when)),
                ("Because".into(), string(&keep.because)),
            ])
        })
        .collect();
    if !keep.is_empty() {
        add("Keep", list(&keep));
    }
    add("Get", getter(kind));
    if let Absent::Create(create) = &one.absent {
        add("New", creation(wanted, kind, create));
    }
    let setters = setters(kind, wanted);
    if !setters.is_empty() {
        let set = match &setters[..] {
            [(name, setter)] => format!("@{{ {name} = {setter} }}"),
            all => {
                let lines = inner(all);
                let fits = lines
                    .find('\n')
                    .is_some_and(|first| first + "Set = @{ ".len() <= WIDTH);
                let open = if fits { "@{ " } else { "@{\n" };
                format!(
                    "{open}{} }}",
                    if fits { lines.trim_start() } else { &lines }
                )
            }
        };
        add("Set", set);
    }
    if !kind.remove.is_empty()
        && wanted
            .iter()
            .any(|other| other.kind == kind.name && matches!(other.absent, Absent::Create(_)))
    {
        add(
            "Remove",
            block(
                "Remove",
                kind.remove,
                &["-Identity $Name".into(), QUIET.into()],
            ),
        );
    }
    out
}

/// The command that reads all objects of a kind.
pub(super) fn getter(kind: &Kind) -> String {
    match kind.at_hand {
        Some(at_hand) => format!("{{ {at_hand} }}"),
        None if kind.each_server => format!(
            "{{ Read-HybridServerKind -Kind {} -Get {{ param($Server) {} -Server $Server -ErrorAction Stop }} }}",
            string(kind.name),
            kind.read
        ),
        None => format!("{{ {} -ErrorAction Stop }}", kind.read),
    }
}

/// What a new object is that no wanted property says.
fn also(one: &Wanted, create: &Create) -> Vec<Entry> {
    let all = create.so.iter().chain(&create.with);
    all.filter(|(name, _)| !one.ensure.iter().any(|ensure| ensure.property == *name))
        .map(|(name, value)| (name.clone(), literal(value)))
        .collect()
}

fn good(wanted: &[Wanted], ensure: &Ensure) -> Option<Entry> {
    let value = match &ensure.policy {
        Policy::Unless(good) => {
            let of = |one: &String| variable(wanted, &ensure.property, &json!(one));
            list(&good.iter().map(of).collect::<Vec<_>>())
        }
        Policy::IfEmpty => "@{ Not = '' }".to_owned(),
        Policy::UnlessTenantUrl(forms) => format!("@{{ TenantUrl = {} }}", string(forms)),
        Policy::UnlessOwnUrl(form) => format!("@{{ OwnUrl = {} }}", string(form)),
        _ => return None,
    };
    Some((ensure.property.clone(), value))
}

fn look(guard: &Guard) -> String {
    let one = |test: &Test| tests(std::slice::from_ref(test));
    let when: Vec<String> = guard.when.iter().map(one).collect();
    let mut entries: Vec<Entry> = vec![(
        "If".into(),
        match &when[..] {
            [one] => one.clone(),
            all => format!("@({})", all.join(", ")),
        },
    )];
    let mut add = |name: &str, text: &str| entries.push((name.to_owned(), string(text)));
    match &guard.then {
        Then::Stop(stop) => {
            add("Stop", &stop.reason);
            if !stop.failure.is_empty() {
                add("Failure", &stop.failure);
            }
        }
        Then::Warn(text, _) => add("Warn", text),
        Then::Leave(property, text, _) => {
            add("Leave", property);
            add("Warn", text);
        }
        Then::Note(text) => add("Note", text),
    }
    line(&entries)
}

pub(super) fn tests(all: &[Test]) -> String {
    inline(&all.iter().map(test).collect::<Vec<_>>(), false)
}

fn test(test: &Test) -> Entry {
    let texts = |values: &[String]| literal(&json!(values));
    let (name, value) = match test {
        Test::Is(name, value) => (name, string(value)),
        Test::IsNot(name, value) => (name, format!("@{{ Not = {} }}", string(value))),
        Test::OneOf(name, values) | Test::Overlaps(name, values) => (name, texts(values)),
        Test::True(name) => (name, "$true".to_owned()),
        Test::Blank(name) => (name, "@{ Blank = $true }".to_owned()),
        Test::HostBelow(name, domains) => {
            let value = match &domains[..] {
                [one] => string(one),
                all => texts(all),
            };
            (name, format!("@{{ HostBelow = {value} }}"))
        }
        Test::VanityUrl(name, forms) => (name, format!("@{{ VanityUrl = {} }}", string(forms))),
    };
    (name.clone(), value)
}

/// The documented command that makes an object, with all its parameters.
fn creation(wanted: &[Wanted], kind: &Kind, create: &Create) -> String {
    let mut arguments = vec![format!("-{} $Name", kind.key)];
    let values = create
        .with
        .iter()
        .map(|(name, value)| format!("-{name} {}", variable(wanted, name, value)));
    arguments.extend(values);
    arguments.push(QUIET.to_owned());
    block("New", kind.new, &arguments)
}

fn setters(kind: &Kind, wanted: &[Wanted]) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for ensure in wanted
        .iter()
        .filter(|one| one.kind == kind.name)
        .flat_map(|one| &one.ensure)
    {
        if out.iter().any(|(name, _)| *name == ensure.property) {
            continue;
        }
        let mut arguments = vec![format!("-{} $Value", ensure.property), QUIET.to_owned()];
        let is_wanted = |argument: &&&str| {
            let name = argument.trim_start_matches('-').split(' ').next();
            let mut all = wanted.iter().flat_map(|one| &one.ensure);
            all.any(|other| Some(other.property.as_str()) == name)
        };
        let beside = kind.beside.get(ensure.property.as_str());
        let beside = beside.and_then(|arguments| arguments.iter().find(is_wanted));
        arguments.splice(0..0, beside.map(|argument| (*argument).to_owned()));
        if !kind.single {
            arguments.insert(0, "-Identity $Name".to_owned());
        }
        let setter = block(&ensure.property, kind.set, &arguments);
        out.push((ensure.property.clone(), setter));
    }
    out
}

/// A script block of one command, for which the engine has `$Name` and `$Value`; in one line where it fits.
fn block(name: &str, command: &str, arguments: &[String]) -> String {
    let arguments = arguments.join(" ");
    let line = format!("{{ {command} {arguments} }}");
    let breaks_anyway = line.len() > WIDTH - 10;
    if line.len() + name.len() <= WIDTH - 13 || breaks_anyway {
        return line;
    }
    format!("{{\n    {command} {arguments} }}")
}
