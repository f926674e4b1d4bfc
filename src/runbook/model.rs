//! The facts of the part of a runbook that is the organisation's own, gathered once for every format.

use serde::Serialize;

use super::arrival::{self, Arrival};
use super::expected;
use super::facts::{self, Fact};
use super::row::{self, Row};
use super::step::two;
use crate::domain::Method;
use crate::lang::Words;
use crate::layout::TEST_BUNDLE;
use crate::procedure::MethodIs;
use crate::step::{Context, Numbered};
use crate::steps;
use crate::tenant::Tenant;

/// All that the templates lay out.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    name: &'a str,
    shared_principal: bool,
    procedure: &'static str,
    by_method: bool,
    warnings: &'static [String],
    facts: Vec<Fact>,
    storage_key: &'a str,
    contexts: Vec<Shell<'a>>,
    roles: Vec<Role>,
    outbound: Vec<String>,
    inbound: Vec<String>,
    arrival: Arrival,
    steps: Vec<Row<'a>>,
    /// Minutes of work, all steps together.
    work: u16,
    longest: Option<Longest>,
    hand_offs: Vec<HandOff>,
    example: String,
    points: Points,
    check_command: String,
    already_done: &'static str,
    as_wanted: &'static str,
    only_looks: &'static str,
}

#[derive(Debug, Serialize)]
struct Shell<'a> {
    id: &'static str,
    shell: &'a str,
    steps: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Role {
    name: String,
    steps: Vec<String>,
}

/// Paths of the scripts at which people decide; none where the bundle has no such step.
#[derive(Debug, Serialize)]
struct Points {
    preflight: Option<String>,
    connector: Option<String>,
    /// After it people sign in another way.
    switch: Option<String>,
    /// The test that needs a person's eyes, and the switch with which the person says what was seen.
    look: Option<String>,
    seen: Option<&'static str>,
    clean_up: Option<String>,
}

/// The longest wait, and the step after which it begins.
#[derive(Debug, Serialize)]
struct Longest {
    number: String,
    time: u16,
    /// `minutes` or `hours`
    unit: &'static str,
}

/// A file that one shell writes for another.
#[derive(Debug, Serialize)]
struct HandOff {
    number: String,
    slug: String,
    file: String,
    /// The steps that read it.
    readers: Vec<String>,
}

/// Gathers the facts.
pub fn document<'a>(
    tenant: &'a Tenant,
    steps: &[Numbered<'a>],
    config_sha256: &'a str,
    words: &'a Words,
) -> Document<'a> {
    let rows: Vec<Row> = (0..steps.len())
        .map(|index| row::of(tenant, index, steps, words))
        .collect();
    let procedure = steps::description(tenant.procedure);
    let by_method = procedure.method == MethodIs::SetUp;
    Document {
        name: &tenant.name,
        shared_principal: by_method && tenant.method == Method::SharedPrincipal,
        procedure: tenant.procedure.as_str(),
        by_method,
        warnings: &procedure.warnings,
        facts: facts::of(tenant, config_sha256),
        storage_key: config_sha256,
        contexts: contexts(steps, words),
        roles: roles(steps, words),
        outbound: steps::outbound(tenant),
        inbound: steps::inbound(tenant),
        arrival: arrival::of(&tenant.name),
        hand_offs: hand_offs(steps, &rows),
        steps: rows,
        work: steps.iter().map(|numbered| numbered.step.minutes).sum(),
        longest: longest(steps),
        example: example(steps),
        points: points(tenant, steps),
        check_command: format!(".\\{TEST_BUNDLE}"),
        already_done: expected::NOTHING,
        as_wanted: expected::AS_WANTED,
        only_looks: expected::LOOKED,
    }
}

fn contexts<'a>(steps: &[Numbered], words: &'a Words) -> Vec<Shell<'a>> {
    Context::ALL
        .into_iter()
        .map(|context| Shell {
            id: context.as_str(),
            shell: words.shell(context),
            steps: numbers(steps, |numbered| numbered.step.context == context),
        })
        .filter(|shell| !shell.steps.is_empty())
        .collect()
}

fn roles(steps: &[Numbered], words: &Words) -> Vec<Role> {
    let mut names: Vec<&str> = Vec::new();
    for role in steps.iter().flat_map(|numbered| &numbered.step.roles) {
        if !names.contains(&role.as_ref()) {
            names.push(role);
        }
    }
    names
        .into_iter()
        .map(|name| Role {
            name: words.role_in_full(name),
            steps: numbers(steps, |numbered| {
                numbered.step.roles.iter().any(|role| role == name)
            }),
        })
        .collect()
}

fn numbers(steps: &[Numbered], wanted: impl Fn(&Numbered) -> bool) -> Vec<String> {
    steps
        .iter()
        .filter(|numbered| wanted(numbered))
        .map(|numbered| two(numbered.number))
        .collect()
}

fn points(tenant: &Tenant, steps: &[Numbered]) -> Points {
    let path = |id: &str| {
        let found = steps
            .iter()
            .find(|numbered| numbered.step.id.starts_with(id));
        found.map(Numbered::windows_path)
    };
    let looks = || {
        let all = steps.iter();
        all.filter_map(|numbered| Some((numbered, steps::look(tenant, numbered.step)?)))
    };
    Points {
        preflight: path("preflight"),
        connector: path("connector-"),
        switch: path("oauth-client-profile"),
        look: looks().next().map(|(numbered, _)| numbered.windows_path()),
        seen: looks().next().map(|(_, switch)| switch),
        clean_up: path("clean-up"),
    }
}

fn longest(steps: &[Numbered]) -> Option<Longest> {
    let minutes = |numbered: &Numbered| Some(numbered.step.wait.as_ref()?.minutes);
    let last = steps.iter().max_by_key(|numbered| minutes(numbered))?;
    let (time, unit) = match minutes(last)? {
        short if short < 120 => (short, "minutes"),
        long => (long / 60, "hours"),
    };
    Some(Longest {
        number: two(last.number),
        time,
        unit,
    })
}

fn hand_offs(steps: &[Numbered], rows: &[Row]) -> Vec<HandOff> {
    let of_row = |row: &Row| {
        let (number, slug) = (row.number.clone(), row.slug.clone());
        row.handed_off()
            .map(|file| HandOff {
                number: number.clone(),
                slug: slug.clone(),
                readers: numbers(steps, |other| {
                    let mut read = other.step.reads.iter();
                    read.any(|name| file == format!("handoff/{name}"))
                }),
                file: file.replace('/', "\\"),
            })
            .collect::<Vec<_>>()
    };
    rows.iter().flat_map(of_row).collect()
}

/// What the first step that changes something prints.
fn example(steps: &[Numbered]) -> String {
    let at = steps.iter().position(|numbered| numbered.step.can_change);
    at.map(|at| expected::apply(&steps[at], steps.get(at + 1)))
        .unwrap_or_default()
}
