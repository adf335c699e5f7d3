//! Words that Rust, its prelude or the generated crates keep for themselves.
//!
//! Takes an identifier; gives it back escaped where it is a keyword, and tells which names must not be given anew.

/// Keywords of edition 2024, strict and reserved, that can be written raw; sorted.
const RAW: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that not even `r#` allows.
const NEVER: &[&str] = &["Self", "_", "crate", "self", "super"];

/// Whether Rust keeps a word for itself.
pub fn is_keyword(word: &str) -> bool {
    RAW.binary_search(&word).is_ok() || NEVER.contains(&word)
}

/// The identifier as it is written: `type` as `r#type`, `self` as `self_`.
pub fn escape(identifier: String) -> String {
    if RAW.binary_search(&identifier.as_str()).is_ok() {
        format!("r#{identifier}")
    } else if NEVER.contains(&identifier.as_str()) {
        format!("{identifier}_")
    } else {
        identifier
    }
}

/// Names that no generated type takes: the prelude, and the traits that are derived. Other names that generated code uses
/// are written with their paths where the API declares the same.
pub const TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Names that no group's type takes beyond those: what the client's and the server's roots declare.
pub const GROUPS: &[&str] = &[
    "Auth",
    "Authenticator",
    "Body",
    "Call",
    "Client",
    "ClientBuilder",
    "Credentials",
    "Error",
    "Fake",
    "Operation",
    "Problem",
    "Response",
    // What the server's routers are generic in.
    "S",
    "Secret",
    "Service",
    "Token",
    "Transport",
];

/// Names that no module, feature or accessor takes.
pub const MODULES: &[&str] = &[
    "alloc",
    "api",
    "auth",
    "axum",
    "blocking",
    "br",
    "builder",
    "client",
    "clone",
    "core",
    "default",
    "deflate",
    "fake",
    "full",
    "gzip",
    "http",
    "hyper",
    "lib",
    "main",
    "mod",
    "native_tls",
    "reqwest",
    "router",
    "routes",
    "runtime",
    "rustls_tls",
    "serde",
    "serde_json",
    "std",
    "tower",
    "tracing",
    "types",
    "zstd",
];

/// Names that no method of a group takes.
pub const METHODS: &[&str] = &["clone"];

/// Names that no setter or argument of an operation takes: the methods of a call, and the variable that holds it.
pub const ARGUMENTS: &[&str] = &[
    "call",
    "clone",
    "into_future",
    "items",
    "new",
    "pages",
    "send",
    "send_blocking",
    "send_items",
    "send_raw",
    "send_stream",
    "to_receiver",
    "with_accept",
    "with_base_url",
    "with_content_type",
    "with_header",
    "with_part",
    "with_query",
    "with_redirects",
    "with_retry",
    "with_timeout",
    "with_url",
    "without_retry",
];

/// Methods that every builder of a client has.
pub const BUILDERS: &[&str] = &[
    "auth",
    "build",
    "builder",
    "connect_timeout",
    "fail",
    "header",
    "layer",
    "lenient",
    "max_body",
    "new",
    "on_mismatch",
    "one_server",
    "set_parameter",
    "query",
    "retry",
    "timeout",
    "transport",
    "user_agent",
    "with_credentials",
    "with_hidden",
    "with_parameter",
];

#[cfg(test)]
mod tests {
    use super::{ARGUMENTS, BUILDERS};
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    fn runtime(of: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(of).join("src/runtime")
    }

    fn items(path: &Path) -> Vec<syn::Item> {
        syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap().items
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
        }
        files
    }

    /// The methods that a type of a runtime has, by itself and by traits that it implements for its own use.
    fn methods(of: &str, ty: &str) -> BTreeSet<String> {
        let all = files(&runtime(of)).iter().flat_map(|path| items(path)).collect::<Vec<_>>();
        let impls = all.iter().filter_map(|item| match item {
            syn::Item::Impl(block) => Some(block),
            _ => None,
        });
        let own = impls.filter(|block| match &*block.self_ty {
            syn::Type::Path(path) => path.path.segments.last().is_some_and(|segment| segment.ident == ty),
            _ => false,
        });
        let formats = |block: &&syn::ItemImpl| {
            let of = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
            of.is_some_and(|segment| segment.ident == "Debug" || segment.ident == "Display")
        };
        let functions = own.filter(|block| !formats(block)).flat_map(|block| &block.items);
        let names = functions.filter_map(|item| match item {
            syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        });
        names.collect()
    }

    fn missing<'a>(declared: &'a BTreeSet<String>, reserved: &[&str]) -> Vec<&'a str> {
        declared.iter().map(String::as_str).filter(|name| !reserved.contains(name)).collect()
    }

    #[test]
    fn setters_are_not_named_like_methods_of_a_call() {
        let declared = methods("client", "Call");
        assert!(declared.contains("send") && declared.contains("into_future"), "{declared:?}");
        assert_eq!(missing(&declared, ARGUMENTS), [""; 0]);
    }

    #[test]
    fn setters_are_not_named_like_methods_of_a_builder() {
        let declared = methods("client", "Builder");
        assert!(declared.contains("build") && declared.contains("lenient"), "{declared:?}");
        assert_eq!(missing(&declared, BUILDERS), [""; 0]);
    }
}
