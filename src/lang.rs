//! The languages of the documents that people sign.
//!
//! `templates/lang/<code>.json` holds the messages of a language. English facts of a step stand in
//! the step itself and those of a failure in `knowledge/failures.json`; other languages translate
//! them: steps by id, failures by the English sentence. Tests name every translation that is missing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

pub use crate::domain::Lang;
use crate::resource::TOLD;
use crate::step::{Context, Step, StepWords};

pub mod message;

/// The words of one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The code of the language.
    #[serde(skip)]
    code: &'static str,
    /// Section, key, text; texts hold `{values}` and code between backticks.
    pub messages: Value,
    /// Translations of [`Context::shell`] by the context's name; empty in English.
    #[serde(default)]
    pub shells: BTreeMap<String, String>,
    /// Names of roles as the portals of the language show them, by the English name; empty in English.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
    /// Translations of a step's texts by its id, or by context and id (`exo/collect`); empty in English.
    #[serde(default)]
    pub steps: BTreeMap<String, StepWords<'static>>,
    /// Translations of the [values told in words](crate::resource::TOLD); empty in English.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Translations of what a step may leave open, by the English text; empty in English.
    #[serde(default)]
    pub remarks: BTreeMap<String, String>,
    /// Translations of the table of failures by the English text; empty in English.
    #[serde(default)]
    pub failures: BTreeMap<String, String>,
}

static EN: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = serde_json::from_str(include_str!("../templates/lang/en.json"))
        .expect("the messages are compiled in and tested");
    words.code = Lang::En.code();
    words
});

static KO: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = serde_json::from_str(include_str!("../templates/lang/ko.json"))
        .expect("the messages are compiled in and tested");
    words.code = Lang::Ko.code();
    words.failures = serde_json::from_str(include_str!("../templates/lang/ko-failures.json"))
        .expect("the translations are compiled in and tested");
    words
});

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Ko => &KO,
        }
    }

    /// The shell of a context in words.
    #[must_use]
    pub fn shell(&self, context: Context) -> &str {
        self.shells
            .get(context.as_str())
            .map_or_else(|| context.shell(), String::as_str)
    }

    /// A role as the portals show it.
    #[must_use]
    pub fn role<'a>(&'a self, english: &'a str) -> &'a str {
        self.roles.get(english).map_or(english, String::as_str)
    }

    /// A role as the portals show it, with its English name in brackets where that is another.
    #[must_use]
    pub fn role_in_full(&self, english: &str) -> String {
        match self.role(english) {
            same if same == english => english.to_owned(),
            name => format!("{name}({english})"),
        }
    }

    /// The texts of a step.
    #[must_use]
    pub fn step<'a>(&'a self, step: &'a Step) -> StepWords<'a> {
        // `collect` is there once a shell, with texts of its own in each.
        let own = self
            .steps
            .get(&format!("{}/{}", step.context.as_str(), step.id));
        // Those of an overlay go before those that a step brings.
        let found = own.or_else(|| self.steps.get(step.id.as_ref()));
        let found = found.or_else(|| step.words.get(self.code));
        found.cloned().unwrap_or(StepWords {
            title: (*step.title).into(),
            summary: (*step.summary).into(),
            undo: (*step.undo).into(),
            acts: (*step.acts).into(),
            meanwhile: step.wait.as_ref().map_or("", |wait| &wait.meanwhile).into(),
            risk: "".into(),
        })
    }

    /// A value of an object, where it is told in words.
    #[must_use]
    pub fn value<'a>(&'a self, english: &'a str) -> Option<&'a str> {
        let told = TOLD.contains(&english);
        told.then(|| self.values.get(english).map_or(english, String::as_str))
    }

    /// What a step may leave open.
    #[must_use]
    pub fn remark<'a>(&'a self, english: &'a str) -> &'a str {
        self.remarks.get(english).map_or(english, String::as_str)
    }

    /// A text of the table of failures.
    #[must_use]
    pub fn failure<'a>(&'a self, english: &'a str) -> &'a str {
        self.failures.get(english).map_or(english, String::as_str)
    }
}
