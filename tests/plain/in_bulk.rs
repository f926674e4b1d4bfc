//! Many organisations in one run: what is kept from one gets into no other.

use std::fs;

use serde_json::Value;

use crate::cases::{stem, valid_configs};
use crate::cli::{run, words};
use crate::customers::{everything, folder, write_config};

#[test]
fn each_has_the_bytes_that_it_has_alone() {
    let place = folder();
    let mut names = Vec::new();
    for from in valid_configs() {
        let name = stem(&from);
        let mut config: Value = serde_json::from_slice(&fs::read(&from).unwrap()).unwrap();
        config["name"] = name.as_str().into();
        write_config(&place.path().join(format!("configs/{name}.json")), &config);
        names.push(name);
    }
    let generate = |what: &str, out: &str| {
        let line = format!("generate {what} -o {out} --lang ko -q");
        let done = run(place.path(), words(&line));
        assert_eq!(done.code, Some(0), "{}", done.err);
    };
    for name in &names {
        generate(&format!("configs/{name}.json"), "alone");
    }
    generate("configs", "together");
    let files = |out: &str| {
        let root = place.path().join(out);
        let all = everything(&root).into_iter();
        let all =
            all.map(|(path, (_, bytes))| (path.strip_prefix(&root).unwrap().to_owned(), bytes));
        all.collect::<Vec<_>>()
    };
    let (alone, together) = (files("alone"), files("together"));
    assert!(alone.len() > 20 * names.len(), "{}", alone.len());
    assert_eq!(alone.len(), together.len());
    for (one, other) in alone.iter().zip(&together) {
        assert!(one == other, "{}", one.0.display());
    }
}
