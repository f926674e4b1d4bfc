//! Completions, asked of the shells themselves where they are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use expectrl::Expect;
use expectrl::session::OsSession;
use hybrid_oauth::steps;
use tempfile::TempDir;

use crate::cli::{run, words};

/// A folder with the completions of a shell in a file.
fn completions(shell: &str, file: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let done = run(
        folder.path(),
        words(&format!("completions {shell} -o {file}")),
    );
    assert_eq!(done.code, Some(0), "{}", done.err);
    folder
}

/// Whether there is such a shell; where not, that is said.
fn there(shell: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(shell).is_file());
    if !found {
        eprintln!("{shell} is not there: its completions were not tried");
    }
    found
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

#[test]
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

#[test]
fn fish_completes_steps() {
    if !there("fish") {
        return;
    }
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

#[test]
fn zsh_completes_steps() {
    if !there("zsh") {
        return;
    }
    let folder = completions("zsh", "_hybrid-oauth");
    let mut command = Command::new("zsh");
    command
        .args(["-f", "-i"])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env("TERM", "xterm")
        .env("PS1", "ready> ");
    let mut zsh = OsSession::spawn(command).unwrap();
    zsh.set_expect_timeout(Some(Duration::from_secs(60)));
    zsh.get_process_mut().set_window_size(200, 50).unwrap();
    zsh.send("fpath=($PWD $fpath); autoload -U compinit; compinit -u -d dump; echo set-''up\r")
        .unwrap();
    zsh.expect("set-up").unwrap();
    for (line, whole) in [
        ("hybrid-oauth expl\t", "hybrid-oauth explain"),
        (
            "hybrid-oauth explain auth-\t",
            "hybrid-oauth explain auth-servers",
        ),
        (
            "hybrid-oauth explain publish\t",
            "hybrid-oauth explain publish-certificate",
        ),
        ("hybrid-oauth diff --no-l\t", "hybrid-oauth diff --no-lines"),
    ] {
        zsh.send(line).unwrap();
        // Taken up as a text that is printed, since what is typed is drawn piece by piece.
        zsh.send("\x01print -r -- '<\x05>'\r").unwrap();
        zsh.expect(format!("\n<{whole}>"))
            .unwrap_or_else(|error| panic!("{line}: {error}"));
    }
}

fn powershell() -> Option<PathBuf> {
    let named = std::env::var_os("PWSH").filter(|named| !named.is_empty());
    named
        .map(PathBuf::from)
        .or_else(|| there("pwsh").then(|| Path::new("pwsh").to_owned()))
}

#[test]
fn powershell_completes_steps() {
    let Some(engine) = powershell() else { return };
    let folder = completions("powershell", "completions.ps1");
    let question = "function hybrid-oauth { }; . ./completions.ps1; foreach ($line in 'hybrid-oauth explain auth-', 'hybrid-oauth expl') \
        { (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText }";
    let output = Command::new(engine)
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
