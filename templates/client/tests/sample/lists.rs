//! Lists are gone through page by page.

use crate::auth::Auth;
use crate::client::Client;
use crate::contacts::GetContactError;
use crate::model::{Contact, Problem};
use crate::runtime::{
    Call, ErrorKind, Operation, Paged, Paging, RawResponse, Read, Route, TowerTransport, Unread, failure,
};
use crate::server::respond;
use axum::extract::Request;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

macro_rules! lists {
    ($($name:ident $paging:expr;)*) => {$(
        /// As the generator writes it.
        enum $name {}

        impl Operation for $name {
            type Output = Vec<Contact>;
            type Error = GetContactError;

            const ROUTE: Route = Route::new("list", "GET", "/list").accept("application/json");

            fn read(response: &RawResponse) -> Read<Self> {
                match response.status.as_u16() {
                    200 => response.json().map(Ok),
                    403 => failure(response.json(), GetContactError::Forbidden),
                    _ => Err(Unread::Undocumented),
                }
            }
        }

        impl Paged for $name {
            type Item = Contact;

            const PAGING: Paging = $paging;
        }
    )*};
}

lists! {
    ByPage Paging::page("page", 1, &["data", "items"]);
    ByOffset Paging::offset("skip", &[]);
    ByMore Paging::page("page", 0, &["data"]).more(&["has_more"]);
    ByCursor Paging::cursor("cursor", &["meta", "next"], &["data"]);
    ByLast Paging::last("after", &["id"], &["data"]).more(&["has_more"]);
    ByLink Paging::link(&[]);
    ByUrl Paging::url(&["next"], &["data"]);
}

