//! The server: requests in, answers out, with limits on everything.

mod assets;
mod guard;
mod pieces;

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Router, middleware};
use tidings_records::stable_id;
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

use self::guard::Guard;
use crate::api::endpoints::{Endpoint, Reply, endpoints};
use crate::api::export;
use crate::api::params::Call;
use crate::api::problem::{Answer, Problem};
use crate::api::schema;
use crate::{Explorer, ExplorerError};

/// Where to listen and whom to answer.
#[derive(Clone, Debug)]
pub struct Config {
    /// 127.0.0.1 unless the data set may be seen from elsewhere.
    pub address: IpAddr,
    /// 0 for any that is free.
    pub port: u16,
    /// What every request must show; one is made up where the address is none of this machine alone.
    pub token: Option<String>,
}

/// Questions that wait for their turn; more are turned away.
const WAITING: usize = 256;
/// How long a question waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// Exports at the same time.
const EXPORTS: usize = 4;
/// How long open answers may take when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(3);

/// A server that listens.
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
    token: Option<String>,
    explorer: Arc<Explorer>,
}

struct Shared {
    explorer: Arc<Explorer>,
    /// Questions that are answered at the same time: threads beyond the processors gain nothing.
    turns: Arc<Semaphore>,
    waiting: Semaphore,
    exports: Arc<Semaphore>,
    openapi: Bytes,
}

/// What a route needs.
#[derive(Clone)]
struct Route {
    shared: Arc<Shared>,
    endpoint: Arc<Endpoint>,
}

impl Server {
    /// Listens; nothing is answered before [`Self::run`].
    ///
    /// # Errors
    /// If the port is taken, or the address is none of this machine.
    pub fn bind(explorer: Explorer, config: &Config) -> Result<Server, ExplorerError> {
        let wanted = SocketAddr::new(config.address, config.port);
        let failed =
            |error: std::io::Error| ExplorerError::Listen { address: wanted.to_string(), reason: error.to_string() };
        let listener = std::net::TcpListener::bind(wanted).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let token = match &config.token {
            Some(token) => Some(token.clone()),
            None if address.ip().is_loopback() => None,
            None => Some(guard::make_token().map_err(failed)?),
        };
        Ok(Server { listener, address, token, explorer: Arc::new(explorer) })
    }

    /// What to open in a browser.
    pub fn url(&self) -> String {
        let token = self.token.as_ref().map(|token| {
            let token: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
            format!("?token={token}")
        });
        format!("http://{}/{}", self.address, token.unwrap_or_default())
    }

    pub fn explorer(&self) -> &Explorer {
        &self.explorer
    }

    /// Answers until `stop` is done, and then lets open answers end.
    ///
    /// # Errors
    /// If the system has no threads or sockets to give.
    pub fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async move {
            let app = self.router();
            // Answers in pieces must not wait for each other's receipt. Where that cannot be, they are slower.
            let listener = TcpListener::from_std(self.listener)?.tap_io(|stream| _ = stream.set_nodelay(true));
            let (stopping, stopped) = oneshot::channel::<()>();
            let stop = async move {
                stop.await;
                let _ = stopping.send(());
            };
            let serve = axum::serve(listener, app).with_graceful_shutdown(stop);
            let late = async move {
                match stopped.await {
                    Ok(()) => tokio::time::sleep(FAREWELL).await,
                    Err(_) => std::future::pending().await,
                }
            };
            tokio::select! {
                ended = serve => ended,
                () = late => Ok(()),
            }
        })?;
        // Threads that are still busy must not keep the program.
        runtime.shutdown_background();
        Ok(())
    }

    /// Answers until Ctrl-C or a signal to end.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_until_stopped(self) -> std::io::Result<()> {
        self.run(stop_signal())
    }

    fn router(&self) -> Router {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        let (list, schemas) = endpoints();
        let openapi = schema::document(&list, schemas).to_string();
        let shared = Arc::new(Shared {
            explorer: self.explorer.clone(),
            turns: Arc::new(Semaphore::new(processors.max(2))),
            waiting: Semaphore::new(WAITING),
            exports: Arc::new(Semaphore::new(EXPORTS)),
            openapi: openapi.into(),
        });
        let mut api = Router::new();
        for endpoint in list {
            let route = Route { shared: shared.clone(), endpoint: Arc::new(endpoint) };
            api = api.route(&format!("/api/v1{}", route.endpoint.path), get(answer).with_state(route));
        }
        let guard = Arc::new(Guard::new(self.address, self.token.clone()));
        api.fallback(assets::page)
            .method_not_allowed_fallback(|| async { Problem::new(405, "only GET and HEAD are known here") })
            .layer(middleware::from_fn_with_state(guard, guard::check))
    }
}

