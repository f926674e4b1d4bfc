//! Every parameter is documented for the shell, named in full, and has a value that fits.

use tree_sitter::Node;

use crate::catalogue::{self, Cmdlet, Parameter};
use crate::functions::Function;
use crate::invocation::{Invocation, Named};
use crate::literal;
use crate::rule::{Bad, Rule, Subject};
use crate::tree;

/// Documented parameters only, each named in full; nothing by position.
pub static RULE: Rule = Rule {
    name: "arguments",
    check,
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer -Ident 'x'",
            says: "-Ident is no parameter",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer 'x'",
            says: "by position",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer -ea Stop",
            says: "-ea is no parameter",
        },
        Bad {
            shell: "exo",
            text: "Get-IntraOrganizationConnector -DomainController 'x'",
            says: "not documented for this shell",
        },
        Bad {
            shell: "exchange-shell",
            text: "1 | ForEach-Object -Parallel { $_ }",
            says: "not documented for this shell",
        },
        Bad {
            shell: "exchange-shell",
            text: "'{}' | ConvertFrom-Json -AsHashtable",
            says: "not documented for this shell",
        },
        Bad {
            shell: "exchange-shell",
            text: "Test-OAuthConnectivity -Service EWX -TargetUri 'x'",
            says: "EWX is no documented value",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer -ErrorAction Halt",
            says: "Halt is no documented value",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer -Identity",
            says: "-Identity has no value",
        },
        Bad {
            shell: "exchange-shell",
            text: "New-AuthServer -WhatIf $false",
            says: "by position",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer -WhatIf:$false",
            says: "-WhatIf is no parameter",
        },
        Bad {
            shell: "exchange-shell",
            text: "Write-HybridMessage -Message 'x'",
            says: "-Message is no parameter",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-AuthServer -Identity 'x' -Identity 'y'",
            says: "twice",
        },
        Bad {
            shell: "exchange-shell",
            text: "1 | Where-Object Length",
            says: "by position",
        },
    ],
};

/// What a call is checked against.
pub enum Signature<'a> {
    Cmdlet(&'static Cmdlet),
    Function(&'a Function<'a>),
}

impl<'a> Signature<'a> {
    /// Of a call of a known command.
    pub fn of(subject: &'a Subject<'_>, call: &Invocation<'_>) -> Option<Self> {
        let name = call.name?;
        match subject.function(name) {
            Some(function) => Some(Self::Function(function)),
            None => catalogue::cmdlet(name).map(Self::Cmdlet),
        }
    }

    /// Whether a parameter is known to take no value; unknown ones are reported, not bound.
    pub fn is_switch(&self, name: &str) -> bool {
        if let Some(common) = catalogue::common_parameter(name) {
            return common.is_switch();
        }
        match self {
            Self::Cmdlet(cmdlet) => cmdlet.parameter(name).is_some_and(Parameter::is_switch),
            Self::Function(function) => function.parameter(name).is_some_and(|one| one.switch),
        }
    }
}

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    let mut findings = Vec::new();
    for call in &subject.calls {
        let Some(signature) = Signature::of(subject, call) else {
            continue;
        };
        let bound = call.bind(script, |name| signature.is_switch(name));
        let mut report = |node: Node<'_>, fault: &str| {
            let name = call.name.unwrap_or_default();
            findings.push(script.at(node, &format!("{name}: {fault}")));
        };
        for value in &bound.positional {
            if is_usual(call.name.unwrap_or_default(), script.text(*value)) {
                continue;
            }
            report(
                *value,
                &format!("{} stands by position", script.text(*value)),
            );
        }
        for (index, named) in bound.named.iter().enumerate() {
            let same = |other: &Named<'_>| other.name.eq_ignore_ascii_case(named.name);
            if bound.named[..index].iter().any(same) {
                report(named.node, &format!("-{} stands twice", named.name));
            }
            for fault in faults(subject, &signature, named) {
                report(named.node, &fault);
            }
        }
    }
    findings
}

/// The block of these two stands by position in everybody's scripts.
fn is_usual(name: &str, value: &str) -> bool {
    ["Where-Object", "ForEach-Object"].contains(&name) && value.starts_with('{')
}

fn faults(subject: &Subject<'_>, signature: &Signature<'_>, named: &Named<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let name = named.name;
    let documented = match signature {
        Signature::Cmdlet(cmdlet) => cmdlet.parameter(name),
        Signature::Function(_) => None,
    };
    let known = documented.or_else(|| catalogue::common_parameter(name));
    let own = matches!(signature, Signature::Function(one) if one.parameter(name).is_some());
    if known.is_none() && !own {
        return vec![format!("-{name} is no parameter")];
    }
    if let (Signature::Cmdlet(cmdlet), Some(parameter)) = (signature, documented)
        && let Some(objection) = cmdlet.objection(parameter, subject.script.context)
    {
        faults.push(format!("-{name} {objection}"));
    }
    if named.value.is_none() && !signature.is_switch(name) {
        faults.push(format!("-{name} has no value"));
    }
    if let (Some(parameter), Some(value)) = (known, named.value) {
        for word in words(subject, value) {
            if !parameter.accepts(&word) {
                faults.push(format!("-{name}: {word} is no documented value"));
            }
        }
    }
    faults
}

/// The texts that a value consists of, where it is written out.
fn words(subject: &Subject<'_>, value: Node<'_>) -> Vec<String> {
    let value = tree::core(value);
    let text = subject.script.text(value);
    match value.kind() {
        "generic_token" => vec![text.to_owned()],
        "array_literal_expression" => tree::children(value)
            .into_iter()
            .filter(|item| item.is_named())
            .flat_map(|item| words(subject, item))
            .collect(),
        _ => literal::decode(text).into_iter().collect(),
    }
}
