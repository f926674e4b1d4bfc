//! A step that is data, before it is filled with the values of an organisation.

use serde_json::Value;

use crate::condition::When;
use crate::wanted::{Ensure, Given, Guard, Keep, Stop, Test};

/// What a step that is data does.
#[derive(Debug, Clone)]
pub struct Data {
    pub(crate) when: When,
    pub(crate) wanted: Vec<Part<Template>>,
}

/// A part that is there only where its condition holds.
#[derive(Debug, Clone)]
pub(crate) struct Part<T> {
    pub when: When,
    pub part: T,
}

/// One object before it is filled.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub what: String,
    pub kind: &'static str,
    pub key: String,
    pub find: Vec<Part<Vec<Test>>>,
    pub absent: Vec<Part<Missing>>,
    pub several: Option<Stop>,
    pub given: Option<Given>,
    pub guards: Vec<Part<Guard>>,
    pub ensure: Vec<Part<Ensure>>,
    pub keep: Vec<Part<Keep>>,
}

/// What is done where an object is not there, before it is filled.
#[derive(Debug, Clone)]
pub(crate) enum Missing {
    Create(Box<Create>),
    Stop(Stop),
    Fine(String),
}

/// How an object is made, before it is filled.
#[derive(Debug, Clone)]
pub(crate) struct Create {
    pub name: String,
    pub with: Vec<Part<(String, Value)>>,
    pub so: Vec<(String, Value)>,
    pub unless: Option<Part<(Vec<Test>, Stop)>>,
}

impl Template {
    pub fn changes(&self) -> bool {
        !self.ensure.is_empty() || self.creates()
    }

    pub fn creates(&self) -> bool {
        let mut all = self.absent.iter();
        all.any(|one| matches!(one.part, Missing::Create(_)))
    }
}
