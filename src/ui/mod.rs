//! The page (browser only).

/// Mounts the page.
pub fn start() {
    leptos::mount::mount_to_body(|| ());
}
