//! From the files of an overlay to what they mean: every mistake at its place, no disk.

use super::file::{Open, whole};
use super::place::Place;
use super::{Files, HEAD, Overlay, Reading, code, digest, head, logo, order, remark, style, words};
use crate::domain::Procedure;
use crate::domain::plain_text::quoted;
use crate::finding::Finding;
use crate::lint::OVERLAY_STEP;
use crate::steps;

/// Reads the files of an overlay; `shown` is the folder as findings name it.
#[must_use]
pub fn read(shown: &str, files: Files) -> Reading {
    let mut reading = Reading::default();
    let mut overlay = Overlay {
        sha256: digest(&files),
        ..Overlay::default()
    };
    let name = |path: &str| format!("{shown}{}{path}", separator());
    let own = own_ids(&files);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    if !files.contains_key(HEAD) {
        let message = format!("the overlay has no {HEAD}");
        let help = "`hybrid-oauth overlay init DIR` writes an overlay to start from.";
        reading.findings.push(whole(shown, message, help));
    }
    for (path, bytes) in &files {
        match Place::of(path, &own) {
            Err(unknown) => {
                reading
                    .findings
                    .push(whole(&name(path), unknown.message, unknown.help))
            }
            Ok(place) => one(&mut overlay, &mut reading, name(path), bytes, place, &own),
        }
    }
    if ["logo.svg", "logo.png"]
        .iter()
        .all(|logo| files.contains_key(*logo))
    {
        let message = "there are two logos";
        reading.findings.push(whole(
            &name("logo.png"),
            message,
            "Keep logo.svg or logo.png.",
        ));
    }
    overlay.files = files;
    turned(&overlay, &mut reading);
    if !reading.findings.iter().any(Finding::is_error) {
        reading.overlay = Some(overlay);
    }
    reading
}

/// The ids that files of steps have.
fn own_ids(files: &Files) -> Vec<String> {
    let ids = files.keys().filter_map(|path| match Place::of(path, &[]) {
        Ok(Place::Step(id)) => Some(id),
        _ => None,
    });
    ids.collect()
}

fn one(
    overlay: &mut Overlay,
    reading: &mut Reading,
    shown: String,
    bytes: &[u8],
    place: Place,
    own: &[&str],
) {
    let mut open = match place {
        Place::Png => Open::binary(shown),
        _ => Open::text(shown, bytes),
    };
    match place {
        Place::Head => head::read(&mut open, overlay, own),
        Place::Words(lang) => {
            overlay.words.insert(lang, words::read(&mut open, lang));
        }
        Place::Remark(slot, lang) => {
            if let Some(remark) = remark::read(&mut open, &slot) {
                overlay.remarks.insert((slot, lang), remark);
            }
        }
        Place::Svg => overlay.logo = logo::svg(&mut open),
        Place::Png => overlay.logo = logo::png(&mut open, bytes),
        Place::Style => overlay.style = style::read(&mut open),
        Place::Script(id) => {
            if let Some(code) = code::read(&mut open) {
                overlay.scripts.insert(id, code);
            }
        }
        Place::Step(_) | Place::ScriptHead(_) => {}
    }
    open.close(reading);
}

/// Steps of a procedure that the order turns round.
fn turned(overlay: &Overlay, reading: &mut Reading) {
    let mut procedures: Vec<Procedure> = Vec::new();
    for procedure in steps::known().flat_map(steps::procedures) {
        if !procedures.contains(&procedure) {
            procedures.push(procedure);
        }
    }
    for procedure in procedures {
        let ids: Vec<&str> = steps::of_procedure(procedure)
            .iter()
            .map(|step| step.id)
            .collect();
        let Some((later, earlier)) = order::turned(&ids, &overlay.order) else {
            continue;
        };
        let at = overlay
            .order
            .iter()
            .position(|id| id == later)
            .unwrap_or_default();
        let message = format!(
            "{} stands before {} in the procedure",
            quoted(later),
            quoted(earlier)
        );
        let help = "Steps that are not of the overlay keep their order; turn the two round.";
        reading.findings.push(overlay.finding(
            &OVERLAY_STEP,
            &format!("order[{at}]"),
            message,
            help,
        ));
        return;
    }
}

/// What stands between the folder and a path in it.
fn separator() -> char {
    if cfg!(windows) { '\\' } else { '/' }
}
