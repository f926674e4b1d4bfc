//! `export-certificate`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{guid, same, same_server, text};
use super::hand_off::{self, Certificate, Certificates, Handed};
use super::item::{Action, Change, Halt, Item, KNOWN_AFTER_APPLY};
use super::world::{World, want};
use crate::step::{Context, Step};

const SHELL: Context = Context::ExchangeShell;

#[derive(Deserialize)]
struct Want {
    certificate_file: Option<String>,
    organization_guid: bool,
    rotation: bool,
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let certificates = match read(world, &want) {
        Ok(certificates) => certificates,
        Err(halt) => {
            world.certificates = Handed::after(&halt, &step.id);
            return Err(halt);
        }
    };
    let mut values = vec![("thumbprint", Some(certificates.current.thumbprint.clone()))];
    if let Some(guid) = &certificates.organization_guid {
        values.push(("organization_guid", Some(guid.clone())));
    }
    let next = certificates
        .next
        .as_ref()
        .map(|next| next.thumbprint.as_str());
    let present = world
        .hand_off("certificate.json")
        .map(|file| text(&file["next"], "thumbprint"));
    if present.is_some_and(|present| present != next.unwrap_or_default()) {
        values.push(("next", None));
    }
    let mut items = vec![hand_off::file(world, "certificate.json", &values)];
    if let Some(path) = want.certificate_file {
        items.push(certificate_file(world, &path, &certificates.current));
    }
    world.certificates = Handed::Known(certificates);
    Ok(items)
}

/// The copy of the certificate on the server, known by its SHA-1.
fn certificate_file(world: &World<'_>, path: &str, current: &Certificate) -> Item {
    const KIND: &str = "CertificateFile";
    let files = match world.objects(SHELL, KIND) {
        Ok(files) => files,
        Err(Halt::Unknown(reason) | Halt::Stop { reason, .. }) => {
            return Item::new(KIND, path, Action::Unknown).because(reason);
        }
    };
    let present = files.iter().find(|one| same(one, "Path", path));
    let present = present
        .map(|one| text(one, "Thumbprint"))
        .unwrap_or_default();
    if present.is_empty() {
        return Item::create(KIND, path, json!(KNOWN_AFTER_APPLY));
    }
    if present.eq_ignore_ascii_case(&current.thumbprint) {
        return Item::found(KIND, path, Vec::new());
    }
    Item::found(KIND, path, vec![Change::new("(object)", present, KNOWN_AFTER_APPLY)])
        .because("It holds something else than the current auth certificate; what, is not collected, only its SHA-1.")
}

fn read(world: &World<'_>, want: &Want) -> Result<Certificates, Halt> {
    let config = world.objects(SHELL, "AuthConfig")?;
    let config = config.first().unwrap_or(&Value::Null);
    let current = text(config, "CurrentCertificateThumbprint");
    let next = text(config, "NextCertificateThumbprint");
    let next = Some(next).filter(|next| !next.is_empty() && !next.eq_ignore_ascii_case(&current));
    // A rotation hands over the one that signs next, and it alone.
    let (thumbprint, next) = match next {
        Some(next) if want.rotation => (next, None),
        next => (current, next),
    };
    if thumbprint.is_empty() {
        return Err(Halt::stop("The AuthConfig names no current certificate."));
    }
    let store = store(world)?;
    let Some(current) = find(&store, &thumbprint) else {
        return Err(Halt::stop(format!(
            "The current auth certificate {thumbprint} is not in the store of {}.",
            world.server()
        )));
    };
    if ended(world, &current) {
        return Err(Halt::stop(format!(
            "The auth certificate {thumbprint} has expired."
        )));
    }
    let organization_guid = if want.organization_guid {
        Some(organization(world)?)
    } else {
        None
    };
    Ok(Certificates {
        current,
        next: next.and_then(|next| find(&store, &next)),
        organization_guid,
    })
}

/// The certificates of the server on which the state was collected.
pub(super) fn store(world: &World<'_>) -> Result<Vec<Value>, Halt> {
    let mut store = world.objects(SHELL, "ExchangeCertificate")?;
    world.require_key(SHELL, "ExchangeCertificate", world.server())?;
    store.retain(|one| same_server(&text(one, "Server"), world.server()));
    Ok(store)
}

fn find(store: &[Value], thumbprint: &str) -> Option<Certificate> {
    let found = store
        .iter()
        .find(|one| same(one, "Thumbprint", thumbprint))?;
    Some(Certificate {
        thumbprint: text(found, "Thumbprint"),
        until: text(found, "NotAfter"),
    })
}

/// Whether a certificate had ended when the state was collected.
pub(super) fn ended(world: &World<'_>, certificate: &Certificate) -> bool {
    !certificate.until.is_empty() && certificate.until.as_str() <= world.collected(SHELL)
}

fn organization(world: &World<'_>) -> Result<String, Halt> {
    let config = world.objects(SHELL, "OrganizationConfig")?;
    let guid = config
        .first()
        .and_then(|config| guid(&text(config, "Guid")));
    guid.ok_or_else(|| {
        Halt::stop("Get-OrganizationConfig shows no Guid of this Exchange organisation, and the dedicated application is named after it.")
    })
}
