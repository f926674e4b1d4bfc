//! Which program writes: its version and the commit it was built from.

use std::sync::LazyLock;

/// Name of the program.
pub const NAME: &str = env!("CARGO_PKG_NAME");

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit it was built from, `-dirty` behind it when sources had changes; `unknown` when it was not built
/// from a checkout.
pub const COMMIT: &str = env!("HYBRID_OAUTH_COMMIT");

/// Digits of a commit in texts that people read; the manifest has all of them.
const SHORT: usize = 12;

/// Name, version and commit in one word of SemVer: `hybrid-oauth 0.1.0+4b3d99c0f2aa`.
pub static ORIGIN: LazyLock<String> = LazyLock::new(|| said(NAME, VERSION, COMMIT));

/// The same of another build.
#[must_use]
pub fn said(name: &str, version: &str, commit: &str) -> String {
    let (commit, dirty) = match commit.strip_suffix("-dirty") {
        Some(commit) => (commit, "-dirty"),
        None => (commit, ""),
    };
    let short = commit.get(..SHORT).unwrap_or(commit);
    match commit {
        "" => format!("{name} {version}"),
        _ => format!("{name} {version}+{short}{dirty}"),
    }
}
