//! Overlays that mean harm, or are broken: a plain sentence, nothing half written, data that stays data.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hybrid_oauth::finding::Finding;
use hybrid_oauth::overlay::{Files, Reading, read, starter};
use hybrid_oauth::report::{Style, draw_in};
use hybrid_oauth::visible::is_hidden;
use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};
use serde_json::{Value, json};

use crate::cli::{Answer, run, words};
use crate::customers::{config, folder, names, write, write_config};

/// A clean overlay in `own`, and `contoso.json`.
fn place() -> tempfile::TempDir {
    let folder = folder();
    let top = folder.path();
    for (path, text) in starter::FILES {
        write(&top.join("own").join(path), text);
    }
    write_config(&top.join("contoso.json"), &config("contoso"));
    folder
}

#[track_caller]
fn harmless(what: &str, answer: &Answer) {
    for text in [&answer.out, &answer.err] {
        assert!(!text.contains("panicked"), "{what}: {text}");
        let hidden = text.chars().find(|one| is_hidden(*one) && *one != '\n');
        assert_eq!(hidden, None, "{what}: {text:?}");
    }
}

/// Every command that takes an overlay refuses it with a sentence, and nothing is written.
#[track_caller]
fn refused(what: &str, top: &Path) {
    let before = names(top);
    for line in [
        "overlay check own",
        "check contoso.json --overlay own",
        "generate contoso.json -o out --overlay own",
        "steps contoso.json --overlay own",
        "diff contoso.json contoso.json --overlay own",
    ] {
        let answer = run(top, words(line));
        harmless(&format!("{what}: {line}"), &answer);
        assert_eq!(
            answer.code,
            Some(1),
            "{what}: {line}: {}{}",
            answer.out,
            answer.err
        );
        assert!(answer.err.contains("error"), "{what}: {}", answer.err);
        assert!(answer.err.contains("help: "), "{what}: {}", answer.err);
    }
    assert_eq!(names(top), before, "{what}: something was written");
}

#[cfg(unix)]
mod on_disk {
    use super::*;
    use std::ffi::OsStr;
    use std::fs::File;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    fn instead(path: &Path) {
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else if path.symlink_metadata().is_ok() {
            fs::remove_file(path).unwrap();
        }
    }

    fn pipe(path: &Path) {
        let made = Command::new("mkfifo").arg(path).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    }

    const PLACES: [&str; 8] = [
        "scripts/own.ps1",
        "scripts/own.json",
        "overlay.json",
        "words/en.json",
        "runbook/header.md",
        "logo.svg",
        "style.css",
        "steps/own.json",
    ];

    #[test]
    fn nothing_is_followed_and_nothing_waits() {
        for at in PLACES {
            type Make = fn(&Path);
            let attacks: [(&str, Make); 8] = [
                ("a link to a file", |path| {
                    symlink("/etc/hostname", path).unwrap()
                }),
                ("a link out of the folder", |path| {
                    symlink("../../contoso.json", path).unwrap()
                }),
                ("a link to nothing", |path| {
                    symlink("/no/such/file", path).unwrap()
                }),
                ("a link to itself", |path| {
                    symlink(path.file_name().unwrap(), path).unwrap()
                }),
                ("a link to a device", |path| {
                    symlink("/dev/zero", path).unwrap()
                }),
                ("a pipe", pipe),
                ("a socket", |path| drop(UnixListener::bind(path).unwrap())),
                ("a folder", |path| fs::create_dir(path).unwrap()),
            ];
            for (what, make) in attacks {
                let folder = place();
                let path = folder.path().join("own").join(at);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                instead(&path);
                make(&path);
                refused(&format!("{at} is {what}"), folder.path());
            }
        }
    }

