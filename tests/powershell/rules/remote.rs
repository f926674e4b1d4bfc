//! Preference variables do not reach the proxies of Exchange and Graph: each call says it itself.

use crate::catalogue::{self, Cmdlet};
use crate::invocation::Invocation;
use crate::rule::{Bad, Rule, Subject};

/// A failure of a service is always an error that is seen.
pub static ERROR_ACTION: Rule = Rule {
    name: "error-action",
    check: |subject| {
        find(subject, |call, _| {
            let asked = call.value(subject.script, "ErrorAction");
            (asked != Some("Stop") && !is_quiet(subject, call))
                .then_some("without -ErrorAction Stop")
        })
    },
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer",
            says: "without -ErrorAction Stop",
        },
        Bad {
            shell: "mggraph",
            text: "Get-MgServicePrincipal -Filter 'x' -ErrorAction SilentlyContinue",
            says: "without -ErrorAction Stop",
        },
        Bad {
            shell: "exchange-shell",
            text: "$quiet = @{}\nRemove-AuthServer -Identity 'x' @quiet",
            says: "without -ErrorAction Stop",
        },
    ],
};

/// The engine has asked already: no cmdlet asks again, and none heeds a stray -WhatIf.
pub static CONFIRMED: Rule = Rule {
    name: "confirmed",
    check: |subject| {
        find(subject, |call, cmdlet| {
            let off = |name| call.value(subject.script, name) == Some("$false");
            let told = off("WhatIf") && off("Confirm");
            (cmdlet.should_process.whatif && !told && !is_quiet(subject, call))
                .then_some("without -WhatIf:$false -Confirm:$false")
        })
    },
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "Remove-AuthServer -Identity 'x' -Confirm:$false -ErrorAction Stop",
            says: "without -WhatIf:$false",
        },
        Bad {
            shell: "exchange-shell",
            text: "Remove-AuthServer -Identity 'x' -WhatIf:$true -Confirm:$false -ErrorAction Stop",
            says: "without -WhatIf:$false",
        },
    ],
};

/// The table of the shared script that says all three to a change.
const QUIET: &str = "$quiet = @{ WhatIf = $false; Confirm = $false; ErrorAction = 'Stop' }";

/// Whether a call takes that table, which nothing else may be called.
fn is_quiet(subject: &Subject<'_>, call: &Invocation<'_>) -> bool {
    let taken = subject.script.text(call.node).contains(" @quiet");
    let mut lines = subject.loaded().flat_map(|one| one.script.text.lines());
    let defined = lines.any(|line| line == QUIET);
    taken && defined && !subject.script.text.contains("$quiet =")
}

fn find<'t>(
    subject: &Subject<'t>,
    fault: impl Fn(&Invocation<'t>, &Cmdlet) -> Option<&'static str>,
) -> Vec<String> {
    subject
        .calls
        .iter()
        .filter_map(|call| {
            let name = call.name?;
            let cmdlet = catalogue::cmdlet(name).filter(|cmdlet| cmdlet.is_remote())?;
            let fault = fault(call, cmdlet)?;
            Some(subject.script.at(call.node, &format!("{name} {fault}")))
        })
        .collect()
}
