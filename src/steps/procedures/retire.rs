//! `retire`: what the other procedures set up is taken down, the callers first.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::Retire,
    steps: &[],
    method: MethodIs::Known,
    needs_oauth: false,
    ..oauth::PROCEDURE
};