    #[test]
    fn folders_that_are_something_else() {
        for at in ["words", "runbook", "steps", "scripts"] {
            for (what, make) in [
                (
                    "a link to a folder",
                    (|path| symlink("/etc", path).unwrap()) as fn(&Path),
                ),
                ("a link upwards", |path| symlink("..", path).unwrap()),
                ("a pipe", pipe),
                ("a file", |path| fs::write(path, "x").unwrap()),
            ] {
                let folder = place();
                let path = folder.path().join("own").join(at);
                instead(&path);
                make(&path);
                refused(&format!("{at} is {what}"), folder.path());
            }
        }
    }

    #[test]
    fn names_that_hide_or_are_none() {
        for name in [
            &b"words/e\x1b[31mn.json"[..],
            b"words/en\n.json",
            b"words/\xE2\x80\xAEnosj.ne",
            b"words/\xFF.json",
            b"\xFFoverlay",
            b"runbook/after-\xE2\x80\x8Bpreflight.md",
            b"steps/..json",
            b"steps/...json",
            b"Overlay.json",
            b"style.css ",
            b"logo.svg.exe",
        ] {
            let folder = place();
            let path = folder.path().join("own").join(OsStr::from_bytes(name));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "{}").unwrap();
            if name.starts_with(b"steps/.") {
                // What is hidden is version control's, and never read.
                let checked = run(folder.path(), words("overlay check own"));
                assert_eq!(checked.code, Some(0), "{}", checked.err);
                assert!(
                    checked
                        .out
                        .contains(&format!("files     {}", starter::FILES.len()))
                );
                continue;
            }
            refused(&String::from_utf8_lossy(name), folder.path());
        }
    }

    #[test]
    fn sizes_and_numbers() {
        for at in PLACES {
            let folder = place();
            let path = folder.path().join("own").join(at);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            instead(&path);
            File::create(&path).unwrap().set_len(50 << 30).unwrap();
            refused(&format!("{at} has no end"), folder.path());
        }
        let folder = place();
        for number in 0..300 {
            write(
                &folder.path().join(format!("own/steps/a{number}.json")),
                "{}",
            );
        }
        refused("many files", folder.path());
        let folder = place();
        for number in 0..20 {
            write(
                &folder.path().join(format!("own/steps/a{number}.json")),
                " ".repeat(250 << 10),
            );
        }
        refused("much in all", folder.path());
        let folder = place();
        write(&folder.path().join("own/words/deeper/en.json"), "{}");
        refused("a folder in a folder", folder.path());
    }

    #[test]
    fn what_is_no_folder_of_an_overlay() {
        let folder = place();
        let top = folder.path();
        pipe(&top.join("pipe"));
        symlink("loop", top.join("loop")).unwrap();
        fs::create_dir(top.join("empty")).unwrap();
        for named in [
            "missing",
            "contoso.json",
            "pipe",
            "loop",
            "empty",
            "/dev/zero",
            "/",
            "/proc",
            ".",
            "a\u{1b}[31m",
        ] {
            for line in [["check", "contoso.json"], ["overlay", "check"]] {
                let args: Vec<&str> = match line[0] {
                    "overlay" => vec!["overlay", "check", named],
                    _ => vec!["check", "contoso.json", "--overlay", named],
                };
                let answer = run(top, &args);
                harmless(named, &answer);
                assert_eq!(answer.code, Some(1), "{named}: {}", answer.err);
            }
        }
        // A link to the folder itself is as good as its name.
        symlink("own", top.join("link")).unwrap();
        assert_eq!(run(top, words("overlay check link")).code, Some(0));
    }
}

#[test]
fn what_a_config_calls_its_overlay() {
    let folder = place();
    let top = folder.path();
    for value in [
        json!("/etc"),
        json!("\\\\server\\share"),
        json!("C:\\own"),
        json!("C:own"),
        json!("~/own"),
        json!("nul"),
        json!("own/com1/x"),
        json!("own:stream"),
        json!(""),
        json!("a\u{202e}b"),
        json!("a\nb"),
        json!("{{ name }}"),
        json!("own*"),
        json!("$(own)"),
        json!("x".repeat(100_000)),
        json!("../".repeat(500)),
        json!(1),
        json!(null),
        json!(["own"]),
        json!({ "name": "own" }),
        json!(true),
        json!("contoso.json"),
        json!("own/words"),
    ] {
        let mut named = config("named");
        named["overlay"] = value.clone();
        write_config(&top.join("named.json"), &named);
        for line in ["check named.json", "generate named.json -o out"] {
            let answer = run(top, words(line));
            harmless(line, &answer);
            assert_eq!(answer.code, Some(1), "{value}: {}", answer.err);
            assert!(
                answer.err.contains("named.json:"),
                "{value}: {}",
                answer.err
            );
            assert!(!top.join("out").join("named").exists(), "{value}");
        }
    }
}

