//! `REVIEW.md`: one page for whoever must approve the bundle, from the same tables as the scripts.
//!
//! It names no host and no domain of the organisation, so that it changes with the procedure only.

use serde::Serialize;

use super::engine::{self, Document, Engines};
use super::own::{self, Own};
use crate::domain::{Cloud, Method, Procedure};
use crate::lang::{Lang, Words};
use crate::layout::{COMMON, ORGANIZATION};
use crate::origin::ORIGIN;
use crate::procedure::MethodIs;
use crate::scripts;
use crate::step::{Context, Numbered, Step, Text};
use crate::steps;
use crate::tenant::Tenant;

/// Verbs of cmdlets that change nothing.
const READING: [&str; 2] = ["Get", "Test"];

/// Those that change the session alone, which ends with its window.
const OF_SESSION: [&str; 1] = ["Set-ADServerSettings"];

/// Those that change something all the same: with `-Argument Refresh` a server takes its overrides anew.
const ACTING: [&str; 1] = ["Get-ExchangeDiagnosticInfo"];

/// Minutes that reading takes: the facts; the functions through which every change goes; a step that is data; a
/// step that has code of its own.
const FACTS: usize = 5;
const ENGINE: usize = 15;
const DATA: usize = 1;
const CODE: usize = 3;

#[derive(Serialize)]
struct Review<'a> {
    name: &'a str,
    origin: &'static str,
    method: Option<Method>,
    cloud: Cloud,
    procedure: Option<&'static str>,
    require_approval: bool,
    writers: Vec<Writer<'a>>,
    handers: Vec<String>,
    readers: Vec<String>,
    graph: bool,
    certificate_file: Option<&'a String>,
    hosts: Vec<String>,
    shared: Vec<Shared>,
    reading: Vec<Reading>,
    minutes: usize,
}

/// A script that changes something in a service.
#[derive(Serialize)]
struct Writer<'a> {
    path: String,
    cmdlets: Vec<&'a str>,
    roles: String,
    scopes: &'a [Text],
}

/// A file that is the same in every bundle of this version.
#[derive(Serialize)]
struct Shared {
    path: &'static str,
    sha256: &'static str,
}

/// Files that are read together, with the minutes that takes.
#[derive(Serialize)]
struct Reading {
    key: &'static str,
    files: Vec<String>,
    minutes: usize,
}

/// The cmdlets of a step that change something, Rollback included.
#[must_use]
pub fn writing(step: &Step) -> Vec<&str> {
    let verb = |cmdlet: &str| cmdlet.split('-').next().unwrap_or_default().to_owned();
    let cmdlets = step.cmdlets.iter().map(AsRef::as_ref);
    // In Microsoft Graph one cmdlet reads and writes; the permissions say which.
    let may_write = step.context != Context::MgGraph
        || step.scopes.iter().any(|scope| scope.contains("ReadWrite"));
    cmdlets
        .filter(|_| may_write)
        .filter(|cmdlet| ACTING.contains(cmdlet) || !READING.contains(&verb(cmdlet).as_str()))
        .filter(|cmdlet| step.can_change && !OF_SESSION.contains(cmdlet))
        .collect()
}

/// The page in a language.
pub(super) fn text(tenant: &Tenant, steps: &[Numbered], engines: &Engines, lang: Lang) -> String {
    #[derive(Serialize)]
    struct Values<'a> {
        doc: Review<'a>,
        own: Option<Own<'a>>,
    }
    let values = engine::context(&Values {
        doc: review(tenant, steps, lang),
        own: own::of(tenant, lang),
    });
    super::tidy(&engines.render(Document::Review, values))
}

fn review<'a>(tenant: &'a Tenant, steps: &[Numbered<'a>], lang: Lang) -> Review<'a> {
    let (writers, others): (Vec<&Numbered<'a>>, Vec<&Numbered<'a>>) =
        steps.iter().partition(|one| !writing(one.step).is_empty());
    let (handers, readers): (Vec<&Numbered<'a>>, Vec<&Numbered<'a>>) =
        others.into_iter().partition(|one| one.step.can_change);
    let paths = |steps: &[&Numbered<'a>]| steps.iter().map(|one| one.path()).collect::<Vec<_>>();
    let reading = reading(&writers, &handers);
    let procedure = steps::description(tenant.procedure);
    Review {
        name: &tenant.name,
        origin: &ORIGIN,
        method: Some(tenant.method).filter(|_| procedure.method != MethodIs::Nothing),
        cloud: tenant.cloud,
        procedure: Some(tenant.procedure)
            .filter(|one| !one.is_default())
            .map(Procedure::as_str),
        require_approval: tenant.require_approval,
        graph: writers
            .iter()
            .any(|one| one.step.context == Context::MgGraph),
        writers: writers
            .iter()
            .map(|one| Writer {
                path: one.path(),
                cmdlets: writing(one.step),
                roles: one
                    .step
                    .roles
                    .iter()
                    .map(|role| Words::of(lang).role_in_full(role))
                    .collect::<Vec<_>>()
                    .join(", "),
                scopes: &one.step.scopes,
            })
            .collect(),
        handers: paths(&handers),
        readers: paths(&readers),
        certificate_file: tenant.certificate_file.as_ref(),
        hosts: steps::outbound(tenant),
        shared: scripts::digests()
            .map(|(path, sha256)| Shared { path, sha256 })
            .collect(),
        minutes: reading.iter().map(|one| one.minutes).sum(),
        reading,
    }
}

fn reading(writers: &[&Numbered<'_>], handers: &[&Numbered<'_>]) -> Vec<Reading> {
    let all = writers.iter().chain(handers);
    let (data, code): (Vec<_>, Vec<_>) = all.partition(|one| one.step.is_data());
    let of = |key, steps: Vec<&&Numbered<'_>>, each: usize| Reading {
        key,
        minutes: steps.len() * each,
        files: steps.iter().map(|one| one.path()).collect(),
    };
    let one = |key, file: &str, minutes| Reading {
        key,
        files: vec![file.to_owned()],
        minutes,
    };
    let all = [
        one("read_facts", ORGANIZATION, FACTS),
        one("read_engine", COMMON, ENGINE),
        of("read_data", data, DATA),
        of("read_code", code, CODE),
    ];
    all.into_iter()
        .filter(|one| !one.files.is_empty())
        .collect()
}
