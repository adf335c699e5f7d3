//! Bodies in parts and forms: what is sent, byte for byte, and what the server of the same API makes of it.

use crate::client::Client;
use crate::model::Contact;
use crate::runtime::{
    Body, Call, CallError, Encoding, ErrorKind, Format, InParts, Operation, Part, RawResponse, Read, RequestError,
    ResponsePart, Route, TowerTransport, Unread,
};
use crate::server::{Seen, recorder, respond, serve};
use bytes::Bytes;
use serde::de::MapAccess;
use serde::ser::SerializeMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use template_server::runtime as server;
use types::runtime::shapes::Object;
use types::runtime::{Entries, Fields, File, Shaped, Structure, Validate, slot};

/// `POST /parts`
enum Send {}

impl Operation for Send {
    type Output = Vec<ResponsePart>;
    type Error = ();

    const ROUTE: Route = Route::new("operation", "POST", "/parts").successes(&[200, 204]);

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.parts().map(Ok),
            204 => Ok(Ok(Vec::new())),
            _ => Err(Unread::Undocumented),
        }
    }
}

impl InParts for Send {
    const MEDIA_TYPE: &'static str = "multipart/form-data";
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Upload {
    name: String,
    nickname: Option<String>,
    size: Option<f64>,
    tags: Vec<String>,
    files: Vec<File>,
    home: Option<Contact>,
    others: Option<Vec<Contact>>,
    color: Option<BTreeMap<String, i64>>,
    extra: BTreeMap<String, String>,
}

impl Structure for Upload {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let (mut name, mut nickname, mut size, mut tags) = (None, None, slot(), None);
        let (mut files, mut home, mut others, mut color) = (None, slot(), slot(), slot());
        let extra = entries.fill_and_keep(&mut [
            ("name", &mut name),
            ("nickname", &mut nickname),
            ("size", &mut size),
            ("tags", &mut tags),
            ("files", &mut files),
            ("home", &mut home),
            ("others", &mut others),
            ("color", &mut color),
        ])?;
        Some(Self {
            name: name?,
            nickname: nickname?,
            size: size.optional(),
            tags: tags?,
            files: files?,
            home: home.optional(),
            others: others.optional(),
            color: color.optional(),
            extra,
        })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("name", &self.name);
        fields.required("nickname", &self.nickname);
        fields.optional("size", &self.size);
        fields.required("tags", &self.tags);
        fields.required("files", &self.files);
        fields.optional("home", &self.home);
        fields.optional("others", &self.others);
        fields.optional("color", &self.color);
        fields.rest(&self.extra);
    }
}

impl Shaped for Upload {
    type Shape = Object;
}

impl Validate for Upload {}

fn upload() -> Upload {
    Upload {
        name: "a \"b\" & 5%\r\n".to_owned(),
        size: Some(1e15),
        tags: vec!["x".to_owned(), "y, z".to_owned()],
        files: vec![b"\x00\xff--\r\n".as_slice().into(), File::from("text").named("q\"\r\n.txt").of_type("text/csv")],
        home: Some(Contact { id: 1, email: Some("a@b.c".to_owned()) }),
        others: Some(vec![Contact { id: 2, email: None }, Contact { id: 3, email: None }]),
        extra: BTreeMap::from([("other".to_owned(), String::new())]),
        ..Upload::default()
    }
}

/// What is seen of a call that `write` gives a body.
async fn seen(write: impl FnOnce(&mut Call<Send>)) -> Result<Seen, RequestError> {
    let (router, seen) = recorder(|_| respond(204, &[], ""));
    let client = Client::builder("http://in.process", "acme").transport(TowerTransport::new(router)).build().unwrap();
    let mut call = Call::new(&client.core);
    write(&mut call);
    match call.await {
        Ok(_) => Ok(seen.lock().unwrap().remove(0)),
        Err(CallError { kind: ErrorKind::Request(error), .. }) => Err(error),
        Err(error) => panic!("{error:?}"),
    }
}

/// The body, its boundary replaced by `X`, and its media type.
async fn parts(write: impl FnOnce(&mut Call<Send>)) -> (String, String) {
    let seen = seen(write).await.unwrap();
    let content_type = seen.header("content-type").unwrap();
    let (media_type, boundary) = content_type.split_once("; boundary=").unwrap();
    let (boundary, rest) = boundary.split_once(';').unwrap_or((boundary, ""));
    (format!("{media_type}{rest}"), seen.body.replace(boundary, "X"))
}

