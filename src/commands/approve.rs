//! `hybrid-oauth approve`: says yes to a bundle, in a file beside its manifest.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::approval::{self, Absent, Approval, moment, signature};
use crate::cli::Approve;
use crate::document;
use crate::files;
use crate::layout::{APPROVAL, APPROVAL_SIGNATURE, MANIFEST};
use crate::verify::verify;
use crate::visible::{self, visible};

/// Writes the approval; the exit code is 0, or 1 with an error.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(args: &Approve, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    match approve(args) {
        Ok(said) => {
            out.write_all(said.as_bytes())?;
            Ok(0)
        }
        Err(why) => {
            writeln!(err, "error: {why}")?;
            Ok(1)
        }
    }
}

fn approve(args: &Approve) -> Result<String, String> {
    let (folder, shown) = (args.bundle.as_path(), visible::path(&args.bundle));
    if folder.is_file() {
        return Err(format!(
            "{shown} is no folder\n  help: take the archive apart and name the folder: the approval stands beside the manifest"
        ));
    }
    let verified = verify(folder).map_err(|why| {
        format!(
            "{why}\n  help: name the folder that `generate` wrote, the one with RUNBOOK.md in it"
        )
    })?;
    if !verified.is_same() {
        return Err(format!(
            "{shown} is not as it was written, so nobody can tell what would be approved\n  help: `hybrid-oauth verify` names the files; write the bundle anew"
        ));
    }
    refuse_second(args, folder)?;
    let path = folder.join(MANIFEST);
    let manifest = files::read_no_link(&path, files::BUNDLE_LIMIT)
        .map_err(|error| format!("{}: {error}", visible::path(&path)))?;
    let approval = Approval::of(&manifest, &args.by, &args.reference, moment::now())
        .map_err(|why| format!("{shown}/{MANIFEST} {why}\n  help: write the bundle anew"))?;
    let bytes = approval.bytes();
    let signed = match &args.sign {
        Some(key) => Some(signature::sign(key, &bytes, || ask(key))?),
        None => None,
    };
    // A signature of another approval must not stand beside this one for a moment.
    let beside = folder.join(APPROVAL_SIGNATURE);
    if beside.symlink_metadata().is_ok() {
        fs::remove_file(&beside).map_err(|error| format!("{}: {error}", visible::path(&beside)))?;
    }
    document::write(&folder.join(APPROVAL), &bytes)?;
    let mut said = format!("approved: {shown} ({})\n", visible(&approval.line()));
    said += &format!("manifest.json: {}\n", approval.manifest_sha256);
    if let Some((signature, fingerprint)) = signed {
        document::write(&beside, signature.as_bytes())?;
        said += &format!("signed: {APPROVAL_SIGNATURE} ({fingerprint})\n");
    }
    Ok(said)
}

/// An approval is a record: none is replaced by accident.
fn refuse_second(args: &Approve, folder: &Path) -> Result<(), String> {
    let what = match approval::read(folder) {
        _ if args.force => return Ok(()),
        Err(Absent::Missing) => return Ok(()),
        Err(Absent::Damaged(why)) => why,
        Ok(bytes) => match Approval::from_bytes(&bytes) {
            Ok(known) => format!("it was approved before ({})", visible(&known.line())),
            Err(Absent::Damaged(why)) => why,
            Err(Absent::Missing) => return Ok(()),
        },
    };
    Err(format!(
        "{}: {what}\n  help: keep the old {APPROVAL} with its change, then use --force",
        visible::path(folder)
    ))
}

fn ask(key: &Path) -> Result<String, String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(format!(
            "the key {} has a passphrase, and there is no terminal to ask for it\n  help: leave --sign out and sign with the agent: ssh-keygen -Y sign -n {} -f KEY {APPROVAL}",
            visible::path(key),
            signature::NAMESPACE
        ));
    }
    rpassword::prompt_password(format!("Passphrase of {}: ", visible::path(key)))
        .map_err(|error| format!("the passphrase was not given: {error}"))
}
