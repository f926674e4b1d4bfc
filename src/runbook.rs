//! The runbook: what a bundle does, in the order in which a person does it.

use std::fmt::Write as _;

use crate::step::Numbered;
use crate::tenant::Tenant;

/// `RUNBOOK.md` of a bundle.
#[must_use]
pub fn markdown(tenant: &Tenant, steps: &[Numbered]) -> String {
    let mut out = format!(
        "# OAuth between on-premises Exchange and Exchange Online: {}\n\n\
         Tenant `{}`, method `{}`, cloud `{}`.\n\n\
         Run the scripts in the order of their numbers, each in the shell its folder names. \
         Every script takes `-Action Apply|Verify|Rollback` and `-WhatIf`. Undo in reverse order.\n",
        tenant.name, tenant.initial_domain, tenant.method, tenant.cloud
    );
    for numbered in steps {
        let step = numbered.step;
        let path = numbered.path().replace('/', "\\");
        let _ = write!(
            out,
            "\n## {:02} {}: {}\n\n- Shell: {}\n- Role: {}\n- What it does: {}\n- Run: `.\\{path}`\n\
             - Verify: `.\\{path} -Action Verify`\n- Undo: `.\\{path} -Action Rollback`. {}\n",
            numbered.number,
            step.id,
            step.title,
            step.context.shell(),
            step.roles.join(", "),
            step.summary,
            step.undo,
        );
    }
    out
}
