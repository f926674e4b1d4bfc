//! A change request on a terminal: what matters first, the lines of the scripts last.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::document::title;
use super::risk;
use super::{
    Action, Change, ChangeRequest, Fact, FileChange, PropertyChange, Telling, Ticket, Words, notes,
    sentences, visible,
};
use crate::step::Text;

/// How to draw.
struct Styles {
    head: Style,
    add: Style,
    change: Style,
    remove: Style,
}

impl Styles {
    fn new(style: crate::report::Style) -> Self {
        let plain = Style::new();
        match style {
            crate::report::Style::Plain => Self {
                head: plain,
                add: plain,
                change: plain,
                remove: plain,
            },
            crate::report::Style::Colored => Self {
                head: plain.bold(),
                add: AnsiColor::Green.on_default(),
                change: AnsiColor::Yellow.on_default(),
                remove: AnsiColor::Red.on_default(),
            },
        }
    }

    fn of(&self, action: Action) -> (&'static str, Style) {
        match action {
            Action::Add => ("+", self.add),
            Action::Change => ("~", self.change),
            Action::Remove => ("-", self.remove),
        }
    }
}

/// The change request as text.
#[must_use]
pub fn text(request: &ChangeRequest, telling: Telling, style: crate::report::Style) -> String {
    let drawing = Drawing {
        styles: Styles::new(style),
        words: &telling.words(request),
    };
    let mut out = String::new();
    drawing.head(&mut out, request);
    if request.same {
        return out;
    }
    if telling.stat {
        drawing.files(&mut out, request);
        return out;
    }
    drawing.ticket(&mut out, &request.ticket);
    drawing.sides(&mut out, request);
    drawing.meaning(&mut out, request);
    drawing.files(&mut out, request);
    if !telling.no_lines {
        request
            .files
            .iter()
            .for_each(|file| drawing.lines(&mut out, file));
    }
    out
}

struct Drawing<'a> {
    styles: Styles,
    words: &'a Words,
}

