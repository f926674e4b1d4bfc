//! No member of .NET that the .NET Framework of Windows PowerShell lacks, no door to the network.

use tree_sitter::Node;

use crate::literal;
use crate::rule::{Bad, Rule, Subject};
use crate::script::Script;
use crate::tree;

/// .NET Framework 4.7.2, no network, no code from text.
pub static RULE: Rule = Rule {
    name: "members-of-dotnet",
    check,
    bad: &[
        bad("[System.IO.Path]::Join('a', 'b')", "Path]::Join"),
        bad("[System.Convert]::ToHexString($a)", "ToHexString"),
        bad("[System.IO.File]::Move('a', 'b', $true)", "3 arguments"),
        bad("[string]::Join([char] 44, $a)", "Join with a character"),
        bad(
            "'a'.Contains('b', [System.StringComparison]::Ordinal)",
            "2 arguments",
        ),
        bad(
            "'a'.Replace('b', 'c', [System.StringComparison]::Ordinal)",
            "3 arguments",
        ),
        bad("'a, b'.Split(', ')", "more than one character"),
        bad("[System.Environment]::ProcessId", "ProcessId"),
        bad("[datetime]::UnixEpoch", "UnixEpoch"),
        bad("[System.IO.File]::ReadAllTextAsync('a')", "Async"),
        bad("$a.TryAdd('b', 1)", "TryAdd"),
        bad("[scriptblock]::Create($a)", "code from text"),
        bad("New-Object -TypeName System.Net.WebClient", "network"),
        bad("$a = [System.Net.Http.HttpClient]::new()", "network"),
        bad(
            "New-Object -TypeName 'System.Text.Json.JsonDocument'",
            "Text.Json",
        ),
    ],
};

const fn bad(text: &'static str, says: &'static str) -> Bad {
    Bad {
        shell: "exchange-shell",
        text,
        says,
    }
}

/// Static members that came after .NET Framework 4.7.2: last part of the type, member.
const STATIC: &[(&str, &str)] = &[
    ("Path", "Join"),
    ("Path", "TryJoin"),
    ("Path", "GetRelativePath"),
    ("Path", "IsPathFullyQualified"),
    ("Path", "TrimEndingDirectorySeparator"),
    ("Path", "EndsInDirectorySeparator"),
    ("Path", "Exists"),
    ("Convert", "ToHexString"),
    ("Convert", "ToHexStringLower"),
    ("Convert", "FromHexString"),
    ("Convert", "TryFromBase64String"),
    ("File", "AppendAllBytes"),
    ("File", "ReadLinesAsync"),
    ("Directory", "CreateTempSubdirectory"),
    ("Environment", "ProcessId"),
    ("Environment", "ProcessPath"),
    ("Environment", "TickCount64"),
    ("Random", "Shared"),
    ("Math", "Clamp"),
    ("DateTime", "UnixEpoch"),
    ("DateTimeOffset", "UnixEpoch"),
    ("SHA1", "HashData"),
    ("SHA256", "HashData"),
    ("RandomNumberGenerator", "GetBytes"),
    ("RandomNumberGenerator", "GetInt32"),
    ("RandomNumberGenerator", "Fill"),
    ("X509Certificate2", "CreateFromPem"),
    ("X509Certificate2", "CreateFromPemFile"),
    ("Encoding", "Latin1"),
    ("String", "Create"),
    ("Enum", "GetNames[T]"),
    ("ArgumentNullException", "ThrowIfNull"),
    ("Array", "Fill"),
];

/// Instance members that came after .NET Framework 4.7.2, whatever they are called on.
const INSTANCE: &[&str] = &[
    "TryAdd",
    "GetValueOrDefault",
    "ReplaceLineEndings",
    "AsSpan",
    "EnumerateLines",
    "ExportCertificatePem",
    "ExportPkcs8PrivateKey",
    "ExportSubjectPublicKeyInfo",
    "MatchesHostname",
    "DisposeAsync",
];