type Answer = (u16, Vec<(&'static str, String)>, String);

/// A client of a server that answers each target with what stands there, and the targets that were asked for.
fn client(answers: &[(&'static str, Answer)]) -> (Client, Arc<Mutex<Vec<String>>>) {
    let answers: BTreeMap<&'static str, Answer> = answers.iter().cloned().collect();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&asked);
    let router = axum::Router::new().fallback(move |request: Request| {
        let target = request.uri().path_and_query().unwrap().as_str().to_owned();
        list.lock().unwrap().push(target.clone());
        let (status, headers, body) = answers.get(target.as_str()).cloned().unwrap_or((404, Vec::new(), target));
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        std::future::ready(respond(status, &headers, body))
    });
    let builder = Client::builder("http://example.com", "acme").auth(Auth::basic("user", "password"));
    (builder.transport(TowerTransport::new(router)).build().unwrap(), asked)
}

fn json(body: &str) -> Answer {
    (200, Vec::new(), body.to_owned())
}

async fn ids<O: Paged<Item = Contact, Error = GetContactError>>(client: &Client) -> Vec<i64> {
    Call::<O>::new(&client.core).items().all().await.unwrap().into_iter().map(|contact| contact.id).collect()
}

#[tokio::test]
async fn pages_are_counted_until_one_is_empty() {
    let (client, asked) = client(&[
        ("/list", json(r#"{"data":{"items":[{"id":1},{"id":2}]}}"#)),
        ("/list?page=2", json(r#"{"data":{"items":[{"id":3}]}}"#)),
        ("/list?page=3", json(r#"{"data":{"items":[]}}"#)),
    ]);
    assert_eq!(ids::<ByPage>(&client).await, [1, 2, 3]);
    assert_eq!(*asked.lock().unwrap(), ["/list", "/list?page=2", "/list?page=3"]);
    asked.lock().unwrap().clear();
    let mut call = Call::<ByPage>::new(&client.core);
    call.request.query("page", crate::runtime::Format::FORM, &2_i64);
    assert_eq!(call.items().all().await.unwrap().len(), 1, "counting begins where the caller does");
    assert_eq!(*asked.lock().unwrap(), ["/list?page=2", "/list?page=3"]);
}

#[tokio::test]
async fn offsets_count_items_and_the_body_says_when_it_is_over() {
    let (client, _) = client(&[
        ("/list", json(r#"[{"id":1},{"id":2}]"#)),
        ("/list?skip=2", json(r#"[{"id":3}]"#)),
        ("/list?skip=3", json("[]")),
    ]);
    assert_eq!(ids::<ByOffset>(&client).await, [1, 2, 3]);
    let (client, asked) = self::client(&[
        ("/list", json(r#"{"has_more":true,"data":[{"id":1}]}"#)),
        ("/list?page=1", json(r#"{"data":[{"id":2}],"has_more":false}"#)),
    ]);
    assert_eq!(ids::<ByMore>(&client).await, [1, 2]);
    assert_eq!(asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn cursors_lead_on_and_can_be_kept() {
    let (client, asked) = client(&[
        ("/list", json(r#"{"meta":{"next":"a b"},"data":[{"id":1},{"id":2}]}"#)),
        ("/list?cursor=a%20b", json(r#"{"data":[{"id":3}],"meta":{"next":7}}"#)),
        ("/list?cursor=7", json(r#"{"data":[{"id":4}],"meta":{"next":null}}"#)),
    ]);
    assert_eq!(ids::<ByCursor>(&client).await, [1, 2, 3, 4]);
    let mut pages = Call::<ByCursor>::new(&client.core).pages();
    assert_eq!(pages.continuation(), None);
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.items.len(), page.status.as_u16(), pages.continuation()), (2, 200, Some("a b")));
    let kept = pages.continuation().unwrap().to_owned();
    asked.lock().unwrap().clear();
    let mut items = Call::<ByCursor>::new(&client.core).pages().from(kept).items();
    assert_eq!(items.next().await.unwrap().unwrap().id, 3);
    assert_eq!(items.continuation(), Some("7"));
    assert_eq!(items.next().await.unwrap().unwrap().id, 4);
    assert!(items.next().await.is_none() && items.continuation().is_none());
    assert_eq!(*asked.lock().unwrap(), ["/list?cursor=a%20b", "/list?cursor=7"]);
}

#[tokio::test]
async fn the_last_item_leads_on() {
    let (client, _) = client(&[
        ("/list", json(r#"{"data":[{"id":1},{"id":2}],"has_more":true}"#)),
        ("/list?after=2", json(r#"{"data":[{"id":3}],"has_more":false}"#)),
    ]);
    assert_eq!(ids::<ByLast>(&client).await, [1, 2, 3]);
}

#[tokio::test]
async fn links_and_urls_are_followed_within_the_origin() {
    let link = |target: &str| vec![("link", format!("<{target}>; rel=\"next\", </list>; rel=\"first\""))];
    let (client, asked) = client(&[
        ("/list", (200, link("http://example.com/list?page=2"), r#"[{"id":1}]"#.to_owned())),
        ("/list?page=2", (200, link("?page=3"), r#"[{"id":2}]"#.to_owned())),
        ("/list?page=3", json(r#"[{"id":3}]"#)),
    ]);
    assert_eq!(ids::<ByLink>(&client).await, [1, 2, 3]);
    assert_eq!(asked.lock().unwrap().len(), 3);
    let (client, asked) = self::client(&[
        ("/list", json(r#"{"next":"/more?x=1","data":[{"id":1}]}"#)),
        ("/more?x=1", json(r#"{"next":"http://evil.example/","data":[{"id":2}]}"#)),
    ]);
    let mut items = Call::<ByUrl>::new(&client.core).items();
    assert_eq!(items.next().await.unwrap().unwrap().id, 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Request(_)) && error.to_string().contains("another host"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(*asked.lock().unwrap(), ["/list", "/more?x=1"]);
}

#[tokio::test]
async fn a_page_that_fails_can_be_asked_for_again() {
    let (client, _) = client(&[
        ("/list", json(r#"{"meta":{"next":"a"},"data":[{"id":1}]}"#)),
        ("/list?cursor=a", (403, Vec::new(), r#"{"message":"no"}"#.to_owned())),
    ]);
    let mut pages = Call::<ByCursor>::new(&client.core).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.api(), Some(&GetContactError::Forbidden(Problem { message: "no".to_owned() })));
    assert!(pages.next().await.is_none());
    assert_eq!(pages.continuation(), Some("a"));
    let (client, _) = self::client(&[("/list", json(r#"{"meta":{},"list":[]}"#))]);
    let error = Call::<ByCursor>::new(&client.core).items().all().await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Decode(_)), "{error}");
}
