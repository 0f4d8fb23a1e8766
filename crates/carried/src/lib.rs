//! The built site that the program carries: the one that the variable `PLUMBLINE_SITE` named when it was compiled.

use plumbline_site::{Archive, Unusable};

/// Empty when there was none.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/site.zip"));

/// The site; none when the program was compiled without one.
///
/// # Errors
/// When it is damaged.
pub fn site() -> Result<Option<Archive>, Unusable> {
    (!PACKED.is_empty()).then(|| Archive::open(PACKED)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_carries_a_whole_site_or_none() {
        let Some(site) = site().unwrap() else { return };
        for path in site.paths() {
            assert!(site.file(path).unwrap().is_some(), "{path}");
        }
    }
}
