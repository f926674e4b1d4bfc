//! The functions of [`api`](super) for callers that are not written in Rust: JSON in, JSON out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bundle, Config, Failed, Files, Lang, Options};
use crate::change;
use crate::diagnose::output;
use crate::plan::text as plan_text;
use crate::report::Style;

/// What is asked. Texts are those of files; a state is files by their paths, `state/exo.json`.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
enum Request {
    Check {
        config: String,
        overlay: Option<Texts>,
    },
    Generate {
        config: String,
        overlay: Option<Texts>,
        #[serde(default)]
        korean: bool,
        #[serde(default)]
        rotation: bool,
    },
    Plan {
        config: String,
        overlay: Option<Texts>,
        state: Texts,
    },
    Diff {
        old: String,
        old_overlay: Option<Texts>,
        new: String,
        new_overlay: Option<Texts>,
    },
    Diagnose {
        text: String,
        config: Option<String>,
        overlay: Option<Texts>,
        state: Option<Texts>,
    },
}

type Texts = std::collections::BTreeMap<String, String>;

/// Answers one question.
///
/// `{"ask": "check", "config": TEXT}`, `generate` with `korean` and `rotation`, `plan` with `state`,
/// `diff` with `old` and `new`, `diagnose` with `text`, `config` and `state`. The answer has
/// `document`, which is what the command prints with `--format json`, and `text`, which it prints
/// without; for `generate` it has `name`, `files` (`path`, `text`), `zip` in Base64, `sums_sha256`
/// and `findings`. Where there is no answer it has `error`, and `findings` when it is the config's.
/// `overlay` beside a config, and `old_overlay` and `new_overlay`, are the files of an overlay in Base64.
#[must_use]
pub fn answer(request: &[u8]) -> Vec<u8> {
    let answer = match serde_json::from_slice(request) {
        Ok(request) => respond(request).unwrap_or_else(|failed| failure(&failed)),
        Err(error) => json!({ "error": format!("this is no question: {error}") }),
    };
    serde_json::to_vec(&answer).unwrap_or_default()
}

fn respond(request: Request) -> Result<Value, Failed> {
    Ok(match request {
        Request::Check { config, overlay } => {
            let overlay = decoded(overlay)?;
            let findings = super::check(given(&config, &overlay));
            json!({ "document": super::findings(&findings) })
        }
        Request::Generate {
            config,
            overlay,
            korean,
            rotation,
        } => {
            let langs = if korean { vec![Lang::Ko] } else { Vec::new() };
            let overlay = decoded(overlay)?;
            let config = given(&config, &overlay);
            let bundle = super::generate(config, &Options { langs, rotation })?;
            files(&bundle, config)?
        }
        Request::Plan {
            config,
            overlay,
            state,
        } => {
            let overlay = decoded(overlay)?;
            let plan = super::plan(given(&config, &overlay), &bytes(state))?;
            let text = plan_text::text(&plan, &plan_text::Styles::default());
            json!({ "document": super::plan_document(&plan), "text": text })
        }
        Request::Diff {
            old,
            old_overlay,
            new,
            new_overlay,
        } => {
            let (before, after) = (decoded(old_overlay)?, decoded(new_overlay)?);
            let request = super::diff(given(&old, &before), given(&new, &after))?;
            json!({ "document": request, "text": change::text(&request, change::Telling::default(), Style::Plain), "html": super::diff_html(&request) })
        }
        Request::Diagnose {
            text,
            config,
            overlay,
            state,
        } => {
            let overlay = decoded(overlay)?;
            let config = config.as_deref().map(|config| given(config, &overlay));
            let report = super::diagnose(text.as_bytes(), config, state.map(bytes).as_ref())?;
            let text = output::text(&report, &output::Styles::default());
            json!({ "document": report, "text": text })
        }
    })
}

fn given<'a>(config: &'a str, overlay: &'a Option<Files>) -> Config<'a> {
    Config {
        bytes: config.as_bytes(),
        overlay: overlay.as_ref(),
    }
}

/// The files of an overlay; a picture among them is no text.
fn decoded(overlay: Option<Texts>) -> Result<Option<Files>, Failed> {
    let one = |(path, text): (String, String)| match STANDARD.decode(text) {
        Ok(bytes) => Ok((path, bytes)),
        Err(_) => Err(Failed::Input(format!("{path} of the overlay is no Base64"))),
    };
    let files = overlay.map(|files| files.into_iter().map(one).collect());
    files.transpose()
}

fn files(bundle: &Bundle, config: Config<'_>) -> Result<Value, Failed> {
    let one = |file: &crate::layout::File| {
        let text = String::from_utf8_lossy(&file.bytes);
        json!({ "path": file.path, "text": text })
    };
    Ok(json!({
        "name": bundle.name,
        "files": bundle.files.iter().map(one).collect::<Vec<_>>(),
        "zip": STANDARD.encode(super::zip(bundle)?),
        "sums_sha256": bundle.sums_sha256(),
        "findings": super::check(config),
    }))
}

fn failure(failed: &Failed) -> Value {
    match failed {
        Failed::Config(findings) => json!({ "error": failed.to_string(), "findings": findings }),
        Failed::Input(why) => json!({ "error": why }),
    }
}

fn bytes(texts: Texts) -> Files {
    let files = texts.into_iter();
    files
        .map(|(path, text)| (path, text.into_bytes()))
        .collect()
}
