//! One file a command, one `run` each.

pub mod approve;
pub mod check;
pub mod completions;
pub mod diagnose;
pub mod diff;
pub mod explain;
pub mod generate;
pub mod init;
pub mod man;
pub mod overlay;
pub mod plan;
pub mod report;
pub mod schema;
pub mod steps;
pub mod verify;

/// Wrong usage; apart from 1 and 2, which mean something (sysexits.h, EX_USAGE).
pub(crate) const USAGE: u8 = 64;
