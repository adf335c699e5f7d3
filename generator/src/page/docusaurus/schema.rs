//! A schema out of the lines under `Schema` or `Body` and the example behind them.
//!
//! Takes lines and example; gives a Schema Object. Promises that every keyword is stated by a line (`Page`), shown by the
//! example (`Example`) or follows from both (`Inferred`), and that what could be read in two ways is left out and told.
//! Never claims that a property is always there, unless the page says `required`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::code::page_docusaurus as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Map, Node, Value};
use crate::page::nodes::{self, entry, string, yes};
use crate::source::{Provenance, Span};

use super::candidate::Facts;
use super::constraints::{self, Target, keywords, prose};
use super::declaration::{Null, Printed, Titles};
use super::element::{Detail, Element, Elements, Head, Values, elements};
use super::example::{Example, Keys, Kind, common_kind, items, kind, type_name, type_name_of_items};
use super::inference::is_sampled;
use super::line::Line;
use super::placement::{Placement, place};
use super::reading::{Context, Given, Heads, Names, Order, Reading, Source};
use super::values::{scalars, without_values};
use super::window::{Shared, share};

/// Reads a schema.
pub(super) fn read(given: &Given<'_, '_>, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Node {
    let example = given.example.map(Example::new).unwrap_or_default();
    let keys = example.keys();
    let reading = Reading {
        names: context.names,
        keys: &keys,
        titles: Titles::Never,
        order: context.order,
        heads: context.heads,
    };
    let (lines, printed) = match context.names {
        Names::Kept => (Cow::Borrowed(given.lines), false),
        Names::Lost => without_values(given.lines, &example),
    };
    let mut elements = elements(&lines, &reading);
    elements.values = if printed { Values::Printed } else { Values::Unprinted };
    let span = match (given.lines.first(), given.lines.last()) {
        (Some(first), Some(last)) => Span { end: last.span.end, ..first.span },
        _ => given.example.map_or(given.at, Node::span),
    };
    if let Some(bare) = bare(&elements) {
        return listed(given, &elements, span, bare);
    }
    if elements.is_union() {
        tell_union(span, "this schema", diagnostics);
        return nodes::map(span, Provenance::Page, []);
    }
    // The order of keys that several items show is not that of the properties.
    let source = if example.order == Keys::Merged { Source::Author } else { given.source };
    let given = &Given { source, ..*given };
    let placement = place(&elements.list, &example, context.names, source);
    let facts = match context.names {
        Names::Kept => Shared::default(),
        Names::Lost => share(&elements, &example, &placement, context, given, diagnostics),
    };
    let schema = Schema::new(&elements, &example, &placement, facts, context, source, span);
    schema.tell_unplaced(diagnostics);
    schema.tell_unions(diagnostics);
    if given.example.is_none()
        && !given.array
        && !elements.list.is_empty()
        && has_bracket_of_its_own(&elements).is_none()
    {
        let message = "whether this schema is a list of objects or an object is not certain, for it holds unions";
        diagnostics.report(Diagnostic::new(&code::PAGE_NESTING_AMBIGUOUS, span, message).help(OVERLAY));
        return nodes::map(span, Provenance::Page, []);
    }
    let known = !elements.list.is_empty() || given.example.is_some_and(|example| !example_items(example).is_empty());
    let root = if known { schema.object(None, Provenance::Page) } else { Vec::new() };
    if !known && given.example.is_none() {
        let message = "no line of this schema names a property, and there is no example of it";
        diagnostics.report(Diagnostic::new(&code::PAGE_SCHEMA_LOST, span, message).help(OVERLAY));
    }
    listed(given, &elements, span, root)
}

const OVERLAY: &str = "state what is missing in an overlay";

/// The objects that an example shows: itself or its items.
fn example_items(example: &Node) -> &[Node] {
    let items = example.as_list().unwrap_or(std::slice::from_ref(example));
    if items.iter().all(|item| item.as_map().is_some()) { items } else { &[] }
}

/// How many lines of prose stand before the first name; `None` where names are lost or there is none.
pub(super) fn prose_before_names(lines: &[Line<'_>], names: Names) -> Option<usize> {
    if names == Names::Lost {
        return None;
    }
    let reading = Reading {
        names,
        keys: &BTreeSet::new(),
        titles: Titles::Never,
        order: Order::DescriptionLast,
        heads: Heads::Apart,
    };
    let first = elements(lines, &reading).list.first()?.span;
    lines.iter().position(|line| line.span.start >= first.start)
}

/// Whether lines are prose alone.
pub(super) fn is_prose(lines: &[Line<'_>]) -> bool {
    let reading = Reading {
        names: Names::Lost,
        keys: &BTreeSet::new(),
        titles: Titles::Never,
        order: Order::DescriptionLast,
        heads: Heads::Apart,
    };
    let elements = elements(lines, &reading);
    elements.list.is_empty() && elements.preface.iter().all(|detail| detail.text().is_some())
}

/// A schema that is one printed type, with what is said about it.
fn bare(elements: &Elements) -> Option<Vec<Entry>> {
    let [element] = elements.list.as_slice() else { return None };
    (element.head == Head::Bare && elements.preface.is_empty()).then(|| printed(element, &[], Prose::Apart))
}

/// Whether the prose behind a head belongs to it alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prose {
    /// It does.
    Own,
    /// It may be of something else.
    Apart,
}

/// The keywords of an element without parts. A format is printed in place of its type; the example tells a string with
/// the format of a number.
fn printed(element: &Element, values: &[&Node], own: Prose) -> Vec<Entry> {
    let mut ty = element.printed.clone();
    if let Printed::Types { names, format: Some(_), .. } = &mut ty
        && common_kind(values) == Kind::String
    {
        *names = vec!["string"];
    }
    let found = keywords(&element.details, &Target::printed(&ty));
    let mut entries = constraints::type_of(&ty, element.flags, found.null, element.span, found.items);
    entries.extend(found.own);
    if own == Prose::Own {
        entries
            .extend(prose(&element.details).map(|(text, span)| string("description", span, Provenance::Page, &text)));
    }
    if element.flags.deprecated {
        entries.push(yes("deprecated", element.span, Provenance::Page));
    }
    entries
}

/// The entries as a schema, or as the items of one where the whole is a list.
fn listed(given: &Given<'_, '_>, elements: &Elements, span: Span, entries: Vec<Entry>) -> Node {
    let shown = given.example.map(|example| matches!(example.value, Value::List(_)));
    let provenance = if given.array || !given.lines.is_empty() { Provenance::Page } else { Provenance::Example };
    let schema = nodes::map(span, provenance, entries);
    if !given.array && !shown.unwrap_or_else(|| has_bracket_of_its_own(elements) == Some(true)) {
        return schema;
    }
    let provenance = if given.array { Provenance::Page } else { Provenance::Example };
    nodes::map(span, provenance, [string("type", span, provenance, "array"), entry("items", schema)])
}

/// Each list of objects has a pair of brackets; one pair more is that of the whole schema. Unions have brackets in their
/// branches, too, and then the pairs tell nothing, unless there are none.
fn has_bracket_of_its_own(elements: &Elements) -> Option<bool> {
    let unions = elements.is_union() || elements.items > 0 || elements.list.iter().any(Element::is_union);
    let lists =
        elements.list.iter().filter(|element| element.head.has_parts() && matches!(element.printed, Printed::List(_)));
    match (elements.brackets, lists.count()) {
        (0, _) => Some(false),
        _ if unions => None,
        (brackets, lists) if brackets == lists + 1 => Some(true),
        (brackets, lists) => (brackets == lists).then_some(false),
    }
}

fn tell_union(span: Span, what: &str, diagnostics: &mut Diagnostics) {
    let message = format!("{what} is a union, and the page does not tell where its branches end");
    diagnostics.report(Diagnostic::new(&code::PAGE_UNION, span, message).help("state its branches in an overlay"));
}

/// What was found out about a schema, ready to be written down.
struct Schema<'s, 'n> {
    elements: &'s Elements,
    example: &'s Example<'n>,
    placement: &'s Placement,
    facts: Shared<'s>,
    context: &'s Context<'s>,
    source: Source,
    span: Span,
    children: BTreeMap<Option<usize>, Vec<usize>>,
    heads: BTreeMap<usize, usize>,
    /// Names of elements without a certain place: a key of such a name may be a union's, whatever its value.
    unplaced: BTreeSet<&'s str>,
    /// The scalars of the example.
    scalars: BTreeSet<&'n str>,
}

impl<'s, 'n> Schema<'s, 'n> {
    fn new(
        elements: &'s Elements,
        example: &'s Example<'n>,
        placement: &'s Placement,
        facts: Shared<'s>,
        context: &'s Context<'s>,
        source: Source,
        span: Span,
    ) -> Self {
        let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        let mut heads = BTreeMap::new();
        for (index, place) in placement.places.iter().enumerate() {
            let Some(place) = place else { continue };
            children.entry(place.parent).or_default().push(index);
            if let Some(slot) = place.slot {
                heads.insert(slot, index);
            }
        }
        let unplaced = elements.list.iter().zip(&placement.places).filter(|(_, place)| place.is_none());
        let unplaced = unplaced.filter_map(|(element, _)| element.head.name()).collect();
        let scalars = scalars(example);
        Self { elements, example, placement, facts, context, source, span, children, heads, unplaced, scalars }
    }

    /// The keywords of an object: the root, or the object of an element's parts.
    fn object(&self, parent: Option<usize>, provenance: Provenance) -> Vec<Entry> {
        let span = parent.and_then(|index| self.elements.list.get(index)).map_or(self.span, |element| element.span);
        let mut properties = Vec::new();
        let mut required = Vec::new();
        let mut additional = None;
        let mut seen = BTreeSet::new();
        if let Some(slot) = self.slots_inside(parent).filter(|_| !self.may_be_map(parent)) {
            for slot in self.example.children(slot) {
                if let Some(index) = self.heads.get(&slot) {
                    seen.insert(*index);
                    self.child(*index, &mut properties, &mut required, &mut additional);
                } else if let Some(found) = self.example.slots.get(slot) {
                    let node = self.shown(slot, found.value.span(), &found.values);
                    properties.push(Entry { key: found.key.into(), key_span: found.key_span, value: node });
                }
            }
        }
        for index in self.children.get(&parent).into_iter().flatten().filter(|index| !seen.contains(index)) {
            self.child(*index, &mut properties, &mut required, &mut additional);
        }
        let mut entries = vec![string("type", span, provenance, "object")];
        if !properties.is_empty() {
            entries.push(entry("properties", nodes::map(span, provenance, properties)));
        }
        if !required.is_empty() {
            entries.push(entry("required", nodes::list(span, Provenance::Page, required)));
        }
        entries.extend(additional);
        let notes =
            self.slots_inside(parent).and_then(|slot| self.facts.notes.get(&slot)).map_or(&[][..], Vec::as_slice);
        if let Some((_, at)) = notes.first() {
            let list = notes.iter().map(|(text, span)| Node::string(*span, Provenance::Inferred, text)).collect();
            let notes = entry("notes", nodes::list(*at, Provenance::Inferred, list));
            entries.push(entry("x-specwright", nodes::map(*at, provenance, [notes])));
        }
        entries
    }

    /// The slot whose keys are properties of an object, where the names of properties come from the example.
    fn slots_inside(&self, parent: Option<usize>) -> Option<Option<usize>> {
        if self.context.names == Names::Kept {
            return None;
        }
        let Some(index) = parent else { return Some(None) };
        self.placement.places.get(index).copied().flatten().and_then(|place| place.slot).map(Some)
    }

    /// Whether an object's keys may be those of a map that an author gave an example of, not properties.
    /// The line that would tell (`property name*`) is lost with the names. Where the theme knows no type for a map's
    /// values, it prints the description again.
    fn may_be_map(&self, parent: Option<usize>) -> bool {
        let Some((index, element)) = parent.and_then(|index| Some((index, self.elements.list.get(index)?))) else {
            return false;
        };
        let texts: Vec<&str> = element.details.iter().map_while(Detail::text).collect();
        let twice = (1..=texts.len() / 2).any(|half| texts.get(..half) == texts.get(half..half * 2));
        if twice {
            return true;
        }
        let Some(slot) = self.slots_inside(Some(index)).flatten() else { return false };
        let inside: Vec<usize> = self.example.children(Some(slot)).collect();
        let values: Vec<&Node> = inside.iter().filter_map(|at| Some(self.example.slots.get(*at)?.value)).collect();
        let alike = values.iter().all(|value| values.first().is_some_and(|first| kind(first) == kind(value)));
        let stated = |at: &usize| {
            let facts = self.facts.facts.get(at).is_some_and(|(facts, _)| facts.qualifier.is_some());
            facts || self.heads.contains_key(at)
        };
        let list = matches!(element.printed, Printed::List(_));
        // Where the sampler wrote the example, it wrote zeros for numbers; of a map it would have shown `property1`.
        let zero = |value: &&Node| value.as_number().is_some_and(|number| matches!(number.text(), "0" | "0.0"));
        let made = self.source != Source::Author && values.iter().any(zero);
        !list && alike && !made && !inside.iter().any(stated) && !values.iter().any(|value| is_sampled(value))
    }

    fn child(
        &self,
        index: usize,
        properties: &mut Vec<Entry>,
        required: &mut Vec<Node>,
        additional: &mut Option<Entry>,
    ) {
        let Some(element) = self.elements.list.get(index) else { return };
        let node = self.element(index, element);
        match &element.head {
            Head::Leaf(name) | Head::Branch(name) => {
                if element.flags.required {
                    required.push(Node::string(element.span, Provenance::Page, name));
                }
                properties.push(Entry { key: name.as_str().into(), key_span: element.span, value: node });
            }
            Head::Entry if element.printed == Printed::Anything => {
                *additional = Some(yes("additionalProperties", element.span, Provenance::Page));
            }
            Head::Entry | Head::EntryBranch => *additional = Some(entry("additionalProperties", node)),
            Head::Bare => {}
        }
    }

    /// The schema of an element.
    fn element(&self, index: usize, element: &Element) -> Node {
        let torn = self.elements.items > 0 && !self.elements.list.iter().any(Element::is_union);
        let own = match self.context.names {
            Names::Kept if !torn && !self.shows_value(element) => Prose::Own,
            Names::Kept | Names::Lost => Prose::Apart,
        };
        if !element.head.has_parts() {
            let shown = self.placement.places.get(index).copied().flatten().and_then(|place| place.slot);
            let values = shown.and_then(|slot| self.example.slots.get(slot)).map_or(&[][..], |slot| &slot.values);
            return nodes::map(element.span, Provenance::Page, printed(element, values, own));
        }
        let mut entries = Vec::new();
        if !element.is_union() {
            let null = match &element.printed {
                Printed::Types { null, .. } => *null,
                Printed::Anything | Printed::List(_) | Printed::Title(_) => Null::Unsaid,
            };
            entries = self.object(Some(index), Provenance::Page);
            let nullable = element.flags.nullable || null == Null::Allowed;
            if matches!(element.printed, Printed::List(_)) {
                let items = nodes::map(element.span, Provenance::Page, entries);
                entries = vec![type_entry("array", nullable, element.span), entry("items", items)];
            } else if let Some(first) = entries.first_mut() {
                *first = type_entry("object", nullable, element.span);
            }
        }
        if element.flags.deprecated {
            entries.push(yes("deprecated", element.span, Provenance::Page));
        }
        let slot = self.placement.places.get(index).copied().flatten().and_then(|place| place.slot);
        match (self.context.names, slot.and_then(|slot| self.facts.facts.get(&slot))) {
            (Names::Lost, Some((facts, details))) => {
                entries.extend(self.stated(facts, details, &branch_target(element)).own)
            }
            (Names::Lost, None) => {}
            (Names::Kept, _) => {
                entries.extend(keywords(&element.details, &branch_target(element)).own);
                if own == Prose::Own && !element.is_union() {
                    let text = prose(&element.details);
                    entries.extend(text.map(|(text, span)| string("description", span, Provenance::Page, &text)));
                }
            }
        }
        nodes::map(element.span, Provenance::Page, entries)
    }

    /// Whether a value of the example stands among an element's texts.
    fn shows_value(&self, element: &Element) -> bool {
        element.details.iter().filter_map(Detail::text).any(|text| self.scalars.contains(text))
    }

    /// The schema of a key that only the example names.
    fn shown(&self, slot: usize, span: Span, values: &[&Node]) -> Node {
        if self.example.slots.get(slot).is_some_and(|slot| self.unplaced.contains(slot.key)) {
            return nodes::map(span, Provenance::Example, []);
        }
        let mut entries = Vec::new();
        let target = Target::shown(values);
        let mut stated = match self.facts.facts.get(&slot) {
            Some((facts, details)) => self.stated(facts, details, &target),
            None => constraints::Keywords::default(),
        };
        // The sampler writes `{}` for a schema that says nothing, too.
        let empty = |value: &&Node| value.as_map().is_some_and(Map::is_empty);
        let type_name = if values.iter().any(empty) { None } else { type_name(values) };
        if let Some(name) = type_name {
            entries.push(if stated.null == Null::Allowed {
                type_entry(name, true, span)
            } else {
                string("type", span, Provenance::Example, name)
            });
        }
        if common_kind(values) == Kind::List {
            let mut inner: Vec<Entry> = Vec::new();
            let name = type_name_of_items(&items(values));
            inner.extend(name.map(|name| string("type", span, Provenance::Example, name)));
            inner.append(&mut stated.items);
            entries.push(entry("items", nodes::map(span, Provenance::Example, inner)));
        }
        let format = |value: &&Node| value.as_str().and_then(|text| self.context.sampled.format(text));
        if let Some(found) = values.first().and_then(format)
            && values.iter().all(|value| format(value) == Some(found))
        {
            entries.push(string("format", span, Provenance::Inferred, found));
        }
        entries.extend(stated.own);
        nodes::map(span, Provenance::Example, entries)
    }

    /// The keywords that certain facts state.
    fn stated(&self, facts: &Facts, details: &[Detail], target: &Target) -> constraints::Keywords {
        let chosen = [facts.qualifier, facts.default].into_iter().flatten().filter_map(|at| details.get(at));
        let mut found = keywords(chosen, target);
        if let Some((start, end, provenance)) = facts.description
            && self.elements.items == 0
            && let Some((text, span)) = details.get(start..end).and_then(prose)
        {
            found.own.push(string("description", span, provenance, &text));
        }
        found
    }

    fn tell_unplaced(&self, diagnostics: &mut Diagnostics) {
        let unplaced = self.elements.list.iter().zip(&self.placement.places).filter(|(_, place)| place.is_none());
        let found: Vec<(&str, Span)> =
            unplaced.filter_map(|(element, _)| Some((element.head.name()?, element.span))).collect();
        let (Some((first, start)), Some((last, end))) = (found.first(), found.last()) else { return };
        let lies = if found.len() == 1 { format!("`{first}` lies") } else { format!("`{first}` to `{last}` lie") };
        let message = format!("in which object {lies} is not certain, for the page marks no ends of objects");
        let span = Span { end: end.end, ..*start };
        diagnostics.report(Diagnostic::new(&code::PAGE_NESTING_AMBIGUOUS, span, message).help(OVERLAY));
    }

    fn tell_unions(&self, diagnostics: &mut Diagnostics) {
        for element in self.elements.list.iter().filter(|element| element.is_union()) {
            let name = element.head.name().map_or("this schema".to_owned(), |name| format!("`{name}`"));
            tell_union(element.span, &name, diagnostics);
        }
    }
}

fn branch_target(element: &Element) -> Target {
    match element.printed {
        Printed::List(_) => Target::List(Box::new(Target::Object)),
        Printed::Anything | Printed::Types { .. } | Printed::Title(_) => Target::Object,
    }
}

fn type_entry(name: &str, null: bool, span: Span) -> Entry {
    let name = Node::string(span, Provenance::Page, name);
    if !null {
        return entry("type", name);
    }
    entry("type", nodes::list(span, Provenance::Page, vec![name, Node::string(span, Provenance::Page, "null")]))
}
