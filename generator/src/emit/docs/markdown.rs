//! CommonMark written again so that rustdoc reads what was meant, and nothing else.
//!
//! Takes any text; gives Markdown of the constructs it was read as, each character that could begin another construct
//! escaped. Only links to `http`, `https` and `mailto` stay links; code is always `text`; HTML becomes its words.

mod inline;

use inline::Inline;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

/// Containers deeper than this are not indented any further.
const DEEPEST: usize = 12;

/// The text as safe Markdown.
pub fn render(markdown: &str) -> String {
    let clean = clean(markdown);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut writer = Writer::default();
    for event in TextMergeStream::new(Parser::new_ext(&clean, options)) {
        writer.event(event);
    }
    writer.finish()
}

/// Text as a code span on one line.
pub fn code_span(text: &str) -> String {
    inline::code_span(&clean(text))
}

/// Drops what a source file must not hold: control characters, and characters that turn the direction of text.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n").replace('\t', "    ");
    let keep = |c: &char| {
        *c == '\n' || !(c.is_control() || matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
    };
    text.chars().filter(keep).collect()
}

/// A block that is written.
struct Block {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// The number that the first item has.
    List(Option<u64>),
    /// A heading, a quote, code, a table or a rule.
    Other,
}

/// A container whose blocks are being written.
struct Frame {
    kind: Container,
    blocks: Vec<Block>,
}

enum Container {
    Quote,
    List(List),
    Item,
    Row,
    Plain,
}

struct List {
    first: Option<u64>,
    next: Option<u64>,
    tight: bool,
    /// Whether it follows a list of its kind, which it would go on with if its markers were the same.
    again: bool,
}

