//! The cmdlets that own code says it calls.

use super::read::Reader;
use super::tree::Members;
use crate::catalogue;
use crate::lint::UNKNOWN_CMDLET;
use crate::step::{Context, Text};

impl Reader<'_> {
    /// The documented cmdlets that own code calls.
    pub(super) fn called(&mut self, members: &Members<'_>) -> Option<Vec<Text>> {
        let names = self.list(
            members,
            "cmdlets",
            Some("the cmdlets that the script calls"),
        )?;
        let node = members.get("cmdlets")?;
        for (name, (node, path)) in names.iter().zip(self.findings.items(node, "cmdlets", true)) {
            let graph = name
                .split_once('-')
                .is_some_and(|(_, noun)| noun.starts_with("Mg"));
            let known = match self.context {
                Context::MgGraph => graph,
                context => catalogue::cmdlet(context, name).is_some(),
            };
            if !known {
                let all: Vec<&str> = catalogue::names(self.context).collect();
                self.findings
                    .unknown(&UNKNOWN_CMDLET, node, &path, name, &all);
                return None;
            }
        }
        let proof = self.context.proof().iter().copied().map(Text::Borrowed);
        let proof = proof.filter(|one| !names.contains(one)).collect::<Vec<_>>();
        Some([proof, names].concat())
    }
}
