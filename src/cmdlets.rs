//! The reference page of each documented cmdlet that a step may call: `knowledge/cmdlets.json`,
//! made from the front matter of the pages at learn.microsoft.com/powershell.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The URL of a cmdlet's reference page; none where the table does not know the cmdlet.
///
/// # Panics
///
/// Never in a build that passed its tests: the table is compiled in and a test reads it.
#[must_use]
pub fn page(cmdlet: &str) -> Option<&'static str> {
    static PAGES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../knowledge/cmdlets.json"))
            .expect("the table is compiled in and tested")
    });
    PAGES.get(cmdlet).copied()
}
