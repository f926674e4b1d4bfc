//! `hybrid-oauth overlay`: writes one to start from, and says what one does.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::cli::{OverlayCheck, OverlayCommand, OverlayInit, With};
use crate::lang::Lang;
use crate::load::load_path_with;
use crate::overlay::source::read_folder;
use crate::overlay::{Overlay, Reading, Slot, starter};
use crate::report::{Style, draw_all, draw_in};
use crate::step::Numbered;
use crate::steps;
use crate::tenant::Tenant;
use crate::visible::{path as shown, visible};

/// Writes or looks; the exit code is 0, or 1 with an error.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(
    command: &OverlayCommand,
    style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    match command {
        OverlayCommand::Init(args) => init(args, out, err),
        OverlayCommand::Check(args) => check(args, style, out, err),
    }
}

/// The overlay that a command line names, its mistakes told; none where it has errors.
///
/// # Errors
/// When an answer cannot be written.
#[allow(clippy::option_option, reason = "nothing named, or nothing usable")]
pub fn named(
    folder: Option<&Path>,
    style: Style,
    err: &mut dyn Write,
) -> io::Result<Option<Option<Arc<Overlay>>>> {
    let Some(folder) = folder else {
        return Ok(Some(None));
    };
    let reading = read_folder(folder);
    err.write_all(drawn(&reading, style).as_bytes())?;
    Ok(reading.overlay.map(|overlay| Some(Arc::new(overlay))))
}

/// The organisation of a config with the overlay that a command line names, all mistakes told; none where there are
/// errors.
///
/// # Errors
/// When an answer cannot be written.
pub fn tenant(
    config: &Path,
    with: &With,
    style: Style,
    err: &mut dyn Write,
) -> io::Result<Option<Tenant>> {
    let Some(overlay) = named(with.overlay.as_deref(), style, err)? else {
        return Ok(None);
    };
    let loaded = load_path_with(config, overlay.as_ref());
    err.write_all(draw_all(&loaded, style).as_bytes())?;
    Ok(loaded.tenant)
}

fn drawn(reading: &Reading, style: Style) -> String {
    draw_in(&reading.findings, "", &reading.sources, style)
}

fn init(args: &OverlayInit, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    match starter::write(&args.folder) {
        Err(refused) => {
            writeln!(err, "error: {refused}")?;
            Ok(1)
        }
        Ok(files) => {
            for file in files {
                writeln!(out, "written: {}", shown(&args.folder.join(file)))?;
            }
            let folder = shown(&args.folder);
            writeln!(out, "next: hybrid-oauth overlay check {folder} CONFIG")?;
            Ok(0)
        }
    }
}

fn check(
    args: &OverlayCheck,
    style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let reading = read_folder(&args.folder);
    err.write_all(drawn(&reading, style).as_bytes())?;
    let Some(overlay) = reading.overlay else {
        let errors = reading.findings.iter().filter(|one| one.is_error()).count();
        let word = if errors == 1 { "error" } else { "errors" };
        writeln!(err, "{}: {errors} {word}", shown(&args.folder))?;
        return Ok(1);
    };
    let overlay = Arc::new(overlay);
    out.write_all(said(&overlay).as_bytes())?;
    let Some(config) = &args.config else {
        return Ok(0);
    };
    let loaded = load_path_with(config, Some(&overlay));
    err.write_all(draw_all(&loaded, style).as_bytes())?;
    let Some(tenant) = loaded.tenant else {
        return Ok(1);
    };
    out.write_all(in_bundle(&overlay, &tenant).as_bytes())?;
    Ok(0)
}

/// What an overlay does, wherever it is used.
fn said(overlay: &Overlay) -> String {
    let mut out = format!("overlay {}\n", visible(&overlay.said()));
    let mut row = |label: &str, text: &str| {
        let _ = writeln!(out, "  {label:<9} {}", visible(text));
    };
    row("sha256", &overlay.sha256);
    row("files", &overlay.files.len().to_string());
    for step in &overlay.own.steps {
        let what = match step.own_code() {
            Some(_) => "own code",
            None => "data",
        };
        let said = format!(
            "{} ({}, {what}): {}",
            step.id,
            step.context.as_str(),
            step.title
        );
        match &step.replaces {
            Some(replaced) => row("replaced", &format!("{replaced} by {said}")),
            None => row("added", &said),
        }
    }
    for one in &overlay.own.left_out {
        row("left out", &format!("{}: {}", one.id, one.reason));
    }
    if !overlay.own.order.is_empty() {
        row("order", &overlay.own.order.join(", "));
    }
    for (lang, words) in &overlay.words {
        let count = words.count();
        let texts = if count == 1 { "text" } else { "texts" };
        row("words", &format!("{}: {count} {texts}", lang.code()));
    }
    for (slot, lang) in overlay.remarks.keys() {
        row("remark", &remark(slot, *lang));
    }
    for (there, name) in [
        (overlay.logo.is_some(), "logo"),
        (overlay.style.is_some(), "style.css"),
    ] {
        if there {
            row("looks", name);
        }
    }
    out
}

fn remark(slot: &Slot, lang: Lang) -> String {
    match lang {
        Lang::En => slot.to_string(),
        other => format!("{slot} ({})", other.code()),
    }
}

/// What it does to the bundle of a tenant.
fn in_bundle(overlay: &Overlay, tenant: &Tenant) -> String {
    let mut out = format!("in the bundle of {}\n", visible(&tenant.name));
    let mut row = |label: &str, text: String| {
        let _ = writeln!(out, "  {label:<9} {}", visible(&text));
    };
    let there = steps::of(tenant);
    let has = |id: &str| there.iter().any(|one| one.step.is(id));
    row(
        "steps",
        there
            .iter()
            .filter(|one| one.number > 0)
            .count()
            .to_string(),
    );
    for step in &overlay.own.steps {
        let found = there.iter().find(|one| one.step.id == step.id);
        let label = if step.replaces.is_some() {
            "replaced"
        } else {
            "added"
        };
        row(
            label,
            match found {
                Some(one) => one.path(),
                None => format!(
                    "{} is not in it: its conditions do not hold, or it stands for a step that is not",
                    step.id
                ),
            },
        );
    }
    let without = Tenant {
        overlay: None,
        own_steps: Arc::default(),
        ..tenant.clone()
    };
    let before = steps::of(&without);
    for one in &overlay.own.left_out {
        let would = before.iter().find(|other| other.step.id == one.id);
        row(
            "left out",
            match would.map(Numbered::path) {
                Some(path) => path,
                None => format!("{} is not in it anyway", one.id),
            },
        );
    }
    for (slot, lang) in overlay.remarks.keys() {
        if let Slot::After(id) = slot
            && !has(id)
        {
            row(
                "remark",
                format!(
                    "{} has no place: the step is not in it",
                    remark(slot, *lang)
                ),
            );
        }
    }
    out
}
