//! Any bytes as a zip or gzip: directories that lie, bombs, names that leave the folder.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plumbline_ingest::{Source, expand, is_container, unwrapped};

fuzz_target!(|bytes: &[u8]| {
    if !is_container(bytes) {
        return;
    }
    let container = Source::new("container", unwrapped(bytes.to_vec()));
    let Ok(entries) = expand(&container, |_| String::new()) else { return };
    for entry in entries {
        if let Ok(source) = entry {
            assert!(!source.path.split('/').any(|part| part == ".."), "{}", source.path);
        }
    }
});
