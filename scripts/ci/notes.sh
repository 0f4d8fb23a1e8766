#!/bin/sh
# Prints what CHANGELOG.md says of a version, as the notes of its release.
#
#   notes.sh VERSION
set -eu
version=${1:?is not given: a version such as 1.2.3}
changelog=$(dirname "$0")/../../CHANGELOG.md
notes=$(awk -v head="## [$version]" '
    /^## / { inside = index($0, head) == 1; next }
    inside { print }
' "$changelog")
[ -n "$notes" ] || { echo "CHANGELOG.md has no section ## [$version]" >&2; exit 1; }
printf '%s\n' "$notes"
