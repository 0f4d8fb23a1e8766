#!/bin/sh
# Builds the command line from this checkout and prints the folder of the program. Needs rustup, or the cargo version that
# rust-toolchain.toml names.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
cd "$here"
# publish.sh reads this name; to the compiler it would be a site that the program is to carry
unset PLUMBLINE_SITE
cargo build --locked --profile native --bin plumbline >&2
echo "${CARGO_TARGET_DIR:-$here/target}/native"
