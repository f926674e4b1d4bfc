//! Where the public part of the auth certificate is also written.

use super::plain_text::quoted;
use super::{Invalid, folder_name, plain_text};
use crate::lint::CERTIFICATE_FILE;

/// What the schema asks of the text.
pub const PATTERN: &str = r#"^([A-Za-z]:\\|\\\\[^<>:"/\\|?*]+\\[^<>:"/\\|?*]+\\)([^<>:"/\\|?*]+\\)*[^<>:"/\\|?*]+\.[Cc][Ee][Rr]$"#;

/// Looks whether the text is an absolute Windows path of a `.cer` file.
///
/// # Errors
/// The first reason why not.
pub fn check(path: &str) -> Result<(), Invalid> {
    plain_text::check(path)?;
    match fault(path) {
        None => Ok(()),
        Some(fault) => Err(Invalid::new(
            &CERTIFICATE_FILE,
            format!(
                "{} is not the path of a certificate file: {fault}",
                quoted(path)
            ),
            r"Write an absolute Windows path that ends in .cer, with doubled backslashes: C:\\OAuthConfig\\OAuthCert.cer.",
        )),
    }
}

fn fault(path: &str) -> Option<String> {
    let drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && path.get(1..3) == Some(r":\");
    let share = path
        .strip_prefix(r"\\")
        .filter(|rest| rest.split('\\').count() >= 3);
    let Some(parts) = share.or(if drive { path.get(3..) } else { None }) else {
        return Some(
            "it does not start with a drive (C:\\) or a share (\\\\server\\share\\)".into(),
        );
    };
    if path.encode_utf16().count() > 259 {
        return Some("it is longer than 259 characters".into());
    }
    if parts
        .split('\\')
        .any(|part| part.is_empty() || part.chars().all(|character| character == '.'))
    {
        return Some("a part between the backslashes is empty or only dots".into());
    }
    if let Some(fault) = parts.split('\\').find_map(folder_name::fault) {
        return Some(format!("in one part, {fault}"));
    }
    let name = parts
        .rsplit('\\')
        .next()
        .unwrap_or(parts)
        .to_ascii_lowercase();
    (!name.ends_with(".cer") || name.len() == 4)
        .then(|| "it does not end in a name with .cer".into())
}