#[derive(Default)]
struct Writer {
    /// The open containers; the document itself is not among them.
    open: Vec<Frame>,
    /// Blocks of the document.
    blocks: Vec<Block>,
    inline: Inline,
    /// A code block that is open.
    code: Option<String>,
    /// Columns of the table that is open.
    columns: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.inline.text(&text),
            },
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => self.inline.code(&code),
            Event::Html(html) | Event::InlineHtml(html) => self.inline.html(&html),
            Event::FootnoteReference(name) => self.inline.text(&name),
            Event::SoftBreak => self.inline.soft_break(),
            Event::HardBreak => self.inline.hard_break(),
            Event::Rule => {
                self.paragraph();
                // The one rule that is no item, no underline of a heading and no part of either.
                self.block(Kind::Other, "___".to_owned());
            }
            Event::TaskListMarker(done) => self.inline.text(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Heading { .. } => self.paragraph(),
            Tag::BlockQuote(_) => self.container(Container::Quote),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.paragraph();
                self.code = Some(String::new());
            }
            Tag::List(first) => self.list(first),
            Tag::Item => self.container(Container::Item),
            Tag::Table(columns) => {
                self.columns = columns.len();
                self.container(Container::Plain);
            }
            Tag::TableHead | Tag::TableRow => self.container(Container::Row),
            Tag::TableCell => self.inline.begin_cell(),
            Tag::Emphasis => self.inline.begin("*"),
            Tag::Strong => self.inline.begin("**"),
            Tag::Strikethrough => self.inline.begin("~~"),
            Tag::Superscript | Tag::Subscript => self.inline.begin(""),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.inline.begin_link(&dest_url),
            Tag::FootnoteDefinition(_) | Tag::DefinitionList => self.container(Container::Plain),
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let text = self.inline.take().replace('\n', " ");
                if !text.is_empty() {
                    self.block(Kind::Other, format!("{} {text}", "#".repeat(level as usize)));
                }
            }
            TagEnd::Paragraph => {
                self.loosen();
                self.paragraph();
            }
            TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => self.paragraph(),
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.block(Kind::Other, fence(&code));
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList => self.close(),
            TagEnd::TableCell => {
                let cell = self.inline.end_cell();
                self.block(Kind::Text, cell);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.inline.end();
            }
            TagEnd::Link | TagEnd::Image => self.inline.end_link(),
        }
    }

    /// Makes a block of the inline text so far.
    fn paragraph(&mut self) {
        let text = self.inline.take();
        if !text.is_empty() {
            self.block(Kind::Text, text);
        }
    }

    fn block(&mut self, kind: Kind, text: String) {
        self.siblings().push(Block { text, kind });
    }

    /// The blocks of the innermost container.
    fn siblings(&mut self) -> &mut Vec<Block> {
        self.open.last_mut().map_or(&mut self.blocks, |frame| &mut frame.blocks)
    }

    fn list(&mut self, first: Option<u64>) {
        self.paragraph();
        let again = matches!(self.siblings().last(), Some(Block { kind: Kind::List(before), .. }) if before.is_some() == first.is_some());
        self.container(Container::List(List { first, next: first, tight: true, again }));
    }

    fn container(&mut self, kind: Container) {
        self.paragraph();
        self.open.push(Frame { kind, blocks: Vec::new() });
    }

    /// A paragraph in an item makes its list a loose one.
    fn loosen(&mut self) {
        if let [.., Frame { kind: Container::List(list), .. }, Frame { kind: Container::Item, .. }] =
            self.open.as_mut_slice()
        {
            list.tight = false;
        }
    }

    fn close(&mut self) {
        self.paragraph();
        let Some(frame) = self.open.pop() else { return };
        let deep = self.open.len() >= DEEPEST;
        match frame.kind {
            Container::Quote if deep => self.adopt(frame.blocks),
            Container::Item if deep => self.adopt(frame.blocks),
            Container::Plain => self.adopt_table(frame.blocks),
            Container::Quote => {
                let quoted = indent(&joined(&frame.blocks, "\n\n"), "> ", "> ");
                if !frame.blocks.is_empty() {
                    self.block(Kind::Other, quoted);
                }
            }
            Container::Item => {
                let (marker, tight) = self.marker();
                let text = if tight { tight_item(frame.blocks) } else { joined(&frame.blocks, "\n\n") };
                if !text.is_empty() {
                    self.block(Kind::Other, indent(&text, &marker, &" ".repeat(marker.len())));
                }
            }
            Container::List(list) => {
                if !frame.blocks.is_empty() {
                    let items = joined(&frame.blocks, if list.tight { "\n" } else { "\n\n" });
                    self.block(Kind::List(list.first), items);
                }
            }
            Container::Row => {
                let row = format!("| {} |", joined(&frame.blocks, " | "));
                self.block(Kind::Text, row);
            }
        }
    }

    /// The rows of a table are one block, with the line that makes it a table after the first.
    fn adopt_table(&mut self, mut rows: Vec<Block>) {
        let columns = std::mem::take(&mut self.columns);
        if columns > 0 && !rows.is_empty() {
            rows.insert(1, Block { text: format!("|{}", "---|".repeat(columns)), kind: Kind::Text });
            self.block(Kind::Other, joined(&rows, "\n"));
        } else {
            self.adopt(rows);
        }
    }

    fn adopt(&mut self, blocks: Vec<Block>) {
        self.siblings().extend(blocks);
    }

    /// The marker of the item that was just closed, and whether its list is a tight one.
    fn marker(&mut self) -> (String, bool) {
        let Some(Frame { kind: Container::List(list), .. }) = self.open.last_mut() else {
            return ("- ".to_owned(), true);
        };
        let marker = match (&mut list.next, list.again) {
            (Some(number), again) => {
                let marker = format!("{number}{} ", if again { ')' } else { '.' });
                *number = number.saturating_add(1).min(999_999_999);
                marker
            }
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
        };
        (marker, list.tight)
    }

    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.paragraph();
        joined(&self.blocks, "\n\n")
    }
}

fn joined(blocks: &[Block], between: &str) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(between)
}

/// The content of an item without empty lines, as far as it is read as the same without.
fn tight_item(blocks: Vec<Block>) -> String {
    let mut text = String::new();
    let mut before = None;
    // Where an item's text begins with an escape, Clippy takes its content to begin behind it, and the lines that follow to be
    // indented too little. A text of one line has none that follow, and a paragraph of its own no such beginning.
    let escaped = blocks.first().is_some_and(|block| block.kind == Kind::Text && block.text.starts_with('\\'));
    for Block { text: block, kind } in blocks {
        // A list that begins with another number does not end a paragraph.
        let goes_on = before == Some(Kind::Text) && matches!(kind, Kind::List(None | Some(1))) && !escaped;
        text.push_str(match before {
            None => "",
            Some(_) if goes_on => "\n",
            Some(_) => "\n\n",
        });
        text.push_str(&if escaped && before.is_none() { inline::on_one_line(&block) } else { block });
        before = Some(kind);
    }
    text
}

/// Code that rustdoc shows and never compiles.
fn fence(code: &str) -> String {
    let code = code.trim_end_matches('\n');
    let fence = "`".repeat(inline::longest_run(code).max(2) + 1);
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    format!("{fence}text\n{}\n{fence}", lines.join("\n"))
}

fn indent(text: &str, first: &str, others: &str) -> String {
    let mut indented = String::with_capacity(text.len() + 16);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            indented.push('\n');
        }
        let prefix = if index == 0 { first } else { others };
        indented.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        indented.push_str(line);
    }
    indented
}

#[cfg(test)]
mod tests;
