//! Takes texts as vendors write them, and worse; sees that rustdoc would read what was meant, warn of nothing and run nothing.

use super::{code_span, render};
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

#[test]
fn what_is_meant_stays() {
    for (given, expected) in [
        ("Plain words, e.g. a snake_case_name.", "Plain words, e.g. a snake_case_name."),
        ("# Title\n\nText *soft* **hard** `code`", "# Title\n\nText *soft* **hard** `code`"),
        ("- a\n- b\n  - c\n\n1. x\n2. y", "- a\n- b\n  - c\n\n1. x\n2. y"),
        ("> said\n> so", "> said\n> so"),
        ("| a | b |\n|---|---|\n| 1 | `x\\|y` |", "| a | b |\n|---|---|\n| 1 | `x\\|y` |"),
        ("[docs](https://example.com/a?b=1)", "[docs](<https://example.com/a?b=1>)"),
        ("a  \nb", "a\\\nb"),
        ("* a\n    lazy\n* b\nlazier", "- a\n  lazy\n- b\n  lazier"),
        ("- a\n\n      code\n- b", "- a\n\n  ```text\n  code\n  ```\n\n- b"),
        ("- a\n  7. b\n\n- \\[c]\n  d\\\n  e", "- a\n  7\\. b\n\n- \\[c\\]\n  d\\\n  e"),
        ("- [c] *d*\n  e\\\n  f\n  - g", "- \\[c\\] *d* e\n\n  f\n\n  - g"),
        ("- a\n\n  7. b\n- c\n  - d\n  > e", "- a\n\n  7. b\n\n- c\n\n  - d\n\n  > e"),
        ("9. a\n10. b\n    - c\n      d", "9. a\n10. b\n    - c\n      d"),
        ("- a\n+ b\n\n1. c\n2) d", "- a\n\n* b\n\n1. c\n\n2) d"),
        ("- > a\n  <p>b</p>\n- | c |\n  |---|\n  | d |", "- > a\n\n  b\n- | c |\n  |---|\n  | d |"),
        ("- - ***\n    a", "- - ___\n\n    a"),
        ("> a\nlazy\n> > b\n> lazy", "> a\n> lazy\n>\n> > b\n> > lazy"),
        ("Text\n- [x] done\n  - ```\n    code", "Text\n\n- ☑ done\n  - ```text\n    code\n    ```"),
    ] {
        assert_eq!(render(given), expected);
    }
}

#[test]
fn what_rustdoc_would_misread_is_made_safe() {
    for (given, expected) in [
        ("See [Contact] and [x](#anchor).", "See \\[Contact\\] and x."),
        ("Array<string> or <id>", "Array\\<string> or \\<id>"),
        ("see https://example.com/a_b_c.", "see <https://example.com/a_b_c>."),
        ("    indented();", "```text\nindented();\n```"),
        ("```rust\nfn main() {}", "```text\nfn main() {}\n```"),
        ("~~~\na ``` b\n~~~", "````text\na ``` b\n````"),
        ("<b>bold</b><br>next", "bold\\\nnext"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("a */ b \u{202e} c \u{0} */", "a \\*/ b  c  \\*/"),
        ("![chart](https://example.com/a.png)", "[chart](<https://example.com/a.png>)"),
        ("[x]: https://example.com\n[x]", "[x](<https://example.com>)"),
        ("price: 1\\. and \\- no list", "price: 1. and - no list"),
        ("a &lt;b&gt; &amp;amp;", "a \\<b> \\&amp;"),
    ] {
        assert_eq!(render(given), expected);
    }
    assert_eq!(code_span("a`b"), "``a`b``");
}

#[test]
fn deep_nesting_is_flattened_in_linear_time() {
    assert!(render(&format!("{} deep", ">".repeat(20_000))).contains("deep"));
    assert!(render(&format!("{}deep", "- ".repeat(5_000))).contains("deep"));
    assert!(render(&format!("{}deep", "*[".repeat(5_000))).contains("deep"));
}

/// What rustdoc finds in the text that it would warn of, or run.
fn found(text: &str) -> Option<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    if let Some(line) = odd_indentation(text, options) {
        return Some(format!("the indentation of {line:?}"));
    }
    let mut broken = None;
    let mut callback = |link: pulldown_cmark::BrokenLink<'_>| {
        broken = Some(format!("a broken link {link:?}"));
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut callback));
    let bad = parser.into_iter().find_map(|event| match &event {
        Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => Some(format!("{event:?}")),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &**language == "text" => None,
        Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_)) => Some(format!("{event:?}")),
        Event::Start(Tag::Link { dest_url, .. }) => {
            let safe = ["http://", "https://", "mailto:"].iter().any(|s| dest_url.to_ascii_lowercase().starts_with(s));
            (!safe).then(|| format!("{event:?}"))
        }
        _ => None,
    });
    bad.or(broken)
}

