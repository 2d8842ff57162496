#!/usr/bin/env bash
# plan.sh STACK: plans a stack, and leaves the plan and its JSON beside it.
set -euo pipefail
source .gitlab/stack.sh "${1:-}"

run init -input=false -lockfile=readonly
run plan -input=false -lock-timeout=5m -out=plan.tfplan
# what it says of secrets is for the review alone: the artifact is for developers, and gone after a day
"$terraform" -chdir="$folder" show -json plan.tfplan > "$folder/plan.json"
