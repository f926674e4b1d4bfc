//! `partner-application`.

use serde::Deserialize;

use super::facts::{field, known, names, same, text, truth};
use super::item::{Change, Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};

#[derive(Deserialize)]
struct Want {
    application_identifier: String,
}

pub(super) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let id = want.application_identifier;
    let all = world.objects(Context::ExchangeShell, "PartnerApplication")?;
    let found: Vec<_> = all
        .iter()
        .filter(|one| same(one, "ApplicationIdentifier", &id) && text(one, "Realm").is_empty())
        .collect();
    let [partner] = found[..] else {
        let reason = if found.is_empty() {
            format!(
                "No partner application has the ApplicationIdentifier {id} and an empty Realm; Exchange setup (/PrepareAD) creates it."
            )
        } else {
            format!(
                "{} partner applications have the ApplicationIdentifier {id} and an empty Realm; keep one.",
                found.len()
            )
        };
        return Err(Halt::stop_at(names(found), reason));
    };
    let mut changes = Vec::new();
    if truth(partner, "Enabled") != Some(true) {
        changes.push(Change::new("Enabled", known(partner, "Enabled"), true));
    }
    let item = Item::found("PartnerApplication", &text(partner, "Name"), changes);
    let unlinked =
        field(partner, "LinkedAccount").is_some() && text(partner, "LinkedAccount").is_empty();
    Ok(vec![if unlinked {
        item.because("It has no LinkedAccount, which calls from Exchange Online may need; that is not changed.")
    } else {
        item
    }])
}