/// A line in a list or a quote that Clippy finds to be indented in an odd way (`doc_lazy_continuation`,
/// `doc_overindented_list_items`): its rule as it is, also where an item begins with an escape, which it does not count.
fn odd_indentation(text: &str, options: Options) -> Option<&str> {
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut events = Parser::new_ext(text, options).into_offset_iter().peekable();
    while let Some((event, range)) = events.next() {
        let next = events.peek().map_or(text.len(), |(event, next)| match event {
            Event::End(TagEnd::Item) => next.end,
            _ => next.start,
        });
        match event {
            Event::Start(Tag::BlockQuote(_)) => open.push(None),
            // A sign that is escaped begins behind its backslash.
            Event::Start(Tag::Item) => {
                let content = text.get(range.start..next)?;
                open.push(Some(content.strip_suffix('\\').unwrap_or(content).len()));
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => _ = open.pop(),
            Event::SoftBreak | Event::HardBreak if !open.is_empty() => {
                let before = text.get(range.end..next)?;
                let quotes = open.iter().filter(|it| it.is_none()).count();
                let indentation: usize = open.iter().flatten().sum();
                let spaces = before.chars().filter(|c| *c == ' ').count();
                let odd = if quotes > 0 { before.matches('>').count() < quotes } else { spaces != indentation };
                if odd {
                    return text.get(range.end..)?.lines().next();
                }
            }
            _ => {}
        }
    }
    None
}

fn markdownish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\n",
            "\n\n",
            "    ",
            "\t",
            "```",
            "```rust\n",
            "~~~",
            "`",
            "``",
            "*",
            "**",
            "_",
            "[",
            "]",
            "(",
            ")",
            "![",
            "]:",
            "<",
            ">",
            "</b>",
            "<b>",
            "<!--",
            "-->",
            "<p>",
            "</p>",
            "<br>",
            "# ",
            "- ",
            "\n- ",
            "\n  - ",
            "\n+ ",
            "\n   ",
            "1. ",
            "\n7) ",
            "> ",
            "\n> ",
            "|",
            "|---|",
            "---",
            "===",
            ":",
            "&amp;",
            "&",
            "&#60;",
            "\\",
            "http://",
            "https://a.b/c",
            "mailto:x",
            "[a](b)",
            "[a](https://x.y)",
            "[^1]",
            "[x]",
            "!",
            "~~",
            "*/",
            "/*",
            "//",
            "\u{202e}",
            "\u{0}",
            "\r",
            "é",
            "x",
            " ",
            "  \n",
            "::",
            "crate::X",
            "[`X`]",
            "'",
            "\"",
            "#!",
            "$",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_rustdoc_warns_of_is_left(text in markdownish()) {
        let rendered = render(&text);
        prop_assert_eq!(found(&rendered), None, "{:?} became {:?}", text, rendered);
        let again = render(&rendered);
        prop_assert_eq!(found(&again), None);
    }
}
