#!/bin/sh
# Adds the reports of a run to the data set of a site: what a job on the main branch runs before the site is deployed.
#
#   PLUMBLINE_DATA                the folder of the data of this run (plumbline-data)
#   PLUMBLINE_SITE                the data set of the site (data); what stands there is added to
#   PLUMBLINE_TITLE               its name
#   PLUMBLINE_MAX_ARTIFACT_BYTES  leave larger artifacts out
#   PLUMBLINE                     the program (plumbline)
set -eu

plumbline=${PLUMBLINE:-plumbline}
set -- "${PLUMBLINE_DATA:-plumbline-data}" --out "${PLUMBLINE_SITE:-data}" --generated-at now
[ -z "${PLUMBLINE_TITLE:-}" ] || set -- "$@" --title "$PLUMBLINE_TITLE"
[ -z "${PLUMBLINE_MAX_ARTIFACT_BYTES:-}" ] || set -- "$@" --max-artifact-bytes "$PLUMBLINE_MAX_ARTIFACT_BYTES"
exec "$plumbline" bundle "$@"
