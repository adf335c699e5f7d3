//! Generated crates at work: bodies in XML between client and server, of one version of OpenAPI and another.

use axum::http::StatusCode;
use xml_3_2_client::types as newer;
use xml_client::types::{self, Fault, Person, Shape, Square, runtime::json};
use xml_client::{Client, api::twins::PutTwinBody};
use xml_server::optional::Optional;
use xml_server::persons::{AddPersonRequest, AddPersonResponse, ListPersonsRequest, ListPersonsResponse, Persons};
use xml_server::runtime::Problem;
use xml_server::twins::{self, PutTwinDefault, PutTwinRequest, PutTwinResponse, Twins};
use xml_server::unnamed::{SendUnnamedRequest, SendUnnamedResponse, Unnamed};

struct Echo;

impl xml_server::Service for Echo {
    type Error = Problem;
}

impl Persons for Echo {
    async fn add_person(&self, request: AddPersonRequest) -> Result<AddPersonResponse, Problem> {
        if request.body.id == 0 {
            let body = Fault { code: 7, text: Some("a < b".to_owned()) };
            return Ok(AddPersonResponse::ClientError { status: StatusCode::CONFLICT, body });
        }
        Ok(AddPersonResponse::Created(request.body.into()))
    }

    async fn list_persons(&self, _: ListPersonsRequest) -> Result<ListPersonsResponse, Problem> {
        Ok(ListPersonsResponse::Ok(vec![Person::new(1, Vec::new()), Person::new(2, vec!["x".to_owned()])]))
    }
}

impl Twins for Echo {
    async fn put_twin(&self, request: PutTwinRequest) -> Result<PutTwinResponse, Problem> {
        Ok(match request.body {
            Some(twins::PutTwinBody::Json(person)) => PutTwinResponse::Ok(person.into()),
            _ => PutTwinResponse::Default {
                status: StatusCode::IM_A_TEAPOT,
                body: PutTwinDefault::Xml(Shape::Square(Square { side: 2.5 })),
            },
        })
    }
}

impl Optional for Echo {}

impl Unnamed for Echo {
    async fn send_unnamed(&self, request: SendUnnamedRequest) -> Result<SendUnnamedResponse, Problem> {
        assert_eq!(request.body.a, Some(1));
        Ok(SendUnnamedResponse::NoContent)
    }
}

#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, xml_server::router(Echo)).await });
    let client = Client::builder(&url).build().unwrap();

    let person: Person = json::decode(
        br#"{"id":7,"name":" Ada & co","born":"2020-01-02","score":null,"kind":"legal","nicknames":["a","b"],
        "tags":[{"label":"l","n":3}],"numbers":[1],"address":{"street":"s","city":"c"},"parent":{"id":8,"nicknames":[]},
        "labels":{"k":"1"},"shape":{"radius":1.5},"blob":{"x":"1"}}"#,
    )
    .unwrap();
    assert_eq!(*client.persons().add_person(&person).await.unwrap(), person);
    let fault = client.persons().add_person(&Person::new(0, Vec::new())).await.unwrap_err();
    assert!(format!("{fault:?}").contains("Fault { code: 7, text: Some(\"a < b\") }"), "{fault:?}");
    assert_eq!(client.persons().list_persons().await.unwrap()[1].nicknames, ["x"]);
    assert_eq!(*client.twins().put_twin().body(PutTwinBody::Json(person.clone())).await.unwrap(), person);
    let fault = client.twins().put_twin().await.unwrap_err();
    assert!(format!("{fault:?}").contains("Xml(Square(Square { side: 2.5 }))"), "{fault:?}");
    client.unnamed().send_unnamed(&types::SendUnnamedBody { a: Some(1) }).await.unwrap();

    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><p:person xmlns:p=\"https://example.com/person\" id=\"1\" type=\"natural\">\
        <sample:name xmlns:sample=\"https://example.com/sample\">Bo</sample:name><nickname>b</nickname>\
        <counts><counts>2</counts></counts><address><town>c</town></address></p:person>";
    let bo: Person = types::xml::PERSON.decode(text.as_bytes()).unwrap();
    assert_eq!((bo.id, bo.name.as_deref(), bo.numbers.as_deref()), (1, Some("Bo"), Some(&[2][..])));
    assert_eq!(String::from_utf8(types::xml::PERSON.encode(&bo).unwrap()).unwrap(), text);

    let stored = b"<StoredDocument>\n <![CDATA[<html>]]>\n</StoredDocument>";
    let stored: newer::Documentation = newer::xml::GET_DOCS_OK.decode(stored).unwrap();
    assert_eq!(stored.content.as_deref(), Some("<html>"));
    let library = "<Library><Book><title>t</title></Book><Book><title>u</title></Book><street>s</street><town>t</town>\
        <Film><minutes>3</minutes></Film></Library>";
    let read: newer::Library = newer::xml::LIBRARY.decode(library.as_bytes()).unwrap();
    assert_eq!(
        (read.books.as_ref().map(Vec::len), read.choice.is_some(), read.address.is_some()),
        (Some(2), true, true)
    );
    assert!(newer::xml::LIBRARY.encode(&read).unwrap().ends_with(library.as_bytes()));
}
