//! From the files of an overlay to what they mean: every mistake at its place, no disk.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::file::{Open, whole};
use super::fit::{at_key, at_step};
use super::folder::{FILE_LIMIT, LIMIT, MOST};
use super::place::Place;
use super::scripts::Scripts;
use super::{Files, HEAD, Overlay, Reading, digest, head, logo, remark, style, words};
use crate::data_step;
use crate::domain::Procedure;
use crate::finding::Finding;
use crate::own::Own;
use crate::step::Step;
use crate::steps::{self, Mistake};

/// Reads the files of an overlay; `shown` is the folder as findings name it.
#[must_use]
pub fn read(shown: &str, files: Files) -> Reading {
    let mut work = Work {
        shown,
        overlay: Overlay {
            sha256: digest(&files),
            ..Overlay::default()
        },
        own: Own::default(),
        scripts: Scripts::default(),
        reading: Reading::default(),
    };
    if let Some(message) = too_much(&files) {
        let finding = whole(shown, message, "Take out what does not belong to it.");
        work.reading.findings.push(finding);
        return work.reading;
    }
    let ids = own_ids(&files);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    if !files.contains_key(HEAD) {
        let message = format!("the overlay has no {HEAD}");
        let help = "`hybrid-oauth overlay init DIR` writes an overlay to start from.";
        work.reading.findings.push(whole(shown, message, help));
    }
    for (path, bytes) in &files {
        match Place::of(path, &ids) {
            Err(unknown) => work.refuse(path, unknown.message, unknown.help),
            Ok(place) => work.one(path, bytes, place, &ids),
        }
    }
    if ["logo.svg", "logo.png"]
        .iter()
        .all(|logo| files.contains_key(*logo))
    {
        work.refuse(
            "logo.png",
            "there are two logos",
            "Keep logo.svg or logo.png.",
        );
    }
    work.done(files)
}

/// What an overlay has too much of; a folder of it was not read so far.
fn too_much(files: &Files) -> Option<&'static str> {
    let size = |(_, bytes): (&String, &Vec<u8>)| bytes.len();
    match () {
        () if files.len() > MOST => Some("the overlay has more than 256 files"),
        () if files.iter().map(size).sum::<usize>() > LIMIT => {
            Some("the overlay is larger than 4 MiB")
        }
        () if files.iter().map(size).any(|size| size > FILE_LIMIT) => {
            Some("a file of the overlay is larger than 256 KiB")
        }
        () => None,
    }
}

/// The ids that files of steps have, data or code.
fn own_ids(files: &Files) -> BTreeSet<String> {
    let ids = files.keys().filter_map(|path| match Place::of(path, &[]) {
        Ok(Place::Step(id) | Place::Script(id)) => Some(id),
        _ => None,
    });
    ids.collect()
}

struct Work<'a> {
    shown: &'a str,
    overlay: Overlay,
    own: Own,
    scripts: Scripts,
    reading: Reading,
}

impl Work<'_> {
    fn name(&self, path: &str) -> String {
        let separator = if cfg!(windows) { '\\' } else { '/' };
        format!("{}{separator}{path}", self.shown)
    }

    fn refuse(&mut self, path: &str, message: impl Into<String>, help: impl Into<String>) {
        let finding = whole(&self.name(path), message, help);
        self.reading.findings.push(finding);
    }

    fn one(&mut self, path: &str, bytes: &[u8], place: Place, ids: &[&str]) {
        let shown = self.name(path);
        let known: Vec<&Step> = steps::known().collect();
        match place {
            Place::Step(_) => {
                let read = data_step::read(&shown, bytes, &known);
                return self.step(shown, read);
            }
            Place::ScriptHead(_) => {
                let read = data_step::read_head(&shown, bytes, &known);
                self.reading.sources.insert(shown, read.source);
                self.reading.findings.extend(read.findings);
                return self.scripts.heads.extend(read.step);
            }
            _ => {}
        }
        let mut open = match place {
            Place::Png => Open::binary(shown),
            _ => Open::text(shown, bytes),
        };
        let overlay = &mut self.overlay;
        match place {
            Place::Head => head::read(&mut open, overlay, &mut self.own, ids),
            Place::Words(lang) => {
                overlay.words.insert(lang, words::read(&mut open, lang));
            }
            Place::Remark(slot, lang) => {
                if let Some(remark) = remark::read(&mut open, &slot) {
                    overlay.remarks.insert((slot, lang), remark);
                }
            }
            Place::Svg => overlay.logo = logo::svg(&mut open),
            Place::Png => overlay.logo = logo::png(&mut open, bytes),
            Place::Style => overlay.style = style::read(&mut open),
            Place::Script(id) => self.scripts.read(&mut open, id),
            Place::Step(_) | Place::ScriptHead(_) => {}
        }
        open.close(&mut self.reading);
    }

    fn step(&mut self, shown: String, read: data_step::Read) {
        self.reading.sources.insert(shown, read.source);
        self.reading.findings.extend(read.findings);
        self.own.steps.extend(read.step);
    }

    /// Puts together what was read, unless something is wrong.
    fn done(mut self, files: Files) -> Reading {
        for (path, message, help) in self.scripts.unpaired(&files) {
            self.refuse(&path, message, help);
        }
        let is_wrong = |reading: &Reading| reading.findings.iter().any(Finding::is_error);
        self.overlay.files = files;
        if !is_wrong(&self.reading) {
            let (steps, mut findings) = self.scripts.steps(&self.reading.sources);
            self.own.steps.extend(steps);
            self.overlay.own = Arc::new(self.own);
            findings.extend(mistakes(&self.overlay));
            self.reading.findings.extend(findings);
        }
        if !is_wrong(&self.reading) {
            self.reading.overlay = Some(self.overlay);
        }
        self.reading
    }
}

