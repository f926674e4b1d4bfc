//! What stands for the organisation's values in a step that is data: `{routing_domain}`.

use crate::condition::Fact;
use crate::tenant::Tenant;

mod table;

pub use table::PLACEHOLDERS;

/// A name that may stand between braces.
#[derive(Debug)]
pub struct Placeholder {
    /// `routing_domain`
    pub name: &'static str,
    /// What it stands for.
    pub meaning: &'static str,
    /// What the config must have for it to stand for anything; a `when` around it has to ask for that.
    pub needs: Option<Fact>,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Text(fn(&Tenant) -> String),
    List(fn(&Tenant) -> Vec<String>),
}

/// In front of the id of a step: the script of that step, as it is typed on Windows.
pub const SCRIPT: &str = "script.";

/// The placeholder of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Placeholder> {
    PLACEHOLDERS.iter().find(|one| one.name == name)
}

impl Placeholder {
    /// Whether it stands for a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    fn list(&self, tenant: &Tenant) -> Vec<String> {
        match self.value {
            Value::Text(value) => vec![value(tenant)],
            Value::List(value) => value(tenant),
        }
    }
}

/// The names between braces in a text, each with the bytes of the whole. What only looks like it, `{{ x }}` and
/// `{% x %}` among it, is data; so is a name in two braces.
pub fn names(text: &str) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('{')?;
            at = start + 1;
            let is_name = |one: char| one.is_ascii_alphanumeric() || "._-".contains(one);
            let rest = &text[at..];
            let end = at + rest.find(|one| !is_name(one)).unwrap_or(rest.len());
            let name = &text[at..end];
            let doubled = text[..start].ends_with('{') || text[end..].starts_with("}}");
            if name.starts_with(|first: char| first.is_ascii_alphabetic())
                && text[end..].starts_with('}')
                && !doubled
            {
                at = end + 1;
                return Some((name, start..at));
            }
        }
    })
}

/// What the values are taken from.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// The organisation.
    pub tenant: &'a Tenant,
    /// The path of the script of a step in its bundle, by the id of the step.
    pub script: fn(&Tenant, &str) -> String,
}

/// A text with the values of an organisation; lists have `between` between their items. Names of no placeholder stay.
#[must_use]
pub fn fill(text: &str, values: &Values<'_>, between: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (name, place) in names(text) {
        let value = match (find(name), name.strip_prefix(SCRIPT)) {
            (Some(placeholder), _) => placeholder.list(values.tenant).join(between),
            (None, Some(id)) => (values.script)(values.tenant, id),
            (None, None) => continue,
        };
        out.push_str(&text[at..place.start]);
        out.push_str(&value);
        at = place.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The placeholder that a text is as a whole, where that stands for a list.
#[must_use]
pub fn whole_list(text: &str) -> Option<&'static Placeholder> {
    let name = text.strip_prefix('{')?.strip_suffix('}')?;
    find(name).filter(|placeholder| placeholder.is_list())
}

/// The items of a list in which a placeholder may stand for several.
#[must_use]
pub fn fill_list(items: &[String], values: &Values<'_>) -> Vec<String> {
    let one = |item: &String| match whole_list(item) {
        Some(placeholder) => placeholder.list(values.tenant),
        None => vec![fill(item, values, ", ")],
    };
    items.iter().flat_map(one).collect()
}

/// Texts with the values of an organisation, each once; one with a list in it stands for one text an item.
#[must_use]
pub fn each(texts: &[String], values: &Values<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for text in texts {
        let list = names(text).find_map(|(name, place)| {
            let found = find(name).filter(|placeholder| placeholder.is_list())?;
            Some((found.list(values.tenant), place))
        });
        let forms = match list {
            Some((items, at)) => {
                let (before, after) = (&text[..at.start], &text[at.end..]);
                let form = |item: &String| format!("{before}{item}{after}");
                items.iter().map(form).collect()
            }
            None => vec![text.clone()],
        };
        for form in forms {
            let form = fill(&form, values, ", ");
            if !all.contains(&form) {
                all.push(form);
            }
        }
    }
    all
}
