#!/bin/sh
# Builds the command line from this checkout, and prints the folder that it stands in. Needs rustup, or cargo of the version in
# rust-toolchain.toml.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
cd "$here"
cargo build --locked --profile native --bin plumbline >&2
echo "${CARGO_TARGET_DIR:-$here/target}/native"
