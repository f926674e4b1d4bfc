//! Logos and style sheets that run, fetch, or leave their place.

use super::*;

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
