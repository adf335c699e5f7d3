//! The way of a request: to its operation, past the guard, into a typed request, to the handler.
//!
//! Takes operations with their handlers; gives an [`axum::Router`]. axum admits a request by the shape of its path, and the tree of
//! templates decides which operation it belongs to, because axum cannot tell `/{id}` from `/{id}:approve`.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use types::runtime::is_secret_header;

use super::authenticate::{Authenticator, AuthenticatorGuard, BoxFuture, Guard, OpenGuard};
use super::choice::choose;
use super::credentials::FromPresented;
use super::input::{FromInput, Input};
use super::operation::Operation;
use super::problem::Problem;
use super::template::Template;
use super::tree::{Found, Tree};
use super::{ResponseDraft, body};

/// Operations with their handlers.
pub struct Routes {
    admissions: BTreeSet<String>,
    table: Table,
}

struct Table {
    tree: Tree<Route>,
    /// Headers that hold secrets by what the description says.
    secret_headers: BTreeSet<&'static str>,
    guard: Box<dyn Guard>,
}

struct Route {
    operation: Operation,
    names: Vec<&'static str>,
    handler: Box<dyn Fn(Input) -> BoxFuture<'static, Response> + Send + Sync>,
}

impl Routes {
    /// No operations yet, none of which will ask who calls.
    pub fn open() -> Self {
        Self::new(Box::new(OpenGuard))
    }

    /// No operations yet. Those with security will ask `authenticator`.
    pub fn guarded<C: FromPresented + 'static>(authenticator: impl Authenticator<C>) -> Self {
        Self::new(Box::new(AuthenticatorGuard::new(authenticator)))
    }

    fn new(guard: Box<dyn Guard>) -> Self {
        Self {
            admissions: BTreeSet::new(),
            table: Table { tree: Tree::default(), secret_headers: BTreeSet::new(), guard },
        }
    }

    /// Adds an operation, handled by a method of `implementation`.
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
        self.insert(
            operation,
            Box::new(move |mut input| match R::from_input(&mut input) {
                Some(request) if input.is_faultless() => {
                    let response = handle(Arc::clone(&implementation), request);
                    Box::pin(async move { response.await.into_response() })
                }
                Some(_) | None => {
                    Box::pin(std::future::ready(Problem::bad_request(input.into_errors()).into_response()))
                }
            }),
        );
    }

    /// These headers hold secrets, which `Debug` of a request shall not show.
    pub fn hide(&mut self, headers: &[&'static str]) {
        self.table.secret_headers.extend(headers);
    }

    fn insert(
        &mut self,
        operation: Operation,
        handler: Box<dyn Fn(Input) -> BoxFuture<'static, Response> + Send + Sync>,
    ) {
        let template = Template::new(operation.path);
        self.admissions.insert(template.admission());
        let names = template.names.clone();
        self.table.tree.insert(&template, operation.method, Route { operation, names, handler });
    }

    /// All operations as a router. What has no operation is answered with a problem; to merge the router with another that has
    /// a fallback of its own, call [`Router::reset_fallback`] first.
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

impl Table {
    async fn answer(&self, request: Request) -> Response {
        let method = request.method().clone();
        let uri = request.uri().clone();
        let found =
            self.tree.find(uri.path(), method.as_str(), |routes| choose(routes, |route| &route.operation, &request));
        match found {
            Found::Value(route, values) => {
                let values = values.into_iter().map(str::to_owned);
                let path = route.names.iter().copied().zip(values).collect();
                let response = self.call(route, path, request).await.unwrap_or_else(IntoResponse::into_response);
                if method == Method::HEAD { without_body(response) } else { response }
            }
            Found::OtherMethods(methods) if method == Method::OPTIONS => {
                ResponseDraft::empty(StatusCode::NO_CONTENT).header(ALLOW.as_str(), &methods.join(", ")).into()
            }
            Found::OtherMethods(methods) => Problem::method_not_allowed(&methods.join(", ")).into_response(),
            Found::Nothing => Problem::not_found().into_response(),
        }
    }

    async fn call(
        &self,
        route: &Route,
        path: Vec<(&'static str, String)>,
        request: Request,
    ) -> Result<Response, Problem> {
        let (mut head, body) = request.into_parts();
        let operation = route.operation;
        self.mark(&mut head.headers);
        self.guard.admit(&operation, &mut head).await?;
        let body = body::receive(operation.body, operation.arriving, &head, body).await?;
        Ok((route.handler)(Input::new(head, path, body, operation.bounds)).await)
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

fn without_body(mut response: Response) -> Response {
    let length = response.body().size_hint().exact();
    *response.body_mut() = Body::empty();
    if let Some(length) = length.filter(|_| !response.headers().contains_key(CONTENT_LENGTH)) {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
