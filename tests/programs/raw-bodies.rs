//! Bodies: as they are where nothing says what they hold, and read as widely used programs send them.

use raw_bodies_client::types::runtime::json;
use raw_bodies_client::types::serde_json::Value;
use raw_bodies_client::types::{File, ListTripsPage, ListTripsSize, Point, PutPartsBody, PutPartsBodyPhoto};
use raw_bodies_client::{Client, TowerTransport};
use raw_bodies_server::raw::*;
use raw_bodies_server::runtime::Problem;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    fn last(&self) -> String {
        self.0.lock().unwrap().pop().unwrap_or_default()
    }

    fn bytes(&self, context: &raw_bodies_server::runtime::RequestContext, body: &[u8]) {
        let media_type = context.headers.get("content-type").and_then(|value| value.to_str().ok());
        self.note(format!("{}: {body:?}", media_type.unwrap_or_default()));
    }
}

impl raw_bodies_server::Service for Heard {
    type Error = Problem;
}

impl Raw for Heard {
    async fn put_any_text(&self, request: PutAnyTextRequest) -> Result<PutAnyTextResponse, Problem> {
        self.bytes(&request.context, &request.body);
        Ok(PutAnyTextResponse::NoContent)
    }

    async fn get_any_text(&self, _: GetAnyTextRequest) -> Result<GetAnyTextResponse, Problem> {
        Ok(GetAnyTextResponse::Ok("hi \u{e4}".into()))
    }

    async fn put_any_file(&self, request: PutAnyFileRequest) -> Result<PutAnyFileResponse, Problem> {
        self.bytes(&request.context, &request.body);
        Ok(PutAnyFileResponse::NoContent)
    }

    async fn put_unsaid(&self, request: PutUnsaidRequest) -> Result<PutUnsaidResponse, Problem> {
        self.bytes(&request.context, &request.body);
        Ok(PutUnsaidResponse::NoContent)
    }

    async fn put_any_object(&self, request: PutAnyObjectRequest) -> Result<PutAnyObjectResponse, Problem> {
        self.note(format!("{:?}", request.body.a));
        Ok(PutAnyObjectResponse::NoContent)
    }

    async fn put_note(&self, request: PutNoteRequest) -> Result<PutNoteResponse, Problem> {
        self.note(format!("{:?}", request.body));
        Ok(PutNoteResponse::NoContent)
    }

    async fn put_parts(&self, request: PutPartsRequest) -> Result<PutPartsResponse, Problem> {
        let PutPartsBody { points, names, rows, photo, plain, odd } = request.body;
        let file = |file: &File| format!("{:?} {:?} {:?}", file.file_name, file.content_type, file.content);
        let photo = photo.map(|photo| match photo {
            PutPartsBodyPhoto::String(one) => format!("one {}", file(&one)),
            PutPartsBodyPhoto::List(several) => format!("{} of them", several.len()),
        });
        self.note(format!("{points:?} {names:?} {rows:?} {photo:?} {:?} {odd:?}", plain.as_ref().map(file)));
        Ok(PutPartsResponse::NoContent)
    }

    async fn list_trips(&self, request: ListTripsRequest) -> Result<ListTripsResponse, Problem> {
        let ListTripsRequest { made, ids, page, size, .. } = request;
        self.note(format!("{made:?} {ids:?} {page:?} {size:?}"));
        Ok(ListTripsResponse::NoContent)
    }

    async fn add_trip(&self, request: AddTripRequest) -> Result<AddTripResponse, Problem> {
        let options = request.body.and_then(|body| body.options);
        let names = options.map(|options| {
            let plain = options.plain.map(|all| all.into_iter().map(|one| one.name).collect::<Vec<_>>());
            format!("{plain:?} {:?}", options.stops.map(|stops| json::to_value(&stops).unwrap().to_string()))
        });
        self.note(names.unwrap_or_default());
        Ok(AddTripResponse::NoContent)
    }
}

