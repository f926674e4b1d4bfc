//! What every type that wraps a text has in common.

/// Gives a `struct Name(String)` its reading side: `AsRef<str>`, `Display`, `Serialize` as a string.
///
/// A macro, because Rust has no other way to write these three once; the parsing side, where the
/// types differ, stays plain code in each file.
macro_rules! text_type {
    ($name:ident) => {
        impl $name {
            /// The text, as it is written into scripts.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

pub(crate) use text_type;
