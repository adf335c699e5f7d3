//! The way of a request: to its operation, past the guard, into a typed request, to the handler.
//!
//! Takes operations with their handlers; gives an [`axum::Router`]. axum admits a request by the shape of its path, and the tree of
//! templates decides which operation it belongs to, because axum cannot tell `/{id}` from `/{id}:approve`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{OriginalUri, Request};
use axum::http::header::{ALLOW, CONTENT_LENGTH, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use types::runtime::is_secret_header;

use super::accept::Accepted;
use super::authenticate::{Authenticator, AuthenticatorGuard, BoxFuture, Guard, OpenGuard, Refusal, challenges};
use super::choice::choose;
use super::conformance::Deviation;
use super::credentials::{Alternative, FromPresented};
use super::input::{FromInput, Input};
use super::operation::{Bounds, Operation};
use super::problem::Problem;
use super::template::Template;
use super::tree::{Found, Tree};
use super::{ResponseDraft, body};

/// Operations with their handlers. `I` is who calls: nobody can be known where there is no authenticator.
pub struct Routes<I = Infallible> {
    admissions: BTreeSet<String>,
    group: &'static str,
    table: Table<I>,
}

struct Table<I> {
    tree: Tree<Route<I>>,
    /// Headers that hold secrets by what the description says.
    secret_headers: BTreeSet<&'static str>,
    guard: Box<dyn Guard<I>>,
    deviations: Option<DeviationHook>,
    problems: Option<ProblemHook>,
    unimplemented: Option<UnimplementedHook>,
    slashes: Slashes,
    document: Option<Document>,
}

/// The description of the API, which the server shows.
#[derive(Debug, Clone, Copy)]
struct Document {
    path: &'static str,
    media_type: &'static str,
    text: &'static str,
}

/// What slashes that no template has do to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slashes {
    /// It is another path.
    Count,
    /// Nothing.
    Ignored,
}

type DeviationHook = Box<dyn Fn(&Deviation) + Send + Sync>;
type UnimplementedHook = Box<dyn Fn(&Operation, &HeaderMap) -> Option<Response> + Send + Sync>;
type ProblemHook = Box<dyn Fn(&Problem) -> Response + Send + Sync>;

struct Route<I> {
    operation: Operation,
    names: Vec<&'static str>,
    handler: Handler<I>,
}

/// The problem is with the input, and reaches no method.
type Handle<T> = Box<dyn Fn(Input, T) -> Result<BoxFuture<'static, Response>, Problem> + Send + Sync>;

