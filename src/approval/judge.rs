//! Whether the bundle in a folder is the one that was approved, and if not, what differs in meaning.

use std::path::Path;

use serde_json::{Value, json};

use super::signature::Signers;
use super::{Absent, Approval, read, read_signature};
use crate::change::{self, ChangeRequest, Side, Telling};
use crate::digest::sha256;
use crate::files;
use crate::layout::{APPROVAL, APPROVAL_SIGNATURE, MANIFEST};
use crate::report::Style;
use crate::verify::{Unverifiable, verify};
use crate::visible::visible;

/// What came of it.
#[derive(Debug)]
pub struct Judgement {
    /// The approval, where one can be read.
    pub approval: Option<Approval>,
    /// Why the bundle does not count as approved; empty where it does.
    pub reasons: Vec<String>,
    /// What the delivered bundle is beside the approved one.
    pub difference: Option<Box<ChangeRequest>>,
    /// Whose signature it bears, where that was looked at.
    pub signed_by: Option<String>,
    /// Whether there is a signature at all.
    pub is_signed: bool,
}

/// Looks at a folder. `fresh` is what the config becomes now, if it can be had: where that is what was
/// approved, lines of scripts are compared too; else what the approved manifest says.
#[must_use]
pub fn judge(folder: &Path, fresh: Option<Side>, signers: Option<&Signers>) -> Judgement {
    let mut judgement = Judgement {
        approval: None,
        reasons: Vec::new(),
        difference: None,
        signed_by: None,
        is_signed: false,
    };
    if folder.is_file() {
        let why = "an archive holds no approval: take it apart, approve and compare the folder";
        judgement.reasons.push(why.to_owned());
        return judgement;
    }
    let read = read(folder).and_then(|bytes| Ok((Approval::from_bytes(&bytes)?, bytes)));
    let (approval, bytes) = match read {
        Ok(read) => read,
        Err(Absent::Missing) => {
            let why = format!("nobody approved it: it has no {APPROVAL}");
            judgement.reasons.push(why);
            return judgement;
        }
        Err(Absent::Damaged(why)) => {
            judgement.reasons.push(why);
            return judgement;
        }
    };
    judgement.sign(folder, &approval, &bytes, signers);
    judgement.compare(folder, &approval, fresh);
    judgement.approval = Some(approval);
    judgement
}

impl Judgement {
    /// Whether the delivered bundle is the approved one.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.reasons.is_empty()
    }

    fn sign(
        &mut self,
        folder: &Path,
        approval: &Approval,
        bytes: &[u8],
        signers: Option<&Signers>,
    ) {
        let signature = read_signature(folder);
        self.is_signed = !matches!(signature, Ok(None));
        let Some(signers) = signers else { return };
        let checked = signature.and_then(|signature| match signature {
            Some(signature) => signers.check(bytes, &signature, &approval.given),
            None => Err(format!(
                "it is not signed: {APPROVAL_SIGNATURE} is not there"
            )),
        });
        match checked {
            Ok(who) => self.signed_by = Some(who),
            Err(why) => self.reasons.push(format!("{APPROVAL}: {why}")),
        }
    }

    fn compare(&mut self, folder: &Path, approval: &Approval, fresh: Option<Side>) {
        let manifest = files::read_no_link(&folder.join(MANIFEST), files::BUNDLE_LIMIT)
            .map(|bytes| sha256(&bytes));
        let is_its_own = manifest.is_ok_and(|digest| digest == approval.manifest_sha256);
        match verify(folder) {
            Ok(verified) if is_its_own && verified.is_same() => return,
            Ok(_) if is_its_own => {
                let why = format!("files are not those of the approved {MANIFEST}");
                self.reasons.push(why);
            }
            Ok(_) | Err(Unverifiable::NoBundle(_)) => {
                let digest = &approval.manifest_sha256;
                self.reasons.push(format!(
                    "its {MANIFEST} is not the one that was approved (sha256 {digest})"
                ));
            }
            Err(other) => self.reasons.push(other.to_string()),
        }
        let fresh = fresh.filter(|side| side.manifest_sha256() == approval.manifest_sha256);
        let approved = fresh.map_or_else(
            || Side::from_manifest(APPROVAL, approval.manifest_bytes()),
            Ok,
        );
        let delivered = Side::from_folder(folder);
        if let (Ok(approved), Ok(delivered)) = (approved, delivered) {
            self.difference = Some(Box::new(change::compare(&approved, &delivered)));
        }
    }

    /// For people; `bundle` is how it is called.
    #[must_use]
    pub fn text(&self, bundle: &str, style: Style) -> String {
        let line = self.approval.as_ref().map(Approval::line);
        let line = visible(&line.unwrap_or_default());
        if self.is_approved() {
            let signature = match (&self.signed_by, self.is_signed) {
                (Some(who), _) => format!("signed by {}", visible(who)),
                (None, true) => "signature not looked at without --allowed-signers".to_owned(),
                (None, false) => "not signed".to_owned(),
            };
            return format!("approved: {bundle} ({line}; {signature})\n");
        }
        let mut text = format!("not approved: {bundle}\n");
        for reason in &self.reasons {
            text += &format!("  {}\n", visible(reason));
        }
        if !line.is_empty() {
            text += &format!("  the approval: {line}\n");
        }
        if let Some(difference) = &self.difference {
            text += "From the approved bundle to the delivered one:\n";
            text += &change::text(difference, Telling::default(), style);
        }
        text
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let of = |get: fn(&Approval) -> &String| self.approval.as_ref().map(get);
        json!({
            "approved": self.is_approved(),
            "by": of(|approval| &approval.by),
            "reference": of(|approval| &approval.reference),
            "given": of(|approval| &approval.given),
            "manifest_sha256": of(|approval| &approval.manifest_sha256),
            "signed": self.is_signed,
            "signed_by": self.signed_by,
            "reasons": self.reasons,
            "difference": self.difference,
        })
    }
}
