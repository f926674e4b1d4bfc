//! `setting-override`, with the refresh of every server (`parts/override-refresh.ps1.tera`).

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{contains, field, list, same, same_server, text, truth};
use super::item::{Action, Change, Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};

const SHELL: Context = Context::ExchangeShell;

/// The state's kind for what acts on a server, as each server says.
const ACTING: &str = "VariantConfiguration";

#[derive(Deserialize)]
struct Want {
    sections: Vec<String>,
    overrides: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    key: String,
    name: String,
    other_name: String,
    component: String,
    section: String,
}

/// An override as it is, or would be after the changes.
#[derive(Debug, Clone)]
struct Override {
    name: String,
    section: String,
    parameters: Vec<String>,
    servers: Vec<String>,
}

impl Override {
    fn acts_on(&self, server: &str) -> bool {
        self.servers.is_empty() || self.servers.iter().any(|one| same_server(one, server))
    }

    /// As a server says what acts on it.
    fn as_acting(&self) -> String {
        let mut parameters: Vec<String> = self
            .parameters
            .iter()
            .map(|one| one.replace(' ', "").to_lowercase())
            .collect();
        parameters.sort();
        format!("{}: {}", self.section, parameters.join(";"))
    }
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let all = world.objects(SHELL, "SettingOverride")?;
    let servers = servers(&world.objects(SHELL, "ExchangeServer")?);
    let names: Vec<String> = all.iter().map(|one| text(one, "Name")).collect();
    let mut expected: Vec<Override> = all.iter().map(read).collect();
    expected.retain(|one| {
        want.sections
            .iter()
            .any(|section| one.section.eq_ignore_ascii_case(section))
    });
    let present = expected.clone();
    let mut items = Vec::new();
    for wanted in &want.overrides {
        items.push(match find(&present, &wanted.key, &servers)? {
            None => create(wanted, &names, &mut expected),
            Some(found) => compare(wanted, found, &mut expected),
        });
    }
    let record = world.record(&step.id);
    let changed = items.iter().any(|item| !item.changes.is_empty());
    for server in &servers {
        let told = !changed && told_since(&record, server);
        items.push(refresh(world, &want.sections, server, &expected, told));
    }
    Ok(items)
}

fn read(object: &Value) -> Override {
    Override {
        name: text(object, "Name"),
        section: format!(
            "{}/{}",
            text(object, "ComponentName"),
            text(object, "SectionName")
        ),
        parameters: list(object, "Parameters"),
        servers: list(object, "Server"),
    }
}

/// The servers that apply such overrides: Exchange 2016 and later, no Edge Transport.
fn servers(all: &[Value]) -> Vec<String> {
    let able = |server: &&Value| {
        let version = text(server, "AdminDisplayVersion").to_lowercase();
        let version = version.strip_prefix("version ").unwrap_or(&version);
        let old = ["14.", "8.", "15.0"]
            .iter()
            .any(|old| version.starts_with(old));
        let edge = text(server, "ServerRole").to_lowercase().contains("edge");
        !old && !edge && truth(server, "IsEdgeServer") != Some(true)
    };
    all.iter()
        .filter(able)
        .map(|server| text(server, "Name"))
        .collect()
}

fn find<'a>(
    present: &'a [Override],
    section: &str,
    servers: &[String],
) -> Result<Option<&'a Override>, Halt> {
    let found: Vec<&Override> = present
        .iter()
        .filter(|one| one.section.eq_ignore_ascii_case(section))
        .collect();
    match found[..] {
        [] => Ok(None),
        [one] => {
            let without: Vec<&str> = servers
                .iter()
                .filter(|server| !one.acts_on(server))
                .map(String::as_str)
                .collect();
            if without.is_empty() {
                return Ok(Some(one));
            }
            let reason = format!(
                "The setting override {} is for {} only, so it does not act on {}.",
                one.name,
                one.servers.join(", "),
                without.join(", ")
            );
            Err(Halt::stop_at(&one.name, reason))
        }
        _ => {
            let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
            let each = |one: &&Override| {
                let servers = one.servers.join(", ");
                let of = if servers.is_empty() {
                    "all servers"
                } else {
                    &servers
                };
                format!("{} for {of}", one.name)
            };
            let reason = format!(
                "There are {} setting overrides for {section}, there must be one: {}.",
                found.len(),
                found.iter().map(each).collect::<Vec<_>>().join("; ")
            );
            Err(Halt::stop_at(names.join(", "), reason))
        }
    }
}

