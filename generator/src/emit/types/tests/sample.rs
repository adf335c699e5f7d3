//! Apis made by hand.

use crate::ir::*;
use crate::source::{Origin, Provenance, Sources, Span};

fn origin() -> Origin {
    let mut sources = Sources::default();
    let source = sources.add("a.yaml", "a");
    Origin { span: Span::new(source, 0, 1), provenance: Provenance::Document }
}

/// Collects definitions.
#[derive(Default)]
pub(crate) struct Builder {
    types: TypeTable,
}

impl Builder {
    pub(crate) fn add(&mut self, name: &str, mut shape: Shape, usage: Usage) -> TypeId {
        if let Shape::Structure(structure) = &mut shape
            && usage.request
        {
            for field in structure.fields.iter_mut().filter(|it| it.presence == Presence::OptionalNullable) {
                field.wrapping = Wrapping::ThreeState;
            }
            let needed = structure.fields.iter().enumerate().filter(|(_, field)| field.presence.is_required());
            let asked: Vec<usize> = needed.map(|(position, _)| position).collect();
            let keeps = matches!(structure.additional, Additional::Kept { .. });
            if !asked.is_empty() && (keeps || asked.len() < structure.fields.len()) {
                structure.construction = Construction::New(asked);
            }
        }
        self.types.add(Definition {
            name: Name::new(name),
            component: None,
            docs: Docs::default(),
            shape,
            checks: Vec::new(),
            bounds: if usage.request { Bounds::Checked } else { Bounds::Documented },
            derives: Derives::default(),
            usage,
            reach: Reach::Shared,
            cluster: None,
            examples: Vec::new(),
            origin: origin(),
        })
    }

    /// Zero for several groups, else one more than the group's index.
    pub(crate) fn reach(&mut self, id: TypeId, group: usize) {
        self.types.get_mut(id).reach = group.checked_sub(1).map_or(Reach::Shared, Reach::Group);
    }

    pub(crate) fn api(&self) -> Api {
        self.api_with_groups(&[])
    }

    pub(crate) fn api_with_groups(&self, groups: &[&str]) -> Api {
        let group = |module: &&str| Group {
            tag: (*module).to_owned(),
            name: Name::new(*module),
            module: Name::new(*module),
            feature: (*module).to_owned(),
            docs: Docs::default(),
            operations: Vec::new(),
        };
        Api {
            name: "sample".to_owned(),
            title: "Sample".to_owned(),
            version: "1".to_owned(),
            docs: Docs::default(),
            servers: Vec::new(),
            operation_servers: Vec::new(),
            incoming: Vec::new(),
            webhooks: None,
            headers: Vec::new(),
            types: self.types.clone(),
            groups: groups.iter().map(group).collect(),
            client_parameters: Vec::new(),
            xml: crate::ir::XmlTable::default(),
            schemes: Vec::new(),
            alternatives: Vec::new(),
            untyped: Vec::new(),
            secrets: crate::ir::Secrets::default(),
            date_time: DateTimeLibrary::Chrono,
            settings: crate::ir::Settings::default(),
            recursion_limit: None,
        }
    }
}

pub(crate) fn field(name: &str, ty: Type, presence: Presence) -> Field {
    Field {
        name: Name::new(name),
        wire_name: name.strip_prefix("r#").unwrap_or(name).to_owned(),
        docs: Docs::default(),
        ty,
        presence,
        wrapping: match presence {
            Presence::Required => Wrapping::Plain,
            Presence::Optional | Presence::Nullable | Presence::OptionalNullable => Wrapping::Option,
        },
        given: crate::ir::Given::ByCaller,
        constraints: Constraints::default().into(),
        default: None,
        type_provenance: Provenance::Document,
        origin: origin(),
    }
}

pub(crate) fn structure(fields: Vec<Field>) -> Shape {
    Shape::Structure(Structure {
        constants: Vec::new(),
        fields,
        additional: Additional::Ignored,
        one_way: Vec::new(),
        construction: Construction::Literal,
    })
}

fn variant(name: &str, ty: Type) -> Variant {
    Variant { name: Name::new(name), docs: Docs::default(), ty, tag: VariantTag::Held, conversion: Conversion::None }
}

fn value(name: &str, value: Literal) -> EnumerationValue {
    EnumerationValue { name: Name::new(name), value, docs: Docs::default().into() }
}

