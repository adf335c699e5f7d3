//! What the client writes, the server reads: every style in every place, with any text that it can carry.

use crate::client::Client;
use crate::runtime::{Call, Format, JsonText, Operation, RawResponse, Read, Route, TowerTransport, Value};
use proptest::prelude::*;
use serde_json::json;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use template_server::runtime as server;
use template_server::runtime::Explode::{Exploded, Joined};
use template_server::runtime::{Parameter, Shape, Style};
use types::runtime::{Decode, Validate};

thread_local! {
    /// The parameter that the server is to read, and what it read as JSON; a response says what was wrong.
    static ASKED: RefCell<Option<Parameter>> = const { RefCell::new(None) };
    static READ: RefCell<Option<serde_json::Value>> = const { RefCell::new(None) };
}

/// Both sides know it as this.
const NAME: &str = "color";

enum Paint {}

impl Operation for Paint {
    type Output = ();
    type Error = ();

    const ROUTE: Route = Route::new("operation", "GET", "/at/{color}/end").successes(&[204]);

    fn read(response: &RawResponse) -> Read<Self> {
        Ok(if response.status == 204 { Ok(()) } else { Err(()) })
    }
}

/// A request whose one parameter is of the type `T`.
struct Asked<T>(std::marker::PhantomData<T>);

impl<T: Decode + Validate + serde::Serialize + Send + 'static> server::FromInput for Asked<T> {
    fn from_input(input: &mut server::Input) -> Option<Self> {
        let parameter = ASKED.take().unwrap();
        let read: Option<T> = input.optional(&parameter)?;
        READ.set(read.map(|value| serde_json::to_value(value).unwrap()));
        Some(Self(std::marker::PhantomData))
    }
}

fn router<T: Decode + Validate + serde::Serialize + Send + 'static>() -> axum::Router {
    let mut routes = server::Routes::open();
    let operation = server::Operation::new("paint", "GET", "/at/{color}/end");
    routes.add(operation, &Arc::new(()), |_, _: Asked<T>| async { axum::http::StatusCode::NO_CONTENT });
    routes.into_router()
}

/// What the server reads as a `T` of what the client writes; `None` where the client refuses to write it.
fn passed<T>(parameter: Parameter, write: impl FnOnce(&mut Call<Paint>)) -> Option<Option<serde_json::Value>>
where
    T: Decode + Validate + serde::Serialize + Send + 'static,
{
    ASKED.set(Some(parameter));
    READ.set(None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let builder = Client::builder("http://in.process", "acme").transport(TowerTransport::new(router::<T>()));
        let client = builder.build().unwrap();
        let mut call = Call::<Paint>::new(&client.core);
        call.request.path("color", Format::SIMPLE, "x");
        write(&mut call);
        match call.await {
            Ok(()) => Some(READ.take()),
            Err(error) if matches!(error.kind, crate::runtime::ErrorKind::Request(_)) => None,
            Err(error) => panic!("{error:?}"),
        }
    })
}

