//! How clients reach the network, and that others in the same build do not notice.

use super::canned::Canned;
use linq_client::{Auth, Client};
use std::time::Duration;

/// The client is built with its default features, TLS among them.
#[tokio::test]
async fn the_features_of_a_client_leave_reqwest_as_it_is() {
    Client::builder("https://in.process").auth(Auth::api_key("anything")).build().expect("TLS can be set up");
    let server = Canned::json(200, "{}").await;
    let response = reqwest::Client::new().get(&server.url).send().await.expect("a response");
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_connection_that_is_refused_or_late_is_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    drop(listener);
    let client = |url: &str| {
        let builder = Client::builder(url).auth(Auth::api_key("anything"));
        builder.connect_timeout(Duration::from_millis(300)).build().expect("a client")
    };
    let refused = client(&url).contacts().get_contact(42).await.expect_err("nobody listens");
    assert!(refused.is_connect() && !refused.is_timeout(), "{refused}");
    assert!(refused.to_string().contains("refused"), "{refused}");
    // Whoever accepts and says nothing has no TLS.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("it has an address"));
    let late = client(&url).contacts().get_contact(42).await.expect_err("nobody answers");
    assert!(late.is_connect() && late.is_timeout(), "{late}");
}

/// Run in a process of its own, as the environment is that of the whole process.
#[tokio::test]
#[ignore = "is run by the next"]
async fn credentials_from_the_environment() {
    use close_client::{Auth, Client};
    let server = Canned::json(200, "{}").await;
    match Auth::from_env() {
        Err(error) => println!("{error}"),
        Ok(auth) => {
            let client = Client::builder(&server.url).auth(auth).build().expect("a client");
            client.contacts().get_contact("1").send_raw().await.expect("a response");
            println!("{}", server.requests().concat());
        }
    }
}

#[test]
fn credentials_come_from_the_environment() {
    let printed = |variables: &[(&str, &str)]| {
        let mut program = std::process::Command::new(std::env::current_exe().expect("this is one"));
        program.args(["transports::credentials_from_the_environment", "--exact", "--ignored", "--nocapture"]);
        program.env_remove("CLOSE_API_KEY").env_remove("CLOSE_OAUTH2_TOKEN").envs(variables.iter().copied());
        String::from_utf8(program.output().expect("it runs").stdout).expect("text")
    };
    let none = printed(&[("CLOSE_API_KEY", "")]);
    let missing = "the environment holds no credentials: set `CLOSE_API_KEY`, or `CLOSE_OAUTH2_TOKEN`";
    assert!(none.contains(missing), "{none}");
    assert!(printed(&[("CLOSE_OAUTH2_TOKEN", "word")]).contains("authorization: Bearer word"));
    // `word:`
    let both = printed(&[("CLOSE_API_KEY", "word"), ("CLOSE_OAUTH2_TOKEN", "other")]);
    assert!(both.contains("authorization: Basic d29yZDo="), "{both}");
}
