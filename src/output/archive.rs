//! A bundle as one file, the same bytes every time: fixed time, order and rights.

use std::fs;
use std::io::{self, BufReader, Cursor, Write};
use std::path::Path;

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::{Refused, at, carry};
use crate::bundle::Bundle;
use crate::digest::sha256;
use crate::files;
use crate::layout::{self, MANIFEST};

/// An archive in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Name of the file, `contoso.com.zip`.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Archive {
    /// Packs a bundle; inside, everything stands in a folder of the bundle's name.
    ///
    /// # Errors
    ///
    /// [`Refused::Io`] when the bundle does not fit into an archive.
    pub fn of(bundle: &Bundle) -> Result<Self, Refused> {
        let name = layout::archive(&bundle.name);
        match pack(bundle) {
            Ok(bytes) => Ok(Self { name, bytes }),
            Err(error) => Err(at(Path::new(&name))(io::Error::other(error))),
        }
    }

    /// SHA-256 in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }

    /// Whether an archive of the same bundle lies in the folder, perhaps of an older config.
    #[must_use]
    pub fn is_left(bundle: &str, out: &Path) -> bool {
        is_ours(&out.join(layout::archive(bundle)), bundle)
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
                match fs::read(&path) {
                    Ok(bytes) => Ok(bytes == self.bytes),
                    // Another run renews it at this moment.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                    Err(error) => Err(at(&path)(error)),
                }
            }
            _ => Ok(false),
        }
    }
}

/// Whether a file is an archive that this program made of a bundle of that name.
#[must_use]
pub fn is_ours(path: &Path, bundle: &str) -> bool {
    let Ok(file) = files::open_no_link(path) else {
        return false;
    };
    let Ok(mut zip) = ZipArchive::new(BufReader::new(file)) else {
        return false;
    };
    let Ok(manifest) = zip.by_name(&format!("{bundle}/{MANIFEST}")) else {
        return false;
    };
    files::up_to(manifest, files::BUNDLE_LIMIT)
        .is_ok_and(|bytes| carry::ours(&bytes)["name"] == bundle)
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
