//! An API as a page, as Rust sees it.
//!
//! Takes what was understood and what was said of it; gives HTML of the same parts as a report of changes: operations and types with what was decided, how each fact is known, the items that
//! users name and the place in the text, then what has no type, and the diagnostics. Promises that everything can be read without the script.

use crate::diagnostic::{Diagnostics, Severity};
use crate::drift::report::parts::{begin, end, escaped, excerpt, marked};
use crate::drift::{Places, Spot};
use crate::ir::outline::{self, Line};
use crate::ir::{Api, Operation};
use crate::source::{Provenance, Sources, Span};
use crate::surface::{self, Item};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Items that are shown of one operation or type.
const MOST_ITEMS: usize = 200;

/// The page.
pub(super) fn write(api: &Api, sources: &Sources, diagnostics: &Diagnostics) -> String {
    let mut page = Page { out: String::new(), places: Places::new(sources), sources };
    begin(&format!("{} {}", api.title, api.version), &mut page.out);
    let operations: Vec<(&str, &Operation)> = api
        .groups
        .iter()
        .chain(&api.incoming)
        .flat_map(|group| group.operations.iter().map(|it| (group.name.as_str(), it)))
        .collect();
    let counts = [
        ("operation", operations.len(), "operations"),
        ("type", api.types.iter().count(), "types"),
        ("untyped", api.untyped.len(), "untyped places"),
        ("diagnostic", diagnostics.iter().count(), "diagnostics"),
    ];
    page.head(api, &counts);
    page.out.push_str("<main>\n");
    let items = surface::items(api);
    let by_owner = by_owner(api, &items);
    let none = Vec::new();
    for (group, operation) in operations {
        let key = format!("{group}::{}", operation.name.as_str());
        let line = outline::operation(api, operation);
        page.entry("operation", &line, operation.origin.span, by_owner.get(&key).unwrap_or(&none));
    }
    for (_, definition) in api.types.iter() {
        let line = outline::definition(api, definition);
        page.entry("type", &line, definition.origin.span, by_owner.get(definition.name.as_str()).unwrap_or(&none));
    }
    for untyped in &api.untyped {
        page.opening("untyped", untyped.origin.provenance, &format!("`{}`: {}", untyped.place, untyped.reason));
        page.place(untyped.origin.span);
        page.out.push_str("</details>\n");
    }
    for diagnostic in diagnostics.iter() {
        let title = format!("{} {}: {}", word(diagnostic.severity()), diagnostic.code.id, diagnostic.message);
        page.opening("diagnostic", Provenance::Document, &title);
        if let Some(help) = &diagnostic.help {
            let _infallible = writeln!(page.out, "<p>{}</p>", marked(help));
        }
        if let Some(span) = diagnostic.span {
            page.place(span);
        }
        page.out.push_str("</details>\n");
    }
    page.out.push_str("<p id=\"none\" hidden>Nothing fits the filter.</p>\n</main>\n");
    end(&mut page.out);
    page.out
}

struct Page<'s> {
    out: String,
    places: Places<'s>,
    sources: &'s Sources,
}

