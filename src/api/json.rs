//! The functions of [`api`](super) for callers that are not written in Rust: JSON in, JSON out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bundle, Failed, Files, Lang, Options};
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
    },
    Generate {
        config: String,
        #[serde(default)]
        korean: bool,
        #[serde(default)]
        rotation: bool,
    },
    Plan {
        config: String,
        state: Texts,
    },
    Diff {
        old: String,
        new: String,
    },
    Diagnose {
        text: String,
        config: Option<String>,
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
        Request::Check { config } => {
            let findings = super::check(config.as_bytes());
            json!({ "document": super::findings(&findings) })
        }
        Request::Generate {
            config,
            korean,
            rotation,
        } => {
            let langs = if korean { vec![Lang::Ko] } else { Vec::new() };
            let bundle = super::generate(config.as_bytes(), &Options { langs, rotation })?;
            files(&bundle, &config)?
        }
        Request::Plan { config, state } => {
            let plan = super::plan(config.as_bytes(), &bytes(state))?;
            let text = plan_text::text(&plan, &plan_text::Styles::default());
            json!({ "document": super::plan_document(&plan), "text": text })
        }
        Request::Diff { old, new } => {
            let request = super::diff(old.as_bytes(), new.as_bytes())?;
            json!({ "document": request, "text": change::text(&request, change::Telling::default(), Style::Plain), "html": super::diff_html(&request) })
        }
        Request::Diagnose {
            text,
            config,
            state,
        } => {
            let config = config.as_deref().map(str::as_bytes);
            let report = super::diagnose(text.as_bytes(), config, state.map(bytes).as_ref())?;
            let text = output::text(&report, &output::Styles::default());
            json!({ "document": report, "text": text })
        }
    })
}

fn files(bundle: &Bundle, config: &str) -> Result<Value, Failed> {
    let one = |file: &crate::layout::File| {
        let text = String::from_utf8_lossy(&file.bytes);
        json!({ "path": file.path, "text": text })
    };
    Ok(json!({
        "name": bundle.name,
        "files": bundle.files.iter().map(one).collect::<Vec<_>>(),
        "zip": STANDARD.encode(super::zip(bundle)?),
        "sums_sha256": bundle.sums_sha256(),
        "findings": super::check(config.as_bytes()),
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
