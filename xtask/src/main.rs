//! The project's own commands: `serve`, `test`, `bench`.

fn main() {}
