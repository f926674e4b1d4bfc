//! What else a text tells: which way a call went, where a command ends, how a test ended.

use crate::knowledge::{Direction, table};

/// Something that says how to read the failures around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The address or the step of a test: decides.
    Strong(Direction),
    /// Another address or cmdlet: decides where nothing stronger is near.
    Weak(Direction),
    /// A prompt, or the head of a transcript: what came before is another matter.
    NewCommand,
    /// `ResultType` is Success: what the detail says was harmless.
    Success,
    /// `ResultType` is Warning or Error.
    NoSuccess,
    /// The detail of a test starts.
    Detail,
    /// A message says that an earlier failure was overcome.
    Recovered,
    /// Evidence of a step that ended as wanted: whatever it met was overcome.
    EndedWell,
    /// The likely failures that a step of the bundle named itself.
    Diagnosis,
}

/// Hosts of Exchange Online in all clouds, from Microsoft 365 URLs and IP address ranges
/// (learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges and its pages per cloud).
const ONLINE_HOST: &str = r"([a-z0-9-]{1,63}\.){0,4}(outlook\.com|office\.com|office365\.com|office365\.us|partner\.outlook\.cn|outlook\.cn)";
/// Paths that only Exchange has.
const EXCHANGE_PATH: &str = r"(:[0-9]{1,5})?/(ews|autodiscover)\b";
/// Hosts that issue tokens: asked in every direction, so they tell none.
const TOKEN_HOST: &str = r"(login|accounts)\.[a-z.]{1,60}/";
/// The same without what follows.
const TOKEN_NAME: &str = r"(login|accounts|sts|graph)\.[a-z.]{1,60}";
/// Any other host. Of two signs at one place the first counts, so this comes after the ones above.
const ANY_HOST: &str = r"[a-z0-9.-]{1,253}";

/// Steps whose calls go one way only.
const STEPS: [(&str, Direction); 7] = [
    ("test-to-online", Direction::ToOnline),
    ("test-to-on-premises", Direction::ToOnPremises),
    ("service-principal-names", Direction::Graph),
    ("service-principal-certificate", Direction::Graph),
    ("hybrid-application", Direction::Graph),
    ("clean-up", Direction::Graph),
    ("auth-servers", Direction::ToOnline),
];

/// Regular expressions and what they say, to be matched without regard to case.
#[must_use]
pub fn patterns() -> Vec<(String, Sign)> {
    let mut patterns = Vec::new();
    for (step, direction) in STEPS {
        let form = format!(
            r#"(\b[0-9]{{2}}-{step}\b|\b{step}\.ps1|"step" ?: ?"{step}"|\bstep ?[:=] ?{step}\b)"#
        );
        patterns.push((form, Sign::Strong(direction)));
    }
    let mut add = |pattern: String, sign| patterns.push((pattern, sign));
    let target = r#"\bTargetUri["']?[ :=]{1,8}["']?https?://"#;
    let challenge = r"\bchallenge from ['\x22]?https?://";
    add(
        format!(r"\bhttps?://{TOKEN_HOST}"),
        Sign::Weak(Direction::Unknown),
    );
    for (lead, strong) in [(target, true), (challenge, true), (r"\bhttps?://", false)] {
        let sign = |direction| {
            if strong {
                Sign::Strong(direction)
            } else {
                Sign::Weak(direction)
            }
        };
        let path = if strong { "" } else { EXCHANGE_PATH };
        add(
            format!("{lead}{ONLINE_HOST}{path}"),
            sign(Direction::ToOnline),
        );
        add(
            format!("{lead}{ANY_HOST}{path}"),
            sign(Direction::ToOnPremises),
        );
        add(
            format!("{lead}{ANY_HOST}(:[0-9]{{1,5}})?/metadata/json/1"),
            sign(Direction::ToOnPremises),
        );
    }
    let unresolved = r"could not be resolved: ?.";
    for (host, way) in [
        (TOKEN_NAME, Direction::Unknown),
        (ONLINE_HOST, Direction::ToOnline),
        (ANY_HOST, Direction::ToOnPremises),
    ] {
        add(format!("{unresolved}{host}"), Sign::Weak(way));
    }
    // A line of an IIS log in W3C form is of the server that answered.
    add(
        r"[0-9]{2}:[0-9]{2}:[0-9]{2} [0-9a-f.:]{3,45} (GET|POST|HEAD|OPTIONS) /(ews|autodiscover)/"
            .into(),
        Sign::Strong(Direction::ToOnPremises),
    );
    // Exchange names itself so where it calls another organisation; the log is that of the answering server.
    add(
        r" (ASProxy|ASAutoDiscover)/CrossForest/".into(),
        Sign::Strong(Direction::ToOnPremises),
    );
    let graph = r"\bhttps://(graph|dod-graph|microsoftgraph)\.(microsoft\.com|microsoft\.us|chinacloudapi\.cn)/";
    add(graph.into(), Sign::Weak(Direction::Graph));
    add(
        r"\b(Add|Connect|Get|Invoke|New|Remove|Update)-Mg[a-z]{3,60}".into(),
        Sign::Weak(Direction::Graph),
    );
    add(r#""innerError" ?:"#.into(), Sign::Weak(Direction::Graph));
    add(
        r"(^| )(\[PS\]|PS) [A-Z]:\\[^<>|]{0,200}>".into(),
        Sign::NewCommand,
    );
    add(r"\*{22} ".into(), Sign::NewCommand);
    let result = r#"\bResultType["']? ?[:=] ?(\{ ?["']?value["']? ?[:=] ?)?["']?"#;
    add(format!("{result}(Success|0)\\b"), Sign::Success);
    add(format!("{result}(Warning|Error|1|2)\\b"), Sign::NoSuccess);
    add(r#"\bDetail["']? ?:"#.into(), Sign::Detail);
    add(
        r#""result" ?: ?"(changed|unchanged)""#.into(),
        Sign::EndedWell,
    );
    add(
        r#""diagnosis" ?: ?\[[^\]]{1,2000}\]"#.into(),
        Sign::Diagnosis,
    );
    add(
        r"\bRecognised: [^()]{1,200}(\([0-9]{1,7}\) )?\([a-z0-9-]{5,50}\)".into(),
        Sign::Diagnosis,
    );
    for pattern in &table().recovered_patterns {
        add(pattern.clone(), Sign::Recovered);
    }
    patterns
}
