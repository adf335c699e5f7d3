//! No secret is shown by anything that can be printed.

use super::canned::{Canned, Manner};
use axum::response::IntoResponse;
use std::fmt::{Debug, Display};

const KEY: &str = "k3y-0f-n0b0dy";
const SECRET: &str = "s3cr3t-0f-n0b0dy";

/// What was printed.
#[derive(Default)]
struct Printed(Vec<String>);

impl Printed {
    fn debug(&mut self, shown: &dyn Debug) {
        self.0.push(format!("{shown:?}\n{shown:#?}"));
    }

    fn error(&mut self, shown: &(impl Debug + Display)) {
        self.debug(shown);
        self.0.push(shown.to_string());
    }

    /// `base64("k3y-0f-n0b0dy:")` begins as the key does with any password, up to the last group.
    fn has_no_secret(&self) {
        for text in &self.0 {
            for secret in [KEY, SECRET, "azN5LTBmLW4wYjBk", "s3cr3t", "k3y"] {
                assert!(!text.contains(secret), "{text}");
            }
        }
        assert!(self.0.len() > 10, "there is something to look at");
    }
}

/// Servers whose responses end in each kind of error. None of them repeats what it was sent.
async fn servers() -> Vec<Canned> {
    vec![
        Canned::json(200, "garbage").await,
        Canned::json(200, r#"{"data": 1, "payload": 1, "id": []}"#).await,
        Canned::json(404, r#"{"message": "gone"}"#).await,
        Canned::json(418, "short and stout").await,
        Canned::redirect(302, "http://127.0.0.1:9/").await,
        Canned::raw("", Manner::Never).await,
        Canned::raw("SSH-2.0-OpenSSH_9.9\r\n", Manner::AtOnce).await,
        Canned::raw("", Manner::Stalling).await,
        Canned::raw("HTTP/1.1 200 OK\r\n\r\n", Manner::Endless).await,
    ]
}

macro_rules! prints_no_secret {
    ($($test:ident: $client:ident, [$($auth:expr),+], |$url:ident| $builder:expr, |$built:ident| $call:expr;)*) => {$(
        #[tokio::test]
        async fn $test() {
            use $client::Auth;
            let mut printed = Printed::default();
            for auth in [$($auth),+] {
                printed.debug(&auth);
                for server in servers().await {
                    let $url = server.url.as_str();
                    let builder = $builder.auth(auth.clone()).max_body(1000);
                    let builder = builder.timeout(std::time::Duration::from_millis(100));
                    printed.debug(&builder);
                    let $built = builder.build().unwrap();
                    printed.debug(&$built);
                    printed.debug(&$built.contacts());
                    let call = $call;
                    printed.debug(&call);
                    printed.error(&call.await.unwrap_err());
                }
            }
            printed.has_no_secret();
        }
    )*};
}

prints_no_secret! {
    chatwoot: chatwoot_client, [Auth::user_api_key(SECRET)],
        |url| chatwoot_client::Client::builder(url), |client| client.contacts().contact_details(1, 2);
    close: close_client, [Auth::api_key(KEY), Auth::oauth2(SECRET)],
        |url| close_client::Client::builder(url), |client| client.contacts().get_contact("1").fields("id");
    libredesk: libredesk_client, [Auth::basic(KEY, SECRET), Auth::token(KEY, SECRET)],
        |url| libredesk_client::Client::builder(url), |client| client.contacts().get_contact("1");
    linq: linq_client, [Auth::api_key(SECRET)],
        |url| linq_client::Client::builder(url), |client| client.contacts().get_contact(1);
    wethod: wethod_client, [Auth::personal_token(SECRET)],
        |url| wethod_client::Client::builder(url, "acme", "1"), |client| client.contacts().get_contact(1);
}

#[test]
fn a_credential_that_cannot_be_sent_is_told_without_showing_it() {
    use libredesk_client::{Auth, BuildError, Client};
    let mut printed = Printed::default();
    for bad in ["\n", "\r\nx-injected: 1", "\0", "\u{7f}"] {
        let auth = Auth::token(KEY, &format!("{SECRET}{bad}"));
        printed.debug(&auth);
        let builder = Client::builder("http://desk.example").auth(auth);
        printed.debug(&builder);
        let error = builder.build().unwrap_err();
        assert!(matches!(&error, BuildError::Credential { parameter } if parameter == "Authorization"), "{error}");
        printed.error(&error);
    }
    for bad in [
        format!("http://{KEY}:{SECRET}@desk.example"),
        format!("http://desk.example/?token={SECRET}"),
        format!("http://desk.example/#{SECRET}"),
    ] {
        printed.error(&Client::builder(&bad).build().unwrap_err());
    }
    printed.has_no_secret();
}

#[test]
fn a_secret_in_an_answer_is_not_shown() {
    let text = format!(r#"{{"data": {{"id": 7, "api_key": "{SECRET}"}}}}"#);
    let contact: libredesk_types::ContactResponse = libredesk_types::runtime::json::decode(text.as_bytes()).unwrap();
    let shown = format!("{contact:?}{contact:#?}");
    assert!(shown.contains("id: Some(7)") && !shown.contains(SECRET), "{shown}");
    assert_eq!(contact.data.unwrap().api_key.unwrap().expose(), SECRET);
}

/// Answers with what it was asked, as `Debug` shows it.
struct Mirror;

impl libredesk_server::Service for Mirror {
    type Error = libredesk_server::runtime::Problem;
    type Identity = ();
}

impl libredesk_server::Contacts for Mirror {
    async fn get_contact(
        &self,
        request: libredesk_server::contacts::GetContactRequest,
        (): (),
    ) -> Result<libredesk_server::contacts::GetContactResponse, Self::Error> {
        let sent = request.context.headers.contains_key("authorization");
        assert!(sent, "a handler can see the header that is not shown");
        Ok(libredesk_server::contacts::GetContactResponse::Other(format!("{request:?}").into_response()))
    }
}

impl libredesk_server::runtime::Authenticator<libredesk_server::Credentials> for Mirror {
    type Identity = ();

    async fn authenticate(
        &self,
        credentials: libredesk_server::Credentials,
        _: libredesk_server::runtime::Attempt<'_>,
    ) -> libredesk_server::runtime::Verdict<()> {
        let shown = format!("{credentials:?}");
        assert!(!shown.contains(KEY) && !shown.contains(SECRET), "{shown}");
        libredesk_server::runtime::Verdict::Allow(())
    }
}

#[tokio::test]
async fn a_server_does_not_show_what_it_was_sent() {
    use libredesk_client::{Auth, Client, TowerTransport};
    for auth in [Auth::basic(KEY, SECRET), Auth::token(KEY, SECRET)] {
        let transport =
            TowerTransport::new(libredesk_server::routes(Mirror, Mirror).on_deviation(|_| {}).into_router());
        let client = Client::builder("http://in.process").auth(auth).transport(transport).build().unwrap();
        let response = client.contacts().get_contact("42").send_raw().await.unwrap();
        let shown = String::from_utf8(response.body.to_vec()).unwrap();
        assert!(shown.contains("\"authorization\": Sensitive") && shown.contains("\"42\""), "{shown}");
        assert!(!shown.contains(SECRET) && !shown.contains("azN5LTBmLW4wYjBk"), "{shown}");
    }
}
