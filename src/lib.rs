//! Writes the PowerShell that sets up OAuth between an on-premises Exchange organisation and Exchange Online.
//!
//! A config file becomes a [`tenant::Tenant`]; everything else reads only that.

pub mod domain;
pub mod finding;
pub mod lint;
pub mod tenant;
