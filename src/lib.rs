//! Writes the PowerShell that sets up OAuth between an on-premises Exchange organisation and Exchange Online.
//!
//! A config file becomes a [`tenant::Tenant`]; everything else reads only that.

pub mod bundle;
pub mod domain;
pub mod finding;
pub mod knowledge;
pub mod lint;
pub mod powershell;
pub mod resource;
pub mod runbook;
pub mod step;
pub mod steps;
pub mod templates;
pub mod tenant;
