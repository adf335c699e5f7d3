//! The types crate.

use super::item::{Item, Kind, Scope};
use super::rust;
use crate::ir::{
    Additional, Api, Construction, Conversion, Definition, Derives, EnumerationKind, Field, Openness, Shape, Structure,
    Type, Webhooks,
};

/// Its items.
pub fn list(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    for (_, definition) in api.types.iter() {
        let name = definition.name.as_str();
        let within = root.within(name);
        match &definition.shape {
            Shape::Structure(structure) => {
                items.push(root.item(Kind::Structure, name, ""));
                for field in &structure.fields {
                    let ty = rust::field(api, &field.ty, field.wrapping);
                    items.push(within.item(Kind::Field, field.name.as_str(), format!(": {ty}")));
                }
                if let Additional::Kept { name, ty } = &structure.additional {
                    let map = rust::owned(api, &Type::Map(Box::new(ty.clone())));
                    items.push(within.item(Kind::Field, name.as_str(), format!(": {map}")));
                }
                items.extend(constructor(api, structure, &within));
            }
            Shape::Union(union) => {
                items.push(root.item(Kind::Enum, name, ""));
                for variant in &union.variants {
                    let ty = rust::owned(api, &variant.ty);
                    items.push(within.item(Kind::Variant, variant.name.as_str(), format!("({ty})")));
                    items.extend(conversions(api, &variant.ty, variant.conversion, &within));
                }
                items.extend(unknown(union.openness, &within, "Value"));
            }
            Shape::Enumeration(enumeration) => {
                items.push(root.item(Kind::Enum, name, ""));
                let values = enumeration.values.iter();
                items.extend(values.map(|value| within.item(Kind::Variant, value.name.as_str(), "")));
                let ty = match enumeration.kind {
                    EnumerationKind::String => "Unlisted<String>",
                    EnumerationKind::Integer => "Unlisted<i64>",
                    EnumerationKind::Mixed => "Unlisted<Value>",
                };
                items.extend(unknown(enumeration.openness, &within, ty));
            }
            Shape::Newtype(newtype) => {
                items.push(root.item(Kind::Structure, name, format!("({})", rust::owned(api, &newtype.ty))));
                items.extend(conversions(api, &newtype.ty, newtype.conversion, &within));
            }
        }
        items.extend(implemented(definition).map(|name| within.item(Kind::Implementation, name, "")));
    }
    if let Some(events) = &api.webhooks {
        webhooks(api, events, root, items);
    }
}

fn webhooks(api: &Api, webhooks: &Webhooks, root: &Scope, items: &mut Vec<Item>) {
    items.push(root.item(Kind::Module, "webhooks", ""));
    let module = root.within("webhooks");
    items.push(module.item(Kind::Enum, "WebhookEvent", ""));
    let within = module.within("WebhookEvent");
    for event in &webhooks.events {
        let body = event.body.as_ref().map(|ty| format!("(Box<{}>)", rust::owned(api, ty)));
        items.push(within.item(Kind::Variant, event.name.as_str(), body.unwrap_or_default()));
    }
    items.push(within.item(Kind::Variant, webhooks.unknown.as_str(), " { name: Option<String>, body: Value }"));
    let read = "body: &[u8]) -> Result<Self, WebhookError>";
    let headers = if webhooks.header.is_some() { "headers" } else { "_headers" };
    if webhooks.signature.is_some() {
        items.push(module.item(Kind::Constant, "SIGNATURE", ": Scheme"));
        let arguments = format!("(verifier: &Verifier, headers: &HeaderMap, {read}");
        items.push(within.item(Kind::Function, "receive", arguments));
    }
    items.push(within.item(Kind::Function, "read", format!("({headers}: &HeaderMap, {read}")));
}

/// The traits that not every type implements.
fn implemented(definition: &Definition) -> impl Iterator<Item = &'static str> {
    let Derives { copy, eq_hash, default } = definition.derives;
    let is_key = eq_hash && definition.is_key();
    let made_of_nothing = match &definition.shape {
        Shape::Structure(structure) => structure.construction == Construction::New(Vec::new()),
        Shape::Union(_) | Shape::Enumeration(_) | Shape::Newtype(_) => false,
    };
    let all = [(copy, "Copy"), (default || made_of_nothing, "Default"), (is_key, "Eq"), (is_key, "Hash")];
    all.into_iter().filter(|(has, _)| *has).map(|(_, name)| name)
}

/// What becomes the type by `From`.
fn conversions(api: &Api, held: &Type, conversion: Conversion, within: &Scope) -> impl Iterator<Item = Item> {
    let held = match held {
        Type::Boxed(id) => rust::owned(api, &Type::Defined(*id)),
        held => rust::owned(api, held),
    };
    let texts = match conversion {
        Conversion::None => Vec::new(),
        Conversion::Value => vec![held],
        Conversion::Text => vec![held, "&str".to_owned()],
    };
    texts.into_iter().map(|text| within.item(Kind::Implementation, &format!("From<{text}>"), ""))
}

fn unknown(openness: Openness, within: &Scope, ty: &str) -> Option<Item> {
    openness.keeps_others().then(|| within.item(Kind::Variant, "Unknown", format!("({ty})")))
}

fn constructor(api: &Api, structure: &Structure, within: &Scope) -> Option<Item> {
    let Construction::New(asked) = &structure.construction else { return None };
    let argument = |field: &Field| {
        let ty = match &field.ty {
            // Where a value stands is no concern of who gives it.
            Type::Boxed(id) => rust::field(api, &Type::Defined(*id), field.wrapping),
            ty => rust::field(api, ty, field.wrapping),
        };
        let ty = if api.types.takes_others(field) { format!("impl Into<{ty}>") } else { ty };
        format!("{}: {ty}", field.name.as_str())
    };
    let arguments = asked.iter().filter_map(|position| structure.fields.get(*position)).map(argument);
    let arguments: Vec<String> = arguments.collect();
    Some(within.item(Kind::Function, "new", format!("({}) -> Self", arguments.join(", "))))
}
