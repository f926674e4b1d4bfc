//! Runbook against scripts, for every config: steps, commands, cmdlets, roles, scopes, quoted output.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use hybrid_oauth::bundle::Bundle;
use hybrid_oauth::{cmdlets, runbook};
use tree_sitter::{Node, Parser};

use super::{bundle_of, bundles, cases, text};

/// The part of the runbook about each script, by the script's path.
fn steps(bundle: &Bundle, document: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for part in text(bundle, document).split("\n### ").skip(1) {
        let part = part.split("\n## ").next().unwrap_or(part);
        let Some(line) = part
            .lines()
            .find(|line| line.starts_with(".\\") && line.ends_with(" -WhatIf"))
        else {
            continue;
        };
        let path = line[2..].trim_end_matches(" -WhatIf").replace('\\', "/");
        assert_eq!(
            found.insert(path, part.to_owned()),
            None,
            "{line} stands twice"
        );
    }
    found
}

/// The scripts of the steps, by path.
fn scripts(bundle: &Bundle) -> BTreeMap<String, &str> {
    let scripts = bundle
        .files
        .iter()
        .filter(|file| file.path.ends_with(".ps1"));
    scripts
        .filter(|file| file.path.contains('/'))
        .map(|file| (file.path.clone(), text(bundle, &file.path)))
        .collect()
}

fn for_every_step(mut check: impl FnMut(&Bundle, &str, &str, &str)) {
    for bundle in bundles() {
        for document in ["RUNBOOK.md", "RUNBOOK.ko.md"] {
            let scripts = scripts(bundle);
            for (path, part) in steps(bundle, document) {
                check(bundle, &path, &part, scripts[&path]);
            }
        }
    }
}

/// The commands that a script calls, as PowerShell itself would see them: not those in texts.
pub(super) fn called(script: &str) -> BTreeSet<String> {
    fn walk(node: Node<'_>, script: &str, found: &mut BTreeSet<String>) {
        if node.kind() == "command_name" {
            found.insert(script[node.byte_range()].to_owned());
        }
        for child in node.children(&mut node.walk()) {
            walk(child, script, found);
        }
    }
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .expect("the grammar fits");
    let tree = parser.parse(script, None).expect("a tree");
    let mut found = BTreeSet::new();
    walk(tree.root_node(), script, &mut found);
    found
}

#[test]
fn every_step_of_the_runbook_is_a_script_and_every_script_a_step() {
    for bundle in bundles() {
        let wanted: Vec<String> = scripts(bundle).into_keys().collect();
        for document in ["RUNBOOK.md", "RUNBOOK.ko.md"] {
            let found: Vec<String> = steps(bundle, document).into_keys().collect();
            assert_eq!(found, wanted, "{document} of {}", bundle.name);
        }
        for document in ["runbook.html", "runbook.ko.html"] {
            let page = text(bundle, document);
            assert_eq!(
                page.matches("<article class=\"step\"").count(),
                wanted.len()
            );
            for path in &wanted {
                let command = format!("<code>.\\{}</code>", path.replace('/', "\\"));
                assert!(page.contains(&command), "{document} lacks {command}");
            }
        }
    }
}

#[test]
fn every_command_line_starts_a_script_of_the_bundle() {
    for_every_step(|bundle, path, part, _| {
        let commands: Vec<&str> = part
            .lines()
            .filter(|line| line.starts_with(".\\"))
            .collect();
        assert!(commands.len() >= 3, "{path}: {commands:?}");
        for command in commands {
            let (script, arguments) = command[2..].split_once(' ').unwrap_or((&command[2..], ""));
            assert_eq!(script.replace('\\', "/"), path);
            let known = ["", "-WhatIf", "-Action Verify", "-Action Rollback"];
            assert!(known.contains(&arguments), "{command}");
            let _ = text(bundle, path);
        }
    });
}

#[test]
fn the_cmdlets_named_are_those_that_are_called() {
    // The same bytes in every bundle.
    static SHARED: OnceLock<BTreeSet<String>> = OnceLock::new();
    for_every_step(|bundle, path, part, script| {
        let shared = SHARED.get_or_init(|| called(text(bundle, "common.ps1")));
        let own = called(script);
        let named: BTreeSet<String> = part
            .match_indices("[`")
            .map(|(at, _)| part[at + 2..].split('`').next().unwrap_or("").to_owned())
            .collect();
        assert!(!named.is_empty(), "{path}");
        for cmdlet in &named {
            let page =
                cmdlets::page(cmdlet).unwrap_or_else(|| panic!("{path}: {cmdlet} has no page"));
            assert!(part.contains(&format!("[`{cmdlet}`]({page})")), "{path}");
            assert!(
                own.contains(cmdlet) || shared.contains(cmdlet),
                "{path} never calls {cmdlet}"
            );
        }
        for cmdlet in own.iter().filter(|name| cmdlets::page(name).is_some()) {
            assert!(
                named.contains(cmdlet),
                "the runbook does not name {cmdlet} of {path}"
            );
        }
    });
}

/// A row of the table in `organization.ps1`: role, Graph permissions, whether it can change anything.
struct Row {
    role: String,
    scopes: String,
    can_change: bool,
}

