//! Tables and arrays of a script, in as few lines as they fit into.

use crate::powershell::WIDTH;

/// A name of a table and its value, whose further lines are indented from 0.
pub(super) type Entry = (String, String);

/// Entries of a table; short ones that follow each other share a line of at most that width.
pub(super) fn table(entries: &[Entry], indent: usize, width: usize) -> String {
    let lead = " ".repeat(indent);
    let mut out = String::new();
    let mut open = String::new();
    for (name, value) in entries {
        let entry = format!("{name} = {value}");
        let packs = !entry.contains('\n') && lead.len() + open.len() + entry.len() + 2 <= width;
        if !open.is_empty() && !packs {
            out.push_str(&format!("{lead}{open}\n"));
            open.clear();
        }
        if entry.contains('\n') {
            out.extend(entry.lines().map(|line| format!("{lead}{line}\n")));
        } else if open.is_empty() {
            open = entry;
        } else {
            open.push_str("; ");
            open.push_str(&entry);
        }
    }
    if !open.is_empty() {
        out.push_str(&format!("{lead}{open}\n"));
    }
    out
}

/// A table that stands in one line where it fits, else an entry a line.
pub(super) fn inline(entries: &[Entry], ordered: bool) -> String {
    let open = if ordered { "[ordered] @{" } else { "@{" };
    let short: Vec<String> = entries
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    let line = format!("{open} {} }}", short.join("; "));
    if line.len() <= 104 && !line.contains('\n') {
        return line;
    }
    format!("{open}\n{} }}", inner(entries))
}

/// The lines of a table within another one.
pub(super) fn inner(entries: &[Entry]) -> String {
    table(entries, 4, WIDTH - 6).trim_end().to_owned()
}

/// A table in one line, however long: a long text in it is broken later.
pub(super) fn line(entries: &[Entry]) -> String {
    let all: Vec<String> = entries
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    format!("@{{ {} }}", all.join("; "))
}

/// An array: one item a line where there are several.
pub(super) fn list(items: &[String]) -> String {
    let line = format!("@({})", items.join(", "));
    if line.len() <= 100 || items.len() == 1 {
        return line;
    }
    let lines: Vec<String> = items
        .iter()
        .map(|item| item.replace('\n', "\n    "))
        .collect();
    format!("@({})", lines.join(",\n    "))
}
