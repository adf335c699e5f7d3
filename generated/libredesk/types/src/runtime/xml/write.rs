//! From a JSON value to a document, as a table says.
//!
//! Promises well-formed text: what no document can hold is a fault.

use super::names::{XSI, is_allowed, is_name};
use super::node::{Absence, Content, Field, Node, NodeType};

use serde_json::Value;

type Written = Result<(), String>;

/// What the root is called where nothing names it.
const ROOT: &str = "root";

/// Deepest nesting of elements.
const DEPTH: usize = 128;

/// Writes the root.
pub(super) fn root(node: &Node, value: &Value) -> Result<Vec<u8>, String> {
    let mut writer = Writer { out: String::with_capacity(256), bindings: Vec::new(), depth: 0 };
    writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    writer.element(node, ROOT, value)?;
    Ok(writer.out.into_bytes())
}

struct Writer {
    out: String,
    /// Prefixes and namespaces in scope; the empty prefix is the default namespace.
    bindings: Vec<(String, String)>,
    depth: usize,
}

/// Attributes and bindings of a tag.
type Attributes = Vec<(String, String)>;

impl Writer {
    fn element(&mut self, node: &Node, inherited: &str, value: &Value) -> Written {
        let local = if node.name.local.is_empty() { inherited } else { node.name.local };
        let content = chosen(node.content, value);
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("the value is nested too deeply".to_owned());
        }
        let scope = self.bindings.len();
        let mut attributes = Attributes::new();
        let name = self.qualified(node, local, &mut attributes, true)?;
        if value.is_null() {
            let prefix = self.bind("xsi", XSI, &mut attributes);
            attributes.push((format!("{prefix}:nil"), "true".to_owned()));
        }
        self.attributes(content, value, &mut attributes)?;
        self.out.push('<');
        self.out.push_str(&name);
        for (name, value) in &attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(&mut self.out, value, true)?;
            self.out.push('"');
        }
        self.out.push('>');
        let start = self.out.len();
        if !value.is_null() {
            self.content(content, local, value)?;
        }
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
        self.bindings.truncate(scope);
        self.depth -= 1;
        Ok(())
    }

    /// A name with its prefix; what is not bound yet is added to the tag.
    fn qualified(
        &mut self,
        node: &Node,
        local: &str,
        tag: &mut Attributes,
        is_element: bool,
    ) -> Result<String, String> {
        if !is_name(local) {
            return Err(format!("`{local}` is no name in XML"));
        }
        let (prefix, namespace) = (node.name.prefix, node.name.namespace);
        let prefix = match (prefix, namespace) {
            ("", "") => "",
            // Bound further out, or nowhere.
            (prefix, "") => {
                if self.bindings.iter().any(|(known, _)| known == prefix) {
                    prefix
                } else {
                    ""
                }
            }
            // Attributes are in no default namespace.
            ("", namespace) if !is_element => self.bind("ns", namespace, tag),
            (prefix, namespace) => self.bind(prefix, namespace, tag),
        };
        Ok(if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") })
    }

    fn bind<'p>(&mut self, prefix: &'p str, namespace: &str, tag: &mut Attributes) -> &'p str {
        let known = self.bindings.iter().rev().find(|(known, _)| known == prefix);
        if known.is_none_or(|(_, known)| known != namespace) {
            self.bindings.push((prefix.to_owned(), namespace.to_owned()));
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            tag.push((name, namespace.to_owned()));
        }
        prefix
    }

    /// The attributes that a value gives to the element it stands in.
    fn attributes(&mut self, content: Content, value: &Value, tag: &mut Attributes) -> Written {
        match (content, value) {
            (Content::Object(fields, _), Value::Object(object)) => {
                for field in fields {
                    if let Some(value) = object.get(field.key) {
                        self.attribute(&field.node, field.key, value, tag)?;
                    }
                }
                Ok(())
            }
            (Content::Tuple(nodes), Value::Array(items)) => {
                nodes.iter().zip(items).try_for_each(|(node, item)| self.attribute(node, "", item, tag))
            }
            (Content::Any, Value::Object(object)) => {
                for (key, value) in object {
                    if let (Some(name), Some(text)) = (key.strip_prefix('@'), plain(value)) {
                        if !is_name(name) {
                            return Err(format!("`{name}` is no name in XML"));
                        }
                        tag.push((name.to_owned(), text));
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn attribute(&mut self, node: &Node, key: &str, value: &Value, tag: &mut Attributes) -> Written {
        match node.node_type {
            // An attribute has no null.
            NodeType::Attribute => match plain(value) {
                Some(text) => {
                    let local = if node.name.local.is_empty() { key } else { node.name.local };
                    let name = self.qualified(node, local, tag, false)?;
                    tag.push((name, text));
                    Ok(())
                }
                None => Ok(()),
            },
            NodeType::None => self.attributes(chosen(node.content, value), value, tag),
            NodeType::Element | NodeType::Text | NodeType::Cdata => Ok(()),
        }
    }

    /// What stands in an element.
    fn content(&mut self, content: Content, name: &str, value: &Value) -> Written {
        match (content, value) {
            (_, Value::Null) => Ok(()),
            (Content::List(item), Value::Array(items)) => {
                items.iter().try_for_each(|value| self.item(item, name, value))
            }
            (Content::Tuple(nodes), Value::Array(items)) => {
                nodes.iter().zip(items).try_for_each(|(node, value)| self.node(node, name, value))
            }
            (Content::Object(fields, rest), Value::Object(object)) => {
                for field in fields {
                    if let Some(value) = object.get(field.key) {
                        self.node(&field.node, field.key, value)?;
                    }
                }
                for (key, value) in object {
                    if let Some(rest) = rest.filter(|_| fields.iter().all(|field| field.key != key)) {
                        self.node(rest, key, value)?;
                    }
                }
                Ok(())
            }
            (_, value) => self.any(name, value),
        }
    }

    fn item(&mut self, item: &Node, name: &str, value: &Value) -> Written {
        match item.node_type {
            NodeType::Attribute => self.element(item, name, value),
            NodeType::Element | NodeType::Text | NodeType::Cdata | NodeType::None => self.node(item, name, value),
        }
    }

    fn node(&mut self, node: &Node, name: &str, value: &Value) -> Written {
        match node.node_type {
            NodeType::Element => match (node.content.resolved(), value) {
                (Content::Any, Value::Array(items)) => items.iter().try_for_each(|item| self.node(node, name, item)),
                _ => self.element(node, name, value),
            },
            NodeType::Attribute => Ok(()),
            NodeType::Text => plain(value).map_or(Ok(()), |text| escape(&mut self.out, &text, false)),
            NodeType::Cdata => plain(value).map_or(Ok(()), |text| section(&mut self.out, &text)),
            NodeType::None => match (node.content.resolved(), value) {
                // The alternative is the node.
                (Content::Union(nodes), value) => match choose(nodes, value) {
                    Some(node) => self.node(node, name, value),
                    None => self.any(name, value),
                },
                (content, value) => self.content(content, name, value),
            },
        }
    }

    /// A value that no table describes.
    fn any(&mut self, name: &str, value: &Value) -> Written {
        const ANY: Node = Node::element(Content::Any);
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.element(&ANY, name, item)),
            Value::Object(object) => {
                let elements = object.iter().filter(|(key, _)| !key.starts_with('@'));
                for (key, value) in elements {
                    match plain(value) {
                        Some(text) if key == "#text" => escape(&mut self.out, &text, false)?,
                        Some(_) | None => self.node(&ANY, key, value)?,
                    }
                }
                Ok(())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                plain(value).map_or(Ok(()), |text| escape(&mut self.out, &text, false))
            }
        }
    }
}

/// The content of a value, where alternatives are chosen.
fn chosen(content: Content, value: &Value) -> Content {
    let mut content = content.resolved();
    for _ in 0..8 {
        match content {
            Content::Union(nodes) => match choose(nodes, value) {
                Some(node) => content = node.content.resolved(),
                None => return Content::Any,
            },
            _ => return content,
        }
    }
    Content::Any
}

fn choose(nodes: &'static [Node], value: &Value) -> Option<&'static Node> {
    let mut best: Option<(usize, &'static Node)> = None;
    for node in nodes {
        if let Some(score) = score(node.content, value, 0)
            && best.is_none_or(|(known, _)| score > known)
        {
            best = Some((score, node));
        }
    }
    best.map(|(_, node)| node)
}

/// How much of a value an alternative describes; `None` when the value cannot be of it.
fn score(content: Content, value: &Value, depth: usize) -> Option<usize> {
    match (content.resolved(), value) {
        (Content::Object(fields, _), Value::Object(object)) => {
            let lacks = |field: &Field| field.absence == Absence::Fault && !object.contains_key(field.key);
            if fields.iter().any(lacks) {
                return None;
            }
            Some(1 + fields.iter().filter(|field| object.contains_key(field.key)).count())
        }
        (Content::Union(nodes), value) if depth < 8 => {
            nodes.iter().filter_map(|node| score(node.content, value, depth + 1)).max()
        }
        (Content::List(_) | Content::Tuple(_), Value::Array(_))
        | (Content::Boolean, Value::Bool(_))
        | (Content::Number, Value::Number(_))
        | (Content::Text | Content::Token, Value::String(_))
        | (Content::Null, Value::Null) => Some(1),
        (Content::Any, _) => Some(0),
        _ => None,
    }
}

/// A value as text, items of a list with spaces between them; `None` for null and objects.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(value) => Some(value.clone()),
        Value::Array(items) => Some(items.iter().filter_map(plain).collect::<Vec<_>>().join(" ")),
    }
}

fn escape(out: &mut String, text: &str, in_attribute: bool) -> Written {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            // A reader would make spaces and line ends of these.
            '\r' => out.push_str("&#13;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            c if is_allowed(c) => out.push(c),
            c => return Err(not_allowed(c)),
        }
    }
    Ok(())
}

fn section(out: &mut String, text: &str) -> Written {
    if let Some(c) = text.chars().find(|c| !is_allowed(*c)) {
        return Err(not_allowed(c));
    }
    out.push_str("<![CDATA[");
    out.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
    out.push_str("]]>");
    Ok(())
}

fn not_allowed(c: char) -> String {
    format!("no XML document can hold the character U+{:04X}", u32::from(c))
}
