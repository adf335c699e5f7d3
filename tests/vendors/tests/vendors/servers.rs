//! What each server answers by itself: to nobody, to strangers, to requests that fit no operation.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use serde_json::Value;
use tower::ServiceExt;

/// Implements nothing and knows one credential.
struct Nobody;

macro_rules! nobody {
    ($($server:ident: $($variant:ident($secret:ident))|+;)*) => {$(
        impl $server::Service for Nobody {
            type Error = $server::runtime::Problem;
            type Identity = ();
        }

        impl $server::Contacts for Nobody {}

        impl $server::runtime::Authenticator<$server::Credentials> for Nobody {
            type Identity = ();

            async fn authenticate(
                &self,
                credentials: $server::Credentials,
                _: $server::runtime::Attempt<'_>,
            ) -> $server::runtime::Verdict<()> {
                let secret = match credentials {
                    $($server::Credentials::$variant { $secret, .. } => $secret,)+
                };
                match secret.expose() {
                    "right" => $server::runtime::Verdict::Allow(()),
                    _ => $server::runtime::Verdict::Unauthorized,
                }
            }
        }
    )*};
}

nobody! {
    chatwoot_server: UserApiKey(key);
    close_server: ApiKey(api_key) | Oauth2(token);
    libredesk_server: Basic(secret) | Token(secret);
    linq_server: ApiKey(token);
    wethod_server: PersonalToken(token);
}

struct Vendor {
    name: &'static str,
    router: Router,
    path: &'static str,
    /// A header for each line, none of which proves anything.
    headers: &'static str,
    right: &'static [&'static str],
    wrong: &'static [&'static str],
    challenges: &'static [&'static str],
}

fn vendors() -> [Vendor; 5] {
    [
        Vendor {
            name: "chatwoot",
            router: chatwoot_server::router(Nobody, Nobody),
            path: "/api/v1/accounts/1/contacts/2",
            headers: "",
            right: &["api_access_token: right", "Api_Access_Token: right"],
            wrong: &["api_access_token: wrong", "api_access_token: right ish", "authorization: right"],
            challenges: &["ApiKey in=\"header\", name=\"api_access_token\""],
        },
        Vendor {
            name: "close",
            router: close_server::router(Nobody, Nobody),
            path: "/contact/cont_1/",
            headers: "",
            right: &["authorization: Basic cmlnaHQ6", "authorization: basic cmlnaHQ6", "authorization: Bearer right"],
            // `right:password`, `wrong:`, `right` without a colon, and what is no base64.
            wrong: &[
                "authorization: Basic cmlnaHQ6cGFzc3dvcmQ=",
                "authorization: Basic d3Jvbmc6",
                "authorization: Basic cmlnaHQ=",
                "authorization: Basic §",
                "authorization: Bearer wrong",
                "authorization: Bearer",
                "authorization: right",
            ],
            challenges: &["Basic realm=\"Close API\", charset=\"UTF-8\"", "Bearer"],
        },
        Vendor {
            name: "libredesk",
            router: libredesk_server::router(Nobody, Nobody),
            path: "/api/v1/contacts/42",
            headers: "",
            right: &["authorization: Basic a2V5OnJpZ2h0", "authorization: token key:right"],
            wrong: &[
                "authorization: Basic a2V5Ondyb25n",
                "authorization: token key:wrong",
                "authorization: token right",
                "authorization: key:right",
                "authorization: Bearer right",
            ],
            challenges: &["Basic realm=\"Libredesk API\", charset=\"UTF-8\"", "token"],
        },
        Vendor {
            name: "linq",
            router: linq_server::router(Nobody, Nobody),
            path: "/api/partner/v2/contacts/1",
            headers: "",
            right: &["X-LINQ-INTEGRATION-TOKEN: right"],
            wrong: &["X-LINQ-INTEGRATION-TOKEN: wrong", "X-LINQ-INTEGRATION-TOKEN:", "authorization: Bearer right"],
            challenges: &["ApiKey in=\"header\", name=\"X-LINQ-INTEGRATION-TOKEN\""],
        },
        Vendor {
            name: "wethod",
            router: wethod_server::router(Nobody, Nobody),
            path: "/api/contacts/1",
            headers: "wethod-company: acme\nwethod-version: 1",
            right: &["authorization: Bearer right"],
            wrong: &["authorization: Bearer wrong", "authorization: Basic cmlnaHQ6", "cookie: token=right"],
            challenges: &["Bearer"],
        },
    ]
}

struct Response {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Response {
    /// The values of a header that may come more than once.
    fn all(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().expect("a text")).collect()
    }
}

