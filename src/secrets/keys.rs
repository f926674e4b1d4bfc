//! The names in front of secrets, and the few secrets that show by their own form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::value;
use crate::view::View;

/// What stands behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A value, in quotes or not.
    Value,
    /// The same behind the name of a parameter: a variable is no secret.
    Argument,
    /// A value that may be missing from prose: an ordinary word is none.
    Opaque,
    /// A value without white space or quotes, as header fields have.
    Credential,
    /// The same where no name says that it is one: by its form.
    Bearer,
    /// The same: user and password in base64.
    Basic,
    /// The rest of a header field.
    Field,
    /// The text of an XML element.
    Element,
    /// The password of a URL.
    UserInfo,
    /// A private key in PEM, from its first line.
    Pem,
    /// What was matched is the secret.
    Itself,
}

/// Between name and value: the name's closing quote, `=` or `:`; in a list of names and values
/// `"value":`, in .NET's configuration `value=`. In JSON within JSON quotes have backslashes.
const IS: &str = r#"(?:\\*["'\]]{1,2})?(?:[ \t]{0,60}(?:[:=]{1,2}>?|%3[ad])|\\*["']?\s{0,8},?\s{0,8}\\*["']?\bvalue\\*["']?[ \t]{0,8}[:=])(?:[ \t]{0,20}|[ \t]{0,20}\r?\n[ \t]{1,40})"#;
/// In the languages in which Windows Server and its consoles ask for one.
const PASSWORD: &str = r"(?:\b[\w.-]{0,40}(?:password|passwd|passphrase|passcode|pwd|passwort|kennwort|mot de passe|senha|parola)|contraseña|hasło|(?:П|п)ароль|密码|密碼|パスワード|암호|비밀번호)";
const SECRET: &str = r"[\w.-]{0,40}(?:secret(?:[-_ ]?(?:text|value|key))?|api[-_]?key|(?:account|subscription|functions|shared[-_]?access|shared|private)[-_]?key|client[-_]?assertion|shared[-_]?access[-_]?signature|canary|commonaccesstoken)";
const TOKEN: &str =
    r"\b(?:access|refresh|id|auth|bearer|session|security|saml|csrf|xsrf)[-_ ]?token";
const SCHEME: &str =
    r"(?:basic|bearer|negotiate|ntlm|kerberos|pop|token|sharedkey(?:lite)?)\s{1,20}";

static PATTERNS: LazyLock<(RegexSet, Vec<(Regex, Kind)>)> = LazyLock::new(|| {
    let authorization = format!(r"\b(?:proxy-)?authorization(?:{IS}|, )[\[{{('\x22\\ \t]*");
    let patterns = [
        (format!("{PASSWORD}{IS}"), Kind::Value),
        (format!(r"\b{SECRET}{IS}"), Kind::Value),
        (format!("{TOKEN}{IS}"), Kind::Opaque),
        (r"\bsig=".to_owned(), Kind::Value),
        (
            r#"(?:^|[\s"'(])(?:--?|/)[\w-]{0,40}(?:password|passwd|pwd|passphrase|secret|(?:access|refresh|auth|sas)-?token|(?:api|account)-?key)[ \t]{1,8}"#.to_owned(),
            Kind::Argument,
        ),
        (
            r"\bConvertTo-SecureString[ \t]+(?:-(?:AsPlainText|Force|String)[ \t]+)*".to_owned(),
            Kind::Argument,
        ),
        (format!("{authorization}{SCHEME}"), Kind::Credential),
        (
            format!(r"{authorization}(?:digest|signature|sharedaccesssignature|aws4-hmac-sha256)\s{{1,20}}"),
            Kind::Field,
        ),
        (r"\bbearer\s{1,20}".to_owned(), Kind::Bearer),
        (r"\bbasic\s{1,20}".to_owned(), Kind::Basic),
        (format!(r"\b(?:set-)?cookies?2?{IS}"), Kind::Field),
        (
            r"<(?:[\w-]{1,30}:)?[\w-]{0,40}(?:password|passphrase|secret|refresh_?token|access_?token)(?:\s[^<>]{0,200})?\\*>".to_owned(),
            Kind::Element,
        ),
        (r#"://[^/\s:@"'<>]{1,100}:"#.to_owned(), Kind::UserInfo),
        (r"-----BEGIN [A-Z0-9 ]{0,20}PRIVATE KEY(?: BLOCK)?-----".to_owned(), Kind::Pem),
        (
            r#"(?:^|[\s"'])(?:-u|--user)[ =]{1,4}["']?[^\s:"']{1,100}:"#.to_owned(),
            Kind::Argument,
        ),
        // What ConvertFrom-SecureString writes: it opens on the same computer.
        (r"\b01000000d08c9ddf0115d1118c7a00c04fc297eb[0-9a-f]{0,20000}".to_owned(), Kind::Itself),
        // Secrets of Entra ID, and its refresh tokens.
        (r"\b[\w~.-]{3}[0-9]Q~[\w~.-]{31,34}".to_owned(), Kind::Itself),
        (r"\b[01]\.A[\w-]{60,}(?:\.[\w-]{5,})*".to_owned(), Kind::Itself),
    ];
    let builds = "these patterns are constants, and the tests use them";
    let set = RegexSetBuilder::new(patterns.iter().map(|(pattern, _)| pattern))
        .case_insensitive(true)
        .unicode(false)
        .build()
        .expect(builds);
    let build = |pattern: &str| {
        let mut builder = RegexBuilder::new(pattern);
        builder.case_insensitive(true).unicode(false);
        builder.build().expect(builds)
    };
    let each = patterns
        .iter()
        .map(|(pattern, kind)| (build(pattern), *kind));
    (set, each.collect())
});

/// Where the secrets are, in no order.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = plain(text.as_bytes());
    broken(text, &mut found);
    // Windows PowerShell writes quotes, `&`, `<` and `>` into JSON as their numbers.
    if text.contains("\\u00") {
        let view = View::unescaped(text);
        found.extend(plain(&view.text).into_iter().map(|range| {
            let end = match range.end < view.text.len() {
                true => view.source(range.end),
                false => text.len(),
            };
            view.source(range.start)..end
        }));
    }
    found
}

fn plain(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    each(text, |kind, name| {
        found.extend(value::range(text, kind, name))
    });
    found
}

/// Names that a console broke over two lines.
fn broken(text: &str, found: &mut Vec<Range<usize>>) {
    let view = View::joined(text);
    each(&view.text, |kind, name| {
        let name = view.source(name.start)..view.source(name.end - 1) + 1;
        if text.as_bytes()[name.clone()].contains(&b'\n') {
            found.extend(value::range(text.as_bytes(), kind, name));
        }
    });
}

fn each(text: &[u8], mut take: impl FnMut(Kind, Range<usize>)) {
    let (set, each) = &*PATTERNS;
    for index in set.matches(text) {
        let (regex, kind) = &each[index];
        for name in regex.find_iter(text) {
            take(*kind, name.range());
        }
    }
}
