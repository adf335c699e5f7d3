//! What each client puts on the wire: method, path, query and headers, to the byte.

use super::canned::Canned;

/// What a call sends. How it ends plays no part.
async fn sent<T>(call: impl AsyncFnOnce(&str) -> T) -> String {
    let server = Canned::json(404, "{}").await;
    call(&server.url).await;
    server.request()
}

/// A request as it should be: its first line, then its headers in order of name.
fn request(target: &str, headers: &[&str]) -> String {
    format!("GET {target} HTTP/1.1\n{}", headers.join("\n"))
}

#[tokio::test]
async fn libredesk_sends_basic_or_its_token_and_never_both() {
    use libredesk_client::{Auth, Client};
    let basic = "authorization: Basic a2V5OnNlY3JldA==";
    let token = "authorization: token key:secret";
    let both = Auth::token("key", "secret");
    for (auth, more, header) in [
        (Auth::basic("key", "secret"), None, basic),
        (Auth::token("key", "secret"), None, token),
        (Auth::basic("key", "secret"), Some(both), basic),
    ] {
        let sent = sent(async |url| {
            let builder = Client::builder(url).auth(auth);
            let builder = more.into_iter().fold(builder, |builder, auth| builder.auth(auth));
            builder.build().unwrap().contacts().get_contact("42").await
        });
        let expected =
            ["accept-encoding: identity", "accept: application/json", header, "user-agent: libredesk-client"];
        assert_eq!(sent.await, request("/api/v1/contacts/42", &expected));
    }
}

#[tokio::test]
async fn chatwoot_sends_its_token_in_a_header_with_underscores_and_ids_as_integers() {
    use chatwoot_client::{Auth, Client};
    for (account, id, target) in [
        (1, 42, "/api/v1/accounts/1/contacts/42"),
        (-1, 0, "/api/v1/accounts/-1/contacts/0"),
        (1_000_000_000_000_000, i64::MAX, "/api/v1/accounts/1000000000000000/contacts/9223372036854775807"),
    ] {
        let sent = sent(async |url| {
            let client = Client::builder(url).auth(Auth::user_api_key("to/k=en")).build().unwrap();
            client.contacts().contact_details(account, id).await
        });
        let expected = [
            "accept-encoding: identity",
            "accept: application/json",
            "api_access_token: to/k=en",
            "user-agent: chatwoot-client",
        ];
        assert_eq!(sent.await, request(target, &expected));
    }
}

#[tokio::test]
async fn close_sends_its_key_without_a_password_or_a_bearer_token_and_keeps_the_slash() {
    use close_client::{Auth, Client};
    for (auth, header) in [
        (Auth::api_key("key"), "authorization: Basic a2V5Og=="),
        (Auth::oauth2("to.k-en"), "authorization: Bearer to.k-en"),
    ] {
        let sent = sent(async |url| {
            let client = Client::builder(format!("{url}/api/v1")).auth(auth).build().unwrap();
            client.contacts().get_contact("cont_1").await
        });
        let expected = ["accept-encoding: identity", "accept: application/json", header, "user-agent: close-client"];
        assert_eq!(sent.await, request("/api/v1/contact/cont_1/", &expected));
    }
}

#[tokio::test]
async fn close_selects_fields_by_a_query_parameter_that_begins_with_an_underscore() {
    use close_client::{Auth, Client};
    for (fields, query) in
        [("id", "_fields=id"), ("id,name", "_fields=id%2Cname"), ("a&b=c d+e", "_fields=a%26b%3Dc%20d%2Be")]
    {
        let sent = sent(async |url| {
            let client = Client::builder(url).auth(Auth::api_key("key")).build().unwrap();
            client.contacts().get_contact("cont_1").fields("the last one counts").fields(fields).await
        });
        let first = sent.await.lines().next().unwrap_or_default().to_owned();
        assert_eq!(first, format!("GET /contact/cont_1/?{query} HTTP/1.1"));
    }
}

#[tokio::test]
async fn linq_sends_its_integration_token() {
    use linq_client::{Auth, Client};
    let sent = sent(async |url| {
        let client = Client::builder(url).auth(Auth::api_key("token")).build().unwrap();
        client.contacts().get_contact(1_000_000_000_000_000).await
    });
    let expected = [
        "accept-encoding: identity",
        "accept: application/json",
        "user-agent: linq-client",
        "x-linq-integration-token: token",
    ];
    assert_eq!(sent.await, request("/api/partner/v2/contacts/1000000000000000", &expected));
}

#[tokio::test]
async fn wethod_sends_a_bearer_token_the_company_and_the_version() {
    use wethod_client::{Auth, Client};
    let sent = sent(async |url| {
        let builder = Client::builder(url, "acme", "2024-06-15").auth(Auth::personal_token("token"));
        builder.build().unwrap().contacts().get_contact(42).await
    });
    let expected = [
        "accept-encoding: identity",
        "accept: application/json",
        "authorization: Bearer token",
        "user-agent: wethod-client",
        "wethod-company: acme",
        "wethod-version: 2024-06-15",
    ];
    assert_eq!(sent.await, request("/api/contacts/42", &expected));
}

