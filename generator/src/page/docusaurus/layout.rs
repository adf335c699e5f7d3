//! The parts of a page: title, route, description, parameters, request bodies, responses.
//!
//! Takes the lines of a page; gives ranges of them. Promises that every line belongs to at most one part and that the
//! headings found are in the order in which the pages print them. Never reads a schema.

use super::line::Line;
use super::mark::{media_type, status_code};
use super::panel::{self, Content, Panel};
use super::route::{self, Route};

/// A page cut into its parts.
#[derive(Debug)]
pub(super) struct Layout<'l, 'a> {
    /// The line above the route.
    pub title: Option<&'l Line<'a>>,
    /// Method and path.
    pub route: Route,
    /// Whether the operation is marked as deprecated, and by which line.
    pub deprecated: Option<&'l Line<'a>>,
    /// The lines of the description.
    pub description: &'l [Line<'a>],
    /// The parameters by place.
    pub parameters: Vec<ParameterList<'l, 'a>>,
    /// The request body.
    pub body: Option<Body<'l, 'a>>,
    /// The responses.
    pub responses: Responses<'l, 'a>,
}

/// The lines under one of the parameter headings.
#[derive(Debug)]
pub(super) struct ParameterList<'l, 'a> {
    /// The Parameter Object's `in`.
    pub location: &'static str,
    /// The heading.
    pub heading: &'l Line<'a>,
    /// The lines under it.
    pub lines: &'l [Line<'a>],
}

/// A request body.
#[derive(Debug)]
pub(super) struct Body<'l, 'a> {
    /// The media types, in order; none where the extraction dropped them.
    pub media_types: Vec<&'l Line<'a>>,
    /// The schema of each `Body` heading.
    pub schemas: Vec<BodySchema<'l, 'a>>,
}

/// What stands under one `Body` heading.
#[derive(Debug)]
pub(super) struct BodySchema<'l, 'a> {
    /// The heading.
    pub heading: &'l Line<'a>,
    /// `required`
    pub required: Option<&'l Line<'a>>,
    /// `array`
    pub array: Option<&'l Line<'a>>,
    /// The rest.
    pub lines: &'l [Line<'a>],
}

/// The responses of a page.
#[derive(Debug)]
pub(super) enum Responses<'l, 'a> {
    /// The page lists no status codes; what stands in their place.
    Unlisted(&'l [Line<'a>]),
    /// The codes, each with its panel where the panels could be told apart.
    Listed(Vec<(&'l Line<'a>, Option<Panel<'l, 'a>>)>),
}

/// The contents of all responses.
pub(super) fn contents<'p, 'l, 'a>(layout: &'p Layout<'l, 'a>) -> impl Iterator<Item = &'p Content<'l, 'a>> {
    let codes = match &layout.responses {
        Responses::Unlisted(_) => &[][..],
        Responses::Listed(codes) => codes.as_slice(),
    };
    codes.iter().filter_map(|(_, panel)| panel.as_ref()).flat_map(|panel| &panel.content)
}

const LOCATIONS: [(&str, &str); 4] = [
    ("Path Parameters", "path"),
    ("Query Parameters", "query"),
    ("Header Parameters", "header"),
    ("Cookie Parameters", "cookie"),
];

/// Cuts a page into its parts; `None` where no line names a method and a path.
pub(super) fn cut<'l, 'a>(lines: &'l [Line<'a>]) -> Option<Layout<'l, 'a>> {
    let route = route::find(lines)?;
    let title = route.line.checked_sub(1).and_then(|above| lines.get(above));
    let rest = lines.get(route.next..).unwrap_or(&[]);
    let responses_at = find_responses(rest);
    let (before, responses) = split_heading(rest, responses_at);
    let (mut description, request) = split_heading(before, find_request(before));
    let mut deprecated = None;
    if let [first, tail @ ..] = description
        && first.text == "deprecated"
    {
        deprecated = Some(first);
        description = tail;
    }
    let (parameters, body) = cut_request(request);
    Some(Layout { title, route, deprecated, description, parameters, body, responses: cut_responses(responses) })
}

/// What stands before and behind the heading at `at`.
fn split_heading<'l, 'a>(lines: &'l [Line<'a>], at: Option<usize>) -> (&'l [Line<'a>], &'l [Line<'a>]) {
    let Some((before, behind)) = at.and_then(|at| lines.split_at_checked(at)) else { return (lines, &[]) };
    (before, behind.get(1..).unwrap_or(&[]))
}

