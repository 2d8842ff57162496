#!/usr/bin/env bash
# drift.sh STACK: plans with -refresh-only, which changes nothing; writes the plan's JSON into the folder of the stack.
set -euo pipefail
source .gitlab/stack.sh "${1:-}"

run init -input=false -lockfile=readonly
code=0
# 2 says that something was changed, and is no failure
run plan -refresh-only -detailed-exitcode -input=false -lock=false -out=drift.tfplan || code=$?
if [[ $code != 0 && $code != 2 ]]; then exit "$code"; fi
"$terraform" -chdir="$folder" show -json drift.tfplan > "$folder/plan.json"
