//! The order of a bundle's scripts: `collect` first and uncounted, then the procedure.

use crate::cases;
use std::fs;

use cases::valid_configs;
use hybrid_oauth::bundle;
use hybrid_oauth::layout;
use hybrid_oauth::load::load;
use hybrid_oauth::procedure::MethodIs;
use hybrid_oauth::steps;
use serde_json::Value;

#[test]
fn collect_stands_before_the_numbered_steps_in_every_bundle() {
    for path in valid_configs() {
        let name = path.display().to_string();
        let tenant = load(&name, &fs::read(&path).expect("readable"))
            .tenant
            .expect("valid");
        let paths: Vec<String> = steps::of(&tenant).iter().map(|step| step.path()).collect();
        let first = &steps::description(tenant.procedure).steps[0].step;
        assert_eq!(
            paths[..4],
            [
                "exchange-shell/00-collect.ps1",
                "mggraph/00-collect.ps1",
                "exo/00-collect.ps1",
                &format!("exchange-shell/01-{first}.ps1"),
            ],
            "{name}"
        );
        let numbers: Vec<usize> = steps::of(&tenant)[3..]
            .iter()
            .map(|step| step.number)
            .collect();
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "{name}");

        let made = bundle::build(&tenant, "00");
        let manifest = made
            .files
            .iter()
            .find(|file| file.path == layout::MANIFEST)
            .expect("a manifest");
        let manifest: Value = serde_json::from_slice(&manifest.bytes).expect("JSON");
        let listed: Vec<&str> = manifest["steps"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|step| step["file"].as_str())
            .collect();
        assert_eq!(listed, paths, "{name}");
    }
}

#[test]
fn preflight_asks_for_builds_only_where_the_method_needs_them() {
    for path in valid_configs() {
        let name = path.display().to_string();
        let bytes = fs::read(&path).expect("readable");
        let config: Value = serde_json::from_slice(&bytes).expect("JSON");
        let tenant = load(&name, &bytes).tenant.expect("valid");
        if steps::description(tenant.procedure).method != MethodIs::SetUp {
            continue;
        }
        let made = bundle::build(&tenant, "00");
        let description = steps::description(tenant.procedure);
        let mut files = made.files.iter();
        let preflight = files.find(|file| file.path == "exchange-shell/01-preflight.ps1");
        let Some(preflight) = preflight else {
            assert!(description.entry("preflight").is_none(), "{name}");
            continue;
        };
        let text = std::str::from_utf8(&preflight.bytes).expect("ASCII");
        let set_up = description.method == MethodIs::SetUp;
        let dedicated = set_up && config["method"] != "shared-principal";
        let graph = matches!(config["hybrid_api"].as_str(), Some("graph" | "both"));
        let asked = |purpose: &str| text.contains(&format!("Purpose = '{purpose}'"));
        assert_eq!(asked("use the dedicated application"), dedicated, "{name}");
        assert_eq!(asked("call Microsoft Graph"), graph, "{name}");
        assert_eq!(
            text.contains("Get-FederationTrust -ErrorAction Stop"),
            dedicated || !description.needs_oauth,
            "{name}"
        );
        assert_eq!(
            text.contains("Able = @('15.2.1544.25'"),
            dedicated,
            "{name}"
        );
    }
}
