//! Whatever stands in a config reaches a script as a whole literal and as nothing else.
//!
//! The same organisation is rendered twice: with plain words in its free texts, and with hostile ones.
//! Both scripts must consist of the same tokens, comments included; only literals may differ, and a
//! hostile literal, read back, must be the plain one with the word replaced.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hybrid_oauth::bundle;
use hybrid_oauth::domain::{
    AvailabilityAddressSpace, Change, ExchangeBuild, HybridApi, Method, Names, Server,
};
use hybrid_oauth::tenant::Tenant;
use libtest_mimic::{Failed, Trial};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tree_sitter::Node;

use crate::common;
use crate::literal;
use crate::script::Script;
use crate::tree;

/// How many free texts a tenant has.
pub const FREE_TEXTS: usize = 14;

/// What ends strings, starts code, comments, templates or formats, in PowerShell or in Tera.
const HOSTILE: &[&str] = &[
    "'",
    "''",
    "\"",
    "`",
    "`n",
    "$(Get-Date)",
    "$env:TEMP",
    "${a}",
    "@'\n",
    "\n'@",
    "#>",
    "<#",
    "#",
    "{{ x }}",
    "{% raw %}",
    "{# x #}",
    "}}",
    "{0}",
    "{",
    "}",
    "(",
    ")",
    ");",
    "; Get-Date",
    "| Out-Null",
    "\u{2018}",
    "\u{2019}",
    "\u{201A}",
    "\u{201B}",
    "\u{201C}",
    "\u{201D}",
    "\u{201E}",
    "\u{2013}",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{85}",
    "\u{2028}",
    "\u{FEFF}",
    "\u{202E}",
    "\u{1F600}",
    "\u{D55C}\u{AE00}",
    "e\u{301}",
    " ",
    "\\",
    "%",
    "&",
    "<b>",
    "--%",
    "-WhatIf",
    "' + [char] 0x41 + '",
    "\u{FFFD}",
    "\u{10FFFF}",
];

/// One hostile text: pieces of the list and any other characters.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z]{1,3}",
    ];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// A hostile text for each free text of a tenant.
pub fn hostile_texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(hostile(), FREE_TEXTS)
}

/// A plain word for each, none part of another or of anything else in a script.
pub fn plain_texts() -> Vec<String> {
    (10..10 + FREE_TEXTS)
        .map(|number| format!("Zq{number}qZ"))
        .collect()
}

/// An organisation of each method with these free texts.
pub fn tenants(texts: &[String]) -> [Tenant; 2] {
    let text = |index: usize| texts[index].clone();
    let base = common::everything();
    let server = |index| Server {
        name: text(index),
        build: ExchangeBuild::new(15, 2, 2562, 17),
    };
    let dedicated = Tenant {
        organization: Some(text(0)),
        certificate_file: Some(text(1)),
        names: Names {
            acs_auth_server: text(2),
            evosts_auth_server: text(3),
            connector_to_online: text(4),
            connector_to_on_premises: text(5),
            setting_override: text(6),
            graph_setting_override: text(7),
        },
        availability_address_space: Some(AvailabilityAddressSpace {
            forest_name: base.routing_domain.clone(),
            proxy_url: text(8),
        }),
        change: Some(Change {
            id: Some(text(9)),
            reason: Some(text(10)),
            ..Change::default()
        }),
        servers: vec![server(11), server(12)],
        name: text(13),
        ..base
    };
    let shared = Tenant {
        method: Method::SharedPrincipal,
        hybrid_api: HybridApi::Ews,
        ..dedicated.clone()
    };
    [dedicated, shared]
}

/// The scripts of both organisations but the shared one, each once: path, text.
pub fn scripts(texts: &[String]) -> BTreeMap<String, String> {
    tenants(texts)
        .iter()
        .flat_map(|tenant| bundle::build(tenant, common::CONFIG_DIGEST).files)
        .filter(|file| file.path.ends_with(".ps1") && file.path != "common.ps1")
        .map(|file| {
            (
                file.path,
                String::from_utf8(file.bytes.into_owned()).expect("scripts are text"),
            )
        })
        .collect()
}

/// A piece of a script.
#[derive(Debug, PartialEq, Eq)]
pub enum Token {
    /// A literal, read back.
    Literal(String),
    /// Anything else, as it stands there.
    Other(String),
}

