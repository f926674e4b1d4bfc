//! The steps that only a rotation has: `uploaded-certificates`, `publish-certificate`,
//! `clear-previous-certificate`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{list, same_server, text, truth};
use super::hand_off::{self, Handed};
use super::item::{Change, Halt, Item};
use super::service_principal_names::principal;
use super::world::{World, want};
use crate::domain::Method;
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::step::{Context, Step};

const SHELL: Context = Context::ExchangeShell;

const KIND: &str = "AuthConfig";

const CURRENT: &str = "CurrentCertificateThumbprint";
const NEXT: &str = "NextCertificateThumbprint";
const EFFECTIVE: &str = "NextCertificateEffectiveDate";
const PREVIOUS: &str = "PreviousCertificateThumbprint";

/// The step before has uploaded what is handed over, or stops itself.
pub(crate) fn uploaded(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    match handed_over(world) {
        Ok(thumbprints) => {
            let present = world.hand_off("uploaded.json");
            let same = present.is_some_and(|file| list(file, "thumbprints") == thumbprints);
            let values: &[(&str, Option<String>)] = match same {
                true => &[],
                false => &[("thumbprints", None)],
            };
            let item = hand_off::file(world, "uploaded.json", values);
            world.uploaded = Handed::Known(thumbprints);
            Ok(vec![item])
        }
        Err(halt) => {
            world.uploaded = Handed::after(&halt, &step.id);
            Err(halt)
        }
    }
}

fn handed_over(world: &World<'_>) -> Result<Vec<String>, Halt> {
    let certificates = world.certificates.read()?;
    match world.tenant.method {
        Method::DedicatedApp => drop(world.application.read()?),
        Method::SharedPrincipal => drop(principal(world, EXCHANGE_ONLINE_APP_ID)?),
    }
    let all = certificates.all();
    Ok(all
        .map(|certificate| certificate.thumbprint.clone())
        .collect())
}

pub(crate) fn publish(world: &mut World<'_>, _: &Step) -> Result<Vec<Item>, Halt> {
    let config = config(world)?;
    let current = text(&config, CURRENT);
    let next = Some(text(&config, NEXT)).filter(|next| !next.eq_ignore_ascii_case(&current));
    let uploaded = world.uploaded.read()?;
    let is_known = |thumbprint: &str| {
        let mut all = uploaded.iter();
        all.any(|one| one.eq_ignore_ascii_case(thumbprint))
    };
    let Some(next) = next.filter(|next| !next.is_empty()) else {
        if is_known(&current) {
            let item = Item::found(KIND, KIND, Vec::new());
            return Ok(vec![item.because("No next certificate is staged.")]);
        }
        return Err(Halt::stop(format!(
            "The current auth certificate {current} is not among those the cloud is known to have, and no next one is staged."
        )));
    };
    if !is_known(&next) {
        return Err(Halt::stop(format!(
            "The staged auth certificate {next} is not among those the cloud is known to have."
        )));
    }
    let without = servers_without(world, &next)?;
    if !without.is_empty() {
        return Err(Halt::stop(format!(
            "The staged auth certificate {next} is not on these servers with its private key yet: {}.",
            without.join(", ")
        )));
    }
    let before = json!({
        CURRENT: current, NEXT: next, EFFECTIVE: text(&config, EFFECTIVE),
        PREVIOUS: text(&config, PREVIOUS),
    });
    let after = json!({ CURRENT: next, NEXT: "", EFFECTIVE: "", PREVIOUS: current });
    world.replace(SHELL, KIND, vec![after.clone()]);
    let change = Change::new("certificates", before, after);
    Ok(vec![Item::found(KIND, KIND, vec![change])])
}

#[derive(Deserialize)]
struct Tested {
    test_evidence: Option<String>,
    test_reason: String,
}

pub(crate) fn clear(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Tested = want(world.tenant, step);
    let previous = text(&config(world)?, PREVIOUS);
    if previous.is_empty() {
        return Ok(vec![Item::found(KIND, KIND, Vec::new())]);
    }
    if want.test_evidence.is_none() {
        return Err(Halt::stop(format!(
            "This bundle has no test: the config names no mailboxes (verification). {}",
            want.test_reason
        )));
    }
    let change = Change::new(PREVIOUS, previous, "");
    let mut item = Item::found(KIND, KIND, vec![change]).because(&want.test_reason);
    item.only_after = Some("test-to-online".to_owned());
    Ok(vec![item])
}

fn config(world: &World<'_>) -> Result<Value, Halt> {
    let mut all = world.objects(SHELL, KIND)?;
    Ok(match all.is_empty() {
        true => Value::Null,
        false => all.swap_remove(0),
    })
}

/// The Mailbox servers that do not have a certificate with its private key.
fn servers_without(world: &World<'_>, thumbprint: &str) -> Result<Vec<String>, Halt> {
    let certificates = world.objects(SHELL, "ExchangeCertificate")?;
    let mut without = Vec::new();
    for server in world.objects(SHELL, "ExchangeServer")? {
        let name = text(&server, "Name");
        if text(&server, "ServerRole").to_lowercase().contains("edge") {
            continue;
        }
        world.require_key(SHELL, "ExchangeCertificate", &name)?;
        let has = certificates.iter().any(|one| {
            same_server(&text(one, "Server"), &name)
                && text(one, "Thumbprint").eq_ignore_ascii_case(thumbprint)
                && truth(one, "HasPrivateKey") == Some(true)
        });
        if !has {
            without.push(name);
        }
    }
    Ok(without)
}
