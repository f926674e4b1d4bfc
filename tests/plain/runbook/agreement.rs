//! Runbook against scripts, for every config: steps, commands, cmdlets, roles, scopes, quoted output.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use hybrid_oauth::bundle::Bundle;
use hybrid_oauth::lang::{Lang, Words};
use hybrid_oauth::{cmdlets, runbook};
use tree_sitter::{Node, Parser};

use super::{bundle_of, bundles, cases, text};

/// The part of the runbook about each script, by the script's path.
fn steps(bundle: &Bundle, document: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for part in text(bundle, document).split("\n### ").skip(1) {
        let part = part.split("\n## ").next().unwrap_or(part);
        let Some(first) = commands(part).next() else {
            continue;
        };
        let path = script_of(first).0;
        assert_eq!(
            found.insert(path, part.to_owned()),
            None,
            "{first} stands twice"
        );
    }
    found
}

/// The commands of a list that start a script.
fn commands(part: &str) -> impl Iterator<Item = &str> {
    let lines = part.lines().filter(|line| line.starts_with("- "));
    lines.filter_map(|line| line.split('`').find(|code| code.starts_with(".\\")))
}

/// The path in a command, and what follows it.
fn script_of(command: &str) -> (String, &str) {
    let (script, arguments) = command[2..].split_once(' ').unwrap_or((&command[2..], ""));
    (script.replace('\\', "/"), arguments)
}

/// The rows of the run sheet: the script's path, and the command that connects its shell.
fn sheet(bundle: &Bundle) -> Vec<(String, Option<String>)> {
    let rows = text(bundle, "RUNBOOK.md").lines();
    let rows = rows.filter(|line| line.starts_with("| \u{2610} |"));
    rows.map(|row| {
        let codes: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let (command, connect) = codes.split_last().expect("a command");
        (
            script_of(command).0,
            connect.first().map(|one| (*one).to_owned()),
        )
    })
    .collect()
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
fn the_run_sheet_has_every_script_in_order() {
    for bundle in bundles() {
        let wanted: Vec<String> = rows(bundle).into_iter().map(|(path, _)| path).collect();
        let found: Vec<String> = sheet(bundle).into_iter().map(|(path, _)| path).collect();
        assert_eq!(found, wanted, "{}", bundle.name);
    }
}

#[test]
fn a_step_that_only_reads_has_one_command() {
    for_every_step(|bundle, path, part, _| {
        let found: Vec<&str> = commands(part).map(|command| script_of(command).1).collect();
        let wanted: &[&str] = if row(bundle, path).can_change {
            &["-WhatIf", "", "-Action Verify", "-Action Rollback"]
        } else {
            &[""]
        };
        assert_eq!(found, wanted, "{path}");
        assert!(commands(part).all(|command| script_of(command).0 == path));
    });
}

/// The cmdlets of the appendix, with the steps that call them.
fn appendix(bundle: &Bundle) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let lines = text(bundle, "RUNBOOK.md").lines();
    for line in lines.filter(|line| line.starts_with("- [`")) {
        let (name, rest) = line[4..].split_once("`](").expect("a link");
        let (page, numbers) = rest.split_once(") ").expect("steps");
        assert_eq!(cmdlets::page(name), Some(page));
        let numbers = numbers.split(", ").map(str::to_owned).collect();
        assert_eq!(
            found.insert(name.to_owned(), numbers),
            None,
            "{name} stands twice"
        );
    }
    found
}

#[test]
fn the_cmdlets_named_are_those_that_are_called() {
    // The same bytes in every bundle.
    static SHARED: OnceLock<BTreeSet<String>> = OnceLock::new();
    for bundle in bundles() {
        let mut shared = called(text(bundle, "organization.ps1"));
        shared.extend(
            SHARED
                .get_or_init(|| called(text(bundle, "common.ps1")))
                .clone(),
        );
        let named = appendix(bundle);
        let mut left = named.clone();
        for (path, script) in scripts(bundle) {
            let own = called(script);
            let (_, file) = path.split_once('/').expect("a folder");
            let number = &file[..2];
            for cmdlet in own.iter().filter(|name| cmdlets::page(name).is_some()) {
                assert!(
                    named
                        .get(cmdlet)
                        .is_some_and(|steps| steps.iter().any(|one| one == number)),
                    "the runbook does not say that {path} calls {cmdlet}"
                );
            }
            for (cmdlet, steps) in &mut left {
                if own.contains(cmdlet) || shared.contains(cmdlet) {
                    steps.retain(|step| step != number);
                }
            }
        }
        left.retain(|_, steps| !steps.is_empty());
        assert!(left.is_empty(), "these are not called: {left:?}");
    }
}

