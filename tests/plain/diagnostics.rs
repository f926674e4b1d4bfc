//! Every mistake in `tests/configs/invalid` is reported as its snapshot shows. A file is named
//! after the lint it is about: `<code>.json` or `<code>.<what is special>.json`.

use crate::cases::shown::{compact, dense, snapshot};
use crate::{cases, data_steps, procedure_files};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cases::{json_files, stem};
use hybrid_oauth::lint::LINTS;
use hybrid_oauth::load::{load, load_path};
use hybrid_oauth::loaded::Loaded;
use hybrid_oauth::report::{Style, as_json, draw};
use hybrid_oauth::source::LIMIT;

/// Lints about files that cannot stand in the repository; each has a test below.
const NOT_FILES: [&str; 6] = [
    "bundle-config",
    "file-not-found",
    "file-is-directory",
    "file-unreadable",
    "file-too-large",
    "too-many-findings",
];

fn drawn(loaded: &Loaded) -> String {
    draw(&loaded.findings, &loaded.source, Style::Plain)
}

fn told(name: &str, loaded: &Loaded) -> String {
    let text = drawn(loaded);
    agrees(name, loaded, &text);
    text
}

/// The JSON says the same as the text.
fn agrees(name: &str, loaded: &Loaded, text: &str) {
    let json = as_json(loaded.findings.iter());
    let findings = json["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), loaded.findings.len(), "{name}");
    for finding in findings {
        let word = |key: &str| finding[key].as_str().expect("a text");
        let head = format!(
            "{}[{}]: {}\n",
            word("severity"),
            word("code"),
            word("message")
        );
        let place = format!(
            "--> {}:{}:{}\n",
            word("file"),
            finding["line"],
            finding["column"]
        );
        for part in [head, place, format!("= help: {}\n", word("help"))] {
            // What the whole file is about has no place, what cannot be mended no help.
            let said = text.contains(&part);
            let without =
                part.starts_with("-->") && word("path").is_empty() || part == "= help: \n";
            assert!(said || without, "{name}: {part:?} is not in\n{text}");
        }
    }
}

#[test]
fn findings_as_json() {
    let path = cases::top("tests/configs/invalid/option-of-other-method.json");
    let loaded = load("config.json", &fs::read(path).expect("readable"));
    let json = as_json(loaded.findings.iter());
    snapshot!("cli", "findings", compact(&json));
}

fn codes(loaded: &Loaded) -> Vec<&'static str> {
    loaded.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn every_mistake_is_reported() {
    let (mut all, mut seen) = (String::new(), BTreeSet::new());
    for path in json_files("tests/configs/invalid") {
        let name = stem(&path);
        let mut loaded = load(&format!("{name}.json"), &fs::read(&path).expect("readable"));
        let code = name.split('.').next().expect("a first part");
        assert!(
            codes(&loaded).contains(&code),
            "{name} does not report {code}: {:?}",
            codes(&loaded)
        );
        let errors = loaded.findings.iter().any(|finding| finding.is_error());
        assert_eq!(
            loaded.tenant.is_none(),
            errors,
            "{name}: a tenant exactly when there is no error"
        );
        agrees(&name, &loaded, &drawn(&loaded));
        // What is said beside the mistake is shown once.
        loaded.findings.retain(|finding| {
            let new = seen.insert((finding.message.clone(), finding.help.clone()));
            new || finding.code == code
        });
        all += &dense(&drawn(&loaded));
    }
    snapshot!("diagnostics", "mistakes", all);
}

#[test]
fn every_lint_has_a_case() {
    let cases: BTreeSet<String> = json_files("tests/configs/invalid")
        .iter()
        .map(|path| {
            stem(path)
                .split('.')
                .next()
                .expect("a first part")
                .to_owned()
        })
        .chain(NOT_FILES.map(str::to_owned))
        .chain(data_steps::CASES.iter().map(|case| case.code.to_owned()))
        .chain(procedure_files::CASES.iter().map(|case| case.1.to_owned()))
        .collect();
    let mut lints: BTreeSet<String> = LINTS.iter().map(|lint| lint.code.to_owned()).collect();
    assert_eq!(lints.len(), LINTS.len(), "a code stands twice");
    // Those of files of an overlay have their cases in `overlay_mistakes`.
    lints.retain(|code| !crate::overlay_mistakes::CODES.contains(&code.as_str()));
    assert_eq!(cases, lints);
}

#[test]
fn lint_meanings_are_one_line_and_codes_kebab_case() {
    for lint in LINTS {
        assert!(
            lint.code
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte)),
            "{lint:?}"
        );
        assert!(
            !lint.meaning.is_empty()
                && !lint.meaning.contains('\n')
                && !lint.meaning.ends_with('.'),
            "{lint:?}"
        );
    }
}

