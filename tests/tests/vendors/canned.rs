//! A server that records what it is sent, to the byte, and answers with what it was told to.
//!
//! Takes the bytes of an answer; gives a base URL and, afterwards, the request as it came. Each server answers one connection on
//! loopback and ends.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A server for one request.
pub struct Canned {
    /// `http://127.0.0.1:<port>`
    pub url: String,
    thread: JoinHandle<String>,
}

/// How the answer is sent.
#[derive(Clone, Copy)]
pub enum Manner {
    /// At once, then the connection is closed.
    Plain,
    /// In one piece after a pause that is longer than the client waits.
    Late,
    /// The head at once, then a byte now and then, for longer than the client waits.
    Dripping,
    /// Without an end, until the client goes away.
    Endless,
}

impl Canned {
    /// A server that answers with a status, a content type and a body.
    pub fn json(status: u16, body: &str) -> Self {
        let head = format!("HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}", body.len());
        Self::raw(format!("{head}\r\nconnection: close\r\n\r\n{body}"), Manner::Plain)
    }

    /// A server that answers with these bytes.
    pub fn raw(answer: impl Into<Vec<u8>>, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let answer = answer.into();
        let thread = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let request = read_head(&mut stream);
            send(&mut stream, &answer, manner);
            request
        });
        Self { url, thread }
    }

    /// The request's head as it came; `host` is left out, for its port changes.
    pub fn request(self) -> String {
        let head = self.thread.join().expect("the server ran");
        let lines: Vec<_> = head.split("\r\n").filter(|line| !line.starts_with("host:")).collect();
        lines.join("\n")
    }
}

fn read_head(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.extend(byte);
    }
    String::from_utf8(head).expect("a head is text").trim_end().to_owned()
}

fn send(stream: &mut TcpStream, answer: &[u8], manner: Manner) {
    match manner {
        Manner::Plain => {
            let _gone = stream.write_all(answer);
        }
        Manner::Late => {
            thread::sleep(Duration::from_millis(600));
            let _gone = stream.write_all(answer);
        }
        Manner::Dripping => {
            for byte in answer.iter().cycle().take(answer.len() + 60) {
                if stream.write_all(&[*byte]).is_err() {
                    return;
                }
                let in_body = answer.ends_with(b"\r\n\r\n");
                thread::sleep(Duration::from_millis(if in_body { 10 } else { 1 }));
            }
        }
        Manner::Endless => {
            let _gone = stream.write_all(answer);
            let block = [b' '; 1 << 16];
            while stream.write_all(&block).is_ok() {}
        }
    }
}
