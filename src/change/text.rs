//! A change request on a terminal: what matters first, the lines of the scripts last.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Action, Change, ChangeRequest, Fact, FileChange, PropertyChange, shown, visible};

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
pub fn text(request: &ChangeRequest, style: crate::report::Style) -> String {
    let styles = Styles::new(style);
    let mut out = String::new();
    let _ = writeln!(out, "{}{}{:#}", styles.head, request.summary, styles.head);
    if request.same {
        return out;
    }
    for (word, side) in [("old", &request.old), ("new", &request.new)] {
        let _ = writeln!(
            out,
            "{word}: {} ({}: {}, {}, {})",
            visible(&side.path),
            side.from,
            visible(&side.name),
            visible(&side.method),
            visible(&side.cloud)
        );
    }
    for note in &request.notes {
        fact(&mut out, "\nNote: ", note);
    }
    if !request.settings.is_empty() {
        head(&mut out, "Settings", &styles);
        request
            .settings
            .iter()
            .for_each(|one| property(&mut out, "  ", one));
    }
    if !request.steps.is_empty() {
        head(&mut out, "Steps", &styles);
        for step in &request.steps {
            let (sign, style) = styles.of(step.action);
            let paths: Vec<String> = [&step.from, &step.to]
                .into_iter()
                .flatten()
                .map(|path| visible(path))
                .collect();
            let _ = writeln!(
                out,
                "  {style}{sign} {}{style:#}: {}",
                visible(&step.id),
                paths.join(" -> ")
            );
        }
    }
    if !request.changes.is_empty() {
        head(&mut out, "What it means, step by step", &styles);
        request
            .changes
            .iter()
            .for_each(|one| change(&mut out, one, &styles));
    }
    head(&mut out, "Files", &styles);
    for file in &request.files {
        let _ = writeln!(out, "  {}: {}", file.status.word(), visible(&file.path));
    }
    request
        .files
        .iter()
        .for_each(|file| lines(&mut out, file, &styles));
    out
}

fn head(out: &mut String, text: &str, styles: &Styles) {
    let _ = writeln!(out, "\n{}{text}{:#}", styles.head, styles.head);
}

fn property(out: &mut String, indent: &str, property: &PropertyChange) {
    let _ = writeln!(
        out,
        "{indent}{}: {} -> {}",
        visible(&property.name),
        shown(&property.from),
        shown(&property.to)
    );
}

fn fact(out: &mut String, label: &str, fact: &Fact) {
    let _ = write!(out, "{label}{}", fact.text);
    if !fact.items.is_empty() {
        let items: Vec<String> = fact.items.iter().map(|item| visible(item)).collect();
        let colon = if fact.text.ends_with('.') { "" } else { ":" };
        let _ = write!(out, "{colon} {}", items.join(", "));
    }
    out.push('\n');
}

fn change(out: &mut String, change: &Change, styles: &Styles) {
    let (sign, style) = styles.of(change.action);
    let _ = writeln!(
        out,
        "\n  {style}{sign} {} {}{style:#} ({})",
        visible(&change.kind),
        visible(&change.key),
        change.action.word()
    );
    change
        .properties
        .iter()
        .for_each(|one| property(out, "      ", one));
    if let Some(step) = &change.step {
        let script = change.script.as_deref().unwrap_or("no script");
        let _ = writeln!(
            out,
            "    step: {}, {}; {}",
            visible(step),
            visible(script),
            change.shell
        );
    }
    for one in &change.effect {
        fact(out, "    effect: ", one);
    }
    let _ = writeln!(
        out,
        "    risk: {}. {}",
        change.risk.level.word(),
        change.risk.reason
    );
    for one in &change.rollback {
        fact(out, "    rollback: ", one);
    }
}

fn lines(out: &mut String, file: &FileChange, styles: &Styles) {
    let Some(lines) = &file.lines else { return };
    out.push('\n');
    for (number, line) in lines.lines().enumerate() {
        let style = match line.as_bytes().first() {
            _ if number < 2 => styles.head,
            Some(b'+') => styles.add,
            Some(b'-') => styles.remove,
            _ => Style::new(),
        };
        let _ = writeln!(out, "{style}{}{style:#}", visible(line));
    }
}