/// Sends a request with a header for each line. Every response but an empty one must be a problem (RFC 9457) of its status.
async fn send(router: &Router, method: &str, target: &str, headers: &str) -> Response {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers.lines().filter_map(|line| line.split_once(':')) {
        request = request.header(name, value.trim().as_bytes());
    }
    let request = request.body(Body::empty()).expect("a request");
    let (head, body) = router.clone().oneshot(request).await.expect("a router always responses").into_parts();
    let body = to_bytes(body, 100_000).await.expect("a short body");
    let response = Response {
        status: head.status.as_u16(),
        headers: head.headers,
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    if !body.is_empty() {
        assert_eq!(response.headers["content-type"], "application/problem+json");
        assert_eq!(response.body["status"], response.status);
        assert!(response.body["title"].is_string() && response.body["detail"].is_string(), "{}", response.body);
    }
    response
}

#[tokio::test]
async fn what_nobody_implements_is_answered_with_501() {
    for Vendor { name, router, path, headers, right, .. } in vendors() {
        for right in right {
            let response = send(&router, "GET", path, &format!("{headers}\n{right}")).await;
            assert_eq!(response.status, 501, "{name}: {right}");
        }
    }
}

#[tokio::test]
async fn strangers_are_answered_with_401_and_what_would_be_accepted() {
    for Vendor { name, router, path, headers, wrong, challenges, .. } in vendors() {
        for wrong in wrong.iter().chain(&[""]) {
            let response = send(&router, "GET", path, &format!("{headers}\n{wrong}")).await;
            assert_eq!(response.status, 401, "{name}: {wrong}");
            assert_eq!(response.all("www-authenticate"), challenges, "{name}: {wrong}");
            assert!(!response.body.to_string().contains("right"), "{name}: {}", response.body);
        }
    }
}

#[tokio::test]
async fn an_unknown_path_is_answered_with_404() {
    for Vendor { name, router, path, headers, right, .. } in vendors() {
        let slash = if path.ends_with('/') { path.trim_end_matches('/').to_owned() } else { format!("{path}/") };
        for target in ["/", "/favicon.ico", &format!("{path}x/y"), &format!("/x{path}"), &slash] {
            let response = send(&router, "GET", target, &format!("{headers}\n{}", right[0])).await;
            assert_eq!(response.status, 404, "{name}: {target}");
        }
    }
}

#[tokio::test]
async fn another_method_is_answered_with_405_and_those_that_are_allowed() {
    for Vendor { name, router, path, headers, right, .. } in vendors() {
        for method in ["POST", "DELETE", "PATCH", "PROPFIND"] {
            let response = send(&router, method, path, &format!("{headers}\n{}", right[0])).await;
            assert_eq!(response.status, 405, "{name}: {method}");
            let allowed: Vec<&str> = response.headers["allow"].to_str().expect("a text").split(", ").collect();
            assert!(allowed.contains(&"GET") && !allowed.contains(&method), "{name}: {allowed:?}");
        }
    }
}

/// The parameters that a problem names, each with its place.
fn faults(response: &Response) -> Vec<(&str, &str)> {
    let text = |error: &'_ Value, key: &str| error[key].as_str().expect("a text").len();
    let errors = response.body["errors"].as_array().expect("the problem has errors");
    assert!(errors.iter().all(|error| text(error, "detail") > 0));
    errors.iter().map(|error| (error["parameter"].as_str().unwrap(), error["in"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn bad_input_is_answered_with_400_that_names_each_fault_and_reaches_no_method() {
    let vendors = vendors();
    let named = |name: &str| vendors.iter().find(|vendor| vendor.name == name).expect("one of them");
    let not_integers = ["x", "1.0", "1e15", "-", "9223372036854775808", "0x1", "%31%20", "é", "1,2", "null", "%ff"];
    for (vendor, before) in [
        ("chatwoot", "/api/v1/accounts/1/contacts/"),
        ("linq", "/api/partner/v2/contacts/"),
        ("wethod", "/api/contacts/"),
    ] {
        let Vendor { router, headers, right, .. } = named(vendor);
        for id in not_integers {
            let target = format!("{before}{}", id.replace('é', "%C3%A9"));
            let response = send(router, "GET", &target, &format!("{headers}\n{}", right[0])).await;
            assert_eq!(response.status, 400, "{vendor}: {target}");
            assert_eq!(faults(&response), [("id", "path")], "{vendor}: {target}");
        }
    }
    for (vendor, target) in [("libredesk", "/api/v1/contacts/%ff"), ("close", "/contact/%c3%28/")] {
        let Vendor { router, right, .. } = named(vendor);
        let response = send(router, "GET", target, right[0]).await;
        assert_eq!((response.status, faults(&response)), (400, vec![("id", "path")]), "{vendor}: {target}");
    }
}

#[tokio::test]
async fn all_faults_of_a_request_are_named_at_once() {
    let [chatwoot, .., wethod] = vendors();
    let response = send(&chatwoot.router, "GET", "/api/v1/accounts/a/contacts/b", chatwoot.right[0]).await;
    assert_eq!((response.status, faults(&response)), (400, vec![("account_id", "path"), ("id", "path")]));
    let response = send(&wethod.router, "GET", "/api/contacts/b", wethod.right[0]).await;
    let expected = [("id", "path"), ("Wethod-Company", "header"), ("Wethod-Version", "header")];
    assert_eq!((response.status, faults(&response)), (400, expected.to_vec()));
}
