//! Bodies in XML: read where XML is sent and JSON may be, refused with a place, written.

use crate::Contact;
use crate::exchange::exchange;
use crate::runtime::{FromInput, Input, Operation, Problem, ResponseDraft, Routes};
use axum::response::Response;
use template_server::template_types::runtime::xml::{Content, Field, Node};

static CONTACT: Node = Node::element(Content::Object(
    &[
        Field::required("name", Node::attribute(Content::Text)),
        Field::optional("emails", Node::none(Content::List(&Node::element(Content::Text).named("email")))),
        Field::optional("age", Node::element(Content::Number)),
    ],
    None,
))
.named("contact");

struct Sent(Contact);

impl FromInput for Sent {
    fn from_input(input: &mut Input) -> Option<Self> {
        input.json_or_xml(|text| CONTACT.decode(text)).map(Self)
    }
}

struct Echoed(Response);

impl axum::response::IntoResponse for Echoed {
    fn into_response(self) -> Response {
        self.0
    }
}

impl From<Problem> for Echoed {
    fn from(problem: Problem) -> Self {
        Self(problem.into())
    }
}

fn router() -> axum::Router {
    let mut routes: Routes = Routes::open();
    routes.add(
        Operation::new("echo", "POST", "/echo").body(&["application/json", "application/xml"]),
        &std::sync::Arc::new(()),
        |_, Sent(contact)| async move {
            Echoed(ResponseDraft::encoded(200, "application/xml", CONTACT.encode(&contact)).into())
        },
    );
    routes.into_router()
}

#[tokio::test]
async fn xml_and_json_are_of_one_type() {
    let expected = "<contact name=\"Ada\"><email>a@b</email><age>36</age></contact>";
    for (content_type, body) in [
        ("application/xml", expected),
        ("text/xml; charset=utf-8", "<contact name='Ada'> <email>a@b</email> <age> 36 </age> </contact>"),
        ("application/json", r#"{"name":"Ada","emails":["a@b"],"age":36}"#),
    ] {
        let response = exchange(router(), &format!("POST /echo\ncontent-type: {content_type}"), body).await;
        assert_eq!((response.status, response.header("content-type")), (200, "application/xml"), "{response:?}");
        assert!(response.body.ends_with(expected), "{}", response.body);
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place() {
    for (body, pointer) in [
        ("<contact name='Ada'><age>old</age></contact>", "#/age"),
        ("<contact name='A'/>", "#/name"),
        ("<contact name='Ada'><email>a@b</email><email>a</email></contact>", "#/emails/1"),
        ("<contact", "#"),
        ("<!DOCTYPE contact [<!ENTITY a 'b'>]><contact name='&a;'/>", "#"),
        ("<other name='Ada'/>", "#"),
    ] {
        let response = exchange(router(), "POST /echo\ncontent-type: application/xml", body).await;
        assert_eq!(response.status, 400, "{body}");
        assert_eq!(response.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    let response = exchange(router(), "POST /echo\ncontent-type: text/plain", "x").await;
    assert_eq!(response.status, 415);
}