/// Text that scripts, pages and tables must show and never obey.
const MARK: &str = "MARK";
const DATA: &[&str] = &[
    "{{ doc.name }}",
    "{{ t.page.kind }}",
    "{% raw %}",
    "{% include \"x\" %}",
    "{# note #}",
    "{{<command id=\"x\" />}}",
    "{name}",
    "{",
    "}}",
    "$(Get-Process)",
    "${env:PATH}",
    "`n`$x",
    "'; Get-Process; '",
    "\"; Get-Process; \"",
    "'@",
    "\"@",
    "#>",
    "<#",
    "\u{2018}; Get-Process; \u{2019}",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- x",
    "]]>",
    "&lt;b&gt;",
    "a | b",
    "**bold** _it_ [x](javascript:alert(1))",
    "```",
    "\\",
    "%00",
    "\u{AC00}\u{1F512}",
    "eyJhbGciOiJub25lIn0.e30.",
];

#[test]
fn template_syntax_quotes_and_html_are_data() {
    let folder = place();
    let top = folder.path();
    for data in DATA {
        let said = format!("{MARK}{data}");
        let head = json!({
            "name": said.chars().take(60).collect::<String>(), "version": "1",
            "left_out": [{ "step": "ews-allow-list", "reason": said }],
        });
        write(&top.join("own/overlay.json"), head.to_string());
        write(
            &top.join("own/words/en.json"),
            json!({ "steps": { "preflight": { "title": said, "summary": said } } }).to_string(),
        );
        let done = run(
            top,
            words("generate contoso.json -o out --overlay own --force"),
        );
        assert_eq!(done.code, Some(0), "{data}: {}", done.err);
        harmless(data, &done);
        let bundle = top.join("out/contoso");
        let escaped = hybrid_oauth::runbook::html::escape(&said);
        let page = fs::read_to_string(bundle.join("runbook.html")).unwrap();
        assert!(
            page.matches(&escaped).count() >= 3,
            "{data} is not in the page"
        );
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x"),
            "{data}"
        );
        let markdown = hybrid_oauth::markdown::escape(&said);
        let runbook = fs::read_to_string(bundle.join("RUNBOOK.md")).unwrap();
        assert!(runbook.contains(&markdown), "{data} is not in the runbook");
        for entry in walkdir::WalkDir::new(&bundle) {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|extension| extension == "ps1") {
                assert!(
                    !fs::read_to_string(&path).unwrap().contains(MARK),
                    "{data}: {}",
                    path.display()
                );
            }
        }
        assert_eq!(run(top, words("verify out/contoso")).code, Some(0));
    }
}

/// Words are put into templates: what templates would obey is refused before.
#[test]
fn words_cannot_reach_the_templates() {
    for data in DATA {
        let text = json!({ "messages": { "signoff": { "keep": data } } }).to_string();
        let reading = of("words/en.json", text.as_bytes());
        let obeyed = data.contains('{') || data.matches('`').count() % 2 == 1;
        let errors = reading.findings.iter().any(Finding::is_error);
        assert!(errors || !obeyed, "{data} passes");
        if !errors {
            assert!(
                !data.contains("{{") && !data.contains("{%") && !data.contains("{#"),
                "{data}"
            );
        }
    }
}

fn of(path: &str, bytes: &[u8]) -> Reading {
    let mut files: Files = BTreeMap::from([(
        "overlay.json".to_owned(),
        b"{\"name\": \"own\", \"version\": \"1\"}".to_vec(),
    )]);
    files.insert(path.to_owned(), bytes.to_vec());
    read("own", files)
}

