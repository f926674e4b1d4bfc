//! One file a command, one `run` each.

pub mod check;
pub mod diagnose;
pub mod generate;
pub mod schema;
pub mod verify;
