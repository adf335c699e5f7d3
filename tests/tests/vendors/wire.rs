//! What each client puts on the wire: method, path, query and headers, to the byte.

use super::canned::Canned;

/// What the client sends when the server answers 200 with `{}`; how the call ends does not matter here.
macro_rules! sent {
    ($client:ident => $call:expr) => {{
        let server = Canned::json(200, "{}");
        let $client = |url: &str| url.to_owned();
        let url = $client(&server.url);
        let call = $call(url);
        let _answer = call.await;
        server.request()
    }};
}

#[tokio::test]
async fn libredesk_sends_basic_or_its_token_and_never_both() {
    use libredesk_client::{Auth, Client};
    let call = |auth: Auth| move |url: String| async move {
        Client::builder(&url).auth(auth).build().expect("a client").contacts().get_contact("42").await
    };
    let token = sent!(url => call(Auth::token("key", "secret")));
    assert_eq!(
        token,
        "GET /api/v1/contacts/42 HTTP/1.1\nauthorization: token key:secret\naccept: application/json\nuser-agent: libredesk-client/0.1.0"
    );
    let basic = sent!(url => call(Auth::basic("key", "secret")));
    assert_eq!(
        basic,
        "GET /api/v1/contacts/42 HTTP/1.1\nauthorization: Basic a2V5OnNlY3JldA==\naccept: application/json\nuser-agent: libredesk-client/0.1.0"
    );
}
