//! Forms that describe APIs and are not read, each with the way to what is read.
//!
//! Takes a text of no form that is read; says by its name what it is and what to give instead. Promises to name a form only by what no other form has. Never
//! reads anything of it.

use std::ops::Range;

use super::part::Part;
use super::{front, lines};
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A form that is known and not read.
struct Form {
    /// What it is.
    name: &'static str,
    /// The way out.
    help: &'static str,
    /// Where the text shows that it is of the form.
    shows: fn(&Text<'_>) -> Option<Range<usize>>,
}

/// A text with its lines.
struct Text<'t> {
    text: &'t str,
    lines: Vec<Range<usize>>,
    body: usize,
}

impl<'t> Text<'t> {
    fn line(&self, at: &Range<usize>) -> &'t str {
        self.text.get(at.clone()).unwrap_or("")
    }

    /// The first line that fits.
    fn find(&self, fits: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        self.lines.iter().find(|line| fits(self.line(line))).cloned()
    }

    /// The first line with something in it.
    fn first(&self) -> Option<(Range<usize>, &'t str)> {
        let line = self.lines.iter().find(|line| !self.line(line).trim().is_empty())?;
        Some((line.clone(), self.line(line).trim_start_matches('\u{feff}').trim()))
    }

    /// A key at the start of a line, or anywhere in JSON, with a value.
    fn key(&self, key: &str, value: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        self.find(|line| {
            line.match_indices(key).any(|(at, _)| {
                let (before, rest) = line.split_at_checked(at).unwrap_or((line, ""));
                let before = before.trim_end_matches(['"', '\'']).trim_end();
                let rest = rest.get(key.len()..).unwrap_or("").trim_start_matches(['"', '\'']).trim_start();
                let said = rest.strip_prefix(':').map(str::trim_start);
                (before.is_empty() || before.ends_with(['{', ',']))
                    && said.is_some_and(|said| {
                        let quoted = said.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next());
                        value(quoted.unwrap_or(said.split([',', '}']).next().unwrap_or(said)).trim())
                    })
            })
        })
    }

    /// A key of front matter.
    fn front(&self, key: &str) -> Option<Range<usize>> {
        let before = self.lines.iter().take_while(|line| line.start < self.body);
        before
            .into_iter()
            .find(|line| self.line(line).strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
            .cloned()
    }
}

