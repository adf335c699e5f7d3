//! Text, code spans, emphasis and links within a block.

use std::fmt::Write;

/// What is open within a block.
enum Mark {
    /// Emphasis, with its delimiter and where its content begins.
    Emphasis(&'static str, usize),
    /// A link, with its destination and where its text begins.
    Link(Option<String>, usize),
}

/// The inline content of the block being written.
#[derive(Default)]
pub(super) struct Inline {
    text: String,
    open: Vec<Mark>,
    in_cell: bool,
}

impl Inline {
    /// Escapes what could begin a construct, and marks bare URLs as links.
    pub(super) fn text(&mut self, text: &str) {
        let in_link = self.open.iter().any(|mark| matches!(mark, Mark::Link(..)));
        let mut rest = text;
        while let Some(start) = rest.find("http").filter(|_| !in_link) {
            let (before, from) = rest.split_at(start);
            let length = url_length(from);
            self.escaped(before);
            let (url, after) = from.split_at(length.max("http".len()));
            if length > 0 && !before.ends_with(|c: char| c.is_alphanumeric()) {
                let _ = write!(self.text, "<{url}>");
            } else {
                self.escaped(url);
            }
            rest = after;
        }
        self.escaped(rest);
    }

    fn escaped(&mut self, text: &str) {
        let mut previous = self.text.chars().next_back().unwrap_or(' ');
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            let next = characters.peek().copied().unwrap_or(' ');
            let special = match c {
                '[' | ']' | '<' | '`' | '~' => true,
                '\\' => !next.is_alphanumeric(),
                '*' => !(previous.is_whitespace() && next.is_whitespace()),
                '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
                '&' => next.is_alphanumeric() || next == '#',
                '|' => self.in_cell,
                _ => false,
            };
            if special {
                self.text.push('\\');
            }
            self.text.push(c);
            previous = c;
        }
    }

    pub(super) fn code(&mut self, code: &str) {
        let span = code_span(code);
        self.text.push_str(&if self.in_cell { span.replace('|', "\\|") } else { span });
    }

    /// Keeps the words of HTML: tags that only format are dropped, others are shown.
    pub(super) fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let (before, from) = rest.split_at(start);
            self.words(before);
            let Some(end) = from.find('>') else {
                rest = from;
                break;
            };
            let (tag, after) = from.split_at(end + 1);
            let name: String =
                tag.trim_matches(['<', '/', '>']).chars().take_while(char::is_ascii_alphanumeric).collect();
            match name.to_ascii_lowercase().as_str() {
                "br" => self.hard_break(),
                "p" | "div" | "li" | "tr" | "hr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.soft_break(),
                "a" | "abbr" | "b" | "code" | "dd" | "dl" | "dt" | "em" | "i" | "kbd" | "ol" | "pre" | "s"
                | "small" | "span" | "strong" | "sub" | "sup" | "table" | "tbody" | "td" | "th" | "thead" | "u"
                | "ul" => {}
                _ => self.words(tag),
            }
            rest = after;
        }
        self.words(rest);
    }

    fn words(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.soft_break();
            }
            self.text(line);
        }
    }

    pub(super) fn soft_break(&mut self) {
        self.text.push(if self.in_cell { ' ' } else { '\n' });
    }

    pub(super) fn hard_break(&mut self) {
        self.text.push_str(if self.in_cell { " " } else { "\\\n" });
    }

    pub(super) fn begin(&mut self, delimiter: &'static str) {
        self.open.push(Mark::Emphasis(delimiter, self.text.len()));
    }

    pub(super) fn begin_link(&mut self, destination: &str) {
        self.open.push(Mark::Link(safe_destination(destination), self.text.len()));
    }

    /// Closes emphasis. Content that would not be read as emphasised goes without.
    pub(super) fn end(&mut self) {
        if let Some(Mark::Emphasis(delimiter, start)) = self.open.pop() {
            let content = self.text.split_off(start.min(self.text.len()));
            let touches = content.is_empty()
                || content.starts_with(|c: char| c.is_whitespace() || c == '*' || c == '~')
                || content.ends_with(|c: char| c.is_whitespace() || c == '*' || c == '~' || c == '\\')
                || self.text.ends_with(['*', '~']);
            let delimiter = if touches { "" } else { delimiter };
            self.text.extend([delimiter, &content, delimiter]);
        }
    }

    pub(super) fn end_link(&mut self) {
        if let Some(Mark::Link(destination, start)) = self.open.pop() {
            let content = self.text.split_off(start.min(self.text.len()));
            // A link within a link is none.
            let outer = self.open.iter().any(|mark| matches!(mark, Mark::Link(..)));
            match destination.filter(|_| !outer) {
                None => self.text.push_str(&content),
                Some(destination) => {
                    if self.text.ends_with('!') {
                        self.insert_backslash(self.text.len() - 1);
                    }
                    let is_url = destination.starts_with("http") && url_length(&destination) == destination.len();
                    let says_so = content.trim().is_empty() || content.contains("://");
                    let _ = if is_url && says_so {
                        write!(self.text, "<{destination}>")
                    } else {
                        let destination = destination.replace('&', "&amp;");
                        write!(self.text, "[{}](<{destination}>)", content.replace('\n', " ").trim())
                    };
                }
            }
        }
    }

    /// Escapes the character there; what is open behind it begins one later.
    fn insert_backslash(&mut self, at: usize) {
        self.text.insert(at, '\\');
        for mark in &mut self.open {
            let (Mark::Emphasis(_, start) | Mark::Link(_, start)) = mark;
            *start += usize::from(*start > at);
        }
    }

    pub(super) fn begin_cell(&mut self) {
        self.take();
        self.in_cell = true;
    }

    pub(super) fn end_cell(&mut self) -> String {
        let cell = self.take();
        self.in_cell = false;
        cell
    }

    /// The finished lines; none is empty, and none begins with what would begin a block.
    pub(super) fn take(&mut self) -> String {
        self.open.clear();
        let text = std::mem::take(&mut self.text);
        let lines: Vec<String> =
            text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "\\").map(safe_line).collect();
        let text = lines.join("\n");
        // A break before nothing would be a backslash to read.
        match text.strip_suffix('\\') {
            Some(rest) if trailing_backslashes(&text) % 2 == 1 => rest.trim_end().to_owned(),
            Some(_) | None => text,
        }
    }
}