async fn sent(address: &str, method: &str, path: &str, media_type: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A multipart body of parts, each with its headers.
fn parts(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, more, content) in parts {
        body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n").bytes());
        body.extend_from_slice(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    body
}

#[tokio::main]
async fn main() {
    let heard = Heard::default();
    let router = raw_bodies_server::router(heard.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let served = router.clone();
    tokio::spawn(async move { axum::serve(listener, served).await });
    let client = Client::builder("http://in.process").transport(TowerTransport::new(router)).build().unwrap();
    whatever_it_is(&client, &heard).await;
    parts_are_read(&client, &heard, &address).await;
    pairs_are_read(&client, &heard, &address).await;
}

async fn whatever_it_is(client: &Client, heard: &Heard) {
    client.raw().put_any_text("hi").await.unwrap();
    assert_eq!(heard.last(), "application/octet-stream: [104, 105]");
    client.raw().put_any_text("hi").with_header("content-type", "text/csv").await.unwrap();
    assert_eq!(heard.last(), "text/csv: [104, 105]");
    client.raw().put_any_file(vec![137, 80, 255]).with_header("content-type", "image/png").await.unwrap();
    assert_eq!(heard.last(), "image/png: [137, 80, 255]");
    client.raw().put_unsaid(vec![0]).await.unwrap();
    assert_eq!(heard.last(), "application/octet-stream: [0]");
    assert_eq!(client.raw().get_any_text().await.unwrap(), "hi \u{e4}".as_bytes());
    client.raw().put_any_object(&raw_bodies_client::types::PutAnyObjectBody { a: Some(1) }).await.unwrap();
    assert_eq!(heard.last(), "Some(1)");
    client.raw().put_note().body(&Value::from(vec![1])).await.unwrap();
    assert_eq!(heard.last(), "Some(Array [Number(1)])");
}

async fn parts_are_read(client: &Client, heard: &Heard, address: &str) {
    let json = "\r\ncontent-type: application/json";
    let file = "; filename=\"a.png\"\r\ncontent-type: image/png";
    let form = "multipart/form-data; boundary=b";
    for (given, expected) in [
        (parts(&[("points", json, br#"{"id":1}"#)]), "Some([Point { id: 1 }]) None None None None None"),
        (parts(&[("points", json, br#"[{"id":1},{"id":2}]"#)]), "Some([Point { id: 1 }, Point { id: 2 }]) None None None None None"),
        (parts(&[("rows", json, b"[1,2]")]), "None None Some([[1, 2]]) None None None"),
        (parts(&[("rows", json, b"[1]"), ("rows", json, b"[2]")]), "None None Some([[1], [2]]) None None None"),
        (parts(&[("names[]", "", b"a"), ("names[]", "", b"b")]), "None Some([\"a\", \"b\"]) None None None None"),
        (parts(&[("odd[]", "", b"a")]), "None None None None None Some([\"a\"])"),
        (
            parts(&[("photo", file, &[255, 1])]),
            "None None None Some(\"one Some(\\\"a.png\\\") Some(\\\"image/png\\\") [255, 1]\") None None",
        ),
        (
            parts(&[("photo", file, b"text")]),
            "None None None Some(\"one Some(\\\"a.png\\\") Some(\\\"image/png\\\") [116, 101, 120, 116]\") None None",
        ),
        (parts(&[("photo", file, &[255]), ("photo", file, &[254])]), "None None None Some(\"2 of them\") None None"),
        (parts(&[("plain", "", &[255, 0])]), "None None None None Some(\"None None [255, 0]\") None"),
    ] {
        let answer = sent(address, "POST", "/parts", form, &given).await;
        assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
        assert_eq!(heard.last(), expected);
    }
    let body = PutPartsBody {
        points: Some(vec![Point { id: 1 }]),
        rows: Some(vec![vec![1, 2]]),
        photo: Some(PutPartsBodyPhoto::List(vec![File::from(&[255_u8][..]), File::from("b")])),
        odd: Some(vec!["a".to_owned()]),
        ..PutPartsBody::default()
    };
    client.raw().put_parts(&body).await.unwrap();
    assert_eq!(heard.last(), "Some([Point { id: 1 }]) None Some([[1, 2]]) Some(\"2 of them\") None Some([\"a\"])");
}

async fn pairs_are_read(client: &Client, heard: &Heard, address: &str) {
    for (query, expected) in [
        ("made[gt]=5", "Some(Object(ListTripsMadeObject { gt: Some(5) })) None None None"),
        ("made=5", "Some(Integer(5)) None None None"),
        ("ids=1&ids=2", "None Some([1, 2]) None None"),
        ("ids[]=1&ids%5B%5D=2", "None Some([1, 2]) None None"),
        ("page=3", "None None Some(Integer(3)) None"),
        ("page=3&page=4", "None None Some(List([3, 4])) None"),
        ("size=7", "None None None Some(Integer(7))"),
        ("size=7.5", "None None None Some(Number(7.5))"),
        ("size=7.50", "None None None Some(Number(7.5))"),
    ] {
        let answer = sent(address, "GET", &format!("/trips?{query}"), "text/plain", b"").await;
        assert!(answer.starts_with("HTTP/1.1 204"), "{query}: {answer}");
        assert_eq!(heard.last(), expected, "{query}");
    }
    client.raw().list_trips().page(&ListTripsPage::List(vec![1, 2])).size(&ListTripsSize::Integer(7)).await.unwrap();
    assert_eq!(heard.last(), "None None Some(List([1, 2])) Some(Integer(7))");
    for (form, expected) in [
        ("options[stops][0][name]=a", "None Some(\"[{\\\"name\\\":\\\"a\\\"}]\")"),
        ("options[plain][0][name]=a&options[plain][1][name]=b", "Some([\"a\", \"b\"]) None"),
        ("options[stops]=", "None Some(\"\\\"\\\"\")"),
    ] {
        let answer = sent(address, "POST", "/trips", "application/x-www-form-urlencoded", form.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 204"), "{form}: {answer}");
        assert_eq!(heard.last(), expected, "{form}");
    }
}
