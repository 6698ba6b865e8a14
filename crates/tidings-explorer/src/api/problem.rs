//! Answers that say why there is none: RFC 9457.

use serde::Serialize;
use utoipa::ToSchema;

use crate::store;

/// Why a question was not answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    pub status: u16,
    /// What is wrong and what to do.
    pub detail: String,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

pub type Answer<T> = Result<T, Problem>;

impl Problem {
    pub fn new(status: u16, detail: impl Into<String>) -> Problem {
        let title = match status {
            400 => "Bad request",
            401 => "Unauthorized",
            404 => "Not found",
            405 => "Method not allowed",
            414 => "Address too long",
            421 => "Misdirected request",
            503 => "Busy",
            _ => "Internal error",
        };
        Problem { kind: "about:blank", title, status, detail: detail.into(), parameter: None }
    }

    /// A parameter is not what it should be.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Problem {
        Problem { parameter: Some(name.to_owned()), ..Problem::new(400, detail) }
    }

    pub fn not_found(detail: impl Into<String>) -> Problem {
        Problem::new(404, detail)
    }

    pub fn too_slow() -> Problem {
        let seconds = store::TIME_LIMIT.as_secs();
        Problem::new(503, format!("the question took more than {seconds} seconds: narrow it, or ask again"))
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Problem {
        match error {
            error if store::is_interrupt(&error) => Problem::too_slow(),
            rusqlite::Error::QueryReturnedNoRows => Problem::not_found("there is no such thing in this data set"),
            error => Problem::new(500, format!("the index cannot be read: {error}; `--rebuild` makes it anew")),
        }
    }
}