/// HTML in every place that Markdown has for it.
const HTML: &[&str] = &[
    "<script>alert(1)</script>",
    "text <script>alert(1)</script> text",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<!-- a comment",
    "<!-- a --> <b>",
    "<?php x ?>",
    "<!DOCTYPE html>",
    "<![CDATA[ x ]]>",
    "</section></main>",
    "<style>*{display:none}</style>",
    "<iframe src=\"https://contoso.com\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "- <b>x</b>",
    "> <b>x</b>",
    "1. a\n\n   <div>\n   x\n   </div>",
    "<div>\n<p>\n**x**\n</p>\n</div>",
    "| a |\n| --- |\n| <b> |",
    "**<b>**",
    "[<b>](https://contoso.com)",
    "`<b>` <b>",
    "<b\nonclick=x>",
    "<details open ontoggle=alert(1)>",
    "<pre>\n\n<b>\n</pre>",
    "<textarea>\n\n</textarea>",
    "\\<b> <i>",
    "<x-y z>",
    "~~<s>~~",
    "text\n<hr>\ntext",
    "<base href=//x>",
    "<meta http-equiv=refresh>",
];

#[test]
fn html_in_remarks_is_text() {
    for html in HTML {
        let reading = of("runbook/footer.md", html.as_bytes());
        assert!(
            reading
                .findings
                .iter()
                .any(|one| one.code == "overlay-html"),
            "{html}: {:?}",
            reading.findings
        );
        let Some(overlay) = reading.overlay else {
            panic!("{html}: {:?}", reading.findings);
        };
        let remark = overlay.remarks.values().next().unwrap();
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(&remark.markdown, options) {
            assert!(
                !matches!(event, Event::Html(_) | Event::InlineHtml(_)),
                "{html}: {}",
                remark.markdown
            );
        }
        // All that is left of tags is what Markdown makes.
        let made = [
            "p",
            "strong",
            "em",
            "del",
            "ul",
            "ol",
            "li",
            "blockquote",
            "code",
            "pre",
            "a",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "hr",
            "br",
        ];
        for tag in remark.html.split('<').skip(1) {
            let name: String = tag
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            assert!(made.contains(&name.as_str()), "{html}: {}", remark.html);
            let within = tag.split('>').next().unwrap_or_default();
            let attribute = within.split_once(' ').map_or("", |(_, rest)| rest);
            assert!(
                attribute.is_empty()
                    || attribute.starts_with("href=\"https://")
                    || attribute == "/",
                "{html}: {within}"
            );
        }
    }
}

/// Links that lead to no page.
#[test]
fn links_in_remarks_lead_to_pages_only() {
    for link in [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](//contoso.com)",
        "[x](\\\\server\\share)",
        "[x](#steps)",
        "[x](runbook.html)",
        "<javascript:alert(1)>",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "[x]( javascript:alert(1))",
        "[x](java\\script:x)",
        "[x](search-ms:query=x)",
        "![x](https://contoso.com/x.png)",
    ] {
        let reading = of("runbook/header.md", link.as_bytes());
        assert!(
            reading.overlay.is_none(),
            "{link}: {:?}",
            reading.overlay.map(|own| own.remarks)
        );
    }
    for link in [
        "[x](https://contoso.com)",
        "<https://contoso.com>",
        "<service@contoso.com>",
        "[x](mailto:service@contoso.com)",
        "[x](HTTP://contoso.com 'title \"x\"')",
    ] {
        let reading = of("runbook/header.md", link.as_bytes());
        assert!(reading.overlay.is_some(), "{link}: {:?}", reading.findings);
    }
}

