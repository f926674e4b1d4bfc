//! `hybrid-oauth verify`: compares a bundle with the lists it carries.

use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use crate::approval::judge;
use crate::approval::signature::Signers;
use crate::change::{Overlay, Side};
use crate::cli::{Format, Verify};
use crate::layout::CONFIG;
use crate::load::load_path;
use crate::output::is_archive;
use crate::report::Style;
use crate::verify::{self, Status, Unverifiable, Verified};
use crate::visible::{self, visible};

/// Verifies; the exit code is 0 when the bundle is as it was written, and approved where that is
/// asked, 2 when it differs, 1 when there is nothing to compare with.
///
/// # Errors
///
/// When an answer cannot be written.
pub fn run(
    args: &Verify,
    style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let signers = match Signers::named(args.allowed_signers.as_deref()) {
        Ok(signers) => signers,
        Err(why) => {
            writeln!(err, "error: {why}")?;
            return Ok(1);
        }
    };
    let verified = match verify::verify(&args.bundle) {
        Ok(verified) => verified,
        Err(reason) => {
            writeln!(err, "error: {reason}\n  help: {}", help(&reason))?;
            return Ok(1);
        }
    };
    let judgement = args
        .approved
        .then(|| judge(&args.bundle, fresh(&args.bundle), signers.as_ref()));
    match args.format {
        Format::Text => {
            print(args, &verified, out)?;
            if let Some(judgement) = &judgement {
                let bundle = visible::path(&args.bundle);
                out.write_all(judgement.text(&bundle, style).as_bytes())?;
            }
        }
        Format::Json => {
            let mut document = json!({
                "format_version": 1,
                "same": verified.is_same(),
                "sums_sha256": verified.sums_sha256,
                "files": verified.files,
            });
            if let Some(overlay) = overlay(&args.bundle) {
                document["overlay"] = json!(overlay);
            }
            if let Some(judgement) = &judgement {
                document["approval"] = judgement.json();
            }
            out.write_all(visible::json(&document).as_bytes())?;
        }
    }
    let approved = judgement.is_none_or(|judgement| judgement.is_approved());
    Ok(if verified.is_same() && approved { 0 } else { 2 })
}

/// What the copy of the config in a bundle becomes now.
fn fresh(bundle: &Path) -> Option<Side> {
    let loaded = load_path(bundle);
    let langs = Side::from_folder(bundle).ok()?.langs();
    let path = bundle.join(CONFIG);
    Side::from_tenant(
        &path.to_string_lossy(),
        &loaded.tenant?,
        &loaded.bytes,
        &langs,
    )
    .ok()
}

/// The overlay that the manifest names.
fn overlay(bundle: &Path) -> Option<Overlay> {
    let side = match is_archive(bundle) {
        true => Side::from_archive(bundle),
        false => Side::from_folder(bundle),
    };
    side.ok()?.manifest.overlay
}

fn print(args: &Verify, verified: &Verified, out: &mut dyn Write) -> io::Result<()> {
    for file in &verified.files {
        let (word, path) = (file.status.word(), visible(&file.path));
        match &file.reason {
            Some(reason) => writeln!(out, "{word}: {path} ({})", visible(reason))?,
            None => writeln!(out, "{word}: {path}")?,
        }
    }
    let bundle = visible::path(&args.bundle);
    let signed = |status: Status| status == Status::Signed;
    let signed = verified
        .files
        .iter()
        .filter(|file| signed(file.status))
        .count();
    if verified.is_same() {
        let how = match signed {
            0 => "as they were written".to_owned(),
            1 => "as they were written, but for 1 signature".to_owned(),
            _ => format!("as they were written, but for {signed} signatures"),
        };
        writeln!(out, "same: {bundle} ({} files {how})", verified.listed + 1)?;
    } else {
        let others = verified.files.len() - signed;
        let files = if others == 1 {
            "1 file"
        } else {
            &format!("{others} files")
        };
        writeln!(out, "differs: {bundle} ({files})")?;
    }
    if let Some(digest) = &verified.sums_sha256 {
        writeln!(out, "SHA256SUMS: {digest}")?;
    }
    if let Some(overlay) = overlay(&args.bundle) {
        writeln!(out, "overlay: {}", visible(&overlay.to_string()))?;
    }
    Ok(())
}

fn help(reason: &Unverifiable) -> &'static str {
    match reason {
        Unverifiable::NotAFolder(_) => "name the folder of a bundle, or its archive (.zip)",
        Unverifiable::NoBundle(_) => {
            "name the folder that `generate` wrote, the one with RUNBOOK.md in it"
        }
        Unverifiable::Unreadable(_) => {
            "generate the bundle again, or use the version of this program that wrote it"
        }
        Unverifiable::Io(..) => "look at the path and its permissions",
    }
}
