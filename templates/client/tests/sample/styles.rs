//! Every style of OpenAPI, as its table of examples has them.

use crate::client::Client;
use crate::runtime::{
    Call, CallError, ErrorKind, Format, JsonText, Operation, RawResponse, Read, RequestError, Route, TowerTransport,
    Value,
};
use crate::server::{Seen, recorder, respond};
use serde_json::json;

/// `GET /at/{color}/end`
enum Paint {}

impl Operation for Paint {
    type Output = ();
    type Error = ();

    const ROUTE: Route = Route::new("operation", "GET", "/at/{color}/end");

    fn read(_: &RawResponse) -> Read<Self> {
        Ok(Ok(()))
    }
}

/// What is seen of a call whose parameters `write` sets.
async fn seen(write: impl Fn(&mut Call<Paint>)) -> Result<Seen, RequestError> {
    let (router, seen) = recorder(|_| respond(200, &[], ""));
    let builder = Client::builder("http://in.process", "acme").transport(TowerTransport::new(router));
    let client = builder.build().unwrap();
    let mut call = Call::new(&client.core);
    call.request.path("color", Format::SIMPLE, "x");
    write(&mut call);
    match call.await {
        Ok(()) => Ok(seen.lock().unwrap().remove(0)),
        Err(CallError { kind: ErrorKind::Request(error), .. }) => Err(error),
        Err(error) => panic!("{error:?}"),
    }
}

async fn path(format: Format, value: &Value) -> String {
    let seen = seen(|call| call.request.path("color", format, value)).await.unwrap();
    seen.line.strip_prefix("GET /at/").unwrap().strip_suffix("/end").unwrap().to_owned()
}

async fn query(format: Format, value: &Value) -> String {
    let seen = seen(|call| call.request.query("color", format, value)).await.unwrap();
    seen.line.strip_prefix("GET /at/x/end").unwrap().to_owned()
}

fn scalar(text: &str) -> Value {
    Value::Scalar(text.to_owned())
}

fn list() -> Value {
    Value::List(["blue", "black", "brown"].map(scalar).to_vec())
}

fn object() -> Value {
    Value::Object(
        [("R", "100"), ("G", "200"), ("B", "150")].map(|(key, value)| (key.to_owned(), scalar(value))).to_vec(),
    )
}

#[tokio::test]
async fn paths() {
    let blue = scalar("blue");
    let cases = [
        (Format::MATRIX, &blue, ";color=blue"),
        (Format::MATRIX, &scalar(""), ";color"),
        (Format::MATRIX, &list(), ";color=blue,black,brown"),
        (Format::MATRIX.exploded(), &list(), ";color=blue;color=black;color=brown"),
        (Format::MATRIX, &object(), ";color=R,100,G,200,B,150"),
        (Format::MATRIX.exploded(), &object(), ";R=100;G=200;B=150"),
        (Format::LABEL, &blue, ".blue"),
        (Format::LABEL, &list(), ".blue,black,brown"),
        (Format::LABEL.exploded(), &list(), ".blue.black.brown"),
        (Format::LABEL, &object(), ".R,100,G,200,B,150"),
        (Format::LABEL.exploded(), &object(), ".R=100.G=200.B=150"),
        (Format::SIMPLE, &blue, "blue"),
        (Format::SIMPLE, &list(), "blue,black,brown"),
        (Format::SIMPLE.exploded(), &list(), "blue,black,brown"),
        (Format::SIMPLE, &object(), "R,100,G,200,B,150"),
        (Format::SIMPLE.exploded(), &object(), "R=100,G=200,B=150"),
        (Format::SIMPLE.reserved(), &scalar("a:b@c/d?e#f%20g%"), "a:b@c%2Fd%3Fe%23f%20g%25"),
    ];
    for (format, value, expected) in cases {
        assert_eq!(path(format, value).await, expected, "{format:?} {value:?}");
    }
}

