//! Organisations with the bundles made for them: every config of `tests/configs`, and two variants.

#![allow(dead_code, reason = "each test binary uses a part of this module")]

#[path = "../cases/mod.rs"]
pub mod cases;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::domain::{HybridApi, Method, Procedure};
use hybrid_oauth::tenant::Tenant;
use hybrid_oauth::{load, rotation};

/// An organisation and its bundle.
pub struct Scenario {
    /// Name of the config, and of the folder of its snapshots.
    pub name: String,
    pub tenant: Tenant,
    pub bundle: Bundle,
}

/// Stands for the digest of a config, so that snapshots change only with the scripts.
pub const CONFIG_DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The organisations whose certificate rotation is looked at too: one of each method.
const ROTATED: [&str; 2] = ["hbna.co.kr", "contoso"];

/// Those whose bundle is the set-up: of it are the plan and the order of the contract.
pub fn set_ups() -> impl Iterator<Item = Scenario> {
    let all = scenarios().into_iter();
    all.filter(|scenario| scenario.tenant.procedure == Procedure::SET_UP)
}

/// Every organisation.
pub fn scenarios() -> Vec<Scenario> {
    let everything = everything();
    let variants = [
        (
            "everything-shared",
            Tenant {
                method: Method::SharedPrincipal,
                hybrid_api: HybridApi::Ews,
                ..everything.clone()
            },
        ),
        (
            "everything-graph",
            Tenant {
                hybrid_api: HybridApi::Graph,
                ..everything
            },
        ),
    ];
    let configs = cases::json_files("tests/configs").into_iter().map(|path| {
        let tenant = load::load_path(&path).tenant;
        let name = cases::stem(&path);
        (name, tenant.expect("the configs of this folder are valid"))
    });
    let all: Vec<(String, Tenant)> = configs
        .chain(variants.map(|(name, tenant)| (name.to_owned(), tenant)))
        .collect();
    let rotations: Vec<(String, Tenant)> = all
        .iter()
        .filter(|(name, _)| ROTATED.contains(&name.as_str()))
        .map(|(name, tenant)| (format!("{name}-rotation"), rotation::of(tenant)))
        .collect();
    all.into_iter()
        .chain(rotations)
        .map(|(name, tenant)| Scenario {
            name,
            bundle: bundle::build(&tenant, CONFIG_DIGEST),
            tenant,
        })
        .collect()
}

/// The organisation that has every optional value.
pub fn everything() -> Tenant {
    let path = cases::top("tests/configs/everything.json");
    load::load_path(&path).tenant.expect("a valid config")
}
