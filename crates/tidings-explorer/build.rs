//! The page is built into the crate: a change of it is a change of the crate.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
