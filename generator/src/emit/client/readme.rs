//! The client's `README.md`, which is the documentation of its root too: its example compiles.

use super::example::{argument, simplest};
use super::names::{feature, groups, library_name};
use super::response;
use super::scope::Scope;
use crate::emit::docs::code;
use crate::ir::{Alternative, Api, Operation, Outcome, ParameterPresence, ServerReach};

/// The text.
pub fn text(api: &Api) -> String {
    let name = &api.name;
    let mut text =
        format!("# {name}-client\n\nA typed client of {} for tokio.\n\n{}\n", code(&api.title), example(api));
    text.push_str(
        "A call is awaited for the body of its response. `.send()` gives status and headers as well, `.send_raw()` the response as it\n\
         came, `.send_stream()` its bytes as they arrive. What is optional has a setter, what is required is an argument.\n\n\
         Each operation has its own [`CallError`]: `api()` is what the operation documents, typed by status, and `kind` tells that apart\n\
         from an undocumented response, a body that cannot be read, a time limit and a broken connection. `status()`, `headers()`,\n\
         `response()`, `json()`, `retry_after()`, `is_timeout()` and `is_connect()` answer what programs ask. By `?` it becomes the crate's\n\
         [`Error`], which all operations have in common.\n\n\
         Nothing is sent twice unless asked for: `.retry(Retry::standard())` on the builder tries again what failed, where that is\n\
         safe ([`Retry`]). Redirects are followed ([`Call::with_redirects`]), without credentials to another host.\n\n",
    );
    text.push_str(&environment(api));
    text.push_str(&streams(api));
    text.push_str(&super::servers::readme(api));
    text.push_str("\n## Features\n\n| feature | on by default | what it is |\n|---|---|---|\n");
    let by_default = |feature, otherwise| api.settings.is_default(feature, otherwise);
    let (rustls, native) = (by_default("rustls-tls", true), by_default("native-tls", false));
    for (feature, is_default, what) in [
        // Each kind of TLS turns on what it is for.
        ("hyper", rustls || by_default("hyper", false), "sends over the network, by hyper"),
        ("rustls-tls", rustls, "TLS by rustls, with ring or the `CryptoProvider` that the process has installed"),
        (
            "reqwest",
            native || by_default("reqwest", false),
            "`ReqwestTransport`: sends by a reqwest of your own; in place of hyper where that is off",
        ),
        ("native-tls", native, "TLS by the platform, through reqwest"),
        (
            "tower",
            by_default("tower", true),
            "`TowerTransport`: sends to a service in the same process, such as the router of the server crate; `builder.layer(…)`",
        ),
        ("gzip", by_default("gzip", false), "takes responses in this encoding; so do `br`, `zstd` and `deflate`"),
        ("tracing", by_default("tracing", false), "a span of `tracing` for each call"),
        (
            "blocking",
            by_default("blocking", false),
            "`call.send_blocking()`, for programs without an asynchronous runtime",
        ),
    ] {
        text.push_str(&format!("| `{feature}` | {} | {what} |\n", yes_or_no(is_default)));
    }
    for group in groups(api) {
        if let Some(feature) = feature(api, group) {
            let accessor = format!("client.{}()", group.module.as_str());
            let tag = cell(&group.tag);
            let is_default = yes_or_no(by_default(feature, true));
            let row = format!("| {} | {is_default} | the operations of {tag}: {} |\n", cell(feature), code(&accessor));
            text.push_str(&row);
        }
    }
    if groups(api).any(|group| feature(api, group).is_some()) {
        text.push_str(
            "\nWhere the compiler finds no method of such a name on `Client`, its feature is off: turn it on in the manifest, or use\n\
             the default features.\n",
        );
    }
    text
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

fn cell(text: &str) -> String {
    code(text).replace('|', "")
}

/// A program that builds a client and calls the simplest operation.
fn example(api: &Api) -> String {
    let auth = api.alternatives.first().map(auth);
    let server = api.servers.iter().find(|server| server.reach == ServerReach::Public);
    let imports = || {
        let names = [auth.as_ref().map(|_| "Auth"), Some("Client"), server.map(|_| "servers")];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        match names.as_slice() {
            [name] => format!("use {}::{name};\n", library_name(api)),
            names => format!("use {}::{{{}}};\n", library_name(api), names.join(", ")),
        }
    };
    let url = match server {
        Some(server) => format!("servers::{}", server.name.as_str()),
        None => "\"https://api.example.com\"".to_owned(),
    };
    let mut base = vec![url];
    for parameter in api.client_parameters.iter().filter(|parameter| parameter.presence == ParameterPresence::Required)
    {
        match argument(api, &parameter.ty, parameter.name.bare()) {
            Some(value) => base.push(value),
            None => return String::new(),
        }
    }
    let auth = auth.as_ref().map(|auth| format!("\n        .auth({auth})\n        ")).unwrap_or_default();
    let built = format!("Client::builder({}){auth}.build()?;", base.join(", "));
    let Some((group, operation, arguments)) = simplest(api) else {
        return program(&imports(), &format!("    {built}\n"));
    };
    let call = format!("client.{}().{}({})", group.module.as_str(), operation.name.as_str(), arguments.join(", "));
    let setup = format!("    let client = {built}\n");
    let plain =
        program(&imports(), &format!("{setup}    let response = {call}.await?;\n    println!(\"{{response:?}}\");\n"));
    let errors = program(
        &imports(),
        &format!(
            "{setup}    match {call}.send().await {{\n\
             \u{20}       Ok(response) => println!(\"{{}}: {{:?}}\", response.status, response.body),\n\
             \u{20}       Err(error) => match error.api() {{\n\
             \u{20}           Some(documented) => println!(\"{{:?}}: {{documented:?}}\", error.status()),\n\
             \u{20}           None => return Err(error.into()),\n        }},\n    }}\n"
        ),
    );
    format!("{plain}\nWith status, headers and the errors that are documented:\n\n{errors}")
}

/// Which variables of the environment hold credentials.
fn environment(api: &Api) -> String {
    let all = api.alternatives.iter().map(|it| it.variables.concat()).filter(|variables| !variables.is_empty());
    let listed = |variables: Vec<String>| variables.iter().map(|it| code(it)).collect::<Vec<_>>().join(" and ");
    match all.map(listed).collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        all => format!("`Auth::from_env()` takes credentials from the environment: {}.\n\n", all.join(", or ")),
    }
}