#[tokio::test]
async fn parts_as_openapi_has_them_by_default() {
    let (media_type, body) = parts(|call| call.request.multipart("multipart/form-data", &upload())).await;
    assert_eq!(media_type, "multipart/form-data");
    let expected = "--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na \"b\" & 5%\r\n\r\n\
        --X\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n1000000000000000\r\n\
        --X\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n\
        --X\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny, z\r\n\
        --X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"files\"\r\nContent-Type: application/octet-stream\r\n\r\n\
        \u{0}\u{fffd}--\r\n\r\n\
        --X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"q%22%0D%0A.txt\"\r\nContent-Type: text/csv\r\n\r\ntext\r\n\
        --X\r\nContent-Disposition: form-data; name=\"home\"\r\nContent-Type: application/json\r\n\r\n{\"id\":1,\"email\":\"a@b.c\"}\r\n\
        --X\r\nContent-Disposition: form-data; name=\"others\"\r\nContent-Type: application/json\r\n\r\n{\"id\":2}\r\n\
        --X\r\nContent-Disposition: form-data; name=\"others\"\r\nContent-Type: application/json\r\n\r\n{\"id\":3}\r\n\
        --X\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n\r\n--X--\r\n";
    assert_eq!(body, expected);
}

const TABLE: &[Encoding] = &[
    Encoding::property("name").content("text/plain; charset=utf-8"),
    Encoding::property("size").content("application/json"),
    Encoding::property("tags").styled(Format::PIPE_DELIMITED),
    Encoding::property("files").content("image/*, image/png"),
    Encoding::property("home").styled(Format::DEEP_OBJECT),
    Encoding::property("color").styled(Format::FORM.joined()),
];

#[tokio::test]
async fn parts_as_a_document_says() {
    let body = Upload {
        name: "n".to_owned(),
        size: Some(1.5),
        tags: vec!["a".to_owned(), "b c".to_owned()],
        files: vec!["f".into()],
        home: Some(Contact { id: 1, email: Some("a b".to_owned()) }),
        color: Some(BTreeMap::from([("g".to_owned(), 2), ("r".to_owned(), 1)])),
        ..Upload::default()
    };
    let (_, sent) = parts(|call| call.request.multipart_with("multipart/form-data", TABLE, &body)).await;
    let expected = "--X\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nn\r\n\
        --X\r\nContent-Disposition: form-data; name=\"size\"\r\nContent-Type: application/json\r\n\r\n1.5\r\n\
        --X\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na|b c\r\n\
        --X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"files\"\r\nContent-Type: image/png\r\n\r\nf\r\n\
        --X\r\nContent-Disposition: form-data; name=\"home[id]\"\r\n\r\n1\r\n\
        --X\r\nContent-Disposition: form-data; name=\"home[email]\"\r\n\r\na b\r\n\
        --X\r\nContent-Disposition: form-data; name=\"color\"\r\n\r\ng,2,r,1\r\n--X--\r\n";
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn lists_nested_parts_and_the_type_of_the_root() {
    const TABLE: &[Encoding] = &[
        Encoding::position(0).content("application/a+json"),
        Encoding::items().content("multipart/mixed").parts(&[Encoding::property("id").content("application/json")]),
    ];
    let list = [Contact { id: 1, email: None }, Contact { id: 2, email: None }];
    let (media_type, body) =
        parts(|call| call.request.multipart_with("multipart/related", TABLE, list.as_slice())).await;
    assert_eq!(media_type, "multipart/related type=\"application/a+json\"");
    let inner = body.split_once("multipart/mixed; boundary=").unwrap().1.split_once("\r\n").unwrap().0;
    let expected = "--X\r\nContent-Type: application/a+json\r\n\r\n{\"id\":1}\r\n\
        --X\r\nContent-Type: multipart/mixed; boundary=Y\r\n\r\n\
        --Y\r\nContent-Disposition: form-data; name=\"id\"\r\nContent-Type: application/json\r\n\r\n2\r\n--Y--\r\n\r\n--X--\r\n";
    assert_eq!(body.replace(inner, "Y"), expected);
}

#[tokio::test]
async fn forms_as_openapi_and_as_a_document_have_them() {
    let text = async |table: &'static [Encoding], body: Upload| {
        seen(|call| call.request.form_with("application/x-www-form-urlencoded", table, &body))
            .await
            .map(|seen| seen.body)
    };
    let body = Upload { files: vec!["ü".into()], ..upload() };
    assert_eq!(
        text(&[], body.clone()).await.unwrap(),
        "name=a%20%22b%22%20%26%205%25%0D%0A&size=1000000000000000&tags=x&tags=y%2C%20z&files=%C3%BC\
         &home=%7B%22id%22%3A1%2C%22email%22%3A%22a%40b.c%22%7D&others=%7B%22id%22%3A2%7D&others=%7B%22id%22%3A3%7D&other="
    );
    let body = Upload { color: Some(BTreeMap::from([("g".to_owned(), 2)])), files: Vec::new(), ..body };
    assert_eq!(
        text(TABLE, body).await.unwrap(),
        "name=a%20%22b%22%20%26%205%25%0D%0A&size=1000000000000000&tags=x%7Cy%2C%20z&home%5Bid%5D=1&home%5Bemail%5D=a%40b.c\
         &others=%7B%22id%22%3A2%7D&others=%7B%22id%22%3A3%7D&color=g,2&other="
    );
    let body = Upload { files: vec![b"\xff".as_slice().into()], ..Upload::default() };
    assert!(matches!(text(&[], body).await, Err(RequestError::Body { .. })));
}

