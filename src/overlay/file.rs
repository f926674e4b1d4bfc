//! Findings in the files of an overlay.

use std::borrow::Cow;
use std::ops::Range;

use super::Reading;
use crate::finding::{Finding, locate};
use crate::lint::{
    CONTROL_CHARACTER, FILE_EMPTY, FILE_TOO_LARGE, Lint, OVERLAY_FILE, TOO_MANY_FINDINGS,
};
use crate::source::decode;
use crate::visible::is_hidden;

/// Findings shown of one file.
const MOST: usize = 50;

/// Where people read what may stand in an overlay.
pub const DESCRIBED: &str = "docs/overlay.md describes it";

/// One file while it is read: its text, and what there is to say about it.
#[derive(Debug)]
pub struct Open<'a> {
    /// As findings name it.
    pub shown: String,
    /// Its text; empty where it is none.
    pub text: Cow<'a, str>,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl<'a> Open<'a> {
    /// A text file.
    #[must_use]
    pub fn text(shown: String, bytes: &'a [u8]) -> Self {
        let (text, mut findings) = decode(bytes);
        for finding in &mut findings {
            if [FILE_EMPTY.code, FILE_TOO_LARGE.code].contains(&finding.code) {
                finding.help = "Write something there or take the file out of the overlay.".into();
            }
        }
        Self {
            shown,
            text,
            findings,
        }
    }

    /// A file that is no text.
    #[must_use]
    pub fn binary(shown: String) -> Self {
        Self {
            shown,
            text: Cow::Borrowed(""),
            findings: Vec::new(),
        }
    }

    /// Whether it can be read any further.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }

    /// Says something about some of its bytes.
    pub fn report(
        &mut self,
        lint: &'static Lint,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings
            .push(Finding::new(lint, span, "", message.into(), help.into()));
    }

    /// Refuses what shows nothing or turns the direction of writing, but for line breaks and tabs.
    pub fn refuse_hidden(&mut self) {
        let hides = |one: char| is_hidden(one) && !['\n', '\r', '\t'].contains(&one);
        let text = self.text.clone();
        for (at, one) in text.char_indices().filter(|(_, one)| hides(*one)) {
            let message = format!(
                "the text holds U+{:04X}, which shows nothing",
                u32::from(one)
            );
            let help = "Take the character out; what people read must be what stands there.";
            self.report(&CONTROL_CHARACTER, at..at + one.len_utf8(), message, help);
        }
    }

    /// Hands over what was found.
    pub fn close(mut self, reading: &mut Reading) {
        locate(&mut self.findings, &self.shown, &self.text);
        if self.findings.len() > MOST {
            self.findings.sort_by_key(|finding| finding.severity);
            let more = self.findings.len() - MOST;
            self.findings.truncate(MOST);
            let mut last = self.findings[MOST - 1].clone();
            last.code = TOO_MANY_FINDINGS.code;
            last.message = format!("at least {more} more findings are not shown");
            last.help = "Mend the ones above and check again.".into();
            self.findings.push(last);
        }
        reading.findings.append(&mut self.findings);
        reading.sources.insert(self.shown, self.text.into_owned());
    }
}

/// A finding about a file as a whole.
#[must_use]
pub fn whole(shown: &str, message: impl Into<String>, help: impl Into<String>) -> Finding {
    let mut finding = Finding::new(&OVERLAY_FILE, 0..0, "", message.into(), help.into());
    locate(std::slice::from_mut(&mut finding), shown, "");
    finding
}
