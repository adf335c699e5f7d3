//! What a client is made of.

use super::base_url::BaseUrl;
use super::credential::Credentials;
use super::excerpt::Hidden;
use super::fault::BuildError;
use super::header::header_of;
use super::mismatch::{Mismatch, Observer};
use super::percent;
use super::retry::Retry;
use super::shared::{Core, Servers, Tries};
use super::transport::Transport;
use super::value::{NoValue, Value};
use http::{HeaderMap, HeaderValue, header};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use types::runtime::Encode;
use types::runtime::reading::Mode;

const TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_BODY: usize = 16 << 20;
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// What is put around a transport.
type Wrap = Box<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// Builds a client. [`Builder::build`] returns what is wrong with its settings.
pub struct Builder<C> {
    base_url: BaseUrl,
    servers: Servers,
    headers: HeaderMap,
    query: Vec<String>,
    retry: Option<Arc<dyn Tries>>,
    credentials: Credentials,
    transport: Option<Arc<dyn Transport>>,
    layers: Vec<Wrap>,
    timeout: Duration,
    connect_timeout: Duration,
    max_body: usize,
    hidden: Hidden,
    mode: Mode,
    observer: Option<Observer>,
    parameters: Vec<Value>,
    fault: Option<BuildError>,
    client: PhantomData<fn() -> C>,
}

impl<C> Builder<C> {
    pub(crate) fn new(base_url: impl Into<BaseUrl>) -> Self {
        Self {
            base_url: base_url.into(),
            servers: Servers::Own,
            headers: default_headers(),
            query: Vec::new(),
            retry: None,
            credentials: Credentials::default(),
            transport: None,
            layers: Vec::new(),
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            max_body: MAX_BODY,
            hidden: Hidden::NOTHING,
            mode: Mode::Tolerant,
            observer: None,
            parameters: Vec::new(),
            fault: None,
            client: PhantomData,
        }
    }

