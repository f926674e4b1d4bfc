//! The same questions to the real parser of PowerShell, where one is found.

use std::path::Path;

use hybrid_oauth::knowledge::{self, Cause, Direction};
use hybrid_oauth::layout;
use libtest_mimic::{Failed, Trial};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::common;
use crate::powershell;
use crate::quoting::{self, Token};
use crate::script::Script;

/// Tells each syntax error of the scripts in a folder, one a line, and at the end how many it read.
const PARSE: &str = include_str!("parse.ps1");

/// Writes down every literal of the scripts in a folder as PowerShell understands it.
const LITERALS: &str = include_str!("literals.ps1");

/// Says what the table of failures gives to the other scripts.
const FAILURES: &str = "param([string] $Folder)\n\
    ConvertTo-Json -Depth 4 -InputObject @(& (Join-Path -Path $Folder -ChildPath 'failures.ps1'))";

/// The trials of this file; ignored without PowerShell.
pub fn trials() -> Vec<Trial> {
    let found = powershell::find();
    let missing = found.is_none();
    let one = |name: &str, run: fn(&Path) -> Result<(), Failed>| {
        let engine = found.clone();
        let trial = Trial::test(name, move || {
            run(engine.as_deref().ok_or("no PowerShell")?)
        });
        trial.with_ignored_flag(missing)
    };
    vec![
        one("engine::syntax", syntax),
        one("engine::reports_a_syntax_error", syntax_error),
        one("engine::literals", literals),
        one("engine::failures", failures),
    ]
}

/// Runs a script on a folder and returns what it says.
fn run(engine: &Path, script: &str, folder: &Path) -> Result<String, Failed> {
    let file = folder.join("run.psm1");
    std::fs::write(&file, script)?;
    let file = folder.join("run.ps1");
    std::fs::rename(folder.join("run.psm1"), &file)?;
    let output = powershell::once(engine)
        .args(["-NoProfile", "-NonInteractive", "-File"])
        .arg(&file)
        .arg("-Folder")
        .arg(folder.join("scripts"))
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}: {said}{complaint}", output.status).into())
}

fn write(folder: &Path, path: &str, text: &[u8]) -> Result<(), Failed> {
    let file = folder.join("scripts").join(path);
    std::fs::create_dir_all(file.parent().ok_or("a file stands in a folder")?)?;
    std::fs::write(file, text)?;
    Ok(())
}

fn syntax(engine: &Path) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut count = 0;
    for scenario in common::scenarios() {
        for file in scenario.bundle.files {
            if file.path.ends_with(".ps1") {
                write(
                    folder.path(),
                    &format!("{}/{}", scenario.name, file.path),
                    &file.bytes,
                )?;
                count += 1;
            }
        }
    }
    let said = run(engine, PARSE, folder.path())?;
    if said.trim() == format!("{count} scripts") {
        return Ok(());
    }
    Err(said.into())
}

fn syntax_error(engine: &Path) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    write(folder.path(), "bad.ps1", b"$a = 'it's'\r\n")?;
    let said = run(engine, PARSE, folder.path())?;
    if said.contains("bad.ps1:1:") {
        return Ok(());
    }
    Err(format!("not reported: {said}").into())
}

/// The script reads from its texts what the table of failures says, line breaks or not.
fn failures(engine: &Path) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut scenarios = common::scenarios().into_iter();
    let bundle = scenarios.next().ok_or("no scenario")?.bundle;
    let mut files = bundle.files.iter();
    let script = files.find(|file| file.path == layout::FAILURES);
    let script = script.ok_or("no script")?;
    write(folder.path(), &script.path, &script.bytes)?;
    let rows: Vec<Value> = serde_json::from_str(&run(engine, FAILURES, folder.path())?)?;
    let known = knowledge::table().failures.iter();
    let known: Vec<_> = known.filter(|one| !one.only_in_texts).collect();
    if rows.len() != known.len() {
        return Err(format!("{} rows instead of {}", rows.len(), known.len()).into());
    }
    for (row, failure) in rows.iter().zip(known) {
        let texts = |name: &str| -> Vec<&str> {
            let all = row[name].as_array().into_iter().flatten();
            all.filter_map(Value::as_str).collect()
        };
        let way = |way: &Direction| texts("Marks").contains(&way.as_str());
        let cause = |cause: &Cause| {
            let step = cause.step.iter().map(|step| format!(" [step {step}]"));
            let step: String = step.collect();
            format!("{} Mend: {}{step}", cause.cause, cause.mend)
        };
        // Several may stand as alternatives of one, in another order.
        let patterns = texts("Patterns").join("|");
        let lengths = failure.patterns.iter().map(|one| one.len() + 1);
        let codes = failure.http.iter();
        let generic = codes.flat_map(|code| knowledge::table().http_patterns(*code));
        let holds = row["Id"] == failure.id
            && row["Title"] == failure.title
            && row["Passes"] == failure.passes
            && failure.directions.iter().all(way)
            && failure
                .patterns
                .iter()
                .all(|one| patterns.contains(one.as_str()))
            && lengths.sum::<usize>() == patterns.len() + usize::from(!patterns.is_empty())
            && texts("Generic").join("|") == generic.collect::<Vec<_>>().join("|")
            && texts("Causes") == failure.causes.iter().map(cause).collect::<Vec<_>>();
        if !holds {
            return Err(format!("{row:#} is not {failure:#?}").into());
        }
    }
    Ok(())
}

/// The parser reads from hostile scripts the literals that the decoder of these tests reads.
fn literals(engine: &Path) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut runner = TestRunner::deterministic();
    let mut expected = Vec::new();
    let plain = quoting::scripts(&quoting::plain_texts());
    for case in 0..12 {
        let texts = quoting::hostile_texts()
            .new_tree(&mut runner)
            .map_err(|reason| reason.to_string())?
            .current();
        for (path, text) in quoting::scripts(&texts) {
            let name = format!("{case:02}/{path}");
            write(folder.path(), &name, text.as_bytes())?;
            let before = quoting::tokens(&Script::new(&path, &plain[&path], None, None));
            let literals = quoting::replaced(&before, &texts)
                .into_iter()
                .filter_map(hex);
            expected.push(name);
            expected.extend(literals);
        }
    }
    let said = run(engine, LITERALS, folder.path())?;
    let found: Vec<&str> = said.lines().collect();
    let differs = found.iter().zip(&expected).position(|(a, b)| a != b);
    if differs.is_none() && found.len() == expected.len() {
        return Ok(());
    }
    let at = differs.unwrap_or(found.len().min(expected.len()));
    Err(format!(
        "line {at}: {:?} instead of {:?}",
        found.get(at),
        expected.get(at)
    )
    .into())
}

/// A literal as its code units.
fn hex(token: Token) -> Option<String> {
    match token {
        Token::Literal(text) => Some(
            std::iter::once("=".to_owned())
                .chain(text.encode_utf16().map(|unit| format!("{unit:04X}")))
                .collect(),
        ),
        Token::Other(_) => None,
    }
}
