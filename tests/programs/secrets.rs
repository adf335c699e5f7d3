//! Generated crates at work: what a description calls secret is shown by no `Debug`, no `Display` and no error.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use secrets_client::types::runtime::{Validate, json};
use secrets_client::types::{Credentials, File, Key, Proof};
use secrets_client::{Auth, CallError, Client, ErrorKind, TowerTransport};
use secrets_server::files::{Files, GetFileRequest, GetFileResponse};
use secrets_server::login::{Login, LoginRequest, LoginResponse};
use secrets_server::phrase::{Phrase, SetPhraseRequest, SetPhraseResponse};
use secrets_server::runtime::Problem;
use std::error::Error as _;
use std::fmt::{Debug, Display};
use std::sync::{Arc, Mutex};

const SECRET: &str = "hunter2";

fn hidden(text: impl Display) {
    let text = text.to_string();
    assert!(!text.contains(SECRET) && !text.contains("4711"), "{text}");
}

/// All that an error says.
fn tells_nothing<E: Debug>(error: &CallError<E>) {
    hidden(error);
    hidden(format!("{error:?} {error:#?}"));
    let mut source = error.source();
    while let Some(error) = source {
        hidden(format!("{error} {error:?}"));
        source = error.source();
    }
}

/// A client whose server gives this answer to everything.
fn client(status: u16, content_type: &'static str, body: String) -> Client {
    let router = axum::Router::new().fallback(move || async move {
        let response = Response::builder().status(status).header("content-type", content_type);
        let response = response.header("X-Next-Proof", SECRET).header("x-vault-key", SECRET).header("set-cookie", SECRET);
        let response = response.header("location", format!("https://other.example/?api_key={SECRET}"));
        response.body(Body::from(body)).unwrap()
    });
    let builder = Client::builder("http://in.process").transport(TowerTransport::new(router));
    builder.auth(Auth::key(SECRET)).build().unwrap()
}

#[tokio::main]
async fn main() {
    types_tell_nothing();
    answers_tell_nothing().await;
    requests_tell_nothing();
    servers_tell_nothing().await;
}

