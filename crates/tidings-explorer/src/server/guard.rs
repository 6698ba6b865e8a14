//! Who may ask: the right host, the right token; and what browsers must not do with answers.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::problem::Problem;

/// The longest address that is read.
const ADDRESS: usize = 32_768;
const COOKIE: &str = "tidings_token";

/// Nothing but our own files, no frames, no forms, no inline script or style.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

pub struct Guard {
    address: SocketAddr,
    token: Option<String>,
}

/// 128 random bits.
///
/// # Errors
/// If the system has no random numbers.
pub fn make_token() -> std::io::Result<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Guard {
    pub fn new(address: SocketAddr, token: Option<String>) -> Guard {
        Guard { address, token }
    }

    /// Whether a name stands for this machine. A page of another site can point its own name at
    /// 127.0.0.1 and then ask in the name of that site, but it cannot choose another name.
    fn is_own(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let ip = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
        let known = match ip {
            Some(ip) => ip.is_loopback() || ip == self.address.ip() || self.address.ip().is_unspecified(),
            // With a token, another name for this machine does no harm: its pages have no cookie of ours.
            None => name.eq_ignore_ascii_case("localhost") || self.token.is_some(),
        };
        known && (port == Some(self.address.port()) || self.token.is_some())
    }

    fn is_right(&self, shown: &str) -> bool {
        self.token.as_deref().is_none_or(|token| same(token, shown))
    }
}

/// Compares without telling by the time where the first difference is.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&guard, &request) {
        None => next.run(request).await,
        Some(refusal) => refusal,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// The answer to a request that must not come through.
fn refusal(guard: &Guard, request: &Request) -> Option<Response> {
    let headers = request.headers();
    let asked = request.uri().path_and_query().map_or(0, |asked| asked.as_str().len());
    if asked > ADDRESS {
        let detail = format!("the address has more than {ADDRESS} bytes");
        return Some(Problem::new(414, detail).into_response());
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    if !host.is_some_and(|host| guard.is_own(host)) {
        let detail = format!("this server answers only at http://{}", guard.address);
        return Some(Problem::new(421, detail).into_response());
    }
    if guard.token.is_none() || shown(headers).iter().any(|token| guard.is_right(token)) {
        return None;
    }
    Some(refuse(guard, request))
}

/// Tokens that a request shows.
fn shown(headers: &HeaderMap) -> Vec<&str> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookies = cookies.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    bearer
        .and_then(|value| value.strip_prefix("Bearer "))
        .into_iter()
        .chain(cookies.filter(|(name, _)| *name == COOKIE).map(|(_, token)| token))
        .collect()
}

/// Takes the token of the address that was printed, or says that there must be one.
fn refuse(guard: &Guard, request: &Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let token = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token").map(|(_, token)| token);
    if let Some(token) = token.filter(|token| request.uri().path() == "/" && guard.is_right(token)) {
        let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            let headers = [
                (header::SET_COOKIE, cookie),
                (header::LOCATION, HeaderValue::from_static("/")),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            return (StatusCode::SEE_OTHER, headers).into_response();
        }
    }
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|a| a.contains("text/html"));
    let detail = "the token is missing or wrong: open the address that the program printed when it started";
    let mut response = if wants_page {
        let page = format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Tidings</title><h1>No entry</h1><p>Sorry: {detail}.</p>"
        );
        let content = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
        (StatusCode::UNAUTHORIZED, content, Body::from(page)).into_response()
    } else {
        Problem::new(401, detail).into_response()
    };
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, token: bool, host: &str, own: bool) {
        let guard = Guard::new(address.parse().unwrap(), token.then(|| "t".to_owned()));
        assert_eq!(guard.is_own(host), own, "{host} at {address}");
    }

    #[test]
    fn hosts_are_names_of_this_machine() {
        check("127.0.0.1:8080", false, "127.0.0.1:8080", true);
        check("127.0.0.1:8080", false, "localhost:8080", true);
        check("127.0.0.1:8080", false, "[::1]:8080", true);
        check("127.0.0.1:80", false, "localhost", true);
        check("127.0.0.1:8080", false, "localhost:8081", false);
        check("127.0.0.1:8080", false, "localhost", false);
        check("127.0.0.1:8080", false, "evil.example:8080", false);
        check("127.0.0.1:8080", false, "127.0.0.1.evil.example:8080", false);
        check("127.0.0.1:8080", false, "192.168.1.7:8080", false);
        check("127.0.0.1:8080", false, "", false);
        check("192.168.1.7:8080", true, "192.168.1.7:8080", true);
        check("0.0.0.0:8080", true, "192.168.1.7:8080", true);
        check("0.0.0.0:8080", true, "news-desk.example:443", true);
    }

    #[test]
    fn tokens_are_compared_whole() {
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "ab") && !same("abc", ""));
        assert_ne!(make_token().unwrap(), make_token().unwrap());
    }
}