/// One of everything.
pub(crate) fn api() -> Api {
    let mut builder = Builder::default();
    let both = Usage { request: true, response: true };
    let response = Usage { request: false, response: true };
    let request = Usage { request: true, response: false };
    let text = || Type::Scalar(Scalar::String);

    let status = builder.add(
        "CallStatus",
        Shape::Enumeration(Enumeration {
            kind: EnumerationKind::String,
            values: vec![
                value("Created", Literal::String("created".into())),
                value("NoAnswer", Literal::String("no-response".into())),
            ],
            openness: Openness::Open,
        }),
        response,
    );
    builder.types.get_mut(status).derives = Derives { eq_hash: true, ..Derives::default() };
    builder.types.get_mut(status).docs.description =
        Some("Current status; see [the guide](guide.html) or https://example.com/guide.\n\n    GET /calls".into());
    let order = builder.add(
        "SortOrder",
        Shape::Enumeration(Enumeration {
            kind: EnumerationKind::String,
            values: vec![value("Asc", Literal::String("asc".into())), value("Desc", Literal::String("desc".into()))],
            openness: Openness::Closed,
        }),
        request,
    );
    builder.types.get_mut(order).derives = Derives { eq_hash: true, copy: true, default: false };
    builder.add(
        "Priority",
        Shape::Enumeration(Enumeration {
            kind: EnumerationKind::Integer,
            values: vec![value("Low", Literal::Integer(-1)), value("High", Literal::Integer(10))],
            openness: Openness::Open,
        }),
        both,
    );
    builder.add(
        "Level",
        Shape::Enumeration(Enumeration {
            kind: EnumerationKind::Mixed,
            values: vec![
                value("Auto", Literal::String("auto".into())),
                value("Half", Literal::Number("-0.5".into())),
                value("Big", Literal::Integer(i128::MAX)),
                value("Null", Literal::Null),
                value("Pair", Literal::Json(Json("[1,{\"a\":true}]".into()))),
            ],
            openness: Openness::Open,
        }),
        both,
    );

    let mut contact_fields = vec![
        field("id", text(), Presence::Required),
        field("r#type", Type::Scalar(Scalar::I64), Presence::Nullable),
        field("status", Type::Defined(status), Presence::Optional),
        field("born", Type::Scalar(Scalar::Date), Presence::OptionalNullable),
        field("made", Type::Scalar(Scalar::DateTime), Presence::Required),
        field("key", Type::Scalar(Scalar::Uuid), Presence::Optional),
        field("secret", Type::Scalar(Scalar::Secret), Presence::Optional),
        field("bytes", Type::Scalar(Scalar::Base64), Presence::Optional),
        field("pair", Type::Tuple(vec![text(), Type::Nullable(Box::new(text()))]), Presence::Optional),
        field("entries", Type::Map(Box::new(Type::Any)), Presence::Optional),
    ];
    contact_fields[0].docs.description = Some("The `id` of *this* Array<Contact> [x]".into());
    contact_fields[0].constraints =
        Constraints { min_length: Some(1), pattern: Some("^[a-z]+$".into()), ..Constraints::default() }.into();
    contact_fields[1].type_provenance = Provenance::Example;
    let contact = builder.add(
        "Contact",
        Shape::Structure(Structure {
            constants: Vec::new(),
            fields: contact_fields,
            additional: Additional::Kept { name: Name::new("additional_properties"), ty: Type::Any },
            one_way: Vec::new(),
            construction: Construction::Literal,
        }),
        both,
    );

    let cat = builder.add(
        "Cat",
        structure(vec![
            field("kind", text(), Presence::Required),
            field("lives", Type::Scalar(Scalar::I32), Presence::Optional),
        ]),
        both,
    );
    let dog_friends = field("friends", Type::List(Box::new(Type::Any)), Presence::Optional);
    let dog = builder.add("Dog", structure(vec![field("kind", text(), Presence::Required), dog_friends]), both);
    let mapping = vec![("cat".to_owned(), 0), ("kitty".to_owned(), 0), ("dog".to_owned(), 1)];
    let pet = builder.add(
        "Pet",
        Shape::Union(Union {
            variants: vec![variant("Cat", Type::Defined(cat)), variant("Dog", Type::Boxed(dog))],
            tagging: Tagging::Discriminator { property: "kind".into(), mapping: mapping.clone(), default: None },
            openness: Openness::Open,
        }),
        both,
    );
    builder.add(
        "Command",
        Shape::Union(Union {
            variants: vec![variant("Cat", Type::Defined(cat)), variant("Contact", Type::Defined(contact))],
            tagging: Tagging::Discriminator { property: "kind".into(), mapping: mapping[..2].to_vec(), default: None },
            openness: Openness::Closed,
        }),
        request,
    );
    let test = |variant, test| VariantTest { variant, test };
    builder.add(
        "Target",
        Shape::Union(Union {
            variants: vec![
                variant("Number", Type::Scalar(Scalar::I64)),
                variant("Names", Type::List(Box::new(text()))),
                variant("Cat", Type::Defined(cat)),
            ],
            tagging: Tagging::Inferred {
                tests: vec![
                    test(0, InstanceTest::Kind(JsonType::Integer)),
                    test(1, InstanceTest::Kind(JsonType::Array)),
                    test(
                        2,
                        InstanceTest::Object {
                            keys: vec!["lives".into()],
                            constants: vec![("kind".into(), vec![Literal::String("cat".into()), Literal::Integer(1)])],
                        },
                    ),
                ],
            },
            openness: Openness::Closed,
        }),
        request,
    );
    builder.add(
        "Either",
        Shape::Union(Union {
            variants: vec![variant("Day", Type::Scalar(Scalar::Date)), variant("Text", text())],
            tagging: Tagging::Ordered,
            openness: Openness::Open,
        }),
        response,
    );
    let amount = builder.add(
        "Amount",
        Shape::Newtype(Newtype {
            ty: Type::Scalar(Scalar::I64),
            constraints: Constraints {
                minimum: Some(Bound { value: "1".into(), exclusive: false }),
                ..Constraints::default()
            }
            .into(),
            conversion: Conversion::None,
        }),
        both,
    );
    let mut tree = vec![
        field("label", text(), Presence::Optional),
        field("next", Type::Any, Presence::Optional),
        field("amount", Type::Defined(amount), Presence::Optional),
        field("pets", Type::List(Box::new(Type::Defined(pet))), Presence::Optional),
    ];
    tree[3].constraints = Constraints { max_items: Some(3), unique_items: true, ..Constraints::default() }.into();
    let tree = builder.add("Tree", structure(tree), both);
    if let Shape::Structure(structure) = &mut builder.types.get_mut(tree).shape {
        structure.fields[1].ty = Type::Boxed(tree);
    }
    builder.types.get_mut(tree).derives.default = true;
    builder.add(
        "Closed",
        Shape::Structure(Structure {
            constants: Vec::new(),
            fields: vec![field("order", Type::Defined(order), Presence::Required)],
            additional: Additional::Refused,
            one_way: Vec::new(),
            construction: Construction::Literal,
        }),
        request,
    );
    builder.add("Empty", structure(Vec::new()), both);
    builder.api()
}
