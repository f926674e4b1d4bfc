//! Lists that name the same thing twice, whatever the case.

use std::collections::HashMap;

use crate::domain::plain_text::quoted;
use crate::draft::{At, Draft, Notes};
use crate::lint::DUPLICATE_ITEM;

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    look(&draft.smtp_domains, notes);
    look(&draft.additional_hosts, notes);
    look(&draft.client_hosts, notes);
    look(&draft.ews_allowed_app_ids, notes);
    let languages = draft.config.languages.iter().enumerate();
    let languages = languages.map(|(index, lang)| At {
        path: format!("languages[{index}]"),
        value: lang.code(),
    });
    let languages: Vec<_> = languages
        .filter(|lang| !notes.places.is_unusable(&lang.path))
        .collect();
    look(&languages, notes);
    let servers = draft.config.on_premises.servers.iter().enumerate();
    let named = servers.map(|(index, server)| At {
        path: format!("on_premises.servers[{index}].name"),
        value: server.name.to_lowercase(),
    });
    let named: Vec<_> = named
        .filter(|server| !notes.places.is_unusable(&server.path))
        .collect();
    look(&named, notes);
}

/// Items are in lower case.
fn look<T: AsRef<str>>(items: &[At<T>], notes: &mut Notes) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for item in items {
        let text = item.value.as_ref();
        match first.get(text) {
            Some(path) => {
                let message = format!("{} already stands at `{path}`", quoted(text));
                notes.report(
                    &DUPLICATE_ITEM,
                    &item.path,
                    message,
                    "Name it once; upper and lower case are the same.",
                );
            }
            None => {
                first.insert(text, &item.path);
            }
        }
    }
}
