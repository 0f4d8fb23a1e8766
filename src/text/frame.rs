//! The words around every page: bars, states, notices.

/// On the button that copies the page's link.
pub const COPY_LINK: &str = "Copy link";
/// Said when the link was copied.
pub const LINK_COPIED: &str = "Link copied. It opens this page with these filters.";
/// Said when the browser does not allow copying.
pub const LINK_NOT_COPIED: &str = "The browser does not allow copying here. The address bar holds the same link.";
/// On the button that prints.
pub const PRINT_BRIEF: &str = "Print brief";
