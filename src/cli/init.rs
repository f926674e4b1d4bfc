//! The arguments of `init`; the doc comments are the help.

use std::path::PathBuf;

use crate::domain::{Cloud, Method};
use crate::init::InitFacts;

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
