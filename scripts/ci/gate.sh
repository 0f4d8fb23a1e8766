#!/bin/sh
# Writes the report of one gate and checks the change. The GitHub Action and the recipes for Azure Pipelines and GitLab CI run it.
#
#   PLUMBLINE_GATE       intent, validation, execution or observation
#   PLUMBLINE_ARTIFACTS  one file pattern per line: [TYPE=]PATTERN, or [TYPE=]PATTERN :: COMMAND, where COMMAND produced the files;
#                        below it, lines for the same artifact: --before FILE, --with FILE, --justification 'GRANT=SENTENCE'
#   PLUMBLINE_COLLECT    more arguments for plumbline collect, one per line
#   PLUMBLINE_DATA       the data folder (default: plumbline-data)
#   PLUMBLINE_POLICY     a policy file (default: the built-in policy)
#   PLUMBLINE_CHECK      true (default): exit with 1 when the check fails; report: report and exit with 0; false: do not check
#   PLUMBLINE_SUMMARY    the file of the summary (default: plumbline-summary.md); shown in the run if the service supports it
#   PLUMBLINE            the program (default: plumbline)
set -eu

plumbline=${PLUMBLINE:-plumbline}
data=${PLUMBLINE_DATA:-plumbline-data}
summary=${PLUMBLINE_SUMMARY:-plumbline-summary.md}
: "${PLUMBLINE_GATE:?is not set: intent, validation, execution or observation}"
case ${PLUMBLINE_CHECK:-true} in
    true | report | false) ;;
    *) echo "PLUMBLINE_CHECK must be true, report or false, not $PLUMBLINE_CHECK" >&2; exit 2 ;;
esac

set -- --gate "$PLUMBLINE_GATE" --data "$data"
[ -z "${PLUMBLINE_POLICY:-}" ] || set -- "$@" --policy "$PLUMBLINE_POLICY"
while IFS= read -r line; do
    line=${line#"${line%%[! ]*}"}
    case $line in
        '') ;;
        --before\ * | --with\ * | --justification\ *) set -- "$@" "${line%% *}" "${line#* }" ;;
        *' :: '*) set -- "$@" --artifact "${line%% :: *}" --command "${line#* :: }" ;;
        *) set -- "$@" --artifact "$line" ;;
    esac
done <<LINES
${PLUMBLINE_ARTIFACTS:-}
LINES
while IFS= read -r line; do
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
set -- "$data" --explain --markdown "$summary" --force
[ -z "${PLUMBLINE_POLICY:-}" ] || set -- "$@" --policy "$PLUMBLINE_POLICY"
code=0
"$plumbline" check "$@" || code=$?
[ "$code" -le 1 ] || exit "$code"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$summary" >>"$GITHUB_STEP_SUMMARY"
elif [ -n "${TF_BUILD:-}" ]; then
    echo "##vso[task.uploadsummary]$(cd "$(dirname "$summary")" && pwd)/$(basename "$summary")"
fi
[ "${PLUMBLINE_CHECK:-true}" != report ] || exit 0
exit "$code"
