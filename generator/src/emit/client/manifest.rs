//! The client's `Cargo.toml`.

use super::names::{feature, groups};
use crate::emit::{Manifest, types};
use crate::ir::Api;

/// The manifest.
pub fn manifest(api: &Api) -> Manifest {
    let name = &api.name;
    let types = types::Dependency::of(api);
    let groups: Vec<(&str, Vec<String>)> =
        groups(api).filter_map(|group| Some((feature(api, group)?, types.turned_on_by(group)))).collect();
    let on = ["rustls-tls", "tower"].into_iter().map(str::to_owned);
    let turns_on = |features: &[&str]| features.iter().map(|feature| (*feature).to_owned()).collect();
    let mut features: Vec<(String, Vec<String>)> = vec![
        ("default".to_owned(), on.chain(groups.iter().map(|(group, _)| (*group).to_owned())).collect()),
        ("hyper".to_owned(), turns_on(&["dep:hyper", "dep:hyper-util", "dep:tower-service", "tokio/net"])),
        ("reqwest".to_owned(), turns_on(&["dep:reqwest"])),
        (
            "rustls-tls".to_owned(),
            turns_on(&["hyper", "dep:hyper-rustls", "dep:rustls", "dep:rustls-platform-verifier"]),
        ),
        ("native-tls".to_owned(), turns_on(&["reqwest", "reqwest/native-tls"])),
        ("tower".to_owned(), turns_on(&["dep:tower-layer", "dep:tower-service"])),
    ];
    features.extend(["gzip", "br", "zstd", "deflate"].map(|encoding| {
        let decodes = format!("tower-http/decompression-{encoding}");
        (encoding.to_owned(), turns_on(&["dep:tower-http", "dep:tower-service", &decodes]))
    }));
    features.push(("tracing".to_owned(), turns_on(&["dep:tracing"])));
    features.push(("blocking".to_owned(), turns_on(&["tokio/rt-multi-thread"])));
    features.extend(groups.into_iter().map(|(group, turned_on)| (group.to_owned(), turned_on)));

    let dependencies = vec![
        types.line(),
        "base64 = { version = \"0.22\", default-features = false, features = [\"alloc\"] }".to_owned(),
        "bytes = \"1\"".to_owned(),
        "futures-core = { version = \"0.3\", default-features = false }".to_owned(),
        "http = \"1\"".to_owned(),
        "http-body = \"1\"".to_owned(),
        "http-body-util = \"0.1\"".to_owned(),
        "httpdate = \"1\"".to_owned(),
        "hyper = { version = \"1\", default-features = false, optional = true }".to_owned(),
        "hyper-rustls = { version = \"0.27\", default-features = false, features = [\"http1\", \"http2\", \"tls12\"], optional = true }"
            .to_owned(),
        "hyper-util = { version = \"0.1\", default-features = false, features = [\"client-legacy\", \"client-proxy\", \"http1\", \"http2\", \"tokio\"], optional = true }"
            .to_owned(),
        "reqwest = { version = \"0.13\", default-features = false, features = [\"http2\"], optional = true }"
            .to_owned(),
        "rustls = { version = \"0.23\", default-features = false, features = [\"ring\", \"std\", \"tls12\"], optional = true }"
            .to_owned(),
        "rustls-platform-verifier = { version = \"0.7\", optional = true }".to_owned(),
        "serde = { version = \"1\", default-features = false, features = [\"std\"] }".to_owned(),
        "tokio = { version = \"1\", features = [\"sync\", \"time\"] }".to_owned(),
        "tower-http = { version = \"0.6\", default-features = false, optional = true }".to_owned(),
        "tower-layer = { version = \"0.3\", optional = true }".to_owned(),
        "tower-service = { version = \"0.3\", optional = true }".to_owned(),
        "tracing = { version = \"0.1\", default-features = false, features = [\"std\"], optional = true }".to_owned(),
    ];
    Manifest {
        package: format!("{name}-client"),
        description: format!("A client of {}", api.title),
        features,
        dependencies,
        dev_dependencies: vec!["tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }".to_owned()],
        ..Manifest::of(api)
    }
}
