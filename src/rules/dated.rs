//! What ends or lacks fixes, by `knowledge/dates.json`: advice for a config that is right otherwise.

use crate::dates::dates;
use crate::domain::exchange_product::product;
use crate::domain::{ExchangeBuild, HybridApi, Method};
use crate::draft::{At, Draft, Notes};
use crate::lint::{EWS_ENDS, GRAPH_FLOW_FIXES, GRAPH_FLOW_LIMITS, PRODUCT_OUT_OF_SUPPORT};

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    if notes.findings.iter().any(|finding| finding.is_error()) {
        return;
    }
    let graph = draft.hybrid_api.is_some_and(HybridApi::uses_graph);
    for build in &draft.builds {
        support(build, notes);
        if graph {
            fixes(build, notes);
        }
    }
    if draft.method_set_up() == Some(Method::DedicatedApp) {
        ends(draft, notes);
    }
}

/// Products that get no fixes any more.
fn support(build: &At<ExchangeBuild>, notes: &mut Notes) {
    let table = &dates().out_of_support;
    let Some(product) = product(build.value) else {
        return;
    };
    if table
        .products
        .iter()
        .any(|old| product.starts_with(old.as_str()))
    {
        let message = format!(
            "{} ({product}) has had no support since {}",
            build.value, table.date
        );
        notes.report(
            &PRODUCT_OUT_OF_SUPPORT,
            &build.path,
            message,
            "Move to Exchange SE.",
        );
    }
}

/// What a server of the Graph flow lacks that a later build mends.
fn fixes(build: &At<ExchangeBuild>, notes: &mut Notes) {
    let missing: Vec<_> = dates()
        .graph_flow
        .fixes
        .iter()
        .filter(|fix| build.value < fix.build)
        .collect();
    if let Some(last) = missing.last() {
        let mends: Vec<&str> = missing.iter().map(|fix| fix.mends.as_str()).collect();
        let message = format!("{} lacks what mends {}", build.value, mends.join(" and "));
        notes.report(
            &GRAPH_FLOW_FIXES,
            &build.path,
            message,
            format!("Bring the server to build {} or later.", last.build),
        );
    }
}

/// What each interface lacks, or will.
fn ends(draft: &Draft, notes: &mut Notes) {
    let key = "hybrid_api";
    let place = if notes.places.is_written(key) {
        key
    } else {
        "method"
    };
    match draft.hybrid_api.unwrap_or_default() {
        HybridApi::Ews => {
            let message = format!(
                "calls through EWS stop on {}, when EWS in Exchange Online ends",
                dates().ews_ends.date
            );
            let graph = draft.cloud.is_none_or(|cloud| cloud.endpoints().graph_flow);
            let help = if graph {
                "Plan for \"hybrid_api\": \"both\" with Exchange SE, then \"graph\"."
            } else {
                "No flow through Microsoft Graph is published for this cloud; watch Microsoft's announcements."
            };
            notes.report(&EWS_ENDS, place, message, help);
        }
        HybridApi::Graph => {
            let message = format!("{} still need EWS", dates().graph_flow.needs_ews);
            let help = "Write \"hybrid_api\": \"both\" until they are not needed any more.";
            notes.report(&GRAPH_FLOW_LIMITS, place, message, help);
        }
        HybridApi::Both => {}
    }
}
