//! Any bytes may come: encodings, sizes, edges, tokens.

use std::fmt::Write as _;
use std::io::Read;

use hybrid_oauth::diagnose::{DecodeError, Known, diagnose};
use hybrid_oauth::tokens::{MASK, mask_tokens};
use proptest::prelude::*;

const TEXT: &str = "오류: 한국어 설명\r\nSystem.Net.WebException: 원격 서버에서 (403) 사용할 수 없음 오류를 반환했습니다.\r\nResultType  : Error\r\n";

fn lines(bytes: &[u8]) -> Vec<(String, u64)> {
    let report = diagnose(bytes, &Known::nothing()).expect("text");
    report.matches.into_iter().map(|m| (m.id, m.line)).collect()
}

fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn all_encodings_of_consoles_are_read() {
    let (korean, _, _) = encoding_rs::EUC_KR.encode(TEXT);
    let latin = b"Le serveur distant a retourn\xE9 une erreur : (403) Interdit.\r\n".to_vec();
    let with_bom = |text: &str| format!("\u{FEFF}{text}");
    let inputs = [
        ("UTF-8", TEXT.as_bytes().to_vec(), 2),
        ("UTF-8 with BOM", with_bom(TEXT).into_bytes(), 2),
        ("UTF-16 LE", wide(TEXT, u16::to_le_bytes), 2),
        ("UTF-16 BE", wide(TEXT, u16::to_be_bytes), 2),
        (
            "UTF-16 LE with BOM",
            wide(&with_bom(TEXT), u16::to_le_bytes),
            2,
        ),
        (
            "UTF-16 BE with BOM",
            wide(&with_bom(TEXT), u16::to_be_bytes),
            2,
        ),
        ("CP949", korean.into_owned(), 2),
        ("Windows-1252", latin, 1),
    ];
    for (name, bytes, line) in inputs {
        assert_eq!(
            lines(&bytes),
            [("forbidden-403".to_owned(), line)],
            "{name}"
        );
    }
}

#[test]
fn the_shown_line_is_decoded_rightly() {
    let (korean, _, _) = encoding_rs::EUC_KR.encode(TEXT);
    let report = diagnose(&korean[..], &Known::nothing()).unwrap();
    assert!(
        report.matches[0]
            .text
            .contains("원격 서버에서 (403) 사용할 수 없음"),
        "{report:?}"
    );
}

#[test]
fn binary_data_is_refused() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0(403) Forbidden";
    assert!(matches!(
        diagnose(&png[..], &Known::nothing()),
        Err(DecodeError::Binary)
    ));
}

/// Gives bytes in portions of a fixed size.
struct Portions<'a>(&'a [u8], usize);

impl Read for Portions<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(into.len()).min(self.0.len());
        into[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

/// Filler before and behind a failure, so that it meets every kind of edge.
fn padded(before: usize, in_lines: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    for at in 0..before {
        bytes.push(if in_lines && at % 80 == 79 {
            b'\n'
        } else {
            b'x'
        });
    }
    bytes.extend_from_slice(b" (403) Forbidden ");
    bytes.extend(std::iter::repeat_n(b'y', 50_000));
    bytes
}

#[test]
fn a_failure_at_any_edge_of_a_window_is_found_once() {
    for edge in [32 * 1024, 64 * 1024, 152 * 1024, 160 * 1024] {
        for before in ((edge - 20)..(edge + 4)).step_by(4) {
            for in_lines in [false, true] {
                let bytes = padded(before, in_lines);
                let line = if in_lines { 1 + before as u64 / 80 } else { 1 };
                let report = diagnose(&bytes[..], &Known::nothing()).unwrap();
                let found: Vec<_> = report.matches.iter().map(|m| (m.line, m.count)).collect();
                assert_eq!(found, [(line, 1)], "at {before}");
            }
        }
    }
}

#[test]
fn a_token_is_masked_wherever_a_line_breaks_it() {
    let token = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJodHRwczovL21haWwuaGJuYS5jby5rciJ9.c2lnbmF0dXJl_-1";
    for cut in 1..token.len() {
        for gap in ["\n", "\r\n", "\r\n              "] {
            let text = format!(
                "Bearer {}{gap}{}\nResultType : Error",
                &token[..cut],
                &token[cut..]
            );
            let masked = mask_tokens(&text);
            assert_eq!(
                masked,
                format!("Bearer {MASK}\nResultType : Error"),
                "cut at {cut}"
            );
        }
    }
}

#[test]
fn no_part_of_a_token_is_shown_at_any_edge() {
    let mut token = String::from("eyJ");
    for number in 0..4_000 {
        let _ = write!(token, "S3cr3t{number}.");
    }
    for before in [0, 10, 30_000, 100_000, 130_000, 160_000] {
        let text = format!("{}Bearer {token} (403) Forbidden", "z ".repeat(before));
        let report = diagnose(text.as_bytes(), &Known::nothing()).unwrap();
        assert_eq!(report.matches.len(), 1);
        assert!(
            !report.matches[0].text.contains("S3cr3t"),
            "{}",
            report.matches[0].text
        );
    }
}

#[test]
fn ordinary_text_is_not_masked() {
    for text in [
        "heyJude",
        "Get-Key",
        "eyJ",
        "The key. Enjoy",
        "journeyJ.b",
        "",
    ] {
        assert_eq!(mask_tokens(text), text);
    }
    let kept = mask_tokens("Bearer eyJhbGci.eyJh.c2ln\nResultType  : Error\nand more words");
    assert_eq!(
        kept,
        format!("Bearer {MASK}\nResultType  : Error\nand more words")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
        let _ = diagnose(&bytes[..], &Known::nothing());
    }

    #[test]
    fn any_text_around_a_failure_is_read(before in "\\PC{0,300}", after in "\\PC{0,300}") {
        let text = format!("{before}\nAADSTS500011: not found\n{after}");
        let report = diagnose(text.as_bytes(), &Known::nothing()).unwrap();
        prop_assert!(report.matches.iter().any(|m| m.id == "aadsts500011"));
    }

    #[test]
    fn portions_change_nothing(size in 1_usize..70_000, before in 0_usize..200_000, in_lines: bool) {
        let bytes = padded(before, in_lines);
        let whole = diagnose(&bytes[..], &Known::nothing()).unwrap();
        let parts = diagnose(Portions(&bytes, size), &Known::nothing()).unwrap();
        prop_assert_eq!(serde_json::to_value(whole).unwrap(), serde_json::to_value(parts).unwrap());
    }

    #[test]
    fn masking_leaves_no_token_and_is_done_once(
        before in "[ -~\\n]{0,40}",
        parts in proptest::collection::vec("[A-Za-z0-9_-]{4,40}", 1..4),
        after in "[ \\n;'\"]{0,2}[ -~]{0,40}",
    ) {
        let token = format!("eyJ{}", parts.join("."));
        let text = format!("{before} {token}{after}");
        let masked = mask_tokens(&text).into_owned();
        prop_assert!(!masked.contains(&token), "{masked}");
        prop_assert!(masked.contains(MASK));
        prop_assert_eq!(mask_tokens(&masked).into_owned(), masked.clone());
    }
}