    /// The time from the beginning of a call until the last byte of its response. 30 seconds unless set.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The time a connection may take. 10 seconds unless set; a transport of your own has its own.
    #[must_use]
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        Self { connect_timeout, ..self }
    }

    /// The largest body of a response that is accepted, in bytes; where it is read item by item, the largest item. 16 MiB unless
    /// set.
    #[must_use]
    pub fn max_body(self, max_body: usize) -> Self {
        Self { max_body, ..self }
    }

    /// The `User-Agent`. The name and the version of this crate unless set.
    #[must_use]
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.header(header::USER_AGENT.as_str(), user_agent)
    }

    /// A header that is sent with every request, unless the operation sets it itself.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header_of(name, value) {
            Some((name, value)) => {
                self.headers.insert(name, value);
            }
            None => self.fail(BuildError::Header { name: name.to_owned() }),
        }
        self
    }

    /// A pair that is sent in the query of every request to the API.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push(percent::pair(name, value));
        self
    }

    /// Tries calls again where that is safe, such as by [`Retry::standard`]. Off unless set.
    #[must_use]
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry: Some(Arc::new(retry)), ..self }
    }

    /// Reads an optional field whose value does not fit as absent, where else the whole response would be lost to an empty text in place of a
    /// date or PHP's empty list in place of an object. What was passed over is kept beside the body, in
    /// [`passed_over`](super::Response::passed_over).
    #[must_use]
    pub fn lenient(self) -> Self {
        Self { mode: Mode::Lenient, ..self }
    }

    /// Calls `observer` with all places where a response is not what the API's description says, as soon as it has been read: an undocumented
    /// status or media type, a value that an enumeration does not list, `null` where none may be, a field that does not fit. Whether the call
    /// succeeds does not depend on it. A response with places to report is read twice, and none is read differently.
    #[must_use]
    pub fn on_mismatch(self, observer: impl Fn(&[Mismatch<'_>]) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Arc::new(observer)), ..self }
    }

    /// Sends every operation to the base URL, also those that the vendor serves elsewhere.
    #[must_use]
    pub fn one_server(self) -> Self {
        Self { servers: Servers::One, ..self }
    }

    /// Sends by this transport, instead of the one that is made for the features which are on: hyper, or reqwest.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        Self { transport: Some(Arc::new(transport)), ..self }
    }

    /// Puts a layer of tower around the transport. The first that is added is the nearest to the caller, as with `tower::ServiceBuilder`.
    /// A request passes once for each attempt and each redirect; its service is cloned for each.
    #[cfg(feature = "tower")]
    #[must_use]
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: tower_layer::Layer<super::transport::TransportService> + Send + Sync + 'static,
        L::Service: tower_service::Service<
                http::Request<super::body::Body>,
                Response = http::Response<B>,
                Error: Into<super::boxed::BoxError>,
                Future: Send,
            > + Clone
            + Send
            + 'static,
        B: http_body::Body<Data = bytes::Bytes, Error: Into<super::boxed::BoxError>> + Send + 'static,
    {
        self.layers.push(Box::new(move |transport| {
            let service = layer.layer(super::transport::TransportService::of(transport));
            Arc::new(super::transport::TowerTransport::new(service))
        }));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// When the base URL, a header or a credential is unfit, or the transport cannot be set up.
    pub fn build(mut self) -> Result<C, BuildError>
    where
        C: From<Arc<Core>>,
    {
        if let Some(parameter) = self.credentials.unfit() {
            let parameter = parameter.to_owned();
            self.fail(BuildError::Credential { parameter });
        }
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        #[cfg(any(feature = "gzip", feature = "br", feature = "zstd", feature = "deflate"))]
        let transport: Arc<dyn Transport> = Arc::new(super::transport::Decompressing::new(transport));
        let transport = self.layers.iter().rev().fold(transport, |transport, wrap| wrap(transport));
        let unfit = |reason: &str| BuildError::BaseUrl { reason: reason.to_owned() };
        let (base_url, source) = self.base_url.checked().map_err(unfit)?;
        Ok(C::from(Arc::new(Core {
            base_url,
            source,
            servers: self.servers,
            headers: self.headers,
            query: self.query,
            retry: self.retry,
            credentials: self.credentials,
            transport,
            timeout: self.timeout,
            max_body: self.max_body,
            hidden: self.hidden,
            mode: self.mode,
            observer: self.observer,
            parameters: self.parameters,
        })))
    }

    fn fail(&mut self, fault: BuildError) {
        self.fault.get_or_insert(fault);
    }
}

impl<C> Builder<C> {
    pub(crate) fn with_credentials(mut self, credentials: Credentials) -> Self {
        self.credentials.merge(credentials);
        self
    }

    /// What messages do not show of responses.
    pub(crate) fn with_hidden(self, hidden: Hidden) -> Self {
        Self { hidden, ..self }
    }

    /// Sets a parameter of the whole client, by its number.
    pub(crate) fn with_parameter<T: Encode + ?Sized>(self, number: usize, value: &T) -> Self {
        self.set_parameter(number, Value::of(value))
    }

    fn set_parameter(mut self, number: usize, value: Result<Value, NoValue>) -> Self {
        if self.parameters.len() <= number {
            self.parameters.resize(number + 1, Value::Null);
        }
        match (value, self.parameters.get_mut(number)) {
            (Ok(value), Some(slot)) => *slot = value,
            (Ok(_), None) => {}
            (Err(reason), _) => self.fail(BuildError::Parameter(reason)),
        }
        self
    }
}

/// What is sent with every request unless it is set otherwise.
fn default_headers() -> HeaderMap {
    let mut headers = HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(USER_AGENT))]);
    // What is asked for otherwise, the transport knows.
    if cfg!(not(any(feature = "gzip", feature = "br", feature = "zstd", feature = "deflate"))) {
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
    headers
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("base_url", &self.base_url)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    #[cfg(feature = "hyper")]
    use super::transport::HyperTransport as Network;
    #[cfg(not(feature = "hyper"))]
    use super::transport::ReqwestTransport as Network;
    match Network::new(connect_timeout) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(BuildError::Transport(error)),
    }
}

#[cfg(not(any(feature = "hyper", feature = "reqwest")))]
fn default_transport(_: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::NoTransport)
}