/// A remark ends where its file ends, whatever it leaves open.
#[test]
fn a_remark_cannot_swallow_what_follows() {
    for open in [
        "```",
        "~~~~\ntext",
        "> ```",
        "- ```\n  x",
        "    ```\n\n```",
        "[x]:",
        "[x]: <",
        "**bold",
        "| a |\n| - |",
        "<!--",
        "1. \n\n\n```text",
        "\\",
        "[x](",
        "`code",
    ] {
        let folder = place();
        let top = folder.path();
        write(&top.join("own/runbook/header.md"), open);
        let done = run(top, words("generate contoso.json -o out --overlay own"));
        harmless(open, &done);
        if done.code == Some(1) {
            assert!(
                done.err.contains("runbook/header.md:"),
                "{open}: {}",
                done.err
            );
            continue;
        }
        let runbook = fs::read_to_string(top.join("out/contoso/RUNBOOK.md")).unwrap();
        let mut titles = 0;
        for event in Parser::new_ext(&runbook, Options::ENABLE_TABLES) {
            titles += usize::from(matches!(
                event,
                Event::Start(pulldown_cmark::Tag::Heading { .. })
            ));
        }
        let without = run(top, words("generate contoso.json -o plain"));
        assert_eq!(without.code, Some(0));
        let plain = fs::read_to_string(top.join("plain/contoso/RUNBOOK.md")).unwrap();
        let all = Parser::new_ext(&plain, Options::ENABLE_TABLES)
            .filter(|event| matches!(event, Event::Start(pulldown_cmark::Tag::Heading { .. })));
        assert_eq!(titles, all.count(), "{open}");
    }
}

fn svg(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:s=\"http://www.w3.org/2000/svg\">{inside}</svg>"
    )
}

#[test]
fn logos_that_run_or_fetch() {
    let entities: String = (0..20)
        .map(|one| format!("<!ENTITY a{} \"&a{one};&a{one};\">", one + 1))
        .collect();
    let mut logos: Vec<String> = [
        "<script>alert(1)</script>",
        "<s:script>alert(1)</s:script>",
        "<SCRIPT/>",
        "<script xlink:href='data:,x'/>",
        "<rect onclick='x'/>",
        "<rect ONCLICK='x'/>",
        "<rect\nonload\n=\n'x'/>",
        "<a xlink:href='javascript:alert(1)'><rect/></a>",
        "<use href='https://contoso.com/x#y'/>",
        "<use xlink:href='data:image/svg+xml,x'/>",
        "<image href='https://contoso.com/x'/>",
        "<image href='data:image/png;base64,x'/>",
        "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<iframe/>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<animate attributeName='onclick' values='javascript:alert(1)'/>",
        "<style>@import url(https://contoso.com/x)</style>",
        "<style><![CDATA[ a { background: url(x) } ]]></style>",
        "<style>a { background: \\75rl(x) }</style>",
        "<rect style='fill:url(https://contoso.com/x)'/>",
        "<rect fill=' url( &quot;https://contoso.com/x&quot; )'/>",
        "<rect filter='url(//contoso.com/x)'/>",
        "<linearGradient xlink:href='x.svg#a'/>",
        "<feImage href='https://contoso.com/x'/>",
        "<rect xml:base='https://contoso.com/'/>",
        "<handler/>",
        "<audio/>",
        "<embed src='x'/>",
        "<?php x ?>",
        "<rect style='behavior:url(x)'/>",
        "<text>&#0;</text>",
        "<rect a='1' a='2'/>",
        "</svg><svg>",
        "&a;",
    ]
    .map(svg)
    .to_vec();
    logos.extend([
        String::new(),
        "<svg".into(),
        "text".into(),
        "<html xmlns='http://www.w3.org/1999/xhtml'><script/></html>".into(),
        "<svg xmlns='http://contoso.com'/>".into(),
        format!(
            "<!DOCTYPE svg [<!ENTITY a0 \"x\">{entities}]>{}",
            svg("&a20;")
        ),
        format!("<!DOCTYPE svg SYSTEM \"file:///etc/passwd\">{}", svg("")),
        format!(
            "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}",
            svg("&a;")
        ),
        svg(&"<g>".repeat(100_000)),
        svg(&format!("{}{}", "<g>".repeat(500), "</g>".repeat(500))),
        svg(&"<g/>".repeat(40_000)),
        format!(
            "<?xml-stylesheet href='https://contoso.com/x.css'?>{}",
            svg("")
        ),
    ]);
    for logo in &logos {
        let reading = of("logo.svg", logo.as_bytes());
        let start: String = logo.chars().take(200).collect();
        assert!(reading.overlay.is_none(), "{start}");
        let drawn = draw_in(&reading.findings, "", &reading.sources, Style::Plain);
        assert!(
            drawn.contains("error[") && drawn.contains("help: "),
            "{start}: {drawn}"
        );
    }
    for fine in [
        "<style>rect { fill: #123456 }</style><rect class='a'/>",
        "<linearGradient id='a'/><rect fill='url(#a)'/>",
        "<use href='#a'/>",
        "<text>5 &lt; 6</text>",
    ] {
        assert!(
            of("logo.svg", svg(fine).as_bytes()).overlay.is_some(),
            "{fine}"
        );
    }
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0";
    assert!(of("logo.png", png).overlay.is_some());
    let mut wide = png.to_vec();
    wide[16] = 0x7F;
    for broken in [
        &png[..20],
        &png[..40],
        &[png, b"<script>".as_slice()].concat(),
        &wide,
        b"GIF89a",
        b"",
        &b"\x89PNG\r\n\x1a\n\xFF\xFF\xFF\xFFIHDR"[..],
    ] {
        assert!(of("logo.png", broken).overlay.is_none(), "{broken:?}");
    }
}

