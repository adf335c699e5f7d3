//! Texts that would leave the place they are put in, if anything let them.
//!
//! Gives a name and the text of each. `evil` stands in each where code, a table or a file would come from it.

/// A text to put in place of one of the document.
#[derive(Debug, Clone)]
pub struct Payload {
    /// Names it in findings.
    pub name: &'static str,
    /// The text; where [`SURROGATE`] stands in it, the document gets a lone surrogate's escape.
    pub text: String,
}

/// What stands for an escape that JSON values cannot hold.
pub const SURROGATE: &str = "@lone-surrogate@";

/// All of them.
pub fn all() -> Vec<Payload> {
    let mut found: Vec<_> = FIXED.iter().map(|(name, text)| Payload { name, text: (*text).to_owned() }).collect();
    let mut made = |name, text| found.push(Payload { name, text });
    made("very long", "evil ".repeat(4_000));
    made("very long word", "evil".repeat(2_000));
    made("many lines", "evil\n".repeat(1_000));
    made("deep quotes", format!("{} evil", ">".repeat(200)));
    made("deep list", (0..60).map(|depth| format!("{}- evil\n", "  ".repeat(depth))).collect());
    made("deep brackets", format!("{}evil{}", "[".repeat(300), "](evil)".repeat(300)));
    made("controls", (1_u8..32).map(char::from).chain("evil\u{7f}\u{85}".chars()).collect());
    found
}

const FIXED: [(&str, &str); 43] = [
    ("quote", "a\"; evil!(); \""),
    ("apostrophe", "a'; evil!(); '"),
    ("end of comment", "*/ evil!(); /*"),
    ("line comment", "// evil\n//! evil\n/// evil"),
    ("raw string", "\"# ; evil!(); r#\""),
    ("raw string, many", "\"#####; evil!(); r#####\""),
    ("end of attribute", "\"] #[cfg(evil)] mod evil { #![doc = \""),
    ("inner attribute", "#![feature(evil)]"),
    ("newline", "a\nevil!();\n"),
    ("carriage return", "a\revil!();\r"),
    ("both newlines", "a\r\nevil!();\r\nb"),
    ("line separator", "a\u{2028}evil!();\u{2029}b\u{85}c"),
    ("nul", "a\0evil"),
    ("bidi", "a\u{202e}live\u{2066} b\u{202c}\u{2069}"),
    ("byte order mark", "\u{feff}evil\u{feff}"),
    ("zero width", "ev\u{200b}il\u{200d}\u{2060}"),
    ("braces", "{} {0} {evil} {{}} {:?} }{"),
    ("format of another kind", "%s %n %d %1$s"),
    ("dollar braces", "${evil} $(evil) $evil `evil`"),
    ("include", "include_str!(\"/etc/passwd\")"),
    ("environment", "env!(\"HOME\") concat!(evil)"),
    ("backslash at the end", "evil\\"),
    ("backslashes", "\\\\ \\n \\u{41} \\x41 \\\" \\0 \\\n evil"),
    ("table", "\"\n[dependencies]\nevil = \"1\"\n"),
    ("table, other quotes", "'''\n[dependencies]\nevil = '1'\n\"\"\"\n[build-dependencies]\nevil = \"1\""),
    ("dependency", "serde\", features = [\"evil\"], path = \"../../evil"),
    ("parent folders", "../../../../evil"),
    ("absolute path", "/etc/evil"),
    ("other path", "..\\..\\evil C:\\evil NUL con.rs"),
    ("fence", "```\nevil!();\n```"),
    ("fence of rust", "```rust\ncompile_error!(\"evil\");\n```\n\n~~~should_panic\nevil!();\n~~~"),
    ("open fence", "text\n\n````no_run\nevil!();"),
    ("indented code", "text\n\n    evil!();\n\n\tevil!();\n\n1.      evil!();"),
    ("links within", "[`evil`] [evil](crate::evil) [a](std::process::exit) <evil::evil> [x]: crate::evil"),
    ("html", "<script>evil()</script> <details> <img src=x onerror=evil()> </div> <!-- evil"),
    ("markup", "# evil\n\n| a | b |\n|---|\n* * *\n[^1]: evil\n\n- [ ] evil\n\n[[evil]]"),
    ("empty", ""),
    ("blanks", " \t \n "),
    ("emoji", "\u{1f600}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} e\u{301}\u{fe0f}"),
    ("keyword", "self"),
    ("another keyword", "crate::r#fn"),
    ("number", "0x1F_u8 1e999 -0"),
    ("surrogate", "evil @lone-surrogate@ evil"),
];
