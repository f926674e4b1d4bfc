//! Several texts: what each shows, told once, with the file that shows it.

use super::{Match, Report};

/// What was found in each text, by its name.
#[must_use]
pub fn together(reports: Vec<(String, Report)>) -> Report {
    let mut all = Report {
        format_version: 1,
        matches: Vec::new(),
        succeeded: false,
        notes: Vec::new(),
    };
    for (name, report) in reports {
        all.succeeded |= report.succeeded;
        for note in report.notes {
            if !all.notes.contains(&note) {
                all.notes.push(note);
            }
        }
        for mut found in report.matches {
            let same = |one: &&mut Match| one.id == found.id && one.direction == found.direction;
            match all.matches.iter_mut().find(same) {
                Some(known) => known.count += found.count,
                None => {
                    found.file = Some(name.clone());
                    all.matches.push(found);
                }
            }
        }
    }
    all.matches.sort_by_key(|found| found.recovered);
    all.succeeded &= all.matches.is_empty();
    all
}
