//! What an api needs of the runtime's optional parts.
//!
//! Takes an api; gives the features and dependencies of its types crate. Looks at operations too, since their parameters and
//! bodies need not be definitions.

use crate::ir::{Additional, Api, Constraints, DateTimeLibrary, Media, Parameter, Payload, Scalar, Shape, Type};

/// Every feature that the runtime knows.
pub const FEATURES: [&str; 7] = ["base64", "chrono", "jiff", "pattern", "time", "uuid", "xml"];

/// What is used of the optional parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uses {
    base64: bool,
    pattern: bool,
    uuid: bool,
    xml: bool,
    dates: Option<DateTimeLibrary>,
}

impl Uses {
    /// What the api uses.
    pub fn of(api: &Api) -> Self {
        let mut uses = Self { xml: !api.xml.is_empty(), ..Self::default() };
        for (_, definition) in api.types.iter() {
            match &definition.shape {
                Shape::Structure(structure) => {
                    for field in &structure.fields {
                        uses.ty(api, &field.ty);
                        uses.constraints(&field.constraints);
                    }
                    if let Additional::Kept { ty, .. } = &structure.additional {
                        uses.ty(api, ty);
                    }
                }
                Shape::Union(union) => union.variants.iter().for_each(|variant| uses.ty(api, &variant.ty)),
                Shape::Enumeration(_) => {}
                Shape::Newtype(newtype) => {
                    uses.ty(api, &newtype.ty);
                    uses.constraints(&newtype.constraints);
                }
            }
        }
        let parameters = api.exchanges().flat_map(|operation| &operation.parameters);
        parameters.chain(&api.client_parameters).for_each(|parameter| uses.parameter(api, parameter));
        for operation in api.exchanges() {
            if let Some(request) = &operation.request {
                uses.payload(api, &request.payload);
            }
            for response in &operation.responses {
                uses.payload(api, &response.payload);
                response.headers.iter().for_each(|header| uses.ty(api, &header.ty));
            }
        }
        uses
    }

    fn parameter(&mut self, api: &Api, parameter: &Parameter) {
        self.ty(api, &parameter.ty);
        self.constraints(&parameter.constraints);
    }

    fn payload(&mut self, api: &Api, payload: &Payload) {
        let mut media = |media: &Media| self.ty(api, &media.ty);
        match payload {
            Payload::Empty => {}
            Payload::One(one) => media(one),
            Payload::Several { media: several, .. } => several.iter().for_each(media),
        }
    }

    fn constraints(&mut self, constraints: &Constraints) {
        self.pattern |= constraints.pattern.is_some();
        if let Some(items) = &constraints.items {
            self.constraints(items);
        }
    }

    fn ty(&mut self, api: &Api, ty: &Type) {
        match ty {
            Type::Unit | Type::Defined(_) | Type::Boxed(_) | Type::External(_) | Type::Any => {}
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.ty(api, inner),
            Type::Tuple(items) => items.iter().for_each(|item| self.ty(api, item)),
            Type::Scalar(scalar) => match scalar {
                Scalar::Uuid => self.uuid = true,
                Scalar::Base64 => self.base64 = true,
                Scalar::DateTime | Scalar::Date | Scalar::Time => self.dates = Some(api.date_time),
                Scalar::Boolean
                | Scalar::I32
                | Scalar::I64
                | Scalar::U32
                | Scalar::U64
                | Scalar::F32
                | Scalar::F64
                | Scalar::String
                | Scalar::Secret
                | Scalar::Bytes => {}
            },
        }
    }

    fn date_crate(self) -> Option<&'static str> {
        match self.dates? {
            DateTimeLibrary::Chrono => Some("chrono"),
            DateTimeLibrary::Jiff => Some("jiff"),
            DateTimeLibrary::Time => Some("time"),
            DateTimeLibrary::Text => None,
        }
    }

    /// The runtime's features to turn on, in order.
    pub fn features(self) -> Vec<&'static str> {
        let on = |feature: &&str| match *feature {
            "base64" => self.base64,
            "pattern" => self.pattern,
            "uuid" => self.uuid,
            "xml" => self.xml,
            date => self.date_crate() == Some(date),
        };
        FEATURES.into_iter().filter(on).collect()
    }

    /// The crates whose types stand in public signatures.
    pub fn crates(self) -> Vec<&'static str> {
        let date = self.date_crate();
        let uuid = self.uuid.then_some("uuid");
        date.into_iter().chain(Some("serde_json")).chain(uuid).collect()
    }

    /// Lines of `[dependencies]`.
    pub fn dependencies(self) -> Vec<String> {
        let bare =
            |name: &str, version: &str| format!("{name} = {{ version = \"{version}\", default-features = false }}");
        let with = |name: &str, version: &str, features: &str| {
            format!("{name} = {{ version = \"{version}\", default-features = false, features = [{features}] }}")
        };
        let mut lines = Vec::new();
        if self.base64 {
            lines.push(with("base64", "0.22", "\"alloc\""));
        }
        match self.date_crate() {
            Some("chrono") => lines.push(bare("chrono", "0.4")),
            Some("jiff") => lines.push(with("jiff", "0.2", "\"std\"")),
            Some(_) | None => {}
        }
        if self.xml {
            lines.push(bare("quick-xml", "0.42"));
        }
        if self.pattern {
            lines.push(with("regex", "1", "\"std\", \"unicode\""));
        }
        lines.push(with("serde", "1", "\"std\""));
        // A number is read as the one that is written, to the last digit.
        lines.push("serde_json = { version = \"1\", features = [\"float_roundtrip\"] }".to_owned());
        if self.date_crate() == Some("time") {
            lines.push(bare("time", "0.3"));
        }
        if self.uuid {
            lines.push(bare("uuid", "1"));
        }
        lines
    }
}