#[tokio::test]
async fn no_value_of_a_part_ends_its_header() {
    let part = || Part::new("a", "");
    for part in [part().content_type("a\r\nb: c"), part().header("x", "\n"), part().header("x y", "")] {
        let (router, _) = recorder(|_| respond(204, &[], ""));
        let error = client(TowerTransport::new(router)).with_part(part).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Request(RequestError::Header { .. })), "{error:?}");
    }
    let (router, _) = recorder(|_| respond(204, &[], ""));
    let mut call = client(TowerTransport::new(router));
    call.request.json("application/json", &upload());
    let error = call.with_part(part()).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Request(RequestError::Body { .. })), "{error:?}");
}

fn client(transport: impl crate::runtime::Transport + 'static) -> Call<Send> {
    let client = Client::builder("http://in.process", "acme").transport(transport).build().unwrap();
    Call::new(&client.core)
}

/// A body that does not know its size.
struct Chunks(Vec<&'static str>);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        let next =
            (!self.0.is_empty()).then(|| Ok(http_body::Frame::data(Bytes::from_static(self.0.remove(0).as_bytes()))));
        std::task::Poll::Ready(next)
    }
}

#[tokio::test]
async fn parts_given_by_themselves_are_streams_of_known_size_where_they_know_it() {
    let (router, seen) = recorder(|_| respond(204, &[], ""));
    let client = Client::builder(&serve(router).await, "acme").build().unwrap();
    let bodies =
        [Body::stream(http_body_util::Full::new(Bytes::from_static(b"ab"))), Body::stream(Chunks(vec!["a", "b"]))];
    for (body, known) in bodies.into_iter().zip([true, false]) {
        let mut call = Call::<Send>::new(&client.core);
        call.request.multipart("multipart/form-data", &upload());
        let part = Part::new("files", body).file_name("s").content_type("image/png").header("X-Checksum", "1");
        call.with_part(part).with_part(Part::new("files", "second")).await.unwrap();
        let seen = seen.lock().unwrap().pop().unwrap();
        assert_eq!(seen.header("content-length").is_some(), known);
        let files: Vec<&str> = seen.body.split("name=\"files\"").skip(1).collect();
        assert_eq!(files.len(), 2, "{}", seen.body);
        assert!(files[0].starts_with("; filename=\"s\"\r\nContent-Type: image/png\r\nX-Checksum: 1\r\n\r\nab\r\n--"));
        assert!(files[1].starts_with("\r\n\r\nsecond\r\n--"), "{}", seen.body);
        assert!(seen.body.find("files") < seen.body.find("home"), "in place of those that the body held");
    }
}

#[tokio::test]
async fn boundaries_cannot_be_foreseen() {
    let mut boundaries = std::collections::BTreeSet::new();
    for _ in 0..100 {
        let seen = seen(|call| call.request.multipart("multipart/form-data", &upload())).await.unwrap();
        boundaries.insert(seen.header("content-type").unwrap().to_owned());
    }
    assert_eq!(boundaries.len(), 100);
}

