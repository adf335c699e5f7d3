//! The panels of the responses: which lines belong to which status code.
//!
//! Takes the codes and the lines behind their list; gives a panel for each code whose lines are
//! certain. Promises the order of the list. Never invents a border: the panels stand one after the other without
//! marks, so where the lines could be shared out in two ways, none is chosen.

use super::declaration::{self, Titles};
use super::json;
use super::line::{DEFAULT, Line, QUALIFIER, bracket};
use super::mark::media_type;

/// What a page says about one response.
#[derive(Debug, Clone, Default)]
pub(super) struct Panel<'l, 'a> {
    /// The lines of the description.
    pub description: &'l [Line<'a>],
    /// The response headers.
    pub headers: &'l [Line<'a>],
    /// The content by media type.
    pub content: Vec<Content<'l, 'a>>,
}

/// One media type of a response.
#[derive(Debug, Clone)]
pub(super) struct Content<'l, 'a> {
    /// The line that names it.
    pub media_type: &'l Line<'a>,
    /// The tabs of examples.
    pub tabs: &'l [Line<'a>],
    /// The lines of the schema.
    pub schema: &'l [Line<'a>],
    /// The examples, each from its first to its last line.
    pub examples: Vec<&'l [Line<'a>]>,
    /// How many examples are shown, those among them that are no JSON.
    pub shown: usize,
    /// Whether a schema is shown at all.
    pub titled: bool,
}

/// The most media types of one response.
const MOST_MEDIA_TYPES: usize = 64;

/// The tabs that hold the example made from the schema.
const FROM_SCHEMA: [&str; 2] = ["- Example (from schema)", "- Example (auto)"];

impl Content<'_, '_> {
    /// Whether the first example was made from the schema, and so holds all of its properties.
    pub fn is_from_schema(&self) -> bool {
        self.tabs.first().is_some_and(|tab| FROM_SCHEMA.contains(&&*tab.text))
    }
}

/// A run of prose and the block of content behind it.
struct Section<'l, 'a> {
    run: &'l [Line<'a>],
    block: Option<Panel<'l, 'a>>,
    begin: Begin,
}

/// How sure the first line of a run is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// What stands before it has an end of its own.
    Certain,
    /// Before it stands a schema without an example, of which it may be a part.
    Open,
}

/// Cuts the lines into panels, one for each code.
pub(super) fn cut<'l, 'a>(lines: &'l [Line<'a>], codes: &[String]) -> Vec<Option<Panel<'l, 'a>>> {
    let sections = sections(lines);
    share_out(&sections, codes).unwrap_or_else(|| vec![None; codes.len()])
}

fn sections<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<Section<'l, 'a>> {
    let mut sections = Vec::new();
    let (mut start, mut at, mut begin) = (0, 0, Begin::Certain);
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or(&[]);
        match block(rest) {
            Some((panel, used)) => {
                let end = if panel.content.last().is_some_and(has_open_end) { Begin::Open } else { Begin::Certain };
                sections.push(Section { run: lines.get(start..at).unwrap_or(&[]), block: Some(panel), begin });
                at += used.max(1);
                (start, begin) = (at, end);
            }
            None => at += 1,
        }
    }
    if let Some(run) = lines.get(start..)
        && !run.is_empty()
    {
        sections.push(Section { run, block: None, begin });
    }
    sections
}

/// Whether what stands behind the content may be of it: an example that its tabs promise was not found, or it has neither
/// an example nor a type alone.
fn has_open_end(content: &Content<'_, '_>) -> bool {
    let alone = content.schema.first().is_some_and(|line| super::declaration::printed(&line.text).is_some());
    content.titled && (content.shown < content.tabs.len() || content.tabs.is_empty() && !alone)
}

