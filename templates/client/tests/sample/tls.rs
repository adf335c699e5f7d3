//! The network is reached over TLS.

use crate::auth::Auth;
use crate::client::Client;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

#[tokio::test]
async fn https_opens_with_a_handshake_that_offers_http_2_and_http_1_1() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    // What a connection opens with, which is closed without a response.
    let hello = tokio::spawn(async move {
        let mut bytes = [0; 4096];
        let (mut connection, _) = listener.accept().await.unwrap();
        let length = connection.read(&mut bytes).await.unwrap();
        bytes[..length].to_vec()
    });
    let client = Client::builder(&base_url, "acme").auth(Auth::basic("user", "password")).build().unwrap();
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    let hello = hello.await.unwrap();
    let holds = |bytes: &[u8]| hello.windows(bytes.len()).any(|window| window == bytes);
    // A record of a handshake (RFC 8446, section 5.1), the name (RFC 6066) and the protocols (RFC 7301).
    assert_eq!(hello.first(), Some(&22));
    assert!(holds(b"localhost") && holds(b"\x02h2\x08http/1.1"));
}
