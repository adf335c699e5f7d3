//! A server that records what it is sent, to the byte, and answers with bytes of the test's choice.
//!
//! Takes the bytes of a response and the manner of sending them; gives a base URL and, afterwards, the heads of the requests as
//! they came. Serves until the test ends.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server on loopback.
pub struct Canned {
    /// `http://127.0.0.1:<port>`
    pub url: String,
    state: Arc<Mutex<State>>,
}

struct State {
    response: Arc<Vec<u8>>,
    manner: Manner,
    requests: Vec<String>,
}

/// How a response is sent.
#[derive(Debug, Clone, Copy)]
pub enum Manner {
    /// At once, then the connection is closed.
    AtOnce,
    /// The connection is closed before the request is read.
    Never,
    /// At once, then nothing more, with the connection left open.
    Stalling,
    /// Then a byte every few milliseconds, without an end.
    Dripping,
    /// Then as many bytes as the client takes, without an end.
    Endless,
}

impl Canned {
    /// A server that answers with a status and a body in JSON.
    pub async fn json(status: u16, body: &str) -> Self {
        Self::raw(response(status, "content-type: application/json", body), Manner::AtOnce).await
    }

    /// A server that sends every client to another place.
    pub async fn redirect(status: u16, location: &str) -> Self {
        Self::raw(response(status, &format!("location: {location}"), ""), Manner::AtOnce).await
    }

    /// A server that answers with these bytes.
    pub async fn raw(response: impl Into<Vec<u8>>, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let state = State { response: Arc::new(response.into()), manner, requests: Vec::new() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { url, state }
    }

    /// From now on answers with these bytes.
    pub fn answer_with(&self, response: impl Into<Vec<u8>>, manner: Manner) {
        let mut state = lock(&self.state);
        (state.response, state.manner) = (Arc::new(response.into()), manner);
    }

    /// The heads of all requests so far.
    pub fn requests(&self) -> Vec<String> {
        lock(&self.state).requests.clone()
    }

    /// The one request that came: its first line, then its headers in order of name. `host` and the version in `user-agent` are
    /// left out.
    pub fn request(&self) -> String {
        let requests = self.requests();
        let [request] = requests.as_slice() else { panic!("one request was expected: {requests:?}") };
        let mut lines: Vec<String> = request
            .lines()
            .filter(|line| !line.starts_with("host: "))
            .map(|line| match line.split_once('/') {
                Some((product, _)) if line.starts_with("user-agent: ") => product.to_owned(),
                Some(_) | None => line.to_owned(),
            })
            .collect();
        lines[1..].sort();
        lines.join("\n")
    }
}

/// The bytes of a response of known length.
pub fn response(status: u16, header: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} Said\r\n{header}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no test panicked while it held the lock")
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let (response, manner) = {
        let state = lock(&state);
        (Arc::clone(&state.response), state.manner)
    };
    if matches!(manner, Manner::Never) {
        return;
    }
    let head = read_head(&mut stream).await;
    lock(&state).requests.push(head);
    // The client may go away at any time.
    let _gone = send(&mut stream, &response, manner).await;
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|read| read == 1) {
        head.extend(byte);
    }
    String::from_utf8(head).expect("a head is text").trim_end().to_owned()
}

async fn send(stream: &mut TcpStream, response: &[u8], manner: Manner) -> std::io::Result<()> {
    stream.write_all(response).await?;
    match manner {
        Manner::AtOnce | Manner::Never => stream.shutdown().await,
        Manner::Stalling => std::future::pending().await,
        Manner::Dripping => loop {
            stream.write_all(b" ").await?;
            tokio::time::sleep(Duration::from_millis(5)).await;
        },
        Manner::Endless => loop {
            stream.write_all(&[b' '; 1 << 14]).await?;
        },
    }
}
