//! What config and collected state say about a cause: the plan is asked, nothing is judged twice.

use crate::domain::Method;
use crate::knowledge::Cause;
use crate::plan::{self, Plan, State, Verdict};
use crate::steps;
use crate::tenant::Tenant;

/// What is known about the organisation.
#[derive(Debug, Clone, Default)]
pub struct Known {
    method: Option<Method>,
    plan: Option<Plan>,
    /// The scripts of the organisation's bundle by step, `mggraph\\07-service-principal-names.ps1`.
    scripts: Vec<(String, String)>,
    /// What `<autodiscover host>` means in the words of the table.
    autodiscover_host: Option<String>,
    /// What could not be used, and why.
    pub notes: Vec<String>,
}

impl Known {
    /// Nothing is known.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// What a config says, and the state that was collected of its organisation.
    #[must_use]
    pub fn of(tenant: &Tenant, state: Option<State>) -> Self {
        Self {
            method: Some(tenant.method),
            plan: state.map(|state| plan::make(tenant, state)),
            scripts: steps::of(tenant)
                .iter()
                .map(|numbered| (numbered.step.id.to_string(), numbered.windows_path()))
                .collect(),
            autodiscover_host: Some(tenant.autodiscover_host.to_string()),
            notes: Vec::new(),
        }
    }

    /// A text of the table with the organisation's own host.
    #[must_use]
    pub(super) fn named(&self, text: &str) -> String {
        match &self.autodiscover_host {
            Some(host) => text.replace("<autodiscover host>", host),
            None => text.to_owned(),
        }
    }

    /// The command that looks at a step, typed in the bundle's folder; none where the bundle is not known.
    #[must_use]
    pub(super) fn command(&self, step: &str) -> Option<String> {
        let (_, path) = self.scripts.iter().find(|(id, _)| *id == step)?;
        Some(format!(".\\{path} -Action Verify"))
    }

    /// What is known about a cause; open, where it is the one.
    #[must_use]
    pub(super) fn verdict(&self, cause: &Cause) -> Option<Verdict> {
        if let (Some(wanted), Some(ours)) = (cause.method, self.method) {
            let said = format!("the config: method {ours}");
            if wanted != ours {
                return Some(Verdict::Settled(said));
            }
            // A cause that the method decides has no object to look at.
            if cause.decided_by.is_empty() && wanted == Method::SharedPrincipal {
                return Some(Verdict::Open(said));
            }
        }
        let plan = self.plan.as_ref()?;
        let verdicts = || cause.decided_by.iter().filter_map(|what| plan.open(what));
        let open = verdicts().find(|verdict| matches!(verdict, Verdict::Open(_)));
        open.or_else(|| verdicts().next())
    }
}
