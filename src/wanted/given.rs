//! What must hold of another kind, as an entry of a script.

use serde_json::json;

use super::Given;
use super::script::{getter, tests};
use super::tables::inline;
use crate::kind::kind;
use crate::powershell::{literal, string};

/// The table of a condition.
pub(super) fn given(given: &Given) -> String {
    let entries = [
        ("Kind".to_owned(), string(&given.kind)),
        ("If".to_owned(), tests(&given.when)),
        ("There".to_owned(), literal(&json!(given.there))),
        ("Otherwise".to_owned(), string(&given.otherwise)),
        ("Get".to_owned(), getter(kind(&given.kind))),
    ];
    inline(&entries, false)
}