/// What answers an operation, by who may call it.
enum Handler<I> {
    /// Everyone.
    Open(Handle<()>),
    /// Whoever presents one of these alternatives, in the order of the document.
    Secured(&'static [Alternative], Handle<I>),
    /// The same, or whoever presents nothing at all.
    OptionallySecured(&'static [Alternative], Handle<Option<I>>),
}

impl<I> Handler<I> {
    fn alternatives(&self) -> &'static [Alternative] {
        match self {
            Self::Open(_) => &[],
            Self::Secured(alternatives, _) | Self::OptionallySecured(alternatives, _) => alternatives,
        }
    }
}

impl Routes {
    /// No operations yet, and none with security can be called.
    pub fn open() -> Self {
        Self::new(Box::new(OpenGuard))
    }
}

impl<I: Send + 'static> Routes<I> {
    /// No operations yet. Those with security will ask `authenticator`.
    pub fn guarded<C: FromPresented + 'static>(authenticator: impl Authenticator<C, Identity = I>) -> Self {
        Self::new(Box::new(AuthenticatorGuard::new(authenticator)))
    }

    fn new(guard: Box<dyn Guard<I>>) -> Self {
        let (tree, secret_headers) = (Tree::default(), BTreeSet::new());
        let table = Table {
            tree,
            secret_headers,
            guard,
            deviations: None,
            problems: None,
            unimplemented: None,
            slashes: Slashes::Count,
            document: None,
        };
        Self { admissions: BTreeSet::new(), group: "", table }
    }

    /// What is added next belongs to the group of this tag.
    pub fn group(&mut self, tag: &'static str) {
        self.group = tag;
    }

    /// Adds an operation that everyone may call, handled by a method of `implementation`.
    pub fn add<S, R, F, A>(
        &mut self,
        operation: Operation,
        implementation: &Arc<S>,
        handle: impl Fn(Arc<S>, R) -> F + Send + Sync + 'static,
    ) where
        S: Send + Sync + 'static,
        R: FromInput,
        F: Future<Output = A> + Send + 'static,
        A: IntoResponse,
    {
        let implementation = Arc::clone(implementation);
        let handle = move |input, ()| respond(input, |request| handle(Arc::clone(&implementation), request));
        self.insert(operation, Handler::Open(Box::new(handle)));
    }

    /// Adds an operation for whoever presents one of the alternatives, handled by a method of `implementation`.
    pub fn add_secured<S, R, F, A>(
        &mut self,
        operation: Operation,
        alternatives: &'static [Alternative],
        implementation: &Arc<S>,
        handle: impl Fn(Arc<S>, R, I) -> F + Send + Sync + 'static,
    ) where
        S: Send + Sync + 'static,
        R: FromInput,
        F: Future<Output = A> + Send + 'static,
        A: IntoResponse,
    {
        let implementation = Arc::clone(implementation);
        let handle =
            move |input, identity| respond(input, |request| handle(Arc::clone(&implementation), request, identity));
        self.insert(operation, Handler::Secured(alternatives, Box::new(handle)));
    }

    /// Adds an operation for whoever presents one of the alternatives or nothing, handled by a method of `implementation`.
    pub fn add_optionally_secured<S, R, F, A>(
        &mut self,
        operation: Operation,
        alternatives: &'static [Alternative],
        implementation: &Arc<S>,
        handle: impl Fn(Arc<S>, R, Option<I>) -> F + Send + Sync + 'static,
    ) where
        S: Send + Sync + 'static,
        R: FromInput,
        F: Future<Output = A> + Send + 'static,
        A: IntoResponse,
    {
        let implementation = Arc::clone(implementation);
        let handle =
            move |input, identity| respond(input, |request| handle(Arc::clone(&implementation), request, identity));
        self.insert(operation, Handler::OptionallySecured(alternatives, Box::new(handle)));
    }

    /// These headers hold secrets, which `Debug` of a request shall not show.
    pub fn hide(&mut self, headers: &[&'static str]) {
        self.table.secret_headers.extend(headers);
    }

    /// Reports each response of the service that the document does not have, and sends it as it is: to count them, or to log them.
    /// Without this such a response becomes a 500 in debug builds, so that tests find it, and is sent as it is in release builds.
    #[must_use]
    pub fn on_deviation(mut self, report: impl Fn(&Deviation) + Send + Sync + 'static) -> Self {
        self.table.deviations = Some(Box::new(report));
        self
    }

    /// Answers each problem that the server itself finds (400, 401, 403, 404, 405, 406, 413, 415, 503 of the authenticator) with what
    /// `show` makes of it: with the error schema of the document, or with another status. A challenge, `Allow` and the like are
    /// added, and the [`Problem`] is in the extensions of the response. What methods of the service answer is left as it is.
    #[must_use]
    pub fn on_problem<A: IntoResponse>(mut self, show: impl Fn(&Problem) -> A + Send + Sync + 'static) -> Self {
        self.table.problems = Some(Box::new(move |problem| show(problem).into_response()));
        self
    }

    /// Answers operations that no method implements with what `answer` gives for the operation and the headers of the request;
    /// with 501 where it gives nothing. With the feature `fake`, `fake::example` answers from the document's examples, so that a
    /// service need only have the methods that a test is about.
    #[must_use]
    pub fn on_unimplemented(
        mut self,
        answer: impl Fn(&Operation, &HeaderMap) -> Option<Response> + Send + Sync + 'static,
    ) -> Self {
        self.table.unimplemented = Some(Box::new(answer));
        self
    }

    /// Finds operations by paths that end with a slash more or less than the template, or have several slashes in a row, as some clients
    /// write them. Without this each is another path, and has no operation.
    #[must_use]
    pub fn ignore_slashes(mut self) -> Self {
        self.table.slashes = Slashes::Ignored;
        self
    }

    /// Serves the description itself, to everyone: at `/openapi.json` where the text is JSON, else at `/openapi.yaml`. An operation
    /// that has this path comes first.
    #[must_use]
    pub fn openapi(mut self, text: &'static str) -> Self {
        let document = match text.trim_start().starts_with('{') {
            true => Document { path: "/openapi.json", media_type: "application/json", text },
            false => Document { path: "/openapi.yaml", media_type: "application/yaml", text },
        };
        self.admissions.insert(document.path.to_owned());
        self.table.document = Some(document);
        self
    }

    fn insert(&mut self, operation: Operation, handler: Handler<I>) {
        let operation = Operation { group: self.group, ..operation };
        let template = Template::new(operation.path);
        self.admissions.insert(template.admission());
        let names = template.names.clone();
        self.table.tree.insert(&template, operation.method, Route { operation, names, handler });
    }

    /// All operations as a router. What has no operation is answered with a problem; to merge the router with another that has
    /// a fallback of its own, call [`Router::reset_fallback`] first. Each response of an operation has its [`Operation`] in its
    /// extensions, and so has the context that a handler is given.
    pub fn into_router(self) -> Router {
        let table = Arc::new(self.table);
        let respond = move |request: Request| {
            let table = Arc::clone(&table);
            async move { table.answer(request).await }
        };
        let routes = Router::new().without_v07_checks().fallback(respond.clone());
        self.admissions.iter().fold(routes, |routes, path| routes.route(path, any(respond.clone())))
    }
}

