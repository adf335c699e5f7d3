//! Responses that are read as they arrive, and bodies that are sent so, where something goes wrong or takes its time.

use crate::auth::Auth;
use crate::client::Client;
use crate::contacts::GetContactError;
use crate::model::Problem;
use crate::runtime::{
    Arriving, Body, Call, ErrorKind, Event, EventStream, Items, JsonLines, Opened, Operation, RawResponse, Read, Route,
    StreamError, Unread, failure,
};
use crate::server::{recorder, respond, serve, serve_bytes};
use bytes::Bytes;
use futures_core::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// As the generator writes it.
enum Watch {}

impl Operation for Watch {
    type Output = EventStream<Event<Problem>>;
    type Error = GetContactError;

    const ROUTE: Route = Route::new("operation", "POST", "/watch").accept("text/event-stream");

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => Err(Unread::MediaType),
            403 => failure(response.json(), GetContactError::Forbidden),
            _ => Err(Unread::Undocumented),
        }
    }

    fn open(response: &RawResponse, body: Arriving) -> Opened<Self> {
        match response.status.as_u16() {
            200 if response.may_be("text/event-stream") => Ok(Ok(body.events())),
            _ => Err(body),
        }
    }
}

/// As the generator writes it where the end is declared.
enum Chat {}

impl Operation for Chat {
    type Output = EventStream<Event<Problem>>;
    type Error = Infallible;

    const ROUTE: Route = Route::new("operation", "POST", "/chat").accept("text/event-stream");

    fn read(_: &RawResponse) -> Read<Self> {
        Err(Unread::MediaType)
    }

    fn open(_: &RawResponse, body: Arriving) -> Opened<Self> {
        Ok(Ok(body.events_until("[DONE]")))
    }
}

#[tokio::test]
async fn a_stream_ends_at_its_declared_end() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
    let events = "id: 7\ndata: {\"message\":\"a\"}\n\ndata: [DONE]\n\ndata: more\n\n";
    // The server keeps the connection open.
    let url = serve_bytes(format!("{head}{events}").into_bytes(), Duration::from_secs(30)).await;
    let client = Client::builder(&url, "acme").timeout(Duration::from_secs(5)).build().unwrap();
    let mut stream = Call::<Chat>::new(&client.core).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, Problem { message: "a".to_owned() });
    assert!(stream.next().await.is_none() && stream.next().await.is_none());
    assert_eq!(stream.last_event_id(), "7");
}

/// As the generator writes it.
enum List {}

impl Operation for List {
    type Output = JsonLines<i64>;
    type Error = Infallible;

    const ROUTE: Route = Route::new("operation", "GET", "/list");

    fn read(response: &RawResponse) -> Read<Self> {
        Err(if response.status.is_success() { Unread::MediaType } else { Unread::Undocumented })
    }

    fn open(response: &RawResponse, body: Arriving) -> Opened<Self> {
        match response.status.as_u16() {
            200 if response.may_be("application/jsonl") => Ok(Ok(body.lines())),
            _ => Err(body),
        }
    }
}

fn client(url: &str) -> Client {
    let builder = Client::builder(url, "acme").auth(Auth::basic("user", "password"));
    builder.timeout(Duration::from_millis(300)).max_body(1000).build().unwrap()
}

/// A client of a server that answers with these bytes and leaves the connection open for a while.
async fn answering(text: &str, wait: Duration) -> Client {
    client(&serve_bytes(text.as_bytes().to_vec(), wait).await)
}

const LONG: Duration = Duration::from_secs(5);

#[tokio::test]
async fn the_time_limit_is_for_the_head_and_each_wait() {
    let silent = answering("", LONG).await;
    assert!(matches!(Call::<Watch>::new(&silent.core).await.map_err(|error| error.kind), Err(ErrorKind::Timeout(_))));

    let text = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: {\"message\":\"a\"}\n\ndata: ";
    let stalling = answering(text, LONG).await;
    let mut events = Call::<Watch>::new(&stalling.core).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data.message, "a");
    // The caller may take any time: only waiting counts.
    tokio::time::sleep(Duration::from_millis(400)).await;
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "nothing came for 300ms");
    assert!(events.next().await.is_none());

    let text = "HTTP/1.1 403 Forbidden\r\ncontent-length: 9\r\n\r\n{";
    let stalling = answering(text, LONG).await;
    let error = Call::<Watch>::new(&stalling.core).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Timeout(_)), "an error is read whole");
    assert_eq!((error.status().unwrap().as_u16(), &error.response().unwrap().body[..]), (403, &b"{"[..]));
}

