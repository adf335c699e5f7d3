//! The layer around the fake's router: delays, failures, state, the log and the recording.
//!
//! Takes a request; gives the fake's answer, or the one that the request prefers or the state asks for. Promises that what the fake refuses
//! changes no state.

use super::facts::{Collection, Facts};
use super::log;
use super::options::Options;
use super::prefer::{Failure, Preference};
use super::record::{Exchange, Message, Recording};
use super::secrets::Secrets;
use super::state::{Asked, State};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header, request, response};
use axum::middleware::{self, Next};
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// More bytes of a body are refused.
const MOST: usize = 64 << 20;

/// What is around the fake.
#[derive(Debug)]
pub struct Mock {
    secrets: Secrets,
    collections: Vec<Collection>,
    state: Mutex<State>,
    recording: Option<Mutex<Recording>>,
    address: String,
}

impl Mock {
    /// The layer of an API; `address` is what URLs in a recording begin with.
    ///
    /// # Errors
    /// When the recording cannot be begun.
    pub fn new(facts: Facts, options: &Options, address: String) -> Result<Self, String> {
        let begin = |path| Recording::begin(path).map_err(|error| format!("nothing can be recorded: {error}"));
        let recording = options.record.as_deref().map(begin).transpose()?.map(Mutex::new);
        let Facts { title: _, secrets, secret_paths, collections } = facts;
        let secrets = Secrets { names: secrets, paths: secret_paths };
        let collections = if options.stateless { Vec::new() } else { collections };
        Ok(Self { secrets, collections, state: Mutex::default(), recording, address })
    }

    /// What is worth knowing before the first request.
    pub fn introduction(&self) -> Vec<String> {
        let path = |collection: &Collection| {
            let segments = collection.path.iter().map(|segment| segment.as_deref().unwrap_or("{}"));
            segments.fold(String::new(), |path, segment| format!("{path}/{segment}"))
        };
        if self.collections.is_empty() {
            return Vec::new();
        }
        let paths: Vec<String> = self.collections.iter().map(path).collect();
        vec![format!("what is created, changed and deleted below these paths is remembered: {}", paths.join(", "))]
    }

    /// The router with the layer around it.
    pub fn around(self, router: Router) -> Router {
        let mock = Arc::new(self);
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let mock = Arc::clone(&mock);
            async move { mock.answer(request, next).await }
        }))
    }

    async fn answer(&self, request: Request, next: Next) -> Response {
        let (at, started) = (SystemTime::now(), Instant::now());
        let (head, body) = request.into_parts();
        let preference = Preference::of(&head.headers);
        if let Some(delay) = preference.delay {
            tokio::time::sleep(delay).await;
        }
        let sent = to_bytes(body, MOST).await;
        let answer = match (preference.failure, &sent) {
            (_, Err(_)) => {
                problem(StatusCode::PAYLOAD_TOO_LARGE, "the body cannot be read, or is too large for a mock")
            }
            (Some(Failure::Status(status)), Ok(_)) => problem(status, "the request prefers to fail"),
            (Some(Failure::Close), Ok(_)) => {
                eprintln!("{} closed", self.line(&head));
                return broken();
            }
            (None, Ok(sent)) => self.with_state(&head, sent, next).await,
        };
        let (sent, (answer_head, body)) = (sent.unwrap_or_default(), whole(answer).await);
        self.tell(&head, &sent, (&answer_head, &body), (at, started.elapsed()));
        Response::from_parts(answer_head, Body::from(body))
    }

    /// Asks the fake, and lets the state have its say.
    async fn with_state(&self, head: &request::Parts, sent: &Bytes, next: Next) -> Response {
        let asked = Asked::of(&self.collections, head.method.as_str(), head.uri.path());
        let state = || self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_gone = asked.as_ref().is_some_and(|asked| state().is_gone(asked));
        let mut head = head.clone();
        if is_gone {
            head.headers.insert("prefer", HeaderValue::from_static("code=404"));
        }
        let answer = next.run(Request::from_parts(head, Body::from(sent.clone()))).await;
        let Some(asked) = asked.filter(|_| answer.status().is_success()) else { return answer };
        if is_gone {
            return problem(StatusCode::NOT_FOUND, "it was deleted");
        }
        let (mut head, body) = whole(answer).await;
        let media_type = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_json = media_type.is_some_and(|it| it.split(';').next().is_some_and(|it| it.trim().ends_with("json")));
        let shown: Option<Value> = if is_json { serde_json::from_slice(&body).ok() } else { None };
        let sent: Option<Value> = serde_json::from_slice(sent).ok();
        let changed = state().succeeded(&asked, sent.as_ref(), shown.clone());
        match changed.filter(|changed| Some(changed) != shown.as_ref()) {
            Some(changed) => {
                head.headers.remove(header::CONTENT_LENGTH);
                Response::from_parts(head, Body::from(changed.to_string()))
            }
            None => Response::from_parts(head, Body::from(body)),
        }
    }

    fn line(&self, head: &request::Parts) -> String {
        let query = head.uri.query().map(|query| format!("?{}", self.secrets.query(query))).unwrap_or_default();
        format!("{} {}{query}", head.method, self.secrets.path(head.uri.path()))
    }

    /// Logs and records an exchange.
    fn tell(
        &self,
        head: &request::Parts,
        sent: &Bytes,
        (answer, body): (&response::Parts, &Bytes),
        (at, took): (SystemTime, Duration),
    ) {
        let request = Message { headers: &head.headers, body: sent };
        let shown = Message { headers: &answer.headers, body };
        eprintln!("{}", log::line(&self.line(head), answer.status, took, shown.media_type(), body));
        let Some(recording) = &self.recording else { return };
        let exchange = Exchange {
            at,
            took,
            method: head.method.as_str(),
            url: format!("{}{}", self.address, self.secrets.path(head.uri.path())),
            query: head.uri.query(),
            request,
            status: answer.status,
            answer: shown,
        };
        let mut recording = recording.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = recording.add(&exchange, &self.secrets) {
            eprintln!("error: the exchange cannot be recorded: {error}");
        }
    }
}

/// An answer that is read to its end; where it has none, that is the answer.
async fn whole(answer: Response) -> (response::Parts, Bytes) {
    let (head, body) = answer.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(body) => (head, body),
        Err(_) => {
            let text = "the answer broke off";
            let (head, _) = problem(StatusCode::INTERNAL_SERVER_ERROR, text).into_parts();
            (head, problem_text(StatusCode::INTERNAL_SERVER_ERROR, text).into())
        }
    }
}

/// A problem (RFC 9457).
fn problem(status: StatusCode, detail: &str) -> Response {
    let mut response = Response::new(Body::from(problem_text(status, detail)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn problem_text(status: StatusCode, detail: &str) -> String {
    let title = status.canonical_reason().unwrap_or_default();
    json!({ "title": title, "status": status.as_u16(), "detail": detail }).to_string()
}

/// An answer that ends before all of it was sent.
fn broken() -> Response {
    let mut response = Response::new(Body::from_stream(Broken));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("1"));
    response
}

/// A body that fails at once.
struct Broken;

impl futures_core::Stream for Broken {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Err(std::io::Error::other("the request prefers a connection that is closed"))))
    }
}
