//! Which files to sign where only signed scripts may run, and in which order.

use indoc::formatdoc;

use crate::layout::{BUNDLE_STATUS, COMMON, FAILURES, ORGANIZATION, TEST_BUNDLE};
use crate::step::Numbered;

/// The scripts in the order of signing: what all others load first, then the steps, then what
/// reads the bundle.
pub fn files(steps: &[Numbered]) -> Vec<String> {
    let mut files = [COMMON, ORGANIZATION, FAILURES].map(str::to_owned).to_vec();
    files.extend(steps.iter().map(Numbered::windows_path));
    files.extend([BUNDLE_STATUS, TEST_BUNDLE].map(str::to_owned));
    files
}

/// The command lines that sign them all. One certificate is chosen by its thumbprint.
pub fn commands(files: &[String]) -> String {
    let names: Vec<String> = files.iter().map(|file| format!("    '{file}'")).collect();
    formatdoc! {r"
        $certificate = Get-Item -Path Cert:\CurrentUser\My\THUMBPRINT
        $scripts = @(
        {}
        )
        foreach ($script in $scripts) {{
            Set-AuthenticodeSignature -FilePath $script -Certificate $certificate -HashAlgorithm SHA256
        }}",
        names.join(",\n")
    }
}
