//! The folder of the bundle, where its name is left to the first SMTP domain.

use crate::domain::folder_name;
use crate::draft::{Draft, Notes};
use crate::lint::FOLDER_NAME;

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    let Some(first) = draft.smtp_domains.first() else {
        return;
    };
    if notes.places.is_written("name") || folder_name::check(first.value.as_str()).is_ok() {
        return;
    }
    let message = format!("Windows cannot make a folder named `{}`", first.value);
    let help = "Add \"name\": the bundle is written to a folder of that name, by default that of the first SMTP domain.";
    notes.report(&FOLDER_NAME, &first.path, message, help);
}
