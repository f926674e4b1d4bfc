//! A line on a terminal, with the editing keys that people know from their shell.

use rustyline::completion::Completer;
use rustyline::config::{Behavior, BellStyle};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};

/// Why there is no answer.
#[derive(Debug)]
pub enum Failed {
    /// The person left.
    Cancelled,
    /// The terminal cannot be used.
    Terminal(ReadlineError),
}

impl From<ReadlineError> for Failed {
    fn from(error: ReadlineError) -> Self {
        match error {
            ReadlineError::Eof | ReadlineError::Interrupted => Self::Cancelled,
            other => Self::Terminal(other),
        }
    }
}

/// An answer without white space around it.
pub type Asked = Result<String, Failed>;

/// What is wrong with an answer, in words.
pub type Judge<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// What is asked.
#[derive(Debug)]
pub struct Question<'a> {
    /// Without a colon.
    pub text: &'a str,
    /// The line above it.
    pub help: &'a str,
    /// What Enter alone means; empty where that is an empty answer.
    pub guess: &'a str,
    /// Words that the tabulator completes.
    pub choices: &'a [String],
}

/// The terminal, also where standard input or output is something else.
pub struct Terminal(Editor<Line, DefaultHistory>);

impl Terminal {
    /// Opens it.
    ///
    /// # Errors
    /// When there is none.
    pub fn open() -> Result<Self, Failed> {
        let config = Config::builder()
            .behavior(Behavior::PreferTerm)
            .bell_style(BellStyle::None)
            .build();
        Ok(Self(Editor::with_config(config)?))
    }

    /// Asks until the answer holds; what was typed stays, to be edited.
    ///
    /// # Errors
    /// When the person leaves or the terminal fails.
    pub fn ask(&mut self, question: &Question<'_>, judge: &Judge<'_>) -> Asked {
        self.0.set_helper(Some(Line(question.choices.to_vec())));
        self.say(question.help);
        let prompt = match question.guess {
            "" => format!("{}: ", question.text),
            guess => format!("{} [{guess}]: ", question.text),
        };
        let mut typed = String::new();
        loop {
            typed = self.0.readline_with_initial(&prompt, (&typed, ""))?;
            // So that the arrow keys bring it back.
            let _ = self.0.add_history_entry(typed.as_str());
            let answer = meant(&typed, question.guess);
            match judge(answer) {
                None => return Ok(answer.to_owned()),
                Some(fault) => self.say(&fault),
            }
        }
    }

    /// Tells something between the questions.
    pub fn say(&self, text: &str) {
        eprintln!("{text}");
    }
}

fn meant<'a>(answer: &'a str, guess: &'a str) -> &'a str {
    match answer.trim() {
        "" => guess,
        answer => answer,
    }
}

/// The line that is being edited, with the words that can stand in it.
struct Line(Vec<String>);

impl Validator for Line {}

impl Completer for Line {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..at).unwrap_or(line);
        let choices = self.0.iter();
        Ok((
            0,
            choices
                .filter(|choice| choice.starts_with(typed))
                .cloned()
                .collect(),
        ))
    }
}

impl Hinter for Line {
    type Hint = String;
}

impl Highlighter for Line {}

impl Helper for Line {}
