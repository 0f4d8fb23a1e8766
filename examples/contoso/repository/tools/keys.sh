#!/bin/sh
# Which keys and secrets are referred to, and which of them stand in an approved vault. Writes JSON.
set -eu
cd "$(dirname "$0")/.."
find infra -name '*.tf' | LC_ALL=C sort | xargs awk '
    /key_vault(_secret|_key)?_id *=/ { refs = refs comma sprintf("{\"file\":\"%s\",\"line\":%d}", FILENAME, FNR); comma = ","; n += 1 }
    /azurerm_key_vault"/ { vaults += 1 }
    END { printf "{\"vaults\":%d,\"references\":[%s],\"approved\":%s}\n", vaults, refs, (vaults > 0 ? "true" : "false") }'
