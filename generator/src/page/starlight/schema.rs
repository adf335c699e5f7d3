//! A value's items as a schema.
//!
//! Takes items, their owners and the examples; gives a Schema Object of OpenAPI 3.1. Promises that every keyword has the
//! span of what states it, and that keys whose owner is undecided are left out. Never claims what the page could not print.

mod statement;

use std::ops::Range;

use crate::node::{Entry, Node, Value};
use crate::page::nodes;
use crate::source::{Provenance, Span};

use super::element::Certainty;
use super::evidence::{Evidence, Extent};
use super::inline::unescape;
use super::nesting::Nesting;
use super::page::Page;
use super::tags::Tag;
use super::types::{self, Kind, Name, TypeLine};
use super::value::{Head, Item, Role, Shape};
use super::values;
use statement::{beside, cover, forget_shared, keyword, merge, name, nullable, printed, tighter};

/// What is left out of a schema, for the reader of the page to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Allowed values that cannot be told apart.
    Values(Range<usize>),
    /// A reference to one of several enclosing types.
    Recursion(Range<usize>),
    /// A type that values are not of.
    Negation(Range<usize>),
    /// A name in bold that may be the description of the key before it.
    Key(Range<usize>),
}

/// A schema with what it needs.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The schema.
    pub node: Node,
    /// Schemas that refer to themselves, for `components`.
    pub components: Vec<Entry>,
    /// What was left out.
    pub doubts: Vec<Doubt>,
}

/// Makes the schema of a value. `name` names it where it refers to itself.
pub fn make(page: Page<'_>, items: &[Item], nesting: &Nesting, samples: &[(Node, Extent)], name: &str) -> Schema {
    let mut members = vec![Vec::new(); items.len()];
    for (index, owner) in nesting.owners.iter().enumerate() {
        if let Some(list) = owner.and_then(|owner| members.get_mut(owner)) {
            list.push(index);
        }
    }
    let mut maker =
        Maker { page, items, members, name, enclosing: Vec::new(), components: Vec::new(), doubts: Vec::new() };
    let node = maker.item(0, &Evidence::root(samples)).unwrap_or_else(|| {
        let span = items.first().map_or(Span::new(page.source, 0, 0), |item| page.span(&item.range));
        nodes::map(span, Provenance::Page, [])
    });
    Schema { node, components: maker.components, doubts: maker.doubts }
}

/// Whether a text in italics reads like a title.
fn is_label(title: &str) -> bool {
    title.starts_with(char::is_uppercase) && !title.ends_with(['.', '!', ':']) && title.len() <= 80
}

