//! Signatures of approvals: OpenSSH's format (`PROTOCOL.sshsig`), so that `ssh-keygen -Y sign` and
//! `-Y verify` make and check the same ones, also with keys in hardware or an agent.
//!
//! Who may sign stands in a file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS). RSA is left out:
//! the crate that would do it is under advisory RUSTSEC-2023-0071. [`known`] says so.

use std::io;
use std::path::Path;

use ssh_key::public::KeyData;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};

use super::moment::digits;
use crate::files;
use crate::visible;

/// The namespace of the signatures: one made for something else does not count.
pub const NAMESPACE: &str = "hybrid-oauth";

/// Signs the bytes with a private key in OpenSSH's format; `passphrase` is asked for where the key has
/// one. Returns the signature and the fingerprint of the key.
///
/// # Errors
/// What is wrong with the key, and what to do.
pub fn sign(
    key: &Path,
    bytes: &[u8],
    passphrase: impl FnOnce() -> Result<String, String>,
) -> Result<(String, String), String> {
    let shown = visible::path(key);
    let text = read(key).map_err(|error| {
        format!("the key {shown} cannot be read: {error}\n  help: name a private key file")
    })?;
    let elsewhere = format!(
        "name an Ed25519 or ECDSA P-256 key in OpenSSH's format, or leave --sign out and sign the file: ssh-keygen -Y sign -n {NAMESPACE} -f KEY approval.json"
    );
    let wrong = |error: ssh_key::Error| {
        format!("the key {shown} cannot be used: {error}\n  help: {elsewhere}")
    };
    let mut private = PrivateKey::from_openssh(text.trim_start()).map_err(wrong)?;
    known(&private.algorithm())
        .map_err(|why| format!("the key {shown} cannot be used: {why}\n  help: {elsewhere}"))?;
    if private.is_encrypted() {
        let passphrase = passphrase()?;
        private = private.decrypt(passphrase).map_err(|_| {
            format!("the key {shown} cannot be opened with that passphrase\n  help: try again")
        })?;
    }
    let signature = private
        .sign(NAMESPACE, HashAlg::Sha512, bytes)
        .and_then(|signature| signature.to_pem(LineEnding::LF))
        .map_err(wrong)?;
    Ok((signature, private.fingerprint(HashAlg::Sha256).to_string()))
}

/// Whether this program signs and checks with keys of that kind.
///
/// # Errors
/// Why not, and which it does.
fn known(kind: &Algorithm) -> Result<(), String> {
    let ecdsa = Algorithm::Ecdsa {
        curve: EcdsaCurve::NistP256,
    };
    match kind {
        Algorithm::Ed25519 => Ok(()),
        kind if *kind == ecdsa => Ok(()),
        kind => Err(format!(
            "it is by a key of the kind {kind}, and hybrid-oauth signs and checks with ssh-ed25519 and ecdsa-sha2-nistp256 keys alone"
        )),
    }
}

/// A key or a list of keys: text, and short.
fn read(path: &Path) -> io::Result<String> {
    let bytes = files::read(path, files::STATE_LIMIT)?;
    String::from_utf8(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not text"))
}

/// Who may sign.
#[derive(Debug, Clone)]
pub struct Signers(Vec<Signer>);

#[derive(Debug, Clone)]
struct Signer {
    principals: String,
    key: KeyData,
    namespaces: Option<String>,
    after: Option<String>,
    before: Option<String>,
}

impl Signers {
    /// Reads the file that the command line names, if any.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn named(file: Option<&Path>) -> Result<Option<Self>, String> {
        let read = file.map(Self::read).transpose();
        read.map_err(|why| format!("{why}\n  help: write a line for each signer: NAME KEYTYPE KEY"))
    }

    /// Reads a file of allowed signers, or a public key alone (`.pub`).
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub fn read(path: &Path) -> Result<Self, String> {
        let shown = visible::path(path);
        let text = read(path)
            .map_err(|error| format!("the signers in {shown} cannot be read: {error}"))?;
        let mut signers = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let signer = parse(line).map_err(|why| format!("{shown}, line {number}: {why}"))?;
            signers.extend(signer);
        }
        match signers.is_empty() {
            true => Err(format!("{shown} names no signer")),
            false => Ok(Self(signers)),
        }
    }

    /// Whether one of them signed these bytes at that moment: who.
    ///
    /// # Errors
    /// Why the signature does not count.
    pub fn check(&self, bytes: &[u8], signature: &str, given: &str) -> Result<String, String> {
        let signature = SshSig::from_pem(signature.trim())
            .map_err(|error| format!("its signature cannot be read: {error}"))?;
        let key = signature.public_key();
        known(&signature.algorithm()).map_err(|why| {
            format!("its signature is not checked: {why}; ssh-keygen -Y verify checks it")
        })?;
        PublicKey::from(key.clone())
            .verify(NAMESPACE, bytes, &signature)
            .map_err(|error| format!("its signature does not fit it: {error}"))?;
        let owner = self.0.iter().filter(|signer| &signer.key == key);
        let mut why = format!(
            "its signature is by a key that no signer has ({})",
            PublicKey::from(key.clone()).fingerprint(HashAlg::Sha256)
        );
        for signer in owner {
            match signer.may(&digits(given)) {
                Ok(()) => return Ok(signer.principals.clone()),
                Err(reason) => why = format!("{} may not sign it: {reason}", signer.principals),
            }
        }
        Err(why)
    }
}

