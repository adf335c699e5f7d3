//! The runtime of generated crates: the sources under `templates/`, to the byte but for conditions on features that a crate does not
//! have, because it always needs what they turn on.
//!
//! `templates` beside `src` holds links in the repository and files in a package, which may not reach outside its folder. Gives every file that a generated crate carries under `src/runtime/`. `cargo xtask tidy` sees that none is forgotten.

use crate::emit::Crate;
use std::borrow::Cow;

/// Embeds the files of one template.
macro_rules! runtime {
    ($($path:literal)*) => {
        &[$((
            $path,
            include_str!(concat!("../../templates/", $path)),
        )),*]
    };
}

/// Path below `templates/` and text of each file of a crate's runtime. `parts` are features of the template that the crate
/// has no choice about.
pub fn files(of: Crate, parts: &[&str]) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
    let files = match of {
        Crate::Types => TYPES,
        Crate::Client => CLIENT,
        Crate::Server => SERVER,
    };
    files.iter().map(|(path, text)| (*path, settled(text, parts)))
}

/// A text without the conditions on these features, and without what holds only where they are off.
fn settled(text: &'static str, parts: &[&str]) -> Cow<'static, str> {
    if parts.is_empty() || !text.contains("#[cfg") {
        return Cow::Borrowed(text);
    }
    let is_named = |line: &str| parts.iter().any(|part| line.contains(&format!("feature = \"{part}\"")));
    let mut settled = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let condition = line.trim_start();
        if !is_named(condition) || !condition.starts_with("#[cfg") {
            settled.push_str(line);
            settled.push('\n');
        } else if condition.starts_with("#[cfg(not(") {
            // The item or statement ends where it began in its line.
            let indent = line.len() - condition.len();
            let ends = |line: &str| line.len() - line.trim_start().len() == indent && line.ends_with([';', '}']);
            lines.by_ref().find(|line| ends(line));
        }
    }
    Cow::Owned(settled)
}

static TYPES: &[(&str, &str)] = runtime! {
    "types/src/runtime/base64.rs"
    "types/src/runtime/buffer.rs"
    "types/src/runtime/chrono.rs"
    "types/src/runtime/codec.rs"
    "types/src/runtime/constant.rs"
    "types/src/runtime/container.rs"
    "types/src/runtime/dates.rs"
    "types/src/runtime/encoding.rs"
    "types/src/runtime/entries.rs"
    "types/src/runtime/enumeration.rs"
    "types/src/runtime/equality.rs"
    "types/src/runtime/field.rs"
    "types/src/runtime/file.rs"
    "types/src/runtime/finder.rs"
    "types/src/runtime/foreign.rs"
    "types/src/runtime/jiff.rs"
    "types/src/runtime/json.rs"
    "types/src/runtime/looks.rs"
    "types/src/runtime/mask.rs"
    "types/src/runtime/mod.rs"
    "types/src/runtime/multipart.rs"
    "types/src/runtime/pattern.rs"
    "types/src/runtime/pattern/ecma.rs"
    "types/src/runtime/reading.rs"
    "types/src/runtime/scalar.rs"
    "types/src/runtime/secret.rs"
    "types/src/runtime/sequence.rs"
    "types/src/runtime/sequence/data.rs"
    "types/src/runtime/sequence/event.rs"
    "types/src/runtime/sequence/lines.rs"
    "types/src/runtime/slot.rs"
    "types/src/runtime/structure.rs"
    "types/src/runtime/style.rs"
    "types/src/runtime/time.rs"
    "types/src/runtime/trail.rs"
    "types/src/runtime/union.rs"
    "types/src/runtime/uuid.rs"
    "types/src/runtime/validate.rs"
    "types/src/runtime/validate/bounds.rs"
    "types/src/runtime/validate/check.rs"
    "types/src/runtime/validate/report.rs"
    "types/src/runtime/validate/rule.rs"
    "types/src/runtime/validate/subject.rs"
    "types/src/runtime/webhook.rs"
    "types/src/runtime/xml/mod.rs"
    "types/src/runtime/xml/names.rs"
    "types/src/runtime/xml/node.rs"
    "types/src/runtime/xml/read.rs"
    "types/src/runtime/xml/tree.rs"
    "types/src/runtime/xml/write.rs"
};

