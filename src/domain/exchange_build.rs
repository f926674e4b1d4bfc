//! Build numbers of Exchange Server.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::Invalid;
use super::plain_text::quoted;
use crate::lint::MALFORMED_BUILD;

/// A build such as `15.2.1544.25`: the product version of `ExSetup.exe`, which names the hotfix
/// level that `AdminDisplayVersion` hides. Orders by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeBuild([u16; 4]);

impl ExchangeBuild {
    /// What the schema asks of the text.
    pub const PATTERN: &str = r"^[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}$";

    /// The build with these four numbers.
    #[must_use]
    pub const fn new(major: u16, minor: u16, build: u16, revision: u16) -> Self {
        Self([major, minor, build, revision])
    }

    /// Major, minor, build, revision.
    #[must_use]
    pub const fn parts(self) -> [u16; 4] {
        self.0
    }
}

impl FromStr for ExchangeBuild {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let numbers: Vec<u16> = text.split('.').map_while(number).collect();
        match <[u16; 4]>::try_from(numbers) {
            Ok(parts) if text.split('.').count() == 4 => Ok(Self(parts)),
            _ => Err(Invalid::new(
                &MALFORMED_BUILD,
                format!("{} is not a build number", quoted(text)),
                "Write the product version of ExSetup.exe, four numbers: \
                 (Get-Command ExSetup.exe).FileVersionInfo.ProductVersion shows it, \
                 for example 15.02.1544.025, which is 15.2.1544.25.",
            )),
        }
    }
}

/// Digits only: `u16::from_str` would let a plus sign pass.
fn number(text: &str) -> Option<u16> {
    let digits = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

impl fmt::Display for ExchangeBuild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, build, revision] = self.0;
        f.pad(&format!("{major}.{minor}.{build}.{revision}"))
    }
}

impl Serialize for ExchangeBuild {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
