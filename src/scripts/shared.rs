//! What several scripts of some bundles share and those of others do not need: in the `organization.ps1` of those.

use memchr::memmem;

use crate::layout::File;

/// The functions for which a part is there, and the part.
const PARTS: [(&[&str], &str); 8] = [
    (
        &[
            "Read-HybridApplication",
            "Find-HybridApplication",
            "ConvertTo-HybridGuid",
        ],
        include_str!("../../templates/shared/application.ps1"),
    ),
    (
        &["Get-HybridRole"],
        include_str!("../../templates/shared/roles.ps1"),
    ),
    (
        &["Read-HybridServerKind"],
        include_str!("../../templates/shared/each-server.ps1"),
    ),
    (
        &["Get-HybridActing"],
        include_str!("../../templates/shared/overrides.ps1"),
    ),
    (
        &["Get-HybridWinner"],
        include_str!("../../templates/shared/relationship.ps1"),
    ),
    (
        &["New-HybridRequest"],
        include_str!("../../templates/shared/requests.ps1"),
    ),
    (
        &["Find-HybridApplication"],
        include_str!("../../templates/shared/named.ps1"),
    ),
    (
        &["Assert-HybridRetired"],
        include_str!("../../templates/shared/retired.ps1"),
    ),
];

/// The parts that these scripts call, in their order.
pub(super) fn called_by(scripts: &[File]) -> Vec<&'static str> {
    let calls = |name: &&str| {
        let name = memmem::Finder::new(name);
        let mut scripts = scripts.iter();
        scripts.any(|script| name.find(&script.bytes).is_some())
    };
    PARTS
        .into_iter()
        .filter(|(names, _)| names.iter().any(calls))
        .map(|(_, part)| part)
        .collect()
}
