//! `preflight`: servers that cannot do what the method asks.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::facts::{same_server, text};
use super::item::{Action, Item};
use super::preflight::Want;
use super::world::World;
use crate::domain::ExchangeBuild;
use crate::domain::exchange_product::{Capability, Verdict, judge};
use crate::step::Context;

pub(super) fn plan(world: &World<'_>, want: &Want) -> Vec<Item> {
    let Ok(servers) = world.objects(Context::ExchangeShell, "ExchangeServer") else {
        return Vec::new();
    };
    servers
        .iter()
        .filter(|server| !text(server, "ServerRole").to_lowercase().contains("edge"))
        .filter_map(|server| judged(world, want, server))
        .collect()
}

/// The first thing a server cannot do, where that stops the step.
fn judged(world: &World<'_>, want: &Want, server: &Value) -> Option<Item> {
    let name = text(server, "Name");
    let (build, exact) = build(world, server, &name)?;
    for need in &want.needs {
        let verdict = judge(build, capability(&need.capability)?);
        let reason = match verdict {
            Verdict::Able => continue,
            Verdict::Never { product } => {
                format!(
                    "{name} runs {build} ({product}): no build of it can {}.",
                    need.purpose
                )
            }
            Verdict::TooOld { product, minimum } if exact => format!(
                "{name} runs {build} ({product}): it cannot {}. Bring it to {minimum} or later.",
                need.purpose
            ),
            Verdict::TooOld { .. } | Verdict::Unknown => return None,
        };
        // The script tells the first lack only.
        return (need.level == "blocks").then(|| {
            Item {
                name: name.clone(),
                ..Item::new("ExchangeServer", &name, Action::Conflict)
            }
            .because(reason)
        });
    }
    None
}

/// The build of a server, and whether it names the hotfix level.
fn build(world: &World<'_>, server: &Value, name: &str) -> Option<(ExchangeBuild, bool)> {
    if let Some(build) = number(&text(server, "ProductVersion")) {
        return Some((build, true));
    }
    let shown = number(&text(server, "AdminDisplayVersion"));
    let told = world
        .tenant
        .servers
        .iter()
        .find(|known| same_server(name, &known.name))
        .map(|known| known.build);
    match (told, shown) {
        (Some(told), Some(shown)) if told.parts()[..3] != shown.parts()[..3] => {
            Some((shown, false))
        }
        (Some(told), _) => Some((told, true)),
        (None, shown) => Some((shown?, false)),
    }
}

/// Four numbers, from `15.02.1544.025` or `Version 15.2 (Build 1544.4)`.
pub(crate) fn number(text: &str) -> Option<ExchangeBuild> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([0-9]{1,5})\.([0-9]{1,5})(?:\.| \(Build )([0-9]{1,5})\.([0-9]{1,5})")
            .expect("a constant that a test matches")
    });
    let found = FORM.captures(text)?;
    let part = |at: usize| found[at].parse::<u32>().ok();
    // The directory writes the build number with 30000 added; some shells show it like that.
    let number = part(3).map(|number| {
        if number >= 30000 {
            number - 30000
        } else {
            number
        }
    })?;
    let small = |number: u32| u16::try_from(number).ok();
    Some(ExchangeBuild::new(
        small(part(1)?)?,
        small(part(2)?)?,
        small(number)?,
        small(part(4)?)?,
    ))
}

fn capability(name: &str) -> Option<Capability> {
    match name {
        "dedicated-app" => Some(Capability::DedicatedApp),
        "graph-flow" => Some(Capability::GraphFlow),
        "cloud-archive" => Some(Capability::CloudArchive),
        "modern-authentication" => Some(Capability::ModernAuthentication),
        _ => None,
    }
}
