//! What a lint is, and all of them in one table.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is generated until it is mended.
    Error,
    /// Generated all the same; the person should know.
    Warning,
}

/// A rule that configs are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lint {
    /// Stable id in kebab case.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// Declares the lints and the table of all of them: each row once.
macro_rules! lints {
    ($($name:ident $severity:ident $code:literal $meaning:literal)*) => {
        $(#[doc = $meaning] pub static $name: Lint =
            Lint { code: $code, severity: Severity::$severity, meaning: $meaning };)*

        /// Every lint, in the order of the documentation.
        pub static LINTS: &[&Lint] = &[$(&$name),*];
    };
}

lints! {
    MALFORMED_DOMAIN Error "malformed-domain" "A text is not a domain name"
    MALFORMED_HOST Error "malformed-host" "A text is not a host name"
    URL_NOT_HOST Error "url-not-host" "A URL stands where a bare name is wanted"
    NON_ASCII_NAME Error "non-ascii-name" "A domain is not written in its punycode form"
    MALFORMED_GUID Error "malformed-guid" "A text is not a GUID"
    MALFORMED_MAILBOX Error "malformed-mailbox" "A text is not a mailbox address"
    MALFORMED_BUILD Error "malformed-build" "A text is not an Exchange build number"
}
