#!/bin/sh
# Reads and writes the one comment of a pull request: GitHub, Azure Repos, GitLab. gate.sh runs it when PLUMBLINE_COMMENT is true.
#
#   comment.sh fetch FOLDER   writes the text of the last comment to FOLDER/last.md, empty when there is none, and its name to FOLDER/id
#   comment.sh post FOLDER    replaces that comment by FOLDER/comment.md, or writes the first one; an empty file changes nothing
#
#   PLUMBLINE_TOKEN  what the service lets in: on GitHub github.token with `pull-requests: write`; on Azure $(System.AccessToken), for
#                    a build service that may contribute to pull requests; on GitLab a project access token with the scope api and the
#                    role Reporter, because the job's own token may not write notes
#   PLUMBLINE_COMMENT_AUTHOR  on GitHub, who writes with this token (default: github-actions[bot])
#
# It needs curl and jq. Whoever wrote a comment is asked, not only what stands in it, because everybody can copy a marker. Where there
# is no token, or one that may not write, as for pull requests from forks, it says so and exits with 0: the summary holds everything.
set -eu

give_up() {
    echo "no comment: $1; the summary of the run holds the whole result" >&2
    exit 0
}
is_number() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
}
action=${1:-}
folder=${2:-}
case $action:$folder in
    fetch:?*)
        mkdir -p "$folder"
        rm -f "$folder/id" "$folder/comment.md"
        : >"$folder/last.md"
        ;;
    post:?*)
        [ -s "$folder/comment.md" ] || exit 0
        # otherwise a second comment would be written
        [ -f "$folder/id" ] || give_up "the last comment could not be read"
        ;;
    *) echo "usage: comment.sh fetch|post FOLDER" >&2; exit 2 ;;
esac
token=${PLUMBLINE_TOKEN:-}
[ -n "$token" ] || give_up "PLUMBLINE_TOKEN is not set"
command -v curl >/dev/null || give_up "curl is not installed"
command -v jq >/dev/null || give_up "jq is not installed"

# curl reads the header from its input, so the token is in no list of processes
request() {
    printf 'header = "%s"\n' "$header" |
        curl --config - --silent --show-error --fail --max-time 30 --header 'Content-Type: application/json' "$@"
}
page=1
if [ "${GITHUB_ACTIONS:-}" = true ]; then
    number=
    [ -z "${GITHUB_EVENT_PATH:-}" ] ||
        number=$(jq -r '.pull_request.number // (.issue | select(.pull_request) | .number) // empty' "$GITHUB_EVENT_PATH" 2>/dev/null) || number=
    if [ -z "$number" ]; then
        number=${GITHUB_REF:-}
        number=${number#refs/pull/}
        number=${number%%/*}
    fi
    header="Authorization: Bearer $token"
    own=${PLUMBLINE_COMMENT_AUTHOR:-github-actions[bot]}
    api=${GITHUB_API_URL:-https://api.github.com}/repos/${GITHUB_REPOSITORY:?is not set}/issues
    list() { request "$api/$number/comments?per_page=100&page=$page"; }
    mine='.[] | select(.user.login == $own and (.body // "" | contains($marker))) | {id: "\(.id)", body}'
    add() { request --request POST --data-binary "@$folder/body.json" "$api/$number/comments"; }
    replace() { request --request PATCH --data-binary "@$folder/body.json" "$api/comments/$1"; }
    body='{body: .}'
elif [ "$(printf %s "${TF_BUILD:-}" | tr TRUE true)" = true ]; then
    number=${SYSTEM_PULLREQUEST_PULLREQUESTID:-}
    header="Authorization: Bearer $token"
    collection=${SYSTEM_COLLECTIONURI:?is not set}
    api=${collection%/}/${SYSTEM_TEAMPROJECTID:?is not set}/_apis/git/repositories/${BUILD_REPOSITORY_ID:?is not set}/pullRequests/$number/threads
    own=$(request "${collection%/}/_apis/connectionData" | jq -r '.authenticatedUser.id') || give_up "the token is not let in"
    # all threads come at once
    list() { if [ "$page" = 1 ]; then request "$api?api-version=7.0"; else echo '{"value": []}'; fi; }
    mine='.value[] | .id as $thread | (.comments // [])[] | select(.author.id == $own and .isDeleted != true and (.content // "" | contains($marker))) | {id: "\($thread)/comments/\(.id)", body: .content}'
    add() { request --request POST --data-binary "@$folder/body.json" "$api?api-version=7.0"; }
    replace() { request --request PATCH --data-binary "@$folder/body.json" "$api/$1?api-version=7.0"; }
    # a closed thread is no open question that holds the pull request back
    body='if $first then {comments: [{parentCommentId: 0, content: ., commentType: "text"}], status: "closed"} else {content: .} end'
elif [ "${GITLAB_CI:-}" = true ]; then
    number=${CI_MERGE_REQUEST_IID:-}
    header="PRIVATE-TOKEN: $token"
    gitlab=${CI_API_V4_URL:?is not set}
    api=$gitlab/projects/${CI_PROJECT_ID:?is not set}/merge_requests/$number/notes
    own=$(request "$gitlab/user" | jq -r .username) || give_up "the token is not let in"
    list() { request "$api?per_page=100&page=$page"; }
    mine='.[] | select(.author.username == $own and (.body // "" | contains($marker))) | {id: "\(.id)", body}'
    add() { request --request POST --data-binary "@$folder/body.json" "$api"; }
    replace() { request --request PUT --data-binary "@$folder/body.json" "$api/$1"; }
    body='{body: .}'
else
    give_up "this is no service whose comments are known"
fi
is_number "$number" || give_up "the run belongs to no pull request"

if [ "$action" = fetch ]; then
    id=
    while [ "$page" -le 50 ]; do
        found=$(list) || give_up "the comments cannot be read"
        last=$(printf '%s' "$found" | jq -c --arg own "$own" --arg marker '<!-- plumbline-comment/' "$mine" | tail -n 1)
        if [ -n "$last" ]; then
            printf '%s' "$last" | jq -j .body >"$folder/last.md"
            id=$(printf '%s' "$last" | jq -j .id)
        fi
        [ "$(printf '%s' "$found" | jq 'if type == "array" then length else 0 end')" -eq 100 ] || break
        page=$((page + 1))
    done
    printf '%s' "$id" >"$folder/id"
    exit 0
fi
id=$(cat "$folder/id")
first=true
[ -z "$id" ] || first=false
jq -Rs --argjson first "$first" "$body" <"$folder/comment.md" >"$folder/body.json"
if [ -n "$id" ]; then replace "$id"; else add; fi >/dev/null ||
    give_up "the service does not take it: the token may not write to this pull request"
