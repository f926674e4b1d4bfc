//! Exchange Server products and the builds from which they can do what is asked of them.
//!
//! Source: learn.microsoft.com `exchange/hybrid-deployment/deploy-dedicated-hybrid-app` and
//! `exchange/new-features/build-numbers-and-release-dates`. `check` and the preflight script
//! judge servers by this one table.

use super::ExchangeBuild;

/// What a server may have to be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Call Exchange Online with the dedicated application.
    DedicatedApp,
    /// Reach the archive in the cloud of an on-premises mailbox with it.
    CloudArchive,
    /// Call Microsoft Graph in place of EWS.
    GraphFlow,
    /// Take tokens of Entra ID from clients (Hybrid Modern Authentication): every product that still gets fixes
    /// (learn.microsoft.com `microsoft-365/enterprise/configure-exchange-server-for-hybrid-modern-authentication`).
    ModernAuthentication,
}

/// A product and cumulative update that still gets fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductRow {
    /// Name for people.
    pub name: &'static str,
    /// First build of this cumulative update.
    pub first: ExchangeBuild,
    /// Build from which the dedicated application works.
    pub dedicated_app: ExchangeBuild,
    /// Build from which the archive in the cloud works with it.
    pub cloud_archive: ExchangeBuild,
    /// Build from which the Graph flow works; none where it never will.
    pub graph_flow: Option<ExchangeBuild>,
}

const fn build(minor: u16, build: u16, revision: u16) -> ExchangeBuild {
    ExchangeBuild::new(15, minor, build, revision)
}

/// The products that can use the dedicated application, oldest first. The Graph build of Exchange
/// SE is reported by one third party, not documented.
pub static BUILD_TABLE: [ProductRow; 4] = [
    ProductRow {
        name: "Exchange 2016 CU23",
        first: build(1, 2507, 6),
        dedicated_app: build(1, 2507, 55),
        cloud_archive: build(1, 2507, 59),
        graph_flow: None,
    },
    ProductRow {
        name: "Exchange 2019 CU14",
        first: build(2, 1544, 4),
        dedicated_app: build(2, 1544, 25),
        cloud_archive: build(2, 1544, 34),
        graph_flow: None,
    },
    ProductRow {
        name: "Exchange 2019 CU15",
        first: build(2, 1748, 10),
        dedicated_app: build(2, 1748, 24),
        cloud_archive: build(2, 1748, 37),
        graph_flow: None,
    },
    ProductRow {
        name: "Exchange SE",
        first: build(2, 2562, 17),
        dedicated_app: build(2, 2562, 17),
        cloud_archive: build(2, 2562, 27),
        graph_flow: Some(build(2, 2562, 41)),
    },
];

impl ProductRow {
    /// The build from which this product can do it; none if it never will.
    #[must_use]
    pub const fn minimum(&self, capability: Capability) -> Option<ExchangeBuild> {
        match capability {
            Capability::DedicatedApp => Some(self.dedicated_app),
            Capability::CloudArchive => Some(self.cloud_archive),
            Capability::GraphFlow => self.graph_flow,
            Capability::ModernAuthentication => Some(self.first),
        }
    }
}

/// What a server is judged to be able to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It can.
    Able,
    /// This product can from `minimum` on; the server is older.
    TooOld {
        /// The product of the server.
        product: &'static str,
        /// The build needed.
        minimum: ExchangeBuild,
    },
    /// No build of this product can.
    Never {
        /// The product of the server.
        product: &'static str,
    },
    /// The build belongs to no product that is known here.
    Unknown,
}

/// Judges a server by its build.
#[must_use]
pub fn judge(server: ExchangeBuild, capability: Capability) -> Verdict {
    let [major, minor, number, _] = server.parts();
    let newest = &BUILD_TABLE[BUILD_TABLE.len() - 1];
    let row = BUILD_TABLE
        .iter()
        .find(|row| row.first.parts()[..3] == [major, minor, number]);
    match row {
        Some(row) => match row.minimum(capability) {
            Some(minimum) if server < minimum => Verdict::TooOld {
                product: row.name,
                minimum,
            },
            Some(_) => Verdict::Able,
            None => Verdict::Never { product: row.name },
        },
        // A cumulative update of Exchange SE that came after this table has all fixes before it.
        None if (major, minor) == (15, 2) && server > newest.first => Verdict::Able,
        None => unsupported(server).map_or(Verdict::Unknown, |product| Verdict::Never { product }),
    }
}

/// The product of a build, for people; none where it is not known.
#[must_use]
pub fn product(server: ExchangeBuild) -> Option<&'static str> {
    let [_, _, number, _] = server.parts();
    let row = BUILD_TABLE
        .iter()
        .find(|row| row.first.parts()[2] == number);
    row.map(|row| row.name).or_else(|| unsupported(server))
}

/// Products and cumulative updates older than the table, which get no fix any more.
fn unsupported(server: ExchangeBuild) -> Option<&'static str> {
    let [major, minor, number, _] = server.parts();
    match (major, minor, number) {
        (14, 0..=3, _) => Some("Exchange 2010"),
        (15, 0, 516..) => Some("Exchange 2013"),
        (15, 1, 225..2507) => Some("Exchange 2016 before CU23"),
        (15, 2, 196..1544) => Some("Exchange 2019 before CU14"),
        _ => None,
    }
}

/// First build of Exchange 2013 SP1; organisations with older servers need the availability
/// address space (learn.microsoft.com, *Configure OAuth authentication*, step 8).
pub const EXCHANGE_2013_SP1: ExchangeBuild = ExchangeBuild::new(15, 0, 847, 32);
