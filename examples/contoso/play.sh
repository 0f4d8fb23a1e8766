#!/bin/sh
# Runs ten pull requests of a small repository through the gates, and builds a data set for the site.
#
#   play.sh [OUT]     OUT is a new folder (default: contoso-play)
#   PLUMBLINE         the program (default: plumbline)
#   CONTOSO_KEPT      1: use the recorded outputs even if a tool is installed
#
# It runs the repository's own tools, and checkov if it is installed. outputs/ holds recorded outputs of checkov and of everything
# that needs a subscription: plans, what-ifs, deployments, alerts. The change.sh of each change says how many days ago it happened.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
plumbline=${PLUMBLINE:-plumbline}
out=${1:-contoso-play}
if [ -e "$out" ]; then
    echo "$out exists already: give the name of a new folder" >&2
    exit 2
fi
mkdir -p "$out"
out=$(cd "$out" && pwd)
repository=$out/repository
policy=$here/policy.json
now=$(date +%s)

say() { printf '\n== %s\n' "$*"; }

# when DAYS HOUR: that hour (UTC), DAYS days ago
when() {
    at=$(((now / 86400 - $1) * 86400 + $2 * 3600))
    date -u -d "@$at" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$at" +%Y-%m-%dT%H:%M:%SZ
}

# commit WHEN AUTHOR MESSAGE
commit() {
    git -C "$repository" add -A
    GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git -C "$repository" -c user.name="$2" -c user.email="$2@contoso.example" \
        -c commit.gpgsign=false commit -q -m "$3"
}

# collect GATE WHEN ARGUMENT...: what a pipeline step does. There, the service's variables name the change and the commit
collect() {
    gate=$1 at=$2
    shift 2
    "$plumbline" collect --policy "$policy" --gate "$gate" --change "contoso/platform#$n" --change-title "$title" --author "$author" \
        --pull-request "$change/pull_request.md" --checkout "$repository" --base HEAD~1 --data "$data" --by ci:contoso \
        --now "$at" "$@"
}

# verify NAME EVIDENCE: someone else clones the repository and repeats the command, blind. A person would read it first (--show)
verify() {
    clone=$out/verifiers/$1-$n
    if [ ! -d "$clone" ]; then
        git clone -q "$repository" "$clone"
        git -C "$clone" checkout -q "$commit"
    fi
    "$plumbline" verify "$data" --policy "$policy" --change "contoso/platform#$n" --evidence "$2" --checkout "$clone" --by "$1" --blind \
        --yes --env PATH --out "$data/verifications/$n-$2-$1.json" || [ $? -eq 1 ]
}

have_checkov() { [ "${CONTOSO_KEPT:-}" != 1 ] && command -v checkov >/dev/null 2>&1; }

# recorded outputs stand for what the tools would write in this run: they are dated with it
recorded=$out/recorded
cp -R "$here/outputs" "$recorded"

# dated WHEN FILE: a recorded output whose age counts, with the day on which it would have been written
dated() {
    sed "s/2026-01-01T/${1%%T*}T/g" "$2" >"$2.dated"
    mv "$2.dated" "$2"
}

say "A repository"
cp -R "$here/repository" "$repository"
printf 'out/\n' >"$repository/.gitignore"
git -C "$repository" init -q
commit "$(when 70 9)" u-ines "Begin the platform"
if have_checkov; then
    echo "using checkov $(checkov --version)"
else
    echo "not using checkov: its recorded outputs are used instead"
fi
echo "terraform and az need a subscription: their recorded outputs are used"

