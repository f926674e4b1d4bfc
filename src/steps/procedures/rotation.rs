//! `rotation`: the cloud knows the next auth certificate before Exchange signs with it.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::Description;
use crate::steps::*;

/// Said when the rotation is undone: the application stays, only the key goes.
const KEY_IN_USE: &str = "Undo the publication in Exchange first (publish-certificate): while Exchange signs with the certificate that was added here, calls to the cloud need its key.";

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::Rotation,
    steps: &[
        &preflight::STEP,
        &export_certificate::STEP,
        &service_principal_certificate::STEP,
        &hybrid_application::STEP,
        &uploaded_certificates::STEP,
        &publish_certificate::STEP,
        &test_to_online::STEP,
        &test_to_on_premises::STEP,
        &clear_previous_certificate::STEP,
    ],
    only_next_certificate: true,
    application_undo: KEY_IN_USE,
    ..oauth::PROCEDURE
};