const FORMS: [Form; 16] = [
    Form {
        name: "a page of Mintlify of 2024 with the exporter's own grammar, not an OpenAPI document",
        help: "fetch the page again as the site serves it today, with `.md` behind its address, or give the vendor's OpenAPI document",
        shows: |text| {
            let at = text.find(|line| line.trim_end() == "paths:")?;
            let mut below =
                text.lines.iter().filter(|line| line.start > at.start).map(|line| text.line(line).trim_start());
            let legacy = below.next().is_some_and(|line| line.starts_with("path:"))
                && below.next().is_some_and(|line| line.starts_with("method:"));
            legacy.then_some(at)
        },
    },
    Form {
        name: "AsyncAPI, which describes messages and not HTTP",
        help: "give an OpenAPI document for the HTTP operations; WebSocket and broker channels have no OpenAPI form",
        shows: |text| {
            let fence = |line: &str| {
                line.trim_start_matches('`').len() + 3 <= line.len()
                    && line.trim_start_matches('`').contains("asyncapi")
            };
            text.key("asyncapi", |value| value.starts_with(|c: char| c.is_ascii_digit()))
                .or_else(|| text.find(|line| line.trim_end() == "## AsyncAPI"))
                .or_else(|| text.find(|line| line.starts_with("```") && fence(line)))
        },
    },
    Form {
        name: "RAML",
        help: "convert it, for example with `oas-raml-converter` or the AMF command line, and give the OpenAPI document",
        shows: |text| text.first().filter(|(_, line)| line.starts_with("#%RAML")).map(|(at, _)| at),
    },
    Form {
        name: "API Blueprint",
        help: "convert it, for example with `apib2swagger`, and give the OpenAPI document",
        shows: |text| {
            text.find(|line| line.trim().strip_prefix("FORMAT:").is_some_and(|rest| rest.trim().starts_with("1A")))
                .or_else(|| {
                    let action =
                        |line: &str| line.starts_with('#') && line.trim_end().ends_with(']') && line.contains(" [");
                    let method = |line: &str| {
                        ["[GET", "[POST", "[PUT", "[PATCH", "[DELETE", "[/"].iter().any(|mark| line.contains(mark))
                    };
                    text.find(|line| line.trim_start().starts_with("+ Response "))?;
                    text.find(|line| action(line) && method(line))
                })
        },
    },
    Form {
        name: "a GraphQL schema, which has types and one address, not operations of HTTP",
        help: "use a GraphQL client generator; for the vendor's REST API give its OpenAPI document",
        shows: |text| {
            let definition = |line: &str| {
                let rest = line.strip_prefix("extend ").unwrap_or(line);
                ["type Query", "type Mutation", "type Subscription"].iter().any(|word| {
                    rest.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with(['{', '@', 'i']))
                }) || rest.trim_end() == "schema {"
            };
            text.find(definition).or_else(|| text.key("__schema", |_| true)).or_else(|| {
                let of = ["input ", "interface ", "union ", "scalar ", "directive @"];
                let all = of.iter().filter(|word| text.find(|line| line.starts_with(**word)).is_some()).count();
                (all > 1).then(|| text.find(|line| line.starts_with("type "))).flatten()
            })
        },
    },
    Form {
        name: "a Protocol Buffers definition",
        help: "with `google.api.http` annotations, `protoc-gen-openapi` or `protoc-gen-openapiv2` make an OpenAPI document of it; for gRPC use tonic",
        shows: |text| {
            let syntax = |line: &str| {
                line.trim_start()
                    .strip_prefix("syntax")
                    .is_some_and(|rest| rest.trim_start().starts_with('=') && rest.contains("proto"))
            };
            let edition = |line: &str| {
                line.trim_start().strip_prefix("edition").is_some_and(|rest| rest.trim_start().starts_with("= \""))
            };
            text.find(|line| syntax(line) || edition(line)).or_else(|| {
                text.find(|line| line.starts_with("package ") && line.trim_end().ends_with(';'))?;
                text.find(|line| {
                    (line.starts_with("message ") || line.starts_with("service ")) && line.trim_end().ends_with('{')
                })
            })
        },
    },
    Form {
        name: "an export of Insomnia",
        help: "in Insomnia, export the design document as OpenAPI, or export the collection as HAR, which is read",
        shows: |text| {
            text.key("__export_format", |_| true)
                .or_else(|| text.key("type", |value| value.contains("insomnia.rest")))
                .or_else(|| text.key("__export_source", |value| value.contains("insomnia")))
        },
    },
    Form {
        name: "a request or a collection of Bruno",
        help: "in Bruno, export the collection as a Postman collection 2.1, which is read",
        shows: |text| {
            let block = text.first().filter(|(_, line)| *line == "meta {").map(|(at, _)| at);
            block.or_else(|| text.key("opencollection", |_| true)).or_else(|| {
                text.key("brunoConfig", |_| true).or_else(|| {
                    text.key("type", |value| value == "collection")
                        .filter(|_| text.key("version", |value| value == "1").is_some())
                })
            })
        },
    },
    Form {
        name: "a Postman collection of version 1",
        help: "export it again as Collection v2.1, which is read",
        shows: |text| {
            text.key("requests", |_| true)
                .filter(|_| text.text.contains("\"folders_order\"") || text.text.contains("\"collectionId\""))
        },
    },
    Form {
        name: "Markdown of Slate, which is prose and samples",
        help: "give the OpenAPI document it was written from; `widdershins` makes such pages of one, and nothing makes one of them",
        shows: |text| text.front("language_tabs").or_else(|| text.front("toc_footers")),
    },
    Form {
        name: "a source of a documentation site (MDX), which names an operation of a document and does not hold it",
        help: "give the OpenAPI document it names, or the page as the site serves it, with `.md` behind its address",
        shows: |text| text.front("openapi").or_else(|| text.front("api")),
    },
    Form {
        name: "a source of GitBook, which names an operation of a document and does not hold it",
        help: "give the OpenAPI document it names, or the page as the site serves it, with `.md` behind its address",
        shows: |text| {
            text.find(|line| line.trim_start().starts_with("{% openapi") || line.trim_start().starts_with("{% swagger"))
        },
    },
    Form {
        name: "a WSDL description of SOAP services",
        help: "use a SOAP client generator; OpenAPI does not describe SOAP's envelopes",
        shows: |text| {
            text.find(|line| {
                line.contains("http://schemas.xmlsoap.org/wsdl/") || line.contains("http://www.w3.org/ns/wsdl")
            })
        },
    },
    Form {
        name: "OpenRPC, which describes JSON-RPC",
        help: "use a generator for JSON-RPC; for the vendor's REST API give its OpenAPI document",
        shows: |text| text.key("openrpc", |value| value.starts_with(|c: char| c.is_ascii_digit())),
    },
    Form {
        name: "a Google API discovery document",
        help: "convert it, for example with `google-discovery-to-swagger`, and give the OpenAPI document",
        shows: |text| text.key("kind", |value| value == "discovery#restDescription"),
    },
    Form {
        name: "an index of pages (`llms.txt`), which holds none of them",
        help: "list it in `vendor.yaml` beside the pages it names, or give `llms-full.txt` or the pages themselves",
        shows: |text| {
            let link = |line: &str| line.trim_start().starts_with("- [") && line.contains("](");
            let links = text.lines.iter().filter(|line| link(text.line(line))).count();
            let filled = text.lines.iter().filter(|line| !text.line(line).trim().is_empty()).count();
            (links > 1 && links * 2 > filled).then(|| text.find(link)).flatten()
        },
    },
];

/// Says which form a text has, if it is one of these.
pub fn refuse(part: &Part<'_>, diagnostics: &mut Diagnostics) -> bool {
    let text = Text {
        text: part.text,
        lines: lines::lines(part.text, part.start),
        body: front::read(part.text, part.start).body,
    };
    let Some((form, place)) = FORMS.iter().find_map(|form| Some((form, (form.shows)(&text)?))) else { return false };
    let message = format!("this is {}; it is not read", form.name);
    diagnostics.report(Diagnostic::new(&code::UNREAD_FORM, part.span(&place), message).help(form.help));
    true
}
