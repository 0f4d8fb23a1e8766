#!/bin/sh
# Writes the report of one gate and checks the change. The GitHub Action and the recipes for other services run it.
#
#   PLUMBLINE_GATE       intent, validation, execution or observation
#   PLUMBLINE_ARTIFACTS  one file pattern per line: [TYPE=]PATTERN, or [TYPE=]PATTERN :: COMMAND, where COMMAND produced the files;
#                        below it, lines for the same artifact: --before FILE, --with FILE, --justification 'GRANT=SENTENCE',
#                        --committed (the file is kept in the repository)
#   PLUMBLINE_COLLECT    more arguments for plumbline collect, one per line
#   PLUMBLINE_CHANGE     the id of the change (default: from the service)
#   PLUMBLINE_DATA       the data folder of this run (default: plumbline-data); it must not be part of the checkout
#   PLUMBLINE_BASE_DATA  the data set of the base branch, with the gates that the change passed before: a folder there, or REV:DIR
#   PLUMBLINE_POLICY     the policy (default: the built-in one): a path in the base branch, which need not hold it yet, REV:PATH, or an
#                        absolute path
#   PLUMBLINE_POLICY_DIGEST  the SHA-256 that the policy must have
#   PLUMBLINE_CHECK      true (default): exit with 1 when the check fails; report: report and exit with 0; false: do not check
#   PLUMBLINE_STATUS     success (default) or failure: how the steps before ended. After a failure, the report says that the gate
#                        failed, and patterns that match no file are left out
#   PLUMBLINE_SUMMARY    the file of the summary (default: plumbline-summary.md); shown in the run if the service supports it
#   PLUMBLINE_COMMENT    true: keep one comment on the pull request up to date, with PLUMBLINE_TOKEN: see comment.sh; false (default): none
#   PLUMBLINE            the program (default: plumbline)
#
# The base branch is the target of the pull request or of the merge queue. Outside of both it is the commit of the event: run gates
# only on branches that are protected.
set -eu

# only comment.sh gets it
token=${PLUMBLINE_TOKEN:-}
unset PLUMBLINE_TOKEN
plumbline=${PLUMBLINE:-plumbline}
data=${PLUMBLINE_DATA:-plumbline-data}
summary=${PLUMBLINE_SUMMARY:-plumbline-summary.md}
: "${PLUMBLINE_GATE:?is not set: intent, validation, execution or observation}"
case ${PLUMBLINE_CHECK:-true} in
    true | report | false) ;;
    *) echo "PLUMBLINE_CHECK must be true, report or false, not $PLUMBLINE_CHECK" >&2; exit 2 ;;
esac
status=${PLUMBLINE_STATUS:-${AGENT_JOBSTATUS:-success}}
case $status in
    success | Succeeded | SucceededWithIssues) failed=false ;;
    failure | cancelled | skipped | failed | Failed | Canceled) failed=true ;;
    *) echo "PLUMBLINE_STATUS must be success or failure, not $status" >&2; exit 2 ;;