/// Parts of type names: what they mean.
const TYPES: &[(&str, &str)] = &[
    ("Net.WebClient", "network"),
    ("Net.WebRequest", "network"),
    ("Net.HttpWebRequest", "network"),
    ("Net.Http.", "network"),
    ("Net.Sockets", "network"),
    ("Net.Mail", "network"),
    ("Net.Dns", "network"),
    ("Text.Json", "5.1 lacks System.Text.Json"),
    ("X509CertificateLoader", "5.1 lacks X509CertificateLoader"),
    ("OperatingSystem]", "5.1 lacks the tests of OperatingSystem"),
    ("HashCode", "5.1 lacks HashCode"),
    ("[scriptblock]::Create", "code from text"),
    ("InvokeCommand", "code from text"),
];

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    let mut findings = Vec::new();
    for node in tree::below(script.root()) {
        let fault = match node.kind() {
            "invokation_expression" | "member_access" => member(script, node),
            "type_literal" | "string_literal" | "generic_token" => named_type(script.text(node)),
            _ => None,
        };
        if let Some(fault) = fault {
            let line = script.text(node).lines().next().unwrap_or_default();
            findings.push(script.at(node, &format!("{fault} ({line})")));
        }
    }
    findings
}

/// Types are named in brackets or given to New-Object; messages may speak of them.
fn named_type(text: &str) -> Option<String> {
    let bare = text.trim_matches(['\'', '[', ']']);
    let is_type = bare.starts_with("System.") || text.starts_with('[');
    let mut known = TYPES.iter();
    let (_, fault) =
        known.find(|(part, _)| text.contains(part) && is_type && !bare.contains(' '))?;
    Some((*fault).to_owned())
}

fn member(script: &Script, node: Node<'_>) -> Option<String> {
    let text = script.text(node);
    let parts = tree::children(node);
    let name = parts
        .iter()
        .find(|part| part.kind() == "member_name")
        .map(|name| script.text(*name))?;
    let arguments: Vec<Node<'_>> = parts
        .iter()
        .filter(|part| part.kind() == "argument_list")
        .flat_map(|list| tree::of_kind(*list, "argument_expression"))
        .filter(|argument| {
            let mut outer = tree::parents(*argument).take_while(|parent| parent.id() != node.id());
            !outer.any(|parent| parent.kind() == "argument_expression")
        })
        .collect();
    let object = script.text(*parts.first()?);
    if TYPES
        .iter()
        .any(|(part, fault)| *fault == "code from text" && text.contains(part))
    {
        return Some("makes code from text".into());
    }
    let first = arguments
        .first()
        .map(|one| script.text(*one))
        .unwrap_or_default();
    if object.starts_with('[') && parts.iter().any(|part| script.text(*part) == "::") {
        let class = object.trim_matches(['[', ']']).rsplit('.').next()?;
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        if STATIC
            .iter()
            .any(|(of, member)| same(of, class) && same(member, name))
        {
            return Some(format!("5.1 lacks [{class}]::{name}"));
        }
        if same(class, "File")
            && (name.ends_with("Async") || (same(name, "Move") && arguments.len() == 3))
        {
            return Some(format!(
                "5.1 lacks File.{name} with {} arguments",
                arguments.len()
            ));
        }
        let character = first.starts_with("[char]");
        return (same(class, "String") && same(name, "Join") && character)
            .then(|| "5.1 lacks String.Join with a character".into());
    }
    if INSTANCE
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
    {
        return Some(format!("5.1 lacks {name}"));
    }
    match (name, arguments.len()) {
        ("Contains", 2) | ("Replace", 3) => Some(format!(
            "5.1 lacks String.{name} with {} arguments",
            arguments.len()
        )),
        ("Split", _) if literal::decode(first).is_some_and(|text| text.chars().count() > 1) => {
            Some("5.1 splits at each character of more than one character".into())
        }
        _ => None,
    }
}
