//! How much a reviewer has to read: lines of PowerShell. A number here is lowered when scripts get shorter, and raised
//! only for something that a customer gains by.

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::load::load_path;
use hybrid_oauth::step::Numbered;
use hybrid_oauth::steps;

use crate::common::{cases, scenarios};

/// The most lines that all scripts of an example's bundle have.
const WHOLE: [(&str, usize); 2] = [("hbna.co.kr", 3300), ("contoso", 4200)];

/// The most lines that some scripts have, whatever the organisation.
const SCRIPTS: [(&str, usize); 5] = [
    ("common.ps1", 1700),
    ("failures.ps1", 265),
    ("Test-Bundle.ps1", 145),
    ("exchange-shell/01-preflight.ps1", 405),
    ("mggraph/00-collect.ps1", 70),
];

/// The most lines of a step that is data, with its help.
const DATA: usize = 75;

fn of_example(name: &str) -> (hybrid_oauth::tenant::Tenant, Bundle) {
    let loaded = load_path(&cases::top(&format!("examples/{name}.json")));
    let digest = loaded.sha256.clone();
    let tenant = loaded.tenant.expect("the examples are valid");
    let bundle = bundle::build(&tenant, &digest);
    (tenant, bundle)
}

/// The scripts of a bundle with their lines.
fn lengths(bundle: &Bundle) -> Vec<(&str, usize)> {
    let scripts = bundle
        .files
        .iter()
        .filter(|file| file.path.ends_with(".ps1"));
    scripts
        .map(|file| {
            (
                file.path.as_str(),
                file.bytes.split(|byte| *byte == b'\n').count() - 1,
            )
        })
        .collect()
}

#[test]
fn a_bundle_does_not_grow_unseen() {
    for (name, most) in WHOLE {
        let (_, bundle) = of_example(name);
        let lines: usize = lengths(&bundle).iter().map(|(_, lines)| lines).sum();
        assert!(
            lines <= most,
            "{name}: {lines} lines of PowerShell, {most} at most"
        );
        assert!(
            lines + 100 > most,
            "{name} has {lines} lines now: lower the number"
        );
    }
}

#[test]
fn no_script_grows_unseen() {
    for (name, _) in WHOLE {
        let (_, bundle) = of_example(name);
        let lengths = lengths(&bundle);
        for (path, most) in SCRIPTS {
            let (_, lines) = lengths
                .iter()
                .find(|(known, _)| *known == path)
                .expect(path);
            assert!(
                *lines <= most,
                "{name}: {path} has {lines} lines, {most} at most"
            );
        }
    }
}

#[test]
fn a_step_that_is_data_fits_on_a_page() {
    for scenario in scenarios() {
        let lengths = lengths(&scenario.bundle);
        let steps = steps::of(&scenario.tenant);
        // What an organisation adds is as long as it is.
        let ours = |one: &&Numbered| steps::all().any(|known| known.id == one.step.id);
        let data = steps
            .iter()
            .filter(ours)
            .filter(|one| steps::wanted(&scenario.tenant, one.step).is_some());
        for path in data.map(Numbered::path) {
            let (_, lines) = lengths
                .iter()
                .find(|(known, _)| *known == path)
                .expect("there");
            assert!(
                *lines <= DATA,
                "{}: {path} has {lines} lines",
                scenario.name
            );
        }
    }
}
