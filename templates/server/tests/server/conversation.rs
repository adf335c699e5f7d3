//! What the sample server answers.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;

use crate::contacts::{
    ArchiveContactRequest, ArchiveContactResponse, Contacts, CreateContactRequest, CreateContactResponse,
    GetContactRequest, GetContactResponse, SetPictureRequest, SetPictureResponse, UpdateContactBody,
    UpdateContactOkBody, UpdateContactRequest, UpdateContactResponse,
};
use crate::exchange::{self, Exchange, exchange};
use crate::{Contact, Credentials, Service};
use template_server::runtime::{
    Attempt, Authenticator, Deviation, Operation, Problem, Verdict, equal_in_constant_time,
};

/// Answers with what it was asked, so that a test sees it.
struct Echo;

/// What goes wrong in a method.
enum Failure {
    Missing,
    Untold,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Missing => GetContactResponse::NotFound(crate::Error { message: "gone".to_owned() }).into_response(),
            Self::Untold => (StatusCode::IM_A_TEAPOT, "short and stout").into_response(),
        }
    }
}

impl Service for Echo {
    type Error = Failure;
    type Identity = &'static str;
}

impl Contacts for Echo {
    async fn get_contact(
        &self,
        request: GetContactRequest,
        caller: &'static str,
    ) -> Result<GetContactResponse, Failure> {
        match request.id {
            401 => return Ok(GetContactResponse::Unauthorized),
            404 => Err(Failure::Missing)?,
            418 => Err(Failure::Untold)?,
            _ => {}
        }
        let name = format!("{} {:?} {} {:?} {caller}", request.id, request.fields, request.notes, request.x_request_id);
        Ok(GetContactResponse::Ok {
            body: Contact { name, emails: None, age: None },
            x_rate_limit: 9,
            etag: Some("\"1\"".to_owned()),
        })
    }

    async fn create_contact(&self, request: CreateContactRequest) -> Result<CreateContactResponse, Failure> {
        Ok(CreateContactResponse::Created(request.body))
    }

    async fn update_contact(
        &self,
        request: UpdateContactRequest,
        caller: Option<&'static str>,
    ) -> Result<UpdateContactResponse, Failure> {
        Ok(UpdateContactResponse::Ok(match request.body {
            Some(UpdateContactBody::Json(contact)) => UpdateContactOkBody::Json(contact),
            Some(other) => UpdateContactOkBody::Text(format!("{} {other:?}", request.id)),
            None => UpdateContactOkBody::Text(format!("nothing by {}", caller.unwrap_or("nobody"))),
        }))
    }

    async fn archive_contact(&self, request: ArchiveContactRequest) -> Result<ArchiveContactResponse, Failure> {
        assert_eq!(request.id, "a/b");
        Ok(ArchiveContactResponse::NoContent)
    }

    async fn set_picture(&self, request: SetPictureRequest) -> Result<SetPictureResponse, Failure> {
        Ok(SetPictureResponse::Ok(request.body.into()))
    }
}

struct Keys;

impl Authenticator<Credentials> for Keys {
    type Identity = &'static str;

    async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<&'static str> {
        let (caller, given) = match &credentials {
            Credentials::Basic { key: _, secret } => ("basic", secret),
            Credentials::Token { key: _, secret } => ("token", secret),
            Credentials::ApiKeyAndSession { api_key, session: _ } => ("both", api_key),
        };
        match given.expose() {
            "weak" => Verdict::Forbidden,
            "reader" => Verdict::AllowScopes(caller, vec!["contacts:read".to_owned()]),
            "writer" => Verdict::AllowScopes(caller, vec!["contacts:write".to_owned()]),
            given if equal_in_constant_time(given, "right") => Verdict::Allow(caller),
            _ => Verdict::Unauthorized,
        }
    }
}

pub fn server() -> axum::Router {
    crate::router(Echo, Keys).layer(DefaultBodyLimit::max(1000))
}

pub const BASIC: &str = "authorization: Basic dXNlcjpyaWdodA=="; // user:right

