//! Bodies in parts: what a handler is given, what is told of those that do not fit, and what hostile ones do.

use crate::exchange::{self, Exchange, exchange};
use axum::body::Body;
use axum::http::Request;
use serde::de::MapAccess;
use serde::ser::SerializeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use template_server::runtime::{
    Encoding, Explode, FromInput, Input, Operation, Parameter, PartHeaders, Routes, Shape, Style,
};
use template_server::template_types::runtime::{
    Entries, Fields, File, Report, Rule, Shaped, Structure, Validate, shapes, slot,
};
use tower::ServiceExt;

#[derive(Debug)]
struct Upload {
    title: String,
    note: Option<String>,
    file: File,
    labels: Vec<String>,
    count: Option<i64>,
    contact: Option<crate::Contact>,
}

impl Structure for Upload {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let (mut title, mut note, mut file) = (None, None, None);
        let (mut labels, mut count, mut contact) = (None, slot(), slot());
        entries.fill_only(&mut [
            ("title", &mut title),
            ("note", &mut note),
            ("file", &mut file),
            ("labels", &mut labels),
            ("count", &mut count),
            ("contact", &mut contact),
        ])?;
        Some(Self {
            title: title?,
            note: note?,
            file: file?,
            labels: labels?,
            count: count.optional(),
            contact: contact.optional(),
        })
    }

    fn write<M: SerializeMap>(&self, _: &mut Fields<M>) {}
}

impl Shaped for Upload {
    type Shape = shapes::Object;
}

impl Validate for Upload {
    fn check(&self, _: &[Rule], report: &mut Report) {
        report.field("file", &self.file, &[Rule::MaxLength(10)]);
        report.field("contact", &self.contact, &[]);
    }
}

const TABLE: &[Encoding] = &[
    Encoding::property("file").content("image/png, text/*"),
    Encoding::property("count").content("application/json"),
    Encoding::property("labels")
        .styled(Parameter::query("labels").style(Style::Form, Explode::Joined).shape(Shape::List)),
];

struct UploadRequest(Upload, Option<PartHeaders>);

impl FromInput for UploadRequest {
    fn from_input(input: &mut Input) -> Option<Self> {
        let body = input.multipart_with(TABLE);
        Some(Self(body?, input.context().extensions.remove()))
    }
}

struct ListRequest(Vec<crate::Contact>);

impl FromInput for ListRequest {
    fn from_input(input: &mut Input) -> Option<Self> {
        input.mixed(const { &[Encoding::items().content("application/json")] }).map(Self)
    }
}

fn router() -> axum::Router {
    let mut routes = Routes::open();
    let nothing = Arc::new(());
    let upload = Operation::new("upload", "POST", "/upload").body(&["multipart/form-data"]);
    routes.add(upload, &nothing, |_, UploadRequest(upload, headers): UploadRequest| async move {
        let headers = headers.map(|PartHeaders(headers)| format!(" {headers:?}")).unwrap_or_default();
        format!("{upload:?}{headers}")
    });
    let list = Operation::new("list", "POST", "/list").body(&["multipart/mixed"]);
    routes.add(list, &nothing, |_, ListRequest(list): ListRequest| async move { format!("{list:?}") });
    routes.into_router()
}

/// A part: its name, other headers, and content.
fn part(name: &str, headers: &str, content: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{headers}\r\n\r\n{content}\r\n")
}

async fn upload(parts: &[String]) -> Exchange {
    let body = format!("{}--b--\r\n", parts.concat());
    exchange(router(), "POST /upload\ncontent-type: multipart/form-data; boundary=b", &body).await
}

#[tokio::test]
async fn a_handler_sees_files_with_names_types_and_headers() {
    let file = "; filename=\"a\\\"b.png\"\r\nContent-Type: image/png\r\nX-Sum: 1";
    let parts = [
        part("title", "", "T"),
        part("file", file, "{\"a\": 1}"),
        part("labels", "", "x,y%2C"),
        part("count", "", "3"),
        part("contact", "\r\nContent-Type: application/json\r\nX-Of: 2", "{\"name\": \"Ada\", \"age\": 5}"),
    ];
    let response = upload(&parts).await;
    assert_eq!(response.status, 200, "{}", response.body);
    let expected = "Upload { title: \"T\", note: None, file: File { file_name: Some(\"a\\\"b.png\"), content_type: Some(\"image/png\"), \
        headers: [(\"x-sum\", \"1\")], content: 8 bytes }, labels: [\"x\", \"y%2C\"], count: Some(3), contact: Some(Contact { name: \"Ada\", \
        emails: None, age: Some(5) }) } {\"contact\": {\"x-of\": \"2\"}, \"file\": {\"x-sum\": \"1\"}}";
    assert_eq!(response.body, expected);
}

