//! Texts to identifiers: the only place that knows Rust's cases.
//!
//! Takes any text; gives an identifier in the case asked for, empty where nothing of the text can stand in one. Promises
//! normalised (NFKC) characters of Unicode's identifier classes only.

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use super::LONGEST;

/// Rust's cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `UpperCamel`: types and variants.
    Camel,
    /// `snake_case`: fields, methods, arguments, modules.
    Snake,
    /// `SCREAMING_SNAKE`: constants.
    Shouty,
    /// `kebab-case`: features and crates (no identifier).
    Kebab,
}

/// The text as an identifier in that case, without escapes; may begin with a digit, may be empty.
pub fn identifier(text: &str, case: Case) -> String {
    cased(&separated(text), case)
}

/// As [`identifier`], with every sign spelled that does not merely separate words: tells `a+b` from `a-b`.
pub fn spelled(text: &str, case: Case) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for character in text.chars().take(LONGEST) {
        match sign(character).filter(|_| !separates(character)) {
            Some(word) => {
                out.push(' ');
                out.push_str(word);
                out.push(' ');
            }
            None => out.push(character),
        }
    }
    identifier(&out, case)
}

/// The text in ASCII: letters without their marks, others by their code points.
pub fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.nfkd().take(LONGEST) {
        match character {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ł' | 'Ł' => out.push('l'),
            'þ' | 'Þ' => out.push_str("th"),
            'ı' => out.push('i'),
            ascii if ascii.is_ascii() => out.push(ascii),
            letter if letter.is_alphabetic() => out.push_str(&format!(" u{:x} ", u32::from(letter))),
            mark if is_xid_continue(mark) => {}
            _ => out.push(' '),
        }
    }
    out
}

/// Words of a text whose meaning hangs on signs at its beginning or that holds nothing but signs.
pub fn constant(text: &str, case: Case) -> String {
    let bare = text.trim();
    let leading = bare.starts_with(['-', '+', '!', '~', '<', '>', '=']);
    let only_signs = !bare.is_empty() && !bare.chars().any(char::is_alphanumeric);
    if !(leading || only_signs) {
        return identifier(text, case);
    }
    let cut = bare.char_indices().find(|(_, c)| sign(*c).is_none()).map_or(bare.len(), |(index, _)| index);
    let (signs, rest) = bare.split_at(cut);
    let spelled: Vec<&str> = signs.chars().take(LONGEST).filter_map(sign).collect();
    identifier(&format!("{} {rest}", spelled.join(" ")), case)
}

fn separates(character: char) -> bool {
    matches!(character, '-' | '_' | ' ' | '.' | '/' | ':' | ',' | '[' | ']' | '(' | ')')
}

fn cased(text: &str, case: Case) -> String {
    match case {
        Case::Camel => camel(text),
        Case::Snake => text.to_snake_case(),
        Case::Shouty => text.to_shouty_snake_case(),
        Case::Kebab => text.to_kebab_case(),
    }
}

/// `gpt-5.5` as `Gpt5_5`: what separates two digits is kept, as `55` would be another number.
fn camel(text: &str) -> String {
    let joined = text.to_upper_camel_case();
    let digits = |word: &str| word.chars().next().is_some_and(|first| first.is_ascii_digit());
    let snake = text.to_snake_case();
    let separate = |pair: (&str, &str)| pair.0.ends_with(|last: char| last.is_ascii_digit()) && digits(pair.1);
    if !snake.split('_').zip(snake.split('_').skip(1)).any(separate) {
        return joined;
    }
    let mut out = String::with_capacity(joined.len() + 4);
    for word in snake.split('_') {
        if separate((&out, word)) {
            out.push('_');
        }
        out.push_str(&word.to_upper_camel_case());
    }
    out
}

/// Without words that repeat the one before them: `search_search` as `search`.
pub fn without_stutter(snake: &str) -> String {
    let mut words: Vec<&str> = snake.split('_').collect();
    words.dedup();
    words.join("_")
}

