//! The help of every command, read like a document.

use crate::cases::shown;
use crate::cli;
use clap::CommandFactory;

#[test]
fn help() {
    let mut program = hybrid_oauth::cli::Cli::command();
    program.build();
    let names = program
        .get_subcommands()
        .map(|command| command.get_name().to_owned());
    let mut lines = vec![(String::from("help"), vec!["--help".to_owned()])];
    lines.extend(
        names
            .filter(|name| name != "help")
            .map(|name| (format!("help.{name}"), vec![name, "--help".into()])),
    );
    let mut settings = shown::settings("cli");
    settings.add_filter(r"hybrid-oauth\.exe", "hybrid-oauth");
    // The option that all commands have is shown with the program's own.
    let mut common = String::new();
    if cfg!(windows) {
        settings.add_filter(r"\\", "/");
    }
    settings.bind(|| {
        for (name, arguments) in lines {
            let answer = cli::run(std::path::Path::new("."), &arguments);
            assert_eq!((answer.code, &answer.err[..]), (Some(0), ""), "{name}");
            if cfg!(windows) && name == "help.completions" {
                let place = |shell| answer.out.find(shell).expect(shell);
                assert!(
                    place("  PowerShell  this line") < place("  bash  "),
                    "{}",
                    answer.out
                );
                continue;
            }
            if cfg!(windows) && name == "help" {
                assert!(
                    answer.out.contains(r"check examples\contoso.json"),
                    "{}",
                    answer.out
                );
            }
            let mut shown = answer.out;
            match common.is_empty() {
                true => {
                    let from = shown.find("      --color").expect("an option");
                    let to = shown.find("  -h, --help").expect("an option behind it");
                    common = shown[from..to].to_owned();
                }
                false => shown = shown.replacen(&common, "", 1),
            }
            insta::assert_snapshot!(name, shown);
        }
    });
}
