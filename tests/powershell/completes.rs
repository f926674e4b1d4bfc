//! Completions, asked of the shells themselves each where it is there.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use hybrid_oauth::steps;
use libtest_mimic::Trial;
use tempfile::TempDir;

use crate::cli::{run, words};
use crate::powershell;
use crate::tools::{all_there, trial};

pub fn trials() -> Vec<Trial> {
    let [bash, fish] = ["bash", "fish"].map(|shell| all_there(&[shell]));
    let powershell = powershell::find().is_some();
    vec![
        trial(
            "completes::bash_behind_the_command",
            bash,
            bash_completes_behind_the_command,
        ),
        trial("completes::fish", fish, fish_completes_steps),
        trial(
            "completes::powershell",
            powershell,
            powershell_completes_steps,
        ),
    ]
}

/// A folder with the completions of a shell in a file.
pub fn completions(shell: &str, file: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let done = run(
        folder.path(),
        words(&format!("completions {shell} -o {file}")),
    );
    assert_eq!(done.code, Some(0), "{}", done.err);
    folder
}

fn ids() -> BTreeSet<String> {
    steps::all().map(|step| step.id.to_string()).collect()
}

/// The words that bash offers for these, the last of which is being typed.
fn bash(words: &[&str]) -> BTreeSet<String> {
    let folder = completions("bash", "completions.bash");
    let last = words.len() - 1;
    // The function that bash itself would call.
    let question = format!(
        ". \"$0\"; f=$(complete -p hybrid-oauth); f=${{f#*-F }}; f=${{f%% *}}; \
         COMP_WORDS=(\"$@\"); COMP_CWORD={last}; \
         $f hybrid-oauth \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{}]}}\"; \
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        last - 1
    );
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", &question])
        .arg(folder.path().join("completions.bash"));
    let output = bash.args(words).output().unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn bash_completes_behind_the_command() {
    let one = |word: &str| BTreeSet::from([word.to_owned()]);
    assert_eq!(bash(&["hybrid-oauth", "expl"]), one("explain"));
    assert!(bash(&["hybrid-oauth", "generate", "--"]).contains("--list"));
    assert_eq!(
        bash(&["hybrid-oauth", "explain", "auth-"]),
        one("auth-servers")
    );
    assert_eq!(
        bash(&["hybrid-oauth", "explain", "publish"]),
        one("publish-certificate")
    );
    let all = bash(&["hybrid-oauth", "explain", ""]);
    assert!(ids().is_subset(&all), "{all:?}");
}

fn fish_completes_steps() {
    let folder = completions("fish", "completions.fish");
    let ask = |line: &str| -> Vec<String> {
        let mut fish = Command::new("fish");
        let question = format!("source completions.fish; complete -C '{line}'");
        fish.args(["--no-config", "-c", &question])
            .current_dir(folder.path())
            .env("HOME", folder.path());
        let output = fish.output().unwrap();
        assert!(output.stderr.is_empty(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        let word = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
        text.lines().map(word).collect()
    };
    assert_eq!(ask("hybrid-oauth expl"), ["explain"]);
    assert_eq!(ask("hybrid-oauth explain auth-"), ["auth-servers"]);
    let all: BTreeSet<String> = ask("hybrid-oauth explain ").into_iter().collect();
    assert_eq!(all, ids());
    // The second word is a config.
    assert_eq!(
        ask("hybrid-oauth explain auth-servers comp"),
        ["completions.fish"]
    );
    assert!(ask("hybrid-oauth diff --no").contains(&"--no-lines".to_owned()));
}

fn powershell_completes_steps() {
    let engine = powershell::find().unwrap();
    let folder = completions("powershell", "completions.ps1");
    let question = "function hybrid-oauth { }; . ./completions.ps1; foreach ($line in 'hybrid-oauth explain auth-', 'hybrid-oauth expl') \
        { (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText }";
    let output = powershell::once(&engine)
        .args(["-NoProfile", "-Command", question])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        ["auth-servers", "explain"],
        "{output:?}"
    );
    let script = fs::read_to_string(folder.path().join("completions.ps1")).unwrap();
    for id in ids() {
        assert!(script.contains(&format!("::new('{id}', ")), "{id}");
    }
}