/// A place and a style on both sides, with what its texts cannot hold.
#[derive(Debug, Clone, Copy)]
struct Way {
    place: Place,
    format: Format,
    style: Style,
    explode: server::Explode,
    /// Characters that the style itself means something by, and does not escape.
    excluded: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

const fn way(place: Place, format: Format, style: Style, explode: server::Explode, excluded: &'static str) -> Way {
    Way { place, format, style, explode, excluded }
}

const TEXTS: &[Way] = &[
    way(Place::Path, Format::SIMPLE, Style::Simple, Joined, ""),
    way(Place::Path, Format::LABEL, Style::Label, Joined, ""),
    way(Place::Path, Format::MATRIX, Style::Matrix, Joined, ""),
    way(Place::Path, Format::SIMPLE.reserved(), Style::Simple, Joined, "%"),
    way(Place::Query, Format::FORM, Style::Form, Exploded, ""),
    way(Place::Query, Format::FORM.joined(), Style::Form, Joined, ""),
    way(Place::Query, Format::FORM.reserved(), Style::Form, Exploded, "%"),
    way(Place::Header, Format::SIMPLE, Style::Simple, Joined, " "),
    way(Place::Cookie, Format::FORM, Style::Form, Exploded, ""),
    way(Place::Cookie, Format::COOKIE, Style::Cookie, Exploded, " ;\"Zé✓"),
];

const LISTS: &[Way] = &[
    way(Place::Path, Format::SIMPLE, Style::Simple, Joined, ""),
    way(Place::Path, Format::LABEL, Style::Label, Joined, ""),
    way(Place::Path, Format::LABEL.exploded(), Style::Label, Exploded, "."),
    way(Place::Path, Format::MATRIX, Style::Matrix, Joined, ""),
    way(Place::Path, Format::MATRIX.exploded(), Style::Matrix, Exploded, ""),
    way(Place::Query, Format::FORM, Style::Form, Exploded, ""),
    way(Place::Query, Format::FORM.joined(), Style::Form, Joined, ""),
    way(Place::Query, Format::SPACE_DELIMITED, Style::SpaceDelimited, Joined, " "),
    way(Place::Query, Format::PIPE_DELIMITED, Style::PipeDelimited, Joined, "|"),
    way(Place::Query, Format::PIPE_DELIMITED.exploded(), Style::PipeDelimited, Exploded, ""),
    way(Place::Header, Format::SIMPLE, Style::Simple, Joined, " ,"),
    way(Place::Cookie, Format::FORM, Style::Form, Exploded, ""),
    way(Place::Cookie, Format::FORM.joined(), Style::Form, Joined, ""),
    way(Place::Cookie, Format::COOKIE, Style::Cookie, Exploded, " ;\"Zé✓"),
    way(Place::Cookie, Format::COOKIE.joined(), Style::Cookie, Joined, " ;\"Zé✓,"),
];

const OBJECTS: &[Way] = &[
    way(Place::Path, Format::SIMPLE, Style::Simple, Joined, ""),
    way(Place::Path, Format::SIMPLE.exploded(), Style::Simple, Exploded, ""),
    way(Place::Path, Format::LABEL, Style::Label, Joined, ""),
    way(Place::Path, Format::LABEL.exploded(), Style::Label, Exploded, "."),
    way(Place::Path, Format::MATRIX, Style::Matrix, Joined, ""),
    way(Place::Path, Format::MATRIX.exploded(), Style::Matrix, Exploded, ""),
    way(Place::Query, Format::FORM, Style::Form, Exploded, ""),
    way(Place::Query, Format::FORM.joined(), Style::Form, Joined, ""),
    way(Place::Query, Format::SPACE_DELIMITED, Style::SpaceDelimited, Joined, " "),
    way(Place::Query, Format::PIPE_DELIMITED, Style::PipeDelimited, Joined, "|"),
    way(Place::Query, Format::DEEP_OBJECT, Style::DeepObject, Exploded, "[]"),
    way(Place::Header, Format::SIMPLE, Style::Simple, Joined, " ,"),
    way(Place::Header, Format::SIMPLE.exploded(), Style::Simple, Exploded, " ,="),
    way(Place::Cookie, Format::FORM, Style::Form, Exploded, ""),
    way(Place::Cookie, Format::FORM.joined(), Style::Form, Joined, ""),
    way(Place::Cookie, Format::COOKIE.joined(), Style::Cookie, Joined, " ;\"Zé✓,"),
];

impl Way {
    fn passed<T>(&self, shape: Shape, value: &Value) -> Option<Option<serde_json::Value>>
    where
        T: Decode + Validate + serde::Serialize + Send + 'static,
    {
        let parameter = match self.place {
            Place::Path => Parameter::path(NAME),
            Place::Query => Parameter::query(NAME),
            Place::Header => Parameter::header(NAME),
            Place::Cookie => Parameter::cookie(NAME),
        };
        passed::<T>(parameter.style(self.style, self.explode).shape(shape), |call| match self.place {
            Place::Path => call.request.path(NAME, self.format, value),
            Place::Query => call.request.query(NAME, self.format, value),
            Place::Header => call.request.header(NAME, self.format, value),
            Place::Cookie => call.request.cookie(NAME, self.format, value),
        })
    }