impl Drawing<'_> {
    fn message(&self, key: &str) -> &str {
        self.words.message(key)
    }

    fn headline(&self, out: &mut String, text: &str) {
        let style = self.styles.head;
        let _ = writeln!(out, "\n{style}{text}{style:#}");
    }

    fn head(&self, out: &mut String, request: &ChangeRequest) {
        let style = self.styles.head;
        let _ = writeln!(out, "{style}{}{style:#}", title(request, self.words));
        let _ = writeln!(out, "{}", notes::summary(request, self.words));
    }

    /// The page for a ticket.
    fn ticket(&self, out: &mut String, ticket: &Ticket) {
        let row = |out: &mut String, key: &str, text: &str| {
            let line = format!("{}: {text}", self.message(key));
            let _ = writeln!(out, "{}", line.trim_end());
        };
        let said = |text: &Option<String>| {
            let text = text.as_deref().map(visible);
            text.unwrap_or_else(|| self.message("not_said").to_owned())
        };
        let joined = |all: &[Text]| {
            let all = all.iter().map(|one| self.words.sentence(one));
            all.collect::<Vec<_>>().join(" ")
        };
        out.push('\n');
        row(out, "what", "");
        for one in &ticket.what {
            let (sign, style) = self.styles.of(one.action);
            let script = one.script.as_deref().map(visible);
            let script = script.map_or(String::new(), |script| format!(" ({script})"));
            let (kind, key) = (visible(&one.kind), visible(&one.key));
            let _ = writeln!(out, "  {style}{sign} {kind} {key}{style:#}{script}");
        }
        if ticket.more > 0 {
            let more = self
                .words
                .filled("more", &[("count", &ticket.more.to_string())]);
            let _ = writeln!(out, "  {more}");
        }
        row(out, "why", &said(&ticket.change.reason));
        let level = self.message(risk::key(ticket.risk));
        row(
            out,
            "risk",
            format!("{level}. {}", joined(&ticket.reasons)).trim_end(),
        );
        for (role, shell) in &ticket.roles {
            row(
                out,
                "who",
                &format!(
                    "{} ({})",
                    self.words.sentence(role),
                    self.words.sentence(shell)
                ),
            );
        }
        row(out, "window", &said(&ticket.change.window));
        if !ticket.acts.is_empty() {
            row(out, "acts", &joined(&ticket.acts));
        }
        if ticket.back_out.is_empty() {
            row(out, "back_out", self.message("back_out_none"));
        } else {
            row(out, "back_out", self.message("back_out_how"));
            commands(out, &ticket.back_out);
            if ticket.beyond {
                let beyond = self.words.sentence(sentences::BEFORE_FIRST_APPLY);
                let _ = writeln!(out, "  {beyond}");
            }
        }
        if !ticket.tests.is_empty() {
            row(out, "test", self.message("test_how"));
            commands(out, &ticket.tests);
        }
        if ticket.refused {
            let _ = writeln!(out, "  {}", self.message("test_refused"));
        }
        if !ticket.tested {
            row(out, "test", self.message("test_none"));
        }
        if let Some(reference) = &ticket.change.reference {
            row(out, "reference", &visible(reference));
        }
        row(out, "requester", &said(&ticket.change.requester));
        row(out, "approver", &said(&ticket.change.approver));
    }

    fn sides(&self, out: &mut String, request: &ChangeRequest) {
        self.headline(out, self.message("compared"));
        for (key, side) in [("old", &request.old), ("new", &request.new)] {
            let _ = writeln!(
                out,
                "  {}: {} ({}: {}, {}, {}; {})",
                self.message(key),
                visible(&side.path),
                self.message(side.from),
                visible(&side.name),
                visible(&side.method),
                visible(&side.cloud),
                visible(&side.made_by())
            );
        }
        for note in &request.notes {
            self.fact(out, &format!("\n{}: ", self.message("note")), note);
        }
    }

    fn meaning(&self, out: &mut String, request: &ChangeRequest) {
        if !request.settings.is_empty() {
            self.headline(out, self.message("settings_head"));
            for one in &request.settings {
                self.property(out, "  ", one);
            }
        }
        if !request.steps.is_empty() {
            self.headline(out, self.message("steps_head"));
            for step in &request.steps {
                let (sign, style) = self.styles.of(step.action);
                let paths = [&step.from, &step.to].into_iter().flatten();
                let paths: Vec<String> = paths.map(|path| visible(path)).collect();
                let (id, paths) = (visible(&step.id), paths.join(" -> "));
                let _ = writeln!(out, "  {style}{sign} {id}{style:#}: {paths}");
            }
        }
        if !request.changes.is_empty() {
            self.headline(out, self.message("meaning_head"));
            for one in &request.changes {
                self.change(out, one);
            }
        }
    }

    fn property(&self, out: &mut String, indent: &str, property: &PropertyChange) {
        let (from, to) = (
            self.words.value(&property.from),
            self.words.value(&property.to),
        );
        let _ = writeln!(out, "{indent}{}: {from} -> {to}", visible(&property.name));
    }

    fn fact(&self, out: &mut String, label: &str, fact: &Fact) {
        let items: Vec<String> = fact.items.iter().map(|item| visible(item)).collect();
        let line = format!("{label}{} {}", self.words.fact(fact), items.join(", "));
        let _ = writeln!(out, "{}", line.trim_end());
    }

    fn change(&self, out: &mut String, change: &Change) {
        let (sign, style) = self.styles.of(change.action);
        let _ = writeln!(
            out,
            "\n  {style}{sign} {} {}{style:#} ({})",
            visible(&change.kind),
            visible(&change.key),
            self.message(change.action.word())
        );
        for one in &change.properties {
            self.property(out, "      ", one);
        }
        let row = |out: &mut String, key: &str, text: &str| {
            let _ = writeln!(out, "    {}: {text}", self.message(key).to_lowercase());
        };
        if let Some(step) = &change.step {
            let script = change.script.as_deref().map(visible);
            let script = script.map_or(String::new(), |script| format!(", {script}"));
            let shell = self.words.sentence(change.shell);
            row(
                out,
                "step_head",
                &format!("{}{script}; {shell}", visible(step)),
            );
        }
        let label = |key: &str| format!("    {}: ", self.message(key).to_lowercase());
        for one in &change.effect {
            self.fact(out, &label("effect"), one);
        }
        let reason = self.words.sentence(&change.risk.reason);
        row(
            out,
            "risk",
            &format!("{}. {reason}", self.message(risk::key(change.risk.level))),
        );
        for one in &change.rollback {
            self.fact(out, &label("rollback"), one);
        }
    }

    fn files(&self, out: &mut String, request: &ChangeRequest) {
        self.headline(out, self.message("files_head"));
        let widest = request
            .files
            .iter()
            .map(|file| file.path.chars().count())
            .max();
        for file in &request.files {
            let (path, width) = (visible(&file.path), widest.unwrap_or(0));
            let (word, plus, minus) = (self.message(file.status.key()), file.added, file.removed);
            let _ = writeln!(out, "  {path:width$}  {word} +{plus} -{minus}");
        }
    }

    fn lines(&self, out: &mut String, file: &FileChange) {
        let Some(lines) = &file.lines else { return };
        out.push('\n');
        for (number, line) in lines.lines().enumerate() {
            let style = match line.as_bytes().first() {
                _ if number < 2 => self.styles.head,
                Some(b'+') => self.styles.add,
                Some(b'-') => self.styles.remove,
                _ => Style::new(),
            };
            let _ = writeln!(out, "{style}{}{style:#}", visible(line));
        }
    }
}

fn commands(out: &mut String, commands: &[String]) {
    for command in commands {
        let _ = writeln!(out, "  {}", visible(command));
    }
}