for change in "$here"/changes/*; do
    # each pipeline run writes to a folder of its own
    number=$(basename "$change")
    n=${number#0}
    outcome='' proofs='' rollback='' repeat='' alert_test='' reverted='' alerts=alerts drift=drift-none
    . "$change/change.sh"
    say "Pull request $n: $title"
    data=$out/runs/$number
    cp -R "$change/files/." "$repository/"
    message=$title
    [ -z "$trailer" ] || message=$(printf '%s\n\n%s' "$title" "$trailer")
    commit "$(when "$days" 9)" "$author" "$message"
    commit=$(git -C "$repository" rev-parse HEAD)
    rm -rf "$repository/out"
    mkdir -p "$repository/out"

    collect intent "$(when "$days" 10)" --opened-at "$(when "$days" 9)"

    # validation: the repository's own tools, a policy scan, a preview
    set -- --merged-at "$(when "$((days - 1))" 9)"
    for tool in $tests; do
        (cd "$repository" && sh "tools/$tool.sh") >"$repository/out/$tool.json"
        case $tool in
            lint) type=lint-diagnostics ;;
            network) type=network-intent ;;
            secrets) type=secret-scan ;;
        esac
        set -- "$@" --artifact "$type=$repository/out/$tool.json" --id "$tool" --command "sh tools/$tool.sh"
    done
    if [ -n "$tests" ]; then
        if have_checkov; then
            (cd "$repository" && checkov -d infra -o sarif --output-file-path out >/dev/null)
        else
            cp "$recorded/$number/checkov.sarif" "$repository/out/results_sarif.sarif"
        fi
        set -- "$@" --artifact "policy-diagnostics=$repository/out/results_sarif.sarif" --id checkov \
            --command "checkov -d infra -o sarif --output-file-path out"
    fi
    case $preview in
        plan) set -- "$@" --artifact "$recorded/$number/plan.json" --command "terraform -chdir=infra show -json plan" ;;
        what-if)
            set -- "$@" --artifact "$recorded/$number/what-if.json" \
                --command "az deployment group what-if --no-pretty-print -g rg-contoso-platform -f infra/main.bicep -o json"
            ;;
    esac
    # what the plan itself proves: who may do what, where keys come from
    for proof in $proofs; do
        set -- "$@" --artifact "$proof=$recorded/$number/plan.json" --id "$proof" --command "terraform -chdir=infra show -json plan"
    done
    [ -z "$outcome" ] || set -- "$@" --outcome "$outcome"
    collect validation "$(when "$((days - 1))" 10)" "$@"
    "$plumbline" check "$data" --policy "$policy" --change "contoso/platform#$n" --explain --now "$(when "$((days - 1))" 10)" ||
        echo "the check exited with $?"

    for evidence in $repeat; do
        verify u-lea "$evidence"
        verify u-tom "$evidence"
    done

    # execution
    case $gates in *execution*) ;; *) continue ;; esac
    for file in "$recorded/$number"/rollback.*; do
        [ ! -e "$file" ] || dated "$(when "$((days - 2))" 9)" "$file"
    done
    set -- --deployed-at "$(when "$((days - 2))" 9)"
    if [ "$preview" != none ]; then
        case $preview in
            plan) log=apply.ndjson ;;
            *) log=operations.json ;;
        esac
        set -- "$@" --artifact "deployment-log=$recorded/$number/$log" \
            --artifact "deployment-outputs=$recorded/outputs.json" --before "$recorded/outputs-before.json" \
            --command "terraform -chdir=infra output -json"
        case $rollback in
            '') ;;
            yes)
                case $preview in
                    plan) set -- "$@" --artifact "rollback-rehearsal=$recorded/$number/rollback.ndjson" ;;
                    # a what-if of the commit before, after the way back: nothing is left to change
                    *) set -- "$@" --artifact "rollback-rehearsal=$recorded/$number/rollback.json" ;;
                esac
                ;;
            *) set -- "$@" --claim "rollback-rehearsal=$rollback" ;;
        esac
    fi
    collect execution "$(when "$((days - 2))" 10)" "$@"

    if [ "$reverted" = yes ]; then
        (cd "$change/files" && find . -type f) | while IFS= read -r file; do rm "$repository/$file"; done
        commit "$(when "$((days - 2))" 12)" "$author" "Revert: $title"
        echo "reverted on the day of its deployment"
    fi

    # observation, a week later
    case $gates in *observation*) ;; *) continue ;; esac
    set -- --artifact "alert-linkage=$recorded/$alerts.json" --command "az monitor metrics alert list -o json" \
        --artifact "drift-check=$recorded/$drift.json" \
        --command "az deployment group what-if --no-pretty-print -g rg-contoso-platform -f infra/main.bicep -o json"
    cp "$here/outputs/alert-test.json" "$recorded/alert-test.json"
    dated "$(when "$((days - 9))" 10)" "$recorded/alert-test.json"
    [ -z "$alert_test" ] || set -- "$@" --artifact "alert-test=$recorded/alert-test.json"
    collect observation "$(when "$((days - 9))" 10)" "$@"
done

say "A data set for the site"
"$plumbline" bundle "$out"/runs/* --policy "$policy" --out "$out/data" --title "Contoso, as played"
"$plumbline" inspect "$out/data" --policy "$policy" >"$out/receipts.txt"
"$plumbline" check "$out/data" --policy "$policy" --annotations none >"$out/check.txt" || echo "$(tail -n 1 "$out/check.txt")"
"$plumbline" score "$out/data" --policy "$policy" --json >"$out/score.json"
cat <<WORDS

$out/receipts.txt lists what was read, $out/check.txt what fails the check, $out/score.json every number.
To open it in the app, run this in the project's root folder: cargo xtask serve --data $out/data
WORDS