/// A paragraph without line breaks; those that are meant end it.
pub(super) fn on_one_line(paragraph: &str) -> String {
    let mut text = String::with_capacity(paragraph.len() + 2);
    for line in paragraph.split('\n') {
        match line.strip_suffix('\\') {
            Some(rest) if trailing_backslashes(line) % 2 == 1 => text.extend([rest, "\n\n"]),
            Some(_) | None => text.extend([line, " "]),
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn trailing_backslashes(text: &str) -> usize {
    text.len() - text.trim_end_matches('\\').len()
}

/// Escapes what makes the beginning of a line a list, a heading, a quote, a rule or a table.
fn safe_line(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    let blockish = match rest.chars().next() {
        Some('.' | ')') => digits > 0,
        Some('#' | '>' | '-' | '+' | '=' | '|' | ':') => digits == 0,
        Some('*') => digits == 0 && (rest.starts_with("* ") || rest == "*"),
        _ => false,
    };
    if blockish { format!("{number}\\{rest}") } else { line.to_owned() }
}

/// A destination that rustdoc takes for a URL and never for an item.
fn safe_destination(destination: &str) -> Option<String> {
    let lower = destination.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let plain = |c: char| !(c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\' | '|' | '`'));
    (known && destination.chars().all(plain)).then(|| destination.to_owned())
}

/// How many bytes of the text's beginning are a URL.
fn url_length(text: &str) -> usize {
    let Some(after) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return 0 };
    let scheme = text.len() - after.len();
    let allowed = |c: char| c.is_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(c);
    let length: usize = after.chars().take_while(|c| allowed(*c)).map(char::len_utf8).sum();
    let (url, _) = after.split_at(length);
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    if url.starts_with(char::is_alphanumeric) { scheme + url.len() } else { 0 }
}

/// Text as a code span on one line.
pub(super) fn code_span(code: &str) -> String {
    let code = code.replace('\n', " ");
    let ticks = "`".repeat(longest_run(&code) + 1);
    if code.trim().is_empty() {
        return String::new();
    }
    let pad = code.starts_with('`') || code.ends_with('`') || (code.starts_with(' ') && code.ends_with(' '));
    let pad = if pad { " " } else { "" };
    format!("{ticks}{pad}{code}{pad}{ticks}")
}

/// The longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