/// What does not fit a procedure, or each other; said once, for the first procedure that it does not fit.
fn mistakes(overlay: &Overlay) -> Vec<Finding> {
    let mut procedures: Vec<Procedure> = Vec::new();
    for procedure in steps::known().flat_map(steps::procedures) {
        if !procedures.contains(&procedure) {
            procedures.push(procedure);
        }
    }
    let mut said = BTreeSet::new();
    let mut findings = Vec::new();
    for mistake in procedures
        .iter()
        .flat_map(|one| steps::mistakes(&overlay.own, *one))
    {
        let known = steps::known().any(|step| step.id == mistake.id());
        let elsewhere = matches!(mistake, Mistake::NoSuchStep(_) | Mistake::NotInOrder(_));
        // What another procedure has is no mistake in an overlay that is for all of them.
        if (known && elsewhere) || !said.insert(mistake.to_string()) {
            continue;
        }
        let (message, help) = (mistake.to_string(), help(&mistake));
        let (id, key) = place(overlay, &mistake);
        let in_file = at_key(overlay, id, key, &message, &help);
        findings.push(in_file.unwrap_or_else(|| at_step(overlay, mistake.id(), message, help)));
    }
    findings
}

/// The own step whose file is wrong, and the key; where there is none, the head is.
fn place<'a>(overlay: &'a Overlay, mistake: &'a Mistake) -> (&'a str, &'static str) {
    match mistake {
        Mistake::Twice(id) | Mistake::Taken(id) => (id, "id"),
        Mistake::RequiresNone { id, .. } | Mistake::TooEarly { id, .. } => (id, "requires"),
        Mistake::ReplacedTwice(id) | Mistake::NoSuchStep(id) | Mistake::LeftOutAndReplaced(id) => {
            let mut steps = overlay.own.steps.iter().rev();
            let step = steps.find(|step| step.replaces.as_deref() == Some(id));
            (step.map_or("", |step| &step.id), "replaces")
        }
        Mistake::NotInOrder(id) => (id, "order"),
    }
}

fn help(mistake: &Mistake) -> String {
    match mistake {
        Mistake::Twice(id) => format!("Keep steps/{id}.json or scripts/{id}.ps1."),
        Mistake::Taken(id) => {
            format!("Call the step otherwise, or write \"replaces\": \"{id}\" in it.")
        }
        Mistake::ReplacedTwice(_) => "Keep one of the two.".into(),
        Mistake::NoSuchStep(_) | Mistake::NotInOrder(_) => {
            "`hybrid-oauth steps` lists the steps.".into()
        }
        Mistake::LeftOutAndReplaced(_) => {
            "Keep one of the two: what is replaced is not there anyway.".into()
        }
        Mistake::RequiresNone { .. } => "Take it out of `requires`, or add that step.".into(),
        Mistake::TooEarly { id, required } => {
            format!("Write {required} before {id} in `order`, or leave both out of it.")
        }
    }
}
