//! The facts of a runbook, gathered once for every format.

use serde::Serialize;

use super::expected;
use super::facts::{self, Fact};
use super::failures::{self, Failure};
use super::signing;
use super::step::{self, Step};
use crate::bundle::{File, TEST_BUNDLE};
use crate::domain::{Method, Procedure};
use crate::lang::Words;
use crate::step::{Context, Numbered};
use crate::steps;
use crate::tenant::Tenant;

/// All that the templates lay out.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    name: &'a str,
    shared_principal: bool,
    rotation: bool,
    facts: Vec<Fact>,
    storage_key: &'a str,
    contexts: Vec<Shell<'a>>,
    roles: Vec<Role>,
    outbound: Vec<String>,
    inbound: Vec<String>,
    steps: Vec<Step<'a>>,
    points: Points,
    tests: Vec<Test>,
    failures: Vec<Failure<'a>>,
    check_command: String,
    sign_commands: String,
    already_done: &'static str,
}

#[derive(Debug, Serialize)]
struct Shell<'a> {
    id: &'static str,
    shell: &'a str,
    steps: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Role {
    name: &'static str,
    steps: Vec<String>,
}

/// Paths of the scripts at which people decide; none where the bundle has no such step.
#[derive(Debug, Serialize)]
struct Points {
    preflight: Option<String>,
    connector: Option<String>,
    /// The test that needs a person's eyes.
    look: Option<String>,
    clean_up: Option<String>,
}

#[derive(Debug, Serialize)]
struct Test {
    direction: &'static str,
    path: String,
    failures: Vec<&'static str>,
}

/// Gathers the facts.
pub fn document<'a>(
    tenant: &'a Tenant,
    steps: &[Numbered],
    scripts: &[File],
    config_sha256: &'a str,
    words: &'a Words,
) -> Document<'a> {
    let known = failures::of(tenant, steps, words);
    Document {
        name: &tenant.name,
        shared_principal: tenant.method == Method::SharedPrincipal,
        rotation: tenant.procedure == Procedure::Rotation,
        facts: facts::of(tenant, config_sha256),
        storage_key: config_sha256,
        contexts: contexts(steps, words),
        roles: roles(steps),
        outbound: steps::outbound_hosts(tenant),
        inbound: steps::inbound_urls(tenant),
        steps: steps
            .iter()
            .enumerate()
            .map(|(index, _)| step::of(tenant, index, steps, scripts, words))
            .collect(),
        points: points(tenant, steps),
        tests: tests(steps, &known),
        failures: known,
        check_command: format!(".\\{TEST_BUNDLE}"),
        sign_commands: signing::commands(&signing::files(steps)),
        already_done: expected::again(),
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

fn roles(steps: &[Numbered]) -> Vec<Role> {
    let mut names: Vec<&'static str> = Vec::new();
    for role in steps.iter().flat_map(|numbered| numbered.step.roles) {
        if !names.contains(role) {
            names.push(role);
        }
    }
    names
        .into_iter()
        .map(|name| Role {
            name,
            steps: numbers(steps, |numbered| numbered.step.roles.contains(&name)),
        })
        .collect()
}

fn numbers(steps: &[Numbered], wanted: impl Fn(&Numbered) -> bool) -> Vec<String> {
    steps
        .iter()
        .filter(|numbered| wanted(numbered))
        .map(|numbered| step::two(numbered.number))
        .collect()
}

fn points(tenant: &Tenant, steps: &[Numbered]) -> Points {
    let path = |id: &str| {
        let found = steps
            .iter()
            .find(|numbered| numbered.step.id.starts_with(id));
        found.map(Numbered::windows_path)
    };
    Points {
        preflight: path("preflight"),
        connector: path("connector-"),
        look: steps
            .iter()
            .find(|numbered| steps::needs_look(tenant, numbered.step))
            .map(Numbered::windows_path),
        clean_up: path("clean-up"),
    }
}

/// The tests, each with the ids of the failures that its direction can show.
fn tests(steps: &[Numbered], known: &[Failure<'_>]) -> Vec<Test> {
    steps
        .iter()
        .filter(|numbered| numbered.step.id.starts_with("test-"))
        .map(|numbered| Test {
            direction: numbered.step.direction.as_str(),
            path: numbered.windows_path(),
            failures: known
                .iter()
                .filter(|failure| failure.possible(numbered.step.direction.as_str()))
                .map(Failure::id)
                .collect(),
        })
        .collect()
}