impl Page<'_> {
    fn head(&mut self, api: &Api, counts: &[(&str, usize, &str)]) {
        let out = &mut self.out;
        let _infallible = writeln!(out, "<header>\n<h1>{} {}</h1>", escaped(&api.title), escaped(&api.version));
        out.push_str("<ul class=\"counts\">\n");
        for (_, count, words) in counts {
            let _infallible = writeln!(out, "<li><b>{count}</b> {words}</li>");
        }
        out.push_str("</ul>\n<form id=\"filter\" data-noun=\"entries\" role=\"search\" aria-label=\"Filter\" hidden>\n<fieldset><legend>Show</legend>\n");
        for (value, _, words) in counts {
            let _infallible = writeln!(
                out,
                "<label><input type=\"checkbox\" name=\"severity\" value=\"{value}\" checked> {words}</label>"
            );
        }
        out.push_str("</fieldset>\n<fieldset><legend>Known by</legend>\n");
        for known in
            [Provenance::Document, Provenance::Page, Provenance::Example, Provenance::Inferred, Provenance::Overlay]
        {
            let word = known.word();
            let _infallible =
                writeln!(out, "<label><input type=\"checkbox\" name=\"concerns\" value=\"{word}\"> {word}</label>");
        }
        out.push_str("</fieldset>\n<label>Text <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\n<output id=\"shown\"></output>\n</form>\n</header>\n");
    }

    fn opening(&mut self, kind: &str, known: Provenance, title: &str) {
        self.opening_of(kind, &BTreeSet::from([known.word()]), title);
    }

    fn opening_of(&mut self, kind: &str, known: &BTreeSet<&str>, title: &str) {
        let known: Vec<&str> = known.iter().copied().collect();
        let _infallible = writeln!(
            self.out,
            "<details class=\"change {kind}\" data-severity=\"{kind}\" data-concerns=\"{}\">\n<summary><span class=\"mark\">{kind}</span> {}</summary>",
            known.join(" "),
            marked(title)
        );
    }

    fn entry(&mut self, kind: &str, line: &Line, span: Span, items: &[&Item]) {
        let mut known = BTreeSet::new();
        gather(line, &mut known);
        self.opening_of(kind, &known, &line.text);
        children(line, &mut self.out);
        if !items.is_empty() {
            let shown: Vec<String> = items.iter().take(MOST_ITEMS).map(|it| it.to_string()).collect();
            let more = items.len() - shown.len();
            let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
            let _infallible = writeln!(
                self.out,
                "<figure><figcaption>In Rust</figcaption><pre tabindex=\"0\">{}{more}</pre></figure>",
                escaped(&shown.join("\n"))
            );
        }
        self.place(span);
        self.out.push_str("</details>\n");
    }

    fn place(&mut self, span: Span) {
        if let Some(place) = self.places.of(Spot::of(span)) {
            excerpt("in", &place, self.sources, &mut self.out);
        }
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Fault => "fault",
        Severity::Error => "error",
    }
}

fn gather(line: &Line, known: &mut BTreeSet<&'static str>) {
    known.insert(line.provenance.word());
    line.children.iter().for_each(|it| gather(it, known));
}

fn children(line: &Line, out: &mut String) {
    if line.children.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for child in &line.children {
        let known = match child.provenance {
            Provenance::Document => String::new(),
            other => format!(" <span class=\"rule\">({})</span>", other.word()),
        };
        let _infallible = write!(out, "<li>{}{known}", escaped(&child.text));
        children(child, out);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

/// Items by the type, or by the group and operation, that they belong to.
fn by_owner<'i>(api: &Api, items: &'i [Item]) -> BTreeMap<String, Vec<&'i Item>> {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for group in api.groups.iter().chain(&api.incoming) {
        for operation in &group.operations {
            let key = format!("{}::{}", group.name.as_str(), operation.name.as_str());
            let names = &operation.items;
            let own = [Some(&names.marker), names.error.as_ref(), Some(&names.request), Some(&names.response)];
            for name in own.into_iter().flatten() {
                owners.insert(format!("{}::{}", group.module.as_str(), name.as_str()), key.clone());
            }
            owners.insert(key.clone(), key);
        }
    }
    let mut found: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
    for item in items {
        let segments: Vec<&str> = item.path.split("::").collect();
        if let [krate, name, ..] = segments.as_slice()
            && krate.ends_with("_types")
        {
            found.entry((*name).to_owned()).or_default().push(item);
            continue;
        }
        let plain = |it: &str| it.trim_start_matches("Call<").trim_end_matches('>').to_owned();
        let mut pairs = segments.windows(2).filter_map(|two| match two {
            [one, two] => owners.get(&format!("{one}::{}", plain(two))),
            _ => None,
        });
        if let Some(owner) = pairs.next_back() {
            found.entry(owner.clone()).or_default().push(item);
        }
    }
    found
}