/// All pieces of a script, in order; white space does not count.
pub fn tokens(script: &Script) -> Vec<Token> {
    fn collect(script: &Script, node: Node<'_>, out: &mut Vec<Token>) {
        let text = script.text(node);
        let literal = matches!(node.kind(), "string_literal" | "parenthesized_expression");
        if let Some(read) = literal.then(|| literal::decode(text)).flatten() {
            out.push(Token::Literal(read));
        } else if node.child_count() == 0 {
            out.push(Token::Other(text.trim().to_owned()));
        } else {
            for child in tree::children(node) {
                collect(script, child, out);
            }
        }
    }
    let mut out = Vec::new();
    collect(script, script.root(), &mut out);
    // What separates and brackets entries follows from how long they are; nothing runs by these alone.
    let layout = ["", ",", ";", "(", ")"];
    out.retain(|token| !matches!(token, Token::Other(text) if layout.contains(&text.as_str())));
    out
}

/// What the plain pieces must have become.
pub fn replaced(plain: &[Token], texts: &[String]) -> Vec<Token> {
    let words = plain_texts();
    let first = |text: &str| {
        let found = words.iter().zip(texts);
        let places =
            found.filter_map(|(word, hostile)| Some((text.find(word)?, word.len(), hostile)));
        places.min_by_key(|(place, ..)| *place)
    };
    // From left to right, so that what was put in is not looked at again.
    let swap = |text: &str| {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((place, length, hostile)) = first(rest) {
            out.push_str(&rest[..place]);
            out.push_str(hostile);
            rest = &rest[place + length..];
        }
        out + rest
    };
    plain
        .iter()
        .map(|token| match token {
            Token::Literal(text) => Token::Literal(swap(text)),
            Token::Other(text) => Token::Other(text.clone()),
        })
        .collect()
}

/// The scripts of the plain organisations as pieces.
fn plain() -> &'static BTreeMap<String, Vec<Token>> {
    static PLAIN: LazyLock<BTreeMap<String, Vec<Token>>> = LazyLock::new(|| {
        let scripts = scripts(&plain_texts()).into_iter();
        let parsed = scripts.map(|(path, text)| {
            let pieces = tokens(&Script::new(&path, &text, None, None));
            (path, pieces)
        });
        parsed.collect()
    });
    &PLAIN
}

/// Compares the scripts with hostile texts with the plain ones; the number of literals that differ.
fn compare(texts: &[String]) -> Result<usize, String> {
    let scripts = scripts(texts);
    let mut different = 0;
    for (path, plain) in plain() {
        let text = scripts
            .get(path)
            .ok_or_else(|| format!("{path} is missing"))?;
        let script = Script::new(path, text, None, None);
        if script.root().has_error() {
            return Err(format!("{path} is no PowerShell any more"));
        }
        let found = tokens(&script);
        let expected = replaced(plain, texts);
        let mut pairs = found.iter().zip(&expected);
        if let Some((found, expected)) = pairs.find(|(found, expected)| found != expected) {
            return Err(format!("{path}: {found:?} instead of {expected:?}"));
        }
        if found.len() != plain.len() {
            return Err(format!(
                "{path}: {} pieces, not {}",
                found.len(),
                plain.len()
            ));
        }
        different += expected.iter().zip(plain).filter(|(a, b)| a != b).count();
    }
    Ok(different)
}

fn property() -> Result<(), Failed> {
    let config = Config {
        cases: 16,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let run = runner.run(&hostile_texts(), |texts| {
        let different = compare(&texts).map_err(TestCaseError::fail)?;
        prop_assert!(different > 10, "only {different} values reach the scripts");
        Ok(())
    });
    run.map_err(|error| error.to_string().into())
}

/// Every text of the list by itself; each run moves them on by one place.
fn each_alone() -> Result<(), Failed> {
    for (shift, chunk) in HOSTILE.chunks(FREE_TEXTS).enumerate() {
        let mut texts: Vec<String> = chunk.iter().map(|text| (*text).to_owned()).collect();
        texts.resize(FREE_TEXTS, "'".to_owned());
        texts.rotate_left(shift);
        compare(&texts).map_err(|fault| format!("{texts:?}: {fault}"))?;
    }
    Ok(())
}

/// The comparison sees a value that is not quoted: in code, in a comment, in half a literal.
fn can_fail() -> Result<(), Failed> {
    let words = plain_texts();
    let texts = vec!["x'; Get-Date #".to_owned(); FREE_TEXTS];
    for snippet in ["$a = '{}'", "# {}", "$a = \"{}\"", "$a = {}", "<# {} #>"] {
        let parse =
            |value: &str| Script::new("snippet.ps1", &snippet.replace("{}", value), None, None);
        let expected = replaced(&tokens(&parse(&words[0])), &texts);
        if tokens(&parse(&texts[0])) == expected {
            return Err(format!("{snippet} was not noticed").into());
        }
    }
    Ok(())
}

/// The trials of this file.
pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("quoting::property", property),
        Trial::test("quoting::each_hostile_text_alone", each_alone),
        Trial::test("quoting::reports_what_is_not_quoted", can_fail),
    ]
}
