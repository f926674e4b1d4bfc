//! How an AuthServer is found (as `src/steps/auth_servers.rs` wants it).

use serde_json::Value;

use super::facts::{contains, names, same, text};
use super::item::Halt;
use crate::tenant::Tenant;

/// Where the AuthServer of a type is that belongs to the tenant: by Realm, then by metadata URL.
pub(super) fn find(
    tenant: &Tenant,
    servers: &[Value],
    kind: &str,
    urls: &[String],
) -> Result<Option<usize>, Halt> {
    let of_type: Vec<usize> = (0..servers.len())
        .filter(|at| same(&servers[*at], "Type", kind))
        .collect();
    let with = |test: &dyn Fn(&Value) -> bool| -> Vec<usize> {
        of_type
            .iter()
            .copied()
            .filter(|at| test(&servers[*at]))
            .collect()
    };
    let mut found = match &tenant.tenant_id {
        Some(id) => with(&|one| same(one, "Realm", id.as_str())),
        None => Vec::new(),
    };
    if found.is_empty() {
        found = with(&|one| contains(urls, &text(one, "AuthMetadataUrl")));
    }
    match found[..] {
        [one] => Ok(Some(one)),
        [] if tenant.tenant_id.is_none() && !of_type.is_empty() => {
            let names = names(of_type.iter().map(|at| &servers[*at]));
            let reason = "Without tenant.id in the config it cannot be told whether these AuthServer objects belong to this tenant.";
            Err(Halt::stop_at(names, reason))
        }
        [] => Ok(None),
        _ => {
            let names = names(found.iter().map(|at| &servers[*at]));
            let reason = format!(
                "There are {} AuthServer objects of type {kind} for this tenant; keep the one in use, remove the others.",
                found.len()
            );
            Err(Halt::stop_at(names, reason))
        }
    }
}