fn find_responses(lines: &[Line<'_>]) -> Option<usize> {
    let codes_follow = |at: usize| lines.get(at + 1).is_none_or(|line| status_code(&line.text).is_some());
    let headings = |at: &usize| lines.get(*at).is_some_and(|line| line.text == "Responses") && codes_follow(*at);
    let unlisted = || lines.iter().rposition(|line| line.text == "Responses");
    (0..lines.len()).find(headings).or_else(unlisted)
}

fn find_request(lines: &[Line<'_>]) -> Option<usize> {
    let follows = |line: &Line<'_>| {
        LOCATIONS.iter().any(|(heading, _)| *heading == line.text)
            || media_type(&line.text).is_some()
            || line.text == "Body"
    };
    (0..lines.len())
        .find(|at| lines.get(*at).is_some_and(|line| line.text == "Request") && lines.get(at + 1).is_none_or(follows))
}

fn cut_request<'l, 'a>(lines: &'l [Line<'a>]) -> (Vec<ParameterList<'l, 'a>>, Option<Body<'l, 'a>>) {
    let mut parameters: Vec<ParameterList<'l, 'a>> = Vec::new();
    let body_at = find_body(lines);
    let (head, body) = body_at.and_then(|at| lines.split_at_checked(at)).unwrap_or((lines, &[]));
    let mut locations = LOCATIONS.iter();
    let mut open: Option<(&'static str, usize)> = None;
    let mut close = |open: Option<(&'static str, usize)>, end: usize| {
        if let Some((location, at)) = open
            && let Some([heading, lines @ ..]) = head.get(at..end)
        {
            parameters.push(ParameterList { location, heading, lines });
        }
    };
    for (index, line) in head.iter().enumerate() {
        // The headings come in one order, so a line of prose that repeats an earlier one is no heading.
        let mut ahead = locations.clone();
        if let Some((_, location)) = ahead.find(|(heading, _)| *heading == line.text) {
            close(open.replace((location, index)), index);
            locations = ahead;
        }
    }
    close(open, head.len());
    (parameters, cut_body(body))
}

/// Where the request body begins: its media types, then `Body`.
fn find_body(lines: &[Line<'_>]) -> Option<usize> {
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let types = lines.get(at..)?.iter().take_while(|line| media_type(&line.text).is_some()).count();
        let heading = lines.get(at + types).is_some_and(|line| line.text == "Body");
        if heading && (types > 0 || at == 0) || (types > 0 && at + types == lines.len()) {
            return Some(at);
        }
        let _ = line;
        at += types.max(1);
    }
    None
}

fn cut_body<'l, 'a>(lines: &'l [Line<'a>]) -> Option<Body<'l, 'a>> {
    if lines.is_empty() {
        return None;
    }
    let media_types: Vec<_> = lines.iter().take_while(|line| media_type(&line.text).is_some()).collect();
    let rest = lines.get(media_types.len()..).unwrap_or(&[]);
    let mut headings: Vec<usize> =
        rest.iter().enumerate().filter(|(_, line)| line.text == "Body").map(|(index, _)| index).collect();
    if headings.len() > media_types.len().max(1) {
        // A line of prose says `Body`; only the first heading is certain.
        headings.truncate(1);
    }
    let ends = headings.iter().skip(1).copied().chain([rest.len()]);
    let schemas = headings.iter().zip(ends).filter_map(|(start, end)| body_schema(rest.get(*start..end)?)).collect();
    Some(Body { media_types, schemas })
}

fn body_schema<'l, 'a>(lines: &'l [Line<'a>]) -> Option<BodySchema<'l, 'a>> {
    let (heading, mut lines) = lines.split_first()?;
    let (mut required, mut array) = (None, None);
    while let [line, tail @ ..] = lines {
        match &*line.text {
            "required" if required.is_none() => required = Some(line),
            "array" if array.is_none() => array = Some(line),
            _ => break,
        }
        lines = tail;
    }
    Some(BodySchema { heading, required, array, lines })
}

fn cut_responses<'l, 'a>(lines: &'l [Line<'a>]) -> Responses<'l, 'a> {
    let codes: Vec<_> = lines.iter().take_while(|line| status_code(&line.text).is_some()).collect();
    if codes.is_empty() {
        return Responses::Unlisted(lines);
    }
    let keys: Vec<String> = codes.iter().filter_map(|line| status_code(&line.text)).collect();
    let panels = panel::cut(lines.get(codes.len()..).unwrap_or(&[]), &keys);
    Responses::Listed(codes.into_iter().zip(panels).collect())
}
