//! tidings-records
