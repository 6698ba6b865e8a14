//! The explorer: see who did what to whom, and read the sentence that says so.
//!
//! [`Explorer::open`] makes an index beside a data set that `tidings code` wrote, or takes the one that is
//! there; [`Server`] answers questions about it as a REST API and with a web page.
//!
//! A question is answered from columns in memory (`data`), the rows that it shows are read from SQLite (`store`).
//! `ask` has a function for each question, `api` turns requests into questions and describes them as OpenAPI.

mod api;
mod ask;
mod countries;
mod data;
mod error;
mod explorer;
mod index;
mod rows;
mod server;
mod source;
mod store;
mod text;
mod words;

pub use error::ExplorerError;
pub use explorer::Explorer;
pub use index::Progress;
pub use server::{Config, Server};
