//! What an organisation changes about the steps of its bundle, and what of it does not fit.

use std::fmt;

use crate::domain::Procedure;
use crate::own::Own;
use crate::step::Step;

/// What does not fit, with the id that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// Two own steps have one id.
    Twice(String),
    /// An own step has the id of a step of the program, which it does not replace.
    Taken(String),
    /// Two own steps stand for one.
    ReplacedTwice(String),
    /// A step is left out or replaced that the procedure does not have.
    NoSuchStep(String),
    /// A step is left out and replaced.
    LeftOutAndReplaced(String),
    /// An id of the order is one of no step.
    NotInOrder(String),
    /// An own step requires one that there is not.
    RequiresNone {
        /// The own step.
        id: String,
        /// What it requires.
        required: String,
    },
    /// A step would come before one that it requires.
    TooEarly {
        /// The step.
        id: String,
        /// What it requires.
        required: String,
    },
}

impl Mistake {
    /// The id that it is about.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Twice(id)
            | Self::Taken(id)
            | Self::ReplacedTwice(id)
            | Self::NoSuchStep(id)
            | Self::LeftOutAndReplaced(id)
            | Self::NotInOrder(id)
            | Self::RequiresNone { id, .. }
            | Self::TooEarly { id, .. } => id,
        }
    }
}

/// A sentence without a full stop.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice(id) => write!(f, "two steps have the id `{id}`"),
            Self::Taken(id) => write!(
                f,
                "the program has a step `{id}`: say \"replaces\" to stand for it"
            ),
            Self::ReplacedTwice(id) => write!(f, "two steps stand for `{id}`"),
            Self::NoSuchStep(id) => write!(f, "the procedure has no step `{id}`"),
            Self::LeftOutAndReplaced(id) => write!(f, "the step `{id}` is left out and replaced"),
            Self::NotInOrder(id) => write!(f, "`{id}` in the order is no step"),
            Self::RequiresNone { id, required } => {
                write!(f, "the step `{id}` requires `{required}`, which is no step")
            }
            Self::TooEarly { id, required } => {
                write!(
                    f,
                    "the step `{id}` would come before `{required}`, which it requires"
                )
            }
        }
    }
}

/// What does not fit the steps of a procedure, or each other.
#[must_use]
pub fn mistakes(own: &Own, procedure: Procedure) -> Vec<Mistake> {
    let base = super::of_procedure(procedure);
    let in_base = |id: &str| base.iter().any(|step| step.id == id);
    let mut all = Vec::new();
    for (at, step) in own.steps.iter().enumerate() {
        let (id, before) = (step.id.to_string(), &own.steps[..at]);
        if before.iter().any(|other| other.id == step.id) {
            all.push(Mistake::Twice(id.clone()));
        }
        if super::all().any(|known| known.id == step.id)
            && !step.replaces.iter().any(|one| *one == step.id)
        {
            all.push(Mistake::Taken(id.clone()));
        }
        let Some(replaced) = step.replaces.as_deref() else {
            continue;
        };
        if !in_base(replaced) {
            all.push(Mistake::NoSuchStep(replaced.to_owned()));
        }
        if before.iter().any(|other| other.replaces == step.replaces) {
            all.push(Mistake::ReplacedTwice(replaced.to_owned()));
        }
        if own.left_out.iter().any(|one| one.id == replaced) {
            all.push(Mistake::LeftOutAndReplaced(replaced.to_owned()));
        }
    }
    let unknown = own.left_out.iter().filter(|one| !in_base(&one.id));
    all.extend(unknown.map(|one| Mistake::NoSuchStep(one.id.clone())));
    all.extend(misplaced(own, &arranged(base, own)));
    all
}

fn misplaced(own: &Own, arranged: &[&Step]) -> Vec<Mistake> {
    let mut all = Vec::new();
    let place = |id: &str| arranged.iter().position(|step| step.is(id));
    let unknown = own.order.iter().filter(|id| place(id).is_none());
    all.extend(unknown.map(|id| Mistake::NotInOrder(id.clone())));
    for (at, step) in arranged.iter().enumerate() {
        let is_own = own.steps.iter().any(|one| one.id == step.id);
        for required in &step.requires {
            let (id, required) = (step.id.to_string(), required.to_string());
            match place(&required) {
                Some(other) if other >= at => all.push(Mistake::TooEarly { id, required }),
                None if is_own && !super::known().any(|known| known.id == required) => {
                    all.push(Mistake::RequiresNone { id, required });
                }
                _ => {}
            }
        }
    }
    all
}

/// The steps of a procedure with what an organisation changes about them.
#[must_use]
pub(super) fn arranged<'a>(base: &[&'a Step], own: &'a Own) -> Vec<&'a Step> {
    let is_left_out = |step: &Step| own.left_out.iter().any(|one| step.is(&one.id));
    let standing_for = |step: &'a Step| -> &'a Step {
        let mut all = own.steps.iter();
        all.find(|one| one.replaces.as_deref() == Some(&step.id))
            .unwrap_or(step)
    };
    let kept = base.iter().filter(|step| !is_left_out(step));
    let mut all: Vec<&Step> = kept.map(|step| standing_for(step)).collect();
    all.extend(own.steps.iter().filter(|step| step.replaces.is_none()));
    let place = |all: &[&Step], id: &str| all.iter().position(|step| step.is(id));
    // The first that is named stays where it is; one of the organisation's own comes before the next one named.
    let mut named = own
        .order
        .iter()
        .filter(|id| place(&all, id).is_some())
        .cloned()
        .collect::<Vec<_>>();
    named.dedup();
    let is_added = |id: &str| {
        own.steps
            .iter()
            .any(|step| step.is(id) && step.replaces.is_none())
    };
    let leading = named.iter().take_while(|id| is_added(id)).count();
    if let Some(next) = named.get(leading) {
        for id in &named[..leading] {
            if let Some(from) = place(&all, id) {
                let step = all.remove(from);
                let to = place(&all, next).unwrap_or(all.len());
                all.insert(to, step);
            }
        }
    }
    for pair in named.windows(2) {
        if let (Some(before), Some(from)) = (place(&all, &pair[0]), place(&all, &pair[1]))
            && (from < before || is_added(&pair[1]))
        {
            let step = all.remove(from);
            let before = place(&all, &pair[0]).unwrap_or(before);
            all.insert(before + 1, step);
        }
    }
    all
}
