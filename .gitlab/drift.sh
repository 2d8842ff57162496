#!/usr/bin/env bash
# drift.sh STACK: creates a refresh-only plan, which changes nothing, and writes it as JSON to the stack's folder.
set -euo pipefail
source .gitlab/stack.sh "${1:-}"

run init -input=false -lockfile=readonly
code=0
# exit code 2 means drift, not a failure
run plan -refresh-only -detailed-exitcode -input=false -lock=false -out=drift.tfplan || code=$?
if [[ $code != 0 && $code != 2 ]]; then exit "$code"; fi
"$terraform" -chdir="$folder" show -json drift.tfplan > "$folder/plan.json"
