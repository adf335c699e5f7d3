//! Types of the api as Rust text.
//!
//! Takes a [`Type`]; gives how a user reads it, paths cut to their last segments. Never declares anything.

use crate::ir::{
    Api, Codec, DateTimeLibrary, EventItem, Media, Parameter, ParameterPresence, Payload, Received, Scalar, Shape,
    Type, Wrapping,
};

/// The type of a value that the user owns.
pub fn owned(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Unit => "()".to_owned(),
        Type::Scalar(scalar) => self::scalar(api, *scalar).to_owned(),
        Type::List(item) => format!("Vec<{}>", owned(api, item)),
        Type::Map(value) => format!("BTreeMap<String, {}>", owned(api, value)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| format!("{},", owned(api, item))).collect();
            format!("({})", items.join(" "))
        }
        Type::Nullable(inner) => format!("Option<{}>", owned(api, inner)),
        Type::Defined(id) => api.types.get(*id).name.as_str().to_owned(),
        Type::Boxed(id) => format!("Box<{}>", api.types.get(*id).name.as_str()),
        Type::External(external) => external.path.clone(),
        Type::Any => "Value".to_owned(),
    }
}

fn scalar(api: &Api, scalar: Scalar) -> &'static str {
    match (scalar, api.date_time) {
        (Scalar::Boolean, _) => "bool",
        (Scalar::I32, _) => "i32",
        (Scalar::I64, _) => "i64",
        (Scalar::U32, _) => "u32",
        (Scalar::U64, _) => "u64",
        (Scalar::F32, _) => "f32",
        (Scalar::F64, _) => "f64",
        (Scalar::String, _) | (Scalar::DateTime | Scalar::Date | Scalar::Time, DateTimeLibrary::Text) => "String",
        (Scalar::BoxedString, _) => "Box<str>",
        (Scalar::Secret, _) => "Secret",
        (Scalar::Base64, _) => "Base64",
        (Scalar::Bytes, _) => "File",
        (Scalar::Uuid, _) => "Uuid",
        (Scalar::DateTime, DateTimeLibrary::Chrono) => "DateTime<FixedOffset>",
        (Scalar::DateTime, DateTimeLibrary::Jiff) => "Timestamp",
        (Scalar::DateTime, DateTimeLibrary::Time) => "OffsetDateTime",
        (Scalar::Date, DateTimeLibrary::Chrono) => "NaiveDate",
        (Scalar::Date, DateTimeLibrary::Jiff | DateTimeLibrary::Time) => "Date",
        (Scalar::Time, DateTimeLibrary::Chrono) => "OffsetTime<NaiveTime>",
        (Scalar::Time, DateTimeLibrary::Jiff | DateTimeLibrary::Time) => "OffsetTime<Time>",
    }
}

/// The type of a field, with what stands around it.
pub fn field(api: &Api, ty: &Type, wrapping: Wrapping) -> String {
    let inner = owned(api, ty);
    match wrapping {
        Wrapping::Plain => inner,
        Wrapping::Option => format!("Option<{inner}>"),
        Wrapping::ThreeState => format!("Field<{inner}>"),
    }
}

/// The type of an argument of the client that is only read.
pub fn argument(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Scalar(Scalar::String | Scalar::BoxedString | Scalar::Secret) => "&str".to_owned(),
        Type::Scalar(Scalar::Base64 | Scalar::Bytes) => format!("&{}", owned(api, ty)),
        Type::Scalar(Scalar::DateTime | Scalar::Date | Scalar::Time) => match api.date_time {
            DateTimeLibrary::Text => "&str".to_owned(),
            DateTimeLibrary::Chrono | DateTimeLibrary::Jiff | DateTimeLibrary::Time => owned(api, ty),
        },
        Type::Scalar(_) | Type::Unit => owned(api, ty),
        Type::List(item) => format!("&[{}]", argument(api, item)),
        Type::Nullable(inner) => format!("Option<{}>", argument(api, inner)),
        Type::Defined(id) | Type::Boxed(id) => {
            let name = owned(api, &Type::Defined(*id));
            match api.types.get(*id).shape {
                Shape::Enumeration(_) => name,
                Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => format!("&{name}"),
            }
        }
        Type::Map(_) | Type::Tuple(_) | Type::External(_) | Type::Any => format!("&{}", owned(api, ty)),
    }
}

/// A value that may be left out.
pub fn perhaps(ty: String, presence: ParameterPresence) -> String {
    match presence {
        ParameterPresence::Required => ty,
        ParameterPresence::Optional => format!("Option<{ty}>"),
    }
}

/// `name: type` of a parameter that the client is given.
pub fn parameter(api: &Api, parameter: &Parameter) -> String {
    format!("{}: {}", parameter.name.as_str(), argument(api, &parameter.ty))
}

/// What one item of a sequence is.
pub fn item(api: &Api, media: &Media) -> String {
    let ty = owned(api, &media.ty);
    match media.codec {
        Codec::EventStream(EventItem::Data) => format!("Event<{ty}>"),
        Codec::EventStream(EventItem::Event)
        | Codec::JsonLines
        | Codec::Json
        | Codec::Form
        | Codec::Multipart
        | Codec::Text
        | Codec::Bytes
        | Codec::Xml => ty,
    }
}

/// What a client makes of a body.
pub fn received(api: &Api, media: &Media) -> String {
    match media.received() {
        Received::Value(ty) => owned(api, ty),
        Received::Bytes => "Bytes".to_owned(),
        Received::Parts => "Vec<ResponsePart>".to_owned(),
        Received::Events(..) => format!("EventStream<{}>", item(api, media)),
        Received::Lines(_) => format!("JsonLines<{}>", item(api, media)),
    }
}

/// The type of a body, each medium of which is of the type that `of` gives; `None` where there is none.
pub fn payload(payload: &Payload, of: &dyn Fn(&Media) -> String) -> Option<String> {
    match payload {
        Payload::Empty => None,
        Payload::One(media) => Some(of(media)),
        Payload::Several { name, .. } => Some(name.as_str().to_owned()),
    }
}
