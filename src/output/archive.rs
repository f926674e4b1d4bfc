//! A bundle as one file, the same bytes every time: fixed time, order and rights.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::Path;

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::{Refused, at};
use crate::bundle::{self, Bundle};

/// An archive in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Name of the file, `contoso.com.zip`.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The name of the archive of a bundle.
#[must_use]
pub fn archive_name(bundle: &str) -> String {
    format!("{bundle}.zip")
}

impl Archive {
    /// Packs a bundle; inside, everything stands in a folder of the bundle's name.
    ///
    /// # Errors
    ///
    /// [`Refused::Io`] when the bundle does not fit into an archive.
    pub fn of(bundle: &Bundle) -> Result<Self, Refused> {
        let name = archive_name(&bundle.name);
        match pack(bundle) {
            Ok(bytes) => Ok(Self { name, bytes }),
            Err(error) => Err(at(Path::new(&name))(io::Error::other(error))),
        }
    }

    /// SHA-256 in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        bundle::sha256(&self.bytes)
    }

    /// Whether the folder holds these very bytes already.
    ///
    /// # Errors
    ///
    /// [`Refused::Io`] when a file of that name cannot be read.
    pub fn is_at(&self, out: &Path) -> Result<bool, Refused> {
        let path = out.join(&self.name);
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_file() && metadata.len() == self.bytes.len() as u64 => {
                Ok(fs::read(&path).map_err(at(&path))? == self.bytes)
            }
            _ => Ok(false),
        }
    }
}

fn pack(bundle: &Bundle) -> Result<Vec<u8>, ZipError> {
    // The system is stated: else it would be the one this program was built for.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in &bundle.files {
        zip.start_file(format!("{}/{}", bundle.name, file.path), options)?;
        zip.write_all(&file.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
