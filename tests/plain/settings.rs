//! The table of settings against the schema of the config.

use std::path::Path;

use serde_json::Value;

#[test]
fn every_setting_of_the_schema_is_compared() {
    let schema = &*hybrid_oauth::schema::SCHEMA;
    let mut leaves = Vec::new();
    collect(schema, schema, "", &mut leaves);
    let known: Vec<&str> = hybrid_oauth::settings::ALL
        .iter()
        .map(|one| one.path)
        .collect();
    leaves.retain(|path| path != "$schema");
    leaves.sort();
    let mut expected: Vec<String> = known.iter().map(ToString::to_string).collect();
    expected.sort();
    assert_eq!(leaves, expected);
}

fn collect(schema: &Value, node: &Value, path: &str, leaves: &mut Vec<String>) {
    let node = match node["$ref"]
        .as_str()
        .or_else(|| node["anyOf"][0]["$ref"].as_str())
    {
        Some(name) => &schema["$defs"][Path::new(name).file_name().unwrap().to_str().unwrap()],
        None => node,
    };
    match node["properties"].as_object() {
        Some(properties) => {
            for (key, value) in properties {
                let below = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                collect(schema, value, &below, leaves);
            }
        }
        None => leaves.push(path.to_owned()),
    }
}
