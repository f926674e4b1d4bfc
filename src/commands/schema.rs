//! `hybrid-oauth schema`: prints the JSON Schema of the config.

use std::io::{self, Write};

use crate::schema::SCHEMA;

/// Prints the schema; the exit code is 0.
///
/// # Errors
/// When it cannot be written.
pub fn run(out: &mut dyn Write) -> io::Result<u8> {
    serde_json::to_writer_pretty(&mut *out, &*SCHEMA)?;
    writeln!(out)?;
    Ok(0)
}
