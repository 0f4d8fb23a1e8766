//! The command line: the same core as the web app, the same numbers.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    plumbline::run_command_line()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
