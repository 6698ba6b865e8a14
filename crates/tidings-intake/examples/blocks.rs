//! Prints what intake makes of files and folders: `cargo run -p tidings-intake --example blocks -- FILE…`

use std::path::PathBuf;

use tidings_intake::{Item, Options, Reader, expand};

fn main() -> Result<(), tidings_intake::Error> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    for item in Reader::new(expand(&paths)?, &Options::default()) {
        match item {
            Item::Issue(issue) => eprintln!("{issue}"),
            Item::Document(document) => {
                println!("{}", document.id);
                for block in &document.blocks {
                    println!("  {:<13} {:?}", block.kind.as_str(), document.block_text(block));
                }
            }
        }
    }
    Ok(())
}
