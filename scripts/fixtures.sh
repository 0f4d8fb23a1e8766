#!/bin/sh
# Regenerates tests/fixtures/: runs scanners over examples/ and keeps their output, with command and version.
#
#   python3 -m venv SOMEWHERE && SOMEWHERE/bin/pip install checkov 'cfn-lint[sarif]' detect-secrets
#   python3 -m venv OTHER && OTHER/bin/pip install semgrep        (it needs other versions of the same libraries)
#   PATH=SOMEWHERE/bin:OTHER/bin:$PATH scripts/fixtures.sh
#
# tests/fixtures.rs expects the counts of the versions in each folder's COMMANDS file. Another version finds other things.
# The working directory is replaced by /src. Scanners exit with 1 when they find something; that is not an error here.
set -eu
cd "$(dirname "$0")/.."
here=$(pwd)
out="$here/tests/fixtures"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r examples "$work/src"
cd "$work/src"

# keep FOLDER FILE VERSION COMMAND...: runs the command and keeps its stdout
keep() {
    folder=$1 file=$2 version=$3
    shift 3
    mkdir -p "$out/$folder"
    printf '%s\t%s\t%s\n' "$file" "$version" "$*" >>"$work/$folder.commands"
    "$@" >"$work/written" 2>"$work/said" || true
    sed "s|$work/src|/src|g" "$work/written" >"$out/$folder/$file"
    [ -s "$out/$folder/$file" ] || { cat "$work/said" >&2; echo "$folder/$file is empty" >&2; exit 1; }
}

version=$(checkov --version)
# only a few rules each, so that a person can count the findings
keep checkov terraform.json "$version" checkov -d terraform --framework terraform --compact -o json \
    --check CKV_AWS_24,CKV_AWS_23,CKV_AWS_62,CKV_AZURE_3,CKV_AZURE_44,CKV_AZURE_110,CKV_AZURE_189
keep checkov kubernetes.json "$version" checkov -d kubernetes --framework kubernetes --compact -o json \
    --check CKV_K8S_11,CKV_K8S_14,CKV_K8S_16,CKV_K8S_17,CKV_K8S_18,CKV_K8S_49
keep checkov cloudformation.xml "$version" checkov -d cloudformation --framework cloudformation --compact -o junitxml \
    --check CKV_AWS_16,CKV_AWS_17,CKV_AWS_20,CKV_AWS_27,CKV_AWS_62
keep checkov bicep-and-arm.json "$version" checkov -d azure --framework bicep arm --compact -o json \
    --check CKV_AZURE_9,CKV_AZURE_14,CKV_AZURE_15,CKV_AZURE_42,CKV_AZURE_72,CKV_AZURE_113
checkov -d terraform --framework terraform --compact -o sarif --output-file-path "$work/sarif" \
    --check CKV_AWS_24,CKV_AWS_62,CKV_AZURE_3,CKV_AZURE_44,CKV_AZURE_110 >/dev/null 2>&1 || true
keep checkov terraform.sarif "$version" cat "$work/sarif/results_sarif.sarif"
sed -i 's|cat .*|checkov -d terraform --framework terraform --compact -o sarif --output-file-path . --check CKV_AWS_24,CKV_AWS_62,CKV_AZURE_3,CKV_AZURE_44,CKV_AZURE_110|' "$work/checkov.commands"

version=$(cfn-lint --version)
keep cfn-lint ledger.json "$version" cfn-lint --format json --include-checks I --template cloudformation/ledger.yaml
keep cfn-lint ledger.sarif "$version" cfn-lint --format sarif --include-checks I --template cloudformation/ledger.yaml

version="semgrep $(semgrep --version --disable-version-check)"
keep semgrep deploy.json "$version" semgrep scan --metrics=off --disable-version-check --config pipeline/semgrep.yaml --json pipeline/deploy.py
keep semgrep deploy.sarif "$version" semgrep scan --metrics=off --disable-version-check --config pipeline/semgrep.yaml --sarif pipeline/deploy.py

version=$(detect-secrets --version)
keep detect-secrets baseline.json "$version" detect-secrets scan pipeline/deploy.py

for commands in "$work"/*.commands; do
    folder=$(basename "$commands" .commands)
    { printf 'file\tversion\tcommand, in examples/\n'; cat "$commands"; } >"$out/$folder/COMMANDS"
done
