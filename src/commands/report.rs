//! `hybrid-oauth report`: the closing report of a change, from evidence alone.

use std::io::{self, Write};

use crate::change::Side;
use crate::cli::{Report, ReportFormat};
use crate::closing::{self, Nothing};
use crate::lang::{Lang, Words};
use crate::visible;

/// Prints the report; the exit code is 0, or 1 when there is nothing to report on.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(args: &Report, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let bundle = match Side::from_folder(&args.bundle) {
        Ok(bundle) => bundle,
        Err(why) => {
            writeln!(err, "error: {why}")?;
            return Ok(1);
        }
    };
    let own = args.bundle.join("evidence");
    let evidence = args.evidence.as_deref().unwrap_or(&own);
    let lang = args.lang.unwrap_or_else(|| language(&bundle));
    let report = match closing::report(&bundle, &args.bundle, evidence, lang) {
        Ok(report) => report,
        Err(nothing) => {
            let evidence = visible::path(evidence);
            match nothing {
                Nothing::Io(error) => writeln!(err, "error: {evidence}: {error}")?,
                Nothing::Empty(_) => writeln!(
                    err,
                    "error: {evidence} holds no evidence of this bundle\n  help: run the scripts first; --evidence names the folder where -EvidencePath did"
                )?,
            }
            return Ok(1);
        }
    };
    for unused in &report.unused {
        let words = &Words::of(Lang::En).messages["report"][unused.why];
        let why = words.as_str().unwrap_or_default();
        writeln!(
            err,
            "warning: not used: {}: {why}",
            visible::visible(&unused.path)
        )?;
    }
    let text = match args.format {
        ReportFormat::Html => closing::html(&report, lang),
        ReportFormat::Markdown => closing::markdown(&report, lang),
        ReportFormat::Json => visible::json(&report),
    };
    out.write_all(text.as_bytes())?;
    Ok(0)
}

/// The first of the config's languages.
fn language(bundle: &Side) -> Lang {
    let code = bundle.setting("languages")[0].as_str();
    let mut all = Lang::ALL.into_iter();
    all.find(|lang| Some(lang.code()) == code)
        .unwrap_or(Lang::En)
}
