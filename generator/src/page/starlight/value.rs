//! A described value as a flat list.
//!
//! Takes elements; gives the value's items in the order of the page: its root, its keys, the branches of its unions. The page
//! prints no depth, so which object a key belongs to is left to `nesting`; which union a branch belongs to follows from the
//! labels. Promises to stop at the first element that cannot belong to the value.

mod item;

pub use item::{Head, Item, Opens, Role, Shape};

use std::ops::Range;

use super::element::{Authorship, Certainty, Element, ElementKind, Key, Number, Union};
use super::tags::Tag;
use super::types::{Kind, Name, Polarity, Recursion, TypeLine};

/// A value as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its items; the first is the root.
    pub items: Vec<Item>,
    /// The examples of the whole value.
    pub examples: Vec<(Range<usize>, Authorship)>,
    /// How many elements it takes.
    pub length: usize,
}

/// Whether elements describe a value or a list of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Value,
    Parameters,
}

/// Reads a value from the start of `elements`.
pub fn read(elements: &[Element], number: Number) -> Value {
    let mut reader = Reader::new(elements, Subject::Value);
    reader.number = number;
    let head = reader.head();
    let start = elements.first().map_or(0..0, |element| element.range.clone());
    reader.push(Role::Root, head, start);
    while reader.step() {}
    reader.value()
}

/// Reads parameters, or headers, as the keys of one object that the page does not print.
pub fn read_parameters(elements: &[Element]) -> Value {
    let mut reader = Reader::new(elements, Subject::Parameters);
    let start = elements.first().map_or(0..0, |element| element.range.clone());
    reader.push(Role::Root, Head { shape: Shape::Object, ..Head::default() }, start);
    while reader.step() {}
    reader.value()
}

struct Reader<'a> {
    elements: &'a [Element],
    at: usize,
    items: Vec<Item>,
    /// Unions with branches to come: the item, its labels, the next label.
    unions: Vec<(usize, Vec<String>, usize)>,
    examples: Vec<(Range<usize>, Authorship)>,
    subject: Subject,
    /// Whether values of other media types may follow.
    number: Number,
}

/// The label of a branch that may print nothing.
const UNKNOWN: &str = "unknown";

impl<'a> Reader<'a> {
    fn new(elements: &'a [Element], subject: Subject) -> Self {
        Self {
            elements,
            at: 0,
            items: Vec::new(),
            unions: Vec::new(),
            examples: Vec::new(),
            subject,
            number: Number::One,
        }
    }

    fn value(self) -> Value {
        Value { items: self.items, examples: self.examples, length: self.at }
    }

