//! Servers that cannot do what is asked of them.

use crate::domain::exchange_product::{BUILD_TABLE, Capability, Verdict, judge};
use crate::domain::{ExchangeBuild, Method, Procedure};
use crate::draft::{At, Draft, Notes};
use crate::lint::{
    BUILD_TOO_OLD, BUILD_WITHOUT_CLOUD_ARCHIVE, BUILD_WITHOUT_GRAPH,
    BUILD_WITHOUT_MODERN_AUTHENTICATION, EDGE_SERVER, Lint, UNKNOWN_BUILD,
};

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    for build in &draft.builds {
        if judge(build.value, Capability::DedicatedApp) == Verdict::Unknown {
            let message = format!("{} is of no known Exchange product", build.value);
            let help = "Look the number up again: (Get-Command ExSetup.exe).FileVersionInfo.ProductVersion on the \
                        server. What it can do is not judged here; the preflight script looks at the server itself.";
            notes.report(&UNKNOWN_BUILD, &build.path, message, help);
            continue;
        }
        if lacks(draft, build, notes) {
            continue;
        }
        if let Some(edge) = edge(draft, build) {
            let message = format!("{edge} sounds like an Edge Transport server");
            let help = "Leave Edge Transport servers out: they have no part in OAuth.";
            notes.report(&EDGE_SERVER, &build.path, message, help);
        }
    }
}

/// What a server must be able to do, whether that is asked, the lint where it cannot, what it is for.
type Wanted = (Capability, bool, &'static Lint, &'static str);

/// What is asked of each server; what comes later needs more.
fn wanted(draft: &Draft) -> [Wanted; 4] {
    let dedicated = draft.method_set_up() == Some(Method::DedicatedApp);
    let graph = dedicated && draft.hybrid_api.is_some_and(|api| api.uses_graph());
    [
        (
            Capability::ModernAuthentication,
            draft.procedure == Some(Procedure::HYBRID_MODERN_AUTHENTICATION),
            &BUILD_WITHOUT_MODERN_AUTHENTICATION,
            "take part in Hybrid Modern Authentication, which all servers must",
        ),
        (
            Capability::DedicatedApp,
            dedicated,
            &BUILD_TOO_OLD,
            "use the dedicated application",
        ),
        (
            Capability::GraphFlow,
            graph,
            &BUILD_WITHOUT_GRAPH,
            "call Microsoft Graph",
        ),
        (
            Capability::CloudArchive,
            dedicated,
            &BUILD_WITHOUT_CLOUD_ARCHIVE,
            "reach the online archive of an on-premises mailbox with the dedicated application",
        ),
    ]
}

/// The first thing the server lacks is told. Whether it lacks something.
fn lacks(draft: &Draft, build: &At<ExchangeBuild>, notes: &mut Notes) -> bool {
    for (capability, asked, lint, purpose) in wanted(draft) {
        let verdict = if asked {
            judge(build.value, capability)
        } else {
            Verdict::Able
        };
        let (message, help) = match verdict {
            Verdict::Able | Verdict::Unknown => continue,
            Verdict::TooOld { product, minimum } => (
                format!("{} ({product}) cannot {purpose}", build.value),
                format!("Bring the server to build {minimum} or later of {product}."),
            ),
            Verdict::Never { product } => (
                format!(
                    "{} ({product}) cannot {purpose}; no build of it can",
                    build.value
                ),
                format!("Move to {}.", newest(capability)),
            ),
        };
        let also = if lint == &BUILD_WITHOUT_GRAPH {
            " Or leave hybrid_api at ews."
        } else {
            ""
        };
        let help = match edge(draft, build) {
            Some(edge) => format!(
                "Leave {edge} out if it is an Edge Transport server: those have no part in OAuth. Else: {help}"
            ),
            None => format!("{help}{also} Edge Transport servers are left out of the list."),
        };
        notes.report(lint, &build.path, message, help);
        return true;
    }
    false
}

/// The name of the server with that build, where it sounds like an Edge Transport server.
fn edge<'a>(draft: &'a Draft, build: &At<ExchangeBuild>) -> Option<&'a str> {
    let servers = draft.config.on_premises.servers.iter().enumerate();
    servers
        .filter(|(index, _)| build.path == format!("on_premises.servers[{index}].build"))
        .map(|(_, server)| server.name.as_str())
        .find(|name| name.to_lowercase().contains("edge"))
}

/// The product to move to, with the build that can; the older ones have no support.
fn newest(capability: Capability) -> String {
    let newest = BUILD_TABLE.last().expect("the table has rows");
    let minimum = newest.minimum(capability).unwrap_or(newest.first);
    format!("{} ({minimum} or later)", newest.name)
}