#[test]
fn style_sheets_that_fetch_or_leave() {
    for css in [
        "@import 'x'",
        "@IMPORT 'x'",
        "a{background:url(x)}",
        "a{background:URL ('x')}@import x",
        "a{background:u\\72l(x)}",
        "@font-face{src:local(x)}",
        "a{background:image-set('x' 1x)}",
        "a{background:-webkit-image-set('x' 1x)}",
        "a{background:-webkit-cross-fade(x)}",
        "a{width:expression(alert(1))}",
        "a{behavior:x}",
        "a{-moz-binding:x}",
        "</style>",
        "</STYLE ><script>",
        "<!--",
        "a{background:src('x')}",
        "a::before{content:'\u{202e}'}",
        "a\u{0}b",
        "@charset 'utf-7';",
        "a{background:image('x')}",
        "@namespace url(x);",
        "a{b:javascript:x}",
    ] {
        let reading = of("style.css", css.as_bytes());
        assert!(reading.overlay.is_none(), "{css}");
    }
    for fine in [
        "a { color: red }",
        "/* a note */\n.remark > p { margin: 0 }",
        "a[href^='https'] { color: #123 }",
        "@media print { a { color: black } }",
    ] {
        assert!(of("style.css", fine.as_bytes()).overlay.is_some(), "{fine}");
    }
}

const PATHS: [&str; 11] = [
    "scripts/own.ps1",
    "scripts/own.json",
    "steps/own.json",
    "overlay.json",
    "words/en.json",
    "words/ko.json",
    "runbook/header.md",
    "runbook/after-preflight.md",
    "logo.svg",
    "logo.png",
    "style.css",
];

fn survives(path: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let reading = of(path, bytes);
    prop_assert_eq!(
        reading.overlay.is_none(),
        reading.findings.iter().any(Finding::is_error)
    );
    for finding in &reading.findings {
        let source = reading
            .sources
            .get(&finding.file)
            .map_or("", String::as_str);
        prop_assert!(source.get(finding.span.clone()).is_some(), "{:?}", finding);
        prop_assert!(
            !finding.message.contains(is_hidden),
            "{:?}",
            finding.message
        );
    }
    let drawn = draw_in(&reading.findings, "", &reading.sources, Style::Plain);
    prop_assert!(
        !drawn.contains(|one| is_hidden(one) && one != '\n'),
        "{:?}",
        drawn
    );
    Ok(())
}