#[tokio::test]
async fn queries() {
    let cases = [
        (Format::FORM, &scalar("blue"), "?color=blue"),
        (Format::FORM, &scalar(""), "?color="),
        (Format::FORM, &Value::Null, ""),
        (Format::FORM, &Value::List(Vec::new()), ""),
        (Format::FORM, &list(), "?color=blue&color=black&color=brown"),
        (Format::FORM.joined(), &list(), "?color=blue,black,brown"),
        (Format::FORM, &object(), "?R=100&G=200&B=150"),
        (Format::FORM.joined(), &object(), "?color=R,100,G,200,B,150"),
        (Format::SPACE_DELIMITED, &list(), "?color=blue%20black%20brown"),
        (Format::SPACE_DELIMITED, &object(), "?color=R%20100%20G%20200%20B%20150"),
        (Format::PIPE_DELIMITED, &list(), "?color=blue%7Cblack%7Cbrown"),
        (Format::PIPE_DELIMITED, &object(), "?color=R%7C100%7CG%7C200%7CB%7C150"),
        (Format::DEEP_OBJECT, &object(), "?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        (Format::FORM, &scalar("a b+c&d=e#f/g?h,i|j"), "?color=a%20b%2Bc%26d%3De%23f%2Fg%3Fh%2Ci%7Cj"),
        (Format::FORM.reserved(), &scalar("a b+c&d=e#f/g?h,i%2Fj"), "?color=a%20b%2Bc%26d=e%23f/g?h,i%2Fj"),
    ];
    for (format, value, expected) in cases {
        assert_eq!(query(format, value).await, expected, "{format:?} {value:?}");
    }
}

#[tokio::test]
async fn headers_and_cookies() {
    let with = seen(|call| {
        call.request.header("X-Color", Format::SIMPLE.exploded(), &object());
        call.request.header("X-None", Format::SIMPLE, &None::<String>);
        call.request.header("X-List", Format::SIMPLE, &list());
        call.request.cookie("list", Format::FORM, &list());
        call.request.cookie("plain", Format::COOKIE, "a=b");
    });
    let seen = with.await.unwrap();
    assert_eq!(seen.header("x-color"), Some("R=100,G=200,B=150"));
    assert_eq!(seen.header("x-none"), None);
    assert_eq!(seen.header("x-list"), Some("blue,black,brown"));
    assert_eq!(seen.header("cookie"), Some("list=blue; list=black; list=brown; plain=a=b"));
}

#[tokio::test]
async fn numbers_print_in_full() {
    let seen = seen(|call| {
        call.request.query("a", Format::FORM, &42.0_f64);
        call.request.query("b", Format::FORM, &1e15_f64);
        call.request.query("c", Format::FORM, &i64::MIN);
        call.request.query("d", Format::FORM, &json!([1e20, 0.5, true]));
    });
    assert_eq!(
        seen.await.unwrap().line.split_once('?').unwrap().1,
        "a=42&b=1000000000000000&c=-9223372036854775808&d=100000000000000000000&d=0.5&d=true"
    );
}

#[tokio::test]
async fn values_that_a_style_cannot_write_are_refused() {
    let nested = json!([["a"], {"b": 1}]);
    for format in [Format::FORM, Format::FORM.joined(), Format::PIPE_DELIMITED, Format::SIMPLE] {
        let error = seen(|call| call.request.query("color", format, &nested)).await.unwrap_err();
        assert_eq!(error, RequestError::Nested { parameter: "color".to_owned() });
    }
    let error = seen(|call| call.request.query("color", Format::FORM, &f64::NAN)).await.unwrap_err();
    assert!(matches!(error, RequestError::Value { .. }), "{error:?}");
    let error = seen(|call| call.request.cookie("color", Format::COOKIE, "a; b=c")).await.unwrap_err();
    assert_eq!(error, RequestError::Cookie { name: "color".to_owned() });
    for empty in [Value::Null, scalar(""), Value::List(Vec::new())] {
        let error = seen(|call| call.request.path("color", Format::SIMPLE, &empty)).await.unwrap_err();
        assert_eq!(error, RequestError::EmptySegment { parameter: "color".to_owned() });
    }
}

#[tokio::test]
async fn documents_in_parameters_and_forms() {
    let value = json!({"a b": "c&d", "deep": {"x": {"y": [{"z": 1}]}}, "list": [1, 2]});
    let json = seen(|call| call.request.query("q", Format::FORM, &JsonText(&json!({"a": 1})))).await.unwrap();
    assert_eq!(json.line, "GET /at/x/end?q=%7B%22a%22%3A1%7D");
    let whole = seen(|call| call.request.query_string("all", &value)).await.unwrap();
    let form = "a%20b=c%26d&deep=%7B%22x%22%3A%7B%22y%22%3A%5B%7B%22z%22%3A1%7D%5D%7D%7D&list=1&list=2";
    assert_eq!(whole.line, format!("GET /at/x/end?{form}"));
    let body = seen(|call| call.request.form("application/x-www-form-urlencoded", &value)).await.unwrap();
    assert_eq!(body.body, form);
    assert_eq!(body.header("content-type"), Some("application/x-www-form-urlencoded"));
}
