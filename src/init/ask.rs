//! What `init` asks on a terminal, each question with its explanation, until the answer holds.

use clap::ValueEnum;

use super::terminal::{Asked, Failed, Question, Terminal};
use super::{Answers, Given, InitFacts, fault, server, usual_host};
use crate::domain::{Cloud, Method};

/// Asks for what was not given.
///
/// # Errors
/// When the questions are cancelled or the terminal fails.
pub fn ask(given: &Given) -> Result<Answers, Failed> {
    let mut terminal = Terminal::open()?;
    let mut answers = Answers {
        cloud: given.cloud.unwrap_or_default(),
        method: given.method.unwrap_or_default(),
        facts: given.facts.clone(),
        // Stand-ins, so that each answer is judged by itself.
        domain: "contoso.com".into(),
        tenant: initial_domain("contoso", given.cloud.unwrap_or_default()),
    };
    let mut asking = Asking {
        terminal: &mut terminal,
        answers: &mut answers,
    };
    asking.organisation(given)?;
    asking.hosts()?;
    asking.mailboxes()?;
    asking.servers()?;
    asking.names()?;
    Ok(answers)
}

struct Asking<'a> {
    terminal: &'a mut Terminal,
    answers: &'a mut Answers,
}

impl Asking<'_> {
    /// One answer; what is wrong with it is said at once. Empty where it may be left out.
    fn one(
        &mut self,
        option: &'static str,
        text: &str,
        help: &str,
        guess: &str,
        put: impl Fn(&mut Answers, &str),
    ) -> Asked {
        let known = self.answers.clone();
        let judge = move |text: &str| {
            let mut trial = known.clone();
            put(&mut trial, text);
            fault(&trial, option)
        };
        let question = Question {
            text,
            help,
            guess,
            choices: &[],
        };
        self.terminal.ask(&question, &judge)
    }

    /// The same where Enter leaves it out.
    fn optional(
        &mut self,
        option: &'static str,
        text: &str,
        help: &str,
        put: impl Fn(&mut Answers, &str),
    ) -> Result<Option<String>, Failed> {
        let judged = move |answers: &mut Answers, text: &str| {
            if !text.is_empty() {
                put(answers, text);
            }
        };
        let answer = self.one(option, text, help, "", judged)?;
        Ok(Some(answer).filter(|answer| !answer.is_empty()))
    }

    fn choice<T: ValueEnum + Clone>(
        &mut self,
        text: &str,
        help: &str,
        guess: &str,
    ) -> Result<T, Failed> {
        let values = T::value_variants().iter();
        let names: Vec<String> = values
            .filter_map(|one| Some(one.to_possible_value()?.get_name().to_owned()))
            .collect();
        let known = format!("Known: {}.", names.join(", "));
        let question = Question {
            text,
            help: &format!("{help} {known}"),
            guess,
            choices: &names,
        };
        let judge = move |text: &str| T::from_str(text, true).err().map(|_| known.clone());
        let answer = self.terminal.ask(&question, &judge)?;
        Ok(T::from_str(&answer, true).expect("it was judged"))
    }

    fn organisation(&mut self, given: &Given) -> Result<(), Failed> {
        self.answers.domain = match &given.domain {
            Some(domain) => domain.clone(),
            None => self.one(
                "--domain",
                "SMTP domain of the on-premises mailboxes",
                "What stands after the @, such as contoso.com. Names the bundle; more domains can be added to the config.",
                "",
                |answers, text| answers.domain = text.to_owned(),
            )?,
        };
        if given.cloud.is_none() {
            self.answers.cloud = self.choice::<Cloud>(
                "Cloud that holds the tenant",
                "It decides every address of Microsoft in the scripts; global is also for GCC.",
                Cloud::default().as_str(),
            )?;
        }
        let example = initial_domain("contoso", self.answers.cloud);
        self.answers.tenant.clone_from(&example);
        self.answers.tenant = match &given.tenant {
            Some(tenant) => tenant.clone(),
            None => self.one(
                "--tenant",
                "Initial domain of the tenant",
                &format!("The domain the tenant was created with, such as {example}; Microsoft 365 admin center, Settings, Domains."),
                "",
                |answers, text| answers.tenant = text.to_owned(),
            )?,
        };
        if given.method.is_none() {
            self.answers.method = self.choice::<Method>(
                "Procedure",
                "dedicated-app works today; Exchange Online refuses the calls of shared-principal since 31 October 2025.",
                &Method::default().to_string(),
            )?;
        }
        if self.answers.facts.tenant_id.is_none() {
            self.answers.facts.tenant_id = self.optional(
                "--tenant-id",
                "Tenant id (Enter leaves it out)",
                "Entra admin center, Overview. With it the scripts prove by id that they are in the right tenant.",
                |answers, text| answers.facts.tenant_id = Some(text.to_owned()),
            )?;
        }
        Ok(())
    }

    fn hosts(&mut self) -> Result<(), Failed> {
        let domain = self.answers.domain.clone();
        if self.answers.facts.mail_host.is_none() {
            let host = self.one(
                "--mail-host",
                "Host of Outlook on the web and EWS",
                "As it is reached from outside, without https:// and path.",
                &usual_host("mail", &domain),
                |answers, text| answers.facts.mail_host = Some(text.to_owned()),
            )?;
            self.answers.facts.mail_host = Some(host);
        }
        if self.answers.facts.autodiscover_host.is_none() {
            let host = self.one(
                "--autodiscover-host",
                "Host of Autodiscover",
                "As it is reached from outside; some organisations use the domain itself.",
                &usual_host("autodiscover", &domain),
                |answers, text| answers.facts.autodiscover_host = Some(text.to_owned()),
            )?;
            self.answers.facts.autodiscover_host = Some(host);
        }
        Ok(())
    }

    fn mailboxes(&mut self) -> Result<(), Failed> {
        // One is never given without the other.
        if self.answers.facts.online_mailbox.is_some() {
            return Ok(());
        }
        let domain = self.answers.domain.clone();
        let other = format!("other@{domain}");
        let here = self.optional(
            "--on-premises-mailbox",
            "Mailbox on-premises for the tests (Enter leaves the tests out)",
            "A mailbox that lives on the servers, such as User1@contoso.com.",
            move |answers, text| put_mailboxes(&mut answers.facts, text, &other),
        )?;
        let Some(here) = here else {
            self.terminal
                .say("The tests are left out: nothing will prove that calls work.");
            return Ok(());
        };
        let known = here.clone();
        let there = self.one(
            "--online-mailbox",
            "Mailbox in Exchange Online for the tests",
            "Another mailbox, one that lives in Exchange Online.",
            "",
            move |answers, text| put_mailboxes(&mut answers.facts, &known, text),
        )?;
        put_mailboxes(&mut self.answers.facts, &here, &there);
        Ok(())
    }

    fn servers(&mut self) -> Result<(), Failed> {
        if !self.answers.facts.server.is_empty() {
            return Ok(());
        }
        let help = "EX01=15.2.1748.37, one at a time; the build is that of (Get-Command ExSetup.exe).FileVersionInfo.ProductVersion on it.";
        loop {
            let known = self.answers.clone();
            let judge = move |text: &str| {
                if text.is_empty() {
                    return None;
                }
                let mut trial = known.clone();
                match server(text) {
                    Ok(one) => trial.facts.server.push(one),
                    Err(fault) => return Some(fault),
                }
                fault(&trial, "--server")
            };
            let question = Question {
                text: "Exchange server and its build (Enter when there are no more)",
                help,
                guess: "",
                choices: &[],
            };
            let answer = self.terminal.ask(&question, &judge)?;
            match server(&answer) {
                Ok(one) => self.answers.facts.server.push(one),
                Err(_) => return Ok(()),
            }
        }
    }

    fn names(&mut self) -> Result<(), Failed> {
        if self.answers.facts.organization.is_none() {
            self.answers.facts.organization = self.optional(
                "--organization",
                "Name of the organisation (Enter leaves it out)",
                "In any script; shown in the documents.",
                |answers, text| answers.facts.organization = Some(text.to_owned()),
            )?;
        }
        if self.answers.facts.change.is_none() {
            self.answers.facts.change = self.optional(
                "--change",
                "Number of the change (Enter leaves it out)",
                "Such as CHG0030412; shown in the documents and in the change request.",
                |answers, text| answers.facts.change = Some(text.to_owned()),
            )?;
        }
        Ok(())
    }
}

fn put_mailboxes(facts: &mut InitFacts, here: &str, there: &str) {
    facts.on_premises_mailbox = Some(here.to_owned());
    facts.online_mailbox = Some(there.to_owned());
}

fn initial_domain(name: &str, cloud: Cloud) -> String {
    let suffixes = cloud.endpoints().initial_domain_suffixes;
    format!(
        "{name}{}",
        suffixes.first().map_or("", |suffix| suffix.initial)
    )
}
