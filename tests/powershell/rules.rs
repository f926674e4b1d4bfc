//! Every rule.

use crate::rule::Rule;

mod arguments;
mod changes;
pub mod cmdlets;
mod commands;
mod constructs;
mod help;
mod members;
mod remote;
mod sets;
mod shadows;
mod style;
mod syntax;
mod verbs;

/// In the order of the trials.
pub static ALL: &[&Rule] = &[
    &syntax::RULE,
    &commands::RULE,
    &arguments::RULE,
    &sets::RULE,
    &remote::ERROR_ACTION,
    &remote::CONFIRMED,
    &changes::PLACE,
    &changes::VARIABLES,
    &shadows::RULE,
    &cmdlets::RULE,
    &constructs::RULE,
    &members::RULE,
    &help::RULE,
    &style::RULE,
    &verbs::RULE,
];
