//! Questions on a terminal.

use inquire::ui::RenderConfig;
use inquire::validator::{ErrorMessage, Validation};
use inquire::{InquireError, Select, Text};

use super::{Answers, fault};
use crate::domain::{Cloud, Method};
use crate::init::InitFacts;
use crate::report::Style;

/// What was given beforehand; only the rest is asked for.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// `--domain`
    pub domain: Option<String>,
    /// `--tenant`
    pub tenant: Option<String>,
    /// `--cloud`
    pub cloud: Option<Cloud>,
    /// `--method`
    pub method: Option<Method>,
    /// What few leave out; written, not asked for.
    pub facts: InitFacts,
}

/// Asks for what was not given, each question with its explanation, until the answer holds.
///
/// # Errors
/// When the questions are cancelled or the terminal fails.
pub fn ask(given: &Given, style: Style) -> Result<Answers, InquireError> {
    let colors = match style {
        Style::Plain => RenderConfig::empty(),
        Style::Colored => RenderConfig::default_colored(),
    };
    let mut answers = Answers {
        cloud: given.cloud.unwrap_or_default(),
        method: given.method.unwrap_or_default(),
        // Stand-ins, so that each answer is judged by itself.
        domain: "contoso.com".into(),
        tenant: initial_domain("contoso", given.cloud.unwrap_or_default()),
        ..Answers::default()
    };
    answers.domain = match &given.domain {
        Some(domain) => domain.clone(),
        None => question(
            &answers,
            colors,
            "--domain",
            "SMTP domain of the on-premises mailboxes:",
            "What stands after the @, such as contoso.com. Names the bundle; more domains can be added to the config.",
            |answers, text| answers.domain = text,
        )?,
    };
    if given.cloud.is_none() {
        answers.cloud = Select::new("Cloud that holds the tenant:", Cloud::ALL.to_vec())
            .with_help_message("global is the worldwide one, also for GCC; it decides every address of Microsoft in the scripts.")
            .with_render_config(colors)
            .prompt()?;
        answers.tenant = initial_domain("contoso", answers.cloud);
    }
    answers.tenant = match &given.tenant {
        Some(tenant) => tenant.clone(),
        None => {
            let example = initial_domain("contoso", answers.cloud);
            let help = format!(
                "The domain the tenant was created with, such as {example}; Microsoft 365 admin center, Settings, Domains."
            );
            question(
                &answers,
                colors,
                "--tenant",
                "Initial domain of the tenant:",
                &help,
                |answers, text| answers.tenant = text,
            )?
        }
    };
    if given.method.is_none() {
        answers.method = Select::new("Procedure:", vec![Method::DedicatedApp, Method::SharedPrincipal])
            .with_help_message("dedicated-app works today; Exchange Online refuses the calls of shared-principal since 31 October 2025.")
            .with_render_config(colors)
            .prompt()?;
    }
    answers.tenant_id = question(
        &answers,
        colors,
        "tenant.id",
        "Tenant id (Enter to leave it out):",
        "Entra admin center, Overview. With it the scripts prove by id that they are in the right tenant.",
        |answers, text| answers.tenant_id = text,
    )?;
    answers.facts = given.facts.clone();
    Ok(answers)
}

fn initial_domain(name: &str, cloud: Cloud) -> String {
    let suffixes = cloud.endpoints().initial_domain_suffixes;
    format!(
        "{name}{}",
        suffixes.first().map_or("", |suffix| suffix.initial)
    )
}

fn question(
    answers: &Answers,
    colors: RenderConfig<'static>,
    option: &'static str,
    message: &str,
    help: &str,
    put: fn(&mut Answers, String),
) -> Result<String, InquireError> {
    let known = answers.clone();
    let judge = move |text: &str| {
        let mut trial = known.clone();
        put(&mut trial, text.to_owned());
        Ok(match fault(&trial, option) {
            None => Validation::Valid,
            Some(fault) => Validation::Invalid(ErrorMessage::Custom(fault)),
        })
    };
    Text::new(message)
        .with_help_message(help)
        .with_validator(judge)
        .with_render_config(colors)
        .prompt()
}
