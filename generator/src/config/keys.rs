//! The keys of `vendor.yaml`, as one table.
//!
//! Holds data: name, kind, words and example of each key. The reader takes the keys that it knows from here, and so do the JSON Schema, the file that
//! `init` writes and the reference of the book. Never reads a file.

/// A key of a map.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Whether the file cannot be used without it.
    pub is_required: bool,
    /// What its value is.
    pub kind: Kind,
    /// What it does, in full sentences.
    pub about: &'static str,
    /// A value, as YAML on one line.
    pub example: &'static str,
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text that is not empty.
    Text,
    /// The base name of crates.
    Name,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of some of these words.
    SomeOf(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A list of files within the folder: a path, or a map of `path` and `url`.
    Files,
    /// A list of maps with these keys.
    Maps(&'static [Key]),
    /// A map with these keys.
    Map(&'static [Key]),
    /// A map with at least one of these keys: an empty one would mean everything or nothing.
    Choice(&'static [Key]),
    /// `true` or `false`.
    Flag,
    /// A map of the reader's own keys to Rust paths, or to `String` where that is so.
    Paths {
        /// Whether `String` is a value too.
        text: bool,
    },
    /// A map of the reader's own keys to lists of texts.
    TextsByKey,
    /// A map of the reader's own keys to a text, or to a map with these keys.
    TextsOrMaps(&'static [Key]),
}

/// The words for libraries of dates and times.
pub const DATE_TIMES: [&str; 4] = ["chrono", "jiff", "time", "string"];

/// The words for crates.
pub const CRATES: [&str; 3] = ["types", "client", "server"];

const fn key(name: &'static str, kind: Kind, about: &'static str, example: &'static str) -> Key {
    Key { name, is_required: false, kind, about, example }
}

/// The keys of an item of `documents` or `overlays` that is a map.
pub const FILE: &[Key] = &[
    Key {
        is_required: true,
        ..key(
            "path",
            Kind::Text,
            "Where the file is: relative to this folder, with `/`, and not upwards.",
            "openapi.yaml",
        )
    },
    key("url", Kind::Text, "Where the file came from. `spec.lock` records it.", "https://acme.example/openapi.yaml"),
];

/// The keys of an item of `accept`.
pub const ACCEPT: &[Key] = &[
    Key {
        is_required: true,
        ..key(
            "fault",
            Kind::Text,
            "Its name, as `generate` prints it: code and place.",
            "unresolved-reference@/paths/~1a",
        )
    },
    Key {
        is_required: true,
        ..key("reason", Kind::Text, "Why it is accepted.", "the vendor never published that file")
    },
];

/// The keys of `upstream`.
pub const UPSTREAM: &[Key] = &[
    key(
        "pages",
        Kind::Texts,
        "Of the pages that an index names, only those at these paths of its server. `*` stands for one segment, `**` for any number of them.",
        "[/docs/api/**]",
    ),
    key(
        "files",
        Kind::Files,
        "Further files, each a map of `path` and `url`: those that documents refer to.",
        "[{path: schemas.yaml, url: 'https://acme.example/schemas.yaml'}]",
    ),
];

/// The keys of `only` and `except`.
pub const SELECTION: &[Key] = &[
    key("tags", Kind::Texts, "Operations that have one of these tags.", "[Contacts, Deals]"),
    key("operations", Kind::Texts, "Operations with one of these values of `operationId`.", "[getContact]"),
    key(
        "paths",
        Kind::Texts,
        "Operations of these paths, as the document writes them. `*` stands for one segment, `**` for any number of them.",
        "[/contacts/**]",
    ),
    key(
        "types",
        Kind::Texts,
        "Operations whose parameters, requests or responses reach one of these schemas, directly or through others: keys of `components/schemas`.",
        "[Contact]",
    ),
];

/// The keys of `types`.
pub const TYPES: &[Key] = &[
    key(
        "date-time",
        Kind::OneOf(&DATE_TIMES),
        "The library that `format: date-time`, `date` and `time` come from; chrono where nothing is said, and `string` for none.",
        "jiff",
    ),
    key(
        "formats",
        Kind::Paths { text: true },
        "The Rust type of strings by their `format`: a path, whose crate is among `dependencies`, or `String`. It implements `Clone`, `Debug`, `PartialEq` \
         and serde's traits, and is written as a string; whatever else the schema says of the text is left to it.",
        "{uuid: String, ipv4: 'core::net::Ipv4Addr'}",
    ),
    key(
        "replace",
        Kind::Paths { text: false },
        "A Rust type of your own in place of a component, by the component's key. It implements `Clone`, `Debug`, `PartialEq` and serde's traits.",
        "{Address: 'core::net::IpAddr'}",
    ),
    key(
        "names",
        Kind::Map(NAMES),
        "How types of components are named after the keys of these. What is inline in a component is named after the component's type. A single name is \
         chosen by `x-specwright: {name: …}` in an overlay.",
        "{strip-prefix: [com.acme.], strip-suffix: [Dto]}",
    ),
    key(
        "derives",
        Kind::TextsByKey,
        "Further derive macros by the name of the Rust type, or for every type under `*`. `Copy`, `Default`, `Eq` and `Hash` under `*` are derived where \
         all parts of a type have them.",
        "{'*': [Eq, Hash], Contact: [PartialOrd]}",
    ),
    key(
        "attributes",
        Kind::TextsByKey,
        "Further attributes, without `#[` and `]`, by the name of the Rust type, or for every type under `*`.",
        "{Contact: [must_use]}",
    ),
];

/// The keys of `names`.
pub const NAMES: &[Key] = &[
    key(
        "strip-prefix",
        Kind::Texts,
        "Beginnings of keys that names are without: the first of the list that a key begins with, and that is not all of it.",
        "[com.acme.]",
    ),
    key("strip-suffix", Kind::Texts, "Ends of keys that names are without, likewise.", "[Dto, Response]"),
    key("prefix", Kind::Text, "What every name of a component's type begins with.", "Acme"),
    key("suffix", Kind::Text, "What every name of a component's type ends with.", "Model"),
];

/// The keys of a dependency that is a map.
pub const DEPENDENCY: &[Key] = &[
    key("version", Kind::Text, "The versions that are accepted, as Cargo writes them.", "'1.2'"),
    key("path", Kind::Text, "Where the crate is, relative to the manifest of the types crate.", "../../../money"),
    key("package", Kind::Text, "The name of the crate where it is called otherwise there.", "acme-money"),
    key("features", Kind::Texts, "Features that are turned on.", "[serde]"),
    key(
        "default-features",
        Kind::Flag,
        "Whether its default features are turned on; `true` where nothing is said.",
        "false",
    ),
];

/// The keys of `package`.
pub const PACKAGE: &[Key] = &[
    key("version", Kind::Text, "The version of the crates; `0.1.0` where nothing is said.", "1.4.0"),
    key(
        "license",
        Kind::Text,
        "The SPDX expression of the licence; `MIT OR Apache-2.0`, which is that of the runtime, where nothing is said. The runtime's stays in `NOTICE`.",
        "Apache-2.0",
    ),
    key("authors", Kind::Texts, "Who maintains the crates.", "[Acme SDK team]"),
    key("repository", Kind::Text, "The URL of their repository.", "https://acme.example/rust"),
    key("homepage", Kind::Text, "The URL of their homepage.", "https://acme.example"),
    key("publish", Kind::Flag, "Whether `cargo publish` accepts them; `false` where nothing is said.", "true"),
];

/// The keys of `vendor.yaml`.
pub const VENDOR: &[Key] = &[
    Key {
        is_required: true,
        ..key(
            "name",
            Kind::Name,
            "What the crates are named after: `acme` makes acme-types, acme-client and acme-server.",
            "acme",
        )
    },
    key("title", Kind::Text, "The vendor's name in prose.", "Acme"),
    Key {
        is_required: true,
        ..key(
            "documents",
            Kind::Files,
            "OpenAPI documents or documentation pages, read together as one API. The first wins where they differ.",
            "[openapi.yaml]",
        )
    },
    key(
        "overlays",
        Kind::Files,
        "OpenAPI Overlays that correct the documents, in the order they apply. Each action says why in its `description`.",
        "[overlay.yaml]",
    ),
    key(
        "patches",
        Kind::Files,
        "Unified diffs of documents, applied before they are read, for a text that cannot be read.",
        "[quotes.patch]",
    ),
    key(
        "accept",
        Kind::Maps(ACCEPT),
        "Faults of the documents that are accepted: they are reported and change no exit status.",
        "[{fault: 'unresolved-reference@/paths/~1a', reason: the vendor never published that file}]",
    ),
    key(
        "upstream",
        Kind::Map(UPSTREAM),
        "What `fetch` asks for beside the documents that have a `url`. A document with a `url` that is an `llms.txt` index is fetched with its pages.",
        "{pages: [/docs/api/**]}",
    ),
    key(
        "only",
        Kind::Choice(SELECTION),
        "Generates only the operations that one of these lists names, and the types that they reach.",
        "{tags: [Contacts], paths: [/deals/**]}",
    ),
    key(
        "except",
        Kind::Choice(SELECTION),
        "Leaves out the operations that one of these lists names, and the types that nothing else reaches. It has the last word over `only`.",
        "{operations: [deleteEverything]}",
    ),
    key(
        "crates",
        Kind::SomeOf(&CRATES),
        "The crates to make; all three where nothing is said. The types always come with the others.",
        "[client]",
    ),
    key(
        "types",
        Kind::Map(TYPES),
        "Which Rust types are used, and what stands before those that are generated.",
        "{date-time: jiff}",
    ),
    key(
        "dependencies",
        Kind::TextsOrMaps(DEPENDENCY),
        "Crates that the paths under `types` begin with, each with its version or a map. The types crate depends on them and re-exports them.",
        "{rust_decimal: '1', url: {version: '2', features: [serde]}}",
    ),
    key(
        "default-features",
        Kind::Texts,
        "The features that are on by default, in the crates that have them: those of tags, and `hyper`, `rustls-tls`, `reqwest`, `native-tls` and `tower` of \
         the client. Where nothing is said, every tag is on, with `rustls-tls` (which needs `hyper`) and `tower`.",
        "[contacts, rustls-tls]",
    ),
    key(
        "package",
        Kind::Map(PACKAGE),
        "What the manifests of the crates say under `[package]`. Name, edition and `rust-version` are those of the generated code.",
        "{version: 1.4.0, publish: true}",
    ),
    key(
        "header",
        Kind::Text,
        "A comment at the top of each generated Rust file, for a copyright or a licence. The files of the runtime keep their own.",
        "Copyright Acme Inc. All rights reserved.",
    ),
];

/// The names of keys.
pub fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