/// The words of a text, in lower case.
pub fn words_of(text: &str) -> Vec<String> {
    identifier(text, Case::Snake).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Characters that an identifier can hold; everything else separates words.
fn separated(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Longer texts are cut anyway; a hostile one must not cost its length in every scope.
    for character in text.nfkc().take(LONGEST * 8) {
        if character == '\'' || character == '\u{2019}' {
            continue;
        }
        let kept = is_xid_continue(character) && !(is_invisible(character));
        out.push(if kept { character } else { ' ' });
    }
    plural_acronyms(&out)
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{00b7}' | '\u{30fb}')
}

/// `userIDs` as `userIds`: a lone `s` after an acronym is its plural, not the beginning of a word.
fn plural_acronyms(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied();
    let mut out = String::with_capacity(text.len());
    for (index, &character) in characters.iter().enumerate() {
        let after_acronym = index >= 2
            && at(index - 1).is_some_and(|c| c.is_ascii_uppercase())
            && at(index - 2).is_some_and(|c| c.is_ascii_uppercase());
        let ends_word = at(index + 1).is_none_or(|next| !next.is_lowercase());
        if character == 's' && after_acronym && ends_word {
            let acronym: Vec<char> = out.chars().rev().take_while(char::is_ascii_uppercase).collect();
            let kept = out.len() - acronym.len() + 1;
            let tail = out.split_off(kept).to_ascii_lowercase();
            out.push_str(&tail);
        }
        out.push(character);
    }
    out
}

/// Cuts what is too long, deterministically; the hash is of the whole text.
pub fn cut(identifier: String) -> String {
    if identifier.chars().count() <= LONGEST {
        return identifier;
    }
    let hash =
        identifier.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let head: String = identifier.chars().take(LONGEST - 9).collect();
    let joint = if identifier.contains('_') { "_" } else { "" };
    format!("{}{joint}x{hash:08x}", head.trim_end_matches('_'))
}

/// Whether the identifier can begin as it does.
pub fn begins_well(identifier: &str) -> bool {
    identifier.chars().next().is_some_and(|first| is_xid_start(first) || first == '_')
}

fn sign(character: char) -> Option<&'static str> {
    Some(match character {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '~' => "tilde",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '^' => "caret",
        '&' => "and",
        '|' => "or",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        ' ' => "space",
        '(' => "open",
        ')' => "close",
        '[' => "left",
        ']' => "right",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        '€' => "euro",
        '£' => "pound",
        '°' => "degree",
        '≥' => "at_least",
        '≤' => "at_most",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        for (text, camel, snake) in [
            ("contact_list_item", "ContactListItem", "contact_list_item"),
            (
                "activities.notes_list_Response_200",
                "ActivitiesNotesListResponse200",
                "activities_notes_list_response_200",
            ),
            ("userIDs", "UserIds", "user_ids"),
            ("HTTPServers", "HttpServers", "http_servers"),
            ("X-ACME-INTEGRATION-TOKEN", "XAcmeIntegrationToken", "x_acme_integration_token"),
            ("größe", "Größe", "größe"),
            ("ﬁeld", "Field", "field"),
            ("gpt-5.5-2026-04-23", "Gpt5_5_2026_04_23", "gpt_5_5_2026_04_23"),
            ("v1beta2", "V1beta2", "v1beta2"),
            ("🎉", "", ""),
            ("can't", "Cant", "cant"),
        ] {
            assert_eq!(identifier(text, Case::Camel), camel, "{text}");
            assert_eq!(identifier(text, Case::Snake), snake, "{text}");
        }
    }

    #[test]
    fn no_word_stands_twice_in_a_row() {
        for (text, once) in [("search_search", "search"), ("commit", "commit"), ("bin_bin_list", "bin_list"), ("", "")]
        {
            assert_eq!(without_stutter(text), once);
        }
    }

    #[test]
    fn constants_keep_leading_signs() {
        assert_eq!(constant("-created_at", Case::Camel), "MinusCreatedAt");
        assert_eq!(constant("+1", Case::Camel), "Plus1");
        assert_eq!(constant(">=", Case::Camel), "GreaterEqual");
        assert_eq!(constant("audio/vnd.rn-realaudio", Case::Camel), "AudioVndRnRealaudio");
        assert_eq!(constant("Close.io", Case::Camel), "CloseIo");
    }

    #[test]
    fn long_names_are_cut_the_same_way_every_time() {
        let long = "VeryLong".repeat(60);
        let (once, twice) = (cut(long.clone()), cut(long.clone()));
        assert_eq!(once, twice);
        assert!(once.chars().count() <= LONGEST);
        assert_ne!(once, cut(format!("{long}Er")));
    }
}