#[test]
fn every_page_is_named_once() {
    let link = regex::Regex::new(r#"(?:<|\]\(|href=")(https://[^>)"]+)"#).expect("a pattern");
    for bundle in bundles() {
        for document in [
            "RUNBOOK.md",
            "runbook.html",
            "RUNBOOK.ko.md",
            "runbook.ko.html",
        ] {
            let found = link.captures_iter(text(bundle, document));
            let mut urls: Vec<String> = found.map(|link| link[1].to_owned()).collect();
            assert!(urls.len() > 20, "{document} of {}", bundle.name);
            urls.sort_unstable();
            let twice: Vec<_> = urls.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{document} of {}: {twice:?}", bundle.name);
        }
    }
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
    let words = words.join(" ");
    let pattern = |pattern: &str| regex::Regex::new(pattern).expect("a pattern");
    let value = pattern(r"(Role|Scopes) = (?:'([^']+)'|@\( ?([^)]*)\))");
    let shell = pattern(r"'([^']+)' = @\{ (Direction = [^}]*)\}");
    let row = pattern(r"@\((\d+), '([^']+)', '([^']+)', \$(\w+), @\([^)]*\), @\{([^}]*)\}\)");
    let shells: BTreeMap<&str, &str> = shell
        .captures_iter(&words)
        .map(|found| found.extract::<2>().1.into())
        .collect();
    // What the row says, otherwise what its shell decides.
    let said = |name: &str, own: &str, shell: &str| -> String {
        let mut all = value.captures_iter(own).chain(value.captures_iter(shell));
        let found = all.find(|found| &found[1] == name).expect("a value");
        let value = found.get(2).or(found.get(3)).expect("a value");
        value.as_str().replace('\'', "")
    };
    let found = row
        .captures_iter(&words)
        .map(|found| {
            let number: usize = found[1].parse().expect("a number");
            let path = format!("{}/{number:02}-{}.ps1", &found[3], &found[2]);
            let row = Row {
                role: said("Role", &found[5], shells[&found[3]]),
                scopes: said("Scopes", &found[5], shells[&found[3]]),
                can_change: &found[4] == "true",
            };
            (path, row)
        })
        .collect::<Vec<_>>();
    assert!(found.len() > 6, "the table of steps was read");
    found
}

/// The row of one script.
fn row(bundle: &Bundle, path: &str) -> Row {
    let mut rows = rows(bundle).into_iter();
    let found = rows.find(|(known, _)| known == path);
    found.expect("each script has a row").1
}

#[test]
fn roles_are_those_of_the_script() {
    for_every_step(|bundle, path, part, script| {
        let role = row(bundle, path).role;
        let words: Vec<&str> = script.split_whitespace().collect();
        assert!(
            words.join(" ").contains(&format!("Role: {role}.")),
            "{path}: the help names the role {role}"
        );
        let named = Lang::ALL.iter().any(|lang| {
            let roles = role.split(", ").map(|one| Words::of(*lang).role(one));
            part.contains(&format!(
                ": {} \u{b7}",
                roles.collect::<Vec<_>>().join(", ")
            ))
        });
        assert!(named, "{path}: {role}");
    });
}

#[test]
fn shells_are_connected_as_the_scripts_want_it() {
    for bundle in bundles() {
        let script = text(bundle, "organization.ps1");
        let value = |name: &str| -> String {
            let found = script.split_once(&format!(" {name}= '"));
            let value = found.and_then(|(_, rest)| rest.split('\'').next());
            value.unwrap_or_else(|| panic!("no {name}")).to_owned()
        };
        let tenant = match value("TenantId ") {
            id if id.is_empty() => value("InitialDomain "),
            id => id,
        };
        let (graph, online) = (value("GraphEnvironment "), value("ExchangeEnvironment "));
        // What each window was connected with last.
        let mut connected: BTreeMap<String, String> = BTreeMap::new();
        for (path, connect) in sheet(bundle) {
            let (shell, _) = path.split_once('/').expect("a folder");
            if let Some(connect) = connect {
                connected.insert(shell.to_owned(), connect);
            }
            let scopes = row(bundle, &path).scopes.replace(", ", ",");
            let wanted = match shell {
                "exchange-shell" => None,
                "exo" => Some(format!(
                    "Connect-ExchangeOnline -ExchangeEnvironmentName {online}"
                )),
                _ => Some(format!(
                    "Connect-MgGraph -TenantId {tenant} -Environment {graph} -Scopes {scopes}"
                )),
            };
            assert_eq!(connected.get(shell), wanted.as_ref(), "{path}");
        }
    }
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
    for bundle in bundles() {
        let rows = rows(bundle);
        let first = rows
            .iter()
            .position(|(_, row)| row.can_change)
            .expect("one");
        let next = rows[first + 1].0.replace('/', "\\");
        assert!(
            text(bundle, "RUNBOOK.md").contains(&format!("\nNext: {next}\n")),
            "{next}"
        );
    }
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
