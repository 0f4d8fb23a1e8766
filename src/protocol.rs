//! What page and worker say to each other.
