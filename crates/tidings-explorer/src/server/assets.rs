//! The page: files of the bundle, which is part of the program.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use tidings_records::stable_id;

use crate::api::problem::Problem;

static BUNDLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");

const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("txt", "text/plain; charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
];

/// A file of the bundle by its name in it; `index.html` for addresses of pages.
pub async fn page(request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") || path == "/api" {
        let detail = format!("there is nothing at {path}; /api/v1/openapi.json says what there is");
        return Problem::not_found(detail).into_response();
    }
    let name = path.trim_start_matches('/');
    // Names are looked up in a list; no path leads to the file system.
    let found = BUNDLE.get_file(name).filter(|_| !name.is_empty());
    // What looks like a file and is none must not become a page; names of actors and documents have dots too.
    let is_page = !name.starts_with("assets/") && (name.contains('/') || !name.contains('.'));
    let file = match found {
        Some(file) => file,
        None if is_page => match BUNDLE.get_file("index.html") {
            Some(file) => file,
            None => return Problem::not_found("this program was built without its page").into_response(),
        },
        None => return Problem::not_found(format!("there is no file {path}")).into_response(),
    };
    let ending = file.path().extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let media = TYPES.iter().find(|(known, _)| *known == ending).map_or("application/octet-stream", |(_, media)| media);
    let tag = format!("\"{}\"", stable_id([media, &String::from_utf8_lossy(file.contents())]));
    // Names of assets change with their content.
    let caching = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = axum::http::HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, value);
    }
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if known {
        return (axum::http::StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, Body::from(Bytes::from_static(file.contents()))).into_response()
}
