//! Mailboxes for the two tests.

use serde::Serialize;

use super::MailboxAddress;

/// One mailbox on each side, used by `Test-OAuthConnectivity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// A mailbox on the on-premises servers.
    pub on_premises_mailbox: MailboxAddress,
    /// A mailbox in Exchange Online.
    pub online_mailbox: MailboxAddress,
}
