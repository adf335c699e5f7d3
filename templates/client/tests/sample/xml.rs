//! Bodies in XML, over loopback HTTP: written, read, and read where JSON may come instead.

use crate::client::Client;
use crate::model::Contact;
use crate::runtime::{Call, Operation, RawResponse, Read, Route, Unread};
use crate::server::{respond, serve};
use axum::Router;
use axum::extract::Request;
use std::convert::Infallible;
use types::runtime::xml::{Content, Field, Node};

static CONTACT: Node = Node::element(Content::Object(
    &[
        Field::required("id", Node::attribute(Content::Number)),
        Field::optional("email", Node::element(Content::Text).named("mail")),
    ],
    None,
))
.named("contact");

/// Sends a contact in XML; what comes back is in XML, or in either.
struct Echo;

impl Operation for Echo {
    type Output = Contact;
    type Error = Infallible;
    const ROUTE: Route = Route::new("operation", "POST", "/echo")
        .successes(&[200, 201])
        .accept("application/json, application/xml;q=0.5");

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 if response.is("application/xml") => response.decoded(|text| CONTACT.decode(text)).map(Ok),
            201 => response.json_or_xml(|text| CONTACT.decode(text)).map(Ok),
            _ => Err(Unread::Undocumented),
        }
    }
}

/// Reads a contact as the body says and responses another: in XML, or in JSON where its number is odd.
async fn response(request: Request) -> axum::response::Response {
    assert_eq!(request.headers()["content-type"], "application/xml");
    let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.unwrap();
    let contact: Contact = CONTACT.decode(&body).unwrap();
    match contact.id {
        0 => respond(200, &[("content-type", "text/xml; charset=utf-8")], body),
        2 => respond(201, &[("content-type", "application/contact+xml")], body),
        3 => respond(201, &[("content-type", "application/json")], r#"{"id":3,"email":"<3"}"#),
        _ => respond(201, &[("content-type", "application/xml")], "<contact id='many'/>"),
    }
}

#[tokio::test]
async fn a_contact_comes_back() {
    let url = serve(Router::new().fallback(response)).await;
    let client = Client::builder(&url, "acme").build().unwrap();
    let send = async |id: i64| {
        let mut call: Call<Echo> = Call::new(&client.core);
        let contact = Contact { id, email: Some("<3".to_owned()) };
        call.request.encoded("application/xml", CONTACT.encode(&contact));
        call.await
    };
    for id in [0, 2, 3] {
        assert_eq!(send(id).await.unwrap(), Contact { id, email: Some("<3".to_owned()) });
    }
    let fault = send(4).await.unwrap_err().to_string();
    assert!(fault.contains("$.id"), "{fault}");
}

#[tokio::test]
async fn what_xml_cannot_hold_is_not_sent() {
    let client = Client::builder("http://127.0.0.1:9", "acme").build().unwrap();
    let mut call: Call<Echo> = Call::new(&client.core);
    let contact = Contact { id: 1, email: Some("\u{1}".to_owned()) };
    call.request.encoded("application/xml", CONTACT.encode(&contact));
    let fault = call.await.unwrap_err().to_string();
    assert!(fault.contains("U+0001"), "{fault}");
}
