//! The words of the subject, one a file, each valid from the moment it exists.
//!
//! Types are parsed with [`str::parse`], plain text is looked at by a `check` function. The error
//! is always an [`Invalid`]: it names the lint, says what is wrong and what to write instead.

mod app_id;
mod availability_address_space;
pub mod certificate_file;
mod change;
mod cloud;
mod cloud_endpoints;
mod domain_name;
mod exchange_build;
pub mod exchange_product;
pub mod folder_name;
mod guid;
mod host_name;
mod hybrid_api;
mod invalid;
mod lang;
mod mailbox_address;
mod method;
pub mod microsoft;
mod names;
pub mod object_name;
pub mod overlay_folder;
pub mod plain_text;
mod procedure;
pub mod proxy_url;
mod server;
pub mod server_name;
mod tenant_id;
mod text_type;
mod verification;

pub use app_id::AppId;
pub use availability_address_space::AvailabilityAddressSpace;
pub use change::Change;
pub use cloud::Cloud;
pub use cloud_endpoints::{CloudEndpoints, Federation, InitialDomainSuffix};
pub use domain_name::DomainName;
pub use exchange_build::ExchangeBuild;
pub use host_name::HostName;
pub use hybrid_api::HybridApi;
pub use invalid::Invalid;
pub use lang::Lang;
pub use mailbox_address::MailboxAddress;
pub use method::Method;
pub use names::Names;
pub use procedure::Procedure;
pub use server::Server;
pub use tenant_id::TenantId;
pub use verification::Verification;
