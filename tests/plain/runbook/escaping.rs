//! What a config says is data: no text of it becomes markup, in either format.

use hybrid_oauth::markdown;
use hybrid_oauth::runbook::html;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// What GitHub and most others know beyond CommonMark.
const GITHUB: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// What a reader of Markdown sees of a document that must be one paragraph of plain text.
fn plain(document: &str) -> Result<String, String> {
    let mut seen = String::new();
    for event in Parser::new_ext(document, GITHUB) {
        match event {
            Event::Text(text) => seen.push_str(&text),
            Event::Start(Tag::Paragraph) | Event::End(_) => {}
            other => return Err(format!("{other:?} in {document:?}")),
        }
    }
    Ok(seen)
}

fn spaces(text: &str) -> String {
    let shown = text.replace(['\t', '\n', '\r'], " ");
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Texts made of what Markdown and HTML give a meaning to.
fn hostile() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "`",
        "``",
        "*",
        "**",
        "_",
        "__",
        "#",
        "# ",
        "- ",
        "-",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "<",
        ">",
        "</td>",
        "<script>",
        "<!--",
        "&",
        "&amp;",
        "&lt;",
        "|",
        "\\",
        "~~",
        "$",
        "$$",
        "^",
        "=",
        "---",
        ":",
        "://",
        "http://a.b",
        "www.a.b",
        "a@b.c",
        "{{ x }}",
        "{% x %}",
        "{",
        "}",
        "\"",
        "'",
        "!",
        "한국어",
        "é",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "a",
        "B7",
        "[^1]",
        "[x]",
        "[[",
        "]]",
        "::",
        "++",
        "\u{a0}",
    ]);
    prop::collection::vec(parts, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn markdown_shows_a_text_as_it_is(text in hostile()) {
        prop_assert_eq!(plain(&markdown::escape(&text)).map(|seen| spaces(&seen)), Ok(spaces(&text)));
    }

    #[test]
    fn markdown_shows_a_text_in_a_cell_as_it_is(text in hostile()) {
        let table = format!("| a | b |\n| --- | --- |\n| {} | end |\n", markdown::escape(&text));
        let mut cells = vec![String::new()];
        for event in Parser::new_ext(&table, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Text(text) => cells.last_mut().expect("one").push_str(&text),
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) => {}
                other => prop_assert!(false, "{:?} in {}", other, table),
            }
        }
        prop_assert_eq!(spaces(&cells[3]), spaces(&text));
        prop_assert_eq!(&cells[4], "end");
    }

    #[test]
    fn markdown_shows_code_as_it_is(text in hostile()) {
        prop_assume!(!spaces(&text).is_empty());
        let document = format!("x {} x", markdown::code(&text));
        let codes: Vec<String> = Parser::new(&document)
            .filter_map(|event| match event { Event::Code(code) => Some(code.to_string()), _ => None })
            .collect();
        prop_assert_eq!(codes.iter().map(|code| spaces(code)).collect::<Vec<_>>(), vec![spaces(&text)]);
    }

    #[test]
    fn html_shows_a_text_as_it_is(text in hostile()) {
        let escaped = html::escape(&text);
        prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        prop_assert_eq!(back.replace("&amp;", "&"), text);
    }
}
