//! tidings-intake
