//! `init` on a terminal: what it asks, and the keys that edit an answer.

use std::fs;
use std::path::Path;
use std::time::Duration;

use expectrl::Expect;
use expectrl::session::OsSession;
use serde_json::{Value, json};
use tempfile::TempDir;

fn start(folder: &Path, more: &[&str]) -> OsSession {
    start_in(folder, more, "xterm")
}

fn start_in(folder: &Path, more: &[&str], kind: &str) -> OsSession {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hybrid-oauth"));
    command
        .args(["init", "--color", "never"])
        .args(more)
        .current_dir(folder)
        .env("TERM", kind);
    let mut terminal = OsSession::spawn(command).unwrap();
    terminal.set_expect_timeout(Some(Duration::from_secs(60)));
    terminal.get_process_mut().set_window_size(200, 50).unwrap();
    terminal
}

fn answer(terminal: &mut OsSession, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        terminal
            .expect(*question)
            .unwrap_or_else(|error| panic!("{question}: {error}"));
        terminal.send(*answer).unwrap();
    }
}

fn config(folder: &Path, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

#[test]
fn everything_that_everybody_must_say_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let mut terminal = start(folder.path(), &[]);
    answer(
        &mut terminal,
        &[
            ("SMTP domain of", "contoso.com\r"),
            ("Cloud that holds the tenant [global]: ", "\r"),
            ("Initial domain of the tenant: ", "contoso.com\r"),
            ("is not the domain the tenant was created with", ""),
            // Keys before the line is drawn again would be lost.
            ("tenant: contoso.com", "\x7f\x7f\x7fonmicrosoft.com\r"),
            ("Procedure [dedicated-app]: ", "\r"),
            ("Tenant id", "aaaabbbb-0000-cccc-1111-dddd2222eeee\r"),
            ("EWS [mail.contoso.com]: ", "owa.contoso.com\r"),
            ("Autodiscover [autodiscover.contoso.com]: ", "\r"),
            ("Mailbox on-premises", "User1@contoso.com\r"),
            ("Mailbox in Exchange Online", "user1@contoso.com\r"),
            ("is named as the on-premises mailbox as well", ""),
            ("user1@contoso.com", "\x15AdeleV@contoso.com\r"),
            ("no more): ", "EX01\r"),
            ("write the name, `=` and the build", ""),
            ("no more): EX01", "=15.2.1748.37"),
            ("1748.37", "\r"),
            ("no more): ", "\r"),
            ("Name of the organisation", "Contoso Ltd.\r"),
            ("Number of the change", "CHG7\r"),
        ],
    );
    terminal.expect("written: contoso.com.json").unwrap();
    let config = config(folder.path(), "contoso.com.json");
    assert_eq!(
        config["tenant"],
        json!({ "initial_domain": "contoso.onmicrosoft.com", "id": "aaaabbbb-0000-cccc-1111-dddd2222eeee" })
    );
    assert_eq!(
        config["on_premises"]["hosts"],
        json!({ "mail": "owa.contoso.com", "autodiscover": "autodiscover.contoso.com" })
    );
    assert_eq!(
        config["on_premises"]["servers"],
        json!([{ "name": "EX01", "build": "15.2.1748.37" }])
    );
    assert_eq!(
        config["verification"]["online_mailbox"],
        "AdeleV@contoso.com"
    );
    assert_eq!(config["organization"], "Contoso Ltd.");
    assert_eq!(config["change"], json!({ "id": "CHG7" }));
}

#[test]
fn the_keys_of_a_shell_edit_an_answer() {
    let folder = TempDir::new().unwrap();
    let mut terminal = start(
        folder.path(),
        &[
            "--tenant",
            "contoso.onmicrosoft.com",
            "--cloud",
            "global",
            "--method",
            "dedicated-app",
        ],
    );
    answer(
        &mut terminal,
        &[
            // Ctrl-U takes the line, Ctrl-W a word; arrows and Home go back in it.
            ("SMTP domain of", "wrong.example\x15ontoso.com\x1b[Hc\r"),
            ("Tenant id", "\r"),
            (
                "EWS [mail.contoso.com]: ",
                "one two\x17\x17owa.contosoo.com\x1b[D\x1b[D\x1b[D\x1b[D\x7f\r",
            ),
            ("Autodiscover [", "\r"),
            ("Mailbox on-premises", "\r"),
            ("The tests are left out", ""),
            ("Exchange server", "\r"),
            ("Name of the organisation", "\r"),
            ("Number of the change", "\r"),
        ],
    );
    terminal.expect("written: contoso.com.json").unwrap();
    let config = config(folder.path(), "contoso.com.json");
    assert_eq!(
        config["on_premises"]["smtp_domains"],
        json!(["contoso.com"])
    );
    assert_eq!(config["on_premises"]["hosts"]["mail"], "owa.contoso.com");
    for left_out in ["verification", "organization", "change"] {
        assert_eq!(config[left_out], Value::Null, "{left_out}");
    }
    assert_eq!(config["tenant"]["id"], Value::Null);
    assert_eq!(config["on_premises"]["servers"], Value::Null);
}

#[test]
fn what_was_given_is_not_asked_for() {
    let folder = TempDir::new().unwrap();
    let given = "--tenant contoso.onmicrosoft.com --cloud global --method dedicated-app --mail-host owa.contoso.com \
        --autodiscover-host contoso.com --on-premises-mailbox a@contoso.com --online-mailbox b@contoso.com \
        --server EX01=15.2.1748.37 --organization Contoso --change CHG1 \
        --tenant-id aaaabbbb-0000-cccc-1111-dddd2222eeee -o a.json";
    let given: Vec<&str> = given.split_whitespace().collect();
    let mut terminal = start(folder.path(), &given);
    answer(&mut terminal, &[("SMTP domain of", "contoso.com\r")]);
    terminal.expect("written: a.json").unwrap();
    // What is missing is asked for, whatever else is given.
    let both = [
        "--domain",
        "contoso.com",
        "--tenant",
        "contoso.onmicrosoft.com",
        "-o",
        "b.json",
    ];
    let mut other = start(folder.path(), &both);
    answer(
        &mut other,
        &[
            ("Cloud that holds", "\r"),
            ("Procedure", "\r"),
            ("Tenant id", "\r"),
            ("EWS [mail.contoso.com]", "\x03"),
        ],
    );
    other.expect("cancelled").unwrap();
    assert_eq!(
        config(folder.path(), "a.json")["on_premises"]["hosts"]["autodiscover"],
        "contoso.com"
    );
}

/// Some terminals cannot move their cursor.
#[test]
fn a_plain_terminal_is_asked_again_too() {
    let folder = TempDir::new().unwrap();
    let given = [
        "--tenant",
        "contoso.onmicrosoft.com",
        "--domain",
        "contoso.com",
        "-o",
        "a.json",
    ];
    let mut terminal = start_in(folder.path(), &given, "dumb");
    answer(
        &mut terminal,
        &[
            ("Cloud that holds the tenant [global]: ", "germany\r"),
            ("Known: global", ""),
            ("Cloud that holds the tenant [global]: ", "dod\r"),
            ("Procedure", "\x04"),
        ],
    );
    terminal.expect("cancelled; nothing was written").unwrap();
}

#[test]
fn who_leaves_writes_nothing() {
    for key in ["\x03", "\x04"] {
        let folder = TempDir::new().unwrap();
        let mut terminal = start(folder.path(), &[]);
        answer(&mut terminal, &[("SMTP domain of", key)]);
        terminal.expect("cancelled; nothing was written").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
