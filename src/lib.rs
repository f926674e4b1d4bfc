//! Writes the PowerShell that sets up OAuth between an on-premises Exchange organisation and Exchange Online.
//!
//! A config file becomes a [`tenant::Tenant`] in [`load`]; everything else reads only that. On the
//! way: [`source`] (bytes to text), [`syntax`] (text to tree), [`structure`] (tree against the
//! [`schema`] of [`config`]), [`draft`] (texts to values), [`rules`] (values against each other),
//! [`resolve`] (values to tenant).

pub mod commands;
pub mod config;
pub mod domain;
pub mod draft;
pub mod error;
pub mod finding;
pub mod lint;
pub mod load;
pub mod places;
pub mod report;
pub mod resolve;
pub mod rules;
pub mod schema;
pub mod source;
pub mod structure;
pub mod suggestion;
pub mod syntax;
pub mod tenant;