#[tokio::test]
async fn parameters_reach_the_handler_typed() {
    for (request, name) in [
        ("GET /api/contacts/7", "7 None 10 None basic"),
        ("GET /api/contacts/7?_fields=a,b%2Cc&notes=3", "7 Some([\"a\", \"b,c\"]) 3 None basic"),
        ("GET /api/contacts/%37?_fields=\nX-Request-Id: é", "7 Some([]) 10 Some(\"é\") basic"),
        ("GET /api/contacts/7?notes=+5", "notes"),
    ] {
        let response = exchange(server(), &format!("{request}\n{BASIC}"), "").await;
        if name == "notes" {
            assert_eq!(response.status, 400, "{response:?}");
        } else {
            assert_eq!(response.json()["name"], name, "{request}");
            assert_eq!(response.header("x-rate-limit"), "9");
            assert_eq!(response.header("etag"), "\"1\"");
        }
    }
}

#[tokio::test]
async fn everything_wrong_with_a_request_is_told_at_once() {
    let response = exchange(server(), &format!("GET /api/contacts/x?notes=1.5\n{BASIC}"), "").await;
    assert_eq!(response.status, 400);
    assert_eq!(response.header("content-type"), "application/problem+json");
    let errors = response.json()["errors"].clone();
    assert_eq!(errors[0]["parameter"], "id");
    assert_eq!(errors[0]["in"], "path");
    assert_eq!(errors[1]["parameter"], "notes");
    assert_eq!(errors.as_array().unwrap().len(), 2);

    let response = exchange(server(), &format!("GET /api/contacts/0\n{BASIC}"), "").await;
    assert_eq!(response.json()["errors"][0]["detail"], "must be at least 1, and is 0");
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_answered_with_pointers() {
    for (body, pointer) in [
        ("", "#"),
        ("{", "#"),
        ("{} x", "#"),
        ("[]", "#"),
        ("{}", "#"),
        (r#"{"name":"Ada","age":"old"}"#, "#/age"),
        (r#"{"name":"Ada","emails":["a@b",3]}"#, "#/emails/1"),
        (r#"{"name":"A"}"#, "#/name"),
        (r#"{"name":"Ada","emails":["abc","x"]}"#, "#/emails/1"),
        (r#"{"name":"Ada","emails":["abc","abc","abc"]}"#, "#/emails"),
    ] {
        let response = exchange(server(), "POST /api/contacts\ncontent-type: application/json", body).await;
        assert_eq!(response.status, 400, "{body}");
        assert_eq!(response.json()["errors"][0]["pointer"], pointer, "{body} {}", response.body);
    }
}

#[tokio::test]
async fn bodies_come_in_the_media_types_of_the_document() {
    let long = format!(r#"{{"name":"{}"}}"#, "x".repeat(2000));
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n\
                     --b\r\nContent-Disposition: form-data; name=\"emails\"\r\n\r\nabc\r\n\
                     --b\r\nContent-Disposition: form-data; name=\"emails\"\r\n\r\ndef\r\n--b--";
    let contact = r#"Contact { name: "Ada", emails: Some(["abc", "def"]), age: None }"#;
    for (request, body, status, expected) in [
        ("POST /api/contacts\ncontent-type: text/plain", "x", 415, "text/plain"),
        ("POST /api/contacts", "{}", 415, "no content type"),
        ("POST /api/contacts\ncontent-type: application/json", &long, 413, "too large"),
        (
            "POST /api/contacts\ncontent-type: application/json; charset=utf-8",
            r#"{"name":"Ada"}"#,
            201,
            r#"{"name":"Ada"}"#,
        ),
        ("PUT /api/contacts/7", "", 200, "nothing by nobody"),
        ("PUT /api/contacts/7\ncontent-type: application/json", r#"{"name":"Ada"}"#, 200, r#"{"name":"Ada"}"#),
        (
            "PUT /api/contacts/7\ncontent-type: application/x-www-form-urlencoded",
            "name=Ada&emails=abc&emails=def",
            200,
            &format!("7 Form({contact})"),
        ),
        ("PUT /api/contacts/7\ncontent-type: application/x-www-form-urlencoded", "name=A&age=x", 400, "x"),
        (
            "PUT /api/contacts/7\ncontent-type: multipart/form-data; boundary=b",
            multipart,
            200,
            &format!("7 Multipart({contact})"),
        ),
        (
            "PUT /api/contacts/7\ncontent-type: multipart/form-data; boundary=c",
            multipart,
            400,
            "does not stand in the body",
        ),
        ("POST /api/contacts/7/picture\ncontent-type: image/gif", "GIF", 200, "GIF"),
        ("POST /api/contacts/7/picture\ncontent-type: video/mp4", "GIF", 415, "image/*"),
    ] {
        let response = exchange(server(), request, body).await;
        assert_eq!(response.status, status, "{request} {}", response.body);
        assert!(response.body.contains(expected), "{request}: {}", response.body);
    }
}

#[tokio::test]
async fn paths_and_methods_without_an_operation_are_problems() {
    for (request, status, allow) in [
        ("GET /", 404, ""),
        ("GET /api/contacts/", 404, ""),
        ("GET /api/contacts/7/", 404, ""),
        ("GET /api/contacts//picture", 404, ""),
        ("DELETE /api/contacts/7", 405, "GET, HEAD, OPTIONS, PUT"),
        ("GET /api/contacts", 405, "OPTIONS, POST"),
        ("PATCH /api/contacts/7:archive", 405, "GET, HEAD, OPTIONS, POST, PUT"),
        ("BREW /api/contacts/7/picture", 405, "OPTIONS, POST"),
    ] {
        let response = exchange(server(), request, "").await;
        assert_eq!((response.status, response.header("allow")), (status, allow), "{request}");
        assert_eq!(response.header("content-type"), "application/problem+json", "{request}");
        assert_eq!(response.json()["status"], status, "{request}");
    }
    let options = exchange(server(), "OPTIONS /api/contacts/7", "").await;
    assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, OPTIONS, PUT"));
    let archived = exchange(server(), "POST /api/contacts/a%2Fb:archive", "").await;
    assert_eq!((archived.status, archived.body.as_str()), (204, ""));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let get = exchange(server(), &format!("GET /api/contacts/7\n{BASIC}"), "").await;
    let head = exchange(server(), &format!("HEAD /api/contacts/7\n{BASIC}"), "").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
}

#[tokio::test]
async fn one_of_the_alternatives_must_be_presented_in_full() {
    let challenges = ["Basic realm=\"Sample\", charset=\"UTF-8\"", "token", "ApiKey in=\"header\", name=\"X-Api-Key\""];
    for (headers, expected) in [
        ("", Err(401)),
        ("authorization: Basic dXNlcjpyaWdodA==", Ok("basic")),
        ("authorization: basic dXNlcjpyaWdodA==", Ok("basic")),
        ("authorization: Basic dXNlcjp3cm9uZw==", Err(401)),
        ("authorization: Basic dXNlcjp3ZWFr", Err(403)),
        ("authorization: Basic !", Err(401)),
        ("authorization: Bearer right", Err(401)),
        ("authorization: token key:right", Ok("token")),
        ("authorization: Token key:right", Ok("token")),
        ("authorization: token right", Err(401)),
        ("authorization: token key:reader", Ok("token")),
        ("authorization: token key:writer", Err(403)),
        ("x-api-key: right", Err(401)),
        ("cookie: session=1", Err(401)),
        ("x-api-key: right\ncookie: a=b; session=1", Ok("both")),
        ("x-api-key: right\ncookie: session=", Err(401)),
        ("authorization: Basic dXNlcjp3cm9uZw==\nx-api-key: right\ncookie: session=1", Ok("both")),
    ] {
        let response = exchange(server(), &format!("GET /api/contacts/7\n{headers}"), "").await;
        match expected {
            Ok(caller) => assert!(response.body.contains(caller), "{headers}: {}", response.body),
            Err(status) => {
                assert_eq!(response.status, status, "{headers}");
                assert_eq!(response.header("content-type"), "application/problem+json", "{headers}");
                let told = response.headers.get_all("www-authenticate").iter().filter(|_| status == 401);
                let told: Vec<&str> = told.map(|value| value.to_str().unwrap()).collect();
                assert_eq!(told.len(), if status == 401 { 4 } else { 0 }, "{told:?}");
                assert!(status == 403 || told.starts_with(&challenges), "{told:?}");
            }
        }
    }
    // Nothing need be presented here, but what is must be right.
    assert_eq!(exchange(server(), "PUT /api/contacts/7", "").await.status, 200);
    let wrong = exchange(server(), "PUT /api/contacts/7\nauthorization: Basic dXNlcjp3cm9uZw==", "").await;
    assert_eq!(wrong.status, 401);
    // What cannot be read is not the same as nothing, and neither is what is not accepted here.
    for (header, status) in [
        ("authorization: Basic !", 401),
        ("authorization: Basic", 401),
        ("authorization: Bearer right", 401),
        ("authorization: ", 401),
        ("x-api-key: right", 200),
    ] {
        let response = exchange(server(), &format!("PUT /api/contacts/7\n{header}"), "").await;
        assert_eq!(response.status, status, "{header}: {}", response.body);
        assert_eq!(!response.header("www-authenticate").is_empty(), status == 401, "{header}");
    }
    let known = exchange(server(), &format!("PUT /api/contacts/7\n{BASIC}"), "").await;
    assert_eq!(known.body, "nothing by basic");
}

#[tokio::test]
async fn errors_of_methods_are_responses() {
    let missing = exchange(server(), &format!("GET /api/contacts/404\n{BASIC}"), "").await;
    assert_eq!((missing.status, missing.body.as_str()), (404, r#"{"message":"gone"}"#));
    let refused = exchange(server(), &format!("GET /api/contacts/401\n{BASIC}"), "").await;
    assert_eq!(refused.status, 401);
    assert!(refused.header("www-authenticate").starts_with("Basic realm"), "a 401 of the service is challenged");
}

#[tokio::test]
async fn a_response_that_the_document_does_not_have_is_found() {
    let request = format!("GET /api/contacts/418\n{BASIC}");
    if cfg!(debug_assertions) {
        let found = exchange(server(), &request, "").await;
        assert_eq!(found.status, 500);
        assert!(
            found.body.contains("`getContact` answered 418; the document has 200, 401, 404, 5XX"),
            "{}",
            found.body
        );
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let report =
        move |deviation: &Deviation| log.lock().unwrap().push((deviation.operation().id(), deviation.status()));
    let router = crate::routes(Echo, Keys).on_deviation(report).into_router();
    let sent = exchange(router.clone(), &request, "").await;
    assert_eq!((sent.status, sent.body.as_str()), (418, "short and stout"));
    // What the server itself answers is no deviation.
    assert_eq!(exchange(router, &format!("GET /api/contacts/x\n{BASIC}"), "").await.status, 400);
    assert_eq!(*seen.lock().unwrap(), [("getContact", StatusCode::IM_A_TEAPOT)]);
}

#[tokio::test]
async fn problems_of_the_server_are_shown_as_the_service_wishes() {
    let show = |problem: &Problem| {
        let status = match problem.status() {
            StatusCode::BAD_REQUEST => StatusCode::UNPROCESSABLE_ENTITY,
            other => other,
        };
        (status, format!("{} in {} place(s)", problem.detail(), problem.errors().len()))
    };
    let router = crate::routes(Echo, Keys).on_problem(show).into_router();
    let json = "content-type: application/json";
    for (request, body, status, header, shown) in [
        (format!("GET /api/contacts/x\n{BASIC}"), "", 422, "", "the request does not fit the operation in 1 place(s)"),
        ("GET /api/contacts/7".to_owned(), "", 401, "www-authenticate", ""),
        ("GET /nowhere".to_owned(), "", 404, "", "no operation has this path in 0 place(s)"),
        ("PATCH /api/contacts".to_owned(), "", 405, "allow", "this path allows OPTIONS, POST in 0 place(s)"),
        (format!("POST /api/contacts\n{json}"), "{", 422, "", ""),
        ("POST /api/contacts\ncontent-type: text/csv".to_owned(), "a", 415, "", ""),
    ] {
        let response = exchange(router.clone(), &request, body).await;
        assert_eq!(response.status, status, "{request}: {}", response.body);
        assert!(response.body.contains(" in ") && response.body.contains(shown), "{request}: {}", response.body);
        assert_eq!(response.header("content-type"), "text/plain; charset=utf-8", "{request}");
        assert!(header.is_empty() || !response.header(header).is_empty(), "{request} has {header}");
    }
    // What the service answers is its own.
    let missing = exchange(router, &format!("GET /api/contacts/404\n{BASIC}"), "").await;
    assert_eq!((missing.status, missing.body.as_str()), (404, r#"{"message":"gone"}"#));
}

#[tokio::test]
async fn layers_and_handlers_know_the_operation() {
    let response = crate::routes(Echo, Keys)
        .into_router()
        .oneshot(Request::get("/api/contacts/x").header("authorization", "token k:right").body(Body::empty()).unwrap())
        .await
        .unwrap();
    let operation = response.extensions().get::<Operation>().unwrap();
    assert_eq!((operation.id(), operation.path(), operation.group()), ("getContact", "/api/contacts/{id}", "Contacts"));
    assert_eq!(response.extensions().get::<Problem>().unwrap().errors().len(), 1);
}

#[tokio::test]
async fn the_fake_answers_from_examples() {
    for (request, status, body) in [
        ("GET /api/contacts/7", 200, r#"{"name":"Ada","emails":["ada@example.com"]}"#),
        ("GET /api/contacts/7\nprefer: code=404", 404, r#"{"message":"no such contact"}"#),
        ("GET /api/contacts/7\nprefer: respond-async, Code=\"503\"; x=1", 503, r#"{"message":"broken"}"#),
        ("GET /api/contacts/7\nprefer: code=418", 200, "Ada"),
        ("POST /api/contacts/7:archive", 204, ""),
        ("PUT /api/contacts/7", 501, "no such response of `updateContact`"),
    ] {
        let response = exchange(crate::fake::router(), &format!("{request}\n{BASIC}"), "").await;
        assert_eq!(response.status, status, "{request}");
        assert!(response.body.contains(body), "{request}: {}", response.body);
    }
    let json = "POST /api/contacts\ncontent-type: application/json";
    let response = exchange(crate::fake::router(), json, r#"{"name":"Ada"}"#).await;
    assert!(response.status == 501 && response.body.contains("$.name"), "{}", response.body);
}

#[tokio::test]
async fn routers_nest_and_merge() {
    let nested = axum::Router::new().nest("/v1", server());
    assert_eq!(exchange(nested.clone(), "PUT /v1/api/contacts/7", "").await.status, 200);
    assert_eq!(exchange(nested.clone(), "POST /v1/api/contacts/a%2Fb:archive", "").await.status, 204);
    assert_eq!(exchange(nested, "PUT /v1/api", "").await.header("content-type"), "application/problem+json");

    let own = axum::Router::new().fallback(|| async { "mine" });
    let merged = server().reset_fallback().merge(own);
    assert_eq!(exchange(merged.clone(), "GET /", "").await.body, "mine");
    assert_eq!(exchange(merged, "PUT /api/contacts/7", "").await.status, 200);
}

#[tokio::test]
async fn it_serves_over_tcp() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, server()).await });
    let body = r#"{"name":"Ada"}"#;
    for (request, status) in [
        (format!("POST /api/contacts HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()), "201 Created"),
        ("POST /api/contacts HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\ne\r\n{\"name\":\"Ada\"}\r\n0\r\n\r\n".to_owned(), "201 Created"),
        ("HEAD /api/contacts/7 HTTP/1.1\r\nhost: a\r\nauthorization: token k:right\r\nconnection: close\r\n\r\n".to_owned(), "200 OK"),
        ("OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_owned(), "204 No Content"),
        ("GET /api/contacts/%FF HTTP/1.1\r\nhost: a\r\nauthorization: token k:right\r\nconnection: close\r\n\r\n".to_owned(), "400 Bad Request"),
    ] {
        let Exchange { body: text, .. } = exchange::raw(address, request.as_bytes()).await;
        assert!(text.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {text}");
    }
    serving.abort();
}