#[test]
fn broken_files_of_every_kind() {
    let deep = |open: &str, times: usize| open.repeat(times).into_bytes();
    for path in PATHS {
        for bytes in [
            b"".to_vec(),
            b"\xEF\xBB\xBF".to_vec(),
            b"\xFF\xFEa\0".to_vec(),
            b"\xFE\xFF\0a".to_vec(),
            b"\0".to_vec(),
            b"\x80".to_vec(),
            b"null".to_vec(),
            b"[]".to_vec(),
            b"1e999".to_vec(),
            b"{\"name\": \"\\ud800\", \"version\": \"\\u0000\"}".to_vec(),
            b"{\"messages\": {\"signoff\": {\"keep\": 1}}, \"steps\": []}".to_vec(),
            b"{\"name\": {}, \"version\": [], \"order\": {}, \"left_out\": [1, null, {}, \"x\"]}"
                .to_vec(),
            deep("[", 100_000),
            deep("{\"a\":", 50_000),
            deep("> ", 60_000),
            deep("- ", 60_000),
            deep("*", 100_000),
            deep("[", 250_000),
            deep("![](", 60_000),
            deep("<", 200_000),
            deep("`", 200_001),
            deep("<a>", 60_000),
            deep("|-", 60_000),
            deep("\r", 1000),
            deep("\u{202e}", 1000),
            deep("{", 100_000),
        ] {
            survives(path, &bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_of_any_file(path in 0..PATHS.len(), bytes in vec(any::<u8>(), 0..400)) {
        survives(PATHS[path], &bytes)?;
    }

    #[test]
    fn own_code_with_pieces_of_harm(at in any::<usize>(), from in any::<usize>(), length in 0..40usize, piece in 0..DATA.len()) {
        let mut bytes = include_bytes!("../overlays/contoso/scripts/large-audience.ps1").to_vec();
        let place = at % bytes.len();
        bytes.splice(place..place, DATA[piece].bytes());
        let from = from % bytes.len();
        let to = (from + length).min(bytes.len());
        bytes.drain(from..to);
        survives("scripts/own.ps1", &bytes)?;
    }

    #[test]
    fn the_starter_with_pieces_of_harm(
        at in any::<usize>(), from in any::<usize>(), length in 0..30usize, piece in 0..DATA.len(), html in 0..HTML.len(), which in 0..starter::FILES.len(),
    ) {
        let (path, text) = starter::FILES[which];
        let mut bytes = text.as_bytes().to_vec();
        let place = at % (bytes.len() + 1);
        let piece = if from % 2 == 0 { DATA[piece] } else { HTML[html] };
        bytes.splice(place..place, piece.bytes());
        let from = from % bytes.len();
        let to = (from + length).min(bytes.len());
        bytes.drain(from..to);
        survives(path, &bytes)?;
    }
}

/// What of an overlay reaches a terminal is what it is.
#[test]
fn the_texts_of_an_overlay_hide_nothing() {
    const EVIL: &str = "x\u{1b}[31m\u{9b}2J\u{202e}y\u{200b}\u{3164}\r\n| z\u{7}\u{7f}";
    let evil = |value: &str| format!("{value}{EVIL}");
    let texts: [(&str, Value); 4] = [
        (
            "overlay.json",
            json!({ "name": evil("a"), "version": evil("1"), "order": [evil("preflight")], "left_out": [{ "step": evil("clean-up"), "reason": evil("r") }], EVIL: EVIL }),
        ),
        (
            "words/en.json",
            json!({ "messages": { EVIL: { "a": EVIL }, "signoff": { EVIL: "x", "keep": EVIL } }, "steps": { EVIL: {}, "preflight": { "title": EVIL } } }),
        ),
        ("runbook/header.md", Value::Null),
        ("style.css", Value::Null),
    ];
    for (path, value) in texts {
        let folder = place();
        let text = if value.is_null() {
            EVIL.to_owned()
        } else {
            value.to_string()
        };
        write(&folder.path().join("own").join(path), text);
        refused(path, folder.path());
    }
}
