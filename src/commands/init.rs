//! `hybrid-oauth init`: writes a config to start from.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::cli::Init;
use crate::finding::Finding;
use crate::init::ask::ask;
use crate::init::terminal::Failed;
use crate::init::{
    Answers, Given, SCHEMA_FILE, Starter, assumes, explanation, from_state, option_of, starter,
};
use crate::load::load;
use crate::odd_name::refuse_odd;
use crate::plan::State;
use crate::schema::SCHEMA;
use crate::visible::{path as shown_path, visible};

/// Writes the config; the exit code is 0, or 1 when something is missing, wrong or there already.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(args: &Init, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    if let Some(path) = &args.output
        && let Err(refused) = refuse_odd(path)
    {
        writeln!(err, "error: {refused}")?;
        return Ok(1);
    }
    if let Some(path) = &args.output
        && is_there(path)
        && !args.force
    {
        return refuse_to_overwrite(path, err);
    }
    if let Some(folder) = &args.from {
        return from_state(args, folder, out, err);
    }
    let answers = match answers(args) {
        Ok(answers) => answers,
        Err(message) => {
            writeln!(err, "error: {message}")?;
            return Ok(1);
        }
    };
    let starter = starter(&answers);
    let Some(tenant) = &starter.tenant else {
        return tell(&starter, err);
    };
    let path = destination(args, &tenant.name);
    if let Some(code) = save(args, &path, &starter.text, out, err)? {
        return Ok(code);
    }
    let facts = &answers.facts;
    for (path, value, why) in explanation(tenant, facts) {
        let value = crate::change::shown(&value);
        writeln!(err, "  {path}: {value} ({why})")?;
    }
    let said = ["no-verification"];
    let findings = starter.findings.into_iter();
    let findings: Vec<Finding> = findings.filter(|one| !said.contains(&one.code)).collect();
    let first = if assumes(facts) {
        "correct what is assumed, then "
    } else {
        ""
    };
    say_findings(&findings, &path, first, err)?;
    Ok(0)
}

/// The config that collected state implies; what is not known is told, never guessed.
fn from_state(
    args: &Init,
    folder: &Path,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let implied = State::read(folder)
        .map_err(|error| error.to_string())
        .and_then(|state| from_state::from_state(&state));
    let implied = match implied {
        Ok(implied) => implied,
        Err(message) => {
            writeln!(err, "error: {message}")?;
            return Ok(1);
        }
    };
    let path = destination(args, &implied.name());
    if let Some(code) = save(args, &path, &implied.text, out, err)? {
        return Ok(code);
    }
    for unknown in &implied.unknowns {
        writeln!(err, "  {}: {}", unknown.path, visible(&unknown.why))?;
    }
    let loaded = load("config", implied.text.as_bytes());
    let first = if loaded.tenant.is_none() {
        "write what is missing, then "
    } else {
        "look at what is said above, then "
    };
    say_findings(&loaded.findings, &path, first, err)?;
    Ok(u8::from(loaded.findings.iter().any(Finding::is_error)))
}

/// The file that is asked for, else the name with `.json`.
fn destination(args: &Init, name: &str) -> PathBuf {
    let asked = args.output.clone();
    asked.unwrap_or_else(|| PathBuf::from(format!("{name}.json")))
}

