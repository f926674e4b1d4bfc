//! Completions as zsh offers them to somebody who types.

use std::process::Command;
use std::time::Duration;

use expectrl::Expect;
use expectrl::session::OsSession;
use libtest_mimic::Trial;

use crate::completes::completions;
use crate::tools::{all_there, trial};

pub fn trials() -> Vec<Trial> {
    vec![trial(
        "completes::zsh",
        all_there(&["zsh"]),
        zsh_completes_steps,
    )]
}

fn zsh_completes_steps() {
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
