//! Which file of an overlay is what, by its path.

use super::{HEAD, Slot};
use crate::domain::folder_name::is_device;
use crate::lang::Lang;
use crate::steps;

/// What a file of an overlay is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `overlay.json`
    Head,
    /// `steps/<id>.json`
    Step(String),
    /// `scripts/<id>.ps1`
    Script(String),
    /// `scripts/<id>.json`, what the step is that the script belongs to
    ScriptHead(String),
    /// `words/<lang>.json`
    Words(Lang),
    /// `runbook/<slot>.md`, or `runbook/<slot>.<lang>.md`
    Remark(Slot, Lang),
    /// `logo.svg`
    Svg,
    /// `logo.png`
    Png,
    /// `style.css`
    Style,
}

/// Why a path is none of an overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Folders that an overlay can have.
pub const FOLDERS: [&str; 4] = ["runbook", "scripts", "steps", "words"];

/// Files that an overlay can have, for suggestions.
const KNOWN: &[&str] = &[
    HEAD,
    "logo.svg",
    "logo.png",
    "style.css",
    "steps/ID.json",
    "scripts/ID.ps1",
    "scripts/ID.json",
    "words/LANG.json",
    "runbook/SLOT.md",
];

impl Place {
    /// Of a path with forward slashes; `own` are the ids of the overlay's steps, after which remarks can stand.
    ///
    /// # Errors
    /// What is wrong and what was meant.
    pub fn of(path: &str, own: &[&str]) -> Result<Self, Unknown> {
        match path {
            HEAD => return Ok(Self::Head),
            "logo.svg" => return Ok(Self::Svg),
            "logo.png" => return Ok(Self::Png),
            "style.css" => return Ok(Self::Style),
            _ => {}
        }
        match path.split_once('/') {
            Some(("steps", name)) => {
                let id = id_of(name, ".json", "steps/mail-tips.json")?;
                Ok(Self::Step(id))
            }
            Some(("scripts", name)) if name.ends_with(".json") => {
                let id = id_of(name, ".json", "scripts/mail-tips.json")?;
                Ok(Self::ScriptHead(id))
            }
            Some(("scripts", name)) => {
                let id = id_of(name, ".ps1", "scripts/mail-tips.ps1")?;
                Ok(Self::Script(id))
            }
            Some(("words", name)) => words(name),
            Some(("runbook", name)) => remark(name, own),
            _ => Err(unknown(path)),
        }
    }
}

fn unknown(path: &str) -> Unknown {
    let close = KNOWN.iter().copied().max_by(|one, other| {
        let likeness = |known: &str| strsim::jaro_winkler(path, known);
        likeness(one).total_cmp(&likeness(other))
    });
    let near = close.filter(|known| strsim::jaro_winkler(path, known) > 0.85);
    Unknown {
        message: "an overlay has no such file".into(),
        help: match near {
            Some(known) => format!("Did you mean {known}?"),
            None => format!("It can have {}.", KNOWN.join(", ")),
        },
    }
}

fn id_of(name: &str, extension: &str, example: &str) -> Result<String, Unknown> {
    match name.strip_suffix(extension) {
        Some(id) if is_id(id) => Ok(id.to_owned()),
        _ => Err(Unknown {
            message: "the name of this file is not the id of a step".into(),
            help: format!(
                "Name it after the step: {example}. Ids are of small letters and digits, with hyphens between, at most 40."
            ),
        }),
    }
}

/// Whether a text is an id, as those of the steps that are there.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let small = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|one| one.is_ascii_lowercase() || one.is_ascii_digit())
    };
    text.len() <= 40
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('-').all(small)
        && !is_device(text)
}

fn lang(code: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.code() == code)
}

fn langs() -> String {
    let codes = Lang::ALL.map(|lang| lang.code().to_owned());
    codes.join(", ")
}

fn words(name: &str) -> Result<Place, Unknown> {
    let code = name.strip_suffix(".json").unwrap_or(name);
    match lang(code) {
        Some(lang) if name.ends_with(".json") => Ok(Place::Words(lang)),
        _ => Err(Unknown {
            message: "the name of this file is not a language".into(),
            help: format!(
                "Name it after the language, words/ko.json; there are {}.",
                langs()
            ),
        }),
    }
}

fn remark(name: &str, own: &[&str]) -> Result<Place, Unknown> {
    let wrong = |help: String| Unknown {
        message: "there is no such place in the runbook".into(),
        help,
    };
    let slots = "The places are header.md, before.md, after-STEP.md and footer.md; for one language header.ko.md.";
    let Some(stem) = name.strip_suffix(".md") else {
        return Err(wrong(slots.into()));
    };
    let (stem, lang) = match stem.split_once('.') {
        None => (stem, Lang::En),
        Some((stem, code)) => match lang(code) {
            Some(lang) => (stem, lang),
            None => return Err(wrong(format!("{slots} The languages are {}.", langs()))),
        },
    };
    let slot = match stem {
        "header" => Slot::Header,
        "before" => Slot::Before,
        "footer" => Slot::Footer,
        _ => match stem.strip_prefix("after-") {
            Some(id) if own.contains(&id) || steps::known().any(|step| step.id == id) => {
                Slot::After(id.to_owned())
            }
            Some(id) => {
                let near = nearest(id, own)
                    .map_or(String::new(), |id| format!("Did you mean after-{id}.md? "));
                return Err(Unknown {
                    message: format!(
                        "there is no step {} to stand behind",
                        crate::domain::plain_text::quoted(id)
                    ),
                    help: format!("{near}`hybrid-oauth steps` lists the steps."),
                });
            }
            None => return Err(wrong(slots.into())),
        },
    };
    Ok(Place::Remark(slot, lang))
}

/// The id of a step closest in spelling.
#[must_use]
pub fn nearest<'a>(id: &str, own: &[&'a str]) -> Option<&'a str> {
    let known = steps::known().map(|step| step.id.as_ref());
    let scored = known
        .chain(own.iter().copied())
        .map(|known| (strsim::jaro_winkler(id, known), known));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0));
    best.filter(|(likeness, _)| *likeness > 0.75)
        .map(|(_, id)| id)
}
