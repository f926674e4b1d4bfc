//! `scripts/<id>.ps1`: the customer's own code, in the frame of a step.
//!
//! It is looked at, not understood: what can be told without PowerShell is told here, and no more is promised. Nothing
//! of it runs before the engine has proved shell and organisation, since only functions may stand in it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::file::Open;
use crate::catalogue;
use crate::domain::plain_text::quoted;
use crate::lint::OVERLAY_SCRIPT;
use crate::powershell::WIDTH;
use crate::step::Step;

mod lexer;

use lexer::Token;

/// The functions that the engine calls: what stands there, what is to be changed, what is to be undone.
pub const REQUIRED: [&str; 3] = ["Get-StepState", "Get-StepChange", "Get-StepUndo"];

/// The functions of the engine that own code may call.
pub const OFFERED: &[&str] = &[
    "New-HybridChange",
    "Get-HybridOriginal",
    "Test-HybridRestorable",
    "Invoke-HybridRead",
    "Get-HybridText",
    "Get-HybridList",
    "Stop-HybridStep",
    "Write-HybridMessage",
];

/// Words that would go round the engine, or end it.
const REFUSED: &[(&str, &str)] = &[
    (
        "exit",
        "the engine ends the script, with the exit code that people look at",
    ),
    ("invoke-expression", "text must not become code"),
    ("iex", "text must not become code"),
    ("set-alias", "a name must mean what it says"),
    ("new-alias", "a name must mean what it says"),
    ("import-alias", "a name must mean what it says"),
    ("add-type", "what runs must stand here"),
    ("import-module", "the shell has its modules"),
    ("remove-module", "the shell has its modules"),
    ("using", "what runs must stand here"),
    ("class", "only functions stand here"),
    ("workflow", "only functions stand here"),
    ("filter", "only functions stand here"),
    ("configuration", "only functions stand here"),
    ("dynamicparam", "only functions stand here"),
    ("set-strictmode", "the engine has set it"),
    ("set-executionpolicy", "that is for people to decide"),
    ("start-process", "what it changes could not be recorded"),
    ("start-job", "what it changes could not be recorded"),
    ("invoke-command", "the step runs in its own shell"),
];

/// Reads a file; the code with line feeds.
pub fn read(open: &mut Open<'_>) -> Option<String> {
    if !open.is_usable() {
        return None;
    }
    let text = open.text.clone();
    lines(open, &text);
    if !open.is_usable() {
        return None;
    }
    match lexer::tokens(&text) {
        Err(broken) => open.report(
            &OVERLAY_SCRIPT,
            broken.at,
            broken.what,
            "Close it, or take the sign out.",
        ),
        Ok(tokens) => {
            words(open, &text, &tokens);
            if open.is_usable() {
                outline(open, &text, &tokens);
            }
        }
    }
    open.is_usable().then(|| text.replace("\r\n", "\n"))
}

/// Documented cmdlets that the code calls and the step does not list.
pub fn unlisted(text: &str, step: &Step) -> Vec<(Range<usize>, String)> {
    let tokens = lexer::tokens(text).unwrap_or_default();
    let words = tokens.into_iter().filter_map(|token| match token {
        Token::Word(span) => Some(span),
        _ => None,
    });
    let is_cmdlet = |word: &str| {
        catalogue::cmdlet(step.context, word).is_some()
            || word
                .split_once('-')
                .is_some_and(|(verb, noun)| !verb.is_empty() && noun.starts_with("Mg"))
    };
    let mut said = Vec::new();
    let mut all = Vec::new();
    for span in words {
        let word = &text[span.clone()];
        let listed = step
            .cmdlets
            .iter()
            .any(|one| one.eq_ignore_ascii_case(word));
        if is_cmdlet(word) && !listed && !said.contains(&word) {
            said.push(word);
            all.push((
                span,
                format!("the script calls {word}, which the step does not list"),
            ));
        }
    }
    all
}

/// What every line must be.
fn lines(open: &mut Open<'_>, text: &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n').trim_end_matches('\r');
        let odd = |one: char| !one.is_ascii() || (one.is_ascii_control() && one != '\t');
        if let Some((odd, one)) = bare.char_indices().find(|(_, one)| odd(*one)) {
            let message = format!("the line holds U+{:04X}", u32::from(one));
            let help =
                "Scripts are plain ASCII: Windows PowerShell 5.1 reads other signs otherwise.";
            open.report(
                &OVERLAY_SCRIPT,
                at + odd..at + odd + one.len_utf8(),
                message,
                help,
            );
        } else if bare.len() > WIDTH {
            let message = format!("the line is longer than {WIDTH} characters");
            open.report(
                &OVERLAY_SCRIPT,
                at + WIDTH..at + bare.len(),
                message,
                "Break it: people review what runs.",
            );
        } else if bare
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("#requires")
        {
            let end = at + bare.len();
            open.report(
                &OVERLAY_SCRIPT,
                at..end,
                "the frame of the step says what it requires",
                "Take the line out.",
            );
        }
        at += line.len();
    }
}

