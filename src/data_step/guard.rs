//! Reading of what a guard does.

use super::read::Reader;
use super::tree::Members;
use crate::json_node::visible;
use crate::kind::Kind;
use crate::lint::{MISSING_KEY, STEP_POLICY};
use crate::wanted::Then;

impl Reader<'_> {
    pub fn then(
        &mut self,
        kind: &Kind,
        members: &Members<'_>,
        told: &[&str],
        path: &str,
    ) -> Option<Then> {
        let ways = ["stop", "warn", "note"];
        let there: Vec<&str> = ways
            .into_iter()
            .filter(|key| members.get(key).is_some())
            .collect();
        let [way] = there[..] else {
            let message = "a guard does one thing";
            let help = "Write one of: stop, warn, note; leave goes with warn.";
            self.findings
                .report(&MISSING_KEY, members.open(), path, message, help);
            return None;
        };
        let (node, path) = (members.get(way)?, &members.path(way));
        if way != "warn" {
            for key in ["leave", "plan"] {
                if let Some(node) = members.get(key) {
                    let message = format!("`{key}` goes with `warn`");
                    let path = members.path(key);
                    self.findings.report(
                        &STEP_POLICY,
                        visible(node),
                        &path,
                        message,
                        "Take it out.",
                    );
                    return None;
                }
            }
        }
        match way {
            "stop" => return self.stop(node, path, told).map(Then::Stop),
            "note" => return self.sentence(node, path, told).map(Then::Note),
            _ => {}
        }
        let warning = self.sentence(node, path, told);
        let what = "what the plan says of it, in a sentence";
        let plan = self.findings.required(members, "plan", what);
        let plan = plan.and_then(|node| self.sentence(node, &members.path("plan"), &[]));
        let Some(node) = members.get("leave") else {
            return Some(Then::Warn(warning?, plan?));
        };
        let path = &members.path("leave");
        let property = self.findings.any_text(node, path)?;
        self.known_property(kind, node, path, property)?;
        Some(Then::Leave(property.to_owned(), warning?, plan?))
    }

    /// The properties of an object that a sentence may tell.
    pub fn properties_told(&self, kind: &Kind) -> Vec<&'static str> {
        self.properties(kind)
    }
}
