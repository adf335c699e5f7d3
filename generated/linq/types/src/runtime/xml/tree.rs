//! A document as a tree of elements.
//!
//! Takes bytes; gives elements with their namespaces, attributes and texts. Promises bounds on depth and number, and to refuse
//! document types and entities other than the five that XML has. White space between elements is left out.

use super::names::{XSI, is_space};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Deepest nesting, as of JSON texts.
const DEPTH: usize = 128;

/// Most elements, attributes and texts of one document.
const NODES: usize = 1 << 20;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub local: String,
    pub namespace: Option<Rc<str>>,
    pub attributes: Vec<Attribute>,
    /// `xsi:nil="true"`
    pub is_nil: bool,
    pub items: Vec<Item>,
}

/// An attribute, neither of `xmlns` nor of `xsi`.
#[derive(Debug)]
pub(super) struct Attribute {
    pub local: String,
    pub namespace: Option<Rc<str>>,
    pub value: String,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Item {
    Element(Element),
    Text(String),
}

impl Element {
    /// The elements in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Element> {
        self.items.iter().filter_map(|item| match item {
            Item::Element(element) => Some(element),
            Item::Text(_) => None,
        })
    }

    /// All text that stands directly in it.
    pub(super) fn text(&self) -> String {
        let texts = self.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text.as_str()),
            Item::Element(_) => None,
        });
        texts.collect()
    }

    /// Whether nothing but text stands in it.
    pub(super) fn is_leaf(&self) -> bool {
        self.children().next().is_none()
    }
}

/// Reads a document; gives its root.
pub(super) fn parse(text: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(text).map_err(|_| "the document is not UTF-8".to_owned())?;
    let mut reader = NsReader::from_str(text.strip_prefix('\u{FEFF}').unwrap_or(text));
    reader.config_mut().expand_empty_elements = true;
    let mut builder = Builder::default();
    loop {
        let event = reader.read_event().map_err(|fault| fault.to_string())?;
        match event {
            Event::Start(start) => {
                let element = builder.element(&reader, &start)?;
                builder.open(element)?;
            }
            Event::End(_) => builder.close(),
            Event::Text(text) => builder.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => builder.text(character(&reference)?.encode_utf8(&mut [0; 4]))?,
            Event::CData(text) => builder.section(&text.xml10_content())?,
            Event::DocType(_) => return Err("a document type is not read".to_owned()),
            Event::Eof => return builder.finish(),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// The character that a reference stands for.
fn character(reference: &BytesRef<'_>) -> Result<char, String> {
    let by_number = reference.resolve_char_ref().map_err(|fault| fault.to_string())?;
    by_number.or_else(|| entity(reference)).ok_or_else(|| "an entity is not read".to_owned())
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The tree while it is being built.
#[derive(Default)]
struct Builder {
    root: Option<Element>,
    open: Vec<Element>,
    /// Whether text that follows belongs to the last item.
    in_text: bool,
    nodes: usize,
    namespaces: BTreeMap<String, Rc<str>>,
}

impl Builder {
    fn count(&mut self) -> Result<(), String> {
        self.nodes += 1;
        if self.nodes > NODES { Err("the document has too many parts".to_owned()) } else { Ok(()) }
    }

    fn element(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Element, String> {
        let (namespace, local) = reader.resolver().resolve_element(start.name());
        let mut element =
            Element { local: local.as_ref().to_owned(), namespace: self.namespace(&namespace), ..Element::default() };
        // Looking for attributes that repeat takes quadratic time.
        for attribute in start.attributes().with_checks(false) {
            self.count()?;
            let attribute = attribute.map_err(|fault| fault.to_string())?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|fault| fault.to_string())?;
            let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
            let namespace = self.namespace(&namespace);
            if namespace.as_deref() == Some(XSI) {
                element.is_nil |= local.as_ref() == "nil" && matches!(value.trim(), "true" | "1");
                continue;
            }
            let (local, value) = (local.as_ref().to_owned(), value.into_owned());
            element.attributes.push(Attribute { local, namespace, value });
        }
        Ok(element)
    }

    /// One copy of each namespace; prefixes that nothing binds are none.
    fn namespace(&mut self, found: &ResolveResult<'_>) -> Option<Rc<str>> {
        let ResolveResult::Bound(namespace) = found else { return None };
        let text: &str = namespace.as_ref();
        if let Some(known) = self.namespaces.get(text) {
            return Some(Rc::clone(known));
        }
        let shared: Rc<str> = text.into();
        self.namespaces.insert(text.to_owned(), Rc::clone(&shared));
        Some(shared)
    }

    fn open(&mut self, element: Element) -> Result<(), String> {
        self.count()?;
        if self.open.is_empty() && self.root.is_some() {
            return Err("the document has two roots".to_owned());
        }
        if self.open.len() >= DEPTH {
            return Err("the document is nested too deeply".to_owned());
        }
        self.open.push(element);
        self.in_text = false;
        Ok(())
    }

    fn close(&mut self) {
        let Some(mut element) = self.open.pop() else { return };
        self.in_text = false;
        if element.items.len() > 1 {
            element.items.retain(|item| !matches!(item, Item::Text(text) if text.chars().all(is_space)));
        }
        match self.open.last_mut() {
            Some(parent) => parent.items.push(Item::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        let Some(element) = self.open.last_mut() else {
            return if text.chars().all(is_space) { Ok(()) } else { Err("text stands outside of the root".to_owned()) };
        };
        if let (true, Some(Item::Text(known))) = (self.in_text, element.items.last_mut()) {
            known.push_str(text);
            return Ok(());
        }
        element.items.push(Item::Text(text.to_owned()));
        self.in_text = true;
        self.count()
    }

    fn section(&mut self, text: &str) -> Result<(), String> {
        self.in_text = false;
        self.text(text)?;
        self.in_text = false;
        Ok(())
    }

    fn finish(self) -> Result<Element, String> {
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            Some(_) | None => Err("the document ends too early".to_owned()),
        }
    }
}