/// What a handler answers to a request that fits; else the problem with it.
fn respond<R, F, A>(mut input: Input, handle: impl FnOnce(R) -> F) -> Result<BoxFuture<'static, Response>, Problem>
where
    R: FromInput,
    F: Future<Output = A> + Send + 'static,
    A: IntoResponse,
{
    match R::from_input(&mut input) {
        Some(request) if input.is_faultless() => {
            let response = handle(request);
            Ok(Box::pin(async move { response.await.into_response() }))
        }
        Some(_) | None => Err(Problem::bad_request(input.into_errors())),
    }
}

impl<I: Send + 'static> Table<I> {
    async fn answer(&self, request: Request) -> Response {
        let method = request.method().clone();
        let uri = request.uri().clone();
        let path = unnested(&request, uri.path());
        let find =
            |path| self.tree.find(path, method.as_str(), |routes| choose(routes, |route| &route.operation, &request));
        let others = match self.slashes {
            Slashes::Count => Vec::new(),
            Slashes::Ignored => without_empty_segments(&path),
        };
        let paths = std::iter::once(&*path).chain(others.iter().map(String::as_str));
        let found = paths.map(find).find(|found| !matches!(found, Found::Nothing)).unwrap_or(Found::Nothing);
        match found {
            Found::Value(route, values) => {
                let values = values.into_iter().map(str::to_owned);
                let path = route.names.iter().copied().zip(values).collect();
                let mut response = match self.call(route, path, request).await {
                    Ok(response) => self.conforming(route, response),
                    Err(problem) => self.show(problem),
                };
                response.extensions_mut().insert(route.operation);
                if method == Method::HEAD { without_body(response) } else { response }
            }
            // Asked of the server as a whole (RFC 9110 §9.3.7).
            Found::Nothing if method == Method::OPTIONS && uri.path() == "*" => {
                ResponseDraft::empty(StatusCode::NO_CONTENT).into()
            }
            Found::OtherMethods(methods) if method == Method::OPTIONS => {
                ResponseDraft::empty(StatusCode::NO_CONTENT).header(ALLOW.as_str(), &methods.join(", ")).into()
            }
            Found::OtherMethods(methods) => self.show(Problem::method_not_allowed(&methods.join(", "))),
            Found::Nothing => match self.document.filter(|document| document.path == path) {
                Some(document) => self.shown(document, &method),
                None => self.show(Problem::not_found()),
            },
        }
    }

    fn shown(&self, document: Document, method: &Method) -> Response {
        match *method {
            Method::GET => ResponseDraft::body(StatusCode::OK, document.media_type, document.text).into(),
            Method::HEAD => without_body(self.shown(document, &Method::GET)),
            Method::OPTIONS => {
                ResponseDraft::empty(StatusCode::NO_CONTENT).header(ALLOW.as_str(), "GET, HEAD, OPTIONS").into()
            }
            _ => self.show(Problem::method_not_allowed("GET, HEAD, OPTIONS")),
        }
    }

    async fn call(
        &self,
        route: &Route<I>,
        path: Vec<(&'static str, String)>,
        request: Request,
    ) -> Result<Response, Problem> {
        let (mut head, body) = request.into_parts();
        let operation = route.operation;
        self.mark(&mut head.headers);
        head.extensions.insert(operation);
        // Before the body is read.
        let called = match &route.handler {
            Handler::Open(handle) => Called::Open(handle),
            Handler::Secured(alternatives, handle) => {
                let identified = self.guard.identify(&operation, alternatives, &mut head).await;
                Called::By(handle, identified.map_err(|refusal| refusal.problem(alternatives))?)
            }
            Handler::OptionallySecured(alternatives, handle) => {
                let identity = match self.guard.identify(&operation, alternatives, &mut head).await {
                    Ok(identity) => Some(identity),
                    Err(Refusal::NothingPresented) => None,
                    Err(refusal) => return Err(refusal.problem(alternatives)),
                };
                Called::Perhaps(handle, identity)
            }
        };
        if operation.bounds == Bounds::Kept
            && let Some(problem) = Accepted::of(&head.headers).refusal(&operation)
        {
            return Err(problem);
        }
        let body = body::receive(operation.body, operation.arriving, operation.coding, &head, body).await?;
        let hook = self.unimplemented.as_ref().map(|answer| (answer, head.headers.clone()));
        let input = Input::new(head, path, body, operation.bounds);
        let response = match called {
            Called::Open(handle) => handle(input, ()),
            Called::By(handle, identity) => handle(input, identity),
            Called::Perhaps(handle, identity) => handle(input, identity),
        };
        let response = response?.await;
        let is_unimplemented =
            || response.extensions().get::<Problem>().is_some_and(|problem| problem.is_unimplemented);
        let given = hook.filter(|_| is_unimplemented()).and_then(|(answer, headers)| answer(&operation, &headers));
        Ok(given.unwrap_or(response))
    }

    /// A problem that the server itself found, as a response.
    fn show(&self, problem: Problem) -> Response {
        match &self.problems {
            Some(show) => problem.shown(show),
            None => problem.into_response(),
        }
    }

    /// What the service answered, with the challenge that a 401 needs; where it is not in the document, that is reported.
    fn conforming(&self, route: &Route<I>, mut response: Response) -> Response {
        let alternatives = route.handler.alternatives();
        if response.status() == StatusCode::UNAUTHORIZED && !response.headers().contains_key(WWW_AUTHENTICATE) {
            for challenge in challenges(alternatives) {
                if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                    response.headers_mut().append(WWW_AUTHENTICATE, challenge);
                }
            }
        }
        let Some(deviation) = Deviation::of(&route.operation, &response, !alternatives.is_empty()) else {
            return response;
        };
        match &self.deviations {
            Some(report) => report(&deviation),
            None if cfg!(debug_assertions) => {
                return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, deviation.to_string()).into_response();
            }
            None => {}
        }
        response
    }

    /// Marks the headers that hold secrets, so that `Debug` does not show them.
    fn mark(&self, headers: &mut HeaderMap) {
        let described: Vec<&str> = self.secret_headers.iter().copied().collect();
        for (name, value) in headers.iter_mut() {
            if is_secret_header(name.as_str(), &described) {
                value.set_sensitive(true);
            }
        }
    }
}

