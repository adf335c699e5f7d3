//! A new `vendor.yaml` with every key explained.
//!
//! Takes what is known of a vendor; gives the text. Promises that the text is read back without a word, and that keys which nothing is known of
//! stand there as comments. Never decides a name.

use super::keys::{self, Key, Kind};

/// The text for a vendor of that name.
pub fn text(name: &str, title: Option<&str>, documents: &[String]) -> String {
    let mut text = String::from(
        "# What the crates are made of, and how. `specwright schema` prints the JSON Schema of this file.\n",
    );
    for key in keys::VENDOR {
        text.push('\n');
        about(&mut text, "", key);
        match key.name {
            "name" => text.push_str(&format!("name: {name}\n")),
            "title" => match title {
                Some(title) => text.push_str(&format!("title: {}\n", quoted(title))),
                None => text.push_str(&format!("# title: {}\n", key.example)),
            },
            "documents" => {
                text.push_str("documents:\n");
                documents.iter().for_each(|path| text.push_str(&format!("  - {}\n", quoted(path))));
            }
            _ => commented(&mut text, key),
        }
    }
    text
}

fn about(text: &mut String, indent: &str, key: &Key) {
    let words = match key.kind {
        Kind::OneOf(words) | Kind::SomeOf(words) => format!(" ({})", words.join(", ")),
        _ => String::new(),
    };
    text.push_str(&format!("{indent}# {}{words}\n", key.about));
}

fn commented(text: &mut String, key: &Key) {
    let (Kind::Map(keys) | Kind::Choice(keys)) = key.kind else {
        text.push_str(&format!("# {}: {}\n", key.name, key.example));
        return;
    };
    text.push_str(&format!("# {}:\n", key.name));
    for key in keys {
        about(text, "#   ", key);
        text.push_str(&format!("#   {}: {}\n", key.name, key.example));
    }
}

/// A text as YAML on one line: JSON's strings are YAML's.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | ' ');
    let is_word =
        text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_plain) && !text.ends_with(' ');
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&&*text.to_lowercase());
    if is_word && !reserved { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
