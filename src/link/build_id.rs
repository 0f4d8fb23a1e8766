//! Which build this is: page and worker are two files, and a browser's cache may hand out one of each age.

/// The build's id, the same in every binary of one `cargo xtask build`; `dev` where the build did not name one.
pub const BUILD_ID: &str = match option_env!("PLUMBLINE_BUILD") {
    Some(id) => id,
    None => "dev",
};
