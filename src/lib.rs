//! Writes the PowerShell that sets up OAuth between an on-premises Exchange organisation and Exchange Online.
//!
//! A config file becomes a [`tenant::Tenant`] in [`load`]; everything else reads only that. On the
//! way: [`source`] (bytes to text), [`syntax`] (text to tree), [`structure`] (tree against the
//! [`schema`] of [`config`]), [`draft`] (texts to values), [`rules`] (values against each other),
//! [`resolve`] (values to tenant). A tenant becomes a [`bundle::Bundle`] of rendered [`steps`],
//! which [`output`] writes. [`plan`] says from collected state what it would do. [`diagnose`] reads what the scripts and the services answered.
//!
//! Other programs use [`api`], which says what is stable. The feature `cli` (on by default) is the
//! command line.

pub mod api;
#[cfg(feature = "cli")]
pub mod approval;
pub mod bundle;
pub mod catalogue;
pub mod change;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod closing;
pub mod cmdlets;
#[cfg(feature = "cli")]
pub mod commands;
pub mod condition;
pub mod config;
pub mod data_step;
pub mod dates;
pub mod diagnose;
pub mod digest;
#[cfg(feature = "cli")]
pub mod document;
pub mod domain;
pub mod draft;
pub mod error;
pub mod files;
pub mod finding;
pub mod given;
pub mod gone;
pub mod init;
#[cfg(feature = "cli")]
pub mod inputs;
mod json_node;
pub mod kind;
pub mod knowledge;
pub mod lang;
pub mod layout;
pub mod lint;
pub mod load;
pub mod loaded;
pub mod markdown;
pub mod odd_name;
pub mod origin;
pub mod other_format;
pub mod output;
pub mod overlay;
pub mod own;
pub mod patience;
pub mod placeholder;
pub mod places;
pub mod plan;
pub mod powershell;
pub mod procedure;
pub mod report;
pub mod resolve;
pub mod resource;
pub mod risk;
pub mod rotation;
pub mod rules;
pub mod runbook;
pub mod schema;
pub mod scripts;
pub mod secrets;
pub mod settings;
pub mod shown;
pub mod source;
pub mod step;
pub mod steps;
pub mod structure;
pub mod suggestion;
pub mod syntax;
pub mod templates;
pub mod tenant;
pub mod tokens;
pub mod verify;
pub mod view;
pub mod visible;
pub mod wanted;

#[cfg(feature = "cli")]
mod run;

#[cfg(feature = "cli")]
pub use run::run;
