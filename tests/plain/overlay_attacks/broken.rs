//! Bytes of any kind in any file.

use super::remarks::HTML;
use super::*;

const PATHS: [&str; 11] = [
    "scripts/own.ps1",
    "scripts/own.json",
    "steps/own.json",
    "overlay.json",
    "words/en.json",
    "words/ko.json",
    "runbook/header.md",
    "runbook/after-preflight.md",
    "logo.svg",
    "logo.png",
    "style.css",
];

fn survives(path: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let reading = of(path, bytes);
    prop_assert_eq!(
        reading.overlay.is_none(),
        reading.findings.iter().any(Finding::is_error)
    );
    for finding in &reading.findings {
        let source = reading
            .sources
            .get(&finding.file)
            .map_or("", String::as_str);
        prop_assert!(source.get(finding.span.clone()).is_some(), "{:?}", finding);
        prop_assert!(
            !finding.message.contains(is_hidden),
            "{:?}",
            finding.message
        );
    }
    let drawn = draw_in(&reading.findings, "", &reading.sources, Style::Plain);
    prop_assert!(
        !drawn.contains(|one| is_hidden(one) && one != '\n'),
        "{:?}",
        drawn
    );
    Ok(())
}

#[test]
fn broken_files_of_every_kind() {
    let deep = |open: &str, times: usize| open.repeat(times).into_bytes();
    for path in PATHS {
        for bytes in [
            b"".to_vec(),
            b"\xEF\xBB\xBF".to_vec(),
            b"\xFF\xFEa\0".to_vec(),
            b"\xFE\xFF\0a".to_vec(),
            b"\0".to_vec(),
            b"\x80".to_vec(),
            b"null".to_vec(),
            b"[]".to_vec(),
            b"1e999".to_vec(),
            b"{\"name\": \"\\ud800\", \"version\": \"\\u0000\"}".to_vec(),
            b"{\"messages\": {\"signoff\": {\"keep\": 1}}, \"steps\": []}".to_vec(),
            b"{\"name\": {}, \"version\": [], \"order\": {}, \"left_out\": [1, null, {}, \"x\"]}"
                .to_vec(),
            deep("[", 100_000),
            deep("{\"a\":", 50_000),
            deep("> ", 60_000),
            deep("- ", 60_000),
            deep("*", 100_000),
            deep("[", 250_000),
            deep("![](", 60_000),
            deep("<", 200_000),
            deep("`", 200_001),
            deep("<a>", 60_000),
            deep("|-", 60_000),
            deep("\r", 1000),
            deep("\u{202e}", 1000),
            deep("{", 100_000),
        ] {
            survives(path, &bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_of_any_file(path in 0..PATHS.len(), bytes in vec(any::<u8>(), 0..400)) {
        survives(PATHS[path], &bytes)?;
    }

    #[test]
    fn own_code_with_pieces_of_harm(at in any::<usize>(), from in any::<usize>(), length in 0..40usize, piece in 0..DATA.len()) {
        let mut bytes = include_bytes!("../../overlays/contoso/scripts/large-audience.ps1").to_vec();
        let place = at % bytes.len();
        bytes.splice(place..place, DATA[piece].bytes());
        let from = from % bytes.len();
        let to = (from + length).min(bytes.len());
        bytes.drain(from..to);
        survives("scripts/own.ps1", &bytes)?;
    }

    #[test]
    fn the_starter_with_pieces_of_harm(
        at in any::<usize>(), from in any::<usize>(), length in 0..30usize, piece in 0..DATA.len(), html in 0..HTML.len(), which in 0..starter::FILES.len(),
    ) {
        let (path, text) = starter::FILES[which];
        let mut bytes = text.as_bytes().to_vec();
        let place = at % (bytes.len() + 1);
        let piece = if from % 2 == 0 { DATA[piece] } else { HTML[html] };
        bytes.splice(place..place, piece.bytes());
        let from = from % bytes.len();
        let to = (from + length).min(bytes.len());
        bytes.drain(from..to);
        survives(path, &bytes)?;
    }
}
