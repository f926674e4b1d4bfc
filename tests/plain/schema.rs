//! The schema describes what the program takes.

use crate::cases;
use crate::cases::shown::{compact, snapshot};
use std::fs;

use cases::{json_files, stem, valid_configs};
use hybrid_oauth::lint::LINTS;
use hybrid_oauth::load::load;
use hybrid_oauth::schema::SCHEMA;
use serde_json::Value;

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&SCHEMA).expect("the schema is one")
}

#[test]
fn is_a_schema_of_the_named_draft() {
    assert_eq!(
        SCHEMA["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    jsonschema::draft202012::meta::validate(&SCHEMA).expect("valid against the meta-schema");
}

#[test]
fn valid_configs_fit() {
    let validator = validator();
    for path in valid_configs() {
        let value: Value =
            serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", stem(&path));
    }
}

/// Codes of mistakes that a schema can see in every case.
const STRUCTURAL: [&str; 9] = [
    "unknown-key",
    "secret-key",
    "missing-key",
    "wrong-type",
    "unknown-value",
    "cloud-not-supported",
    "empty-list",
    "malformed-guid",
    "url-not-host",
];

#[test]
fn structural_mistakes_do_not_fit() {
    let validator = validator();
    let mut seen = 0;
    for path in json_files("tests/configs/invalid") {
        let name = stem(&path);
        let code = name.split('.').next().expect("a first part");
        // The empty GUID has the form of one.
        if !STRUCTURAL.contains(&code) || name == "malformed-guid.empty" {
            continue;
        }
        let value: Value =
            serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
        assert!(!validator.is_valid(&value), "{name} fits the schema");
        seen += 1;
    }
    assert!(seen > STRUCTURAL.len());
    assert!(
        STRUCTURAL
            .iter()
            .all(|code| LINTS.iter().any(|lint| lint.code == *code))
    );
}

/// The other way round: what the schema refuses, the program refuses as well.
#[test]
fn nothing_the_program_takes_is_refused() {
    let validator = validator();
    for path in json_files("tests/configs/invalid") {
        let bytes = fs::read(&path).expect("readable");
        if load("config.json", &bytes).tenant.is_none() {
            continue;
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let value: Value = serde_json::from_slice(bytes).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", stem(&path));
    }
}

/// Editors show the description of each key; a key without one was forgotten.
#[test]
fn every_key_is_described() {
    fn look(schema: &Value, path: &str) {
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}.{key}");
            assert!(
                property["description"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{path}"
            );
            look(property, &path);
            look(&property["items"], &path);
        }
        if schema.get("properties").is_some() {
            assert_eq!(
                schema["additionalProperties"], false,
                "{path} takes unknown keys"
            );
        }
    }
    look(&SCHEMA, "");
}

#[test]
fn nothing_may_be_null() {
    assert!(!SCHEMA.to_string().contains("\"null\""));
}

#[test]
fn snapshot() {
    snapshot!("", "schema", compact(&SCHEMA));
}

#[test]
fn the_command_prints_it() {
    let mut out = Vec::new();
    let code = hybrid_oauth::commands::schema::run(&hybrid_oauth::cli::Schema::default(), &mut out)
        .expect("memory takes it");
    let value: Value = serde_json::from_slice(&out).expect("JSON");
    assert_eq!((code, &value, out.last()), (0, &*SCHEMA, Some(&b'\n')));
}