static CLIENT: &[(&str, &str)] = runtime! {
    "client/src/runtime/base_url.rs"
    "client/src/runtime/blocking.rs"
    "client/src/runtime/body.rs"
    "client/src/runtime/boxed.rs"
    "client/src/runtime/builder.rs"
    "client/src/runtime/call.rs"
    "client/src/runtime/crate_error.rs"
    "client/src/runtime/credential.rs"
    "client/src/runtime/draft.rs"
    "client/src/runtime/encoding.rs"
    "client/src/runtime/environment.rs"
    "client/src/runtime/error.rs"
    "client/src/runtime/exchange.rs"
    "client/src/runtime/fault.rs"
    "client/src/runtime/excerpt.rs"
    "client/src/runtime/header.rs"
    "client/src/runtime/items.rs"
    "client/src/runtime/mod.rs"
    "client/src/runtime/mismatch.rs"
    "client/src/runtime/multipart.rs"
    "client/src/runtime/oauth.rs"
    "client/src/runtime/operation.rs"
    "client/src/runtime/page_body.rs"
    "client/src/runtime/pages.rs"
    "client/src/runtime/paging.rs"
    "client/src/runtime/percent.rs"
    "client/src/runtime/random.rs"
    "client/src/runtime/redirect.rs"
    "client/src/runtime/response.rs"
    "client/src/runtime/retry.rs"
    "client/src/runtime/retry_after.rs"
    "client/src/runtime/route.rs"
    "client/src/runtime/shared.rs"
    "client/src/runtime/span.rs"
    "client/src/runtime/stream.rs"
    "client/src/runtime/style.rs"
    "client/src/runtime/timeout.rs"
    "client/src/runtime/transport/mod.rs"
    "client/src/runtime/transport/compression.rs"
    "client/src/runtime/transport/hyper.rs"
    "client/src/runtime/transport/proxied.rs"
    "client/src/runtime/transport/reqwest.rs"
    "client/src/runtime/transport/service.rs"
    "client/src/runtime/transport/timed.rs"
    "client/src/runtime/transport/tls.rs"
    "client/src/runtime/transport/tower.rs"
    "client/src/runtime/uri.rs"
    "client/src/runtime/value.rs"
};

static SERVER: &[(&str, &str)] = runtime! {
    "server/src/runtime/accept.rs"
    "server/src/runtime/authenticate.rs"
    "server/src/runtime/body.rs"
    "server/src/runtime/choice.rs"
    "server/src/runtime/conformance.rs"
    "server/src/runtime/context.rs"
    "server/src/runtime/credentials.rs"
    "server/src/runtime/encoding.rs"
    "server/src/runtime/fake.rs"
    "server/src/runtime/fault.rs"
    "server/src/runtime/how.rs"
    "server/src/runtime/input.rs"
    "server/src/runtime/items.rs"
    "server/src/runtime/mod.rs"
    "server/src/runtime/multipart.rs"
    "server/src/runtime/operation.rs"
    "server/src/runtime/parameter.rs"
    "server/src/runtime/percent.rs"
    "server/src/runtime/pointer.rs"
    "server/src/runtime/problem.rs"
    "server/src/runtime/response.rs"
    "server/src/runtime/routes.rs"
    "server/src/runtime/stream.rs"
    "server/src/runtime/style.rs"
    "server/src/runtime/template.rs"
    "server/src/runtime/tree.rs"
    "server/src/runtime/value.rs"
    "server/src/runtime/whole_part.rs"
    "server/src/runtime/wire.rs"
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_on_what_is_always_there_are_gone() {
        let text = "a\n#[cfg(feature = \"x\")]\nb\n    #[cfg(not(feature = \"x\"))]\n    c {\n        d;\n    }\ne\n\
                    #[cfg(any(feature = \"x\", feature = \"y\"))]\nf\n#[cfg(feature = \"y\")]\ng\n";
        assert_eq!(settled(text, &["x"]), "a\nb\ne\nf\n#[cfg(feature = \"y\")]\ng\n");
        assert_eq!(settled(text, &[]), text);
    }

    #[test]
    fn every_runtime_parses_without_its_conditions() {
        let parts = crate::emit::types::FEATURES;
        for of in Crate::ALL {
            for (path, text) in files(of, &parts) {
                assert!(syn::parse_file(&text).is_ok(), "{path}");
                assert!(!text.contains("#[cfg(feature") || of != Crate::Types, "{path}");
            }
        }
    }
}