    fn fits(&self, text: &str) -> String {
        text.chars().filter(|c| !self.excluded.contains(*c)).collect()
    }
}

/// Texts of everything that means something somewhere.
fn text() -> impl Strategy<Value = String> {
    "[abZé✓0 .,;:=&?#/\\[\\]|+%!$'()*@~^_\"-]{0,6}"
}

fn scalar(text: &str) -> Value {
    Value::Scalar(text.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn texts(text in text()) {
        for way in TEXTS {
            let text = way.fits(&text);
            // What the client refuses is no text of that place: `.` as a segment, for one.
            if let Some(read) = way.passed::<String>(Shape::Scalar, &scalar(&text)) {
                prop_assert_eq!(read, Some(json!(text)), "{:?}", way);
            }
        }
    }

    #[test]
    fn lists(texts in prop::collection::vec(text(), 0..4)) {
        for way in LISTS {
            let texts: Vec<String> = texts.iter().map(|text| way.fits(text)).collect();
            let value = Value::List(texts.iter().map(|text| scalar(text)).collect());
            let Some(read) = way.passed::<Vec<String>>(Shape::List, &value) else { continue };
            let expected = match (texts.as_slice(), way.explode, way.place) {
                // Nothing is sent of nothing, and of one empty text only its name.
                ([], _, Place::Header) => Some(json!([])),
                ([], Exploded, Place::Query | Place::Cookie) | ([], Joined, Place::Query | Place::Cookie) => None,
                ([one], Joined, _) if one.is_empty() => Some(json!([])),
                ([one], Exploded, Place::Path) if one.is_empty() && way.style == Style::Label => Some(json!([])),
                (texts, _, _) => Some(json!(texts)),
            };
            prop_assert_eq!(read, expected, "{:?} {:?}", way, texts);
        }
    }

    #[test]
    fn objects(entries in prop::collection::btree_map(text(), text(), 0..4)) {
        for way in OBJECTS {
            let entries = entries.iter().map(|(key, value)| (format!("k{}", way.fits(key)), way.fits(value)));
            let entries: BTreeMap<String, String> = entries.collect();
            let value = Value::Object(entries.iter().map(|(key, value)| (key.clone(), scalar(value))).collect());
            let Some(read) = way.passed::<BTreeMap<String, String>>(Shape::Map, &value) else { continue };
            let expected = match (entries.is_empty(), way.place) {
                (true, Place::Query | Place::Cookie) => None,
                (_, _) => Some(json!(entries)),
            };
            prop_assert_eq!(read, expected, "{:?} {:?}", way, entries);
        }
    }

    #[test]
    fn documents(text in text(), number in any::<i64>()) {
        let value = json!({"text": text, "list": [number, null]});
        let sent = JsonText(&value);
        type Any = serde_json::Map<String, serde_json::Value>;
        let json = |parameter: Parameter| parameter.json();
        let read = passed::<Any>(json(Parameter::path(NAME)), |call| call.request.path(NAME, Format::SIMPLE, &sent));
        prop_assert_eq!(read, Some(Some(value.clone())));
        let read = passed::<Any>(json(Parameter::query(NAME)), |call| call.request.query(NAME, Format::FORM, &sent));
        prop_assert_eq!(read, Some(Some(value.clone())));
        let read = passed::<Any>(json(Parameter::header(NAME)), |call| call.request.header(NAME, Format::SIMPLE, &sent));
        prop_assert_eq!(read, Some(Some(value.clone())));
        let read = passed::<Any>(json(Parameter::cookie(NAME)), |call| call.request.cookie(NAME, Format::FORM, &sent));
        prop_assert_eq!(read, Some(Some(value.clone())));
        let whole = json(Parameter::query_string(NAME));
        let read = passed::<Any>(whole, |call| call.request.query_string(NAME, &sent));
        prop_assert_eq!(read, Some(Some(value.clone())));
    }

    #[test]
    fn whole_queries(entries in prop::collection::btree_map("[a-z é&=+%]{1,4}", text(), 1..4), text in text()) {
        let value = Value::Object(entries.iter().map(|(key, value)| (key.clone(), scalar(value))).collect());
        let form = Parameter::query_string(NAME);
        let read = passed::<BTreeMap<String, String>>(form, |call| call.request.query_string(NAME, &value));
        prop_assert_eq!(read, Some(Some(json!(entries))));
        let plain = form.style(Style::Simple, Joined).shape(Shape::Scalar);
        let read = passed::<String>(plain, |call| call.request.query_string(NAME, text.as_str()));
        prop_assert_eq!(read, Some((!text.is_empty()).then(|| json!(text))));
    }
}
