//! The web worker: reads files and computes views, so that the page never blocks.

fn main() {
    #[cfg(target_arch = "wasm32")]
    plumbline::start_worker();
}