/// The rows by path, in their order.
fn rows(bundle: &Bundle) -> Vec<(String, Row)> {
    let words: Vec<&str> = text(bundle, "organization.ps1")
        .split_whitespace()
        .collect();
    let row = regex::Regex::new(
        r"@\((\d+), '([^']+)', '([^']+)', '[^']+', '([^']+)', \$(\w+), \$\w+, @\( ?([^)]*)\), @\([^)]*\), '",
    );
    let row = row.expect("a pattern");
    let found = row
        .captures_iter(&words.join(" "))
        .map(|found| {
            let number: usize = found[1].parse().expect("a number");
            let path = format!("{}/{number:02}-{}.ps1", &found[3], &found[2]);
            let row = Row {
                role: found[4].to_owned(),
                scopes: found[6].replace('\'', ""),
                can_change: &found[5] == "true",
            };
            (path, row)
        })
        .collect::<Vec<_>>();
    assert!(found.len() > 9, "the table of steps was read");
    found
}

/// The row of one script, and the path of the script after it.
fn row(bundle: &Bundle, path: &str) -> (Row, Option<String>) {
    let mut rows = rows(bundle).into_iter();
    let (_, row) = rows
        .find(|(known, _)| known == path)
        .expect("each script has a row");
    let next = rows.next().map(|(path, _)| path);
    (row, next)
}

#[test]
fn roles_and_scopes_are_those_of_the_script() {
    for_every_step(|bundle, path, part, script| {
        let (row, _) = row(bundle, path);
        let (role, scopes) = (&row.role, row.scopes);
        let words: Vec<&str> = script.split_whitespace().collect();
        assert!(
            words.join(" ").contains(&format!("Role: {role}.")),
            "{path}: the help names the role"
        );
        assert!(
            part.lines()
                .any(|line| line.ends_with(&format!(": {role}"))),
            "{path}: {role}"
        );
        let connect = part
            .lines()
            .find(|line| line.starts_with("Connect-MgGraph"));
        match connect {
            None => assert_eq!(scopes, "", "{path}"),
            Some(connect) => {
                let named = connect.split(" -Scopes ").nth(1).unwrap_or("");
                assert_eq!(named.replace(',', ", "), scopes, "{path}");
                for scope in scopes.split(", ") {
                    assert!(part.contains(&format!("`{scope}`")), "{path}: {scope}");
                }
            }
        }
    });
}

#[test]
fn shells_are_connected_as_the_scripts_want_it() {
    let value = |script: &str, name: &str| -> String {
        let line = script.lines().find(|line| line.trim().starts_with(name));
        let value = line.and_then(|line| line.split('\'').nth(1));
        value.unwrap_or_else(|| panic!("no {name}")).to_owned()
    };
    for_every_step(|bundle, path, part, _| {
        let script = text(bundle, "organization.ps1");
        let connect = part.lines().find(|line| line.starts_with("Connect-"));
        if path.starts_with("exchange-shell/") {
            assert_eq!(connect, None, "{path}");
        } else if path.starts_with("exo/") {
            let wanted = value(script, "ExchangeEnvironment ");
            let wanted = format!("Connect-ExchangeOnline -ExchangeEnvironmentName {wanted}");
            assert_eq!(connect, Some(wanted.as_str()), "{path}");
        } else {
            let mut tenant = value(script, "TenantId ");
            if tenant.is_empty() {
                tenant = value(script, "InitialDomain ");
            }
            let environment = value(script, "GraphEnvironment ");
            let begin =
                format!("Connect-MgGraph -TenantId {tenant} -Environment {environment} -Scopes ");
            assert!(
                connect.is_some_and(|line| line.starts_with(&begin)),
                "{path}: {connect:?}"
            );
        }
    });
}

#[test]
fn quoted_output_is_what_the_scripts_print() {
    let bundle = bundle_of(&cases::top("examples/contoso.json"));
    let common = text(&bundle, "common.ps1");
    for sentence in runbook::PRINTED {
        assert!(
            common.contains(&format!("'{sentence}'")),
            "common.ps1 never prints: {sentence}"
        );
    }
    for_every_step(|bundle, path, part, _| {
        let (row, next) = row(bundle, path);
        let next = next.map_or("this was the last step of the bundle.".to_owned(), |path| {
            path.replace('/', "\\")
        });
        assert!(
            part.contains(&format!("\nNext: {next}\n")),
            "{path}: {next}"
        );
        let reads = !row.can_change;
        assert_eq!(part.contains("Result    : unchanged"), reads, "{path}");
        assert_eq!(part.contains("-Action Rollback"), !reads, "{path}");
    });
}

#[test]
fn every_script_is_signed_the_shared_one_first() {
    for bundle in bundles() {
        let runbook = text(bundle, "RUNBOOK.md");
        let list = runbook
            .split("$scripts = @(\n")
            .nth(1)
            .expect("the list of scripts");
        let list = list.split("\n)").next().unwrap_or(list);
        let signed: Vec<String> = list
            .lines()
            .map(|line| line.trim_matches([' ', ',', '\'']).replace('\\', "/"))
            .collect();
        let mut wanted: Vec<String> = bundle.files.iter().map(|file| file.path.clone()).collect();
        wanted.retain(|path| path.ends_with(".ps1"));
        assert_eq!(signed.first().map(String::as_str), Some("common.ps1"));
        assert_eq!(signed.last().map(String::as_str), Some("Test-Bundle.ps1"));
        let mut sorted = signed.clone();
        sorted.sort();
        wanted.sort();
        assert_eq!(sorted, wanted);
    }
}
