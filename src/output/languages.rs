//! The languages of a bundle on disk.

use std::path::Path;

use super::carry::listed;
use crate::lang::Lang;
use crate::layout;

/// The languages besides English in which the folder has a runbook that its manifest lists. To drop
/// a language, take it out of the config and delete its runbook.
#[must_use]
pub fn languages(folder: &Path) -> Vec<Lang> {
    let others = Lang::ALL.into_iter().filter(|lang| *lang != Lang::En);
    let there: Vec<Lang> = others
        .filter(|lang| folder.join(layout::runbook(*lang)).is_file())
        .collect();
    if there.is_empty() {
        return there;
    }
    let listed = listed(folder);
    let ours = |lang: &Lang| listed.contains(Path::new(&layout::runbook(*lang)));
    there.into_iter().filter(ours).collect()
}