#[test]
fn files_that_cannot_be_read() {
    let mut all = String::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.json");
    fs::write(&file, "{}").expect("written");
    let cases = [
        ("file-not-found", folder.path().join("absent.json")),
        ("file-is-directory", folder.path().to_owned()),
        // A file in the place of a folder: refused for everybody, the super user too.
        ("file-unreadable", file.join("config.json")),
    ];
    for (code, path) in cases {
        // Windows says that there is no such file.
        if cfg!(windows) && code == "file-unreadable" {
            continue;
        }
        let mut loaded = load_path(&path);
        assert_eq!(codes(&loaded), [code]);
        assert!(loaded.tenant.is_none());
        loaded.findings[0].file = "config.json".into();
        all += &told(code, &loaded);
    }
    snapshot!("diagnostics", "unreadable", all);
}

#[test]
fn a_large_file_is_refused_and_one_of_the_limit_is_not() {
    let valid = fs::read_to_string(cases::top("examples/contoso.json")).expect("readable");
    let padded = |size: usize| format!("{valid}{}", " ".repeat(size - valid.len()));
    assert!(
        load("config.json", padded(LIMIT).as_bytes())
            .tenant
            .is_some()
    );
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(&file, padded(LIMIT + 1)).expect("written");
    let mut loaded = load_path(file.path());
    assert_eq!(codes(&loaded), ["file-too-large"]);
    loaded.findings[0].file = "config.json".into();
    let shown = told("file-too-large", &loaded);
    snapshot!("diagnostics", "file-too-large", shown);
}

#[test]
fn a_flood_of_findings_is_cut_off_in_time() {
    let keys: String = (0..80_000)
        .map(|number| format!("\"k{number}\":0,"))
        .collect();
    let text = format!("{{{keys}\"cloud\":\"bleu\"}}");
    assert!(text.len() < LIMIT);
    let mut loaded = load("config.json", text.as_bytes());
    assert_eq!(loaded.findings.len(), 101);
    assert!(draw(&loaded.findings, &loaded.source, Style::Plain).len() < 100_000);
    loaded.findings.drain(..99);
    let shown = told("too-many-findings", &loaded);
    snapshot!("diagnostics", "too-many-findings", shown);
}

/// Colour adds escape sequences and nothing else.
#[test]
fn colour_changes_no_word() {
    let path = cases::top("tests/configs/invalid/unknown-value.json");
    let loaded = load("config.json", &fs::read(path).expect("readable"));
    let colored = draw(&loaded.findings, &loaded.source, Style::Colored);
    assert!(colored.contains("\u{1b}["));
    let bare = anstream::adapter::strip_str(&colored).to_string();
    assert_eq!(bare, draw(&loaded.findings, &loaded.source, Style::Plain));
}

#[test]
fn places_are_right_behind_korean_text_and_a_mark() {
    let text = "\u{feff}{ \"organization\": \"콘토소\", \"nmae\": \"x\" }";
    let loaded = load("config.json", text.as_bytes());
    let unknown = loaded
        .findings
        .iter()
        .find(|finding| finding.code == "unknown-key")
        .expect("reported");
    assert_eq!(
        (unknown.line, unknown.column, &unknown.path[..]),
        (1, 26, "nmae")
    );
    assert_eq!(&loaded.source[unknown.span.clone()], "\"nmae\"");
    assert_eq!(Path::new(&unknown.file), Path::new("config.json"));
}

/// Neither on its own line nor on one that it shares.
#[test]
fn a_secret_is_not_shown() {
    let text = r#"{ "nmae": "x", "client_secret": "hunter2" }"#;
    for text in [text.to_owned(), text.replace(", ", ",\n")] {
        let loaded = load("config.json", text.as_bytes());
        assert!(codes(&loaded).contains(&"secret-key"));
        let drawn = draw(&loaded.findings, &loaded.source, Style::Plain);
        let json = as_json(loaded.findings.iter()).to_string();
        assert!(
            !drawn.contains("hunter2") && !json.contains("hunter2"),
            "{drawn}"
        );
    }
}
