//! `retire`: what the procedure `oauth` set up is switched off, the callers first, once the last on-premises
//! mailbox is gone.
//!
//! Sources: learn.microsoft.com `exchange/decommission-on-premises-exchange` (connectors, relationship),
//! `exchange/hybrid-deployment/deploy-dedicated-hybrid-app` (override, keys of the shared principal). That a
//! relationship and the application are switched off and not removed is our choice: it can be taken back.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::Retire,
    steps: &[
        "mailboxes-left",
        "export-certificate",
        "retire-connector-to-on-premises",
        "retire-connector-to-online",
        "retire-relationship-to-on-premises",
        "retire-setting-override",
        "retire-application",
        "retire-keys",
    ],
    method: MethodIs::Known,
    needs_oauth: false,
    inbound: |_| Vec::new(),
    ..oauth::PROCEDURE
};
