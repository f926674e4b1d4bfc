//! A script without its Authenticode signature.
//!
//! `Set-AuthenticodeSignature` and osslsigncode append a block of comment lines (about_Signing):
//! a begin line, base64, an end line. Whether the signature holds is for
//! `Get-AuthenticodeSignature` to say; here only counts that nothing else was added.

const BEGIN: &str = "# SIG # Begin signature block";
const END: &str = "# SIG # End signature block";

/// What the script may have been before it was signed: nothing when it has no signature at its
/// end, or anything but base64 in it. Signing puts a line break before the block; which one, and
/// whether the script ended with one of its own, cannot be told, hence several candidates.
pub fn unsigned(script: &[u8]) -> impl Iterator<Item = &[u8]> {
    let content = before_block(script);
    let shorter = content.and_then(|content| content.strip_suffix(b"\n"));
    let shorter = shorter.map(|content| content.strip_suffix(b"\r").unwrap_or(content));
    [shorter, content].into_iter().flatten()
}

fn before_block(script: &[u8]) -> Option<&[u8]> {
    let at = script
        .windows(BEGIN.len())
        .rposition(|window| window == BEGIN.as_bytes())?;
    let (content, block) = script.split_at(at);
    let starts_a_line = content.is_empty() || content.ends_with(b"\n");
    let block = std::str::from_utf8(block).ok()?;
    (starts_a_line && is_block(block)).then_some(content)
}

fn is_block(block: &str) -> bool {
    // Only line breaks may follow: what else looks like nothing is still something.
    let mut block = block;
    while let Some(shorter) = block.strip_suffix('\n') {
        block = shorter.strip_suffix('\r').unwrap_or(shorter);
    }
    let mut lines = block.lines();
    let framed = lines.next() == Some(BEGIN) && lines.next_back() == Some(END);
    let mut count = 0;
    framed
        && lines.all(|line| {
            count += 1;
            line.strip_prefix("# ").is_some_and(is_base64)
        })
        && count > 0
}

fn is_base64(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "'a'\r\n";

    fn signed(block: &str) -> Vec<u8> {
        format!("{SCRIPT}\r\n{BEGIN}\r\n{block}{END}\r\n").into_bytes()
    }

    #[test]
    fn a_block_comes_off() {
        let signed = signed("# MIIFoo+/=\r\n# AAAA\r\n");
        assert!(unsigned(&signed).any(|bytes| bytes == SCRIPT.as_bytes()));
    }

    #[test]
    fn nothing_comes_off_with_anything_else_in_or_after_the_block() {
        for block in ["", "# MII\r\nRemove-Item\r\n", "# MII ; x\r\n", "MIIF\r\n"] {
            assert_eq!(unsigned(&signed(block)).count(), 0, "{block:?}");
        }
        let mut more = signed("# MII\r\n");
        more.extend_from_slice(b"'b'\r\n");
        assert_eq!(unsigned(&more).count(), 0);
        assert_eq!(unsigned(SCRIPT.as_bytes()).count(), 0);
    }
}
