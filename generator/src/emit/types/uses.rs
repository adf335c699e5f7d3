//! What an api needs of the runtime's optional parts.
//!
//! Takes an api; gives the features and dependencies of its types crate. Looks at operations too, since their parameters and
//! bodies need not be definitions.

use crate::ir::{
    Additional, Api, Bounds, Check, Constraints, DateTimeLibrary, Definition, Dependency, Media, Parameter, Payload,
    Scalar, Shape, Type,
};
use std::collections::BTreeMap;

/// Every feature that the runtime's template has.
pub const FEATURES: [&str; 9] = ["base64", "check", "chrono", "jiff", "pattern", "time", "uuid", "webhook", "xml"];

/// What is used of the optional parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uses {
    base64: bool,
    check: bool,
    pattern: bool,
    uuid: bool,
    webhook: bool,
    xml: bool,
    dates: Option<DateTimeLibrary>,
    /// Whether some of them are times of day.
    times: bool,
}

impl Uses {
    /// What the api uses.
    pub fn of(api: &Api) -> Self {
        let mut uses = Self { webhook: api.webhooks.is_some(), xml: !api.xml.is_empty(), ..Self::default() };
        for (_, definition) in api.types.iter() {
            if definition.bounds == Bounds::Checked {
                uses.checks(&definition.checks);
            }
            match &definition.shape {
                Shape::Structure(structure) => {
                    for field in &structure.fields {
                        uses.ty(api, &field.ty);
                        uses.bounds(definition, &field.constraints);
                    }
                    if let Additional::Kept { ty, .. } = &structure.additional {
                        uses.ty(api, ty);
                    }
                }
                Shape::Union(union) => union.variants.iter().for_each(|variant| uses.ty(api, &variant.ty)),
                Shape::Enumeration(_) => {}
                Shape::Newtype(newtype) => {
                    uses.ty(api, &newtype.ty);
                    uses.bounds(definition, &newtype.constraints);
                }
            }
        }
        let parameters = api.exchanges().flat_map(|operation| &operation.parameters);
        parameters.chain(&api.client_parameters).for_each(|parameter| uses.parameter(api, parameter));
        for operation in api.exchanges() {
            if let Some(request) = &operation.request {
                uses.payload(api, &request.payload);
                request.payload.media().iter().for_each(|media| uses.constraints(&media.constraints));
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

    /// What only the documentation says needs nothing.
    fn bounds(&mut self, definition: &Definition, constraints: &Constraints) {
        if definition.bounds == Bounds::Checked {
            self.constraints(constraints);
        }
    }

    fn constraints(&mut self, constraints: &Constraints) {
        self.pattern |= constraints.pattern.is_some();
        self.checks(&constraints.checks);
        if let Some(items) = &constraints.items {
            self.constraints(items);
        }
    }

    fn checks(&mut self, checks: &[Check]) {
        self.check |= !checks.is_empty();
        for check in checks {
            check.each(&mut |check| match check {
                Check::Rules(constraints) => self.constraints(constraints),
                Check::PatternProperty(..) => self.pattern = true,
                Check::AdditionalProperties { patterns, .. } => self.pattern |= !patterns.is_empty(),
                _ => {}
            });
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
                Scalar::DateTime | Scalar::Date => self.dates = Some(api.date_time),
                Scalar::Time => {
                    self.dates = Some(api.date_time);
                    self.times = true;
                }
                Scalar::Boolean
                | Scalar::I32
                | Scalar::I64
                | Scalar::U32
                | Scalar::U64
                | Scalar::F32
                | Scalar::F64
                | Scalar::String
                | Scalar::BoxedString
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

    /// The parts of the runtime that are needed, by the features of its template, in order.
    pub fn parts(self) -> Vec<&'static str> {
        let on = |feature: &&str| match *feature {
            "base64" => self.base64,
            "check" => self.check,
            "pattern" => self.pattern,
            "uuid" => self.uuid,
            "webhook" => self.webhook,
            "xml" => self.xml,
            date => self.date_crate() == Some(date),
        };
        FEATURES.into_iter().filter(on).collect()
    }

    /// What the runtime has for users, in order.
    pub fn of_users(self) -> Vec<&'static str> {
        let all = [
            "Base64",
            "Field",
            "File",
            "OffsetTime",
            "Secret",
            "UnknownValue",
            "Unlisted",
            "Validate",
            "Violation",
            "json",
        ];
        let has = |name: &&str| match *name {
            "Base64" => self.base64,
            "OffsetTime" => self.times && self.date_crate().is_some(),
            _ => true,
        };
        all.into_iter().filter(has).collect()
    }

    /// The crates whose types stand in public signatures.
    pub fn crates(self) -> Vec<&'static str> {
        let date = self.date_crate();
        let uuid = self.uuid.then_some("uuid");
        let http = self.webhook.then_some("http");
        date.into_iter().chain(http).chain(Some("serde_json")).chain(uuid).collect()
    }

    /// What the parts of the runtime depend on.
    pub fn dependencies(self) -> BTreeMap<String, Dependency> {
        let mut all = BTreeMap::new();
        let mut add = |name: &str, version: &str, features: &[&str]| {
            let features = features.iter().map(|feature| (*feature).to_owned()).collect();
            let version = Some(version.to_owned());
            // A number is read as the one that is written, to the last digit, which serde_json offers beside its default features.
            let default_features = name == "serde_json";
            all.insert(name.to_owned(), Dependency { version, features, default_features, ..Dependency::default() });
        };
        if self.base64 || self.webhook {
            add("base64", "0.22", &["alloc"]);
        }
        match self.date_crate() {
            Some("chrono") => add("chrono", "0.4", &[]),
            Some("jiff") => add("jiff", "0.2", &["std"]),
            Some("time") => add("time", "0.3", &[]),
            Some(_) | None => {}
        }
        if self.webhook {
            add("hmac", "0.13", &[]);
            add("http", "1", &["std"]);
            add("sha2", "0.11", &[]);
        }
        if self.xml {
            add("quick-xml", "0.42", &[]);
        }
        if self.pattern {
            add("regex", "1", &["std", "unicode"]);
        }
        add("serde", "1", &["std"]);
        add("serde_json", "1", &["float_roundtrip"]);
        if self.uuid {
            add("uuid", "1", &[]);
        }
        all
    }
}
