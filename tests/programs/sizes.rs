//! Generated crates at work: types that hold many others stand on a stack of two megabytes, in a debug build.

#![recursion_limit = "512"]

use deep_client::types::{Box0 as Deep, Box63 as Deepest};
use deep_server::boxes as deep;
use flat_client::types::Form;
use std::any::type_name;
use std::convert::Infallible;
use std::thread::Builder;
use wide_client::types::{Box0 as Wide, Box1, Box2, Box3, Box4, Box5 as Widest};
use wide_client::{Client, TowerTransport};
use wide_server::boxes::{Boxes, OpenBoxRequest, OpenBoxResponse};

/// The stack of a thread that a program starts.
const STACK: usize = 2 << 20;

/// What may be returned by value through futures.
const ANSWER: usize = 128;

struct Shelf;

impl wide_server::Service for Shelf {
    type Error = Infallible;
}

impl Boxes for Shelf {
    async fn open_box(&self, _: OpenBoxRequest) -> Result<OpenBoxResponse, Infallible> {
        let inner = Widest { part9: Some("found".to_owned()), ..Widest::default() };
        let inner = Box4 { part9: Some(inner.into()), ..Box4::default() };
        let inner = Box3 { part9: Some(inner.into()), ..Box3::default() };
        let inner = Box2 { part9: Some(inner.into()), ..Box2::default() };
        let inner = Box1 { part9: Some(inner.into()), ..Box1::default() };
        Ok(OpenBoxResponse::Ok(Wide { part9: Some(inner.into()), ..Wide::default() }.into()))
    }
}

impl deep_server::Service for Shelf {
    type Error = Infallible;
}

impl deep::Boxes for Shelf {
    async fn open_box(&self, _: deep::OpenBoxRequest) -> Result<deep::OpenBoxResponse, Infallible> {
        Ok(deep::OpenBoxResponse::NotFound(Deep::default().into()))
    }
}

fn main() {
    let thread = Builder::new().stack_size(STACK).spawn(run).expect("a thread starts");
    thread.join().expect("nothing panics");
}

#[tokio::main(flavor = "current_thread")]
async fn run() {
    for (name, bytes, most) in [
        (type_name::<Wide>(), size_of::<Wide>(), 4096),
        (type_name::<Box1>(), size_of::<Box1>(), 4096),
        (type_name::<Box3>(), size_of::<Box3>(), 4096),
        (type_name::<Deep>(), size_of::<Deep>(), 4096),
        (type_name::<Deepest>(), size_of::<Deepest>(), 4096),
        (type_name::<Form>(), size_of::<Form>(), 300 * size_of::<Box<str>>()),
        (type_name::<OpenBoxResponse>(), size_of::<OpenBoxResponse>(), ANSWER),
        (type_name::<deep::OpenBoxResponse>(), size_of::<deep::OpenBoxResponse>(), ANSWER),
    ] {
        assert!(bytes <= most, "{name} takes {bytes} bytes");
    }
    let transport = TowerTransport::new(wide_server::router(Shelf));
    let client = Client::builder("http://in.process").transport(transport).build().expect("a client");
    let wide = tokio::spawn(client.boxes().open_box().into_future()).await.expect("it does not panic").expect("it is there");
    let found = wide.part9.and_then(|it| it.part9).and_then(|it| it.part9).and_then(|it| it.part9);
    assert_eq!(found.and_then(|it| it.part9).and_then(|it| it.part9).as_deref(), Some("found"));

    let form = Form { field299: Some("last".into()), ..Form::new("first") };
    let text = flat_client::types::runtime::json::encode(&form).expect("it is written");
    assert_eq!(text, br#"{"field0":"first","field299":"last"}"#);
    assert_eq!(flat_client::types::runtime::json::decode::<Form>(&text).expect("it is read"), form);
    let short = flat_client::types::runtime::json::decode::<Form>(br#"{"field0":"first","field299":3}"#);
    assert!(short.is_err(), "the number is no string");

    let transport = deep_client::TowerTransport::new(deep_server::router(Shelf));
    let client = deep_client::Client::builder("http://in.process").transport(transport).build().expect("a client");
    let error = client.boxes().open_box().await.expect_err("there is none");
    assert!(error.api().is_some(), "{error}");
    let text = "{\"part0\":".repeat(63) + "{\"part1\":\"found\"}" + &"}".repeat(63);
    let read: Deep = deep_client::types::runtime::json::decode(text.as_bytes()).expect("it is read");
    assert_eq!(deep_client::types::runtime::json::encode(&read).expect("it is written"), text.as_bytes());
}
