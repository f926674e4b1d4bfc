//! `hybrid-oauth schema`: prints the JSON Schema of the config, or of `overlay.json`.

use std::io::{self, Write};

use crate::cli::Schema;
use crate::overlay::head;
use crate::schema::SCHEMA;

/// Prints the schema; the exit code is 0.
///
/// # Errors
/// When it cannot be written.
pub fn run(args: &Schema, out: &mut dyn Write) -> io::Result<u8> {
    let schema = match args.overlay {
        true => &head::SCHEMA,
        false => &SCHEMA,
    };
    serde_json::to_writer_pretty(&mut *out, &**schema)?;
    writeln!(out)?;
    Ok(0)
}