fn types_tell_nothing() {
    let text = format!(r#"{{"user":"ada","password":"{SECRET}","token":"{SECRET}","hint":"blue"}}"#);
    let credentials: Credentials = json::decode(text.as_bytes()).unwrap();
    hidden(format!("{credentials:?} {credentials:#?}"));
    assert!(format!("{credentials:?}").contains("blue"), "what is said to be no secret is shown");
    assert_eq!(credentials.password.expose(), SECRET);
    let bad: Credentials = json::decode(format!(r#"{{"user":"ada","password":"{SECRET}!{SECRET}!{SECRET}"}}"#).as_bytes()).unwrap();
    hidden(format!("{:?}", bad.validate().unwrap_err()));
    let file: File = json::decode(format!(r#"{{"api_key":"{SECRET}","X-Vault-Key":"{SECRET}"}}"#).as_bytes()).unwrap();
    hidden(format!("{file:?} {:?}", file.x_vault_key.validate()));
    for text in [
        format!(r#""{SECRET}""#),
        format!(r#"{{"user":"ada","password":["{SECRET}"]}}"#),
        r#"{"user":"ada","password":4711}"#.to_owned(),
        format!(r#"{{"user":"ada","password":"{SECRET}"#),
    ] {
        let error = json::decode::<Credentials>(text.as_bytes()).unwrap_err();
        hidden(format!("{error} {error:?}"));
    }
    for text in [
        format!(r#"{{"password":"{SECRET}","level":"low"}}"#),
        r#"{"password":4711,"level":4711}"#.to_owned(),
        format!(r#"["{SECRET}"]"#),
        format!(r#""{SECRET}""#),
    ] {
        match json::decode::<Proof>(text.as_bytes()) {
            Ok(proof) => hidden(format!("{proof:?}")),
            Err(error) => hidden(format!("{error} {error:?}")),
        }
    }
}

async fn answers_tell_nothing() {
    let bodies = [
        format!(r#"{{"user":7,"password":"{SECRET}","token":"{SECRET}"}}"#),
        format!(r#"{{"user":"ada","password":"{SECRET}","expires":"{SECRET}"}}"#),
        r#"{"user":"ada","password":4711}"#.to_owned(),
        format!(r#"{{"user":"ada","password":"{SECRET}"#),
        format!(r#""{SECRET}""#),
        format!(r#"["{SECRET}", 4711]"#),
        format!(r#"{{"a":["{SECRET}"],"b":{{"c":"{SECRET}"}}}}"#),
        format!(r#"{{"password":"{SECRET}","level":"low"}}"#),
        format!("<p>{SECRET}</p>"),
        format!("password={SECRET}"),
        format!(r#"{{"since":"{SECRET}"}}"#),
        r#"{"shade":47110000000000}"#.to_owned(),
        SECRET.to_owned(),
    ];
    let credentials: Credentials = json::decode(format!(r#"{{"user":"a","password":"{SECRET}"}}"#).as_bytes()).unwrap();
    let proof: Proof = json::decode(format!(r#"{{"password":"{SECRET}","level":1}}"#).as_bytes()).unwrap();
    for body in bodies {
        for status in [200, 302, 400, 418, 500, 502] {
            for content_type in ["application/json", "text/plain", "text/html", "application/x-www-form-urlencoded", ""] {
                let client = client(status, content_type, body.clone());
                macro_rules! tried {
                    ($($call:expr),*) => {$(
                        match $call.send().await {
                            Ok(answer) => hidden(format!("{:?} {:?}", answer.headers, answer.status)),
                            Err(error) => tells_nothing(&error),
                        }
                        match $call.send_raw().await {
                            Ok(answer) => hidden(format!("{answer:?} {answer:#?}")),
                            Err(error) => tells_nothing(&error),
                        }
                        match $call.send_stream().await {
                            Ok(answer) => hidden(format!("{answer:?}")),
                            Err(error) => tells_nothing(&error),
                        }
                    )*};
                }
                tried!(
                    client.login().login(&credentials),
                    client.proof().prove(&proof),
                    client.tokens().list_tokens(),
                    client.vault().get_vault(),
                    client.phrase().get_phrase(),
                    client.color().get_color(),
                    client.files().get_file(SECRET)
                );
                // What is documented is typed, and shows nothing either.
                for shown in [
                    client.login().login(&credentials).await.map(|it| format!("{it:?}")).map_err(|it| format!("{it:?}")),
                    client.proof().prove(&proof).await.map(|it| format!("{it:?}")).map_err(|it| format!("{it:?}")),
                    client.tokens().list_tokens().await.map(|it| format!("{it:?}")).map_err(|it| format!("{it:?}")),
                    client.vault().get_vault().await.map(|it| format!("{it:?}")).map_err(|it| format!("{it:?}")),
                    client.phrase().get_phrase().await.map(|it| format!("{it:?}")).map_err(|it| format!("{it:?}")),
                    client.color().get_color().await.map(|it| format!("{it:?}")).map_err(|it| format!("{it:?}")),
                ] {
                    hidden(shown.unwrap_or_else(|error| error));
                }
            }
        }
    }
    let error = client(418, "application/json", format!(r#"{{"error":"{SECRET}"}}"#)).tokens().list_tokens().await.unwrap_err();
    assert!(error.to_string().ends_with(r#"{"error": string}"#), "{error}");
    assert!(matches!(error.kind, ErrorKind::Unexpected(None)), "{error:?}");
    let answer = error.response().unwrap();
    assert!(answer.body.ends_with(format!("{SECRET}\"}}").as_bytes()), "the body is there for who asks");
}

fn requests_tell_nothing() {
    let client = client(200, "", String::new());
    let credentials: Credentials = json::decode(format!(r#"{{"user":"a","password":"{SECRET}"}}"#).as_bytes()).unwrap();
    hidden(format!("{client:?} {:?}", client.login().login(&credentials)));
    let key = Key(SECRET.into());
    let call = client.files().get_file(SECRET).phrase(SECRET).api_key(SECRET).x_proof(SECRET).x_vault_key(&key);
    hidden(format!("{call:?} {key:?} {:?}", Auth::key(SECRET)));
}

struct Api(Arc<Mutex<Vec<String>>>);

impl secrets_server::Service for Api {
    type Error = Problem;
    type Identity = ();
}

impl Files for Api {
    async fn get_file(&self, request: GetFileRequest, _: ()) -> Result<GetFileResponse, Problem> {
        self.0.lock().unwrap().push(format!("{request:?} {request:#?}"));
        Ok(GetFileResponse::Other(Response::default()))
    }
}

impl Login for Api {
    async fn login(&self, request: LoginRequest, _: ()) -> Result<LoginResponse, Problem> {
        self.0.lock().unwrap().push(format!("{request:?} {request:#?}"));
        Ok(LoginResponse::Ok(request.body.into()))
    }
}

impl Phrase for Api {
    async fn set_phrase(&self, request: SetPhraseRequest, _: ()) -> Result<SetPhraseResponse, Problem> {
        assert_eq!(request.body.expose(), SECRET);
        self.0.lock().unwrap().push(format!("{request:?} {request:#?}"));
        Ok(SetPhraseResponse::NoContent)
    }
}

struct Anyone;

impl secrets_server::runtime::Authenticator<secrets_server::Credentials> for Anyone {
    type Identity = ();

    async fn authenticate(
        &self,
        credentials: secrets_server::Credentials,
        attempt: secrets_server::runtime::Attempt<'_>,
    ) -> secrets_server::runtime::Verdict<()> {
        hidden(format!("{credentials:?}"));
        drop(attempt);
        secrets_server::runtime::Verdict::Allow(())
    }
}

async fn servers_tell_nothing() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let api = Arc::new(Api(Arc::clone(&seen)));
    let mut routes = secrets_server::runtime::Routes::guarded(Anyone);
    secrets_server::files::add_routes(&mut routes, &api);
    secrets_server::login::add_routes(&mut routes, &api);
    secrets_server::phrase::add_routes(&mut routes, &api);
    let builder = Client::builder("http://in.process").transport(TowerTransport::new(routes.into_router()));
    let client = builder.auth(Auth::key("abc")).build().unwrap();
    let long = format!("{SECRET}-{SECRET}-{SECRET}");
    let key = Key("abc".into());
    let given = client.files().get_file(&long).phrase("4711").x_vault_key(&key).with_header("Authorization", SECRET);
    let given = given.with_header("Cookie", SECRET).with_header("Proxy-Authorization", SECRET);
    let _ = given.send_raw().await.unwrap();
    // Every rule is broken, and nothing of it is told.
    let key = Key(SECRET.into());
    let given = client.files().get_file(SECRET).phrase(SECRET).x_proof(SECRET).api_key(SECRET).x_vault_key(&key);
    let told = given.send_raw().await.unwrap();
    assert_eq!(told.status, StatusCode::BAD_REQUEST);
    hidden(String::from_utf8_lossy(&told.body));
    for body in [
        format!(r#"{{"user":"a","password":"{SECRET}!"}}"#),
        format!(r#"{{"user":"a","password":["{SECRET}"]}}"#),
        r#"{"user":"a","password":4711}"#.to_owned(),
        format!(r#"{{"user":["{SECRET}"],"password":"{SECRET}"}}"#),
        format!(r#""{SECRET}""#),
        format!(r#"{{"user":"a","password":"{SECRET}"#),
    ] {
        let request = axum::http::Request::post("/login?api_key=abc").header("content-type", "application/json");
        let mut routes = secrets_server::runtime::Routes::guarded(Anyone);
        secrets_server::login::add_routes(&mut routes, &api);
        let transport = TowerTransport::new(routes.into_router());
        let answer = secrets_client::Transport::send(
            &transport,
            request.uri("http://in.process/login?api_key=abc").body(body.clone().into()).unwrap(),
        );
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{body}");
        let told = axum::body::to_bytes(Body::new(answer.into_body()), 1 << 20).await.unwrap();
        hidden(String::from_utf8_lossy(&told));
    }
    // What is right reaches the handlers, which print what they are given.
    let credentials: Credentials = json::decode(format!(r#"{{"user":"a","password":"{SECRET}"}}"#).as_bytes()).unwrap();
    let _ = client.login().login(&credentials).send_raw().await.unwrap();
    let _ = client.phrase().set_phrase(SECRET).with_header("X-Vault-Key", SECRET).send_raw().await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    seen.iter().for_each(hidden);
}
