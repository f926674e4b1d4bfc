//! Keeps what opens a door out of everything that is shown: tokens, passwords, keys, cookies.
//!
//! A secret is told by the name in front of it ([`keys`]), seldom by its own form. Where it ends is
//! for [`value`] to say. Better a word too much is masked than half a password shown; what helps to
//! find a fault (GUIDs, thumbprints, principal names, challenges) has no such name and stays.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::{ceil_char_boundary, floor_char_boundary};
use crate::tokens;

mod keys;
mod value;

/// What stands in place of a secret that is no token.
pub const MASK: &str = "[secret masked]";

/// A secret and what is shown instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Where it is, in bytes.
    pub range: Range<usize>,
    /// [`MASK`] or [`tokens::MASK`].
    pub mask: &'static str,
}

/// Replaces every secret in `text`. Masking twice changes nothing more.
///
/// ```
/// use hybrid_oauth::secrets::mask;
/// assert_eq!(mask("client_secret=abc&scope=x"), "client_secret=[secret masked]&scope=x");
/// ```
#[must_use]
pub fn mask(text: &str) -> Cow<'_, str> {
    let found = find(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for secret in found {
        masked.push_str(&text[from..secret.range.start]);
        masked.push_str(secret.mask);
        from = secret.range.end;
    }
    masked.push_str(&text[from..]);
    Cow::Owned(masked)
}

/// Where the secrets are, in order, not overlapping.
#[must_use]
pub fn find(text: &str) -> Vec<Secret> {
    let secret = |mask| move |range| Secret { range, mask };
    let tokens = tokens::token_ranges(text).into_iter();
    let mut all: Vec<Secret> = tokens.map(secret(tokens::MASK)).collect();
    all.extend(keys::ranges(text).into_iter().map(secret(MASK)));
    all.sort_by_key(|secret| secret.range.start);
    let mut apart: Vec<Secret> = Vec::with_capacity(all.len());
    for mut secret in all {
        // A cut inside a character would be no text.
        secret.range.start = floor_char_boundary(text, secret.range.start);
        secret.range.end = ceil_char_boundary(text, secret.range.end);
        match apart.last_mut() {
            Some(last) if secret.range.start < last.range.end => {
                last.range.end = last.range.end.max(secret.range.end);
            }
            _ => apart.push(secret),
        }
    }
    apart
}
