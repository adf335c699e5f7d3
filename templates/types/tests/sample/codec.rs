//! How the types are read, written and checked.

use super::declarations::*;
use crate::runtime;

impl runtime::Structure for Contact {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut created_by = None;
        let mut date_created = None;
        let mut display_name = None;
        let mut emails = runtime::slot();
        let mut id = None;
        let mut r#type = runtime::slot();
        let mut recent_calls = runtime::slot();
        let mut birthday = runtime::slot();
        let mut api_key = runtime::slot();
        let additional_properties = entries.fill_and_keep(&mut [
            ("created_by", &mut created_by),
            ("date_created", &mut date_created),
            ("display_name", &mut display_name),
            ("emails", &mut emails),
            ("id", &mut id),
            ("type", &mut r#type),
            ("recent_calls", &mut recent_calls),
            ("birthday", &mut birthday),
            ("api_key", &mut api_key),
        ])?;
        let (Some(created_by), Some(date_created), Some(display_name), Some(id)) =
            (created_by, date_created, display_name, id)
        else {
            return None;
        };
        Some(Self {
            created_by,
            date_created,
            display_name,
            emails: emails.optional(),
            id,
            r#type: r#type.optional(),
            recent_calls: recent_calls.optional(),
            birthday: birthday.optional(),
            api_key: api_key.optional(),
            additional_properties,
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("created_by", &self.created_by);
        fields.required("date_created", &self.date_created);
        fields.required("display_name", &self.display_name);
        fields.optional("emails", &self.emails);
        fields.required("id", &self.id);
        fields.optional("type", &self.r#type);
        fields.optional("recent_calls", &self.recent_calls);
        fields.field("birthday", &self.birthday);
        fields.optional("api_key", &self.api_key);
        fields.rest(&self.additional_properties);
    }
}

impl runtime::Structure for ContactEmail {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut email = None;
        let mut is_unsubscribed = None;
        entries.fill(&mut [("email", &mut email), ("is_unsubscribed", &mut is_unsubscribed)])?;
        let (Some(email), Some(is_unsubscribed)) = (email, is_unsubscribed) else {
            return None;
        };
        Some(Self { email, is_unsubscribed })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("email", &self.email);
        fields.required("is_unsubscribed", &self.is_unsubscribed);
    }
}

impl runtime::Structure for ContactRecentCall {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut duration = None;
        let mut status = None;
        let mut priority = runtime::slot();
        entries.fill(&mut [("duration", &mut duration), ("status", &mut status), ("priority", &mut priority)])?;
        let (Some(duration), Some(status)) = (duration, status) else {
            return None;
        };
        Some(Self { duration, status, priority: priority.optional() })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("duration", &self.duration);
        fields.required("status", &self.status);
        fields.optional("priority", &self.priority);
    }
}

impl CallStatus {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(&'static str, Self)] =
        &[("created", Self::Created), ("in-progress", Self::InProgress), ("no-answer", Self::NoAnswer)];
}

impl SortOrder {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(&'static str, Self)] = &[("asc", Self::Asc), ("desc", Self::Desc)];
}

impl Priority {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(i64, Self)] = &[(1, Self::Low), (10, Self::High)];
}

impl Level {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(runtime::Constant, Self)] = &[
        (runtime::Constant::Text("auto"), Self::Auto),
        (runtime::Constant::Integer(1), Self::One),
        (runtime::Constant::Number(0.5), Self::Half),
        (runtime::Constant::Null, Self::Null),
    ];
}

impl runtime::Tagged for Pet {
    const TAG: &'static str = "petType";

    fn read<'de, M: runtime::MapAccess<'de>>(
        tag: Option<&str>,
        entries: runtime::Entries<'de, M>,
    ) -> Result<Self, M::Error> {
        match tag {
            Some("cat" | "kitty") => entries.read().map(Self::Cat),
            Some("dog") => entries.read().map(Self::Dog),
            _ => entries.other::<Self>(tag).map(Self::Unknown),
        }
    }
}

impl runtime::Structure for Cat {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut pet_type = None;
        let mut lives = None;
        entries.fill(&mut [("petType", &mut pet_type), ("lives", &mut lives)])?;
        let (Some(pet_type), Some(lives)) = (pet_type, lives) else {
            return None;
        };
        Some(Self { pet_type, lives })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("petType", &self.pet_type);
        fields.required("lives", &self.lives);
    }
}

impl runtime::Structure for Dog {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut pet_type = None;
        let mut friends = runtime::slot();
        entries.fill(&mut [("petType", &mut pet_type), ("friends", &mut friends)])?;
        let pet_type = pet_type?;
        Some(Self { pet_type, friends: friends.optional() })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("petType", &self.pet_type);
        fields.optional("friends", &self.friends);
    }
}