/// Done when the user or the system wants the program to end.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => _ = interrupt.await,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}

async fn answer(State(route): State<Route>, path: RawPathParams, request: Request) -> Response {
    let path: Vec<(String, String)> = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    match respond(route, path, request.uri(), request.headers()).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn respond(route: Route, path: Vec<(String, String)>, uri: &Uri, headers: &HeaderMap) -> Answer<Response> {
    let Route { shared, endpoint } = route;
    let query = uri.query().unwrap_or_default();
    let call = match &endpoint.reply {
        Reply::Export => {
            let table = path.first().map_or("", |(_, table)| table.as_str());
            let tables = export::TABLES.join(", ");
            let params = export::params(table)
                .ok_or_else(|| Problem::not_found(format!("there is no table {table:?}; there are: {tables}")))?;
            Call::read(&params, query, path)?.whole()
        }
        _ => Call::read(&endpoint.params, query, path)?,
    };
    // Whether files have changed is asked anew each time.
    let tag = (endpoint.id != "dataset").then(|| tag(&shared.explorer, uri));
    if let (Some(tag), Some(known)) = (&tag, headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()))
        && known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*")
    {
        return Ok((StatusCode::NOT_MODIFIED, caching(Some(tag))).into_response());
    }
    let response = match &endpoint.reply {
        Reply::OpenApi => json(shared.openapi.clone()),
        Reply::Json { .. } => {
            let turn = shared.turn().await?;
            let explorer = shared.explorer.clone();
            let task = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                match &endpoint.reply {
                    Reply::Json { run, .. } => run(&explorer, &call),
                    _ => Ok(Vec::new()),
                }
            });
            json(task.await.map_err(|_| Problem::new(500, "the question could not be answered: please report it"))??)
        }
        Reply::Export => send_file(&shared, call, query).await?,
    };
    Ok((caching(tag.as_deref()), response).into_response())
}

impl Shared {
    /// Waits until this question may be answered.
    async fn turn(&self) -> Answer<OwnedSemaphorePermit> {
        let busy = || Problem::new(503, "too many questions at the same time: ask again in a moment");
        let _waiting = self.waiting.try_acquire().map_err(|_| busy())?;
        match timeout(PATIENCE, self.turns.clone().acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(busy()),
        }
    }
}

/// Looks the rows up, and then sends them while they are read.
async fn send_file(shared: &Shared, call: Call, query: &str) -> Answer<Response> {
    let busy = || Problem::new(503, "too many exports at the same time: ask again in a moment");
    let permit = match timeout(PATIENCE, shared.exports.clone().acquire_owned()).await {
        Ok(Ok(permit)) => permit,
        _ => return Err(busy()),
    };
    let explorer = shared.explorer.clone();
    let (prepared, ready) = oneshot::channel();
    let (output, pieces) = pieces::channel();
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let export = match export::prepare(&explorer, &call) {
            Ok(export) => export,
            Err(problem) => return drop(prepared.send(Err(problem))),
        };
        let head = (export.name.clone(), export.media, export.truncated);
        if prepared.send(Ok(head)).is_err() {
            return;
        }
        output.finish(|output| export.write(&explorer, output));
    });
    let failed = || Problem::new(500, "the export could not be made: please report it");
    let (name, media, truncated) = ready.await.map_err(|_| failed())??;
    let mut headers = HeaderMap::new();
    let value = |text: String| HeaderValue::from_str(&text).map_err(|_| failed());
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, value(format!("attachment; filename=\"{name}\""))?);
    headers.insert("tidings-query", value(query.to_owned())?);
    if truncated {
        headers.insert("tidings-truncated", HeaderValue::from_static("true"));
    }
    Ok((headers, Body::from_stream(pieces)).into_response())
}

fn json(bytes: impl Into<Bytes>) -> Response {
    let content = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (content, Body::from(bytes.into())).into_response()
}

/// The same answer to the same question as long as data and program are the same.
fn tag(explorer: &Explorer, uri: &Uri) -> String {
    let asked = uri.path_and_query().map_or("", |asked| asked.as_str());
    format!("\"{}\"", stable_id([explorer.info.fingerprint.as_str(), env!("CARGO_PKG_VERSION"), asked]))
}

fn caching(tag: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    match tag.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        Some(tag) => {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            headers.insert(header::ETAG, tag);
        }
        None => _ = headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    }
    headers
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, Body::from(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
