//! Where a server is: on loopback, reached over real HTTP, or in this process, reached without a network.

use axum::Router;
use tokio::net::TcpListener;

/// Where a server is.
pub enum Place {
    /// At this URL.
    Loopback(String),
    /// Here.
    InProcess(Router),
}

/// Puts one server at both places. That on loopback serves until the test ends.
pub async fn both(router: Router) -> [Place; 2] {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let served = router.clone();
    tokio::spawn(async move { axum::serve(listener, served).await });
    [Place::Loopback(url), Place::InProcess(router)]
}

/// Builds a client of the server at a place: `connect!(its crate, place, |url| a builder)`.
macro_rules! connect {
    ($client:ident, $place:expr, |$url:ident| $builder:expr) => {
        match $place {
            crate::place::Place::Loopback($url) => $builder.build().unwrap(),
            crate::place::Place::InProcess(router) => {
                let $url = "http://in.process";
                $builder.transport($client::TowerTransport::new(router.clone())).build().unwrap()
            }
        }
    };
}

pub(crate) use connect;
