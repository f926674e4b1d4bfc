//! Code of an organisation's own in the frame of a step.

use memchr::memmem;

use crate::step::OWN_CODE;

/// A script with code of the organisation's own in its place, as it was written but for the ends of lines.
pub(super) fn put(script: Vec<u8>, own: Option<&str>) -> Vec<u8> {
    let Some(own) = own else {
        return script;
    };
    let mark = format!("{OWN_CODE}\r\n");
    let Some(at) = memmem::find(&script, mark.as_bytes()) else {
        return script;
    };
    let (before, after) = script.split_at(at + mark.len());
    let own = own.trim_end().replace('\n', "\r\n") + "\r\n";
    [before, own.as_bytes(), after].concat()
}
