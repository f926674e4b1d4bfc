//! `rotation`: the cloud knows the next auth certificate before Exchange signs with it.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::Description;

/// Said when the rotation is undone: the application stays, only the key goes.
const KEY_IN_USE: &str = "Undo the publication in Exchange first (publish-certificate): while Exchange signs with the certificate that was added here, calls to the cloud need its key.";

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::Rotation,
    steps: &[
        "preflight",
        "export-certificate",
        "service-principal-certificate",
        "hybrid-application",
        "uploaded-certificates",
        "publish-certificate",
        "test-to-online",
        "test-to-on-premises",
        "clear-previous-certificate",
    ],
    only_next_certificate: true,
    application_undo: KEY_IN_USE,
    ..oauth::PROCEDURE
};