#[tokio::test]
async fn what_does_not_fit_is_told_with_its_place() {
    let title = || part("title", "", "T");
    let file = |content_type: &str| part("file", &format!("\r\nContent-Type: {content_type}"), "f");
    for (parts, pointer, detail) in [
        (vec![file("image/png")], "#/title", "is missing"),
        (vec![title()], "#/file", "is missing"),
        (vec![title(), file("image/gif")], "#/file", "the part is `image/gif`; it may be image/png, text/*"),
        (vec![title(), part("file", "", "12345678901")], "#/file", "must have at most 10 bytes, and has 11"),
        (vec![title(), file("text/a"), part("count", "", "\"3\"")], "#/count", "invalid type: string …, expected i64"),
        (vec![title(), file("text/a"), part("count", "", "{")], "#/count", "EOF"),
        (vec![title(), file("text/a"), part("count", "\r\nContent-Type: text/plain", "3")], "#/count", "the part is"),
        (vec![title(), file("text/a"), part("contact", "", "Ada")], "#/contact", "invalid type: string …"),
        (vec![title(), file("text/a"), part("contact", "", "{\"name\": \"A\"}")], "#/contact/name", "at least 2"),
        (vec![title(), title(), file("text/a")], "#/title", "invalid type: sequence"),
        (vec![title(), file("text/a"), part("other", "", "")], "#/other", "unknown key"),
        (vec!["--b\r\nA: b\r\n\r\n\r\n".to_owned()], "#", "a part has no name"),
    ] {
        let response = upload(&parts).await;
        assert_eq!(response.status, 400, "{}", response.body);
        assert_eq!(response.json()["errors"][0]["pointer"], pointer, "{}", response.body);
        let told = response.json()["errors"][0]["detail"].as_str().unwrap_or_default().to_owned();
        let detail = if detail.ends_with("i64") { "invalid type: string …" } else { detail };
        assert!(told.contains(detail), "{pointer}: {told}");
    }
}

#[tokio::test]
async fn parts_without_names_are_a_list() {
    let json = "Content-Type: application/json\r\n\r\n";
    let body = format!("--b\r\n{json}{{\"name\":\"Ada\"}}\r\n--b\r\n\r\n{{\"name\":\"Bob\"}}\r\n--b--");
    let request = "POST /list\ncontent-type: multipart/mixed; boundary=\"b\"";
    let response = exchange(router(), request, &body).await;
    assert!(
        response.body.contains("Ada") && response.body.contains("Bob") && response.status == 200,
        "{}",
        response.body
    );
    for (bad, pointer) in [
        (format!("--b\r\n{json}{{}}\r\n--b--"), "#/0"),
        ("--b\r\nContent-Type: a/b\r\n\r\n\r\n--b--".to_owned(), "#/0"),
    ] {
        let response = exchange(router(), request, &bad).await;
        assert_eq!(response.json()["errors"][0]["pointer"], pointer, "{}", response.body);
    }
}

#[tokio::test]
async fn hostile_bodies_are_refused_soon() {
    let many = |count: usize| (0..count).map(|index| part(&format!("n{index}"), "", "")).collect::<String>();
    let almost = "\r\n--boundar".repeat(100_000);
    let boundary = "boundary".to_owned() + &"y".repeat(60);
    for (content_type, body, detail) in [
        ("b", many(20_000), "more than 1000 parts"),
        ("b", many(1000) + "--b--", "unknown key"),
        ("b", format!("--b\r\n{}\r\n\r\n\r\n--b--", "X-A: b\r\n".repeat(10_000)), "longer than"),
        ("b", part("title", "", "T"), "does not end with its boundary"),
        ("b", part("title", "", "T") + "--b", "does not end with its boundary"),
        ("b", part("title", "", "T") + "--bc--", "does not end with its boundary"),
        ("b", "--b\r\nX: y\r\n--b--".to_owned(), "empty line"),
        ("b", "--b--".to_owned(), "is missing"),
        ("b", String::new(), "does not stand in the body"),
        ("", "--\r\n\r\n----".to_owned(), "boundary"),
        (&*boundary, almost, "boundary"),
        (&*"b".repeat(71), "--b--".to_owned(), "boundary"),
    ] {
        let started = Instant::now();
        let head = format!("POST /upload\ncontent-type: multipart/form-data; boundary={content_type}");
        let response = exchange(router(), &head, &body).await;
        assert_eq!(response.status, 400, "{detail}: {}", response.body);
        assert!(response.body.contains(detail), "{detail}: {}", response.body);
        assert!(started.elapsed() < Duration::from_secs(2), "{detail} took {:?}", started.elapsed());
    }
    let head = "POST /upload\ncontent-type: multipart/form-data; boundary=b";
    let large = exchange(router(), head, &part("title", "", &"x".repeat(3_000_000))).await;
    assert_eq!(large.status, 413);
}

#[tokio::test]
async fn a_boundary_may_come_in_pieces() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, router()).await });
    let body = part("title", "", "T") + &part("file", "", "f") + "--b--";
    let mut request = "POST /upload HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
        content-type: multipart/form-data; boundary=b\r\n\r\n"
        .to_owned();
    body.chars().for_each(|c| request.push_str(&format!("1\r\n{c}\r\n")));
    let response = exchange::raw(address, (request + "0\r\n\r\n").as_bytes()).await;
    assert!(response.body.starts_with("HTTP/1.1 200"), "{}", response.body);
    serving.abort();
}

proptest::proptest! {
    #[test]
    fn any_parts(body in "(--b|--b--|\r\n|\r\n\r\n|[a-z{}\"]|Content-Disposition: form-data; name=|\"(title|file|labels|count|contact)\"|content-type: application/json){0,60}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let request = Request::builder().method("POST").uri("/upload").header("content-type", "multipart/form-data; boundary=b");
        let request = request.body(Body::from(body)).unwrap();
        let status = runtime.block_on(async { router().oneshot(request).await.unwrap().status().as_u16() });
        proptest::prop_assert!([200, 400].contains(&status), "{}", status);
    }
}