    fn peek(&self) -> Option<&'a Element> {
        self.elements.get(self.at)
    }

    fn push(&mut self, role: Role, head: Head, range: Range<usize>) {
        if let Shape::Union(union) = &head.innermost().shape {
            self.unions.push((self.items.len(), union.labels.clone(), 0));
        }
        self.items.push(Item { role, head, below: None, range });
    }

    /// Takes one more item; false where the value ends.
    fn step(&mut self) -> bool {
        while self.unions.last().is_some_and(|(_, labels, next)| *next >= labels.len()) {
            self.unions.pop();
        }
        let Some(element) = self.peek() else { return false };
        match &element.kind {
            ElementKind::Key(key) if self.subject == Subject::Parameters && is_phrase(key) && self.goes_on() => {
                self.below(element)
            }
            ElementKind::Key(key) => {
                self.at += 1;
                let head = self.head();
                let mut key = key.clone();
                let bare = self.items.last().is_some_and(|item| {
                    matches!(item.role, Role::Property(_)) && item.head.is_empty() && item.below.is_none()
                });
                if bare && key.required.is_none() && !key.deprecated {
                    key.certainty = Certainty::KeyOrProse;
                }
                let role = if key.additional { Role::Additional } else { Role::Property(key) };
                self.push(role, head, element.range.clone());
                true
            }
            ElementKind::Example(authorship) => self.example(*authorship),
            ElementKind::Examples => self.several_examples(),
            ElementKind::Title(_)
            | ElementKind::Type(_)
            | ElementKind::Tags(_)
            | ElementKind::Constant(_)
            | ElementKind::Values(_)
            | ElementKind::Union(_)
            | ElementKind::Word
            | ElementKind::Link(_)
            | ElementKind::Prose => {
                if self.unions.is_empty() {
                    self.addition(element)
                } else {
                    self.branch(element)
                }
            }
            ElementKind::Code if self.subject == Subject::Parameters => self.below(element),
            ElementKind::Any | ElementKind::Picker | ElementKind::Media(_) | ElementKind::Code => false,
        }
    }

    /// Whether prose follows, as it does not follow the name of a parameter.
    fn goes_on(&self) -> bool {
        let next = self.elements.get(self.at + 1).map(|element| &element.kind);
        self.items.len() > 1 && matches!(next, Some(ElementKind::Prose | ElementKind::Code))
    }

    /// Prose below a type describes the parameter.
    fn below(&mut self, element: &Element) -> bool {
        let Some(item) = self.items.last_mut().filter(|item| item.role != Role::Root) else { return false };
        let start = item.below.as_ref().map_or(element.range.start, |below| below.start);
        item.below = Some(start..element.range.end);
        self.at += 1;
        true
    }

    fn branch(&mut self, element: &'a Element) -> bool {
        let start = self.at;
        let mut head = self.head();
        // A branch may print nothing, and then text below is the parameter's own.
        let text_alone = head.text.is_some() && head.before_type() && head.title.is_none();
        if self.subject == Subject::Parameters && text_alone {
            head.text = None;
            head.shape = Shape::Any;
        }
        let Some((union, labels, next)) = self.unions.last_mut() else { return false };
        // A branch without a type may print nothing, so the head may be that of a later label.
        let fits = |label: &String| *label == head.label();
        let mut label = *next;
        while !labels.get(label).is_some_and(fits) && labels.get(label).is_some_and(|label| label == UNKNOWN) {
            label += 1;
        }
        if labels.get(label).is_none() {
            label = *next;
        }
        if head.is_empty() || label >= labels.len() {
            self.at = start;
            return false;
        }
        *next = label + 1;
        let role = Role::Branch { union: *union, label };
        self.push(role, head, element.range.clone());
        true
    }

    /// A head without a key where no branch is awaited: a part of an `allOf`, printed after the parts before it.
    fn addition(&mut self, element: &'a Element) -> bool {
        match &element.kind {
            ElementKind::Union(_) if self.items.iter().any(|item| item.head.opens() == Opens::Object) => {
                let head = self.head();
                self.push(Role::Part, head, element.range.clone());
                true
            }
            ElementKind::Type(_) | ElementKind::Tags(_) | ElementKind::Constant(_) | ElementKind::Values(_) => {
                let Some(item) = self.items.last_mut() else { return false };
                // A second root would be the value of the next media type.
                if item.role == Role::Root && item.head.type_range.is_some() {
                    return false;
                }
                let range = element.range.clone();
                match (&element.kind, &mut item.head) {
                    (ElementKind::Type(line), head) if head.shape == Shape::Untyped && scalar(line) => {
                        // That one part may be null does not say that the whole may be.
                        head.tags.retain(|(tag, _)| *tag != Tag::Nullable);
                        head.shape = Shape::Scalar(line.clone());
                        head.type_range = Some(range);
                    }
                    (ElementKind::Type(line), head) if matches!(&head.shape, Shape::Scalar(own) if own == line) => {}
                    (ElementKind::Tags(tags), head) if matches!(head.shape, Shape::Untyped | Shape::Scalar(_)) => {
                        head.tags.extend(tags.iter().map(|tag| (tag.clone(), range.clone())));
                    }
                    (ElementKind::Values(values), head) if head.values.is_none() && head.opens() == Opens::Nothing => {
                        head.values = Some((values.clone(), range));
                    }
                    _ => return false,
                }
                self.at += 1;
                true
            }
            ElementKind::Prose | ElementKind::Title(_) | ElementKind::Word | ElementKind::Link(_)
                if self.subject == Subject::Parameters =>
            {
                self.below(element)
            }
            _ => false,
        }
    }

    fn example(&mut self, authorship: Authorship) -> bool {
        let start = self.at;
        self.at += 1;
        let Some(Element { kind: ElementKind::Code, range }) = self.peek() else { return self.peek().is_some() };
        self.at += 1;
        let code = range.clone();
        // An example of a part is followed by the next key or the next branch.
        let within = match self.peek().map(|element| &element.kind) {
            Some(ElementKind::Key(_)) => true,
            Some(_) => self.unions.iter().any(|(_, labels, next)| {
                let mut rest = labels.iter().skip(*next);
                // A branch that may print nothing does so before the value of the next media type.
                rest.any(|label| self.number == Number::One || label != UNKNOWN)
            }),
            None => false,
        };
        let belongs_inside = authorship == Authorship::Authored && self.items.len() > 1;
        if (within && belongs_inside) || self.subject == Subject::Parameters {
            self.part_example(code, start);
            return true;
        }
        self.examples.push((code, authorship));
        false
    }

    fn part_example(&mut self, code: Range<usize>, at: usize) {
        let range = self.elements.get(at).map_or(code.clone(), |element| element.range.clone());
        match self.items.last_mut() {
            Some(item) if item.head.opens() == Opens::Nothing && item.head.example.is_none() => {
                item.head.example = Some(code);
            }
            _ => self.items.push(Item { role: Role::Example(code), head: Head::default(), below: None, range }),
        }
    }

    fn several_examples(&mut self) -> bool {
        self.at += 1;
        let mut taken = self.at;
        let before = self.examples.len();
        let rest = self.elements.get(self.at..).unwrap_or(&[]);
        for (offset, element) in rest.iter().enumerate() {
            match &element.kind {
                ElementKind::Code => {
                    self.examples.push((element.range.clone(), Authorship::Authored));
                    taken = self.at + offset + 1;
                }
                ElementKind::Picker | ElementKind::Prose | ElementKind::Title(_) | ElementKind::Type(_) => {}
                _ => break,
            }
        }
        self.at = taken;
        if self.subject == Subject::Parameters {
            let code = self.examples.drain(before..).next();
            if let Some((code, _)) = code {
                self.part_example(code, taken);
            }
            return true;
        }
        false
    }

    /// Reads one head: title, description, type, tags, allowed values.
    fn head(&mut self) -> Head {
        let mut head = Head::default();
        while let Some(element) = self.peek() {
            let range = element.range.clone();
            match &element.kind {
                ElementKind::Title(title) if head.before_type() && head.title.is_none() && head.text.is_none() => {
                    head.title = Some((title.clone(), range))
                }
                ElementKind::Title(_) | ElementKind::Prose if head.before_type() => {
                    let start = head.text.as_ref().map_or(range.start, |text| text.start);
                    head.text = Some(start..range.end);
                }
                ElementKind::Link(target) if head.before_type() && head.docs.is_none() => {
                    head.docs = Some((target.clone(), range));
                }
                ElementKind::Word if head.before_type() => {
                    self.at += 1;
                    head.type_range = Some(range);
                    self.keywords(&mut head);
                    return head;
                }
                // Words in bold are no key where a type is still to come.
                ElementKind::Key(key) if head.before_type() && is_phrase(key) && !self.items.is_empty() => {
                    let start = head.text.as_ref().map_or(range.start, |text| text.start);
                    head.text = Some(start..range.end);
                }
                ElementKind::Code if head.before_type() && head.text.is_some() => {
                    let start = head.text.as_ref().map_or(range.start, |text| text.start);
                    head.text = Some(start..range.end);
                }
                ElementKind::Type(line) if head.before_type() => {
                    self.at += 1;
                    head.type_range = Some(range);
                    head.shape = self.shape(line, &mut head);
                    return head;
                }
                ElementKind::Media(name) if head.is_empty() && self.subject == Subject::Parameters => {
                    head.media = Some((name.clone(), range));
                }
                ElementKind::Union(union) if head.before_type() => {
                    head.type_range = Some(range);
                    head.shape = Shape::Union(union.clone());
                    self.at += 1;
                    return head;
                }
                ElementKind::Any if head.is_empty() => {
                    head.type_range = Some(range);
                    head.shape = Shape::Any;
                    self.at += 1;
                    return head;
                }
                ElementKind::Tags(_) | ElementKind::Constant(_) | ElementKind::Values(_) => {
                    self.keywords(&mut head);
                    return head;
                }
                _ => return head,
            }
            self.at += 1;
        }
        head
    }

    /// What stands below a type.
    fn keywords(&mut self, head: &mut Head) {
        if let Some(Element { kind: ElementKind::Tags(tags), range }) = self.peek() {
            head.tags.extend(tags.iter().map(|tag| (tag.clone(), range.clone())));
            self.at += 1;
        }
        if let Some(Element { kind: ElementKind::Constant(value), range }) = self.peek() {
            head.constant = Some((value.clone(), range.clone()));
            self.at += 1;
        }
        if let Some(Element { kind: ElementKind::Values(values), range }) = self.peek() {
            head.values = Some((values.clone(), range.clone()));
            self.at += 1;
        }
    }

    fn shape(&mut self, line: &TypeLine, head: &mut Head) -> Shape {
        if line.polarity == Polarity::IsNot {
            return Shape::Negated(line.clone());
        }
        self.keywords(head);
        if line.recursion == Recursion::Enclosing {
            return Shape::Recursive(line.clone());
        }
        if line.kinds == [Kind::Named(Name::Object)] && line.format.is_none() {
            return Shape::Object;
        }
        match line.array() {
            Some(items) if self.items_follow(items) => Shape::Array(line.clone(), Some(Box::new(self.head()))),
            Some(_) => Shape::Array(line.clone(), None),
            None => Shape::Scalar(line.clone()),
        }
    }

    /// Whether the items of a list are printed next.
    fn items_follow(&self, items: &[Kind]) -> bool {
        let awaited = self.unions.last().is_some_and(|(_, labels, next)| *next < labels.len());
        let may = items.contains(&Kind::Named(Name::Object)) || (items.is_empty() && !awaited);
        let rest = self.elements.get(self.at..).unwrap_or(&[]);
        let first = rest.iter().find(|element| !matches!(element.kind, ElementKind::Title(_) | ElementKind::Prose));
        may && first.is_some_and(|element| match &element.kind {
            ElementKind::Type(line) => line.kinds == [Kind::Named(Name::Object)] && line.recursion == Recursion::None,
            ElementKind::Union(_) => true,
            _ => false,
        })
    }
}

fn is_phrase(key: &Key) -> bool {
    let plain = !key.additional && key.required.is_none() && !key.deprecated;
    plain && (key.name.contains(char::is_whitespace) || key.name.ends_with([':', '.', '!']))
}

fn scalar(line: &TypeLine) -> bool {
    line.polarity == Polarity::Is
        && line.recursion == Recursion::None
        && line.array().is_none()
        && line.kinds != [Kind::Named(Name::Object)]
}
