//! What an overlay adds to the documents.

use serde::Serialize;

use crate::lang::Lang;
use crate::overlay::{Remark, Slot};
use crate::own::LeftOut;
use crate::step::Numbered;
use crate::steps;
use crate::tenant::Tenant;

/// The parts of an overlay that templates lay out.
#[derive(Debug, Serialize)]
pub struct Own<'a> {
    /// Name and version.
    name: String,
    sha256: &'a str,
    /// The picture as a `data:` address, and what it shows.
    logo: Option<&'a str>,
    overlay: &'a str,
    /// Rules behind those of the page.
    pub style: Option<&'a str>,
    header: Option<&'a Remark>,
    before: Option<&'a Remark>,
    footer: Option<&'a Remark>,
    left_out: &'a [LeftOut],
    /// Paths of the scripts that are code of its own.
    scripts: Vec<String>,
}

/// Of a tenant, in a language.
pub fn of(tenant: &Tenant, lang: Lang) -> Option<Own<'_>> {
    let own = tenant.overlay.as_ref()?;
    Some(Own {
        name: own.said(),
        sha256: &own.sha256,
        logo: own.logo.as_deref(),
        overlay: &own.name,
        style: own.style.as_deref(),
        header: own.remark(&Slot::Header, lang),
        before: own.remark(&Slot::Before, lang),
        footer: own.remark(&Slot::Footer, lang),
        left_out: &own.own.left_out,
        scripts: steps::of(tenant)
            .iter()
            .filter(|one| one.step.own_code().is_some())
            .map(Numbered::path)
            .collect(),
    })
}

/// The remark behind a step.
pub fn after(tenant: &Tenant, id: &str, lang: Lang) -> Option<Remark> {
    let own = tenant.overlay.as_ref()?;
    own.remark(&Slot::After(id.to_owned()), lang).cloned()
}
