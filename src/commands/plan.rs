//! `hybrid-oauth plan`: what the scripts would do.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::USAGE;
use crate::cli::{Plan, PlanFormat};
use crate::commands::overlay;
use crate::given::is_bundle;
use crate::plan::{self, State, json, markdown, text};
use crate::report::Style;
use crate::visible;

/// Plans; the exit code is 0 with nothing to do, 2 with changes, 1 with a conflict or an error.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(
    args: &Plan,
    style: Style,
    findings_style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let Some(tenant) = overlay::tenant(&args.config, &args.with, findings_style, err)? else {
        return Ok(1);
    };
    let Some(folder) = (args.state.clone()).or_else(|| own_state(&args.config)) else {
        let help = "name the folder that the 00-collect scripts wrote with --state, or the bundle that holds it";
        writeln!(err, "error: it is not said what is there\n  help: {help}")?;
        return Ok(USAGE);
    };
    let state = State::read(&folder).and_then(|state| state.check(&tenant).map(|()| state));
    let state = match state {
        Ok(state) => state,
        Err(error) => {
            writeln!(err, "error: {error}")?;
            return Ok(1);
        }
    };
    let plan = plan::make(&tenant, state);
    match args.format {
        PlanFormat::Text => {
            let styles = match style {
                Style::Plain => text::Styles::default(),
                Style::Colored => text::Styles::colored(),
            };
            out.write_all(text::text(&plan, &styles).as_bytes())?;
        }
        PlanFormat::Markdown => out.write_all(markdown::markdown(&plan).as_bytes())?,
        PlanFormat::Json => {
            out.write_all(visible::json(&json::document(&plan)).as_bytes())?;
        }
    }
    Ok(plan.summary().exit_code())
}

/// The state beside the config in a bundle.
fn own_state(config: &Path) -> Option<PathBuf> {
    let state = config.join("state");
    (is_bundle(config) && state.is_dir()).then_some(state)
}
