//! What the config and the collected state say about an organisation, as far as it rules causes out.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::Method;
use crate::tenant::Tenant;

/// The facts of the config that matter here.
#[derive(Debug, Clone, Default)]
pub struct ConfigFacts {
    /// `shared-principal` or `dedicated-app`.
    pub method: Option<String>,
    /// The tenant ID.
    pub tenant_id: Option<String>,
    /// Every Exchange host that is reached from outside.
    pub hosts: Vec<String>,
}

impl From<&Tenant> for ConfigFacts {
    fn from(tenant: &Tenant) -> Self {
        let method = match tenant.method {
            Method::SharedPrincipal => "shared-principal",
            Method::DedicatedApp => "dedicated-app",
        };
        Self {
            method: Some(method.to_owned()),
            tenant_id: tenant.tenant_id.as_ref().map(ToString::to_string),
            hosts: tenant.hosts().map(ToString::to_string).collect(),
        }
    }
}

/// Facts by the names that `ruled_out_by` and `shown_by` of the table use, each with where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Known {
    facts: BTreeMap<String, String>,
    /// What could not be used, and why.
    pub notes: Vec<String>,
}

/// Every fact there is; the table may use no other.
pub const FACTS: [&str; 28] = [
    "application-consented",
    "application-identifier-right",
    "application-identifier-wrong",
    "application-not-consented",
    "auth-server-acs-missing",
    "auth-server-acs-present",
    "auth-server-realm-repeated",
    "auth-server-realm-right",
    "auth-server-realm-unique",
    "auth-server-realm-wrong",
    "certificate-not-uploaded",
    "certificate-uploaded",
    "ews-allow-list-complete",
    "ews-allow-list-incomplete",
    "linked-account-missing",
    "linked-account-set",
    "method-dedicated-app",
    "method-shared-principal",
    "partner-application-disabled",
    "partner-application-enabled",
    "service-principal-disabled",
    "service-principal-enabled",
    "service-principal-names-missing",
    "service-principal-names-present",
    "setting-override-missing",
    "setting-override-present",
    "virtual-directories-no-oauth",
    "virtual-directories-oauth",
];

impl Known {
    /// Nothing is known.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// What a config says.
    #[must_use]
    pub fn from_config(config: &ConfigFacts) -> Self {
        let mut known = Self::default();
        match config.method.as_deref() {
            Some("dedicated-app") => {
                known.add("method-dedicated-app", "the config: method dedicated-app")
            }
            Some("shared-principal") => known.add(
                "method-shared-principal",
                "the config: method shared-principal",
            ),
            _ => {}
        }
        known
    }

    /// Records a fact and where it comes from.
    pub fn add(&mut self, fact: &str, because: &str) {
        debug_assert!(FACTS.contains(&fact), "unknown fact {fact}");
        self.facts.insert(fact.to_owned(), because.to_owned());
    }

    /// Where the first of these facts that is known comes from.
    #[must_use]
    pub fn first(&self, facts: &[String]) -> Option<&str> {
        facts
            .iter()
            .find_map(|fact| self.facts.get(fact))
            .map(String::as_str)
    }

    /// Adds what `state/<context>.json` files say, one [`Value`] a file with its name.
    ///
    /// Documents of another tenant, or without `objects`, are left out with a note.
    pub fn add_state(&mut self, config: &ConfigFacts, documents: &[(String, Value)]) {
        let mut objects: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for (file, document) in documents {
            let tenant = document["tenant_id"].as_str();
            if let (Some(theirs), Some(ours)) = (tenant, config.tenant_id.as_deref())
                && !theirs.eq_ignore_ascii_case(ours)
            {
                self.notes.push(format!(
                    "{file} is of another tenant ({theirs}) and was left out."
                ));
                continue;
            }
            let Some(kinds) = document["objects"].as_object() else {
                self.notes
                    .push(format!("{file} holds no \"objects\" and was left out."));
                continue;
            };
            for (kind, list) in kinds {
                let list = list
                    .as_array()
                    .cloned()
                    .unwrap_or_else(|| vec![list.clone()]);
                objects.entry(kind.clone()).or_default().extend(list);
            }
        }
        super::facts::add_all(self, config, &objects);
    }
}