/// How the first response that is read as it arrives is read, where there is one.
fn streams(api: &Api) -> String {
    let successes = |operation: &Operation| {
        let all = operation.responses.clone().into_iter().filter(|response| response.outcome != Outcome::Failure);
        all.flat_map(|response| response.payload.media().to_vec()).find(|media| media.codec.is_sequence())
    };
    let found = api.operations().find_map(|(group, operation)| Some((group, operation, successes(operation)?)));
    let Some((group, operation, media)) = found else { return String::new() };
    let ty = response::media_type(api, &media, &Scope::default())
        .to_string()
        .replace([' ', '\n'], "")
        .replace("crate::", "");
    let names = ["EventStream", "Event", "JsonLines", "StreamError", "types"];
    let ends = |name: &str| ty.contains(&format!("{name}<")) || matches!(name, "StreamError");
    let imports: Vec<&str> =
        names.into_iter().filter(|name| ends(name) || (*name == "types" && ty.contains("types::"))).collect();
    let (module, method, library) = (group.module.as_str(), operation.name.as_str(), library_name(api));
    let read = "while let Some(item) = items.next().await {\n        println!(\"{:?}\", item?);\n    }";
    let raw = if ty.starts_with("EventStream") { " `raw()` gives all events with their data as text." } else { "" };
    format!(
        "## Streams\n\n\
         Some responses are one item after the other, such as those of `{module}().{method}`. They are read as they arrive, and are\n\
         [streams](https://docs.rs/futures-core/latest/futures_core/stream/trait.Stream.html). The time limit of the call holds for\n\
         each wait, and no more than one item is kept.\n\n\
         ```rust\nuse {library}::{{{}}};\n\n\
         async fn show(mut items: {ty}) -> Result<(), StreamError> {{\n    {read}\n    Ok(())\n}}\n```\n\n\
         An item that is not what is documented, such as a text that marks the end, is a `StreamError::Decode` whose `text()` is what\n\
         was sent; reading goes on after it.{raw}\n\n",
        imports.join(", "),
    )
}

fn program(imports: &str, body: &str) -> String {
    format!(
        "```rust,no_run\n{imports}\n#[tokio::main]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{body}    Ok(())\n}}\n```\n"
    )
}

fn auth(alternative: &Alternative) -> String {
    let names = alternative.arguments.iter().flatten();
    let arguments: Vec<String> = names.map(|name| format!("\"{}\"", name.bare())).collect();
    format!("Auth::{}({})", alternative.name.as_str(), arguments.join(", "))
}