/// A handler with who calls it.
enum Called<'a, I> {
    Open(&'a Handle<()>),
    By(&'a Handle<I>, I),
    Perhaps(&'a Handle<Option<I>>, Option<I>),
}

/// The path as it was sent: axum takes a slash too many from what is nested where two follow the prefix.
fn unnested<'a>(request: &Request, path: &'a str) -> Cow<'a, str> {
    let sent = request.extensions().get::<OriginalUri>().and_then(|sent| sent.path().strip_suffix(path));
    if sent.is_some_and(|prefix| prefix.ends_with('/')) { Cow::Owned(format!("/{path}")) } else { Cow::Borrowed(path) }
}

/// The path without its empty segments, and the same with a slash at its end.
fn without_empty_segments(path: &str) -> Vec<String> {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let path: String = segments.map(|segment| format!("/{segment}")).collect();
    let ended = format!("{path}/");
    vec![path, ended]
}

fn without_body(mut response: Response) -> Response {
    // These never have one, and say no length either (RFC 9110 §8.6).
    if response.status().is_informational() || response.status() == StatusCode::NO_CONTENT {
        return response;
    }
    let length = response.body().size_hint().exact();
    *response.body_mut() = Body::empty();
    if let Some(length) = length.filter(|_| !response.headers().contains_key(CONTENT_LENGTH)) {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
