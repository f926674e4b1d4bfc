//! Remarks that would be more than text.

use super::*;

/// HTML in every place that Markdown has for it.
pub const HTML: &[&str] = &[
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
        write(&top.join("own/runbook/header.md"), "text");
        let without = run(top, words("generate contoso.json -o plain --overlay own"));
        assert_eq!(without.code, Some(0));
        let plain = fs::read_to_string(top.join("plain/contoso/RUNBOOK.md")).unwrap();
        let all = Parser::new_ext(&plain, Options::ENABLE_TABLES)
            .filter(|event| matches!(event, Event::Start(pulldown_cmark::Tag::Heading { .. })));
        assert_eq!(titles, all.count(), "{open}");
    }
}
