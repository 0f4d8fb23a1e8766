//! Route and URL fragment.