#[tokio::test]
async fn what_is_no_stream_is_told() {
    let text = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    let json = answering(text, Duration::ZERO).await;
    let error = Call::<Watch>::new(&json.core).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Decode(_)), "{error:?}");
    assert_eq!(error.response().unwrap().body, "{}");
    assert!(error.to_string().contains("content type"), "{error}");
    let json = answering(text, Duration::ZERO).await;
    assert!(Call::<List>::new(&json.core).await.is_ok(), "JSON lines under the name of JSON");

    let text = "HTTP/1.1 403 Forbidden\r\ncontent-length: 15\r\n\r\n{\"message\":\"a\"}";
    let forbidden = answering(text, Duration::ZERO).await;
    let error = Call::<Watch>::new(&forbidden.core).await.unwrap_err();
    assert_eq!(error.api(), Some(&GetContactError::Forbidden(Problem { message: "a".to_owned() })));
    let forbidden = answering(text, Duration::ZERO).await;
    let error = Call::<Watch>::new(&forbidden.core).send_stream().await.unwrap_err();
    assert!(error.api().is_some());
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_told_once() {
    let text = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n1\n\"two\"\n3";
    let mut list = Call::<List>::new(&answering(text, Duration::ZERO).await.core).await.unwrap();
    assert_eq!(list.next().await.unwrap().unwrap(), 1);
    let error = list.next().await.unwrap().unwrap_err();
    let StreamError::Decode(item) = &error else { panic!("{error:?}") };
    assert_eq!((item.number, item.text.as_str(), item.path()), (2, "\"two\"", "$"));
    assert!(
        matches!(list.next().await, Some(Err(StreamError::Transport(_)))),
        "what came of the third may be half of it"
    );
    assert!(list.next().await.is_none());
}

#[tokio::test]
async fn an_item_beyond_the_limit_ends_the_stream() {
    let text = format!("HTTP/1.1 200 OK\r\n\r\n1\n{}", " ".repeat(1001));
    let mut list = Call::<List>::new(&answering(&text, LONG).await.core).await.unwrap();
    assert_eq!(list.next().await.unwrap().unwrap(), 1);
    assert!(matches!(list.next().await, Some(Err(StreamError::ItemTooLong { limit: 1000 }))));
    assert!(list.next().await.is_none());
}

/// These, one after the other.
struct These<T>(std::vec::IntoIter<T>);

impl<T: Unpin> Stream for These<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.next())
    }
}

#[tokio::test]
async fn bodies_are_sent_as_they_come() {
    let (router, seen) = recorder(|_| respond(200, &[], ""));
    let client = client(&serve(router).await);
    let send = async |write: &dyn Fn(&mut Call<Watch>)| {
        let mut call = Call::<Watch>::new(&client.core);
        write(&mut call);
        call.send_raw().await.map(|_| seen.lock().unwrap().pop().unwrap())
    };
    let lines = send(&|call| call.request.lines("application/jsonl", vec![1, 2])).await.unwrap();
    assert_eq!((lines.body.as_str(), lines.header("content-length")), ("1\n2\n", Some("4")));
    let stream = || Items::stream(These(vec![1, 2].into_iter()));
    let lines = send(&|call| call.request.lines("application/json-seq", stream())).await.unwrap();
    assert_eq!((lines.body.as_str(), lines.header("content-length")), ("\u{1e}1\n\u{1e}2\n", None));
    let events = send(&|call| call.request.events("text/event-stream", [Event::new("a\nb".to_owned())])).await.unwrap();
    assert_eq!(events.body, "data: a\ndata: b\n\n");
    let chunks = ["a", "b"].map(|text| Ok::<_, Infallible>(Bytes::from(text)));
    let body = || Body::chunks(These(Vec::from(chunks.clone()).into_iter()));
    assert_eq!(send(&|call| call.request.body("image/png", body())).await.unwrap().body, "ab");

    let error = send(&|call| call.request.lines("application/jsonl", [f64::NAN])).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Request(_)), "{error:?}");
    let late = || Items::stream(These(vec![1.0, f64::NAN].into_iter()));
    let error = send(&|call| call.request.lines("application/jsonl", late())).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Transport(_)), "{error:?}");
}