fn create(wanted: &Wanted, names: &[String], expected: &mut Vec<Override>) -> Item {
    let name = if contains(names, &wanted.name) {
        &wanted.other_name
    } else {
        &wanted.name
    };
    let parameters = vec![ON.to_owned()];
    let object = json!({
        "Name": name, "ComponentName": wanted.component, "SectionName": wanted.section, "Parameters": parameters,
    });
    expected.push(Override {
        name: name.clone(),
        section: wanted.key.clone(),
        parameters,
        servers: Vec::new(),
    });
    Item::create("SettingOverride", name, object)
}

/// The parameter that switches an override on.
const ON: &str = "Enabled=true";

fn compare(wanted: &Wanted, found: &Override, expected: &mut Vec<Override>) -> Item {
    let plain = |one: &str| one.split_whitespace().collect::<String>().to_lowercase();
    let on = found
        .parameters
        .iter()
        .filter(|one| plain(one) == plain(ON))
        .count()
        == 1;
    let mut changes = Vec::new();
    if !on {
        let rest = found
            .parameters
            .iter()
            .filter(|one| !plain(one).starts_with("enabled="));
        let parameters: Vec<String> = std::iter::once(ON.to_owned())
            .chain(rest.cloned())
            .collect();
        changes.push(Change::new(
            "Parameters",
            found.parameters.clone(),
            parameters.clone(),
        ));
        expected.retain(|one| !one.section.eq_ignore_ascii_case(&wanted.key));
        expected.push(Override {
            name: found.name.clone(),
            section: wanted.key.clone(),
            parameters,
            servers: Vec::new(),
        });
    }
    Item::found("SettingOverride", &found.name, changes)
        .adopted_unless(&[&wanted.name, &wanted.other_name])
}

/// What lets the servers read that no override of some sections is there; `changed`: something before it is.
pub(super) fn without(
    world: &World<'_>,
    step: &Step,
    sections: &[String],
    changed: bool,
) -> Result<Vec<Item>, Halt> {
    let servers = servers(&world.objects(SHELL, "ExchangeServer")?);
    let record = world.record(&step.id);
    let refreshed = servers.iter().map(|server| {
        let told = !changed && told_since(&record, server);
        refresh(world, sections, server, &[], told)
    });
    Ok(refreshed.collect())
}

/// Whether the record says that a server was told to read the overrides after the last of them changed.
fn told_since(record: &[Value], server: &str) -> bool {
    let mut told = false;
    for entry in record {
        if same(entry, "kind", "SettingOverride") {
            told = false;
        }
        if same(entry, "kind", "ExchangeServer") && same(entry, "key", server) {
            told = truth(entry, "done") == Some(true);
        }
    }
    told
}

fn refresh(
    world: &World<'_>,
    sections: &[String],
    server: &str,
    expected: &[Override],
    told: bool,
) -> Item {
    let mut set: Vec<String> = expected
        .iter()
        .filter(|one| one.acts_on(server))
        .map(Override::as_acting)
        .collect();
    set.sort();
    let answer = match world.objects(SHELL, ACTING) {
        Ok(all) => all
            .into_iter()
            .find(|one| same_server(&text(one, "Server"), server))
            .ok_or_else(|| format!("Which overrides act on {server} was not collected.")),
        Err(Halt::Unknown(reason) | Halt::Stop { reason, .. }) => Err(reason),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(reason) if !told => {
            let item = Item::new("ExchangeServer", server, Action::Unknown).because(reason);
            return Item {
                name: server.to_owned(),
                ..item
            };
        }
        Err(_) => Value::Null,
    };
    let answered = field(&answer, "Overrides").is_some_and(Value::is_array);
    let mut acting = list(&answer, "Overrides");
    acting.retain(|one| {
        one.split_once(": ")
            .is_some_and(|(section, _)| contains(sections, section))
    });
    if told || (answered && acting == set) {
        return Item::found("ExchangeServer", server, Vec::new());
    }
    let before = if answered { json!(acting) } else { Value::Null };
    Item::found(
        "ExchangeServer",
        server,
        vec![Change::new(ACTING, before, set)],
    )
}
