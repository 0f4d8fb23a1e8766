#!/bin/sh
# Adds the reports of a run to the data set of a site. A job on the main branch runs it before deploying the site.
#
#   PLUMBLINE_DATA                the data folder of this run (default: plumbline-data)
#   PLUMBLINE_SITE                the data set of the site (default: data); existing data is kept and extended
#   PLUMBLINE_TITLE               the title of the data set
#   PLUMBLINE_MAX_ARTIFACT_BYTES  leave larger artifacts out
#   PLUMBLINE                     the program (default: plumbline)
set -eu

plumbline=${PLUMBLINE:-plumbline}
set -- "${PLUMBLINE_DATA:-plumbline-data}" --out "${PLUMBLINE_SITE:-data}" --generated-at now
[ -z "${PLUMBLINE_TITLE:-}" ] || set -- "$@" --title "$PLUMBLINE_TITLE"
[ -z "${PLUMBLINE_MAX_ARTIFACT_BYTES:-}" ] || set -- "$@" --max-artifact-bytes "$PLUMBLINE_MAX_ARTIFACT_BYTES"
exec "$plumbline" bundle "$@"
