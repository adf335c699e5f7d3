//! Answers: one variant for each documented status.
//!
//! Takes an operation's responses; gives them in the order of precedence, named by what the status means.

use crate::diagnostic::{Diagnostic, code};
use crate::document;
use crate::ir::{Docs, Outcome, Payload, Response, StatusPattern};
use crate::lower::body_names::BodyNames;
use crate::lower::docs;
use crate::lower::links::link;
use crate::lower::naming::{Scope, Wanted};
use crate::lower::place::{Step, asked_for};
use crate::lower::schema::Lowering;
use crate::lower::status_name::status_name;

impl<'d> Lowering<'d, '_> {
    /// The answers of an operation.
    pub fn responses(
        &mut self,
        index: usize,
        operation: &'d document::Operation,
        bodies: &mut BodyNames,
    ) -> Vec<Response> {
        let mut ordered: Vec<&document::Response> = operation.responses.iter().collect();
        ordered.sort_by_key(|response| response.status);
        let wanted: Vec<Wanted> =
            ordered.iter().map(|response| Wanted { text: status_name(response.status), ..Wanted::default() }).collect();
        let names = Scope::variants().assign(&wanted);
        let asked_for = asked_for(operation);
        let success = ordered.iter().any(|response| is_success(response.status));
        let mut all = Vec::with_capacity(ordered.len());
        for (response, name) in ordered.into_iter().zip(names) {
            let status = response.status;
            let step = if asked_for == Some(status) { Step::Answer(status) } else { Step::Response(status) };
            let payload = self.body(response, index, &step, bodies);
            let headers = self.headers(&response.headers);
            let mut fields = Scope::fields();
            headers.iter().for_each(|header| fields.reserve(header.name.bare()));
            let open = |fields: &mut Scope| fields.own(&["status", "status_code"]);
            let status_field = match status {
                document::StatusPattern::Exact(_) => None,
                document::StatusPattern::Class(_) | document::StatusPattern::Default => Some(open(&mut fields)),
            };
            let body_field = match payload {
                Payload::Empty => None,
                Payload::One(_) | Payload::Several { .. } => Some(fields.own(&["body", "content"])),
            };
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
                status_field,
                body_field,
                examples: Vec::new(),
                origin: response.origin,
            });
        }
        all
    }

    /// The body of a response. Responses of some statuses have none, whatever the document says.
    fn body(
        &mut self,
        response: &'d document::Response,
        index: usize,
        step: &Step<'d>,
        bodies: &mut BodyNames,
    ) -> Payload {
        match (is_bodiless(response.status), response.content.first()) {
            (true, Some(media)) => {
                let status = match response.status {
                    document::StatusPattern::Exact(code) => code.to_string(),
                    document::StatusPattern::Class(class) => format!("{class}XX"),
                    document::StatusPattern::Default => "default".to_owned(),
                };
                let message = format!(
                    "the content of a response with the status {status} was left out: such a response has none"
                );
                let diagnostic = Diagnostic::new(&code::lower::CONTENT_WITHOUT_BODY, media.origin.span, message);
                self.graph
                    .tell(diagnostic.help("describe the content under the status that comes with it, such as 200"));
                Payload::Empty
            }
            _ => self.payload(&response.content, index, step, bodies).0,
        }
    }
}

/// Statuses whose responses have no content (RFC 9110 §15.2, §15.3.5, §15.3.6, §15.4.5).
fn is_bodiless(status: document::StatusPattern) -> bool {
    match status {
        document::StatusPattern::Exact(status) => matches!(status, 100..=199 | 204 | 205 | 304),
        document::StatusPattern::Class(class) => class == 1,
        document::StatusPattern::Default => false,
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

pub fn pattern(status: document::StatusPattern) -> StatusPattern {
    match status {
        document::StatusPattern::Exact(code) => StatusPattern::Exact(code),
        document::StatusPattern::Class(class) => StatusPattern::Class(class),
        document::StatusPattern::Default => StatusPattern::Default,
    }
}
