//! Scripts in bundles that were approved, altered or never approved, run in a simulated organisation; and the report that
//! is made of what they left. All runs are made once, in one process.

mod lab;

use std::sync::OnceLock;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::powershell;
use lab::{Lab, Ran};

type Outcome = Result<(), Failed>;

static LAB: OnceLock<Lab> = OnceLock::new();

pub fn trials() -> Vec<Trial> {
    let found = powershell::find();
    let trial = |name: &str, run: fn(&Lab) -> Outcome| {
        let engine = found.clone();
        Trial::test(format!("approved::{name}"), move || {
            run(LAB.get_or_init(|| Lab::new(&engine.expect("not ignored"))))
        })
        .with_ignored_flag(found.is_none())
    };
    vec![
        trial("nothing is said where nobody approves bundles", silent),
        trial(
            "an approved bundle runs and its evidence names the approval",
            approved,
        ),
        trial("a signature that is none is not approved", signed),
        trial("another bundle than the approved one warns", warned),
        trial("without the required approval nothing is changed", refused),
        trial(
            "an altered bundle changes nothing where an approval is required",
            altered,
        ),
        trial("a damaged approval stops the step", damaged),
        trial("the status names the approval of each run", status),
        trial("a report tells the whole change", told),
        trial("a report is one page that needs nothing else", alone),
        trial("a report is in the language of the runbook", korean),
    ]
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
    let why = "files differ from what was approved (CHG0030412, by 김민수): common.ps1.";
    want(
        ran.exit == 3 && ran.writes == 0 && ran.warned.contains(why),
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

fn status(lab: &Lab) -> Outcome {
    for (case, wanted) in [
        ("free", ""),
        ("approved", "CHG0030412, by 김민수"),
        (
            "other",
            "another bundle was approved: CHG0030412, by 김민수",
        ),
    ] {
        let told = lab.status(case)?;
        let step = told
            .iter()
            .find(|one| one["State"] != "open")
            .ok_or(format!("{case}: nothing was run"))?;
        if step["Approval"] != wanted {
            return Err(format!("{case}: {step}").into());
        }
    }
    Ok(())
}

fn has(text: &str, parts: &[&str]) -> Outcome {
    match parts.iter().find(|part| !text.contains(**part)) {
        None => Ok(()),
        Some(part) => Err(format!("no {part} in:\n{text}").into()),
    }
}

fn report(lab: &Lab, more: &[&str]) -> Result<String, Failed> {
    let answer = lab.report(more);
    match answer.code {
        Some(0) if answer.err.is_empty() => Ok(answer.out),
        _ => Err(format!("{answer:?}").into()),
    }
}

fn told(lab: &Lab) -> Outcome {
    let text = report(lab, &["--format", "markdown", "--lang", "en"])?;
    has(
        &text,
        &[
            "# Closing report: contoso.com",
            "| Approval | CHG0030412, 김민수, 2",
            "`exchange-shell/02-auth-servers.ps1` | changed | 2",
            "`exo/12-connector-to-on-premises.ps1` | undone | 2",
            "Nothing is open.",
            "| PartnerApplication Exchange Online | Enabled | false | true | yes 2",
            "| OrganizationConfig Exchange Online | EwsAllowedAppIDs | f5ae79cf-a474-f45b-ae10-8270ac66990c | f5ae79cf-a474-f45b-ae10-8270ac66990c, ",
            "- 14 Test calls from on-premises to Exchange Online: passed, 2",
            "- 15 Test calls from Exchange Online to on-premises: passed, 2",
            "then put back with `-Action Rollback`.",
            "| IntraOrganizationConnector ExchangeHybridOnlineToOnPremises | (object) | (none) | Name",
            "| apply -WhatIf | would-change |",
            "| rollback | changed |",
            "| verify | unchanged |",
            "12-connector-to-on-premises.apply.json.undone-1",
        ],
    )?;
    // What a hand-off held is not for a report.
    if text.contains("MIID") || text.contains("\\u{") {
        return Err(text.into());
    }
    let json: Value = serde_json::from_str(&report(lab, &["--format", "json"])?)?;
    let steps = json["steps"].as_array().ok_or("no steps")?;
    for (id, state) in [
        ("preflight", "looked"),
        ("auth-servers", "changed"),
        ("sharing-endpoint", "as_wanted"),
        ("connector-to-on-premises", "undone"),
        ("test-to-online", "passed"),
    ] {
        let step = steps.iter().find(|step| step["id"] == id).ok_or(id)?;
        if step["state"] != state {
            return Err(format!("{id} is no {state}: {step}").into());
        }
    }
    let approved = |step: &Value| {
        let runs = step["runs"].as_array().expect("runs");
        runs.iter()
            .all(|run| run["approved"] == true && run["approval"] == "CHG0030412")
    };
    match steps.iter().all(approved) && json["whole"] == true && json["approval"]["fits"] == true {
        true => Ok(()),
        false => Err(json.to_string().into()),
    }
}

fn alone(lab: &Lab) -> Outcome {
    let page = report(lab, &[])?;
    has(
        &page,
        &[
            "<html lang=\"ko\">",
            "default-src 'none'; style-src 'sha256-",
        ],
    )?;
    for foreign in [
        "src=",
        "href=\"http",
        "@import",
        "url(",
        "<script",
        "onclick",
    ] {
        if page.contains(foreign) {
            return Err(format!("{foreign} in the page").into());
        }
    }
    Ok(())
}

fn korean(lab: &Lab) -> Outcome {
    let text = report(lab, &["--format", "markdown"])?;
    has(
        &text,
        &[
            "# 변경 완료 보고서: contoso.com",
            "| 변경함 |",
            "| 되돌림 |",
            "남은 일이 없습니다.",
        ],
    )?;
    let english = ["Before", "Nothing", "Find or create", "passed", "undone |"];
    match english.iter().find(|word| text.contains(**word)) {
        None => Ok(()),
        Some(word) => Err(format!("{word} in:\n{text}").into()),
    }
}
