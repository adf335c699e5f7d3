//! The program that attacks generated crates from within: `hostile-driver SEED SECONDS`.
//!
//! Takes a seed and a time; prints `broken WHAT<tab>WHY<tab>INPUT` for each finding and `tried COUNT` at the end. What stands in
//! it for each vendor is written by `cargo xtask hostile`. Never opens a port.

#[path = "SHARED/mutate.rs"]
#[allow(dead_code)]
mod mutate;
#[path = "SHARED/random.rs"]
#[allow(dead_code)]
mod random;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use random::Random;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use tower::ServiceExt;

struct Vendor {
    name: &'static str,
    router: fn() -> axum::Router,
    read: fn(&[u8], &mut Vec<String>),
    routes: &'static [(&'static str, &'static str)],
}

/// What is read is written, and read again it is the same. Rules are checked where requests are served.
macro_rules! typed {
    ($types:ident, $name:ident, $text:ident, $found:ident) => {
        if let Ok(value) = $types::runtime::json::decode::<$types::$name>($text) {
            if let Ok(written) = $types::runtime::json::encode(&value) {
                let again = $types::runtime::json::decode::<$types::$name>(&written);
                if !again.is_ok_and(|again| $types::runtime::json::encode(&again).is_ok_and(|it| it == written)) {
                    $found.push(format!("{} is not read as it was written", stringify!($name)));
                }
            }
        }
    };
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut arguments = std::env::args().skip(1).filter_map(|text| text.parse::<u64>().ok());
    let (seed, seconds) = (arguments.next().unwrap_or(1), arguments.next().unwrap_or(5));
    let until = Instant::now() + Duration::from_secs(seconds);
    let vendors = [
        // VENDORS
    ];
    let mut random = Random::new(seed);
    let (mut tried, mut broken) = (0_u64, 0);
    let mut answers = vec![serde_json::json!({})];
    while Instant::now() < until && broken < 20 {
        for vendor in &vendors {
            let Some((method, path)) = random.choose(vendor.routes).copied() else { continue };
            let body = match random.choose(&answers).cloned() {
                Some(answer) => mutate::variant(&answer, &answers, &mut random),
                None => String::new(),
            };
            tried += 2;
            // An answer.
            let mut found = Vec::new();
            if catch_unwind(AssertUnwindSafe(|| (vendor.read)(body.as_bytes(), &mut found))).is_err() {
                found.push(String::from("panic"));
            }
            for why in found {
                broken += 1;
                println!("broken answer of {}\t{why}\t{}", vendor.name, body.replace(['\n', '\t'], " "));
            }
            // A request.
            let uri = uri(path, &mut random);
            let kinds = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "", "é"];
            let mut request = Request::builder().method(method).uri(&uri).header("authorization", header(&mut random));
            if random.below(8) > 0 {
                let kind = if random.below(3) > 0 { kinds[0] } else { kinds[random.below(kinds.len())] };
                request = request.header("content-type", kind);
            }
            let Ok(request) = request.body(Body::from(body.clone())) else { continue };
            let router = (vendor.router)();
            let served = tokio::spawn(async move { router.oneshot(request).await });
            let shown = || format!("{method} {uri} {}", body.replace(['\n', '\t'], " "));
            let why = match tokio::time::timeout(Duration::from_secs(10), served).await {
                Err(_) => String::from("hang"),
                Ok(Err(_)) => String::from("panic"),
                Ok(Ok(Err(never))) => match never {},
                Ok(Ok(Ok(answer))) => {
                    let status = answer.status();
                    // What has no example is told by 501.
                    let blames = status.is_server_error() && status.as_u16() != 501;
                    let bytes = to_bytes(answer.into_body(), 1 << 22).await.unwrap_or_default();
                    if let Ok(value) = serde_json::from_slice::<Value>(&bytes)
                        && answers.len() < 200
                    {
                        answers.push(value);
                    }
                    if !blames {
                        continue;
                    }
                    format!("{status}: {}", String::from_utf8_lossy(&bytes).replace(['\n', '\t'], " "))
                }
            };
            broken += 1;
            println!("broken request to {}\t{why}\t{}", vendor.name, shown());
        }
    }
    println!("tried {tried}");
}

/// A path with its parameters filled in, and a query.
fn uri(path: &str, random: &mut Random) -> String {
    let values = ["1", "a", "%00", "%2e%2e", "", "%F0%9F%98%80", "%ff", "-1", "1e9", "99999999999999999999", "a,b;c=d", "%2F", "%"];
    let mut uri = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        uri.push_str(before);
        uri.push_str(values[random.below(values.len())]);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    uri.push_str(rest);
    let names = ["page", "limit", "q", "filter[a]", "sort", "_fields", "%5B", "=", "&", "a[b][c][d]"];
    for index in 0..random.below(4) {
        uri.push(if index == 0 { '?' } else { '&' });
        uri.push_str(names[random.below(names.len())]);
        uri.push('=');
        uri.push_str(values[random.below(values.len())]);
    }
    uri
}

fn header(random: &mut Random) -> &'static str {
    let values = ["Bearer x", "Basic eDp5", "Basic !!", "", "Bearer", "basic eA==", "Digest a=b", "Bearer  \u{e9}"];
    values[random.below(values.len())]
}
