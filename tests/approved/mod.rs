//! The trials. All runs are made once, in one process.

mod lab;

use std::sync::OnceLock;

use libtest_mimic::{Arguments, Conclusion, Failed, Trial};
use serde_json::Value;

use crate::powershell;
use lab::{Lab, Ran};

type Outcome = Result<(), Failed>;

static LAB: OnceLock<Lab> = OnceLock::new();

pub fn run() -> Conclusion {
    let found = powershell::find();
    let trial = |name: &str, run: fn(&Lab) -> Outcome| {
        let engine = found.clone();
        Trial::test(name, move || {
            run(LAB.get_or_init(|| Lab::new(&engine.expect("not ignored"))))
        })
        .with_ignored_flag(found.is_none())
    };
    let trials = vec![
        trial("nothing is said where nobody approves bundles", silent),
        trial(
            "an approved bundle runs and its evidence names the approval",
            approved,
        ),
        trial("a signed script is still the approved one", signed),
        trial("another bundle than the approved one warns", warned),
        trial("without the required approval nothing is changed", refused),
        trial(
            "an altered bundle changes nothing where an approval is required",
            altered,
        ),
        trial("a damaged approval stops the step", damaged),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials)
}

fn want(holds: bool, ran: &Ran) -> Outcome {
    match holds {
        true => Ok(()),
        false => Err(format!("{ran:#?}").into()),
    }
}

fn silent(lab: &Lab) -> Outcome {
    let ran = lab.ran("free.apply");
    want(
        ran.exit == 0 && ran.writes > 0 && !ran.said.contains("approved"),
        ran,
    )?;
    want(ran.evidence["approval"] == Value::Null, ran)
}

fn approved(lab: &Lab) -> Outcome {
    for run in ["approved.apply", "approved.verify", "approved.rollback"] {
        let ran = lab.ran(run);
        want(ran.exit == 0, ran)?;
        want(ran.said.contains("Approved: CHG0030412, by 김민수."), ran)?;
        if run == "approved.apply" {
            // Rollback set its record aside.
            continue;
        }
        let approval = &ran.evidence["approval"];
        want(
            approval["fits"] == true && approval["reference"] == "CHG0030412",
            ran,
        )?;
        want(approval["manifest_sha256"] == lab.digest("approved"), ran)?;
    }
    Ok(())
}

fn signed(lab: &Lab) -> Outcome {
    let ran = lab.ran("signed.apply");
    want(
        ran.exit == 0 && ran.evidence["approval"]["fits"] == true,
        ran,
    )
}

fn warned(lab: &Lab) -> Outcome {
    let ran = lab.ran("other.apply");
    let why = "its manifest.json is not the one that was approved (CHG0030412, by 김민수)";
    want(
        ran.exit == 0 && ran.writes > 0 && ran.warned.contains(why),
        ran,
    )?;
    want(ran.evidence["approval"]["fits"] == false, ran)
}

fn refused(lab: &Lab) -> Outcome {
    let why = "This bundle is not approved: it has no approval.json.";
    let tried = lab.ran("required.try");
    want(
        tried.exit == 2 && tried.writes == 0 && tried.warned.contains(why),
        tried,
    )?;
    let ran = lab.ran("required.apply");
    want(
        ran.exit == 3 && ran.writes == 0 && ran.warned.contains(why),
        ran,
    )?;
    // It must not take the place of the record.
    want(ran.evidence == Value::Null, ran)?;
    want(
        lab.ran("required.verify").exit == 2,
        lab.ran("required.verify"),
    )
}

fn altered(lab: &Lab) -> Outcome {
    for run in ["altered.apply", "altered.rollback"] {
        let ran = lab.ran(run);
        let why = "files differ from what was approved (CHG0030412, by 김민수): organization.ps1.";
        want(
            ran.exit == 3 && ran.writes == 0 && ran.warned.contains(why),
            ran,
        )?;
    }
    Ok(())
}

fn damaged(lab: &Lab) -> Outcome {
    let ran = lab.ran("damaged.apply");
    want(
        ran.exit == 3 && ran.writes == 0 && ran.warned.contains("approval.json cannot be read"),
        ran,
    )
}
