//! Any model file is refused or read, never trusted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_syntax::Model;

fuzz_target!(|bytes: &[u8]| {
    let _ = Model::read(bytes);
});
