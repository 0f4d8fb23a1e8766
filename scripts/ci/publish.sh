#!/bin/sh
# Adds the reports of runs to the data set of a site. A job on the main branch runs it before deploying the site.
#
#   PLUMBLINE_DATA                the data folder of a run, or a folder that holds one folder for each run, as
#                                 actions/download-artifact makes it (default: plumbline-data)
#   PLUMBLINE_SITE                the data set of the site (default: data); existing data is kept and extended
#   PLUMBLINE_REPOSITORY          the repository whose runs these are, such as contoso/platform: records of changes of other
#                                 repositories are kept apart
#   PLUMBLINE_POLICY              the policy of the site, such as origin/main:policy.json (default: that of the existing data set, or
#                                 else the built-in one); never one in the data of the runs
#   PLUMBLINE_TITLE               the title of the data set
#   PLUMBLINE_MAX_ARTIFACT_BYTES  leave larger artifacts out
#   PLUMBLINE                     the program (default: plumbline)
set -eu

plumbline=${PLUMBLINE:-plumbline}
data=${PLUMBLINE_DATA:-plumbline-data}
case $data in -*) data=./$data ;; esac

set -- --out "${PLUMBLINE_SITE:-data}" --generated-at now
[ -z "${PLUMBLINE_TITLE:-}" ] || set -- "$@" --title "$PLUMBLINE_TITLE"
[ -z "${PLUMBLINE_MAX_ARTIFACT_BYTES:-}" ] || set -- "$@" --max-artifact-bytes "$PLUMBLINE_MAX_ARTIFACT_BYTES"
[ -z "${PLUMBLINE_POLICY:-}" ] || set -- "$@" --policy "$PLUMBLINE_POLICY"
[ -z "${PLUMBLINE_REPOSITORY:-}" ] || set -- "$@" --repository "$PLUMBLINE_REPOSITORY"

# paths in reports are relative to the folder of their run, the one that holds reports/; what lies elsewhere is read last, and the
# same record twice counts once
runs=$(find "$data" -type d -name reports -prune -exec dirname {} \; | LC_ALL=C sort)
while IFS= read -r run; do
    [ -z "$run" ] || [ ! -d "$run" ] || [ "$run" = "$data" ] || set -- "$@" "$run"
done <<RUNS
$runs
RUNS
set -- "$@" "$data"
exec "$plumbline" bundle "$@"
