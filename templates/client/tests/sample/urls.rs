//! No value of a parameter leaves its place.

use crate::auth::Auth;
use crate::client::Client;
use crate::runtime::{CallError, ErrorKind, RequestError, TowerTransport};
use crate::server::{recorder, respond};
use proptest::prelude::*;

/// The line and headers that a call with this id is sent with.
fn sent(id: &str) -> Result<String, RequestError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (router, seen) = recorder(|_| respond(200, &[], r#"{"id":1}"#));
        let builder = Client::builder("http://in.process/base/", "acme").auth(Auth::basic("user", "password"));
        let client = builder.transport(TowerTransport::new(router)).build().unwrap();
        match client.contacts().get_contact(id).await {
            Ok(_) => Ok(seen.lock().unwrap()[0].line.clone()),
            Err(CallError { kind: ErrorKind::Request(error), .. }) => Err(error),
            Err(error) => panic!("{error:?}"),
        }
    })
}

fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if let (b'%', [high, low, after @ ..]) = (first, after) {
            let digits = [*high, *low];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #[test]
    fn a_path_parameter_is_one_segment(id in any::<String>()) {
        match sent(&id) {
            Ok(line) => {
                let segment = line.strip_prefix("GET /base/api/v1/contacts/").unwrap();
                prop_assert!(segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)), "{segment}");
                prop_assert_eq!(decoded(segment), id);
            }
            Err(_) => prop_assert!(matches!(id.as_str(), "" | "." | ".."), "{:?}", id),
        }
    }
}

#[test]
fn segments_that_would_address_another_resource_are_refused() {
    assert_eq!(sent(""), Err(RequestError::EmptySegment { parameter: "id".to_owned() }));
    assert_eq!(sent("."), Err(RequestError::DotSegment));
    assert_eq!(sent(".."), Err(RequestError::DotSegment));
    assert_eq!(sent("...").unwrap(), "GET /base/api/v1/contacts/...");
    assert_eq!(sent("%2e%2e").unwrap(), "GET /base/api/v1/contacts/%252e%252e");
}

#[tokio::test]
async fn a_line_break_in_a_header_is_refused() {
    let client = Client::builder("http://127.0.0.1:1", "acme").build().unwrap();
    for value in ["a\r\nX-Injected: 1", "a\nb", "a\0b"] {
        let error = client.contacts().list_contacts().request_id(value).await.unwrap_err();
        let ErrorKind::Request(error) = error.kind else { panic!("{:?}", error.kind) };
        assert_eq!(error, RequestError::Header { name: "X-Request-Id".to_owned() });
        assert!(!error.to_string().contains("Injected"));
    }
}
