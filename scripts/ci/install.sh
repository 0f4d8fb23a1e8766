#!/bin/sh
# Downloads the released program, checks its SHA-256, and prints the folder that holds it. The GitHub Action runs it. Needs only a
# POSIX shell, tar, curl or wget, and sha256sum, shasum or openssl.
#
#   PLUMBLINE_VERSION     the version (default: the newest one in the file digests beside this script)
#   PLUMBLINE_DIGEST      the SHA-256 of the archive for this machine; needed when digests does not name the version
#   PLUMBLINE_DOWNLOAD    where the releases are: an address or a folder that holds vVERSION/ARCHIVE, such as a mirror
#                         (default: the releases of PLUMBLINE_REPOSITORY on github.com); PLUMBLINE_DOWNLOAD_URL, the action's
#                         input, has precedence
#   PLUMBLINE_REPOSITORY  OWNER/NAME (default: the repository of the action)
#   PLUMBLINE_CACHE       where archives are kept between runs (default: RUNNER_TOOL_CACHE, or else nowhere); each use checks them again
set -eu

here=$(cd "$(dirname "$0")" && pwd)
stop() {
    printf '%s\n' "$1" >&2
    exit 2
}

case $(uname -s)-$(uname -m) in
    Linux-x86_64 | Linux-amd64) target=x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    MINGW*-x86_64 | MSYS*-x86_64 | CYGWIN*-x86_64) target=x86_64-pc-windows-gnu ;;
    *) stop "there is no released program for $(uname -s) on $(uname -m): build it from source (the action's input build: \"true\")" ;;
esac
case $target in
    *-windows-*) suffix=zip program=plumbline.exe ;;
    *) suffix=tar.gz program=plumbline ;;
esac

# What the digests that came with this script say: the newest version, and the digest of its archive for this machine.
version=${PLUMBLINE_VERSION:-}
version=${version#v}
if [ -z "$version" ]; then
    while read -r sum file; do
        case $sum-$file in
            \#*) ;;
            *-plumbline-*-"$target.$suffix") version=${file#plumbline-} version=${version%"-$target.$suffix"} ;;
        esac
    done <"$here/digests"
    [ -n "$version" ] || stop "this copy of plumbline names no release: give a version and its digest, or build from source (the action's input build: \"true\")"
fi
case $version in
    [!0-9]* | *[!0-9A-Za-z.+-]*) stop "PLUMBLINE_VERSION is no version, such as 1.2.3" ;;
esac
archive=plumbline-$version-$target.$suffix
pinned=
while read -r sum file; do
    [ "$file" != "$archive" ] || pinned=$sum
done <"$here/digests"
digest=${PLUMBLINE_DIGEST:-$pinned}
digest=${digest#sha256:}
[ -n "$digest" ] || stop "the digest of $archive is not known here: give it (the action's input digest), as SHA256SUMS of that release states it"
case $digest in
    *[!0-9a-f]*) stop "the digest of $archive must be 64 hexadecimal digits in lower case" ;;
esac
[ "${#digest}" -eq 64 ] || stop "the digest of $archive must be 64 hexadecimal digits in lower case"
[ -z "$pinned" ] || [ "$digest" = "$pinned" ] || stop "the digest given for $archive is not the one that this copy of plumbline pins"

# The owner and the name of the repository that the runner took the action from.
repository=${PLUMBLINE_REPOSITORY:-}
if [ -z "$repository" ]; then
    path=$(printf '%s' "${GITHUB_ACTION_PATH:-}" | tr '\\' /)
    case $path in
        */_actions/*/*/*)
            path=${path##*/_actions/}
            owner=${path%%/*}
            path=${path#*/}
            repository=$owner/${path%%/*}
            ;;
        *) repository=${GITHUB_REPOSITORY:-} ;;
    esac
fi
from=${PLUMBLINE_DOWNLOAD_URL:-${PLUMBLINE_DOWNLOAD:-}}
if [ -z "$from" ]; then
    case $repository in
        *[!0-9A-Za-z._/-]* | /* | */ | */*/*) repository= ;;
        */*) ;;
        *) repository= ;;
    esac
    [ -n "$repository" ] || stop "where to download from is not known: set PLUMBLINE_DOWNLOAD (the action's input download-url) or PLUMBLINE_REPOSITORY"
    from=https://github.com/$repository/releases/download
fi

digest_of() {
    if command -v sha256sum >/dev/null; then
        sum=$(sha256sum <"$1")
    elif command -v shasum >/dev/null; then
        sum=$(shasum -a 256 <"$1")
    elif command -v openssl >/dev/null; then
        sum=$(openssl dgst -sha256 -r <"$1")
    else
        stop "the digest of $archive cannot be checked: sha256sum, shasum or openssl is needed"
    fi
    printf '%s\n' "${sum%% *}"
}

# Gets the archive from an address or a folder.
fetch() {
    case $from in
        http://* | https://*)
            url=${from%/}/v$version/$archive
            if command -v curl >/dev/null; then
                curl --fail --silent --show-error --location --retry 3 --connect-timeout 20 --output "$1" --url "$url" >&2
            elif command -v wget >/dev/null; then
                wget -q -O "$1" "$url" >&2
            else
                stop "$archive cannot be downloaded: curl or wget is needed"
            fi || stop "$archive cannot be downloaded from $from"
            ;;
        -*) stop "PLUMBLINE_DOWNLOAD is no address and no folder" ;;
        *) cp "$from/v$version/$archive" "$1" || stop "$archive is not in the folder v$version of PLUMBLINE_DOWNLOAD" ;;
    esac
}

work=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/plumbline.XXXXXX")
cache=${PLUMBLINE_CACHE:-${RUNNER_TOOL_CACHE:-}}
kept=${cache:+$cache/plumbline/$version/$archive}
# whoever can write to the cache could have changed it, so its copy counts by its digest too
if [ -n "$kept" ] && [ -f "$kept" ] && cp "$kept" "$work/$archive" && [ "$(digest_of "$work/$archive")" = "$digest" ]; then
    kept=
else
    fetch "$work/$archive"
    found=$(digest_of "$work/$archive")
    if [ "$found" != "$digest" ]; then
        rm -rf "$work"
        stop "$archive from $from has the SHA-256 $found, but it must be $digest: nothing of it was run"
    fi
fi
if [ "$suffix" = tar.gz ]; then
    tar -xzf "$work/$archive" -C "$work" || stop "$archive cannot be unpacked: tar and gzip are needed"
else
    unzip -q "$work/$archive" -d "$work" || stop "$archive cannot be unpacked: unzip is needed"
fi
[ -x "$work/${archive%".$suffix"}/$program" ] || stop "$archive holds no program"
if [ -n "$kept" ]; then
    # a cache that cannot be written to is none
    mkdir -p "${kept%/*}" 2>/dev/null && mv "$work/$archive" "$kept.$$" 2>/dev/null && mv "$kept.$$" "$kept" || :
fi
rm -f "$work/$archive"
folder=$work/${archive%".$suffix"}
if command -v cygpath >/dev/null; then
    cygpath -w "$folder"
else
    printf '%s\n' "$folder"
fi
