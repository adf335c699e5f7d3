//! Proxies that the environment names: what is plain is asked of them, what is encrypted goes through a tunnel, and who sees their credentials.

use crate::client::Client;
use crate::runtime::{Call, Operation, RawResponse, Read, Route};
use std::process::Command;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// As the generator writes it.
enum GetFile {}

impl Operation for GetFile {
    type Output = ();
    type Error = ();

    const ROUTE: Route = Route::new("operation", "GET", "/files/a");

    fn read(_: &RawResponse) -> Read<Self> {
        Ok(Ok(()))
    }
}

/// What a proxy is sent when a program of that environment calls `base`.
async fn asked(base: &str, no_proxy: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://me:word@{}", listener.local_addr().unwrap());
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["proxies::calls", "--exact", "--ignored"]).env("CALLED", base);
    program.env("http_proxy", &proxy).env("https_proxy", &proxy).env("no_proxy", no_proxy).env_remove("REQUEST_METHOD");
    let program = std::thread::spawn(move || program.output());
    let head = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut head = vec![0; 8192];
        let length = socket.read(&mut head).await.unwrap();
        socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await.unwrap();
        String::from_utf8_lossy(&head[..length]).to_lowercase()
    };
    let ended = async {
        while !program.is_finished() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        String::new()
    };
    tokio::select! { head = head => head, none = ended => none }
}

/// Run in a process of its own, as the environment is that of the whole process.
#[tokio::test]
#[ignore = "is run by the others"]
async fn calls() {
    let client = Client::builder(&std::env::var("CALLED").unwrap(), "acme").build().unwrap();
    let _ = Call::<GetFile>::new(&client.core).send().await;
}

/// `me:word`.
const CREDENTIALS: &str = "proxy-authorization: basic bwu6d29yza==\r\n";

#[tokio::test]
async fn what_is_plain_is_asked_of_the_proxy() {
    let head = asked("http://files.example", "").await;
    assert!(head.starts_with("get http://files.example/files/a http/1.1\r\n"), "{head}");
    assert!(head.contains("host: files.example\r\n") && head.contains(CREDENTIALS), "{head}");
}

#[tokio::test]
async fn what_is_encrypted_goes_through_a_tunnel() {
    let head = asked("https://files.example", "").await;
    assert!(head.starts_with("connect files.example:443 http/1.1\r\n") && head.contains(CREDENTIALS), "{head}");
}

#[tokio::test]
async fn hosts_may_be_left_out() {
    assert_eq!(asked("http://127.0.0.1:1", "127.0.0.1").await, "");
}
