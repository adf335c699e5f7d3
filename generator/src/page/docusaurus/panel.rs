//! The panels of the responses: which lines belong to which status code.
//!
//! Takes the lines behind the list of codes and how many codes there are; gives a panel for each code whose lines are
//! certain. Promises the order of the list. Never invents a border: the panels stand one after the other without
//! marks, so where the lines could be shared out in two ways, none is chosen.

use super::layout::media_type;
use super::lines::{DEFAULT, Line, QUALIFIER};
use super::prose::{Joint, joint};

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
}

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
}

/// Cuts the lines into panels, one for each of `count` codes.
pub(super) fn cut<'l, 'a>(lines: &'l [Line<'a>], count: usize) -> Vec<Option<Panel<'l, 'a>>> {
    let sections = sections(lines);
    share_out(&sections, count).unwrap_or_else(|| vec![None; count])
}

fn sections<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<Section<'l, 'a>> {
    let mut sections = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or(&[]);
        match block(rest) {
            Some((panel, used)) => {
                sections.push(Section { run: lines.get(start..at).unwrap_or(&[]), block: Some(panel) });
                at += used.max(1);
                start = at;
            }
            None => at += 1,
        }
    }
    if let Some(run) = lines.get(start..)
        && !run.is_empty()
    {
        sections.push(Section { run, block: None });
    }
    sections
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
    let types = rest.iter().take_while(|line| media_type(&line.text).is_some()).count();
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

fn is_header(text: &str) -> bool {
    text.starts_with("- ") && text.contains(" - ")
}

fn content<'l, 'a>(media_type: &'l Line<'a>, lines: &'l [Line<'a>], last: bool) -> Option<(Content<'l, 'a>, usize)> {
    let mut content = Content { media_type, tabs: &[], schema: &[], examples: Vec::new() };
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
    let start = at;
    let end = schema_end(lines.get(start..)?, tabs, last);
    content.schema = lines.get(start..start + end)?;
    at = start + end;
    while content.examples.len() < tabs {
        let Some(length) = lines.get(at..).and_then(json_length) else { break };
        content.examples.push(lines.get(at..at + length)?);
        at += length;
    }
    Some((content, at))
}

/// How many lines a schema takes. With an example it ends where the example begins. Without one its structured lines
/// tell, for the prose behind them may be the next panel's.
fn schema_end(lines: &[Line<'_>], tabs: usize, last: bool) -> usize {
    let limit = lines.iter().position(|line| line.text == "- Schema" || line.text == "Schema").unwrap_or(lines.len());
    let within = lines.get(..limit).unwrap_or(lines);
    if tabs > 0
        && let Some(json) = within.iter().position(|line| opens_json(&line.text))
    {
        return json;
    }
    if !last && limit < lines.len() {
        return limit;
    }
    let structured = |line: &Line<'_>| {
        let text = &*line.text;
        (text.starts_with("- ") && media_type(text).is_none())
            || text.starts_with(QUALIFIER)
            || text.starts_with(DEFAULT)
            || super::declaration::printed(text).is_some()
            || text
                .split_once(' ')
                .is_some_and(|(_, ty)| super::declaration::read(ty, super::declaration::Titles::Never).is_some())
    };
    within.iter().take_while(|line| structured(line)).count()
}

fn opens_json(text: &str) -> bool {
    matches!(text, "{" | "[" | "{}" | "[]")
}

/// How many lines the JSON value takes that begins here.
fn json_length(lines: &[Line<'_>]) -> Option<usize> {
    if !opens_json(&lines.first()?.text) {
        return None;
    }
    let (mut depth, mut in_string, mut escaped) = (0_i64, false, false);
    for (index, line) in lines.iter().enumerate() {
        for byte in line.text.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth -= 1,
                _ => {}
            }
        }
        in_string = false;
        escaped = false;
        if depth <= 0 {
            return Some(index + 1);
        }
    }
    None
}

/// Shares the sections out over `count` codes. A block ends a panel; a run holds the descriptions of panels that have
/// no content, then that of the panel of the block behind it.
fn share_out<'l, 'a>(sections: &[Section<'l, 'a>], count: usize) -> Option<Vec<Option<Panel<'l, 'a>>>> {
    let blocks = sections.iter().filter(|section| section.block.is_some()).count();
    let bare = count.checked_sub(blocks)?;
    let splits: Vec<Vec<&'l [Line<'a>]>> = if bare == 0 {
        // Each panel has a block, so each run is one description, however many lines it has.
        sections.iter().map(|section| if section.block.is_some() { vec![section.run] } else { Vec::new() }).collect()
    } else {
        descriptions(sections, count)?
    };
    let mut panels: Vec<Option<Panel<'l, 'a>>> = Vec::new();
    for (section, descriptions) in sections.iter().zip(splits) {
        let Some((last, bare)) = descriptions.split_last() else { continue };
        panels.extend(bare.iter().map(|lines| Some(Panel { description: lines, ..Panel::default() })));
        let block = section.block.clone().unwrap_or_default();
        panels.push(Some(Panel { description: last, ..block }));
    }
    (panels.len() == count).then_some(panels)
}

/// The descriptions in each run, where the prose leaves one way to count them.
fn descriptions<'l, 'a>(sections: &[Section<'l, 'a>], count: usize) -> Option<Vec<Vec<&'l [Line<'a>]>>> {
    let counts = |open: bool| -> usize { sections.iter().map(|section| paragraphs(section.run, open).len()).sum() };
    // Either nothing that may go on with the line before does so, or all of it.
    let apart = counts(false);
    let joined = counts(true);
    let (open, found) = if apart <= count { (false, apart) } else { (true, joined) };
    // What is missing must be the empty description of a block without a run.
    let empty = sections.iter().filter(|section| section.block.is_some() && section.run.is_empty()).count();
    if found + empty != count {
        return None;
    }
    Some(
        sections
            .iter()
            .map(|section| {
                let found = paragraphs(section.run, open);
                if found.is_empty() { vec![section.run] } else { found }
            })
            .collect(),
    )
}

/// The prose of a run, cut where one line cannot go on with the one before.
fn paragraphs<'l, 'a>(run: &'l [Line<'a>], open: bool) -> Vec<&'l [Line<'a>]> {
    let breaks = |a: &Line<'a>, b: &Line<'a>| match joint(&a.text, &b.text) {
        Joint::Same => true,
        Joint::Apart => false,
        Joint::Open => open,
    };
    run.chunk_by(breaks).collect()
}