esac
# a name with a colon would be one in git
case $data in
    /* | ./* | ../*) ;;
    *:*) data=./$data ;;
esac
if [ -L "$data" ] || [ -n "$(git --icase-pathspecs -c core.fsmonitor=false ls-files -- "$data" 2>/dev/null | head -n 1)" ]; then
    echo "$data is part of the checkout, so whoever wrote the change wrote it too: remove it from git, or set PLUMBLINE_DATA" >&2
    exit 2
fi

# Something of the base branch: REV:PATH and absolute paths are what they are.
from_base() {
    case $1 in
        /* | *:*) printf '%s\n' "$1"; return ;;
    esac
    if [ -n "${GITHUB_ACTIONS:-}" ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
        base=origin/$GITHUB_BASE_REF
    elif [ -n "${GITHUB_ACTIONS:-}" ] && [ "${GITHUB_EVENT_NAME:-}" = merge_group ] &&
        [ "${GITHUB_REF#refs/heads/gh-readonly-queue/}" != "${GITHUB_REF:-}" ]; then
        base=${GITHUB_REF#refs/heads/gh-readonly-queue/}
        base=origin/${base%/pr-*}
    elif [ -n "${TF_BUILD:-}" ] && [ -n "${SYSTEM_PULLREQUEST_TARGETBRANCH:-}" ]; then
        base=origin/${SYSTEM_PULLREQUEST_TARGETBRANCH#refs/heads/}
    elif [ -n "${GITLAB_CI:-}" ] && [ -n "${CI_MERGE_REQUEST_IID:-}" ]; then
        base=${CI_MERGE_REQUEST_TARGET_BRANCH_SHA:-}
        base=${base:-${CI_MERGE_REQUEST_DIFF_BASE_SHA:?is not set, so the base of the merge request is not known}}
    elif [ -n "${BITBUCKET_BUILD_NUMBER:-}" ] && [ -n "${BITBUCKET_PR_DESTINATION_BRANCH:-}" ]; then
        base=origin/$BITBUCKET_PR_DESTINATION_BRANCH
    elif [ -n "${JENKINS_URL:-}" ] && [ -n "${CHANGE_TARGET:-}" ]; then
        base=origin/$CHANGE_TARGET
    elif [ -n "${GITHUB_ACTIONS:-}" ] && [ -n "${GITHUB_SHA:-}" ]; then
        # of events that name a pull request, such as issue_comment, it is the commit of the default branch, whatever is checked out
        base=$GITHUB_SHA
    else
        base=HEAD
    fi
    printf '%s\n' "$base:${1#./}"
}
policy=
[ -z "${PLUMBLINE_POLICY:-}" ] || policy=$(from_base "$PLUMBLINE_POLICY")
# The pull request that brings the first policy is judged by the built-in one: the base branch has none yet. A policy whose digest is
# stated must be there. The whole name of the branch is asked for: who writes a change can push a tag called origin/main.
if [ -n "$policy" ] && [ "$policy" != "${PLUMBLINE_POLICY:-}" ] && [ -z "${PLUMBLINE_POLICY_DIGEST:-}" ]; then
    case $policy in
        origin/*) whole=refs/remotes/$policy ;;
        *) whole=$policy ;;
    esac
    if git rev-parse --quiet --verify "${whole%%:*}^{commit}" >/dev/null && ! git cat-file -e "$whole" 2>/dev/null; then
        echo "note: ${policy%%:*} has no ${policy#*:}: the built-in policy judges until it is merged" >&2
        policy=
    fi
fi
base_data=
[ -z "${PLUMBLINE_BASE_DATA:-}" ] || base_data=$(from_base "$PLUMBLINE_BASE_DATA")

# Whether a pattern matches a file; the shell does not know **, so such a pattern may match.
matches() {
    case $1 in
        *'**'*) return 0 ;;
    esac
    (
        IFS=
        for file in $1; do [ ! -e "$file" ] || exit 0; done
        exit 1
    )
}

set -- --gate "$PLUMBLINE_GATE" --data "$data"
[ -z "$policy" ] || set -- "$@" --policy "$policy"
[ -z "${PLUMBLINE_CHANGE:-}" ] || set -- "$@" --change "$PLUMBLINE_CHANGE"
[ "$failed" = false ] || set -- "$@" --outcome failed
is_left_out=false
while IFS= read -r line; do
    line=${line#"${line%%[! ]*}"}
    case $line in
        '') continue ;;
        --committed)
            [ "$is_left_out" = true ] || set -- "$@" --committed
            continue
            ;;
        --before\ * | --with\ * | --justification\ *)
            [ "$is_left_out" = true ] || set -- "$@" "${line%% *}" "${line#* }"
            continue
            ;;
    esac
    artifact=${line%% :: *}
    is_left_out=false
    if [ "$failed" = true ] && ! matches "$artifact" && ! matches "${artifact#*=}"; then
        is_left_out=true
        echo "$artifact is left out: a step before failed, and no file matches" >&2
        continue
    fi
    set -- "$@" --artifact "$artifact"
    case $line in
        *' :: '*) set -- "$@" --command "${line#* :: }" ;;
    esac
done <<LINES
${PLUMBLINE_ARTIFACTS:-}
LINES
while IFS= read -r line; do
    line=${line#"${line%%[! ]*}"}
    [ -z "$line" ] || set -- "$@" "$line"
done <<LINES
${PLUMBLINE_COLLECT:-}
LINES
report=$("$plumbline" collect "$@")
echo "$report"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    echo "report=$report" >>"$GITHUB_OUTPUT"
    echo "data=$data" >>"$GITHUB_OUTPUT"
fi

[ "${PLUMBLINE_CHECK:-true}" != false ] || exit 0
# nothing but the change of this report decides
set -- "$data" --change-of "$report" --explain --markdown "$summary" --force
[ -z "$base_data" ] || set -- "$@" "$base_data"
[ -z "$policy" ] || set -- "$@" --policy "$policy"
[ -z "${PLUMBLINE_POLICY_DIGEST:-}" ] || set -- "$@" --policy-digest "$PLUMBLINE_POLICY_DIGEST"
comment=
if [ "${PLUMBLINE_COMMENT:-false}" = true ]; then
    # beside the summary, and never below the data
    comment=${summary%.md}-comment
    PLUMBLINE_TOKEN=$token sh "${0%/*}/comment.sh" fetch "$comment"
    set -- "$@" --comment "$comment/comment.md" --previous "$comment/last.md"
fi
code=0
"$plumbline" check "$@" || code=$?
[ "$code" -le 1 ] || exit "$code"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$summary" >>"$GITHUB_STEP_SUMMARY"
elif [ -n "${TF_BUILD:-}" ]; then
    echo "##vso[task.uploadsummary]$(cd "$(dirname "$summary")" && pwd)/$(basename "$summary")"
fi
if [ -n "$comment" ]; then
    PLUMBLINE_TOKEN=$token sh "${0%/*}/comment.sh" post "$comment"
fi
[ "${PLUMBLINE_CHECK:-true}" != report ] || exit 0
exit "$code"