/// Whether a text is a title that a program made: the name of a type in three words or more (two have products, too), or that of the property itself in
/// other letters.
fn is_made_title(title: &str, name: &str) -> bool {
    let humps = title.chars().filter(|character| character.is_uppercase()).count();
    let word = title.starts_with(char::is_uppercase) && title.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let typed = word && humps > 2 && title.bytes().any(|byte| byte.is_ascii_lowercase());
    let plain = |text: &str| {
        let letters = text.chars().filter(|character| character.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    typed || (is_label(title) && plain(title) == plain(name))
}

struct Maker<'a, 'i> {
    page: Page<'a>,
    items: &'i [Item],
    members: Vec<Vec<usize>>,
    name: &'i str,
    /// The objects and unions around the place, and whether one of them was referred to.
    enclosing: Vec<(usize, Option<String>)>,
    components: Vec<Entry>,
    doubts: Vec<Doubt>,
}

/// Deeper schemas are left empty.
const MAX_DEPTH: usize = 60;

impl Maker<'_, '_> {
    fn item(&mut self, index: usize, evidence: &Evidence<'_>) -> Option<Node> {
        let item = self.items.get(index)?;
        Some(self.head(&item.head, index, evidence, &item.range))
    }

    fn head(&mut self, head: &Head, index: usize, evidence: &Evidence<'_>, range: &Range<usize>) -> Node {
        let page = self.page;
        let mut entries = Vec::new();
        // In italics alone a title looks like a description; on a property it is told from one where a description follows, and by what it says.
        let role = self.items.get(index).filter(|item| item.head == *head).map(|item| &item.role);
        let followed = |title: &str| head.text.is_some() && is_label(title);
        let named = match role {
            Some(Role::Property(key)) => {
                head.title.as_ref().is_some_and(|(title, _)| followed(title) || is_made_title(title, &key.name))
            }
            _ => true,
        };
        if let Some((title, range)) = head.title.as_ref().filter(|_| named) {
            entries.push(nodes::entry("title", page.string(range, title)));
        }
        if let Some(text) = &head.text {
            entries.push(nodes::entry("description", page.string(text, &page.prose(text))));
        }
        if let Some((target, range)) = &head.docs {
            let url = nodes::entry("url", page.string(range, target));
            entries.push(nodes::entry("externalDocs", nodes::map(page.span(range), Provenance::Page, [url])));
        }
        let span = page.span(head.type_range.as_ref().unwrap_or(range));
        match &head.shape {
            Shape::Untyped | Shape::Any => {}
            Shape::Scalar(line) => entries.extend(self.types(line, head, span)),
            Shape::Array(line, item) => {
                entries.extend(self.types(line, head, span));
                entries.extend(self.list_items(line, item.as_deref(), head, index, evidence, span));
            }
            Shape::Object => {
                entries.push(nodes::string("type", span, Provenance::Page, "object"));
                let whole = entries;
                return self.object(whole, head, index, evidence, span);
            }
            Shape::Union(_) => entries.extend(self.union(head, index, evidence)),
            Shape::Recursive(line) => return self.reference(line, head, span),
            Shape::Negated(_) => self.doubts.push(Doubt::Negation(range.clone())),
        }
        entries.extend(self.keywords(head, evidence));
        let whole = entries.iter().fold(span, |whole, entry| cover(whole, entry.value.span()));
        nodes::map(whole, Provenance::Page, entries)
    }

    /// `type` and `format`.
    fn types(&mut self, line: &TypeLine, head: &Head, span: Span) -> Vec<Entry> {
        let mut words: Vec<&str> = Vec::new();
        for kind in &line.kinds {
            let word = match kind {
                Kind::Array(_) => Some("array"),
                Kind::Named(name) => name.word(),
            };
            words.extend(word.filter(|word| !words.contains(word)));
        }
        if head.tags.iter().any(|(tag, _)| *tag == Tag::Nullable) && !words.contains(&"null") {
            words.push("null");
        }
        let mut entries = Vec::new();
        match &words[..] {
            [] => {}
            [one] => entries.push(nodes::string("type", span, Provenance::Page, one)),
            several => {
                let list = several.iter().map(|word| Node::string(span, Provenance::Page, word)).collect();
                entries.push(nodes::entry("type", nodes::list(span, Provenance::Page, list)));
            }
        }
        match &line.format {
            Some(format) => entries.push(nodes::string("format", span, Provenance::Page, &unescape(format))),
            None if line.names() == [Name::File] => {
                entries.push(nodes::string("format", span, Provenance::Inferred, "binary"));
            }
            None => {}
        }
        entries
    }

    fn list_items(
        &mut self,
        line: &TypeLine,
        item: Option<&Head>,
        head: &Head,
        index: usize,
        evidence: &Evidence<'_>,
        span: Span,
    ) -> Option<Entry> {
        let kinds = line.array()?;
        let mut node = match item {
            Some(item) => {
                let range = item.type_range.clone().unwrap_or_default();
                self.head(item, index, evidence, &range)
            }
            None => self.kinds(kinds, span),
        };
        let nullable = kinds.contains(&Kind::Named(Name::Null));
        let map = node.as_map_mut()?;
        if item.is_some()
            && nullable
            && let Some(kind) = map.get_mut("type").filter(|kind| kind.as_str().is_some())
        {
            let null = Node::string(span, Provenance::Page, "null");
            *kind = nodes::list(span, Provenance::Page, vec![kind.clone(), null]);
        }
        if item.is_none()
            && let Some((text, range)) = &head.values
        {
            let names: Vec<Name> = kinds.iter().filter_map(name).filter(|name| *name != Name::Null).collect();
            let lists = evidence.values().iter().filter_map(|(node, _)| node.as_list());
            match values::separated(text, &names, &beside(head, lists.flatten()), self.page.span(range)) {
                Some(mut values) => {
                    if nullable {
                        values.push(Node::new(span, Provenance::Inferred, Value::Null));
                    }
                    let values = nodes::list(self.page.span(range), Provenance::Page, values);
                    map.push(nodes::entry("enum", values));
                }
                None => self.doubts.push(Doubt::Values(range.clone())),
            }
        }
        (!map.is_empty()).then(|| nodes::entry("items", node))
    }

    /// The schema of types inside a list.
    fn kinds(&mut self, kinds: &[Kind], span: Span) -> Node {
        let line = TypeLine {
            kinds: kinds.to_vec(),
            format: None,
            recursion: types::Recursion::None,
            polarity: types::Polarity::Is,
        };
        let mut entries = self.types(&line, &Head::default(), span);
        if let Some(inner) = line.array() {
            let items = self.kinds(inner, span);
            if items.as_map().is_some_and(|map| !map.is_empty()) {
                entries.push(nodes::entry("items", items));
            }
        }
        nodes::map(span, Provenance::Page, entries)
    }

    fn object(
        &mut self,
        mut entries: Vec<Entry>,
        head: &Head,
        index: usize,
        evidence: &Evidence<'_>,
        span: Span,
    ) -> Node {
        if self.enclosing.len() >= MAX_DEPTH {
            return nodes::map(span, Provenance::Page, entries);
        }
        self.enclosing.push((index, None));
        let mut properties: Vec<Entry> = Vec::new();
        let mut required: Vec<Node> = Vec::new();
        let mut parts = Vec::new();
        let mut additional = None;
        let mut names: Vec<&str> = Vec::new();
        for member in self.members.get(index).cloned().unwrap_or_default() {
            let Some(item) = self.items.get(member) else { continue };
            let span = self.page.span(&item.range);
            match &item.role {
                Role::Property(key) => {
                    if key.certainty == Certainty::KeyOrProse && !evidence.has(&key.name) {
                        self.doubts.push(Doubt::Key(item.range.clone()));
                        continue;
                    }
                    let Some(node) = self.item(member, &evidence.property(&key.name)) else { continue };
                    match properties.iter_mut().find(|entry| *entry.key == *key.name) {
                        // Parts of an `allOf` may describe one property each in their own way.
                        Some(known) => merge(&mut known.value, node),
                        None => {
                            names.push(&key.name);
                            properties.push(Entry { key: key.name.as_str().into(), key_span: span, value: node });
                        }
                    }
                    let known = required.iter().any(|name| name.as_str() == Some(&key.name));
                    if let Some(range) = key.required.as_ref().filter(|_| !known) {
                        required.push(Node::string(self.page.span(range), Provenance::Page, &key.name));
                    }
                }
                Role::Additional => additional = self.item(member, &evidence.additional(&names)),
                Role::Part => parts.extend(self.item(member, &Evidence::default())),
                Role::Root | Role::Branch { .. } | Role::Example(_) => {}
            }
        }
        if !properties.is_empty() {
            entries.push(nodes::entry("properties", nodes::map(span, Provenance::Page, properties)));
        }
        if !required.is_empty() {
            entries.push(nodes::entry("required", nodes::list(span, Provenance::Page, required)));
        }
        if let Some(node) = additional {
            let open = node.as_map().is_some_and(crate::node::Map::is_empty);
            let yes = Node::new(node.span(), Provenance::Page, Value::Bool(true));
            entries.push(nodes::entry("additionalProperties", if open { yes } else { node }));
        }
        if !parts.is_empty() {
            entries.push(nodes::entry("allOf", nodes::list(span, Provenance::Page, parts)));
        }
        entries.extend(self.keywords(head, evidence));
        let whole = entries.iter().fold(span, |whole, entry| cover(whole, entry.value.span()));
        let node = nodes::map(whole, Provenance::Page, entries);
        match self.enclosing.pop() {
            Some((_, Some(name))) => {
                let reference = self.refer(&name, span);
                self.components.push(Entry { key: name.into(), key_span: span, value: node });
                reference
            }
            Some((_, None)) | None => node,
        }
    }

    fn refer(&self, name: &str, span: Span) -> Node {
        let target = format!("#/components/schemas/{name}");
        nodes::map(span, Provenance::Page, [nodes::string("$ref", span, Provenance::Inferred, &target)])
    }

    /// A type that is one of the enclosing ones: known where one object alone encloses it.
    fn reference(&mut self, line: &TypeLine, head: &Head, span: Span) -> Node {
        let name = self.name.to_owned();
        let alone = self.enclosing.len() == 1;
        let object = |kinds: &[Kind]| kinds.contains(&Kind::Named(Name::Object)) || kinds.is_empty();
        let target = match line.array() {
            Some(items) => object(items),
            None => object(&line.kinds),
        };
        let reference = match self.enclosing.first_mut() {
            Some((_, known)) if alone && target => {
                *known = Some(name.clone());
                Some(self.refer(&name, span))
            }
            _ => None,
        };
        if reference.is_none() {
            self.doubts.push(Doubt::Recursion(span.start as usize..span.end as usize));
        }
        match (line.array(), reference) {
            (None, Some(reference)) => reference,
            (Some(_), Some(reference)) => {
                let mut entries = self.types(line, head, span);
                entries.push(nodes::entry("items", reference));
                nodes::map(span, Provenance::Page, entries)
            }
            // Of a type without a name `object` is printed too.
            (Some(_), None) => {
                let entries = self.types(line, head, span);
                nodes::map(span, Provenance::Page, entries)
            }
            (None, None) => nodes::map(span, Provenance::Page, []),
        }
    }

    fn union(&mut self, head: &Head, index: usize, evidence: &Evidence<'_>) -> Vec<Entry> {
        let Shape::Union(union) = &head.shape else { return Vec::new() };
        if self.enclosing.len() >= MAX_DEPTH {
            return Vec::new();
        }
        self.enclosing.push((index, None));
        let span = self.page.span(head.type_range.as_ref().unwrap_or(&(0..0)));
        let members = self.members.get(index).cloned().unwrap_or_default();
        let branch = |label: usize| {
            members.iter().copied().find(|member| {
                matches!(self.items.get(*member), Some(Item { role: Role::Branch { label: own, .. }, .. }) if *own == label)
            })
        };
        let found: Vec<Option<usize>> = (0..union.labels.len()).map(branch).collect();
        let may_be_object =
            |member: &usize| self.items.get(*member).is_some_and(|item| !matches!(item.head.shape, Shape::Scalar(_)));
        let alone = found.iter().flatten().filter(|member| may_be_object(member)).count() == 1;
        let mut branches = Vec::new();
        for (member, label) in found.into_iter().zip(&union.labels) {
            let Some(member) = member else {
                // A branch that prints nothing has no keyword but its label's.
                let line = types::parse(label).filter(|line| line.array().is_none());
                let entries = line.map(|line| self.types(&line, &Head::default(), span)).unwrap_or_default();
                branches.push(nodes::map(span, Provenance::Page, entries));
                continue;
            };
            let own = if alone { evidence.clone() } else { Evidence::default() };
            branches.extend(self.item(member, &own));
        }
        self.enclosing.pop();
        forget_shared(&mut branches);
        let mut entries = vec![nodes::entry(union.keyword, nodes::list(span, Provenance::Page, branches))];
        if let Some(name) = &union.discriminator {
            let property = nodes::string("propertyName", span, Provenance::Page, name);
            entries.push(nodes::entry("discriminator", nodes::map(span, Provenance::Page, [property])));
        }
        entries
    }

    /// The value of the example that a head has of its own.
    fn own_example(&self, head: &Head, names: &[Name]) -> Option<Node> {
        let range = head.example.as_ref()?;
        let text = self.page.slice(&content(self.page, range));
        values::typed(text, names, self.page.span(range), Provenance::Page)
    }

    /// The keywords that tags and allowed values print.
    fn keywords(&mut self, head: &Head, evidence: &Evidence<'_>) -> Vec<Entry> {
        let names = match &head.shape {
            Shape::Scalar(line) => line.names(),
            Shape::Object => vec![Name::Object],
            Shape::Array(..) => vec![Name::Array],
            Shape::Untyped | Shape::Any | Shape::Union(_) | Shape::Recursive(_) | Shape::Negated(_) => Vec::new(),
        };
        let mut entries: Vec<Entry> = Vec::new();
        for (tag, range) in &head.tags {
            let span = self.page.span(range);
            let Some((keyword, node)) = keyword(tag, &names, head, evidence, span) else { continue };
            match entries.iter_mut().find(|entry| *entry.key == *keyword) {
                Some(known) => known.value = tighter(keyword, known.value.clone(), node),
                None => entries.push(nodes::entry(keyword, node)),
            }
        }
        let list = matches!(head.shape, Shape::Array(..));
        if let Some((text, range)) = head.values.as_ref().filter(|_| !list) {
            let span = self.page.span(range);
            let example = self.own_example(head, &names);
            let shown = evidence.values().iter().map(|(node, _)| *node).chain(&example);
            match values::separated(text, &names, &beside(head, shown), span) {
                Some(mut values) => {
                    if nullable(head) {
                        values.push(Node::new(span, Provenance::Inferred, Value::Null));
                    }
                    entries.push(nodes::entry("enum", nodes::list(span, Provenance::Page, values)));
                }
                None => self.doubts.push(Doubt::Values(range.clone())),
            }
        }
        if let Some((text, range)) = &head.constant {
            let span = self.page.span(range);
            let shown = evidence.values().first().map(|(node, _)| *node).filter(|node| printed(node) == *text);
            let value = match shown {
                Some(node) => Some(Node::new(span, Provenance::Page, node.value.clone())),
                None => values::typed(text, &names, span, Provenance::Page),
            };
            match value {
                Some(value) => entries.push(nodes::entry("const", value)),
                None => self.doubts.push(Doubt::Values(range.clone())),
            }
        }
        if let Some(range) = &head.example
            && let Some(node) = self.own_example(head, &names)
        {
            let list = nodes::list(self.page.span(range), Provenance::Page, vec![node]);
            entries.push(nodes::entry("examples", list));
        }
        entries
    }
}

/// What a fenced block holds.
pub fn content(page: Page<'_>, fence: &Range<usize>) -> Range<usize> {
    let lines = crate::page::lines::lines(page.text.get(..fence.end).unwrap_or(""), fence.start);
    match crate::page::fence::at(page.text, &lines, 0, crate::page::fence::Indent::Any) {
        Some(found) => crate::page::lines::trim(page.text, found.content),
        None => fence.clone(),
    }
}