/// The headers and the content that begin here, and how many lines they take.
fn block<'l, 'a>(lines: &'l [Line<'a>]) -> Option<(Panel<'l, 'a>, usize)> {
    let mut panel = Panel::default();
    let mut at = 0;
    if lines.first()?.text == "Response Headers" {
        let headers = lines.get(1..)?.iter().take_while(|line| is_header(&line.text)).count();
        if headers == 0 {
            return None;
        }
        panel.headers = lines.get(1..=headers)?;
        at = headers + 1;
    }
    let rest = lines.get(at..).unwrap_or(&[]);
    let types = rest.iter().take(MOST_MEDIA_TYPES).take_while(|line| media_type(&line.text).is_some()).count();
    let tabbed = rest.get(types).is_some_and(|line| matches!(&*line.text, "- Schema" | "Schema" | "No schema"));
    if types > 0 && tabbed {
        let (names, rest) = rest.split_at_checked(types)?;
        at += types;
        let mut used = 0;
        for (index, media_type) in names.iter().enumerate() {
            let last = index + 1 == names.len();
            let (content, lines) = content(media_type, rest.get(used..).unwrap_or(&[]), last)?;
            panel.content.push(content);
            used += lines;
        }
        at += used;
    }
    (at > 0).then_some((panel, at))
}

/// `- X-Left - integer - Calls left`, or a name alone where the rest was lost.
fn is_header(text: &str) -> bool {
    text.starts_with("- ") && text.contains(" - ") || is_header_name(text)
}

/// Whether a line is the name of a header and no word of prose.
pub(super) fn is_header_name(text: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.contains('-') && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(token)
}

fn content<'l, 'a>(media_type: &'l Line<'a>, lines: &'l [Line<'a>], last: bool) -> Option<(Content<'l, 'a>, usize)> {
    let mut content = Content { media_type, tabs: &[], schema: &[], examples: Vec::new(), shown: 0, titled: false };
    if lines.first().is_some_and(|line| line.text == "No schema") {
        return Some((content, 1));
    }
    let mut at = usize::from(lines.first().is_some_and(|line| line.text == "- Schema"));
    let tabs = lines.get(at..)?.iter().take_while(|line| line.text.starts_with("- ")).count();
    content.tabs = lines.get(at..at + tabs)?;
    at += tabs;
    if lines.get(at).is_none_or(|line| line.text != "Schema") {
        return (at > 0).then_some((content, at));
    }
    at += 1;
    content.titled = true;
    let start = at;
    let end = schema_end(lines.get(start..)?, tabs, last);
    content.schema = lines.get(start..start + end)?;
    at = start + end;
    while content.examples.len() < tabs {
        let Some(length) = lines.get(at..).and_then(json::length) else { break };
        content.examples.push(lines.get(at..at + length)?);
        at += length;
    }
    content.shown = content.examples.len();
    // Examples that are no JSON stand there as well, and are nothing that the page says of the schema.
    while content.shown < tabs
        && let Some(length) = lines.get(at..).and_then(text_length)
    {
        at += length;
        content.shown += 1;
    }
    Some((content, at))
}

