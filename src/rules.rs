//! Rules between values: one file each, one line in the table.

mod address_space;
mod builds;
mod dated;
mod duplicates;
mod folder;
mod hosts;
mod initial_domain;
mod mailboxes;
mod method;
mod modern_authentication;
mod object_names;
mod procedure;
mod routing_domain;
mod smtp_domains;

use crate::draft::{Draft, Notes};

/// Every rule. One mistake is one finding, so some are silent where an earlier one found something, the last where there is any error; findings are put in the order of the file later.
pub static RULES: &[fn(&Draft, &mut Notes)] = &[
    builds::check,
    duplicates::check,
    folder::check,
    modern_authentication::check,
    hosts::check,
    address_space::check,
    initial_domain::check,
    mailboxes::check,
    method::check,
    object_names::check,
    procedure::check,
    routing_domain::check,
    smtp_domains::check,
    dated::check,
];
