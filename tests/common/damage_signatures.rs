//! What stands behind a script and is no signature alone: the script counts as changed.

use super::{BLOCK, CHANGED, Case, SCRIPT, append, case};

pub(super) fn cases() -> impl Iterator<Item = Case> {
    let behind: [(&str, String); 13] = [
        ("a space behind a signature", format!("{BLOCK} ")),
        (
            "a tab and a line behind a signature",
            format!("{BLOCK}\t\r\n"),
        ),
        ("a form feed behind a signature", format!("{BLOCK}\u{c}")),
        (
            "a wide space behind a signature",
            format!("{BLOCK}\u{a0}\u{3000}\r\n"),
        ),
        (
            "a lone carriage return behind a signature",
            format!("{BLOCK}\r"),
        ),
        (
            "a space behind the last line",
            BLOCK.replace("End signature block", "End signature block "),
        ),
        ("a space in a signature", BLOCK.replace("# MII", "#  MII")),
        (
            "code behind a signature",
            format!("{BLOCK}Remove-Item x\r\n"),
        ),
        (
            "code in a signature",
            BLOCK.replace("# MII", "Remove-Item x\r\n# MII"),
        ),
        (
            "code on a line of a signature",
            BLOCK.replace("/c=", "/c=\rRemove-Item x"),
        ),
        ("code before a signature", format!("Remove-Item x{BLOCK}")),
        ("two signatures", format!("{BLOCK}{BLOCK}")),
        (
            "an empty signature",
            BLOCK.replace("# MIIFuQYJKoZI+/c=\r\n", ""),
        ),
    ];
    behind
        .into_iter()
        .map(|(name, tail)| case(name, move |at| append(at, SCRIPT, &tail), CHANGED, 2))
}