/// Writes the text where it belongs; an exit code when that fails.
fn save(
    args: &Init,
    path: &Path,
    text: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Option<u8>> {
    if path.as_os_str() == "-" {
        out.write_all(text.as_bytes())?;
        return Ok(None);
    }
    match write(path, text, args.force) {
        Ok(()) => {
            writeln!(out, "written: {}", shown_path(path))?;
            write_schema(path, err)?;
            Ok(None)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            refuse_to_overwrite(path, err).map(Some)
        }
        Err(error) => {
            writeln!(
                err,
                "error: {}: {error}\n  help: name another file with --output, or look at the folder's permissions",
                shown_path(path)
            )?;
            Ok(Some(1))
        }
    }
}

/// The schema beside the config, for editors; one that is there stays.
fn write_schema(config: &Path, err: &mut dyn Write) -> io::Result<()> {
    let path = config.with_file_name(SCHEMA_FILE);
    let text = format!("{:#}\n", *SCHEMA);
    match write(&path, &text, false) {
        Ok(()) => writeln!(
            err,
            "  $schema: {SCHEMA_FILE} (written beside it, for editors)"
        ),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => writeln!(
            err,
            "  $schema: {} cannot be written: {error}",
            shown_path(&path)
        ),
    }
}

/// What `check` says of the file, and what comes next.
fn say_findings(
    findings: &[Finding],
    path: &Path,
    first: &str,
    err: &mut dyn Write,
) -> io::Result<()> {
    for finding in findings {
        writeln!(
            err,
            "  {}: {}. {}",
            finding.code,
            visible(&finding.message),
            visible(&finding.help)
        )?;
    }
    let name = shown_path(path);
    if path.as_os_str() != "-" {
        writeln!(
            err,
            "Next: {first}hybrid-oauth check {name} and hybrid-oauth generate {name} -o out"
        )?;
    }
    Ok(())
}

fn is_there(path: &Path) -> bool {
    path.as_os_str() != "-" && path.symlink_metadata().is_ok()
}

fn refuse_to_overwrite(path: &Path, err: &mut dyn Write) -> io::Result<u8> {
    writeln!(
        err,
        "error: {} is there already; nothing was written\n  help: name another file with --output, or overwrite it with --force",
        shown_path(path)
    )?;
    Ok(1)
}

fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    let mut file = if force {
        File::create(path)?
    } else {
        OpenOptions::new().write(true).create_new(true).open(path)?
    };
    file.write_all(text.as_bytes())
}

/// What was given, and on a terminal what was asked for; else what to give.
fn answers(args: &Init) -> Result<Answers, String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        if let (Some(domain), Some(tenant)) = (&args.domain, &args.tenant) {
            return Ok(Answers {
                domain: domain.clone(),
                tenant: tenant.clone(),
                cloud: args.cloud.unwrap_or_default(),
                method: args.method.unwrap_or_default(),
                facts: args.facts.clone(),
            });
        }
        let missing: Vec<&str> = [
            (
                "--domain (SMTP domain of the on-premises mailboxes)",
                args.domain.is_none(),
            ),
            (
                "--tenant (initial domain of the tenant, contoso.onmicrosoft.com)",
                args.tenant.is_none(),
            ),
        ]
        .into_iter()
        .filter_map(|(option, missing)| missing.then_some(option))
        .collect();
        return Err(format!(
            "there is no terminal to ask on, and {} missing\n  help: give {}",
            if missing.len() == 1 {
                "a value is"
            } else {
                "values are"
            },
            missing.join(" and ")
        ));
    }
    let given = Given {
        domain: args.domain.clone(),
        tenant: args.tenant.clone(),
        cloud: args.cloud,
        method: args.method,
        facts: args.facts.clone(),
    };
    ask(&given).map_err(|error| match error {
        Failed::Cancelled => {
            "cancelled; nothing was written\n  help: run it again, or give --domain and --tenant"
                .into()
        }
        Failed::Terminal(error) => {
            format!("the terminal cannot be asked: {error}\n  help: give --domain and --tenant")
        }
    })
}

/// The errors, each at the option that caused it.
fn tell(starter: &Starter, err: &mut dyn Write) -> io::Result<u8> {
    for finding in starter
        .findings
        .iter()
        .filter(|finding| Finding::is_error(finding))
    {
        writeln!(
            err,
            "error[{}]: {}: {}\n  help: {}",
            finding.code,
            option_of(&finding.path),
            visible(&finding.message),
            finding.help
        )?;
    }
    Ok(1)
}