impl runtime::Tagged for Command {
    const TAG: &'static str = "kind";

    fn read<'de, M: runtime::MapAccess<'de>>(
        tag: Option<&str>,
        entries: runtime::Entries<'de, M>,
    ) -> Result<Self, M::Error> {
        match tag {
            Some("start") => entries.read().map(Self::Start),
            _ => entries.unknown_tag(tag, &["start"]),
        }
    }
}

impl runtime::Structure for Start {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut kind = None;
        entries.fill_only(&mut [("kind", &mut kind)])?;
        let kind = kind?;
        Some(Self { kind })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("kind", &self.kind);
    }
}

impl runtime::Inferred for Target {
    const VARIANTS: &'static [runtime::Variant] = &[
        runtime::Variant::of(runtime::Kind::Integer),
        runtime::Variant::of(runtime::Kind::String),
        runtime::Variant::of(runtime::Kind::Array),
        runtime::Variant::with(runtime::Kind::Object, &[runtime::Key::Present("email")]),
        runtime::Variant::with(
            runtime::Kind::Object,
            &[runtime::Key::OneOf("petType", &[runtime::Constant::Text("cat"), runtime::Constant::Text("kitty")])],
        ),
    ];

    fn read<'de, D: runtime::Deserializer<'de>>(variant: usize, from: D) -> Result<Self, D::Error> {
        match variant {
            0 => runtime::decode(from).map(Self::Number),
            1 => runtime::decode(from).map(Self::Name),
            2 => runtime::decode(from).map(Self::List),
            3 => runtime::decode(from).map(Self::Email),
            4 => runtime::decode(from).map(Self::Cat),
            _ => runtime::other(from).map(Self::Unknown),
        }
    }
}

impl runtime::Structure for Tree {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut label = None;
        let mut children = runtime::slot();
        let mut next = runtime::slot();
        entries.fill(&mut [("label", &mut label), ("children", &mut children), ("next", &mut next)])?;
        let label = label?;
        Some(Self { label, children: children.optional(), next: next.optional() })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("label", &self.label);
        fields.optional("children", &self.children);
        fields.optional("next", &self.next);
    }
}

impl runtime::Validate for Amount {
    fn check(&self, rules: &[runtime::Rule], report: &mut runtime::Report) {
        report.value(
            &self.0,
            rules,
            &[
                runtime::Rule::Minimum(runtime::Bound::Integer(1)),
                runtime::Rule::ExclusiveMaximum(runtime::Bound::Integer(100)),
            ],
        );
    }
}

impl runtime::Structure for Order {
    fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
        let mut amount = None;
        let mut code = runtime::slot();
        let mut tags = runtime::slot();
        let mut price = runtime::nullable();
        let mut parts = runtime::slot();
        entries.fill(&mut [
            ("amount", &mut amount),
            ("code", &mut code),
            ("tags", &mut tags),
            ("price", &mut price),
            ("parts", &mut parts),
        ])?;
        let amount = amount?;
        Some(Self {
            amount,
            code: code.optional(),
            tags: tags.optional(),
            price: price.optional(),
            parts: parts.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("amount", &self.amount);
        fields.optional("code", &self.code);
        fields.optional("tags", &self.tags);
        fields.field("price", &self.price);
        fields.optional("parts", &self.parts);
    }
}

impl runtime::Validate for Order {
    fn check(&self, _: &[runtime::Rule], report: &mut runtime::Report) {
        report.field("amount", &self.amount, &[]);
        report.field("code", &self.code, &[runtime::Rule::MaxLength(3), runtime::Rule::Pattern("^[a-z]+$")]);
        report.field(
            "tags",
            &self.tags,
            &[
                runtime::Rule::MinItems(1),
                runtime::Rule::UniqueItems,
                runtime::Rule::Each(&[runtime::Rule::MinLength(2)]),
            ],
        );
        report.field("price", &self.price, &[runtime::Rule::MultipleOf(runtime::Bound::Number(0.01))]);
        report.field("parts", &self.parts, &[]);
    }
}

runtime::structures!(Contact, ContactEmail, ContactRecentCall, Cat, Dog, Start, Tree, Order);
runtime::newtypes!(Amount);
runtime::text_enumerations!(CallStatus::Unknown, SortOrder);
runtime::integer_enumerations!(Priority::Unknown);
runtime::constant_enumerations!(Level::Unknown);
runtime::tagged_unions!(Pet { Cat, Dog, Unknown } Command { Start });
runtime::inferred_unions!(Target { Number, Name, List, Email, Cat, Unknown });
runtime::ordered_unions!(Either { Day, Email, Several, Text });
runtime::without_rules!(SortOrder);
