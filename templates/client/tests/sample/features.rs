//! What features of the crate add: encodings, layers, spans and calls that wait. Compiled where the features are on (`--all-features`).

use crate::auth::Auth;
use crate::client::{Client, ClientBuilder};
#[cfg(any(feature = "gzip", feature = "blocking", feature = "br"))]
use crate::model::Contact;
use crate::server::{recorder, respond, serve};
use axum::http::HeaderName;
use std::sync::{Arc, Mutex};

fn builder(url: &str) -> ClientBuilder {
    Client::builder(url, "acme").auth(Auth::basic("user", "password"))
}

#[cfg(not(any(feature = "gzip", feature = "br", feature = "zstd", feature = "deflate")))]
#[tokio::test]
async fn what_cannot_be_decoded_is_not_asked_for() {
    let (router, seen) = recorder(|_| respond(200, &[], r#"{"id":1}"#));
    let client = builder("http://in.process").transport(crate::runtime::TowerTransport::new(router)).build().unwrap();
    client.contacts().get_contact("1").await.unwrap();
    assert_eq!(seen.lock().unwrap()[0].header("accept-encoding"), Some("identity"));
}

#[cfg(feature = "gzip")]
mod encodings {
    use super::{Contact, builder, recorder, respond};
    use crate::runtime::{ErrorKind, TowerTransport};
    use std::io::Write;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[tokio::test]
    async fn a_compressed_response_is_read() {
        let (router, seen) = recorder(|_| respond(200, &[("content-encoding", "gzip")], packed(br#"{"id":1}"#)));
        let client = builder("http://in.process").transport(TowerTransport::new(router)).build().unwrap();
        let response = client.contacts().get_contact("1").send().await.unwrap();
        assert_eq!(response.body, Contact { id: 1, email: None });
        assert!(!response.headers.contains_key("content-encoding"));
        assert!(seen.lock().unwrap()[0].header("accept-encoding").unwrap().contains("gzip"));
    }

    #[tokio::test]
    async fn limits_hold_for_what_comes_of_it() {
        let (router, _) = recorder(|_| respond(200, &[("content-encoding", "gzip")], packed(&[b' '; 1 << 20])));
        let builder = builder("http://in.process").transport(TowerTransport::new(router)).max_body(100_000);
        let error = builder.build().unwrap().contacts().get_contact("1").await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::BodyTooLarge { limit: 100_000 }), "{error}");
    }

    #[tokio::test]
    async fn who_asks_for_an_encoding_gets_the_bytes() {
        let (router, _) = recorder(|_| respond(200, &[("content-encoding", "gzip")], packed(b"{}")));
        let client = builder("http://in.process").transport(TowerTransport::new(router)).build().unwrap();
        let call = client.contacts().get_contact("1").with_header("accept-encoding", "gzip");
        assert_eq!(call.send_raw().await.unwrap().body, packed(b"{}"));
    }
}

/// Encodings other than gzip: the same, by bytes that zlib, brotli and zstd have made.
#[cfg(all(feature = "br", feature = "zstd", feature = "deflate"))]
mod other_encodings {
    use super::{Contact, builder, recorder, respond};
    use crate::runtime::{ErrorKind, TowerTransport};

    /// `{"id":1}`
    const SHORT: [(&str, &[u8]); 3] = [
        ("br", &[139, 3, 128, 123, 34, 105, 100, 34, 58, 49, 125, 3]),
        ("zstd", &[40, 181, 47, 253, 32, 8, 65, 0, 0, 123, 34, 105, 100, 34, 58, 49, 125]),
        ("deflate", &[120, 156, 171, 86, 202, 76, 81, 178, 50, 172, 5, 0, 11, 77, 2, 117]),
    ];

    /// A mebibyte of blanks.
    const LONG: [(&str, &[u8]); 2] = [
        ("br", &[91, 255, 255, 143, 95, 2, 36, 30, 11, 4, 114, 239, 31, 0]),
        (
            "zstd",
            &[
                40, 181, 47, 253, 160, 0, 0, 16, 0, 84, 0, 0, 16, 32, 32, 1, 0, 251, 255, 57, 192, 2, 2, 0, 16, 32, 2,
                0, 16, 32, 2, 0, 16, 32, 2, 0, 16, 32, 2, 0, 16, 32, 2, 0, 16, 32, 3, 0, 16, 32,
            ],
        ),
    ];

    /// What a path ends with is the encoding.
    fn encoded(path: &str, all: &[(&'static str, &[u8])]) -> axum::response::Response {
        let (encoding, bytes) = all.iter().find(|(encoding, _)| path.ends_with(encoding)).copied().unwrap_or_default();
        respond(200, &[("content-encoding", encoding)], bytes.to_vec())
    }

    #[tokio::test]
    async fn responses_are_read() {
        for (encoding, _) in SHORT {
            let (router, seen) = recorder(|path| encoded(path, &SHORT));
            let client = builder("http://in.process").transport(TowerTransport::new(router)).build().unwrap();
            let contact = client.contacts().get_contact(encoding).await.unwrap();
            assert_eq!(contact, Contact { id: 1, email: None }, "{encoding}");
            assert!(seen.lock().unwrap()[0].header("accept-encoding").unwrap().contains(encoding), "{encoding}");
        }
    }

    #[tokio::test]
    async fn limits_hold_for_what_comes_of_them() {
        for (encoding, _) in LONG {
            let (router, _) = recorder(|path| encoded(path, &LONG));
            let builder = builder("http://in.process").transport(TowerTransport::new(router)).max_body(100_000);
            let error = builder.build().unwrap().contacts().get_contact(encoding).await.unwrap_err();
            assert!(matches!(error.kind, ErrorKind::BodyTooLarge { limit: 100_000 }), "{encoding}: {error}");
        }
    }
}

/// Notes its name for each request, and adds a header.
#[derive(Clone)]
struct Noting(&'static str, Arc<Mutex<Vec<&'static str>>>);

#[derive(Clone)]
struct Noted<S>(Noting, S);

impl<S> tower_layer::Layer<S> for Noting {
    type Service = Noted<S>;

    fn layer(&self, inner: S) -> Noted<S> {
        Noted(self.clone(), inner)
    }
}

impl<B, S: tower_service::Service<axum::http::Request<B>>> tower_service::Service<axum::http::Request<B>> for Noted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), S::Error>> {
        self.1.poll_ready(cx)
    }

    fn call(&mut self, mut request: axum::http::Request<B>) -> S::Future {
        let Noting(name, list) = &self.0;
        list.lock().unwrap().push(name);
        request.headers_mut().insert(HeaderName::from_static(name), "1".parse().unwrap());
        self.1.call(request)
    }
}

#[tokio::test]
async fn layers_stand_around_the_transport_in_their_order() {
    let (router, seen) = recorder(|_| respond(200, &[], r#"{"id":1}"#));
    let list = Arc::new(Mutex::new(Vec::new()));
    let layer = |name| Noting(name, Arc::clone(&list));
    // The default transport, and one that is given.
    let url = serve(router).await;
    let client = builder(&url).layer(layer("outer")).layer(layer("inner")).build().unwrap();
    client.contacts().get_contact("1").await.unwrap();
    assert_eq!(*list.lock().unwrap(), ["outer", "inner"]);
    assert_eq!(seen.lock().unwrap()[0].header("inner"), Some("1"));
    // What the transport says of its errors is kept.
    let refused = builder("http://127.0.0.1:1").layer(layer("outer")).build().unwrap();
    let error = refused.contacts().get_contact("1").await.unwrap_err();
    assert!(error.is_connect(), "{error}");
}

#[cfg(feature = "blocking")]
#[test]
fn a_program_without_a_runtime_waits() {
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let url = server.block_on(serve(axum::Router::new().fallback(|| async { respond(200, &[], r#"{"id":1}"#) })));
    let client = builder(&url).build().unwrap();
    for _ in 0..2 {
        assert_eq!(client.contacts().get_contact("1").send_blocking().unwrap().body, Contact { id: 1, email: None });
    }
    let within = server.block_on(async { client.contacts().get_contact("1").send_blocking() });
    assert!(within.unwrap_err().to_string().contains("await the call"));
}

#[cfg(feature = "tracing")]
mod spans {
    use super::{builder, recorder, respond};
    use crate::runtime::TowerTransport;
    use std::fmt::{Debug, Write};
    use std::sync::{Arc, Mutex};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    /// Writes what spans record.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<String>>);

    impl Visit for Written {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            let _ = write!(self.0.lock().unwrap(), "{field}={value:?} ");
        }
    }

    impl Subscriber for Written {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut self.clone());
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut self.clone());
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, _: &Event<'_>) {}

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[tokio::test]
    async fn a_call_has_a_span() {
        let written = Written::default();
        let _default = tracing::subscriber::set_default(written.clone());
        let (router, _) = recorder(|_| respond(200, &[], r#"{"id":1}"#));
        let client = builder("http://in.process").transport(TowerTransport::new(router)).build().unwrap();
        client.contacts().get_contact("s3cret").await.unwrap();
        let written = written.0.lock().unwrap();
        for field in [
            r#"operation="get_contact""#,
            r#"http.request.method="GET""#,
            r#"url.template="/api/v1/contacts/{id}""#,
            "http.response.status_code=200",
            "http.request.resend_count=0",
        ] {
            assert!(written.contains(field), "{field} is not in {written}");
        }
        assert!(!written.contains("s3cret"), "{written}");
    }
}
