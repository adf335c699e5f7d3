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

/// Names that no generated type takes: the prelude, what generated code uses unqualified, and the crates' own items.
pub const TYPES: &[&str] = &[
    "Answer",
    "Any",
    "Api",
    "Arc",
    "AsMut",
    "AsRef",
    "Auth",
    "BTreeMap",
    "Base64",
    "Body",
    "Box",
    "Builder",
    "Bytes",
    "Call",
    "Client",
    "Clone",
    "Copy",
    "Cow",
    "Credentials",
    "Debug",
    "Decode",
    "Default",
    "Deserialize",
    "Deserializer",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Encode",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Field",
    "Fn",
    "FnMut",
    "FnOnce",
    "Formatter",
    "From",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "HashMap",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "Ordering",
    "PartialEq",
    "PartialOrd",
    "Pin",
    "Problem",
    "Result",
    "Router",
    "Secret",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Sized",
    "Slot",
    "Some",
    "Stream",
    "String",
    "Structure",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Uuid",
    "Validate",
    "Value",
    "Vec",
    "Violation",
];

/// Names that no module or feature takes.
pub const MODULES: &[&str] = &[
    "alloc",
    "api",
    "auth",
    "body",
    "client",
    "clippy",
    "core",
    "default",
    "error",
    "errors",
    "fake",
    "full",
    "lib",
    "main",
    "mod",
    "operations",
    "operation",
    "prelude",
    "reqwest",
    "router",
    "runtime",
    "rustfmt",
    "serde",
    "server",
    "servers",
    "shared",
    "std",
    "test",
    "tests",
    "types",
];

/// Names that no method of a group takes.
pub const METHODS: &[&str] = &["clone", "drop", "from", "into", "new", "try_from", "try_into"];

/// Names that no setter or argument of an operation takes.
pub const ARGUMENTS: &[&str] = &[
    "body",
    "call",
    "client",
    "clone",
    "drop",
    "execute",
    "extra",
    "from",
    "header",
    "into",
    "into_future",
    "new",
    "request",
    "retry",
    "security",
    "send",
    "server",
    "stream",
    "timeout",
    "try_from",
    "try_into",
    "with",
];
