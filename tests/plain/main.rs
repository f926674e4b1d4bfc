//! All that needs neither PowerShell nor a browser, as one program: it links once.

#[path = "../common/approver.rs"]
mod approver;
#[cfg(unix)]
#[path = "../common/changed.rs"]
mod changed;
#[path = "../common/cli.rs"]
mod cli;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/customers.rs"]
mod customers;
#[path = "../common/damage.rs"]
mod damage;

use common::cases;

mod api;
mod approve;
mod approve_signed;
mod archive;
mod check;
mod data_steps;
mod diagnose;
mod diagnose_command;
mod diagnose_input;
mod diagnose_known;
mod diagnostics;
mod diff;
mod diff_pair;
mod diff_ticket;
mod disk;
mod documents;
mod domain;
mod generate;
mod given;
mod help;
mod hostile;
mod in_bulk;
mod init;
#[cfg(unix)]
mod init_asks;
mod init_from;
mod interrupted;
mod knowledge;
mod languages;
mod leftovers;
mod length;
mod modules;
mod one_mistake;
mod origin;
mod overlay;
mod overlay_attacks;
mod overlay_mistakes;
mod overlay_steps;
mod pipes;
mod plan;
mod procedure;
mod procedure_files;
mod procedures;
mod render;
mod report;
mod robust;
mod runbook;
mod schema;
mod secrets;
mod settings;
mod shared;
mod steps;
mod steps_order;
mod tenants;
mod verify;
mod windows;