#[tokio::test]
async fn answers_in_parts_are_taken_apart() {
    const BODY: &str = "--b\r\nContent-Type: application/json\r\nX-A: 1\r\n\r\n{\"id\":1}\r\n\
        --b\r\nContent-Disposition: form-data; name=\"n\"; filename=\"f\"\r\n\r\ntext\r\n--b--";
    let (router, _) = recorder(|_| respond(200, &[("content-type", "multipart/mixed; boundary=b")], BODY));
    let parts = client(TowerTransport::new(router)).await.unwrap();
    assert_eq!(parts[0].decode::<Contact>().unwrap().id, 1);
    assert_eq!((parts[0].content_type(), parts[0].headers["x-a"].as_bytes()), (Some("application/json"), &b"1"[..]));
    assert_eq!((parts[1].name.as_deref(), parts[1].file_name.as_deref()), (Some("n"), Some("f")));
    assert_eq!(parts[1].body, "text");
    for body in ["--b\r\n", "", "--b\r\n\r\n--c--"] {
        let response = move || async move { respond(200, &[("content-type", "multipart/mixed; boundary=b")], body) };
        let router = axum::Router::new().fallback(response);
        let error = client(TowerTransport::new(router)).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Decode(_)), "{error:?}");
    }
}

/// What the server of the same API reads: by its defaults, or by a table.
struct Received<const BY_TABLE: bool>(Upload);

const SERVER_TABLE: &[server::Encoding] = {
    use server::Explode::Joined;
    use server::{Encoding, Parameter, Shape, Style};
    &[
        Encoding::property("name").content("text/plain; charset=utf-8"),
        Encoding::property("size").content("application/json"),
        Encoding::property("tags")
            .styled(Parameter::query("tags").style(Style::PipeDelimited, Joined).shape(Shape::List)),
        Encoding::property("files").content("image/*, image/png"),
        Encoding::property("home").styled(
            Parameter::query("home")
                .style(Style::DeepObject, server::Explode::Exploded)
                .shape(Shape::Object(&["id", "email"])),
        ),
        Encoding::property("color").styled(Parameter::query("color").style(Style::Form, Joined).shape(Shape::Map)),
    ]
};

impl<const BY_TABLE: bool> server::FromInput for Received<BY_TABLE> {
    fn from_input(input: &mut server::Input) -> Option<Self> {
        let body = match (input.media_type()?, BY_TABLE) {
            (0, false) => input.multipart(),
            (0, true) => input.multipart_with(SERVER_TABLE),
            (_, false) => input.form(),
            (_, true) => input.form_with(SERVER_TABLE),
        };
        body.map(Self)
    }
}

fn routes<const BY_TABLE: bool>() -> (axum::Router, Arc<Mutex<Vec<Upload>>>) {
    let received = Arc::new(Mutex::new(Vec::new()));
    let mut routes = server::Routes::open();
    let operation = server::Operation::new("send", "POST", "/parts")
        .body(&["multipart/form-data", "application/x-www-form-urlencoded"]);
    routes.add(operation, &received, |list: Arc<Mutex<Vec<Upload>>>, Received::<BY_TABLE>(upload)| async move {
        list.lock().unwrap().push(upload);
        axum::http::StatusCode::NO_CONTENT
    });
    (routes.into_router(), received)
}

async fn round_trip<const BY_TABLE: bool>(upload: &Upload, form: bool) -> Upload {
    let (router, received) = routes::<BY_TABLE>();
    let client = Client::builder(&serve(router).await, "acme").build().unwrap();
    let mut call = Call::<Send>::new(&client.core);
    let table = if BY_TABLE { TABLE } else { &[] };
    if form {
        call.request.form_with("application/x-www-form-urlencoded", table, upload);
    } else {
        call.request.multipart_with("multipart/form-data", table, upload);
    }
    call.await.unwrap();
    received.lock().unwrap().pop().unwrap()
}

#[tokio::test]
async fn what_is_sent_is_what_is_received() {
    // What is given neither name nor type goes by those of its field.
    let file = |content: &[u8]| File::from(content).named("files");
    let plain = Upload {
        files: vec![file(b"\0\xff\r\n--").of_type("application/octet-stream"), upload().files.remove(1)],
        ..upload()
    };
    assert_eq!(round_trip::<false>(&plain, false).await, plain);
    let empty = Upload::default();
    assert_eq!(round_trip::<false>(&empty, false).await, empty, "null and no items have no parts");
    assert_eq!(round_trip::<false>(&empty, true).await, empty);
    let form = Upload { files: vec!["f".into()], ..upload() };
    assert_eq!(round_trip::<false>(&form, true).await, form);
    let color = Some(BTreeMap::from([("g".to_owned(), 2), ("r".to_owned(), 1)]));
    let by_table = Upload { files: vec![file(b"f").of_type("image/png")], color: color.clone(), ..upload() };
    assert_eq!(round_trip::<true>(&by_table, false).await, by_table);
    let by_table = Upload { files: vec!["f".into()], color, ..upload() };
    assert_eq!(round_trip::<true>(&by_table, true).await, by_table);
}
