//! Answers: one variant for each documented status.
//!
//! Takes an operation's responses; gives them in the order of precedence, named by what the status means.

use crate::document;
use crate::ir::{Docs, Outcome, Response, StatusPattern};
use crate::lower::docs;
use crate::lower::links::link;
use crate::lower::naming::{Scope, Wanted};
use crate::lower::place::{Step, asked_for};
use crate::lower::schema::Lowering;
use crate::lower::types::Extra;

impl<'d> Lowering<'d, '_> {
    /// The answers of an operation.
    pub fn responses(
        &mut self,
        index: usize,
        operation: &'d document::Operation,
        extra: &mut Vec<Extra>,
    ) -> Vec<Response> {
        let mut ordered: Vec<&document::Response> = operation.responses.iter().collect();
        ordered.sort_by_key(|response| response.status);
        let wanted: Vec<Wanted> =
            ordered.iter().map(|response| Wanted { text: variant(response.status), ..Wanted::default() }).collect();
        let names = Scope::variants().assign(&wanted);
        let asked_for = asked_for(operation);
        let success = ordered.iter().any(|response| is_success(response.status));
        let mut all = Vec::with_capacity(ordered.len());
        for (response, name) in ordered.into_iter().zip(names) {
            let status = response.status;
            let step = if asked_for == Some(status) { Step::Answer(status) } else { Step::Response(status) };
            let (payload, _) = self.payload(&response.content, index, &step, extra);
            let headers = self.headers(&response.headers);
            all.push(Response {
                status: pattern(status),
                name: name.name,
                outcome: outcome(status, success),
                docs: Docs {
                    summary: docs::said(response.summary.as_deref()),
                    description: docs::said(Some(&response.description)),
                    provenance: response.origin.provenance,
                    ..Docs::default()
                },
                headers,
                header_set: None,
                links: response.links.iter().map(link).collect(),
                payload,
                examples: Vec::new(),
                origin: response.origin,
            });
        }
        all
    }
}

fn is_success(status: document::StatusPattern) -> bool {
    match status {
        document::StatusPattern::Exact(code) => (200..300).contains(&code),
        document::StatusPattern::Class(class) => class == 2,
        document::StatusPattern::Default => false,
    }
}

/// What a status means; a redirection is what was asked for only where no success is documented.
fn outcome(status: document::StatusPattern, success_documented: bool) -> Outcome {
    let class = match status {
        document::StatusPattern::Exact(code) => code / 100,
        document::StatusPattern::Class(class) => u16::from(class),
        document::StatusPattern::Default if success_documented => return Outcome::Failure,
        document::StatusPattern::Default => return Outcome::Either,
    };
    match class {
        1 | 2 => Outcome::Success,
        3 if !success_documented => Outcome::Success,
        _ => Outcome::Failure,
    }
}

fn pattern(status: document::StatusPattern) -> StatusPattern {
    match status {
        document::StatusPattern::Exact(code) => StatusPattern::Exact(code),
        document::StatusPattern::Class(class) => StatusPattern::Class(class),
        document::StatusPattern::Default => StatusPattern::Default,
    }
}

/// A variant's name: the reason phrase of RFC 9110 and its registry, else the number.
pub fn variant(status: document::StatusPattern) -> String {
    let code = match status {
        document::StatusPattern::Exact(code) => code,
        document::StatusPattern::Class(class) => {
            return match class {
                1 => "Informational".to_owned(),
                2 => "Success".to_owned(),
                3 => "Redirection".to_owned(),
                4 => "ClientError".to_owned(),
                5 => "ServerError".to_owned(),
                other => format!("Class{other}"),
            };
        }
        document::StatusPattern::Default => return "Default".to_owned(),
    };
    let name = match code {
        100 => "Continue",
        101 => "SwitchingProtocols",
        102 => "Processing",
        103 => "EarlyHints",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        208 => "AlreadyReported",
        226 => "ImUsed",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        305 => "UseProxy",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        418 => "ImATeapot",
        421 => "MisdirectedRequest",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        505 => "HttpVersionNotSupported",
        506 => "VariantAlsoNegotiates",
        507 => "InsufficientStorage",
        508 => "LoopDetected",
        510 => "NotExtended",
        511 => "NetworkAuthenticationRequired",
        other => return format!("Status{other}"),
    };
    name.to_owned()
}
