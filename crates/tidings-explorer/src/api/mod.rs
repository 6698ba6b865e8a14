//! Requests to questions, and their description.

pub mod endpoints;
pub mod export;
mod figures;
pub mod params;
pub mod problem;
pub mod schema;
