#!/bin/sh
# Searches the sources for keys in clear text. Writes SARIF, without the keys.
set -eu
cd "$(dirname "$0")/.."
results=$(find infra -name '*.tf' -o -name '*.bicep' | LC_ALL=C sort | xargs awk '
    /AccountKey=|AKIA[0-9A-Z][0-9A-Z][0-9A-Z]/ {
        printf "%s{\"ruleId\":\"key-in-source\",\"level\":\"error\",\"message\":{\"text\":\"A storage account key stands in the source\"},\"properties\":{\"security-severity\":\"9.1\"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"%s\"},\"region\":{\"startLine\":%d}}}]}", comma, FILENAME, FNR
        comma = ","
    }')
printf '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"contoso-secrets","version":"1.0.0"}},"invocations":[{"executionSuccessful":true}],"results":[%s]}]}\n' "$results"
