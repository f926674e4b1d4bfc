//! The help of every command, read like a document.

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
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/cli");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"hybrid-oauth\.exe", "hybrid-oauth");
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
            insta::assert_snapshot!(name, answer.out);
        }
    });
}
