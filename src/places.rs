//! Where in the file each value stands.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The bytes of every value by its path, and the paths whose value cannot be used.
#[derive(Debug, Default)]
pub struct Places {
    spans: HashMap<String, Range<usize>>,
    unusable: HashSet<String>,
}

impl Places {
    /// Remembers where a value stands.
    pub fn insert(&mut self, path: &str, span: Range<usize>) {
        self.spans.insert(path.into(), span);
    }

    /// Remembers that the value at `path` was replaced or left out: nothing can be said about it.
    pub fn set_unusable(&mut self, path: &str) {
        self.unusable.insert(path.into());
    }

    /// Whether the value at `path`, or one that it stands in, could not be used.
    #[must_use]
    pub fn is_unusable(&self, path: &str) -> bool {
        ancestors(path).any(|path| self.unusable.contains(path))
    }

    /// The bytes of the value at `path`, or of the nearest value that it would stand in.
    #[must_use]
    pub fn span(&self, path: &str) -> Range<usize> {
        ancestors(path)
            .find_map(|path| self.spans.get(path))
            .cloned()
            .unwrap_or(0..0)
    }

    /// Whether the file has a value at `path`.
    #[must_use]
    pub fn is_written(&self, path: &str) -> bool {
        self.spans.contains_key(path)
    }
}

/// `a.b[1].c`, `a.b[1]`, `a.b`, `a`, and the empty path of the whole file.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| {
        if path.is_empty() {
            None
        } else {
            Some(&path[..path.rfind(['.', '[']).unwrap_or(0)])
        }
    })
}