impl Signer {
    fn may(&self, given: &str) -> Result<(), &'static str> {
        let listed = |list: &String| list.split(',').any(|one| one == NAMESPACE || one == "*");
        if !self.namespaces.as_ref().is_none_or(listed) {
            return Err("the namespace hybrid-oauth is not among those of the key");
        }
        if self
            .after
            .as_ref()
            .is_some_and(|after| given < after.as_str())
        {
            return Err("the key was not valid yet when the approval was given");
        }
        if self
            .before
            .as_ref()
            .is_some_and(|before| given >= before.as_str())
        {
            return Err("the key was not valid any more when the approval was given");
        }
        Ok(())
    }
}

/// A line of the file; none for an authority of certificates, which are not taken.
fn parse(line: &str) -> Result<Option<Signer>, String> {
    if let Ok(key) = PublicKey::from_openssh(line) {
        let signer = Signer {
            principals: match key.comment() {
                "" => key.fingerprint(HashAlg::Sha256).to_string(),
                comment => comment.to_owned(),
            },
            key: key.key_data().clone(),
            namespaces: None,
            after: None,
            before: None,
        };
        return Ok(Some(signer));
    }
    let words = words(line)?;
    let at = words.iter().position(|word| {
        ["ssh-", "ecdsa-", "sk-"]
            .iter()
            .any(|start| word.starts_with(start))
    });
    let (Some(at @ 1..=2), Some(key)) = (at, at.and_then(|at| words.get(at + 1))) else {
        return Err("it has no principals, type and key".to_owned());
    };
    let key = PublicKey::from_openssh(&format!("{} {key}", words[at]))
        .map_err(|error| format!("its key cannot be read: {error}"))?;
    let mut signer = Signer {
        principals: words[0].clone(),
        key: key.key_data().clone(),
        namespaces: None,
        after: None,
        before: None,
    };
    for option in words[1..at].iter().flat_map(|text| options(text)) {
        let (name, value) = option.split_once('=').unwrap_or((&option, ""));
        let value = value.to_owned();
        match name.to_ascii_lowercase().as_str() {
            "namespaces" => signer.namespaces = Some(value),
            "valid-after" => signer.after = Some(digits(&value)),
            "valid-before" => signer.before = Some(digits(&value)),
            "cert-authority" => return Ok(None),
            _ => return Err(format!("it has the unknown option {name}")),
        }
    }
    Ok(Some(signer))
}

/// The words of a line; quotes keep blanks together and are kept inside a word.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' | '\t' if !quoted => words.push(String::new()),
            _ => {}
        }
        if let (false, Some(word)) = (character.is_whitespace() && !quoted, words.last_mut()) {
            word.push(character);
        }
    }
    if quoted {
        return Err("a quote is not closed".to_owned());
    }
    let mut words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if let Some(first) = words.first_mut() {
        *first = first.replace('"', "");
    }
    Ok(words)
}

/// The options of a word, apart at commas that stand in no quotes; without the quotes.
fn options(text: &str) -> Vec<String> {
    let mut options = vec![String::new()];
    let mut quoted = false;
    for character in text.chars() {
        match (character, options.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => options.push(String::new()),
            (other, Some(option)) => option.push(other),
            (_, None) => {}
        }
    }
    options
}
