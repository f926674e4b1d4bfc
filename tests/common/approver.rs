//! A bundle that somebody approves, with a key to sign it.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use ssh_key::LineEnding;
use ssh_key::private::{Ed25519Keypair, KeypairData, PrivateKey};
use tempfile::TempDir;

use crate::cli::{Answer, run};
use crate::customers::{folder, write, write_configs};

const APPROVE: [&str; 6] = [
    "approve",
    "out/contoso",
    "--by",
    "김민수",
    "--reference",
    "CHG0030412",
];

/// A key of these tests, made of one number.
fn key(seed: u8, comment: &str) -> PrivateKey {
    let pair = Ed25519Keypair::from_seed(&[seed; 32]);
    PrivateKey::new(KeypairData::from(pair), comment).expect("a key")
}

pub fn public(seed: u8) -> String {
    let key = key(seed, "kim@contoso.com");
    key.public_key().to_openssh().expect("a line")
}

pub struct Place(pub TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(folder());
        write_configs(place.0.path(), &["contoso"]);
        place.say(&["generate", "configs", "-o", "out", "-q"], 0);
        let private = key(7, "kim@contoso.com");
        let text = private.to_openssh(LineEnding::LF).expect("a file");
        write(&place.path("key"), text.as_bytes());
        write(&place.path("key.pub"), public(7));
        place
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("it is there")
    }

    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        write(&self.path(file), text.replacen(from, to, 1));
    }

    /// Runs it, wants that exit code and gives all that was said.
    pub fn say(&self, arguments: &[&str], code: i32) -> String {
        let Answer {
            code: is, out, err, ..
        } = run(self.0.path(), arguments);
        assert_eq!(is, Some(code), "{arguments:?}: {out}{err}");
        out + &err
    }

    pub fn approve(&self, more: &[&str], code: i32) -> String {
        self.say(&[&APPROVE, more].concat(), code)
    }

    /// `verify --approved`
    pub fn verify(&self, more: &[&str], code: i32) -> String {
        self.say(
            &[&["verify", "out/contoso", "--approved"], more].concat(),
            code,
        )
    }

    /// `generate --check --approved`
    pub fn check(&self, code: i32) -> String {
        self.say(
            &["generate", "configs", "-o", "out", "--check", "--approved"],
            code,
        )
    }

    pub fn approval(&self) -> Value {
        serde_json::from_str(&self.text("out/contoso/approval.json")).expect("JSON")
    }
}

pub fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part} in:\n{text}");
    }
}