fn words(open: &mut Open<'_>, text: &str, tokens: &[Token]) {
    let mut previous = "";
    for token in tokens {
        let Token::Word(span) = token else {
            if let Token::Sign(span) = token {
                previous = &text[span.clone()];
            } else {
                previous = "";
            }
            continue;
        };
        let word = &text[span.clone()];
        // The names of functions are looked at with the outline.
        let names = previous.eq_ignore_ascii_case("function");
        if let Some((message, help)) = wrong(word).filter(|_| !names) {
            open.report(&OVERLAY_SCRIPT, span.clone(), message, help);
        }
        previous = word;
    }
}

/// Why a word has no place in own code.
fn wrong(word: &str) -> Option<(String, String)> {
    let lower = word.to_ascii_lowercase();
    let shown = quoted(word);
    if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == lower) {
        return Some((
            format!("{shown} has no place here: {why}"),
            "Take it out.".to_owned(),
        ));
    }
    if lower == "." || lower == "--" {
        return Some((
            format!("{shown} has no place here: what runs must stand here"),
            "Take it out.".to_owned(),
        ));
    }
    if lower.starts_with("function:") || lower.starts_with("alias:") {
        return Some((
            format!("{shown} has no place here: a name must mean what it says"),
            "Take it out.".to_owned(),
        ));
    }
    if !lower.contains("hybrid") || OFFERED.contains(&word) {
        return None;
    }
    let near = OFFERED.iter().max_by(|one, other| {
        let likeness = |known: &str| strsim::jaro_winkler(word, known);
        likeness(one).total_cmp(&likeness(other))
    });
    let near = near.filter(|known| strsim::jaro_winkler(word, known) > 0.85);
    let help = match near {
        Some(known) => format!("Did you mean {known}?"),
        None => format!("Own code can call {}.", OFFERED.join(", ")),
    };
    Some((format!("{shown} belongs to the engine"), help))
}

/// Only functions, each with a name of its own, and those that the engine calls.
fn outline(open: &mut Open<'_>, text: &str, tokens: &[Token]) {
    let mut found: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut depth = 0_usize;
    let mut expects = Expects::Function;
    for (at, token) in tokens.iter().enumerate() {
        let word = |span: &Range<usize>| text[span.clone()].to_owned();
        if let Token::Word(span) = token
            && text[span.clone()].eq_ignore_ascii_case("function")
            && let Some(Token::Word(name)) = tokens.get(at + 1)
        {
            let shown = word(name);
            name_of(open, &shown, name, depth, &mut found);
        }
        match (token, depth) {
            (Token::Open(_), 0) if matches!(expects, Expects::Body) => depth += 1,
            (Token::Open(_), 1..) => depth += 1,
            (Token::Close(at), _) => {
                depth = depth.saturating_sub(1);
                if depth == 0 && text[*at..].starts_with('}') {
                    expects = Expects::Function;
                }
            }
            (Token::End, _) | (_, 1..) => {}
            (Token::Word(span), 0)
                if matches!(expects, Expects::Function)
                    && word(span).eq_ignore_ascii_case("function") =>
            {
                expects = Expects::Name;
            }
            (Token::Word(_), 0) if matches!(expects, Expects::Name) => expects = Expects::Body,
            (Token::Word(span) | Token::Sign(span), 0) => {
                let help = "Put it into one of the functions: nothing runs before the engine has proved where it is.";
                return open.report(
                    &OVERLAY_SCRIPT,
                    one_line(text, span.clone()),
                    "only functions stand here",
                    help,
                );
            }
            (Token::Open(at), 0) => {
                let help = "Put it into one of the functions: nothing runs before the engine has proved where it is.";
                return open.report(
                    &OVERLAY_SCRIPT,
                    *at..at + 1,
                    "only functions stand here",
                    help,
                );
            }
        }
    }
    for required in REQUIRED {
        if !found.contains_key(&required.to_ascii_lowercase()) {
            let help =
                format!("Write function {required} {{ ... }}; docs/overlay.md shows one of each.");
            open.report(
                &OVERLAY_SCRIPT,
                0..0,
                format!("there is no function {required}"),
                help,
            );
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Expects {
    Function,
    Name,
    Body,
}

fn name_of(
    open: &mut Open<'_>,
    name: &str,
    span: &Range<usize>,
    depth: usize,
    found: &mut BTreeMap<String, Range<usize>>,
) {
    let required = REQUIRED.iter().any(|one| one.eq_ignore_ascii_case(name));
    let own = name.split_once('-').is_some_and(|(verb, noun)| {
        let letters =
            |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_alphanumeric());
        letters(verb) && letters(noun) && noun.starts_with("Own")
    });
    let message = if depth > 0 {
        "a function stands within another".to_owned()
    } else if !required && !own {
        format!("{} is no name for an own function", quoted(name))
    } else if found
        .insert(name.to_ascii_lowercase(), span.clone())
        .is_some()
    {
        format!("{} stands twice", quoted(name))
    } else {
        return;
    };
    let help = "Own functions stand side by side and are called Get-Own..., New-Own...: they hide no cmdlet and no \
                function of the engine.";
    open.report(&OVERLAY_SCRIPT, span.clone(), message, help);
}

fn one_line(text: &str, span: Range<usize>) -> Range<usize> {
    let length = text[span.clone()].find('\n').unwrap_or(span.len());
    span.start..span.start + length
}
