//! Any file of rules is loaded or refused with its name.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tidings::codebook::Files;
use tidings::codebook::ontology::Ontology;
use tidings::codebook::rules::Rules;

/// The built-in codebook without its rules.
fn base() -> &'static (Files, Ontology) {
    static BASE: OnceLock<(Files, Ontology)> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut files = Files::built_in();
        let ontology = Ontology::load(&files).expect("the built-in ontology loads");
        let events: Vec<String> = files.below("events", ".toml").map(|(path, _)| path.to_owned()).collect();
        files.overlay(events.into_iter().map(|path| (path, String::new())));
        (files, ontology)
    })
}

fuzz_target!(|text: &str| {
    let (files, ontology) = base();
    let mut files = files.clone();
    files.overlay([("events/accuse.toml".to_owned(), text.to_owned())]);
    if let Err(error) = Rules::load(&files, ontology) {
        assert!(error.to_string().contains("accuse.toml"), "{error}");
    }
});
