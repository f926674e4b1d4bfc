//! The arguments of `init`; the doc comments are the help.

use std::path::PathBuf;

use crate::domain::{Cloud, Method};

/// `init`
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Init {
    /// SMTP domain of the on-premises mailboxes
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// Initial domain of the tenant, contoso.onmicrosoft.com
    #[arg(long, value_name = "DOMAIN")]
    pub tenant: Option<String>,
    /// Cloud that holds the tenant; global when it is not asked for
    #[arg(long, value_enum)]
    pub cloud: Option<Cloud>,
    /// Procedure; dedicated-app when it is not asked for
    #[arg(long, value_enum)]
    pub method: Option<Method>,
    /// What few leave out
    #[command(flatten)]
    pub facts: InitFacts,
    /// Folder `state` of a bundle, written by the collect scripts: the config follows from it
    #[arg(long, value_name = "DIR", conflicts_with_all = ["domain", "tenant", "cloud", "method", "facts"])]
    pub from: Option<PathBuf>,
    /// File to write, `-` is standard output; the domain with .json when not given
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write even where the file is there
    #[arg(long)]
    pub force: bool,
}

/// What `init` writes where it is given; hosts are guessed otherwise, the rest left out.
#[derive(Debug, Clone, Default, clap::Args)]
#[group(id = "facts", multiple = true)]
pub struct InitFacts {
    /// Directory (tenant) id
    #[arg(long, value_name = "GUID")]
    pub tenant_id: Option<String>,
    /// Host of Outlook on the web and EWS as it is reached from outside
    #[arg(long, value_name = "HOST")]
    pub mail_host: Option<String>,
    /// Host of Autodiscover as it is reached from outside
    #[arg(long, value_name = "HOST")]
    pub autodiscover_host: Option<String>,
    /// Mailbox on-premises for the tests; without both mailboxes there are none
    #[arg(long, value_name = "ADDRESS", requires = "online_mailbox")]
    pub on_premises_mailbox: Option<String>,
    /// Mailbox in Exchange Online for the tests
    #[arg(long, value_name = "ADDRESS", requires = "on_premises_mailbox")]
    pub online_mailbox: Option<String>,
    /// Exchange server and its build, EX01=15.2.1748.37; as often as there are servers
    #[arg(long, value_name = "NAME=BUILD", value_parser = server)]
    pub server: Vec<(String, String)>,
    /// Name of the organisation, in any script
    #[arg(long, value_name = "NAME")]
    pub organization: Option<String>,
    /// Number of the change
    #[arg(long, value_name = "ID")]
    pub change: Option<String>,
}

/// A server and its build.
pub(crate) fn server(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, build)) => Ok((name.trim().to_owned(), build.trim().to_owned())),
        None => Err("write the name, `=` and the build, EX01=15.2.1748.37".to_owned()),
    }
}
