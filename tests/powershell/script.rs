//! A script under test: its text, its tree, the shell it is for.

use hybrid_oauth::step::{Context, Step};
use hybrid_oauth::steps;
use tree_sitter::{Node, Parser, Tree};

use crate::common::Scenario;
use crate::rule::Subject;

/// A parsed script.
pub struct Script {
    /// Relative to the bundle's folder.
    pub path: String,
    pub text: String,
    /// The shell it runs in; none for the shared script, which runs in all.
    pub context: Option<Context>,
    /// Its step, when it is one of the procedure.
    pub step: Option<&'static Step>,
    tree: Tree,
}

impl Script {
    /// Parses a text; never fails, since a tree may hold errors.
    pub fn new(
        path: &str,
        text: &str,
        context: Option<Context>,
        step: Option<&'static Step>,
    ) -> Self {
        let mut parser = Parser::new();
        parser
            .set_language(&tree_sitter_powershell::LANGUAGE.into())
            .expect("the grammar fits the library");
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            context,
            step,
            tree: parser.parse(text, None).expect("no time limit was set"),
        }
    }

    /// The whole tree.
    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// What a node spans.
    pub fn text(&self, node: Node<'_>) -> &str {
        &self.text[node.byte_range()]
    }

    /// A finding at a node.
    pub fn at(&self, node: Node<'_>, message: &str) -> String {
        format!("{}:{}: {message}", self.path, node.start_position().row + 1)
    }
}

/// The scripts of an organisation's bundle with what they call, the shared script first. They stay for
/// the whole run, since trees and the nodes that borrow from them are shared by all trials.
pub fn subjects(scenario: &Scenario) -> Vec<&'static Subject<'static>> {
    let scripts: &'static [Script] = scripts(scenario).leak();
    let mut subjects: Vec<&'static Subject<'static>> = Vec::new();
    for path in ["common.ps1", "organization.ps1"] {
        let mut found = scripts.iter().filter(|script| script.path == path);
        let script = found.next().expect("in every bundle");
        let above = subjects.last().copied();
        subjects.push(Box::leak(Box::new(Subject::new(script, above))));
    }
    let shared = subjects.last().copied();
    let steps = scripts
        .iter()
        .filter(|script| !subjects.iter().any(|one| one.script.path == script.path));
    let steps: Vec<&'static Subject<'static>> = steps
        .map(|script| &*Box::leak(Box::new(Subject::new(script, shared))))
        .collect();
    subjects.extend(steps);
    subjects
}

/// The scripts of an organisation's bundle.
pub fn scripts(scenario: &Scenario) -> Vec<Script> {
    let numbered = steps::of(&scenario.tenant);
    scenario
        .bundle
        .files
        .iter()
        .filter(|file| file.path.ends_with(".ps1"))
        .map(|file| {
            let context = Context::ALL
                .into_iter()
                .find(|context| file.path.starts_with(&format!("{}/", context.as_str())));
            let step = numbered.iter().find(|step| step.path() == file.path);
            let step = step.and_then(|found| {
                let same = |one: &&Step| one.id == found.step.id && Some(one.context) == context;
                steps::all().find(same)
            });
            let text = std::str::from_utf8(&file.bytes).expect("scripts are text");
            Script::new(&file.path, text, context, step)
        })
        .collect()
}