#[tokio::test]
async fn a_base_url_is_joined_with_or_without_a_slash_at_its_end() {
    use libredesk_client::{Auth, Client};
    for (base, target) in [
        ("", "/api/v1/contacts/42"),
        ("/", "/api/v1/contacts/42"),
        ("/desk", "/desk/api/v1/contacts/42"),
        ("/desk/", "/desk/api/v1/contacts/42"),
        ("/a/b%20c/", "/a/b%20c/api/v1/contacts/42"),
    ] {
        let sent = sent(async |url| {
            let client = Client::builder(format!("{url}{base}")).auth(Auth::token("key", "secret")).build().unwrap();
            client.contacts().get_contact("42").await
        });
        assert!(sent.await.starts_with(&format!("GET {target} HTTP/1.1\n")), "{base:?}");
    }
}

#[tokio::test]
async fn an_id_stays_within_its_segment_of_the_path() {
    for (id, segment) in [
        ("a/b?c#d%e é", "a%2Fb%3Fc%23d%25e%20%C3%A9"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("../x", "..%2Fx"),
        ("a\r\nx: y", "a%0D%0Ax%3A%20y"),
        ("\u{0}{id}", "%00%7Bid%7D"),
    ] {
        let libredesk = sent(async |url| {
            use libredesk_client::{Auth, Client};
            let client = Client::builder(url).auth(Auth::token("key", "secret")).build().unwrap();
            client.contacts().get_contact(id).await
        });
        let line = format!("GET /api/v1/contacts/{segment} HTTP/1.1\n");
        assert!(libredesk.await.starts_with(&line), "{id:?}");
        let close = sent(async |url| {
            use close_client::{Auth, Client};
            let client = Client::builder(url).auth(Auth::api_key("key")).build().unwrap();
            client.contacts().get_contact(id).await
        });
        assert!(close.await.starts_with(&format!("GET /contact/{segment}/ HTTP/1.1\n")), "{id:?}");
    }
}

#[tokio::test]
async fn an_id_that_would_address_another_resource_is_refused_before_anything_is_sent() {
    let server = Canned::json(200, "{}").await;
    for id in ["..", ".", ""] {
        {
            use libredesk_client::{Auth, Client, ErrorKind, RequestError};
            let client = Client::builder(&server.url).auth(Auth::token("key", "secret")).build().unwrap();
            match client.contacts().get_contact(id).await.unwrap_err().kind {
                ErrorKind::Request(RequestError::DotSegment) => assert_ne!(id, ""),
                ErrorKind::Request(RequestError::EmptySegment { parameter }) => {
                    assert_eq!((id, &*parameter), ("", "id"))
                }
                other => panic!("{id:?}: {other:?}"),
            }
        }
        {
            use close_client::{Auth, Client, ErrorKind, RequestError};
            let client = Client::builder(&server.url).auth(Auth::api_key("key")).build().unwrap();
            match client.contacts().get_contact(id).await.unwrap_err().kind {
                ErrorKind::Request(RequestError::DotSegment) => assert_ne!(id, ""),
                ErrorKind::Request(RequestError::EmptySegment { parameter }) => {
                    assert_eq!((id, &*parameter), ("", "id"))
                }
                other => panic!("{id:?}: {other:?}"),
            }
        }
    }
    assert_eq!(server.requests(), [""; 0]);
}

#[tokio::test]
async fn a_call_without_credentials_is_refused_before_anything_is_sent() {
    let server = Canned::json(200, "{}").await;
    let url = &server.url;
    let libredesk = libredesk_client::Client::builder(url).build().unwrap().contacts().get_contact("42").await;
    let libredesk = libredesk.unwrap_err();
    assert!(matches!(libredesk.kind, libredesk_client::ErrorKind::Security(_)), "{libredesk:?}");
    assert_eq!(
        libredesk.to_string(),
        "GET /api/v1/contacts/{id} (get_contact): it needs a credential, and the client holds none that it accepts: \
         `Auth::basic` or `Auth::token`"
    );
    let chatwoot = chatwoot_client::Client::builder(url).build().unwrap().contacts().contact_details(1, 2).await;
    assert!(matches!(chatwoot.unwrap_err().kind, chatwoot_client::ErrorKind::Security(_)));
    let close = close_client::Client::builder(url).build().unwrap().contacts().get_contact("cont_1").await;
    assert!(matches!(close.unwrap_err().kind, close_client::ErrorKind::Security(_)));
    let linq = linq_client::Client::builder(url).build().unwrap().contacts().get_contact(1).await;
    assert!(matches!(linq.unwrap_err().kind, linq_client::ErrorKind::Security(_)));
    let wethod = wethod_client::Client::builder(url, "acme", "1").build().unwrap().contacts().get_contact(1).await;
    assert!(matches!(wethod.unwrap_err().kind, wethod_client::ErrorKind::Security(_)));
    assert_eq!(server.requests(), [""; 0]);
}
