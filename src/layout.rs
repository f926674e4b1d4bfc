//! What the files of a bundle are called.

use std::borrow::Cow;

use crate::domain::Lang;

/// Layout of `manifest.json`.
pub const FORMAT_VERSION: u32 = 1;

/// The script that all others load.
pub const COMMON: &str = "common.ps1";

/// The table of failures, which is loaded when something failed.
pub const FAILURES: &str = "failures.ps1";

/// The facts of the organisation and the table of steps.
pub const ORGANIZATION: &str = "organization.ps1";

/// The script that compares the bundle with its manifest where the program is not at hand.
pub const TEST_BUNDLE: &str = "Test-Bundle.ps1";

/// The script that says from the evidence what was done.
pub const BUNDLE_STATUS: &str = "Get-BundleStatus.ps1";

/// What a script of one shell leaves for those of another.
pub const HAND_OFF: &str = "handoff";

/// What was done, a file a step and run.
pub const EVIDENCE: &str = "evidence";

/// What the collect scripts saw.
pub const STATE: &str = "state";

/// Folders that the scripts write; a regeneration leaves them alone.
pub const WRITTEN_BY_SCRIPTS: [&str; 3] = [HAND_OFF, EVIDENCE, STATE];

/// The approval of a bundle, beside its manifest and in no list of it.
pub const APPROVAL: &str = "approval.json";

/// The signature of the approval, as `ssh-keygen -Y sign` names it.
pub const APPROVAL_SIGNATURE: &str = "approval.json.sig";

/// Both.
pub const APPROVALS: [&str; 2] = [APPROVAL, APPROVAL_SIGNATURE];

/// The name of the manifest in a bundle.
pub const MANIFEST: &str = "manifest.json";

/// The copy of the config that the bundle was made from, byte for byte.
pub const CONFIG: &str = "config.json";

/// The licence of what the bundle holds.
pub const LICENSE: &str = "LICENSE";

/// The name of the list of digests in a bundle.
pub const SUMS: &str = "SHA256SUMS";

/// The folder that holds the files of its overlay.
pub const OVERLAY: &str = "overlay";

/// The runbook in Markdown.
#[must_use]
pub fn runbook(lang: Lang) -> String {
    format!("RUNBOOK{}.md", lang.infix())
}

/// The runbook as a page.
#[must_use]
pub fn runbook_page(lang: Lang) -> String {
    format!("runbook{}.html", lang.infix())
}

/// The page for whoever must approve the bundle.
#[must_use]
pub fn review(lang: Lang) -> String {
    format!("REVIEW{}.md", lang.infix())
}

/// The bundle as one file.
#[must_use]
pub fn archive(bundle: &str) -> String {
    format!("{bundle}.zip")
}

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the bundle's folder, with forward slashes.
    pub path: String,
    /// The content.
    pub bytes: Cow<'static, [u8]>,
}