/// How many lines a schema takes. With an example it ends where the example begins, if no other JSON stands there: one of
/// several may be part of a text. Without one its structured lines tell, for the prose behind them may be the next panel's.
fn schema_end(lines: &[Line<'_>], tabs: usize, last: bool) -> usize {
    let limit = lines.iter().position(|line| line.text == "- Schema" || line.text == "Schema").unwrap_or(lines.len());
    let within = lines.get(..limit).unwrap_or(lines);
    if tabs > 0
        && let json::Found::Values(values) = json::values(within)
        && let (Some(first), Some(last)) = (values.first(), values.last())
        && values.len() <= tabs
        && values.iter().map(ExactSizeIterator::len).sum::<usize>() == last.end - first.start
    {
        return first.start;
    }
    if !last && limit < lines.len() {
        return limit;
    }
    let begins = within.iter().position(|line| media_type(&line.text).is_some() || line.text == "Response Headers");
    let within = begins.and_then(|begins| within.get(..begins)).unwrap_or(within);
    let Some(first) = within.first() else { return 0 };
    if declaration::printed(&first.text).is_some() {
        return 1 + within.iter().skip(1).take_while(|line| is_marked(&line.text)).count();
    }
    within.iter().rposition(|line| is_structured(&line.text)).map_or(0, |last| last + 1)
}

/// How many lines an example takes that is a scalar or markup; `None` where its end is not certain.
fn text_length(lines: &[Line<'_>]) -> Option<usize> {
    let first = &*lines.first()?.text;
    let quoted = first.len() > 1 && first.starts_with('"') && first.ends_with('"');
    if quoted || first == "string" || first.parse::<f64>().is_ok() || matches!(first, "true" | "false" | "null") {
        return Some(1);
    }
    // What stands before the root element is a declaration or a comment.
    let declares = |line: &&Line<'_>| ["<?", "<!"].iter().any(|mark| line.text.starts_with(mark));
    let before = lines.iter().take_while(declares).take_while(|line| line.text.ends_with('>')).count();
    let name: String = lines.get(before)?.text.strip_prefix('<')?.chars().take_while(|c| is_tag(*c)).collect();
    if name.is_empty() {
        return None;
    }
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 0_usize;
    for (index, line) in lines.iter().enumerate().skip(before) {
        depth += line.text.matches(&open).count();
        depth = depth.saturating_sub(line.text.matches(&close).count());
        if depth == 0 || line.text.ends_with("/>") && index == before {
            return line.text.ends_with('>').then_some(index + 1);
        }
        if matches!(&*line.text, "Schema" | "- Schema") {
            return None;
        }
    }
    None
}

fn is_tag(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')
}

fn is_marked(text: &str) -> bool {
    text.starts_with(QUALIFIER) || text.starts_with(DEFAULT)
}

/// Whether a line is of a schema and no prose.
fn is_structured(text: &str) -> bool {
    let named = || text.split_once(' ').is_some_and(|(_, ty)| declaration::read(ty, Titles::Never).is_some());
    text.starts_with("- ")
        || bracket(text).is_some()
        || is_marked(text)
        || matches!(text, "required" | "nullable" | "oneOf" | "anyOf")
        || declaration::printed(text).is_some()
        || named()
}

/// Shares the sections out over the codes. A block ends a panel; a run holds the descriptions of panels that have no
/// content, then that of the panel of the block behind it.
fn share_out<'l, 'a>(sections: &[Section<'l, 'a>], codes: &[String]) -> Option<Vec<Option<Panel<'l, 'a>>>> {
    let blocks = sections.iter().filter(|section| section.block.is_some()).count();
    let bare = codes.len().checked_sub(blocks)?;
    let without_content = codes.iter().filter(|code| has_no_content(code)).count();
    let counts = if bare == 0 {
        sections.iter().map(|section| usize::from(section.block.is_some())).collect()
    } else if bare == without_content {
        by_meaning(sections, codes)?
    } else {
        by_lines(sections, codes.len())?
    };
    let mut panels: Vec<Option<Panel<'l, 'a>>> = Vec::new();
    for (section, count) in sections.iter().zip(counts) {
        let Some(last) = count.checked_sub(1) else { continue };
        // One line for each panel, or all lines for the only one; else the descriptions cannot be told apart.
        let description = |at: usize| match (count, section.run) {
            _ if section.begin == Begin::Open => &[],
            (1, run) => run,
            (_, run) if run.len() == count => run.get(at..=at).unwrap_or(&[]),
            _ => &[],
        };
        let bare = (0..last).map(|at| Some(Panel { description: description(at), ..Panel::default() }));
        panels.extend(bare);
        let block = section.block.clone().unwrap_or_default();
        panels.push(Some(Panel { description: description(last), ..block }));
    }
    (panels.len() == codes.len()).then_some(panels)
}

/// RFC 9110 §15: these responses have no content.
fn has_no_content(code: &str) -> bool {
    matches!(code, "204" | "205" | "304") || code.starts_with('1')
}

/// How many panels each section holds where exactly the codes that allow no content have none.
fn by_meaning(sections: &[Section<'_, '_>], codes: &[String]) -> Option<Vec<usize>> {
    let mut codes = codes.iter();
    let mut counts = Vec::new();
    for section in sections {
        let count = if section.block.is_some() {
            codes.by_ref().position(|code| !has_no_content(code))? + 1
        } else {
            codes.by_ref().count()
        };
        counts.push(count);
    }
    let rest = codes.count();
    // Panels at the end may have neither content nor description.
    (rest == 0).then_some(counts)
}

/// How many panels each section holds where each panel has one line of description.
fn by_lines(sections: &[Section<'_, '_>], panels: usize) -> Option<Vec<usize>> {
    // What is missing must be the empty description of a block without a run.
    let least = |section: &Section<'_, '_>| section.run.len().max(usize::from(section.block.is_some()));
    let counts: Vec<usize> = sections.iter().map(least).collect();
    let certain = sections.iter().all(|section| section.begin == Begin::Certain);
    (certain && counts.iter().sum::<usize>() == panels).then_some(counts)
}
